"""`/compare`: what each outlet quoted of a day or of a speaker, side by side; `/compare.json`: the same."""

import json
from collections.abc import Callable
from functools import partial
from sqlite3 import OperationalError
from typing import Any
from urllib.parse import parse_qsl

from datasette import hookimpl
from datasette.app import Datasette
from datasette.utils.asgi import Request, Response

from yulu.comparison import COLUMNS, MOST_COLUMNS, Asked, compare
from yulu.published import NEWS, links
from yulu.search.serving import in_news

TOO_LONG = "This takes too long. Choose a day, a month or a speaker."


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [(r"/compare$", compare_page), (r"/compare\.json$", compare_json)]


async def compare_page(datasette: Datasette, request: Request) -> Response:
    """The page; a redirect to its one address where this is another way to ask for it."""
    asked = Asked.of(request.args.getlist)
    try:
        found = await in_news(datasette, request, partial(compare, asked=asked))
    except OperationalError:
        found = None
    if found and not not_understood(found):
        address = found["asked"].query_string()
        if parse_qsl(address) != parse_qsl(request.query_string, keep_blank_values=True):
            return Response.redirect(datasette.urls.path("/compare") + (address and f"?{address}"))
    context = {"asked": asked, "found": found, "news": NEWS, "most": MOST_COLUMNS, "usual": COLUMNS}
    return Response.html(await datasette.render_template("compare.html", context, request=request))


async def compare_json(datasette: Datasette, request: Request) -> Response:
    asked = Asked.of(request.args.getlist)
    try:
        found = await in_news(datasette, request, partial(compare, asked=asked))
    except OperationalError:
        return Response.json({"error": TOO_LONG}, status=503)
    body = json.dumps(as_data(found, links(datasette, request)), ensure_ascii=False)
    return Response(body, content_type="application/json; charset=utf-8")


def not_understood(found: dict[str, Any]) -> list[str]:
    typed = [*found["no_outlets"], found["no_day"], found["no_speaker"]]
    return [value for value in typed if value]


def as_data(found: dict[str, Any], link: Callable[[str], str]) -> dict[str, Any]:
    """What the page shows, with whole addresses; the cells of a row by the short name of the outlet."""
    slugs = [column["slug"] for column in found["columns"]]

    def cell(shown: dict[str, Any]) -> dict[str, Any]:
        quotes = [
            q | {"url": link(f"/{NEWS}/articles/{q['article_id']}#q{q['id']}")} for q in shown["quotes"]
        ]
        return shown | {"quotes": quotes}

    rows = [row | {"cells": dict(zip(slugs, map(cell, row["cells"]), strict=True))} for row in found["rows"]]
    speaker = found["speaker"] and found["speaker"]["name"]
    return {
        "day": found["day"] or None,
        "speaker": speaker,
        "not_understood": not_understood(found),
        "outlets": {outlet["slug"]: outlet["quotes"] for outlet in found["outlets"]},
        "columns": slugs,
        "rows": rows,
        "left_out": found["left_out"],
    }
