"""Records as rows of their tables, with the ids that stay the same from build to build."""

from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from operator import attrgetter
from typing import Any

import msgspec

from yulu import measures
from yulu.database.ids import SPAN, dated_ids, digest
from yulu.database.tables import TABLES
from yulu.model import Article, Image, Quote, Statement, Story, Version
from yulu.quotes.rules import confidence, descriptions


def timestamp(moment: datetime | None) -> str | None:
    """`2021-09-02T00:34:00Z`."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None


def fields(record: object, table: str) -> dict[str, Any]:
    """The attributes of a record that are columns of a table, by the same name."""
    names, values = shared(type(record), table)  # type: ignore[arg-type]
    return dict(zip(names, values(record), strict=True))


@cache
def shared(kind: type, table: str) -> tuple[list[str], Callable[[object], tuple[Any, ...]]]:
    names = [column for column in TABLES[table]["columns"] if hasattr(kind, column)]
    return names, attrgetter(*names)


@dataclass(frozen=True)
class RowsOf:
    """The rows of articles, by the numbers of all that they name."""

    articles: Mapping[str, int]  # by key
    outlets: Mapping[str, int]
    speakers: Mapping[str, int]
    tags: Mapping[str, int]
    quotes: Mapping[str, Sequence[int]]  # by key of the article
    images: Mapping[str, int]
    versions: Mapping[str, int]
    who: Mapping[str, Sequence[Sequence[str]]]  # says the quotes, by key of the article

    def rows(self, article: Article) -> dict[str, Iterable[dict[str, Any]]]:
        """By table."""
        number, quotes, said = self.articles[article.key], self.quotes[article.key], self.who[article.key]
        return {
            "articles": [article_row(article, number, self.outlets[article.outlet])],
            "quotes": quote_rows(article, number, quotes, self.speakers, said),
            "quote_speakers": quote_speaker_rows(quotes, self.speakers, said),
            "images": image_rows(article, number, self.images),
            "article_versions": version_rows(article, number, self.versions),
            "related_articles": related_rows(article, self.articles),
            "article_tags": ({"article_id": number, "tag_id": self.tags[tag]} for tag in article.tags),
        }

    def fingerprint(self, outline: Article) -> bytes:
        """Changes with anything that the rows depend on: what the file gave hangs on its digest, which the
        outline has.
        """
        numbers = array("q", [self.articles[outline.key], self.outlets[outline.outlet]])
        numbers.extend(self.quotes[outline.key])
        for names in self.who[outline.key]:
            numbers.append(len(names))
            numbers.extend(self.speakers[name] for name in names)
        numbers.extend(self.images[image_key(outline, image)] for image in outline.images)
        numbers.extend(self.versions[key] for _, key in version_keys(outline))
        numbers.extend(self.articles[related.key] for related in outline.related)
        numbers.extend(self.tags[tag] for tag in outline.tags)
        return measures.digest(msgspec.msgpack.encode(outline), numbers.tobytes())


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
    article: Article,
    article_id: int,
    ids: Sequence[int],
    speaker_ids: Mapping[str, int],
    who: Sequence[Sequence[str]],
) -> Iterator[dict[str, Any]]:
    """`ids` and `who` are the numbers of its quotes and the names of their speakers."""
    for n, (quote, number, names) in enumerate(zip(article.quotes, ids, who, strict=True), 1):
        yield {
            "id": number,
            "article_id": article_id,
            "position": n,
            **fields(quote, "quotes"),
            "speaker_id": next((speaker_ids[name] for name in names), None),
            "confidence": confidence(quote.score),
        }


def rule_rows() -> Iterator[dict[str, Any]]:
    for name, description in descriptions().items():
        yield {"name": name, "description": description}


def quote_speaker_rows(
    ids: Sequence[int], speaker_ids: Mapping[str, int], who: Sequence[Sequence[str]]
) -> Iterator[dict[str, Any]]:
    for number, names in zip(ids, who, strict=True):
        for position, name in enumerate(names, 1):
            yield {"quote_id": number, "speaker_id": speaker_ids[name], "position": position}


def occurrence_keys(article: Article) -> Iterator[str]:
    """One key a quote: the same words twice in an article are told apart by their order."""
    seen: Counter[Quote | tuple[str, str]] = Counter()
    for quote in article.quotes:
        seen[quote.kind, quote.text] += 1
        yield quote.key or "\n".join((article.key, quote.kind, quote.text, str(seen[quote.kind, quote.text])))


def statement_rows(
    statements: Sequence[Statement], speaker_ids: Mapping[str, int]
) -> Iterator[dict[str, Any]]:
    ids = statement_ids(statements)
    for statement in sorted(statements, key=lambda s: ids[s]):
        yield {
            "id": ids[statement],
            **fields(statement, "statements"),
            "speaker_id": speaker_ids[statement.speaker],
            "quotes": len(statement.renderings),
            "articles": len({rendering.article for rendering in statement.renderings}),
        }


def statement_quote_rows(
    statements: Sequence[Statement], quotes: Mapping[str, Sequence[int]]
) -> Iterator[dict[str, Any]]:
    """`quotes` are the ids of the quotes of articles, by their keys."""
    ids = statement_ids(statements)
    for statement in sorted(statements, key=lambda s: ids[s]):
        for rendering in statement.renderings:
            yield {
                "statement_id": ids[statement],
                "quote_id": quotes[rendering.article][rendering.quote],
                "similarity": rendering.similarity,
            }


def statement_ids(statements: Sequence[Statement]) -> dict[Statement, int]:
    """Ids that depend on the first quote alone: they stay when later articles quote the statement too."""
    keys = {statement: f"statement\n{statement.key}" for statement in statements}
    ids = dated_ids((statement.first_day, key) for statement, key in keys.items())
    return {statement: ids[key] for statement, key in keys.items()}


def story_rows(
    stories: Sequence[Story], article_ids: Mapping[str, int], quotes: Mapping[str, Sequence[int]]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The stories, and which articles belong to each. A story's id depends on its first article alone.

    `quotes` are the ids of the quotes of articles, by their keys.
    """
    ids = dated_ids((story.day, f"story\n{story.articles[0]}") for story in stories)
    numbered = sorted(((ids[f"story\n{s.articles[0]}"], s) for s in stories), key=lambda pair: pair[0])
    rows = [
        {
            "id": number,
            **fields(story, "stories"),
            "articles": len(story.articles),
            "quotes": sum(len(quotes[key]) for key in story.articles),
        }
        for number, story in numbered
    ]
    belong = [
        {"story_id": number, "article_id": article_id}
        for number, story in numbered
        for article_id in sorted(article_ids[key] for key in story.articles)
    ]
    return rows, belong


