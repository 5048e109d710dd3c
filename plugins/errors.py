"""Error pages: the right status, nothing of the machine in them, and no effort."""

import re
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any
from urllib.parse import unquote

from datasette import hookimpl
from datasette.app import Datasette
from datasette.plugins import pm
from datasette.utils import tilde_decode
from datasette.utils.asgi import Request, Response

from yulu.site.errors import problem
from yulu.site.replies import as_json

RETRY_AFTER = "5"  # seconds


@hookimpl(tryfirst=True)
def startup() -> None:
    """Datasette's own handler answers 500 for wrong addresses and prints all variables, for a second each."""
    with suppress(AssertionError):  # it is gone already
        pm.unregister(name="datasette.handle_exception")


@hookimpl
def handle_exception(
    datasette: Datasette, request: Request, exception: Exception
) -> Callable[[], Coroutine[Any, Any, Response]]:
    async def answer() -> Response:
        found = problem(exception, request)
        headers = {"Retry-After": RETRY_AFTER} if found.status == 503 else {}
        told = {"ok": False, "error": found.message, "status": found.status, "title": found.title}
        if request.path.endswith(".json"):
            response = as_json(told, status=found.status)
            response.headers |= headers
            return response
        template = datasette.jinja_env.select_template([f"{found.status}.html", "error.html"])
        path = tilde_decode(unquote(str(request.scope.get("route_path", request.path))))
        told |= {"path": path, "words": " ".join(re.findall(r"\w+", path.rpartition("/")[2]))}
        page = {"urls": datasette.urls, "app_css_hash": datasette.app_css_hash(), "menu_links": list}
        return Response.html(await template.render_async(told | page), found.status, headers)

    return answer
