"""`/compare`: what each outlet quoted of a day or of a speaker, side by side; `/compare.json`: the same."""

from collections.abc import Callable
from functools import partial
from sqlite3 import OperationalError
from typing import Any
from urllib.parse import parse_qsl

from datasette import hookimpl
from datasette.app import Datasette
from datasette.utils.asgi import Request, Response

from yulu.site.compare.comparison import MOST_COLUMNS, Asked, compare, understand
from yulu.site.published import NEWS, links
from yulu.site.replies import as_json, too_long
from yulu.site.serving import in_news


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [(r"/compare(?P<json>\.json)?$", comparison)]


async def comparison(datasette: Datasette, request: Request) -> Response:
    """The page or its data; a redirect to the one address of the page where this is another."""
    asked = Asked.of(request.args.getlist)
    data = request.url_vars["json"]
    try:
        read = await in_news(datasette, request, partial(understand, asked=asked))
        address = read["asked"].query_string()
        if not data and not missed(read) and parse_qsl(address) != parse_qsl(request.query_string, True):
            return Response.redirect(datasette.urls.path("/compare") + (address and f"?{address}"))
        found = await in_news(datasette, request, partial(compare, understood=read))
    except OperationalError:
        return await too_long(datasette, request)
    if data:
        return as_json(as_data(found, links(datasette, request)))
    context = {"asked": asked, "found": found, "news": NEWS, "most": MOST_COLUMNS}
    return Response.html(await datasette.render_template("compare.html", context, request=request))


def missed(found: dict[str, Any]) -> list[str]:
    """What was typed and is not here."""
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
    return {
        "day": found["day"] or None,
        "speaker": found["speaker"] and found["speaker"]["name"],
        "not_understood": missed(found),
        "outlets": {outlet["slug"]: outlet["quotes"] for outlet in found["outlets"]},
        "columns": slugs,
        "rows": rows,
        "left_out": found["left_out"],
    }
