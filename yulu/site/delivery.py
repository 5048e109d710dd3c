"""How an answer leaves the site: compressed, tagged, kept for the next who asks, in pieces of a good size."""

import asyncio
import hashlib
import time
import zlib
from collections.abc import Hashable
from typing import Any
from weakref import WeakKeyDictionary

from datasette.app import Datasette
from datasette.utils.asgi import Request

from yulu.site import interface
from yulu.site.lanes.routes import OWN_SQL, lane_for
from yulu.site.lanes.serving import App, Event, Receive, Send, admitted, below, routes
from yulu.site.page_cache import LARGEST_PAGE, Header, Page, PageCache

TEXT = (b"text/", b"application/json", b"application/xml", b"application/atom", b"application/x-ndjson")
JSON = b"application/json"
WORTH = 800  # bytes from which compressing pays
LEVEL = 5
PIECE = 65_536  # bytes of a stream that are sent at once
# What depends on more than the database: files of the export, metadata read anew, what tells of the server.
NOT_KEPT = ("/-/", "/sitemap", "/export", "/data", "/static/", "/CHANGELOG", "/CITATION", "/openapi", "/llms")
UNWRITTEN = ("_internal", "_memory")
FRESH = b"max-age=60"  # seconds, as default_cache_ttl; after that the tag tells

_caches: WeakKeyDictionary[Datasette, PageCache] = WeakKeyDictionary()


