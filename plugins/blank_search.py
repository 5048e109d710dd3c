"""A form sent with an empty search box asks for every row; Datasette would report a syntax error."""

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import unquote_plus

from datasette import hookimpl

App = Callable[[dict[str, Any], Any, Any], Awaitable[None]]


@hookimpl
def asgi_wrapper() -> Callable[[App], App]:
    def wrap(app: App) -> App:
        async def without_blank_search(scope: dict[str, Any], receive: Any, send: Any) -> None:
            if b"_search" in scope.get("query_string", b""):
                scope = {**scope, "query_string": drop_blank_search(scope["query_string"])}
            await app(scope, receive, send)

        return without_blank_search

    return wrap


def drop_blank_search(query_string: bytes) -> bytes:
    """The query string without `_search=` and `_search_column=` that hold nothing but spaces."""
    return b"&".join(pair for pair in query_string.split(b"&") if not _is_blank_search(pair))


def _is_blank_search(pair: bytes) -> bool:
    name, _, value = pair.partition(b"=")
    is_search = name.startswith(b"_search") and name != b"_searchmode"
    return is_search and not unquote_plus(value.decode("latin-1")).strip()
