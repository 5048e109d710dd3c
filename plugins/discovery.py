"""`/llms.txt` and `/openapi.json`: the publication explained to programs."""

import json
from typing import Any

from datasette import hookimpl
from datasette.app import Datasette
from datasette.utils.asgi import Request, Response

from yulu import __version__
from yulu.site.discovery import llms, openapi
from yulu.site.examples import examples
from yulu.site.published import about, ensure_visible, links
from yulu.site.serving import in_news


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [(r"/llms\.txt$", llms_txt), (r"/openapi\.json$", openapi_json)]


async def llms_txt(datasette: Datasette, request: Request) -> Response:
    await ensure_visible(datasette, request)
    return Response.text(llms.text(about(datasette), links(datasette, request)))


async def openapi_json(datasette: Datasette, request: Request) -> Response:
    await ensure_visible(datasette, request)
    found = await in_news(datasette, request, examples)
    described = openapi.describe(about(datasette), links(datasette, request)("/"), __version__, found)
    body = json.dumps(described, ensure_ascii=False)
    return Response(body, content_type="application/json; charset=utf-8")
