"""Which database is the news, whatever its file is called, and always the newest, without a restart.

A build renames a new file over the old one. The first request a second later finds out, opens the new one and
hands it to all requests that follow; those that have begun go on with the old one, which is closed after
the last of them.
"""

import hashlib
import sqlite3
import time
from collections import Counter, OrderedDict
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import closing, suppress
from contextvars import ContextVar
from pathlib import Path
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from datasette.app import Datasette
from datasette.database import Database
from datasette.utils.asgi import Response

from yulu.publishing import described_in
from yulu.site.lanes.database import LaneDatabase
from yulu.site.published import NEWS
from yulu.site.search.names import read_again

Event = MutableMapping[str, Any]
App = Callable[[Event, Any, Any], Awaitable[None]]

EVERY = 1.0  # seconds between two looks at the file
ROLE = {"articles", "quotes", "speakers", "builds"}  # tables by which a database is known to be the news

_of_request: ContextVar[Database | None] = ContextVar("of_request", default=None)


class Stamp(NamedTuple):
    """What tells one file from another at the same path."""

    inode: int
    size: int
    modified: int


class Databases(OrderedDict[str, Database]):
    """Datasette's databases; within a request the news stay those that it began with."""

    def __getitem__(self, name: str) -> Database:
        return (_of_request.get() if name == NEWS else None) or super().__getitem__(name)

    def newest(self) -> Database:
        """The news as they are now."""
        return super().__getitem__(NEWS)


class Served:
    """The file of the news of one site, and how many requests each database answers that was opened of it."""

    def __init__(self, datasette: Datasette, database: Database) -> None:
        self.datasette = datasette
        self.file = Path(database.path)
        self.file_name = str(database.name)
        self.stamp = stamp(self.file)
        self.looked = time.monotonic()
        self.opening = False
        self.requests: Counter[Database] = Counter()

    @property
    def newest(self) -> Database:
        databases: Databases = self.datasette.databases
        return databases.newest()

    async def look(self) -> None:
        """Open the database anew if its file is another one, and is complete."""
        if self.opening or time.monotonic() < self.looked + EVERY:
            return
        self.looked = time.monotonic()
        with suppress(FileNotFoundError):
            found = stamp(self.file)
            described = description(self.file, found)
            # Between two renames of a build the file is there and its description is not: the next time.
            if found == self.stamp or (described is None and not self.newest.is_mutable):
                return
            self.opening = True
            try:
                await self.open(found, described)
            finally:
                self.opening = False

    async def open(self, found: Stamp, described: dict[str, Any] | None) -> None:
        old, new = self.newest, LaneDatabase(self.datasette, str(self.file), described is None)
        new.name, new.route = NEWS, NEWS
        try:
            new.open_now()
            await new.execute_fn(read_again)  # the slow part, before anybody waits for it
        except sqlite3.Error:  # it is not a database, or not yet
            new.close()
            return
        self.stamp = found
        self.datasette.inspect_data = with_news(self.datasette.inspect_data, described)
        databases = Databases(self.datasette.databases)
        databases[NEWS] = new
        self.datasette.databases = databases
        self.close_unused(old)

    def close_unused(self, database: Database) -> None:
        if database is not self.newest and not self.requests[database]:
            del self.requests[database]
            database.close()


_served: WeakKeyDictionary[Datasette, Served] = WeakKeyDictionary()


def install(datasette: Datasette) -> None:
    """Serve the news under their name, whatever their file is called. Without news nothing happens."""
    database = news_among(datasette.databases.values())
    if database is None:
        return
    file = Path(database.path)
    described = description(file, stamp(file)) or description_before_renaming(
        datasette.inspect_data or {}, file
    )
    datasette.inspect_data = with_news(datasette.inspect_data, described)
    _served[datasette] = Served(datasette, database)
    databases = Databases((name, each) for name, each in datasette.databases.items() if each is not database)
    datasette.databases = databases
    news = LaneDatabase(datasette, str(file), described is None)
    news.open_now()
    datasette.add_database(news, name=NEWS, route=NEWS)


def following(datasette: Datasette, app: App) -> App:
    """The app, each request of it with the newest database."""

    async def answer(scope: Event, receive: Any, send: Any) -> None:
        served = _served.get(datasette)
        if scope["type"] != "http" or served is None or _of_request.get() is not None:
            await app(scope, receive, send)
            return
        moved = address_of_file(served, scope)
        if moved:
            await Response.redirect(moved).asgi_send(send)
            return
        await served.look()
        database = served.newest
        served.requests[database] += 1
        before = _of_request.set(database)
        try:
            await app(scope, receive, send)
        finally:
            _of_request.reset(before)
            served.requests[database] -= 1
            served.close_unused(database)

    return answer


def address_of_file(served: Served, scope: Event) -> str | None:
    """Where a page is that is asked for under the name of the file."""
    path, base = scope["path"], served.datasette.setting("base_url")
    below = "/" + path.removeprefix(base).lstrip("/")
    prefix = f"/{served.file_name}"
    if served.file_name == NEWS or not (below == prefix or below.startswith((f"{prefix}/", f"{prefix}."))):
        return None
    query = scope.get("query_string", b"").decode("latin-1")
    moved = served.datasette.urls.path(f"/{NEWS}{below.removeprefix(prefix)}")
    return f"{moved}?{query}" if query else str(moved)


def news_among(databases: Any) -> Database | None:
    """The database that has the tables of the news; of several the one that is called so, or the first."""
    found = [each for each in databases if each.path and tables(each.path) >= ROLE]
    return min(found, key=lambda each: (each.name != NEWS, each.name), default=None)


def tables(path: str) -> set[str]:
    """The tables of a file; none where it is no database."""
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
            return {name for (name,) in connection.execute("select name from sqlite_master")}
    except sqlite3.Error:
        return set()


def stamp(file: Path) -> Stamp:
    found = file.stat()
    return Stamp(found.st_ino, found.st_size, found.st_mtime_ns)


def description(file: Path, found: Stamp) -> dict[str, Any] | None:
    """What inspect-data.json says of this file."""
    entries = described_in(file.parent).values()
    return next((e for e in entries if e["file"] == file.name and e.get("size") == found.size), None)


def description_before_renaming(entries: dict[str, Any], file: Path) -> dict[str, Any] | None:
    """What inspect-data.json says of these bytes under a name that is no longer there."""
    size = file.stat().st_size
    gone = [e for e in entries.values() if e.get("size") == size and not (file.parent / e["file"]).exists()]
    if not gone:
        return None
    with file.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
    return next((entry for entry in gone if entry["hash"] == digest), None)


def with_news(entries: dict[str, Any] | None, described: dict[str, Any] | None) -> dict[str, Any]:
    """What Datasette knows of its immutable databases, with what is known of the news."""
    others = {name: entry for name, entry in (entries or {}).items() if name != NEWS}
    return others | ({NEWS: described} if described else {})
