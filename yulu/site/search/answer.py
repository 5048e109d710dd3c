"""The answer to a request: finds with excerpts, counts for every filter, and what else would find more."""

import sqlite3
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import rjieba

from yulu.site.filters import Filters
from yulu.site.people.lookup import meant
from yulu.site.search import finding
from yulu.site.search.excerpt import Segment, excerpt
from yulu.site.search.finding import EVERYTHING, Cell, Criteria, Scope
from yulu.site.search.names import Names, names_of
from yulu.site.search.query import Phrase, Query

MOST_SPEAKERS = 12
QUOTE_WIDTH, TEXT_WIDTH = 240, 90  # characters: a quote is read, an article is opened
MOST_OFFERS = 4
LABELS = {
    "type": {"quote": "Quotes", "article": "Articles", "caption": "Captions"},
    "script": {"Hans": "Simplified", "Hant": "Traditional"},
}


@dataclass(frozen=True)
class Value:
    """One value of a filter: how many finds it has, and the request with it switched on or off."""

    value: str
    label: str
    count: int
    chosen: bool
    filters: Filters


@dataclass(frozen=True)
class Answer:
    """What a page, JSON or CSV is made from. `order` is as `finding.find` tells it."""

    filters: Filters
    understood: list[tuple[str, str]]
    order: str
    total: int
    rows: list[dict[str, Any]]
    facets: dict[str, list[Value]]
    nearest: list[tuple[str, Filters, int]]
    people: list[dict[str, Any]]

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.filters.size))

    @property
    def next(self) -> Filters | None:
        filters = self.filters
        return replace(filters, page=filters.page + 1) if filters.page * filters.size < self.total else None

    @property
    def previous(self) -> Filters | None:
        page = min(self.filters.page - 1, self.pages)
        return replace(self.filters, page=page) if page else None


def answer(connection: sqlite3.Connection, filters: Filters, scope: Scope = EVERYTHING) -> Answer:
    """Everything the page of a list shows for a request. The search of everything shows nothing unasked."""
    names = names_of(connection)
    criteria = finding.criteria(filters, names, scope)
    if not filters.asks and scope is EVERYTHING:
        return Answer(filters, [], "day", 0, [], {}, [], [])
    rows, order = page_of_rows(connection, criteria, filters)
    cells = finding.cells(connection, criteria)
    total = finding.count(criteria, cells)
    return Answer(
        filters,
        understood(filters, criteria, names),
        order,
        total,
        rows,
        facets(connection, filters, criteria, cells, scope),
        [] if total else list(nearest(connection, filters, names, scope)),
        named(connection, criteria.query, total) if scope.speaker is None and filters.page == 1 else [],
    )


def named(connection: sqlite3.Connection, query: Query, total: int) -> list[dict[str, Any]]:
    """The people whom the words of a query name."""
    if len(query.alternatives) != 1 or query.literal:
        return []
    return meant(connection, [phrase.plain for phrase in query.alternatives[0].wanted], total)


def page_of_rows(
    connection: sqlite3.Connection, criteria: Criteria, filters: Filters
) -> tuple[list[dict[str, Any]], str]:
    """The rows of the page that is asked for, and their order."""
    offset = (filters.page - 1) * filters.size
    found, order = finding.find(connection, criteria, filters.newest, offset, filters.size)
    return [shown(row, criteria.query.wanted) for row in finding.rows(connection, found)], order


def shown(row: dict[str, Any], wanted: Collection[Phrase]) -> dict[str, Any]:
    """A find with the excerpt of its text and its title, plain and as segments with marks."""
    text = row.pop("text") or ""
    segments = excerpt(text, wanted, QUOTE_WIDTH if row["type"] == "quote" else TEXT_WIDTH)
    return {
        **row,
        "speaker_segments": excerpt(row["speaker"] or "", wanted, width=60),
        "title_segments": excerpt(row["title"], wanted, width=60),
        "segments": segments,
        "excerpt": plain(segments),
    }