def image_key(article: Article, image: Image) -> str:
    return f"{article.key}\n{image.url}"


def image_ids(articles: Iterable[Article]) -> dict[str, int]:
    return dated_ids(
        (article.day, image_key(article, image)) for article in articles for image in article.images
    )


def image_rows(article: Article, article_id: int, ids: Mapping[str, int]) -> Iterator[dict[str, Any]]:
    for position, image in enumerate(article.images, 1):
        yield {
            "id": ids[image_key(article, image)],
            "article_id": article_id,
            "position": position,
            **fields(image, "images"),
        }


def version_ids(articles: Iterable[Article]) -> dict[str, int]:
    return dated_ids((article.day, key) for article in articles for _, key in version_keys(article))


def version_rows(article: Article, article_id: int, ids: Mapping[str, int]) -> Iterator[dict[str, Any]]:
    for position, (version, key) in enumerate(version_keys(article), 1):
        yield {
            "id": ids[key],
            "article_id": article_id,
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
    rows: Iterable[Mapping[str, Any]],
    articles: Iterable[Article],
    article_ids: Mapping[str, int],
    quotes: Mapping[str, Sequence[int]],
) -> Iterator[dict[str, Any]]:
    """Rows that name articles by key and quotes by the end of their id, with the ids.

    `articles` are those that are named, `quotes` the ids of the quotes of articles, by their keys.
    """
    ids = {
        (article.key, digest(key) % SPAN): number
        for article in articles
        for key, number in zip(occurrence_keys(article), quotes[article.key], strict=True)
    }
    for row in rows:
        key, number = row["article_id"], row["quote_id"]
        quote = ids.get((key, number % SPAN), number) if number else None
        yield {**row, "article_id": article_ids.get(key), "quote_id": quote}


def related_rows(article: Article, article_ids: Mapping[str, int]) -> Iterator[dict[str, Any]]:
    for related in article.related:
        yield {
            "article_id": article_ids[article.key],
            "other_id": article_ids[related.key],
            "similarity": related.similarity,
            "kind": related.kind,
        }
