"""The row page of a speaker shows what /people/<name> shows, above the row as data."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from datasette import hookimpl
from datasette.app import Datasette
from datasette.utils.asgi import Request

from yulu.profile import profile
from yulu.search.serving import in_news


@hookimpl
def extra_template_vars(
    template: str, request: Request, datasette: Datasette
) -> Callable[[], Awaitable[dict[str, Any]]] | None:
    if template != "row-news-speakers.html":
        return None
    ask = partial(profile, speaker_id=int(request.url_vars["pks"]))
    return partial(in_news, datasette, request, ask)