def delivered(datasette: Datasette, app: App) -> App:
    """The app, its answers compressed where the client takes that, and kept where they stay the same."""
    cache = _caches.setdefault(datasette, PageCache())

    async def deliver(scope: Event, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET" or admitted.get():
            await app(scope, receive, send)
            return
        asked = dict(scope["headers"])
        key = key_of(datasette, scope, asked)
        page = cache.get(key) if key else None
        if page is None:
            delivery = Delivery(send, b"gzip" in asked.get(b"accept-encoding", b""))
            await app(without_cookies(scope) if key else scope, receive, delivery)
            page = delivery.page
            if key and page and may_be_kept(page):
                cache.put(key, page)
        if page:  # its place in a lane is free again: a client may take it as slowly as it likes
            await send_page(page, asked, send)

    return deliver


def forget_pages() -> None:
    """Make every page anew, as after a change of the code."""
    for cache in _caches.values():
        cache.clear()


def key_of(datasette: Datasette, scope: Event, asked: dict[bytes, bytes]) -> Hashable | None:
    """What an answer depends on; None where it depends on more, or is as long as a table."""
    path = below(datasette, scope["path"])
    hashes = tuple(datasette.get_database(name).hash for name in datasette.databases if name not in UNWRITTEN)
    cookies = {pair.split(b"=")[0].strip() for pair in asked.get(b"cookie", b"").split(b";")}
    if None in hashes or path.startswith(NOT_KEPT) or b"authorization" in asked or cookies - {b"", b"lang"}:
        return None
    if lane_for(path, Request(scope, None).args, routes(datasette)) == OWN_SQL:
        return None
    language, gzip = interface.current.get(), b"gzip" in asked.get(b"accept-encoding", b"")
    place = scope.get("scheme"), asked.get(b"host"), scope.get("raw_path") or scope["path"]
    return hashes, language, gzip, place, scope["query_string"]


def without_cookies(scope: Event) -> Event:
    """The request without the cookie of the language, which has been heeded, and makes a page private."""
    return {**scope, "headers": [(name, value) for name, value in scope["headers"] if name != b"cookie"]}


def may_be_kept(page: Page) -> bool:
    private = b"no-store" in (page.header(b"cache-control") or b"")
    return page.status == 200 and not private and page.header(b"set-cookie") is None


async def send_page(page: Page, asked: dict[bytes, bytes], send: Send) -> None:
    """A whole page, or that the client has it already."""
    tag = page.header(b"etag")
    known = asked.get(b"if-none-match", b"")
    if tag and page.status == 200 and tag in [each.strip() for each in known.split(b",")]:
        kept = (b"etag", b"cache-control", b"vary")
        headers = [(name, value) for name, value in page.headers if name.lower() in kept]
        await send({"type": "http.response.start", "status": 304, "headers": headers})
        await send({"type": "http.response.body", "body": b""})
        return
    await send({"type": "http.response.start", "status": page.status, "headers": list(page.headers)})
    await send({"type": "http.response.body", "body": page.body})


class Delivery:
    """Takes the events of one answer: a short one becomes a `page`, a long one is sent in pieces."""

    def __init__(self, send: Send, gzip: bool) -> None:
        self.page: Page | None = None
        self._send, self._gzip = send, gzip
        self._start: Event = {}
        self._headers: list[Header] = []
        self._waiting = bytearray()
        self._as_is = self._begun = False
        self._compressor: Any = None
        self._sent_at = time.monotonic()

    async def __call__(self, event: Event) -> None:
        if event["type"] == "http.response.start":
            self._start = event
            self._headers = [(bytes(name), bytes(value)) for name, value in event.get("headers", [])]
            names = {name.lower() for name, _ in self._headers}
            # A file has its own tag, length and parts.
            self._as_is = (
                bool(names & {b"content-encoding", b"accept-ranges", b"etag"}) or not self._is_text()
            )
        if self._as_is:
            await self._send(event)
        elif event["type"] == "http.response.body":
            await self._body(event.get("body", b""), event.get("more_body", False))

    def _is_text(self) -> bool:
        types = [value for name, value in self._headers if name.lower() == b"content-type"]
        return bool(types) and types[0].startswith(TEXT)

    async def _body(self, body: bytes, more: bool) -> None:
        self._waiting += body
        if not self._begun and not more:
            self.page = self._whole()
        elif self._begun or len(self._waiting) > LARGEST_PAGE:
            await self._stream(more)

    def _whole(self) -> Page:
        body, headers = bytes(self._waiting), self._described()
        if self._start["status"] == 200:
            tag = hashlib.sha256(body).hexdigest()[:32].encode()
            headers.append((b"etag", b'W/"' + tag + b'"'))
        if self._gzip and len(body) >= WORTH:
            compressor = zlib.compressobj(LEVEL, wbits=31)
            body = compressor.compress(body) + compressor.flush()
            headers.append((b"content-encoding", b"gzip"))
        headers.append((b"content-length", str(len(body)).encode()))
        return Page(self._start["status"], tuple(headers), body)

    def _described(self) -> list[Header]:
        headers = [(name, value) for name, value in self._headers if name.lower() != b"content-length"]
        names = {name.lower() for name, _ in headers}
        status = self._start["status"]
        if status == 200 and b"cache-control" not in names:
            headers.append((b"cache-control", FRESH))
        data = any(name.lower() == b"content-type" and value.startswith(JSON) for name, value in headers)
        if data and b"access-control-allow-origin" not in names:  # nothing in it is private
            headers.append((b"access-control-allow-origin", b"*"))
        return [*headers, (b"vary", b"Accept-Encoding")]

    async def _stream(self, more: bool) -> None:
        """Send what has come, with pauses as long as the making took: pages are made in between."""
        if len(self._waiting) < PIECE and more:
            return
        if not self._begun:
            self._begun = True
            headers = self._described()
            if self._gzip:
                self._compressor = zlib.compressobj(LEVEL, wbits=31)
                headers.append((b"content-encoding", b"gzip"))
            await self._send({**self._start, "headers": headers})
        piece, self._waiting = bytes(self._waiting), bytearray()
        if self._compressor:
            piece = self._compressor.compress(piece) + (b"" if more else self._compressor.flush())
        if more:
            await asyncio.sleep(min(0.2, time.monotonic() - self._sent_at))
        await self._send({"type": "http.response.body", "body": piece, "more_body": more})
        self._sent_at = time.monotonic()
