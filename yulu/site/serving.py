"""Asking the served database: who may, and for how long."""

from collections.abc import Callable
from sqlite3 import Connection
from typing import TypeVar

from datasette.app import Datasette
from datasette.utils import sqlite_timelimit
from datasette.utils.asgi import NotFound, Request

from yulu.site.lanes.routes import milliseconds_left
from yulu.site.published import NEWS, ensure_visible

TIME_LIMIT = 3000  # milliseconds, unless the request has less left
T = TypeVar("T")


async def in_news(datasette: Datasette, request: Request, ask: Callable[[Connection], T]) -> T:
    """What a function finds in the news, for who may see them.

    Raises NotFound or Forbidden, and sqlite3.OperationalError when it takes too long.
    """
    if NEWS not in datasette.databases:
        raise NotFound(f"There is no database {NEWS}")
    await ensure_visible(datasette, request)

    limit = milliseconds_left(TIME_LIMIT)

    def limited(connection: Connection) -> T:
        with sqlite_timelimit(connection, limit):
            return ask(connection)

    result: T = await datasette.get_database(NEWS).execute_fn(limited)
    return result
