"""Quotes in rows with a cell for each outlet: the same words first, then the same speakers, then the rest."""

from collections.abc import Container, Iterable, Sequence
from sqlite3 import Connection
from typing import Any

from yulu.site.search.names import bare
from yulu.site.selection import KINDS, Picked, in_full, unnamed
from yulu.site.wording import wordings

MOST_ROWS = 20  # of the same words, and of the same speakers
IN_CELL, IN_LAST = 6, 12  # quotes of an outlet in a row, and in the row of what is left
AGAIN = 4  # so often the same words are passed over in search of others


def rows_of(
    connection: Connection, picked: Iterable[Picked], columns: Sequence[int], one_speaker: bool
) -> tuple[list[dict[str, Any]], dict[str, int]]:
    """The rows, and how many of each sort are left out. With one speaker only words can be shared."""
    left = sorted((quote for quote in picked if quote.outlet in columns), key=newest_then_telling)
    rows: list[dict[str, Any]] = []
    shown: list[Picked] = []
    left_out = {}
    for what in ("statement",) if one_speaker else ("statement", "speaker"):
        groups = shared(left, what, unnamed(connection, left) if what == "speaker" else ())
        left_out[what] = max(0, len(groups) - MOST_ROWS)
        for group in groups[:MOST_ROWS]:
            rows.append({"what": what, "cells": cells(apart(group), columns)})
            shown += group
        left = apart(left, shown)
    if left:
        rows.append({"what": "rest", "cells": cells(left, columns)})
    fill(connection, rows)
    return rows, left_out


def newest_then_telling(quote: Picked) -> tuple[int, ...]:
    return -(quote.article // 10**8), KINDS.index(quote.kind), quote.article, quote.start, -quote.end


def shared(picked: Iterable[Picked], what: str, but: Container[int]) -> list[list[Picked]]:
    """Quotes of the same statement or speaker in several outlets, those of most outlets first."""
    groups: dict[int, list[Picked]] = {}
    for quote in picked:
        value = getattr(quote, what)
        if value is not None and value not in but:
            groups.setdefault(value, []).append(quote)
    wide = [group for group in groups.values() if width(group) > 1]
    return sorted(wide, key=lambda group: (-width(group), not spoken(group), -len(group), group[0].id))


def width(group: Iterable[Picked]) -> int:
    return len({quote.outlet for quote in group})


def spoken(group: Iterable[Picked]) -> bool:
    return any(quote.kind == "direct" for quote in group)


def cells(group: Sequence[Picked], columns: Sequence[int]) -> list[dict[str, Any]]:
    """For each column the ids of its quotes of the group, and how many they are."""
    by_column = [[quote.id for quote in group if quote.outlet == outlet] for outlet in columns]
    return [{"total": len(ids), "quotes": ids} for ids in by_column]


def apart(quotes: Iterable[Picked], shown: Iterable[Picked] = ()) -> list[Picked]:
    """The quotes without those that are inside one of them or one that is shown, which has their words."""
    around: dict[int, list[Picked]] = {}  # by article
    for quote in shown:
        around.setdefault(quote.article, []).append(quote)
    kept = []
    for quote in quotes:
        others = around.setdefault(quote.article, [])
        if not any(other.start <= quote.start and quote.end <= other.end for other in others):
            others.append(quote)
            kept.append(quote)
    return kept


def fill(connection: Connection, rows: Iterable[dict[str, Any]]) -> None:
    """Puts the first quotes in the place of all ids, says of whom a row is, and what is an outlet's own."""
    rows = list(rows)
    limits = {id(row): IN_LAST if row["what"] == "rest" else IN_CELL for row in rows}
    wanted = [n for row in rows for cell in row["cells"] for n in cell["quotes"][: limits[id(row)] * AGAIN]]
    quotes = in_full(connection, wanted)
    for row in rows:
        for cell in row["cells"]:
            some = cell["quotes"][: limits[id(row)] * AGAIN]
            cell["quotes"] = different(quotes[number] for number in some)[: limits[id(row)]]
        lead = next(quote for cell in row["cells"] for quote in cell["quotes"])
        row["speaker"] = None if row["what"] == "rest" else lead["speaker"]
        row["statement_id"] = lead["statement_id"] if row["what"] == "statement" else None
        in_pieces([quote for cell in row["cells"] for quote in cell["quotes"]], row["what"] == "statement")


def in_pieces(quotes: Sequence[dict[str, Any]], same_words: bool) -> None:
    """Gives each quote its text in pieces; of the same words those are marked that are its own."""
    texts = [quote["text"] for quote in quotes]
    found = wordings(texts) if same_words else [wordings([text])[0] for text in texts]
    for quote, pieces in zip(quotes, found, strict=True):
        quote["pieces"] = pieces


def different(quotes: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The first of those that are the same but for script and punctuation: an outlet repeats itself."""
    first: dict[tuple[int | None, str], dict[str, Any]] = {}
    for quote in quotes:
        first.setdefault((quote["speaker_id"], bare(quote["text"])), quote)
    return list(first.values())
