"""Whole tables to take away: `/-/download/news/quotes.csv` for spreadsheets, `.ndjson` for programs.

Datasette's own CSV has no byte order mark, without which Excel garbles Chinese, and its JSON writes
Chinese as escapes. Both stream here, page by page, through Datasette's own JSON, so that whatever
filters or searches a table does so here, and nobody gets what they may not see.
"""

import json
from collections.abc import AsyncIterator, Sequence
from typing import Any

from datasette import hookimpl
from datasette.app import Datasette
from datasette.utils.asgi import AsgiStream, Request, Response

from yulu.export import spreadsheet

TYPES = {"csv": spreadsheet.CONTENT_TYPE, "ndjson": "application/x-ndjson; charset=utf-8"}
ONE_PAGE = "_shape=objects&_size=max&_nocount=1&_nofacet=1&_labels=off"


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [(r"/-/download/(?P<database>[^/]+)/(?P<table>[^/]+)\.(?P<format>csv|ndjson)$", download)]


async def download(datasette: Datasette, request: Request) -> Response | AsgiStream:
    table, extension = request.url_vars["table"], request.url_vars["format"]
    pages = table_pages(datasette, request.url_vars["database"], table, request.query_string)
    first = await anext(pages)
    if first.status_code != 200:
        return Response.text(error_of(first), status=max(400, first.status_code))  # no redirect leads here

    async def stream(response: Any) -> None:
        columns = first.json()["columns"]
        await response.write(head(columns, extension))
        await response.write(body(first.json()["rows"], columns, extension))
        async for page in pages:
            await response.write(body(page.json()["rows"], columns, extension))

    headers = {"content-disposition": f'attachment; filename="{table}.{extension}"'}
    return AsgiStream(stream, headers=headers, content_type=TYPES[extension])


def error_of(page: Any) -> str:
    """What an answer of Datasette says is wrong."""
    found = page.json().get("error") if "json" in page.headers.get("content-type", "") else None
    return found or "There is nothing to download at this address."


async def table_pages(datasette: Datasette, database: str, table: str, filters: str) -> AsyncIterator[Any]:
    """Responses of Datasette's JSON for one page of rows after the other."""
    after: str | None = ""
    while after is not None:
        next_page = f"_next={after}&" if after else ""
        page = await datasette.client.get(f"/{database}/{table}.json?{next_page}{ONE_PAGE}&{filters}")
        yield page
        after = page.json().get("next")


def head(columns: Sequence[str], extension: str) -> str:
    return spreadsheet.BYTE_ORDER_MARK + spreadsheet.lines([columns]) if extension == "csv" else ""


def body(rows: Sequence[dict[str, Any]], columns: Sequence[str], extension: str) -> str:
    if extension == "csv":
        return spreadsheet.lines([row[column] for column in columns] for row in rows)
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
