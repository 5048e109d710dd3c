"""A reader's SQL may not fill the memory: no value longer than any row that this database holds."""

import sqlite3

from datasette import hookimpl

LONGEST_VALUE = 20_000_000  # bytes


@hookimpl
def prepare_connection(conn: sqlite3.Connection) -> None:
    conn.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_VALUE)
