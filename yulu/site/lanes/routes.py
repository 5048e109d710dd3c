"""Which lane a request belongs in, by its address alone."""

import re
from collections.abc import Collection, Mapping
from contextvars import ContextVar

PAGES, SEARCH, TABLES, STREAMS, OWN_SQL = "pages", "search", "tables", "streams", "own SQL"
# That of the request being answered.
lane: ContextVar[str] = ContextVar("lane", default=PAGES)

_STREAMED = re.compile(r"/-/download/|/sitemap/")
_SEARCHED = re.compile(r"/search\b|/-/search\b|/quotes\b|/articles\b")
_COMPARED = re.compile(r"/compare\b|/timeline\b|/stories\b|/trends\b")
_TABLE = re.compile(r"/(?P<database>[^/.]+)/[^/]+$")


def lane_for(path: str, arguments: Mapping[str, str], databases: Collection[str]) -> str:
    """The lane of a request: its path below the site's address, its arguments, the databases' routes."""
    if "sql" in arguments or "_where" in arguments:
        return OWN_SQL
    if arguments.get("_stream") or arguments.get("stream") or _STREAMED.match(path):
        return STREAMS
    if _SEARCHED.match(path) or any(name.startswith("_search") for name in arguments):
        return SEARCH
    table = _TABLE.match(path)  # or a question of metadata.yml
    return TABLES if _COMPARED.match(path) or (table and table["database"] in databases) else PAGES
