"""Counts over time, one line of bars for each of several labels: what a template draws as small SVGs."""

from collections.abc import Iterable
from dataclasses import dataclass

MOST_MONTHS = 120  # of a longer time each year gets a bar
HEIGHT = 30
SLOT, BAR = 10, 8  # how wide a period and its bar are
FEWEST_SLOTS = 6  # so that a single period is not drawn as a wall


@dataclass(frozen=True, slots=True)
class Bar:
    """The count of a period, and where its bar stands, in units of the drawing."""

    period: str
    count: int
    x: int
    y: int
    height: int


@dataclass(frozen=True, slots=True)
class Line:
    """The bars of one label; all lines of a chart have the same scale, so that they can be compared."""

    label: str
    bars: tuple[Bar, ...]

    @property
    def total(self) -> int:
        return sum(bar.count for bar in self.bars)

    @property
    def highest(self) -> Bar:
        return max(self.bars, key=lambda bar: bar.count)


@dataclass(frozen=True, slots=True)
class Chart:
    """The periods from left to right, and a line for each label, the largest first."""

    periods: tuple[str, ...]
    lines: tuple[Line, ...]
    undated: int  # counted, but of no period

    @property
    def width(self) -> int:
        return SLOT * max(len(self.periods), FEWEST_SLOTS)


def chart(counts: Iterable[tuple[str | None, str, int]]) -> Chart | None:
    """From (month as YYYY-MM, label, count) in any order; None where there is nothing to draw."""
    given = list(counts)
    found = [(month, label, count) for month, label, count in given if month]
    if not found:
        return None
    periods = between(min(month for month, _, _ in found), max(month for month, _, _ in found))
    sums: dict[str, dict[str, int]] = {}
    for month, label, count in found:
        of_label = sums.setdefault(label, {})
        period = month[: len(periods[0])]
        of_label[period] = of_label.get(period, 0) + count
    most = max(count for of_label in sums.values() for count in of_label.values())
    lines = [Line(label, bars(periods, of_label, most)) for label, of_label in sums.items()]
    lines.sort(key=lambda line: (-line.total, line.label))
    undated = sum(count for month, _, count in given if not month)
    return Chart(periods, tuple(lines), undated)


def bars(periods: tuple[str, ...], counts: dict[str, int], most: int) -> tuple[Bar, ...]:
    """A bar for every period; what is there at all can be seen, however little it is."""
    heights = [-(-HEIGHT * counts.get(period, 0) // most) for period in periods]
    return tuple(
        Bar(period, counts.get(period, 0), n * SLOT, HEIGHT - height, height)
        for n, (period, height) in enumerate(zip(periods, heights, strict=True))
    )


def between(first: str, last: str) -> tuple[str, ...]:
    """Every month from the first to the last, or every year where these are too many."""
    (year, month), (last_year, last_month) = (map(int, text.split("-")) for text in (first, last))
    months = (last_year - year) * 12 + last_month - month + 1
    if months > MOST_MONTHS:
        return tuple(f"{y:04d}" for y in range(year, last_year + 1))
    return tuple(f"{year + n // 12:04d}-{n % 12 + 1:02d}" for n in range(month - 1, month - 1 + months))
