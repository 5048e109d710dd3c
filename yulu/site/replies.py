"""What pages answer in more than one place: data as they are, and that a question takes too long."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from datasette.app import Datasette
from datasette.utils.asgi import Request, Response

from yulu.export import spreadsheet

TOO_LONG = "This takes too long. Try again in a moment, or choose a day, a month or a speaker."


def as_json(data: Any, status: int = 200) -> Response:
    """Chinese as it is, not escaped."""
    body = json.dumps(data, ensure_ascii=False)
    return Response(body, status=status, content_type="application/json; charset=utf-8")


def as_csv(columns: Sequence[str], rows: Iterable[Mapping[str, Any]], name: str) -> Response:
    """A file for spreadsheets, of some columns of the rows."""
    lines = spreadsheet.lines([columns, *([row[column] for column in columns] for row in rows)])
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    body = spreadsheet.BYTE_ORDER_MARK + lines
    return Response(body, headers=headers, content_type=spreadsheet.CONTENT_TYPE)


async def too_long(datasette: Datasette, request: Request) -> Response:
    """To people as a page, to programs as an error."""
    if request.path.endswith(".json"):
        return as_json({"error": TOO_LONG}, status=503)
    return Response.html(await datasette.render_template("too_long.html", {}, request=request), status=503)
