"""What the page of an outlet shows, above the row as data."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from datasette import hookimpl
from datasette.app import Datasette
from datasette.utils.asgi import Request

from yulu.outlet_profile import outlet_profile
from yulu.search.serving import in_news


@hookimpl
def extra_template_vars(
    template: str, request: Request, datasette: Datasette
) -> Callable[[], Awaitable[dict[str, Any]]] | None:
    if template != "row-news-outlets.html":
        return None
    ask = partial(outlet_profile, outlet_id=int(request.url_vars["pks"]))
    return partial(in_news, datasette, request, ask)
