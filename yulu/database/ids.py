"""Stable ids: the same article, quote or picture has the same number in every build."""

import hashlib
from collections.abc import Iterable

SPAN = 10**8


def digest(key: str) -> int:
    """A number below 2**52 (safe in JSON) that depends on the key alone."""
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], "big") >> 12


def dated_ids(rows: Iterable[tuple[str | None, str]]) -> dict[str, int]:
    """Ids for (day, key) rows: YYYYMMDD * 10**8 + digest, so that they rise with the date.

    Two keys that fall on the same number are told apart in key order: the later key
    takes the next free number, whatever the order of the rows.
    """
    return _spread((int((day or "0").replace("-", "")) * SPAN + digest(key) % SPAN, key) for day, key in rows)


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
