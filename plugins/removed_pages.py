"""410 and a sentence where an article, quote or speaker was taken down, or a quote was found to be none."""

from collections.abc import Awaitable, Callable

from datasette import hookimpl
from datasette.app import Datasette
from datasette.handle_exception import handle_exception as as_ever
from datasette.utils.asgi import NotFound, Request, Response

from yulu.site.removed import gone


@hookimpl
def handle_exception(
    datasette: Datasette, request: Request, exception: Exception
) -> Callable[[], Awaitable[Response]] | None:
    if not isinstance(exception, NotFound):
        return None

    async def answer() -> Response:
        response: Response = await gone(datasette, request) or await as_ever(datasette, request, exception)()
        return response

    return answer
