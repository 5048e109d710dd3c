"""Records as rows of their tables, with the ids that stay the same from build to build."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from yulu.database.ids import SPAN, dated_ids, digest
from yulu.database.tables import TABLES
from yulu.model import Article, Image, Quote, Statement, Story, Version
from yulu.quotes.rules import confidence, descriptions

Place = tuple[str, int]  # of a quote: article key, number in `Article.quotes`


def timestamp(moment: datetime | None) -> str | None:
    """`2021-09-02T00:34:00Z`."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None


def fields(record: object, table: Mapping[str, Any]) -> dict[str, Any]:
    """The attributes of a record that are columns of a table, by the same name."""
    return {column: getattr(record, column) for column in table["columns"] if hasattr(record, column)}


def article_row(article: Article, article_id: int, outlet_id: int) -> dict[str, Any]:
    text = "\n".join(article.paragraphs)
    return {
        "id": article_id,
        "outlet_id": outlet_id,
        "title": article.title,
        "url": article.url,
        "published": timestamp(article.published),
        "published_basis": article.basis,
        "day": article.day,
        "first_seen": timestamp(article.first_seen),
        "revised": timestamp(article.revised),
        "byline": article.byline,
        "dateline": article.dateline,
        "text": text,
        "headings": " ".join(map(str, sorted(article.headings))) or None,
        "characters": len(text),
        "script": article.script,
        "source_path": article.source_path,
        "source_sha256": article.source_sha256,
    }


def quote_rows(
    articles: Sequence[Article],
    article_ids: Mapping[str, int],
    ids: Mapping[Place, int],
    speaker_ids: Mapping[str, int],
    who: Mapping[str, Sequence[Sequence[str]]],
) -> Iterator[dict[str, Any]]:
    for article in articles:
        for n, quote in enumerate(article.quotes):
            yield {
                "id": ids[article.key, n],
                "article_id": article_ids[article.key],
                "position": n + 1,
                **fields(quote, TABLES["quotes"]),
                "speaker_id": next((speaker_ids[name] for name in who[article.key][n]), None),
                "confidence": confidence(quote.score),
            }


def rule_rows() -> Iterator[dict[str, Any]]:
    for name, description in descriptions().items():
        yield {"name": name, "description": description}


def quote_speaker_rows(
    ids: Mapping[Place, int], speaker_ids: Mapping[str, int], who: Mapping[str, Sequence[Sequence[str]]]
) -> Iterator[dict[str, Any]]:
    for (article, n), quote_id in ids.items():
        for position, name in enumerate(who[article][n], 1):
            yield {"quote_id": quote_id, "speaker_id": speaker_ids[name], "position": position}


def quote_ids(articles: Sequence[Article], keys: Mapping[Place, str]) -> dict[Place, int]:
    days = {article.key: article.day for article in articles}
    ids = dated_ids((days[article], key) for (article, _), key in keys.items())
    return {place: ids[key] for place, key in keys.items()}


def quote_keys(articles: Sequence[Article]) -> dict[Place, str]:
    return {(a.key, n): key for a in articles for n, key in enumerate(occurrence_keys(a))}


def occurrence_keys(article: Article) -> Iterator[str]:
    """One key a quote: the same words twice in an article are told apart by their order."""
    seen: Counter[Quote | tuple[str, str]] = Counter()
    for quote in article.quotes:
        seen[quote.kind, quote.text] += 1
        yield quote.key or "\n".join((article.key, quote.kind, quote.text, str(seen[quote.kind, quote.text])))


def statement_rows(
    statements: Sequence[Statement], keys: Mapping[Place, str], speaker_ids: Mapping[str, int]
) -> Iterator[dict[str, Any]]:
    """`keys` are those of the quotes."""
    ids = statement_ids(statements, keys)
    for statement in sorted(statements, key=lambda s: ids[s]):
        yield {
            "id": ids[statement],
            **fields(statement, TABLES["statements"]),
            "speaker_id": speaker_ids[statement.speaker],
            "quotes": len(statement.renderings),
            "articles": len({rendering.article for rendering in statement.renderings}),
        }


