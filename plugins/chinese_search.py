"""What SQL knows of Chinese: how a search box asks, instead of Datasette's own, and the initial of a name."""

import sqlite3

from datasette import hookimpl

from yulu.site.sql_functions import register


@hookimpl(trylast=True)  # Datasette registers its own function of this name first
def prepare_connection(conn: sqlite3.Connection) -> None:
    register(conn)
