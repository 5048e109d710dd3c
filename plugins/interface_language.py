"""English or Chinese: by `?lang=`, which is remembered, or else as the browser prefers."""

from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from http.cookies import SimpleCookie
from typing import Any

from datasette import hookimpl
from jinja2 import Environment

from yulu.site import interface
from yulu.site.limits import LONGEST_HEADER

App = Callable[[dict[str, Any], Any, Any], Awaitable[None]]
COOKIE, YEAR = "lang", 365 * 24 * 3600
# Of the request being answered, without its language.
query: ContextVar[str] = ContextVar("query", default="")


@hookimpl
def prepare_jinja2_environment(env: Environment) -> None:
    env.globals["_"] = interface.say
    env.globals["_n"] = interface.say_count
    env.globals["link"] = interface.link
    env.globals["zh"] = interface.in_chinese
    env.globals["interface"] = lambda: interface.LANGUAGES[interface.current.get()][0]
    env.globals["other_interfaces"] = other_interfaces


def other_interfaces() -> list[tuple[str, str, str]]:
    """The same page in other languages: the tag of each, its name and where it is."""
    return [
        (tag, name, "?" + "&".join(filter(None, [query.get(), f"lang={code}"])))
        for code, (tag, name) in interface.LANGUAGES.items()
        if code != interface.current.get()
    ]


@hookimpl
def asgi_wrapper() -> Callable[[App], App]:
    def wrap(app: App) -> App:
        async def in_language(scope: dict[str, Any], receive: Any, send: Any) -> None:
            if scope["type"] != "http":
                return await app(scope, receive, send)
            scope, asked = without_language(scope)
            query.set(scope["query_string"].decode("latin-1"))
            headers = {name: value[:LONGEST_HEADER] for name, value in scope["headers"]}
            cookies = SimpleCookie(headers.get(b"cookie", b"").decode("latin-1"))
            remembered = cookies[COOKIE].value if COOKIE in cookies else None
            accepted = headers.get(b"accept-language", b"").decode("latin-1")
            interface.current.set(interface.choose(asked, remembered, accepted=accepted))

            async def send_in_language(event: dict[str, Any]) -> None:
                if event["type"] == "http.response.start":
                    event = {**event, "headers": [*event.get("headers", []), *language_headers(event, asked)]}
                await send(event)

            await app(scope, receive, send_in_language)

        return in_language

    return wrap


def without_language(scope: dict[str, Any]) -> tuple[dict[str, Any], str | None]:
    """The request without its `?lang=`, which Datasette would take for a column, and what that was."""
    parts = scope["query_string"].decode("latin-1").split("&")
    asked = [part.removeprefix("lang=") for part in parts if part.startswith("lang=")]
    kept = "&".join(part for part in parts if not part.startswith("lang="))
    return {**scope, "query_string": kept.encode("latin-1")}, asked[-1] if asked else None


def language_headers(event: dict[str, Any], asked: str | None) -> list[tuple[bytes, bytes]]:
    """Headers for caches, and the cookie that remembers what was asked for."""
    html = any(name.lower() == b"content-type" and b"text/html" in value for name, value in event["headers"])
    headers = [(b"vary", b"accept-language")] if html else []
    if asked in interface.LANGUAGES:
        cookie = f"{COOKIE}={asked}; Path=/; Max-Age={YEAR}; SameSite=Lax"
        headers.append((b"set-cookie", cookie.encode()))
    return headers
