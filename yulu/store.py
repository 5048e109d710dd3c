"""The database: tables, rows, stable ids, full-text index. The only room that writes SQL."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlite_utils import Database
from sqlite_utils.db import ForeignKey

from yulu.chinese import tokens
from yulu.identity import dated_ids, name_ids
from yulu.model import Article, Image, Outlet, Quote, Skipped, Speaker, Version
from yulu.quotes.rules import confidence

TABLES: dict[str, dict[str, Any]] = {
    "outlets": {
        "columns": {
            "id": int,
            "name": str,
            "name_en": str,
            "slug": str,
            "homepage": str,
            "country": str,
            "language": str,
        },
        "not_null": {"name", "slug"},
    },
    "articles": {
        "columns": {
            "id": int,
            "outlet_id": int,
            "title": str,
            "url": str,
            "published": str,
            "published_basis": str,
            "day": str,
            "first_seen": str,
            "revised": str,
            "byline": str,
            "dateline": str,
            "text": str,
            "headings": str,
            "characters": int,
            "script": str,
            "source_path": str,
            "source_sha256": str,
        },
        "not_null": {"outlet_id", "title", "text", "characters", "source_path", "source_sha256"},
        "foreign_keys": [("outlet_id", "outlets", "id")],
    },
    "speakers": {
        "columns": {"id": int, "name": str, "kind": str, "name_latin": str, "note": str},
        "not_null": {"name", "kind"},
    },
    "speaker_aliases": {
        "columns": {"speaker_id": int, "alias": str},
        "pk": ("speaker_id", "alias"),
        "foreign_keys": [("speaker_id", "speakers", "id")],
    },
    "quotes": {
        "columns": {
            "id": int,
            "article_id": int,
            "position": int,
            "kind": str,
            "text": str,
            "start": int,
            "end": int,
            "paragraph": int,
            "speaker_id": int,
            "mention": str,
            "cue": str,
            "via": str,
            "rule": str,
            "confidence": str,
        },
        "not_null": {"article_id", "position", "kind", "text", "start", "end", "paragraph", "rule"},
        "foreign_keys": [("article_id", "articles", "id"), ("speaker_id", "speakers", "id")],
    },
    "images": {
        "columns": {
            "id": int,
            "article_id": int,
            "position": int,
            "paragraph": int,
            "url": str,
            "alt": str,
            "caption": str,
            "credit": str,
        },
        "not_null": {"article_id", "position", "paragraph", "url"},
        "foreign_keys": [("article_id", "articles", "id")],
    },
    "article_versions": {
        "columns": {
            "id": int,
            "article_id": int,
            "position": int,
            "source_path": str,
            "sha256": str,
            "title": str,
            "seen": str,
            "relation": str,
            "text": str,
        },
        "not_null": {"article_id", "position", "source_path", "sha256", "title"},
        "foreign_keys": [("article_id", "articles", "id")],
    },
    "related_articles": {
        "columns": {"article_id": int, "other_id": int, "similarity": float, "kind": str},
        "pk": ("article_id", "other_id"),
        "not_null": {"similarity", "kind"},
        "foreign_keys": [("article_id", "articles", "id"), ("other_id", "articles", "id")],
    },
    "tags": {"columns": {"id": int, "name": str}, "not_null": {"name"}},
    "article_tags": {
        "columns": {"article_id": int, "tag_id": int},
        "pk": ("article_id", "tag_id"),
        "foreign_keys": [("article_id", "articles", "id"), ("tag_id", "tags", "id")],
    },
    "skipped_files": {
        "columns": {"source_path": str, "reason": str, "detail": str},
        "pk": "source_path",
        "not_null": {"reason"},
    },
    "builds": {
        "columns": {
            "id": int,
            "started": str,
            "finished": str,
            "version": str,
            "files": int,
            "articles": int,
            "quotes": int,
            "skipped": int,
        },
    },
}

UNIQUE = [
    ("outlets", "slug"),
    ("outlets", "name"),
    ("articles", "url"),
    ("speakers", "name"),
    ("tags", "name"),
]

# The pages ask: an outlet's articles, a day, an article's quotes and images, a speaker's quotes.
INDEXES = [
    ("articles", ("outlet_id", "day")),
    ("articles", ("day",)),
    ("quotes", ("article_id", "start")),
    ("quotes", ("speaker_id", "article_id")),
    ("images", ("article_id", "position")),
    ("article_versions", ("article_id", "position")),
    ("article_tags", ("tag_id",)),
    ("speaker_aliases", ("alias",)),
]

FULL_TEXT = {
    "articles": ("title", "text"),
    "quotes": ("text", "mention"),
    "images": ("caption", "alt"),
}


def timestamp(moment: datetime | None) -> str | None:
    """`2021-09-02T00:34:00Z`."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None


