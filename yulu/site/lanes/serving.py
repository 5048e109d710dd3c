"""Requests in their lanes: admitted, answered as long as somebody waits, or told that the site is busy."""

import asyncio
import time
from collections.abc import Awaitable, Callable, MutableMapping
from contextvars import ContextVar
from typing import Any
from weakref import WeakKeyDictionary

from datasette.app import Datasette
from datasette.utils.asgi import Request, Response

from yulu.site.interface import say
from yulu.site.lanes.lane import Busy, Lane
from yulu.site.lanes.routes import (
    FILES,
    OWN_SQL,
    PAGES,
    SEARCH,
    SECONDS,
    STREAMS,
    TABLES,
    deadline,
    lane,
    lane_for,
)
from yulu.site.replies import as_json

Event = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Event]]
Send = Callable[[Event], Awaitable[None]]
App = Callable[[Event, Receive, Send], Awaitable[None]]

STALLED = 60  # seconds that a client may take to accept what it asked for
BUSY = "Too many others ask the same kind of question at this moment. Try again in a few seconds."

_lanes: WeakKeyDictionary[Datasette, dict[str, Lane]] = WeakKeyDictionary()
# Whether a request is made in answering another, which has its place already.
admitted: ContextVar[bool] = ContextVar("admitted", default=False)


def lanes_of(datasette: Datasette) -> dict[str, Lane]:
    """By name; one set for a site, however many apps answer for it."""
    lanes = (
        Lane(PAGES, width=32, queue=200, patience=15),
        Lane(SEARCH, width=4, queue=24, patience=10),
        Lane(TABLES, width=4, queue=24, patience=10),
        Lane(STREAMS, width=3, queue=3, patience=5),
        Lane(FILES, width=24, queue=8, patience=10),
        Lane(OWN_SQL, width=2, queue=8, patience=10),
    )
    return _lanes.setdefault(datasette, {each.name: each for each in lanes})


def in_lanes(datasette: Datasette, app: App) -> App:
    """The app, each request of it in its lane."""
    lanes = lanes_of(datasette)

    async def answer(scope: Event, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        name = lane_for(below(datasette, request.path), request.args, routes(datasette))
        if admitted.get():
            return await in_lane(name, app, scope, receive, send)
        admitted.set(True)
        try:
            async with lanes[name].place():
                await in_lane(name, app, scope, receive, send)
        except Busy as busy:
            await reply(request, busy.retry_after).asgi_send(send)

    async def answer_who_waits(scope: Event, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
        elif admitted.get() or scope["method"] not in ("GET", "HEAD"):
            await answer(scope, receive, send)
        else:
            await while_somebody_waits(answer, scope, receive, send)

    return answer_who_waits


async def in_lane(name: str, app: App, scope: Event, receive: Receive, send: Send) -> None:
    """Answer a request with the name of its lane known to whatever asks the database."""
    before = lane.set(name), deadline.set(time.monotonic() + SECONDS[name] if name in SECONDS else None)
    try:
        await app(scope, receive, send)
    finally:
        lane.reset(before[0])
        deadline.reset(before[1])


async def while_somebody_waits(app: App, scope: Event, receive: Receive, send: Send) -> None:
    """Answer a request without a body; cancelled when the client leaves or takes nothing more."""

    async def nothing() -> Event:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send_in_time(event: Event) -> None:
        try:
            async with asyncio.timeout(STALLED):
                await send(event)
        except TimeoutError:
            raise asyncio.CancelledError from None  # which no page takes for an error of its own

    async def left() -> None:
        while (await receive())["type"] != "http.disconnect":
            pass

    async def answer() -> None:
        await app(scope, nothing, send_in_time)

    answering = asyncio.create_task(answer())
    leaving = asyncio.create_task(left())
    try:
        await asyncio.wait((answering, leaving), return_when=asyncio.FIRST_COMPLETED)
    finally:
        leaving.cancel()
        answering.cancel()  # unless it is done
        await asyncio.wait((answering,))
    if not answering.cancelled() and (error := answering.exception()):
        raise error


def below(datasette: Datasette, path: str) -> str:
    """A path without the address that the site itself may be served below."""
    return "/" + path.removeprefix(datasette.setting("base_url")).lstrip("/")


def routes(datasette: Datasette) -> set[str]:
    return {database.route for database in datasette.databases.values()}


def reply(request: Request, retry_after: int) -> Response:
    """That the site is busy: as text, since a page would cost more than the question."""
    if request.path.endswith(".json"):
        response = as_json({"ok": False, "error": BUSY, "status": 503}, status=503)
    else:
        response = Response.text(say(BUSY), status=503)
    response.headers |= {"Retry-After": str(retry_after), "Cache-Control": "no-store"}
    return response
