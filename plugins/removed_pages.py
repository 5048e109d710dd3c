"""410 and a sentence where an article, quote or speaker was taken down, or a quote was found to be none."""

from collections.abc import Awaitable, Callable
from functools import partial

from datasette import hookimpl
from datasette.app import Datasette
from datasette.utils.asgi import NotFound, Request, Response

from yulu.site.removed import gone


@hookimpl(tryfirst=True)  # errors.py answers for what was never there
def handle_exception(
    datasette: Datasette, request: Request, exception: Exception
) -> Callable[[], Awaitable[Response | None]] | None:
    if not isinstance(exception, NotFound):
        return None

    return partial(gone, datasette, request)