class Store:
    """A new database, filled once.

    >>> store = Store("news.db.new")
    >>> store.save(articles, outlets, speakers, who, skipped)
    >>> store.finish(started, files)
    """

    def __init__(self, path: str) -> None:
        self.db = Database(path, recreate=True)
        self.db.conn.execute("pragma journal_mode = off")
        self.db.conn.execute("pragma synchronous = off")
        for name, table in TABLES.items():
            self.db.create_table(
                name,
                table["columns"],
                pk=table.get("pk", "id"),
                not_null=table.get("not_null"),
                foreign_keys=[ForeignKey(name, *key) for key in table.get("foreign_keys", ())],
            )

    def save(
        self,
        articles: Sequence[Article],
        outlets: Iterable[Outlet],
        speakers: Sequence[Speaker],
        who: Mapping[tuple[str, str], str],
        skipped: Iterable[Skipped],
    ) -> None:
        """Write every row. `who` maps (article key, speaker as the article names them) to `Speaker.name`."""
        article_ids = dated_ids((article.day, article.key) for article in articles)
        articles = sorted(articles, key=lambda article: article_ids[article.key])
        outlet_ids = self._save_outlets(outlets)
        speaker_ids = self._save_speakers(speakers)
        self._insert("articles", (article_row(a, article_ids[a.key], outlet_ids[a.outlet]) for a in articles))
        self._insert("quotes", quote_rows(articles, article_ids, speaker_ids, who))
        self._insert("images", image_rows(articles, article_ids))
        self._insert("article_versions", version_rows(articles, article_ids))
        self._insert("related_articles", related_rows(articles, article_ids))
        self._save_tags(articles, article_ids)
        self._insert(
            "skipped_files",
            ({"source_path": s.source_path, "reason": s.reason, "detail": s.detail} for s in skipped),
        )

    def finish(self, version: str, started: datetime, finished: datetime, files: int) -> dict[str, int]:
        """Index, record the build, compact. Returns the number of rows of every table."""
        for table, column in UNIQUE:
            self.db.table(table).create_index([column], unique=True)
        for table, columns in INDEXES:
            self.db.table(table).create_index(columns)
        for table, columns in FULL_TEXT.items():
            self._index_text(table, columns)
        counts = {name: self.db.table(name).count for name in TABLES}
        build = {
            "id": 1,
            "started": timestamp(started),
            "finished": timestamp(finished),
            "version": version,
            "files": files,
            "articles": counts["articles"],
            "quotes": counts["quotes"],
            "skipped": counts["skipped_files"],
        }
        self._insert("builds", [build])
        self.db.analyze()
        self.db.vacuum()
        self.db.close()
        return counts

    def _insert(self, table: str, rows: Iterable[dict[str, Any]]) -> None:
        with self.db.atomic():
            self.db.table(table).insert_all(rows, batch_size=1000)

    def _save_outlets(self, outlets: Iterable[Outlet]) -> dict[str, int]:
        rows = sorted(outlets, key=lambda outlet: outlet.slug)
        ids = name_ids(outlet.slug for outlet in rows)
        self._insert("outlets", ({"id": ids[o.slug], **fields(o, TABLES["outlets"])} for o in rows))
        return ids

    def _save_speakers(self, speakers: Sequence[Speaker]) -> dict[str, int]:
        ids = name_ids(speaker.name for speaker in speakers)
        rows = sorted(speakers, key=lambda speaker: ids[speaker.name])
        self._insert(
            "speakers",
            (
                {"id": ids[s.name], "name": s.name, "kind": s.kind, "name_latin": s.latin, "note": s.note}
                for s in rows
            ),
        )
        self._insert(
            "speaker_aliases",
            ({"speaker_id": ids[s.name], "alias": alias} for s in rows for alias in sorted(s.aliases)),
        )
        return ids

    def _save_tags(self, articles: Iterable[Article], article_ids: Mapping[str, int]) -> None:
        names = sorted({tag for article in articles for tag in article.tags})
        ids = name_ids(names)
        self._insert("tags", ({"id": ids[name], "name": name} for name in names))
        self._insert(
            "article_tags",
            (
                {"article_id": article_ids[article.key], "tag_id": ids[tag]}
                for article in articles
                for tag in article.tags
            ),
        )

    def _index_text(self, table: str, columns: Sequence[str]) -> None:
        """FTS5 over the folded text. The literal `content="table"` is how Datasette finds the index."""
        self.db.execute(
            f"create virtual table {table}_fts using fts5({', '.join(columns)},"
            f' content="{table}", content_rowid="id", tokenize="unicode61")'
        )
        self.db.conn.create_function(
            "tokens", 1, lambda text: tokens(text) if text else None, deterministic=True
        )
        with self.db.atomic():
            self.db.execute(
                f"insert into {table}_fts(rowid, {', '.join(columns)})"
                f" select id, {', '.join(f'tokens({column})' for column in columns)} from ({TEXTS[table]})"
            )
            self.db.execute(f"insert into {table}_fts({table}_fts) values ('optimize')")


