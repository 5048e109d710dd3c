"""Every type of page of a large database is made by statements of a fifth of a second at most.

The database is the press many times over, on other days; YULU_DB names a real one instead.
"""

import json
import os
import shutil
import sqlite3
import time
from contextlib import closing
from functools import lru_cache
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import quote

import datasette.utils
import pytest
from asking import get
from conftest import ROOT, configured
from datasette.app import Datasette
from sqlite_utils import Database

from yulu.database import counts, full_text
from yulu.database.ids import SPAN
from yulu.database.tables import FULL_TEXT, TABLES
from yulu.publishing import publish
from yulu.site.lanes import serving
from yulu.text.chinese import tokens

LIMIT = 200  # milliseconds
TIMES = 180  # the press, with 1,123 quotes of 563 articles
DAYS = {"day", "first_day", "last_day"}
# Columns that are ids, and the day of the row that they are of.
DATED = {
    "articles": {"id"},
    "quotes": {"id", "article_id"},
    "quote_speakers": {"quote_id"},
    "images": {"id", "article_id"},
    "statements": {"id"},
    "statement_quotes": {"statement_id", "quote_id"},
    "stories": {"id"},
    "story_articles": {"story_id", "article_id"},
    "article_tags": {"article_id"},
}
ROWS = {
    "article": "select article_id from quotes group by 1 order by count(*) desc limit 1",
    "quote": "select max(id) from quotes",
    "quote_of_statement": "select max(quote_id) from statement_quotes",
    "speaker": "select speaker_id from speaker_counts order by quotes desc limit 1",
    "name": "select name from speaker_counts join speakers on speakers.id = speaker_id"
    " where kind <> 'unnamed' order by quotes desc limit 1",
    "outlet": "select id from outlets order by id limit 1",
    "slugs": "select group_concat('outlet=' || slug, '&') from"
    " (select slug from outlets order by id limit 2)",
    "slug": "select slug from outlets order by id limit 1",
    "statement": "select max(id) from statements",
    "story": "select max(id) from stories",
    "image": "select max(id) from images",
    "day": "select max(day) from articles",
    "month": "select substr(max(day), 1, 7) from articles",
    "word": "select substr(text, 3, 2) from quotes where kind = 'direct' order by id desc limit 1",
}
PAGES = (
    "/",
    "/news",
    "/news/quotes",
    "/news/articles",
    "/news/speakers",
    "/news/statements",
    "/news/stories",
    "/news/images",
    "/news/quotes?_search={word}&kind=direct&_facet=cue",
    "/news/quotes?speaker_id={speaker}",
    "/news/quotes_in_full",
    "/news/articles_in_full",
    "/news/articles/{article}",
    "/news/quotes/{quote}",
    "/news/quotes/{quote_of_statement}",
    "/news/speakers/{speaker}",
    "/news/outlets/{outlet}",
    "/news/statements/{statement}",
    "/news/stories/{story}",
    "/news/images/{image}",
    "/people",
    "/people?q=a",
    "/people/{name}",
    "/people/{name}.json",
    "/compare",
    "/compare?{slugs}&from={day}&to={day}",
    "/compare?{slugs}&speaker={name}",
    "/timeline",
    "/timeline?month={month}&outlet={slug}",
    "/about",
    "/trends?q={word}",
    "/quotes",
    "/quotes?outlet={slug}",
    "/quotes?speaker={name}",
    "/quotes?from={day}&to={day}",
    "/articles",
    "/search?q={word}",
    "/search?q={word}&outlet={slug}",
    "/-/search?q={word}",
)


def multiplied(db: Path) -> None:
    """Copies of everything that has a day, on the days before."""
    with closing(sqlite3.connect(db)) as connection, connection:
        for table, dated in DATED.items():
            columns = TABLES[table]["columns"]
            values = ", ".join(moved(column, column in dated) for column in columns)
            connection.execute(
                "with recursive back(days) as"
                f" (select 7 union all select days + 7 from back where days < {7 * TIMES})"
                f" insert into {table} select {values} from {table}, back"
            )
        for table in counts.COUNTS:
            connection.execute(f"delete from {table}")
            counts.fill(connection, table)
        full_text.prepare(connection)
        connection.create_function("tokens", 1, lru_cache(lambda text: tokens(text) if text else None))
        for table in FULL_TEXT:
            connection.execute(f"drop table {table}_fts")
            full_text.create(connection, table)
    with Database(db) as again:
        again.analyze()


def moved(column: str, is_id: bool) -> str:
    if is_id:
        day = f"substr({column}, 1, 4) || '-' || substr({column}, 5, 2) || '-' || substr({column}, 7, 2)"
        return f"strftime('%Y%m%d', date({day}, -days || ' days')) * {SPAN} + {column} % {SPAN}"
    if column in DAYS:
        return f"date({column}, -days || ' days')"
    return f"{column} || '?' || days" if column == "url" else f'"{column}"'


@pytest.fixture(scope="module")
def large(site, tmp_path_factory) -> Path:
    """A folder that is served, with a large database."""
    folder = configured(tmp_path_factory.mktemp("large"))
    if real := os.environ.get("YULU_DB"):
        (folder / "news.db").symlink_to(real)
        shutil.copy(Path(real).with_name("inspect-data.json"), folder)
        return folder
    shutil.copy(site / "news.db", folder / "news.db.new")
    multiplied(folder / "news.db.new")
    publish(folder / "news.db.new", folder / "news.db")
    return folder


@pytest.fixture(scope="module")
def strict(large) -> Datasette:
    settings = json.loads((ROOT / "settings.json").read_text())
    return Datasette(config_dir=large, settings={**settings, "sql_time_limit_ms": LIMIT})


@pytest.fixture(autouse=True)
def processor_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit is of what a statement takes of a processor, however busy the machine is: there is none of
    what all statements of a page take by the clock.
    """
    monkeypatch.setattr(serving, "SECONDS", {})
    monkeypatch.setattr(datasette.utils, "time", SimpleNamespace(perf_counter=time.thread_time))


@pytest.fixture(scope="module")
def rows(large) -> dict[str, str]:
    with closing(sqlite3.connect(large / "news.db")) as connection:
        return {name: quote(str(connection.execute(sql).fetchone()[0]), "&=") for name, sql in ROWS.items()}


@pytest.mark.parametrize("page", PAGES)
async def test_no_statement_of_a_page_takes_long(strict, rows, page):
    shown = (await get(strict, page.format(**rows))).text
    assert "timed out" not in shown and "interrupted" not in shown


def test_the_database_is_large(large):
    with closing(sqlite3.connect(large / "news.db")) as connection:
        assert connection.execute("select count(*) from quotes").fetchone()[0] > 200_000
