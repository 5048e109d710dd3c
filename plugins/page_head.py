"""What the head of every page tells machines: its one address, what it is about, and its feed."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any
from urllib.parse import urlencode

from datasette import hookimpl
from datasette.app import Datasette
from datasette.utils.asgi import Request

from yulu.linked_data import plain
from yulu.published import NEWS, about
from yulu.search.asked import Asked

SLUG = "select slug from outlets where id = ?"
# Pages that show the same whatever their parameters are.
ONE_ADDRESS = {"index.html", "data.html"}


@hookimpl
def extra_template_vars(
    template: str, database: str, table: str, view_name: str, request: Request, datasette: Datasette
) -> Callable[[], Awaitable[dict[str, Any]]] | None:
    if request is None:
        return None
    row = request.url_vars.get("pks") if view_name == "row" and database == NEWS else None
    return partial(page_head, datasette, request, template, table, row, view_name == "row")


async def page_head(
    datasette: Datasette, request: Request, template: str, table: str, row: str | None, is_row: bool
) -> dict[str, Any]:
    site = about(datasette)
    path = canonical(request, is_row or template in ONE_ADDRESS)
    feed = await feed_of(datasette, template, table, row)
    return {
        "page_head": {
            "site_name": site["title"],
            "description": plain(site["description_html"]),
            "canonical": path and datasette.absolute_url(request, datasette.urls.path(path)),
            "feed": feed and datasette.urls.path(f"/search.atom?{urlencode(feed)}"),
        }
    }


def canonical(request: Request, parameters_are_idle: bool) -> str | None:
    """The path of the page, without what changes nothing; None where parameters choose what it shows."""
    path = str(request.scope.get("route_path", request.path))
    if parameters_are_idle or not request.query_string:
        return path
    if path == "/search":
        return f"{path}?{Asked.of(request.args.getlist).query_string()}"
    return None


async def feed_of(datasette: Datasette, template: str, table: str, row: str | None) -> dict[str, str] | None:
    """What the search's feed is asked for; None where a page has no feed or names its own."""
    if template == "index.html" and NEWS in datasette.databases:
        return {"type": "quote"}
    if row is None or table != "outlets":
        return None
    found = await datasette.get_database(NEWS).execute(SLUG, [row])
    return {"outlet": found.rows[0][0], "type": "quote"} if found.rows else None
