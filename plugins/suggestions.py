"""`/search/suggest.json?q=`: speakers, outlets and tags whose names hold what is being typed."""

import re
from typing import Any

from datasette import hookimpl
from datasette.app import Datasette
from datasette.utils.asgi import Request, Response

from yulu.site.search.names import names_of
from yulu.site.search.query import FIELDS
from yulu.site.serving import in_news

LONGEST = 60
_FIELD = re.compile(r'(\w+)[:：]"?(.*)', re.DOTALL)


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [(r"/search/suggest\.json$", suggestions)]


async def suggestions(datasette: Datasette, request: Request) -> Response:
    typed, field = name_typed((request.args.get("q") or "")[:LONGEST])
    names = await in_news(datasette, request, names_of)
    return Response.json(
        [
            {"field": name.field, "value": name.value, "name": name.name, "count": name.count}
            for name in names.suggest(typed, field)
        ]
    )


def name_typed(typed: str) -> tuple[str, str | None]:
    """The name that is being typed, and the field it stands behind, if any."""
    match = _FIELD.fullmatch(typed)
    field = FIELDS.get(match[1].lower()) if match else None
    return (match[2], field) if match and field else (typed, None)
