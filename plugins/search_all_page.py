"""What /-/search shows: the newest finds of each table, as short excerpts with the words marked."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from sqlite3 import Connection, OperationalError
from typing import Any

from datasette import hookimpl
from datasette.app import Datasette
from datasette.utils import sqlite_timelimit
from datasette.utils.asgi import Request
from datasette_search_all.utils import get_searchable_tables

from yulu.site.search import finding
from yulu.site.search.answer import shown
from yulu.site.search.query import box_query, match_expression

TIME_LIMIT = 1000  # milliseconds a table; the link to the table stays where it was not enough
NEWEST = 5
TYPES = {table: type_ for type_, table in finding.TABLES.items()}


@hookimpl
def extra_template_vars(
    template: str, request: Request, datasette: Datasette
) -> Callable[[], Awaitable[dict[str, Any]]] | None:
    if template != "search_all.html":
        return None
    return partial(search_page, datasette, request)


async def search_page(datasette: Datasette, request: Request) -> dict[str, Any]:
    query = (request.args.get("q") or "").strip()
    tables = await get_searchable_tables(datasette, request) if query else []
    order = list(TYPES)
    tables = sorted(tables, key=lambda found: order.index(found[1]) if found[1] in order else len(order))
    return {
        "q": query,
        "results": [await search_table(datasette, database, table, query) for database, table in tables],
    }


async def search_table(datasette: Datasette, database: str, table: str, query: str) -> dict[str, Any]:
    """The newest finds of a table and how many there are; `rows` is None where it only gets a link."""
    db = datasette.get_database(database)
    result: dict[str, Any] = {"database": database, "table": table, "count": None, "rows": None}
    if table not in TYPES or not await db.table_exists("outlets"):
        return result
    with suppress(OperationalError):  # interrupted
        result.update(await db.execute_fn(partial(find, type_=TYPES[table], query=query)))
    return result


def find(connection: Connection, type_: str, query: str) -> dict[str, Any]:
    """As the search box of the table finds it."""
    asked = box_query(query)
    criteria = finding.Criteria(asked, match_expression(query), (type_,))
    with sqlite_timelimit(connection, TIME_LIMIT):
        found, _ = finding.find(connection, criteria, newest=True, offset=0, size=NEWEST)
        return {
            "count": finding.total(connection, criteria),
            "rows": [shown(row, asked.wanted) for row in finding.rows(connection, found)],
        }
