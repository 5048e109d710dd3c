"""What a first look at all cues of a sentence says about each content: what stands beside, around, in it."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from yulu.quotes.features.codes import Table, table
from yulu.quotes.reports import Report

COLUMNS = (
    "likely", "margin", "likely in all", "outer", "inner", "next", "next distance", "crossing", "previous",
    "same words", "later",
)  # fmt: skip
SAME = 0.7
EMPTY = (-1.0,) * len(COLUMNS)


def rows(found: Sequence[Report], likely: NDArray[np.float64], hopeless: float) -> Table:
    """One row for each content of the reports of an article, in order.

    likely: how likely each content is, by a first model that sees each alone. The rows of a report whose
    contents are all less likely than `hopeless` stay empty.
    """
    numbers: list[Sequence[float]] = [EMPTY] * len(likely)
    group: list[tuple[Report, int, list[float]]] = []
    row = 0
    for report in found:
        if not report.contents:
            continue
        if group and (group[0][0].paragraph, group[0][0].sentence) != (report.paragraph, report.sentence):
            fill(numbers, group, hopeless)
            group = []
        group.append((report, row, likely[row : row + len(report.contents)].tolist()))
        row += len(report.contents)
    if group:
        fill(numbers, group, hopeless)
    return table(numbers, COLUMNS)


def fill(rows: list[Sequence[float]], group: list[tuple[Report, int, list[float]]], hopeless: float) -> None:
    """The rows of one sentence."""
    best = [
        (report, max(p), report.contents[max(range(len(p)), key=p.__getitem__)]) for report, _, p in group
    ]
    for n, (report, row, p) in enumerate(group):
        first, second = sorted([*p, 0.0], reverse=True)[:2]
        if first < hopeless:
            continue
        later = [q for _, q, _ in best[n + 1 :]]
        outer = max(
            (q for _, q, c in best[:n] if not c.before and c.start <= report.cue.start < c.end), default=0.0
        )
        for m, content in enumerate(report.contents):
            start, end = content.start, content.end
            following = next(((r, q) for r, q, _ in best[n + 1 :] if r.clause >= end - 1), None)
            inner = crossing = same = 0.0
            for k, (other, q, c) in enumerate(best):
                if k == n:
                    continue
                if k > n and start <= other.cue.start < end:
                    inner = max(inner, q)
                if k > n and not c.before and c.start < end < c.end:
                    crossing = max(crossing, q)
                both = min(end, c.end) - max(start, c.start)
                if both > SAME * (max(end, c.end) - min(start, c.start)):
                    same = max(same, q)
            rows[row + m] = (
                p[m],
                p[m] - (first if p[m] < first else second),
                sum(p),
                outer,
                inner,
                following[1] if following else -1,
                following[0].clause - end if following else -1,
                crossing,
                best[n - 1][1] if n else -1,
                same,
                max(later, default=-1),
            )
