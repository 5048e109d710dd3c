"""The database: filled at once, or a copy of the one before with what changed. Only this room writes SQL."""

import shutil
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlite_utils import Database
from sqlite_utils.db import ForeignKey

from yulu.database import counts, full_text
from yulu.database.difference import Compared, Difference, Filled, add, remove
from yulu.database.ids import dated_ids, name_ids
from yulu.database.rows import (
    RowsOf,
    fields,
    image_ids,
    rule_rows,
    statement_quote_rows,
    statement_rows,
    story_rows,
    timestamp,
    verdict_rows,
    version_ids,
)
from yulu.database.tables import FULL_TEXT, INDEXES, TABLES, UNIQUE, VIEWS
from yulu.model import Article, Outlet, Skipped, Speaker, Statement, Story

# The tables in which an article has rows, and how to find those of the articles that are looked at.
OF_ARTICLES = {
    "articles": "id in temp.touched",
    "quotes": "article_id in temp.touched",
    "quote_speakers": "quote_id in (select id from quotes where article_id in temp.touched)",
    "images": "article_id in temp.touched",
    "article_versions": "article_id in temp.touched",
    "related_articles": "article_id in temp.touched",
    "article_tags": "article_id in temp.touched",
}


@dataclass(frozen=True)
class Last:
    """The database of the last build, which the same code must have made."""

    path: Path
    fingerprints: Mapping[int, bytes]  # of its articles
    index_words: Mapping[int, str]


