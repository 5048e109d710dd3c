"""The database: filled at once, or a copy of the one before with what changed. Only this room writes SQL."""

import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlite_utils import Database
from sqlite_utils.db import ForeignKey

from yulu.database import full_text
from yulu.database.counts import COUNTS
from yulu.database.difference import Compared, Difference, Filled, add, remove
from yulu.database.ids import dated_ids, name_ids
from yulu.database.rows import (
    article_row,
    fields,
    image_ids,
    image_rows,
    quote_rows,
    quote_speaker_rows,
    related_rows,
    rule_rows,
    statement_quote_rows,
    statement_rows,
    story_rows,
    timestamp,
    verdict_rows,
    version_ids,
    version_rows,
)
from yulu.database.tables import FULL_TEXT, INDEXES, TABLES, UNIQUE, VIEWS
from yulu.model import Article, Outlet, Skipped, Speaker, Statement, Story

OF_ARTICLES = (
    *("articles", "quotes", "quote_speakers", "images"),
    *("article_versions", "related_articles", "article_tags"),
)


class Store:
    """A new database, filled once; or with `before` a copy of it, in which only what changed is written.

    >>> store = Store("news.db.new")
    >>> store.save_names(outlets, speakers, skipped)
    >>> store.save_articles(outlines, whole, who, quote_ids)
    >>> store.save_statements(statements)
    >>> store.save_stories(stories)
    >>> store.finish(version, started, finished, files)
    """

    def __init__(self, path: str, before: Path | None = None) -> None:
        """`before` must have been made by the same code. Its rows are compared with those that are saved."""
        if before:
            shutil.copyfile(before, path)
        self.db = Database(path, recreate=not before)
        self.db.conn.execute("pragma journal_mode = off")
        self.db.conn.execute("pragma synchronous = off")
        full_text.prepare(self.db.conn)
        self.differences: dict[str, Difference] | None = {} if before else None
        self.index_words: dict[int, str] = {}
        self.outlet_ids: Mapping[str, int] = {}
        self.speaker_ids: Mapping[str, int] = {}
        self.article_ids: Mapping[str, int] = {}
        self.quote_ids: Mapping[str, Sequence[int]] = {}
        if not before:
            self._create_tables()

    def _create_tables(self) -> None:
        for name, table in TABLES.items():
            self.db.create_table(
                name,
                table["columns"],
                pk=table.get("pk", "id"),
                not_null=table.get("not_null"),
                foreign_keys=[ForeignKey(name, *key) for key in table.get("foreign_keys", ())],
            )

    def save_names(
        self, outlets: Iterable[Outlet], speakers: Sequence[Speaker], skipped: Iterable[Skipped]
    ) -> None:
        """What articles name, before them."""
        self._save_outlets(outlets)
        self._save_speakers(speakers)
        self._insert("rules", rule_rows())
        self._insert("skipped_files", (fields(s, TABLES["skipped_files"]) for s in skipped))

    def save_articles(
        self,
        outlines: Iterable[Article],
        whole: Callable[[Iterable[Article]], Iterable[Article]],
        who: Mapping[str, Sequence[Sequence[str]]],
        quote_ids: Mapping[str, Sequence[int]],
    ) -> None:
        """Every row that an article has, one article after the other.

        `outlines` are the articles but for their texts and quotes, `whole` gives them with these, in the same
        order. `who` and `quote_ids` are the names of the speakers and the ids of the quotes of articles, by
        their keys.
        """
        outlines = list(outlines)
        self.quote_ids = quote_ids
        self.article_ids = ids = dated_ids((article.day, article.key) for article in outlines)
        outlines.sort(key=lambda article: ids[article.key])
        images, versions, tags = image_ids(outlines), version_ids(outlines), self._save_tags(outlines)
        tables = {table: self._table(table) for table in OF_ARTICLES}
        with self.db.atomic():
            for article in whole(outlines):
                number, said = ids[article.key], who[article.key]
                quotes = quote_ids[article.key]
                rows: dict[str, Iterable[dict[str, Any]]] = {
                    "articles": [article_row(article, number, self.outlet_ids[article.outlet])],
                    "quotes": quote_rows(article, number, quotes, self.speaker_ids, said),
                    "quote_speakers": quote_speaker_rows(quotes, self.speaker_ids, said),
                    "images": image_rows(article, number, images),
                    "article_versions": version_rows(article, number, versions),
                    "related_articles": related_rows(article, ids),
                    "article_tags": ({"article_id": number, "tag_id": tags[tag]} for tag in article.tags),
                }
                for name, some in rows.items():
                    tables[name].add(some)
                if article.index_words:
                    self.index_words[number] = full_text.joined(article.index_words)
        for name, table in tables.items():
            self._done(name, table)

    def save_statements(self, statements: Sequence[Statement]) -> None:
        self._insert("statements", statement_rows(statements, self.speaker_ids))
        self._insert("statement_quotes", statement_quote_rows(statements, self.quote_ids))

    def save_stories(self, stories: Sequence[Story]) -> None:
        told, belong = story_rows(stories, self.article_ids, self.quote_ids)
        self._insert("stories", told)
        self._insert("story_articles", belong)

    def save_verdicts(
        self,
        verdicts: Sequence[Mapping[str, Any]],
        skipped: Iterable[dict[str, Any]],
        removed: Iterable[dict[str, Any]],
        articles: Iterable[Article],
    ) -> None:
        """Rows of verdicts.record; `articles` are those that verdicts touched."""
        self._insert("verdicts", verdict_rows(verdicts, articles, self.article_ids, self.quote_ids))
        self._insert("skipped_verdicts", skipped)
        self._insert("removed", removed)

    def finish(
        self,
        version: str,
        started: datetime,
        finished: datetime,
        files: int,
        words_before: Mapping[int, str] | None = None,
    ) -> dict[str, int]:
        """Write the differences or index what was written; count, record the build.

        `words_before` are the `index_words` of the database that this one is a copy of. Returns the
        number of rows of every table.
        """
        with self.db.atomic():
            if self.differences is None:
                self._index()
            else:
                self._change(self.differences, words_before or {})
        self._count()
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
        self.db.table("builds").insert(build, replace=True)
        if self.differences is None:
            self.db.analyze()
            self.db.vacuum()
        self.db.close()
        return counts

    def _index(self) -> None:
        """Of a new database, after its rows are there."""
        for table, column in UNIQUE:
            self.db.table(table).create_index([column], unique=True)
        for table, columns in INDEXES:
            self.db.table(table).create_index(columns)
        for view, select in VIEWS.items():
            self.db.create_view(view, select)
        full_text.set_words(self.db.conn, self.index_words.items())
        for table in FULL_TEXT:
            full_text.create(self.db.conn, table)

    def _change(self, differences: Mapping[str, Difference], words_before: Mapping[int, str]) -> None:
        """Apply the differences; the index forgets rows as they were, and gets them as they are."""
        connection = self.db.conn
        affected = {table: differences[table].touched("id") for table in FULL_TEXT}
        affected["articles"] |= {number for number, _ in words_before.items() ^ self.index_words.items()}
        affected["quotes"] |= differences["quote_speakers"].touched("quote_id")
        affected["quotes"] |= self._quotes_of(differences)
        full_text.set_words(connection, words_before.items())
        for table, ids in affected.items():
            full_text.affect(connection, ids)
            full_text.forget(connection, table)
        for change in differences.values():
            remove(connection, change)
        for change in differences.values():
            add(connection, change)
        full_text.set_words(connection, self.index_words.items())
        for table, ids in affected.items():
            full_text.affect(connection, ids)
            full_text.index(connection, table)

    def _quotes_of(self, differences: Mapping[str, Difference]) -> set[int]:
        """The quotes of speakers whose names changed: they are found by every name."""
        speakers = differences["speakers"].touched("id")
        speakers |= differences["speaker_aliases"].touched("speaker_id")
        quotes = "select quote_id from quote_speakers where speaker_id = ?"
        return {row[0] for speaker in speakers for row in self.db.execute(quotes, (speaker,))}

    def _count(self) -> None:
        """Fill the tables of counts from the rows as they are."""
        for table, select in COUNTS.items():
            if self.differences is None:
                with self.db.atomic():
                    self.db.execute(f"insert into {table} {select}")
            else:
                names = list(TABLES[table]["columns"])
                rows = (dict(zip(names, row, strict=True)) for row in self.db.execute(select))
                compared = Compared(self.db.conn, table)
                compared.add(rows)
                change = compared.difference()
                with self.db.atomic():
                    remove(self.db.conn, change)
                    add(self.db.conn, change)

    def _table(self, table: str) -> Filled | Compared:
        kind = Filled if self.differences is None else Compared
        return kind(self.db.conn, table)

    def _done(self, name: str, table: Filled | Compared) -> None:
        if isinstance(table, Compared) and self.differences is not None:
            self.differences[name] = table.difference()

    def _insert(self, name: str, rows: Iterable[dict[str, Any]]) -> None:
        table = self._table(name)
        with self.db.atomic():
            table.add(rows)
        self._done(name, table)

    def _save_outlets(self, outlets: Iterable[Outlet]) -> None:
        rows = sorted(outlets, key=lambda outlet: outlet.slug)
        ids = self.outlet_ids = name_ids(outlet.slug for outlet in rows)
        self._insert("outlets", ({"id": ids[o.slug], **fields(o, TABLES["outlets"])} for o in rows))

    def _save_speakers(self, speakers: Sequence[Speaker]) -> None:
        ids = self.speaker_ids = name_ids(speaker.name for speaker in speakers)
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

    def _save_tags(self, articles: Iterable[Article]) -> dict[str, int]:
        """The tags of all articles, with their ids."""
        names = sorted({tag for article in articles for tag in article.tags})
        ids = name_ids(names)
        self._insert("tags", ({"id": ids[name], "name": name} for name in names))
        return ids
