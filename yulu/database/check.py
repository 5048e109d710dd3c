"""Whether a database is whole: what a build promises, asked of every row."""

import hashlib
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from yulu.database.ids import SPAN
from yulu.database.tables import FULL_TEXT, TABLES
from yulu.publishing import described_in

OFFSETS = """
select count(*) from quotes join articles on articles.id = quotes.article_id
where substr(articles.text, quotes.start + 1, quotes.end - quotes.start) <> quotes.text"""
DAYS = f"""
select count(*) from {{0}} as dated join articles on articles.id = dated.{{1}}
where dated.id / {SPAN} <> cast(replace(coalesce(articles.day, '0'), '-', '') as integer)"""
DATED = (("articles", "id"), ("quotes", "article_id"), ("images", "article_id"))
COUNTED = {"articles": "articles", "quotes": "quotes", "skipped": "skipped_files"}


def problems(path: Path) -> Iterator[str]:
    """A line for each thing that is wrong; none of a database that is whole."""
    if not path.is_file():
        yield "there is no such file"
        return
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
            found = [line for check in CHECKS[:1] for line in check(connection)]
            found += [] if found else [line for check in CHECKS[1:] for line in check(connection)]
            yield from found
    except sqlite3.Error as error:
        yield f"cannot be read: {error}"
    yield from description(path)


def made_by(path: Path) -> str | None:
    """The version of Yulu that made a database; None where there is none that says so."""
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
            row = connection.execute("select version from builds").fetchone()
            return str(row[0]) if row else None
    except sqlite3.Error:
        return None


def is_newer(version: str, than: str) -> bool:
    """By the numbers in both: 0.10 is newer than 0.9."""
    numbers, others = ([int(n) for n in re.findall(r"\d+", one)] for one in (version, than))
    return numbers > others


def tables(connection: sqlite3.Connection) -> Iterator[str]:
    for table, about in TABLES.items():
        columns = [row[1] for row in connection.execute(f"pragma table_info({table})")]
        if columns != list(about["columns"]):
            what = "has other columns" if columns else "is missing"
            yield f"table {table} {what}: the database is of another version"


def pages(connection: sqlite3.Connection) -> Iterator[str]:
    for (line,) in connection.execute("pragma integrity_check(10)"):
        if line != "ok":
            yield f"damaged: {line}"


def foreign_keys(connection: sqlite3.Connection) -> Iterator[str]:
    for table, row, parent, _ in connection.execute("pragma foreign_key_check").fetchmany(10):
        yield f"row {row} of {table} names a row of {parent} that is not there"


def offsets(connection: sqlite3.Connection) -> Iterator[str]:
    [wrong] = connection.execute(OFFSETS).fetchone()
    if wrong:
        yield f"{wrong:,} quotes are not the words at their place in the text"


def index(connection: sqlite3.Connection) -> Iterator[str]:
    for table in FULL_TEXT:
        [rows] = connection.execute(f"select count(*) from {table}").fetchone()
        [indexed] = connection.execute(f"select count(*) from {table}_fts_docsize").fetchone()
        if rows != indexed:
            yield f"{indexed:,} of {rows:,} rows of {table} are in the full-text index"


def ids(connection: sqlite3.Connection) -> Iterator[str]:
    for table, key in DATED:
        [wrong] = connection.execute(DAYS.format(table, key)).fetchone()
        if wrong:
            yield f"{wrong:,} ids of {table} do not begin with the day of their article"


def builds(connection: sqlite3.Connection) -> Iterator[str]:
    rows = connection.execute(f"select {', '.join(COUNTED)} from builds").fetchall()
    if len(rows) != 1:
        yield f"the table of builds has {len(rows)} rows"
        return
    for (column, table), noted in zip(COUNTED.items(), rows[0], strict=True):
        [there] = connection.execute(f"select count(*) from {table}").fetchone()
        if there != noted:
            yield f"the build wrote {noted:,} rows of {table}, there are {there:,} ({column})"


def description(path: Path) -> Iterator[str]:
    """Of inspect-data.json, where it speaks of this file."""
    for entry in described_in(path.parent).values():
        if entry["file"] == path.name:
            with path.open("rb") as file:
                if hashlib.file_digest(file, "sha256").hexdigest() != entry.get("hash"):
                    yield "inspect-data.json describes another database of this name"


CHECKS: tuple[Callable[[sqlite3.Connection], Iterator[str]], ...] = (
    tables,
    pages,
    foreign_keys,
    offsets,
    index,
    ids,
    builds,
)
