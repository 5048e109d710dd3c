"""Stable ids: the same article, quote or picture has the same number in every build."""

import hashlib
from array import array
from collections.abc import Callable, Iterable, Sequence, Set

import numpy as np

SPAN = 10**8


def digest(key: str) -> int:
    """A number below 2**52 (safe in JSON) that depends on the key alone."""
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], "big") >> 12


def dated_ids(rows: Iterable[tuple[str | None, str]]) -> dict[str, int]:
    """Ids for (day, key) rows: YYYYMMDD * 10**8 + digest, so that they rise with the date.

    Two keys that fall on the same number are told apart in key order: the later key
    takes the next free number, whatever the order of the rows.
    """
    return _spread((dated(day, key), key) for day, key in rows)


def dated(day: str | None, key: str) -> int:
    return int((day or "0").replace("-", "")) * SPAN + digest(key) % SPAN


class DatedIds:
    """`dated_ids` of the many things of articles: only keys of those that want one number are held."""

    def __init__(self) -> None:
        self.of: dict[str, array[int]] = {}  # by article; in the order of its things

    def note(self, article: str, day: str | None, keys: Iterable[str]) -> None:
        self.of[article] = array("q", (dated(day, key) for key in keys))

    def settle(self, keys_of: Callable[[Set[str]], Iterable[tuple[str, Sequence[str]]]]) -> None:
        """After all are noted. `keys_of` gives articles of a set, each with the keys that were noted."""
        shared = crowded(self.of.values())
        if not shared:
            return
        holders = {article for article, numbers in self.of.items() if not shared.isdisjoint(numbers)}
        places = [
            (article, n, key)
            for article, keys in keys_of(holders)
            for n, key in enumerate(keys)
            if self.of[article][n] in shared
        ]
        ids = _spread((self.of[article][n], key) for article, n, key in places)
        for article, n, key in places:
            self.of[article][n] = ids[key]


def crowded(numbers: Iterable["array[int]"]) -> set[int]:
    """The numbers that several want, and those behind them that these take or push on."""
    wanted, times = np.unique(np.concatenate([np.empty(0, np.int64), *numbers]), return_counts=True)
    found: set[int] = set()
    for at in map(int, np.flatnonzero(times > 1)):
        number, waiting = int(wanted[at]), 0
        while True:
            if at < len(wanted) and wanted[at] == number:
                waiting += int(times[at])
                at += 1
            if not waiting:
                break
            found.add(number)
            waiting -= 1
            number += 1
    return found


def name_ids(names: Iterable[str]) -> dict[str, int]:
    """Ids for things that have a name and no date."""
    return _spread((digest(name), name) for name in names)


def _spread(wanted: Iterable[tuple[int, str]]) -> dict[str, int]:
    ids: dict[str, int] = {}
    taken: set[int] = set()
    for number, key in sorted(set(wanted)):
        while number in taken:
            number += 1
        taken.add(number)
        ids[key] = number
    return ids
