"""What /-/search shows: the newest finds of each table, as short excerpts with the words marked."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from datasette import hookimpl
from datasette.app import Datasette
from datasette.database import Database, QueryInterrupted
from datasette.utils.asgi import Request
from datasette_search_all.utils import get_searchable_tables

from yulu.search import excerpt, match_expression

TIME_LIMIT = 1000  # milliseconds a query; the link to the table stays where it was not enough

# For each searchable table: `title` and `text` are shown as excerpts, `id` is the row to link to.
NEWEST = {
    "quotes": """
        select quotes.id, speakers.name as title, quotes.text, quotes.kind, quotes.cue,
               articles.day, outlets.name as outlet, articles.script
        from quotes
        join articles on articles.id = quotes.article_id
        join outlets on outlets.id = articles.outlet_id
        left join speakers on speakers.id = quotes.speaker_id
        where quotes.id in (
            select rowid from quotes_fts where quotes_fts match :match order by rowid desc limit 5)
        order by quotes.id desc""",
    "articles": """
        select articles.id, articles.title, articles.text, articles.day, outlets.name as outlet,
               articles.script
        from articles
        join outlets on outlets.id = articles.outlet_id
        where articles.id in (
            select rowid from articles_fts where articles_fts match :match order by rowid desc limit 5)
        order by articles.id desc""",
    "images": """
        select images.id, articles.title, coalesce(images.caption, images.alt) as text, articles.day,
               outlets.name as outlet, articles.script
        from images
        join articles on articles.id = images.article_id
        join outlets on outlets.id = articles.outlet_id
        where images.id in (
            select rowid from images_fts where images_fts match :match order by rowid desc limit 5)
        order by images.id desc""",
}
COUNT = {
    table: f"select count(*) from {table}_fts where {table}_fts match :match"  # no reader's word in it
    for table in NEWEST
}


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
    order = list(NEWEST)
    tables = sorted(tables, key=lambda found: order.index(found[1]) if found[1] in order else len(order))
    return {
        "q": query,
        "results": [await search_table(datasette, database, table, query) for database, table in tables],
    }


async def search_table(datasette: Datasette, database: str, table: str, query: str) -> dict[str, Any]:
    """The newest finds of a table and how many there are; `rows` is None where it only gets a link."""
    db = datasette.get_database(database)
    result = {"database": database, "table": table, "count": None, "rows": None}
    if table not in NEWEST or not await db.table_exists("outlets"):
        return result
    try:
        return result | await find(db, table, query)
    except QueryInterrupted:
        return result


async def find(db: Database, table: str, query: str) -> dict[str, Any]:
    match = {"match": match_expression(query)}
    rows = await db.execute(NEWEST[table], match, custom_time_limit=TIME_LIMIT)
    count = await db.execute(COUNT[table], match, custom_time_limit=TIME_LIMIT)
    return {
        "count": count.single_value(),
        "rows": [
            {
                **dict(row),
                "title": excerpt(row["title"] or "", query, width=60),
                "text": excerpt(row["text"] or "", query),
            }
            for row in rows
        ],
    }