def statement_quote_rows(
    statements: Sequence[Statement], keys: Mapping[Place, str], quotes: Mapping[Place, int]
) -> Iterator[dict[str, Any]]:
    """`keys` and `quotes` are the keys and the ids of the quotes."""
    ids = statement_ids(statements, keys)
    for statement in sorted(statements, key=lambda s: ids[s]):
        for rendering in statement.renderings:
            yield {
                "statement_id": ids[statement],
                "quote_id": quotes[rendering.article, rendering.quote],
                "similarity": rendering.similarity,
            }


def statement_ids(statements: Sequence[Statement], quotes: Mapping[Place, str]) -> dict[Statement, int]:
    """Ids that depend on the first quote alone: they stay when later articles quote the statement too.

    `quotes` are the keys of the quotes.
    """
    keys = {s: f"statement\n{quotes[s.renderings[0].article, s.renderings[0].quote]}" for s in statements}
    ids = dated_ids((statement.first_day, key) for statement, key in keys.items())
    return {statement: ids[key] for statement, key in keys.items()}


def story_rows(
    stories: Sequence[Story], articles: Sequence[Article], article_ids: Mapping[str, int]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The stories, and which articles belong to each. A story's id depends on its first article alone."""
    quotes = {article.key: len(article.quotes) for article in articles}
    ids = dated_ids((story.day, f"story\n{story.articles[0]}") for story in stories)
    numbered = sorted(((ids[f"story\n{s.articles[0]}"], s) for s in stories), key=lambda pair: pair[0])
    rows = [
        {
            "id": number,
            **fields(story, TABLES["stories"]),
            "articles": len(story.articles),
            "quotes": sum(quotes[key] for key in story.articles),
        }
        for number, story in numbered
    ]
    belong = [
        {"story_id": number, "article_id": article_id}
        for number, story in numbered
        for article_id in sorted(article_ids[key] for key in story.articles)
    ]
    return rows, belong


def image_rows(articles: Sequence[Article], article_ids: Mapping[str, int]) -> Iterator[dict[str, Any]]:
    def key(article: Article, image: Image) -> str:
        return f"{article.key}\n{image.url}"

    ids = dated_ids((article.day, key(article, image)) for article in articles for image in article.images)
    for article in articles:
        for position, image in enumerate(article.images, 1):
            yield {
                "id": ids[key(article, image)],
                "article_id": article_ids[article.key],
                "position": position,
                **fields(image, TABLES["images"]),
            }


def version_rows(articles: Sequence[Article], article_ids: Mapping[str, int]) -> Iterator[dict[str, Any]]:
    rows = [(a, n, v, key) for a in articles for n, (v, key) in enumerate(version_keys(a), 1)]
    ids = dated_ids((article.day, key) for article, _, _, key in rows)
    for article, position, version, key in rows:
        yield {
            "id": ids[key],
            "article_id": article_ids[article.key],
            "position": position,
            "source_path": version.source_path,
            "sha256": version.source_sha256,
            "title": version.title,
            "seen": timestamp(version.seen),
            "relation": version.relation,
            "text": version.text,
        }


def version_keys(article: Article) -> Iterator[tuple[Version, str]]:
    """One key a file, the same wherever the file lies: its content, and the how-manieth copy it is."""
    seen: Counter[str] = Counter()
    for version in article.versions:
        seen[version.source_sha256] += 1
        yield version, f"{article.key}\n{version.source_sha256}\n{seen[version.source_sha256]}"


def verdict_rows(
    rows: Iterable[Mapping[str, Any]], articles: Sequence[Article], article_ids: Mapping[str, int]
) -> Iterator[dict[str, Any]]:
    """Rows that name articles by key and quotes by the end of their id, with the ids."""
    keys = quote_keys(articles)
    ids = {
        (article, digest(keys[article, n]) % SPAN): id
        for (article, n), id in quote_ids(articles, keys).items()
    }
    for row in rows:
        key, number = row["article_id"], row["quote_id"]
        quote = ids.get((key, number % SPAN), number) if number else None
        yield {**row, "article_id": article_ids.get(key), "quote_id": quote}


def related_rows(articles: Sequence[Article], article_ids: Mapping[str, int]) -> Iterator[dict[str, Any]]:
    for article in articles:
        for related in article.related:
            yield {
                "article_id": article_ids[article.key],
                "other_id": article_ids[related.key],
                "similarity": related.similarity,
                "kind": related.kind,
            }
