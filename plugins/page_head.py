"""What the head of every page tells programs: its one address, and what it is about."""

from typing import Any

from datasette import hookimpl
from datasette.app import Datasette
from datasette.utils.asgi import Request

from yulu.site.discovery.linked_data import plain
from yulu.site.filters import Filters
from yulu.site.preview.card import font_file
from yulu.site.published import about, links, report_to

# Pages that show the same whatever their parameters are.
ONE_ADDRESS = {"index.html", "database.html"}


@hookimpl
def extra_template_vars(
    template: str, view_name: str, request: Request, datasette: Datasette
) -> dict[str, Any] | None:
    if request is None:
        return None
    site, link = about(datasette), links(datasette, request)
    path = canonical(request, view_name == "row" or template in ONE_ADDRESS)
    return {
        "page_head": {
            "site_name": site["title"],
            "description": plain(site["description_html"]),
            "canonical": path and link(path),
            "link": link,
            "report_to": report_to(datasette),
            "previews": font_file() is not None,
        }
    }


def canonical(request: Request, parameters_are_idle: bool) -> str | None:
    """The path of the page, without what changes nothing; None where parameters choose what it shows."""
    path = str(request.scope.get("route_path", request.path))
    if parameters_are_idle or not request.query_string:
        return path
    if path in ("/search", "/quotes", "/articles"):
        return f"{path}?{Filters.of(request.args.getlist).query_string()}"
    return None
