"""The row pages of speakers and outlets show a profile of each, above the row as data."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from datasette import hookimpl
from datasette.app import Datasette
from datasette.utils.asgi import Request

from yulu.site.people.outlet_profile import outlet_profile
from yulu.site.people.speaker_profile import speaker_profile
from yulu.site.serving import in_news

PROFILES = {"row-news-speakers.html": speaker_profile, "row-news-outlets.html": outlet_profile}


@hookimpl
def extra_template_vars(
    template: str, request: Request, datasette: Datasette
) -> Callable[[], Awaitable[dict[str, Any]]] | None:
    if template not in PROFILES:
        return None
    profile, row_id = PROFILES[template], int(request.url_vars["pks"])
    return partial(in_news, datasette, request, lambda connection: profile(connection, row_id))
