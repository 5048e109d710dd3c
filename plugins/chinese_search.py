"""Every search box speaks Chinese: Datasette's own `escape_fts` gives way to one that folds and splits."""

import sqlite3

from datasette import hookimpl

from yulu.search.query import match_expression


@hookimpl(trylast=True)  # Datasette registers its own function of this name first
def prepare_connection(conn: sqlite3.Connection) -> None:
    conn.create_function("escape_fts", 1, lambda query: match_expression(str(query or "")))
