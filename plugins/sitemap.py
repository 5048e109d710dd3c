"""`/sitemap.xml`, its parts under `/sitemap/`, and `/robots.txt`."""

from functools import partial
from typing import Any

from datasette import NotFound, hookimpl
from datasette.app import Datasette
from datasette.utils.asgi import AsgiStream, Request, Response

from yulu.site.discovery import sitemap
from yulu.site.published import NEWS, about, ensure_visible, links
from yulu.site.serving import in_news

XML = "application/xml; charset=utf-8"


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [
        (r"/robots\.txt$", robots),
        (r"/sitemap\.xml$", index),
        (r"/sitemap/(?P<table>pages)\.xml$", part),
        (rf"/sitemap/(?P<table>{'|'.join(sitemap.ROWS)})-(?P<number>[1-9][0-9]{{0,5}})\.xml$", part),
    ]


def robots(datasette: Datasette, request: Request) -> Response:
    path, link = datasette.urls.path, links(datasette, request)
    return Response.text(sitemap.robots(path, link("/sitemap.xml")))


async def index(datasette: Datasette, request: Request) -> Response:
    names, changed = await in_news(datasette, request, sitemap.parts)
    return Response(sitemap.index(names, changed, links(datasette, request)), content_type=XML)


async def part(datasette: Datasette, request: Request) -> AsgiStream:
    link = links(datasette, request)
    table, number = request.url_vars["table"], request.url_vars.get("number")
    if number is None:
        await ensure_visible(datasette, request)
        addresses = [link(path) for path in sitemap.pages(about(datasette)["databases"][NEWS]["queries"])]
    else:
        ends = await in_news(datasette, request, partial(sitemap.rows, table=table, number=int(number)))
        before = link(sitemap.PATHS[table])  # once: an address takes longer to make than a row to read
        addresses = [f"{before}{end}" for end in ends]
    if not addresses:
        raise NotFound("There is no such part of the sitemap")

    async def stream(response: Any) -> None:
        for piece in sitemap.urlset(addresses):
            await response.write(piece)

    return AsgiStream(stream, content_type=XML)
