"""The database, filled once: rows in, full-text index. The only room that writes SQL."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlite_utils import Database
from sqlite_utils.db import ForeignKey

from yulu.database.counts import count
from yulu.database.ids import dated_ids, name_ids
from yulu.database.rows import (
    article_row,
    fields,
    image_rows,
    quote_rows,
    quote_speaker_rows,
    related_rows,
    statement_quote_rows,
    statement_rows,
    story_rows,
    timestamp,
    verdict_rows,
    version_rows,
)
from yulu.database.tables import FULL_TEXT, INDEXES, TABLES, TEXTS, UNIQUE, VIEWS
from yulu.model import Article, Outlet, Skipped, Speaker, Statement, Story
from yulu.text.chinese import different_names, tokens

NO_WORD = " \ue000 "  # a character of private use is a token to FTS5, and nobody searches it


class Store:
    """A new database, filled once.

    >>> store = Store("news.db.new")
    >>> store.save(articles, outlets, speakers, who, skipped, statements, stories)
    >>> store.finish(version, started, finished, files)
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
        self._keep_index_words(articles, article_ids)
        self._insert("quotes", quote_rows(articles, article_ids, speaker_ids, who))
        self._insert("quote_speakers", quote_speaker_rows(articles, speaker_ids, who))
        self._insert("statements", statement_rows(statements, articles, speaker_ids))
        self._insert("statement_quotes", statement_quote_rows(statements, articles))
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
        if verdicts:
            article_ids = dated_ids((article.day, article.key) for article in articles)
            self._insert("verdicts", verdict_rows(verdicts, articles, article_ids))
        self._insert("skipped_verdicts", skipped)
        self._insert("removed", removed)

    def finish(self, version: str, started: datetime, finished: datetime, files: int) -> dict[str, int]:
        """Index, record the build, compact. Returns the number of rows of every table."""
        for table, column in UNIQUE:
            self.db.table(table).create_index([column], unique=True)
        for table, columns in INDEXES:
            self.db.table(table).create_index(columns)
        for view, select in VIEWS.items():
            self.db.create_view(view, select)
        for table, columns in FULL_TEXT.items():
            self._index_text(table, columns)
        count(self.db)
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

    def _keep_index_words(self, articles: Iterable[Article], article_ids: Mapping[str, int]) -> None:
        """Until the index is made, outside of the database. Between two words stands a token of none,
        so that no phrase is found that goes from one to the next.
        """
        self.db.execute("create temp table index_words (article_id integer primary key, words text)")
        words = (
            (article_ids[a.key], NO_WORD + NO_WORD.join(a.index_words)) for a in articles if a.index_words
        )
        with self.db.atomic():
            self.db.conn.executemany("insert into temp.index_words values (?, ?)", words)

    def _index_text(self, table: str, columns: Sequence[str]) -> None:
        """FTS5 over the folded text. The literal `content="table"` is how Datasette finds the index."""
        self.db.execute(
            f"create virtual table {table}_fts using fts5({', '.join(columns)},"
            f' content="{table}", content_rowid="id", tokenize="unicode61")'
        )
        self.db.conn.create_function(
            "tokens", 1, lambda text: tokens(text) if text else None, deterministic=True
        )
        self.db.conn.create_function("different_names", 1, different_names, deterministic=True)
        with self.db.atomic():
            self.db.execute(
                f"insert into {table}_fts(rowid, {', '.join(columns)})"
                f" select id, {', '.join(f'tokens({column})' for column in columns)} from ({TEXTS[table]})"
            )
            self.db.execute(f"insert into {table}_fts({table}_fts) values ('optimize')")
