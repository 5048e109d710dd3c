"""Row pages of speakers, outlets, statements and stories: each as a reader sees it, above the row as data."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from datasette import hookimpl
from datasette.app import Datasette
from datasette.utils.asgi import Request

from yulu.site.people.outlet_profile import outlet_profile
from yulu.site.people.speaker_profile import speaker_profile
from yulu.site.serving import in_news
from yulu.site.statements.renderings import statement
from yulu.site.stories.story import story

PROFILES = {
    "row-news-speakers.html": speaker_profile,
    "row-news-outlets.html": outlet_profile,
    "row-news-statements.html": statement,
    "row-news-stories.html": story,
}


@hookimpl
def extra_template_vars(
    template: str, request: Request, datasette: Datasette
) -> Callable[[], Awaitable[dict[str, Any]]] | None:
    if template not in PROFILES:
        return None
    profile, row_id = PROFILES[template], int(request.url_vars["pks"])
    return partial(in_news, datasette, request, lambda connection: profile(connection, row_id))
