"""`/preview/quotes/<id>.png` and so for articles and speakers: what other sites show for a link to a page."""

from asyncio import to_thread
from functools import partial
from typing import Any

from datasette import hookimpl
from datasette.app import Datasette
from datasette.utils.asgi import NotFound, Request, Response

from yulu.site.preview.card import font_file, png
from yulu.site.preview.cards import CARDS, card_of
from yulu.site.serving import in_news

A_DAY = 24 * 3600  # seconds


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [(rf"/preview/(?P<table>{'|'.join(CARDS)})/(?P<id>[0-9]{{1,18}})\.png$", preview)]


async def preview(datasette: Datasette, request: Request) -> Response:
    table, number = request.url_vars["table"], int(request.url_vars["id"])
    card = await in_news(datasette, request, partial(card_of, table=table, number=number))
    if card is None or font_file() is None:
        raise NotFound("There is no such picture")
    headers = {"cache-control": f"max-age={A_DAY}"}
    return Response(await to_thread(png, card), headers=headers, content_type="image/png")
