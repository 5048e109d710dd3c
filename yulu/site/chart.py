"""Counts over time, a line of bars for each of several labels: what a template draws."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

MOST_DAYS, MOST_MONTHS = 100, 120  # of a longer time each month gets a bar, or each year
MOST_TICKS = 6
HEIGHT = 30  # of the highest bar
SLOT, BAR = 10, 8  # how wide a period and its bar are
FEWEST_SLOTS = 6  # so that a single period is not drawn as a wall
UNITS = {4: "year", 7: "month", 10: "day"}  # by the length of a period


@dataclass(frozen=True, slots=True)
class Bar:
    """The count of a period, its share of the highest in percent, and where it stands in a drawing."""

    period: str
    count: int
    percent: float
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

    @property
    def unit(self) -> str:
        """day, month or year."""
        return UNITS[len(self.periods[0])]

    @property
    def most(self) -> int:
        """The top of the scale."""
        return max(line.highest.count for line in self.lines)

    @property
    def ticks(self) -> frozenset[str]:
        """The periods that are named below the bars."""
        step = -(-len(self.periods) // MOST_TICKS)
        return frozenset(self.periods[::step])


def chart(counts: Iterable[tuple[str | None, str, int]]) -> Chart | None:
    """From (day or month, label, count) in any order; None where there is nothing to draw."""
    given = list(counts)
    found = [(period, label, count) for period, label, count in given if period]
    if not found:
        return None
    periods = between(min(period for period, _, _ in found), max(period for period, _, _ in found))
    sums: dict[str, dict[str, int]] = {}
    for written, label, count in found:
        of_label = sums.setdefault(label, {})
        period = written[: len(periods[0])]
        of_label[period] = of_label.get(period, 0) + count
    most = max(count for of_label in sums.values() for count in of_label.values())
    lines = [Line(label, bars(periods, of_label, most)) for label, of_label in sums.items()]
    lines.sort(key=lambda line: (-line.total, line.label))
    undated = sum(count for period, _, count in given if not period)
    return Chart(periods, tuple(lines), undated)


def bars(periods: tuple[str, ...], counts: dict[str, int], most: int) -> tuple[Bar, ...]:
    """A bar for every period; what is there at all can be seen, however little it is."""
    heights = [-(-HEIGHT * counts.get(period, 0) // most) for period in periods]
    return tuple(
        Bar(
            period,
            counts.get(period, 0),
            round(100 * counts.get(period, 0) / most, 1),
            n * SLOT,
            HEIGHT - height,
            height,
        )
        for n, (period, height) in enumerate(zip(periods, heights, strict=True))
    )


def between(first: str, last: str) -> tuple[str, ...]:
    """Every day from the first to the last, or every month or year where these are too many."""
    if len(first) == len(last) == len("2024-05-01"):
        start, days = (
            date.fromisoformat(first),
            (date.fromisoformat(last) - date.fromisoformat(first)).days + 1,
        )
        if days <= MOST_DAYS:
            return tuple((start + timedelta(n)).isoformat() for n in range(days))
    (year, month), (last_year, last_month) = (map(int, text[:7].split("-")) for text in (first, last))
    months = (last_year - year) * 12 + last_month - month + 1
    if months > MOST_MONTHS:
        return tuple(f"{y:04d}" for y in range(year, last_year + 1))
    return tuple(f"{year + n // 12:04d}-{n % 12 + 1:02d}" for n in range(month - 1, month - 1 + months))