def plain(segments: Sequence[Segment]) -> str:
    return "".join(segment.text for segment in segments)


def understood(filters: Filters, criteria: Criteria, names: Names) -> list[tuple[str, str]]:
    """How a request was read: `words`, then each filter, as (name, what it stands for)."""
    alternatives = []
    for alternative in criteria.query.alternatives:
        wanted = " AND ".join(f"“{phrase.plain}”" for phrase in alternative.wanted)
        unwanted = "".join(f" NOT “{phrase.plain}”" for phrase in alternative.unwanted)
        alternatives.append((wanted + unwanted).strip())
    parts = [("words", " OR ".join(alternatives))] if alternatives else []
    for field, values in filters.values.items():
        parts.append((field, " OR ".join(_meaning(field, value, names) for value in values)))
    return parts


def _meaning(field: str, value: str, names: Names) -> str:
    if field in ("speaker", "outlet", "tag"):
        return names.label(field, value)
    return LABELS.get(field, {}).get(value, value)


def facets(
    connection: sqlite3.Connection, filters: Filters, criteria: Criteria, cells: Sequence[Cell], scope: Scope
) -> dict[str, list[Value]]:
    """For each filter its values with the number of finds there are if the other filters stay."""
    outlets = {i: (slug, name) for i, slug, name in connection.execute("select id, slug, name from outlets")}
    counted: dict[str, list[Value]] = {}
    for field in ("type", "kind", "outlet", "script", "confidence"):
        sums: dict[Any, int] = {}
        for cell in cells:
            value = getattr(cell, field)
            if value is not None and finding.meets(criteria, cell, but=field):
                sums[value] = sums.get(value, 0) + cell.count
        values = sorted(sums, key=lambda value: (-sums[value], value))
        counted[field] = [
            _value(filters, field, *(outlets[v] if field == "outlet" else (v, v)), sums[v]) for v in values
        ]
    if len(scope.types) == 1:
        del counted["type"]
    if scope.speaker is None:
        said = finding.speakers(connection, criteria, MOST_SPEAKERS)
        counted["speaker"] = [_value(filters, "speaker", name, name, count) for name, count in said]
    return counted


def _value(filters: Filters, field: str, value: str, label: str, count: int) -> Value:
    label = LABELS.get(field, {}).get(label, label)
    return Value(value, label, count, (field, value) in filters.chosen, filters.toggled(field, value))


def nearest(
    connection: sqlite3.Connection, filters: Filters, names: Names, scope: Scope
) -> Iterator[tuple[str, Filters, int]]:
    """Where nothing was found: up to MOST_OFFERS requests near to it that find something, and how much."""
    offered = 0
    for label, near in offers(filters):
        count = finding.total(connection, finding.criteria(near, names, scope)) if near.asks else 0
        if count and offered < MOST_OFFERS:
            offered += 1
            yield label, near, count


def offers(filters: Filters) -> Iterator[tuple[str, Filters]]:
    """What else could be asked, the nearest first: the other script, fewer filters, words for a phrase."""
    for field in sorted(filters.values, key=lambda field: field != "script"):
        label = "in either script" if field == "script" else f"without the filter by {field}"
        yield label, filters.without(field)
    bare = filters.without()
    if len(filters.values) > 1:
        yield "without any filter", bare
    words = [word for phrase in filters.query.wanted for word in rjieba.cut(phrase.plain)]
    words = list(dict.fromkeys(word for word in words if word.isalnum()))
    if len(words) < 2:
        return
    kept = "".join(f' {f.field}:"{f.value}"' for f in filters.query.filters)
    yield "as separate words", replace(filters, q=" ".join(words) + kept, page=1)
    if filters.values:
        yield "as separate words without any filter", replace(bare, q=" ".join(words))
    yield "with any of the words", replace(filters, q=" OR ".join(words) + kept, page=1)
    if filters.values:
        yield "with any of the words, without any filter", replace(bare, q=" OR ".join(words))
