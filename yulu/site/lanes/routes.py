"""Which lane a request belongs in, by its address alone."""

import re
import time
from collections.abc import Collection, Mapping
from contextvars import ContextVar

PAGES, SEARCH, TABLES, STREAMS, FILES = "pages", "search", "tables", "streams", "files"
OWN_SQL = "own SQL"
# Seconds that the statements of one request may take together. A stream has no end: each of its statements
# has the time that settings.json allows for one.
SECONDS = {PAGES: 2.0, SEARCH: 2.0, TABLES: 2.0}
LEAST = 0.05  # for each that comes after the time is used up, so that what costs nothing still works
# Those of the request being answered.
lane: ContextVar[str] = ContextVar("lane", default=PAGES)
deadline: ContextVar[float | None] = ContextVar("deadline", default=None)

_STREAMED = re.compile(r"/-/download/|/sitemap/")
_FILE = re.compile(r"/export/|/[^/]+\.db$")
_SEARCHED = re.compile(r"/search\b|/-/search\b|/quotes\b|/articles\b")
_COMPARED = re.compile(r"/compare\b|/timeline\b|/stories\b|/trends\b")
_TABLE = re.compile(r"/(?P<database>[^/.]+)/[^/]+$")


def milliseconds_left(limit: int) -> int:
    """How long a statement of the request being answered may take, at most `limit`."""
    end = deadline.get()
    return limit if end is None else min(limit, int(1000 * max(LEAST, end - time.monotonic())))


def lane_for(path: str, arguments: Mapping[str, str], databases: Collection[str]) -> str:
    """The lane of a request: its path below the site's address, its arguments, the databases' routes."""
    if "sql" in arguments or "_where" in arguments:
        return OWN_SQL
    if arguments.get("_stream") or arguments.get("stream") or _STREAMED.match(path):
        return STREAMS
    if _FILE.match(path):
        return FILES
    if _SEARCHED.match(path) or any(name.startswith("_search") for name in arguments):
        return SEARCH
    table = _TABLE.match(path)  # or a question of metadata.yml
    return TABLES if _COMPARED.match(path) or (table and table["database"] in databases) else PAGES
