"""The curve of what a second reader is worth, as the page about the publication draws it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SECOND_READING = Path("benchmarks") / "second_reading.json"
KINDS = ("direct", "indirect")
WIDTH, HEIGHT = 400, 100
MOST = 40  # percent: who reads more than that reads everything


@dataclass(frozen=True, slots=True)
class Curve:
    """Points for a drawing of WIDTH by HEIGHT, and the numbers themselves."""

    articles: int
    rows: Sequence[Mapping[str, float]]
    lines: Mapping[str, str]  # kind -> points of its line


def curve(measured: Mapping[str, Any] | None) -> Curve | None:
    """From benchmarks/second_reading.json; None where nothing was measured."""
    rows = [row for row in (measured or {}).get("curve", ()) if row["percent"] <= MOST]
    if not measured or not rows:
        return None
    values = [row[kind] for row in rows for kind in KINDS]
    low, high = min(values), max(values)
    scale = HEIGHT / (high - low) if high > low else 0

    def point(row: Mapping[str, float], kind: str) -> str:
        return f"{row['percent'] / MOST * WIDTH:.0f},{HEIGHT - (row[kind] - low) * scale:.0f}"

    return Curve(
        measured["articles"],
        rows,
        {kind: " ".join(point(row, kind) for row in rows) for kind in KINDS},
    )
