"""What SQL knows of Chinese: how a search box asks, instead of Datasette's own, and the initial of a name."""

import sqlite3

from datasette import hookimpl

from yulu.site.search.query import match_expression
from yulu.text.chinese import initial


@hookimpl(trylast=True)  # Datasette registers its own function of this name first
def prepare_connection(conn: sqlite3.Connection) -> None:
    conn.create_function("escape_fts", 1, lambda query: match_expression(str(query or "")))
    conn.create_function("initial", 2, lambda name, kind: initial(str(name or ""), str(kind or "")))
