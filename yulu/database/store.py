"""The database: filled at once, or a copy of the one before with what changed. Only this room writes SQL."""

import shutil
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlite_utils import Database
from sqlite_utils.db import ForeignKey

from yulu.database import full_text
from yulu.database.counts import COUNTS
from yulu.database.difference import Difference, add, difference, remove
from yulu.database.ids import dated_ids, name_ids
from yulu.database.rows import (
    article_row,
    fields,
    image_rows,
    quote_ids,
    quote_keys,
    quote_rows,
    quote_speaker_rows,
    related_rows,
    rule_rows,
    statement_quote_rows,
    statement_rows,
    story_rows,
    timestamp,
    verdict_rows,
    version_rows,
)
from yulu.database.tables import FULL_TEXT, INDEXES, TABLES, UNIQUE, VIEWS
from yulu.model import Article, Outlet, Skipped, Speaker, Statement, Story


class Store:
    """A new database, filled once; or with `before` a copy of it, in which only what changed is written.

    >>> store = Store("news.db.new")
    >>> store.save(articles, outlets, speakers, who, skipped, statements, stories)
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

    def save(
        self,
        articles: Sequence[Article],
        outlets: Iterable[Outlet],
        speakers: Sequence[Speaker],
        who: Mapping[str, Sequence[Sequence[str]]],
        skipped: Iterable[Skipped],
        statements: Sequence[Statement],
        stories: Sequence[Story],
    ) -> None:
        """Write every row. `who` maps an article's key to the names of the speakers of each of its quotes."""
        article_ids = dated_ids((article.day, article.key) for article in articles)
        articles = sorted(articles, key=lambda article: article_ids[article.key])
        outlet_ids = self._save_outlets(outlets)
        speaker_ids = self._save_speakers(speakers)
        self._insert("articles", (article_row(a, article_ids[a.key], outlet_ids[a.outlet]) for a in articles))
        self.index_words = {
            article_ids[a.key]: full_text.joined(a.index_words) for a in articles if a.index_words
        }
        self._insert("rules", rule_rows())
        keys = quote_keys(articles)
        ids = quote_ids(articles, keys)
        self._insert("quotes", quote_rows(articles, article_ids, ids, speaker_ids, who))
        self._insert("quote_speakers", quote_speaker_rows(ids, speaker_ids, who))
        self._insert("statements", statement_rows(statements, keys, speaker_ids))
        self._insert("statement_quotes", statement_quote_rows(statements, keys, ids))
        told, belong = story_rows(stories, articles, article_ids)
        self._insert("stories", told)
        self._insert("story_articles", belong)
        self._insert("images", image_rows(articles, article_ids))
        self._insert("article_versions", version_rows(articles, article_ids))
        self._insert("related_articles", related_rows(articles, article_ids))
        self._save_tags(articles, article_ids)
        self._insert("skipped_files", (fields(s, TABLES["skipped_files"]) for s in skipped))

    def save_verdicts(
        self,
        verdicts: Sequence[Mapping[str, Any]],
        skipped: Iterable[dict[str, Any]],
        removed: Iterable[dict[str, Any]],
        articles: Sequence[Article],
    ) -> None:
        """Rows of verdicts.record; `articles` are those that were saved."""
        article_ids = dated_ids((article.day, article.key) for article in articles) if verdicts else {}
        self._insert("verdicts", verdict_rows(verdicts, articles, article_ids) if verdicts else ())
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
            names = list(TABLES[table]["columns"])
            rows = (dict(zip(names, row, strict=True)) for row in self.db.execute(select).fetchall())
            if self.differences is None:
                self._insert(table, rows)
            else:
                change = difference(self.db.conn, table, rows)
                with self.db.atomic():
                    remove(self.db.conn, change)
                    add(self.db.conn, change)

    def _insert(self, table: str, rows: Iterable[dict[str, Any]]) -> None:
        if self.differences is not None:
            self.differences[table] = difference(self.db.conn, table, rows)
            return
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