class Store:
    """A new database, filled once; or a copy of the last one, in which only what changed is written.

    >>> store = Store("news.db.new")
    >>> store.save_names(outlets, speakers, skipped)
    >>> store.save_articles(outlines, whole, who, quote_ids)
    >>> store.save_statements(statements)
    >>> store.save_stories(stories)
    >>> store.finish(version, started, finished, files)
    """

    def __init__(self, path: str, last: Last | None = None) -> None:
        if last:
            shutil.copyfile(last.path, path)
        self.db = Database(path, recreate=not last)
        self.db.conn.execute("pragma journal_mode = off")
        self.db.conn.execute("pragma synchronous = off")
        full_text.prepare(self.db.conn)
        self.last = last
        self.differences: dict[str, Difference] = {}
        self.fingerprints: dict[int, bytes] = {}
        self.index_words: dict[int, str] = {}
        self.outlet_ids: Mapping[str, int] = {}
        self.speaker_ids: Mapping[str, int] = {}
        self.article_ids: Mapping[str, int] = {}
        self.quote_ids: Mapping[str, Sequence[int]] = {}
        if not last:
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
        self._insert("skipped_files", (fields(s, "skipped_files") for s in skipped))

    def save_articles(
        self,
        outlines: Iterable[Article],
        whole: Callable[[Iterable[Article]], Iterable[Article]],
        who: Mapping[str, Sequence[Sequence[str]]],
        quote_ids: Mapping[str, Sequence[int]],
        changed: Container[str] = (),
    ) -> set[str]:
        """Every row that an article has, one article after the other. Gives the keys of those asked for.

        `outlines` are the articles but for their texts and quotes, `whole` gives them with these, in the same
        order. `who` and `quote_ids` are the names of the speakers and the ids of the quotes of articles, by
        their keys. Articles of which nothing is different are not asked for; of those that are `changed`, by
        their keys, more is different than their outlines tell.
        """
        outlines = list(outlines)
        self.quote_ids = quote_ids
        self.article_ids = ids = dated_ids((article.day, article.key) for article in outlines)
        outlines.sort(key=lambda article: ids[article.key])
        make = RowsOf(
            ids,
            self.outlet_ids,
            self.speaker_ids,
            self._save_tags(outlines),
            quote_ids,
            image_ids(outlines),
            version_ids(outlines),
            who,
        )
        self.fingerprints = {ids[a.key]: make.fingerprint(a) for a in outlines if a.key not in changed}
        wanted = self._touched(outlines)
        tables = {name: self._table(name, which) for name, which in OF_ARTICLES.items()}
        with self.db.atomic():
            for article in whole(wanted):
                for name, some in make.rows(article).items():
                    tables[name].add(some)
                if article.index_words:
                    self.index_words[ids[article.key]] = full_text.joined(article.index_words)
        for name, table in tables.items():
            self._done(name, table)
        return {article.key for article in wanted}

    def _touched(self, outlines: Sequence[Article]) -> list[Article]:
        """Those that are not in the last database as they are now. temp.touched has also what is gone."""
        if self.last is None:
            return list(outlines)
        ids, before, now = self.article_ids, self.last.fingerprints, self.fingerprints
        wanted = [a for a in outlines if now.get(ids[a.key], b"now") != before.get(ids[a.key], b"before")]
        same = set(ids.values()) - {ids[article.key] for article in wanted}
        self.index_words = {n: words for n, words in self.last.index_words.items() if n in same}
        there = {number for (number,) in self.db.execute("select id from articles")}
        touched = (there | set(ids.values())) - same
        with self.db.atomic():
            self.db.execute("create temp table touched (id integer primary key)")
            self.db.conn.executemany("insert into temp.touched values (?)", ((number,) for number in touched))
        return wanted

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

    def finish(self, version: str, started: datetime, finished: datetime, files: int) -> dict[str, int]:
        """Write the differences or index what was written; count, record the build.

        Returns the number of rows of every table.
        """
        with self.db.atomic():
            if self.last is None:
                self._index()
                for table in counts.COUNTS:
                    counts.fill(self.db.conn, table)
            else:
                self._change(self.differences, self.last.index_words)
        numbers = {name: self.db.table(name).count for name in TABLES}
        build = {
            "id": 1,
            "started": timestamp(started),
            "finished": timestamp(finished),
            "version": version,
            "files": files,
            "articles": numbers["articles"],
            "quotes": numbers["quotes"],
            "skipped": numbers["skipped_files"],
        }
        self.db.table("builds").insert(build, replace=True)
        if self.last is None:
            self.db.analyze()
            self.db.vacuum()
        self.db.close()
        return numbers

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
        speakers = self._speakers_touched()
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
        speakers |= self._speakers_touched()
        for table in counts.COUNTS:
            counts.change(connection, table, speakers)

    def _speakers_touched(self) -> set[int]:
        """Who speaks in the articles that are touched, as the rows are now."""
        select = f"select distinct speaker_id from quote_speakers where {OF_ARTICLES['quote_speakers']}"
        return {number for (number,) in self.db.execute(select)}

    def _quotes_of(self, differences: Mapping[str, Difference]) -> set[int]:
        """The quotes of speakers whose names changed: they are found by every name."""
        speakers = differences["speakers"].touched("id")
        speakers |= differences["speaker_aliases"].touched("speaker_id")
        quotes = "select quote_id from quote_speakers where speaker_id = ?"
        return {row[0] for speaker in speakers for row in self.db.execute(quotes, (speaker,))}

    def _table(self, table: str, which: str = "true") -> Filled | Compared:
        if self.last is None:
            return Filled(self.db.conn, table)
        return Compared(self.db.conn, table, which)

    def _done(self, name: str, table: Filled | Compared) -> None:
        if isinstance(table, Compared):
            self.differences[name] = table.difference()

    def _insert(self, name: str, rows: Iterable[dict[str, Any]]) -> None:
        table = self._table(name)
        with self.db.atomic():
            table.add(rows)
        self._done(name, table)

    def _save_outlets(self, outlets: Iterable[Outlet]) -> None:
        rows = sorted(outlets, key=lambda outlet: outlet.slug)
        ids = self.outlet_ids = name_ids(outlet.slug for outlet in rows)
        self._insert("outlets", ({"id": ids[o.slug], **fields(o, "outlets")} for o in rows))

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