# What is indexed for each row. A quote is found by its mention and by every name of its speaker.
TEXTS = {
    "articles": "select id, title, text from articles",
    "images": "select id, caption, alt from images",
    "quotes": """
        select quotes.id, quotes.text,
               coalesce(quotes.mention, '') || ' | ' || coalesce(names.names, '') as mention
        from quotes left join (
            select speakers.id as speaker_id,
                   speakers.name || ' | ' || coalesce(speakers.name_latin, '') || ' | '
                   || coalesce(group_concat(alias, ' | '), '') as names
            from speakers left join speaker_aliases on speaker_aliases.speaker_id = speakers.id
            group by speakers.id
        ) as names on names.speaker_id = quotes.speaker_id""",
}


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
    speaker_ids: Mapping[str, int],
    who: Mapping[tuple[str, str], str],
) -> Iterator[dict[str, Any]]:
    keys = {(a.key, n): key for a in articles for n, key in enumerate(occurrence_keys(a))}
    days = {a.key: a.day for a in articles}
    ids = dated_ids((days[article], key) for (article, _), key in keys.items())
    for article in articles:
        for n, quote in enumerate(article.quotes):
            yield {
                "id": ids[keys[article.key, n]],
                "article_id": article_ids[article.key],
                "position": n + 1,
                **fields(quote, TABLES["quotes"]),
                "speaker_id": speaker_ids[who[article.key, quote.speaker]] if quote.speaker else None,
                "confidence": confidence(quote.rule),
            }


def occurrence_keys(article: Article) -> Iterator[str]:
    """One key a quote: the same words twice in an article are told apart by their order."""
    seen: Counter[Quote | tuple[str, str]] = Counter()
    for quote in article.quotes:
        seen[quote.kind, quote.text] += 1
        yield "\n".join((article.key, quote.kind, quote.text, str(seen[quote.kind, quote.text])))


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


def related_rows(articles: Sequence[Article], article_ids: Mapping[str, int]) -> Iterator[dict[str, Any]]:
    for article in articles:
        for related in article.related:
            yield {
                "article_id": article_ids[article.key],
                "other_id": article_ids[related.key],
                "similarity": related.similarity,
                "kind": related.kind,
            }
