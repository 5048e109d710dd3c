"""What no statement may do, whoever wrote it: fill the memory, or leave the database it is asked of."""

import sqlite3

from datasette import hookimpl

from yulu.site.lanes.allowed import pages_authorizer

LONGEST_VALUE = 20_000_000  # bytes: no value is longer than any row that this database holds


@hookimpl
def prepare_connection(conn: sqlite3.Connection, database: str) -> None:
    conn.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_VALUE)
    if database not in ("_internal", "_memory"):  # Datasette writes to one and attaches to the other
        conn.set_authorizer(pages_authorizer)
