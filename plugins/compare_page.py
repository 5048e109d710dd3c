"""`/compare`: what each outlet quoted of a time or of a speaker, side by side; also as `.json` and `.csv`."""

from collections.abc import Callable
from functools import partial
from sqlite3 import OperationalError
from typing import Any
from urllib.parse import parse_qsl

from datasette import hookimpl
from datasette.app import Datasette
from datasette.utils.asgi import Request, Response

from yulu.site.compare.comparison import MOST_COLUMNS, compare, understand
from yulu.site.filters import Filters, no_day
from yulu.site.published import NEWS, links
from yulu.site.replies import as_csv, as_json, too_long
from yulu.site.serving import in_news

COLUMNS = ("row", "shared", "speaker", "outlet", "day", "kind", "cue", "text", "title", "url")


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [(r"/compare(?P<format>\.json|\.csv)?$", comparison)]


async def comparison(datasette: Datasette, request: Request) -> Response:
    """The page or its data; a redirect to the one address of the page where this is another."""
    typed = Filters.of(request.args.getlist)
    unread = no_day(request.args.getlist)
    format_ = request.url_vars["format"]
    try:
        read = await in_news(datasette, request, partial(understand, typed=typed, no_day=unread))
        address = read["asked"].query_string()
        if (
            not format_
            and not not_understood(read)
            and parse_qsl(address) != parse_qsl(request.query_string, True)
        ):
            return Response.redirect(datasette.urls.path("/compare") + (address and f"?{address}"))
        found = await in_news(datasette, request, partial(compare, understood=read))
    except OperationalError:
        return await too_long(datasette, request)
    if format_:
        data = as_data(found, links(datasette, request))
        return as_json(data) if format_ == ".json" else as_csv(COLUMNS, as_rows(data), "compare.csv")
    context = {"typed": typed, "found": found, "news": NEWS, "most": MOST_COLUMNS}
    return Response.html(await datasette.render_template("compare.html", context, request=request))


def not_understood(found: dict[str, Any]) -> list[str]:
    """What was typed and is not here."""
    typed = [*found["no_outlets"], found["no_day"], found["no_speaker"]]
    return [value for value in typed if value]


def as_data(found: dict[str, Any], link: Callable[[str], str]) -> dict[str, Any]:
    """What the page shows, with whole addresses; the cells of a row by the short name of the outlet."""
    slugs = [column["slug"] for column in found["columns"]]

    def cell(shown: dict[str, Any]) -> dict[str, Any]:
        return shown | {"quotes": [whole(quote) for quote in shown["quotes"]]}

    def whole(quote: dict[str, Any]) -> dict[str, Any]:
        pieces = [{"text": piece.text, "own": piece.own} for piece in quote["pieces"]]
        return quote | {
            "pieces": pieces,
            "url": link(f"/{NEWS}/articles/{quote['article_id']}#q{quote['id']}"),
        }

    rows = [row | {"cells": dict(zip(slugs, map(cell, row["cells"]), strict=True))} for row in found["rows"]]
    return {
        "day": found["day"] or None,
        "from": found["first"] or None,
        "to": found["last"] or None,
        "speaker": found["speaker"] and found["speaker"]["name"],
        "not_understood": not_understood(found),
        "outlets": {outlet["slug"]: outlet["quotes"] for outlet in found["outlets"]},
        "columns": slugs,
        "rows": rows,
        "left_out": found["left_out"],
    }


def as_rows(data: dict[str, Any]) -> list[dict[str, Any]]:
    """One row a quote, with the number of the row that it shares with those of other outlets."""
    return [
        quote | {"row": number, "shared": row["what"], "outlet": slug}
        for number, row in enumerate(data["rows"], 1)
        for slug, cell in row["cells"].items()
        for quote in cell["quotes"]
    ]
