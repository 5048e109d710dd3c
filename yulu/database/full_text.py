"""The full-text index: of a new database made at once, of a changed one for the rows that changed."""

from collections.abc import Iterable
from functools import lru_cache
from sqlite3 import Connection

from yulu.database.tables import FULL_TEXT, TEXTS
from yulu.text.chinese import different_names, tokens

SHORT = 50  # characters
NO_WORD = " \ue000 "  # a character of private use is a token to FTS5, and nobody searches it


def prepare(connection: Connection) -> None:
    """What the texts of the index are made with."""
    again = lru_cache(10_000)(tokens)  # the same few names are mentioned one after the other

    def tokenized(text: str | None) -> str | None:
        return (again if len(text) < SHORT else tokens)(text) if text else None

    connection.create_function("tokens", 1, tokenized, deterministic=True)
    connection.create_function("different_names", 1, different_names, deterministic=True)
    connection.execute("create temp table index_words (article_id integer primary key, words text)")
    connection.execute("create temp table affected (id integer primary key)")


def set_words(connection: Connection, words: Iterable[tuple[int, str]]) -> None:
    """Words of articles that are searched but not published: id of the article, words."""
    connection.execute("delete from temp.index_words")
    connection.executemany("insert into temp.index_words values (?, ?)", words)


def joined(words: Iterable[str]) -> str:
    """Between two words stands a token of none, so that no phrase is found that goes from one to the next."""
    return NO_WORD + NO_WORD.join(words)


def create(connection: Connection, table: str) -> None:
    """FTS5 over the folded text. The literal `content="table"` is how Datasette finds the index."""
    columns = ", ".join(FULL_TEXT[table])
    connection.execute(
        f"create virtual table {table}_fts using fts5({columns},"
        f' content="{table}", content_rowid="id", tokenize="unicode61")'
    )
    connection.execute(f"insert into {table}_fts(rowid, {columns}) {texts(table)}")
    connection.execute(f"insert into {table}_fts({table}_fts) values ('optimize')")


def affect(connection: Connection, ids: Iterable[int]) -> None:
    """From here on `forget` and `index` are about these rows."""
    connection.execute("delete from temp.affected")
    connection.executemany("insert into temp.affected values (?)", ((number,) for number in ids))


def forget(connection: Connection, table: str) -> None:
    """Take the affected rows out of the index, as they still are in the table."""
    columns = ", ".join(FULL_TEXT[table])
    these = texts(table, "where {table}.id in (select id from temp.affected)").removeprefix("select")
    connection.execute(f"insert into {table}_fts({table}_fts, rowid, {columns}) select 'delete', {these}")


def index(connection: Connection, table: str) -> None:
    """Put the affected rows into the index, as they are in the table now."""
    columns = ", ".join(FULL_TEXT[table])
    these = texts(table, "where {table}.id in (select id from temp.affected)")
    connection.execute(f"insert into {table}_fts(rowid, {columns}) {these}")


def texts(table: str, which: str = "") -> str:
    """A query for what is indexed of the rows of a table."""
    tokenized = ", ".join(f"tokens({column})" for column in FULL_TEXT[table])
    return f"select id, {tokenized} from ({TEXTS[table].format(which=which.format(table=table))})"
