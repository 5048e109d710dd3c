"""Headers that keep a page from running or loading anything but its own files."""

import base64
import hashlib
import re
import traceback
from collections.abc import Awaitable, Callable, Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from datasette import hookimpl
from datasette.app import Datasette
from datasette.plugins import get_plugins
from datasette.utils.asgi import Response

from yulu.site.published import loads_images

App = Callable[[dict[str, Any], Any, Any], Awaitable[None]]

_OTHER_HOST = re.compile(rb"^/[/\\]+")
_INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
# The two inline scripts of Datasette that are not written out in its templates.
ALLOW_FACET = "DATASETTE_ALLOW_FACET = {};"
SQL_INTERRUPTED = (
    '\nlet ta = document.querySelector("textarea");\nta.style.height = ta.scrollHeight + "px";\n'
)


HTTPS_ONLY = (b"strict-transport-security", b"max-age=31536000")


@hookimpl(trylast=True)  # around everything else
def asgi_wrapper(datasette: Datasette) -> Callable[[App], App]:
    added = headers(loads_images(datasette))

    def wrap(app: App) -> App:
        async def with_headers(scope: dict[str, Any], receive: Any, send: Any) -> None:
            begun = False

            async def send_with_headers(event: dict[str, Any]) -> None:
                nonlocal begun
                if event["type"] == "http.response.start":
                    begun = True
                    always = (*added, HTTPS_ONLY) if scope.get("scheme") == "https" else added
                    event = {**event, "headers": [*map(within, event.get("headers", [])), *always]}
                await send(event)

            try:
                await app(scope, receive, send_with_headers)
            except Exception as error:  # which met nobody who answers for it
                if begun or scope["type"] != "http":
                    raise
                traceback.print_exc()
                status = 400 if isinstance(error, UnicodeError) else 500  # an address that is no text
                await Response.text("This cannot be answered.", status).asgi_send(send_with_headers)

        return with_headers

    return wrap


def within(header: tuple[bytes, bytes]) -> tuple[bytes, bytes]:
    """A header; to a browser `//host` and `/\\host` are addresses of other hosts, so no redirect has them."""
    name, value = header
    return (name, _OTHER_HOST.sub(b"/", value)) if name.lower() == b"location" else (name, value)


@cache
def headers(images: bool) -> tuple[tuple[bytes, bytes], ...]:
    """The headers; with `images` pictures may come from any host that encrypts them."""
    scripts = " ".join(f"'sha256-{digest}'" for digest in sorted({*map(_digest, inline_scripts())}))
    policy = (
        "default-src 'self'; "
        f"script-src 'self' {scripts}; "
        "style-src 'self' 'unsafe-inline'; "  # Datasette styles with attributes
        f"img-src 'self' data:{' https:' if images else ''}; "
        "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
    )
    return (
        (b"content-security-policy", policy.encode()),
        (b"x-content-type-options", b"nosniff"),
        (b"referrer-policy", b"strict-origin-when-cross-origin"),
        (b"cross-origin-opener-policy", b"same-origin"),
        (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), browsing-topics=()"),
    )


def inline_scripts() -> Iterator[str]:
    """Datasette's inline scripts and those of installed plugins, which a policy must allow by hash."""
    yield from (ALLOW_FACET.format("true"), ALLOW_FACET.format("false"), SQL_INTERRUPTED)
    folders = [plugin["templates_path"] for plugin in get_plugins() if plugin["templates_path"]]
    for folder in [Path(str(files("datasette") / "templates")), *map(Path, folders)]:
        for template in folder.glob("*.html"):
            scripts = _INLINE_SCRIPT.findall(template.read_text(encoding="utf-8"))
            yield from (script for script in scripts if "{{" not in script and "{%" not in script)


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
