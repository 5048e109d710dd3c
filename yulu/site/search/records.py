"""What is found as records to take away: whole words, names instead of numbers."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from sqlite3 import Connection
from typing import Any

from yulu.site.filters import Filters
from yulu.site.rows import dicts
from yulu.site.search import finding
from yulu.site.search.excerpt import excerpt
from yulu.site.search.finding import Criteria, Scope
from yulu.site.search.names import names_of

Record = dict[str, Any]
VIEWS: dict[tuple[str, ...], str] = {("quote",): "quotes_in_full", ("article",): "articles_in_full"}
IN_FULL = "select * from {view} where id in (select value from json_each(:ids))"
MIXED = (
    "type", "id", "day", "outlet", "speaker", "kind", "confidence", "cue", "title", "text", "excerpt",
    "article_id", "speaker_id", "url",
)  # fmt: skip
COLUMNS: dict[tuple[str, ...], tuple[str, ...]] = {
    ("quote",): (
        "id", "day", "outlet", "speaker", "together_with", "kind", "quote", "cue", "via", "confidence",
        "article", "published_at", "permalink", "article_id",
    ),
    ("article",): (
        "id", "day", "outlet", "article", "byline", "dateline", "text", "characters", "script", "quotes",
        "published_at", "permalink",
    ),
}  # fmt: skip


def columns(scope: Scope) -> tuple[str, ...]:
    """The columns of a list's records, in the order of a spreadsheet. All but `excerpt` are whole."""
    return COLUMNS.get(scope.types, MIXED)


def page(connection: Connection, filters: Filters, scope: Scope, newest: bool = False) -> list[Record]:
    """The records of one page."""
    if not filters.asks and scope is finding.EVERYTHING:
        return []
    c = finding.criteria(filters, names_of(connection), scope)
    offset = (filters.page - 1) * filters.size
    found, _ = finding.find(connection, c, newest or filters.newest, offset, filters.size)
    return records(connection, found, scope, c)


def after(
    connection: Connection, filters: Filters, scope: Scope, last: tuple[str, int] | None, size: int
) -> tuple[list[Record], tuple[str, int] | None]:
    """The records behind the last, type by type and the newest first, and the last (None: the end)."""
    if not filters.asks and scope is finding.EVERYTHING:
        return [], None
    c = finding.criteria(filters, names_of(connection), scope)
    found: list[tuple[str, int]] = []
    for type_ in c.types[c.types.index(last[0]) if last else 0 :]:
        older = last[1] - 1 if last and last[0] == type_ else None
        part = replace(c, types=(type_,), last=older if older is not None else c.last)
        found += finding.find(connection, part, True, 0, size - len(found))[0]
        if len(found) == size:
            return records(connection, found, scope, c), found[-1]
    return records(connection, found, scope, c), None


def records(
    connection: Connection, found: Sequence[tuple[str, int]], scope: Scope, c: Criteria
) -> list[Record]:
    """What is found, in its order."""
    if scope.types not in VIEWS:
        return list(mixed(connection, found, c))
    ids = [number for _, number in found]
    rows = dicts(connection, IN_FULL.format(view=VIEWS[scope.types]), {"ids": json.dumps(ids)})
    by_id = {row["id"]: {column: row[column] for column in columns(scope)} for row in rows}
    return [by_id[number] for number in ids]


def mixed(connection: Connection, found: Sequence[tuple[str, int]], c: Criteria) -> Iterator[Record]:
    """Finds of several types under the same columns."""
    for row in finding.rows(connection, found):
        segments = excerpt(row["text"] or "", c.query.wanted)
        row["excerpt"] = "".join(segment.text for segment in segments)
        row["url"] = f"/{finding.TABLES[row['type']]}/{row['id']}"
        yield {name: row[name] for name in MIXED}
