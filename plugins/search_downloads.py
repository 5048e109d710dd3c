"""What a search finds, to take away: `/search.csv` for spreadsheets, `/search.atom` for feed readers."""

from collections.abc import AsyncIterator
from dataclasses import replace
from functools import partial
from typing import Any

from datasette import hookimpl
from datasette.app import Datasette
from datasette.utils.asgi import AsgiStream, Request, Response

from yulu.export import spreadsheet
from yulu.site.filters import LARGEST_SIZE, Filters
from yulu.site.published import links
from yulu.site.search import feed
from yulu.site.search.answer import COLUMNS
from yulu.site.serving import address, in_news, rows_for


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [(r"/search\.csv$", search_csv), (r"/search\.atom$", search_atom)]


async def search_csv(datasette: Datasette, request: Request) -> AsgiStream:
    """One page, or with `stream=1` everything that is found."""
    link = partial(address, datasette, request)
    pages = row_pages(datasette, request, Filters.of(request.args.getlist))
    first = await anext(pages)  # what is forbidden or takes too long is said before the file begins

    async def stream(response: Any) -> None:
        await response.write(spreadsheet.BYTE_ORDER_MARK + spreadsheet.lines([[*COLUMNS, "url"]]))
        await response.write(spreadsheet.lines(cells(row) for row in first))
        async for rows in pages:
            await response.write(spreadsheet.lines(cells(row) for row in rows))

    def cells(row: dict[str, Any]) -> list[Any]:
        return [*(row[column] for column in COLUMNS), link(row)]

    headers = {"content-disposition": 'attachment; filename="search.csv"'}
    return AsgiStream(stream, headers=headers, content_type=spreadsheet.CONTENT_TYPE)


async def row_pages(
    datasette: Datasette, request: Request, filters: Filters
) -> AsyncIterator[list[dict[str, Any]]]:
    every = bool(request.args.get("stream"))
    filters = replace(filters, page=1, size=LARGEST_SIZE) if every else filters
    more = True
    while more:
        rows = await in_news(datasette, request, partial(rows_for, filters=filters))
        yield rows
        more = every and len(rows) == filters.size
        filters = replace(filters, page=filters.page + 1)


async def search_atom(datasette: Datasette, request: Request) -> Response:
    """The newest finds first, whatever order is asked for."""
    filters = replace(Filters.of(request.args.getlist), newest=True)
    rows = await in_news(datasette, request, partial(rows_for, filters=filters))
    link = links(datasette, request)
    page, itself = (link(f"{path}?{filters.query_string()}") for path in ("/search", "/search.atom"))
    title = " ".join(["语录 Yulu:", filters.q, *(value for _, value in filters.chosen)])
    body = feed.atom(title, page, itself, rows, partial(address, datasette, request))
    return Response(body, content_type=feed.CONTENT_TYPE)
