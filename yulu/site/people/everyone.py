"""Everyone who is quoted, the most quoted first, a page at a time."""

from sqlite3 import Connection
from typing import Any

from yulu.site.rows import dicts
from yulu.site.search.names import build_of, names_of

KINDS = ("person", "organisation", "document", "unnamed")
SIZE = 50
COLUMNS = ("id", "name", "name_latin", "kind", "note", "quotes", "articles", "first_day", "last_day")

PERSON = """
select speakers.id, speakers.name, speakers.name_latin, speakers.kind, speakers.note, counted.quotes,
       counted.articles, counted.first_day, counted.last_day
from speaker_counts as counted cross join speakers on speakers.id = counted.speaker_id"""
PAGE = f"""{PERSON}
where :kind in ('', speakers.kind) and :initial in ('', initial(speakers.name, speakers.kind))
order by counted.quotes desc, counted.speaker_id desc limit :size offset :offset"""
INITIALS = """
select kind, initial(name, kind) as letter, count(*)
from speaker_counts cross join speakers on speakers.id = speaker_id group by kind, letter"""


def everyone(
    connection: Connection, q: str = "", kind: str = "", initial: str = "", page: int = 1, size: int = 0
) -> dict[str, Any]:
    """The people of a page, how many there are in all, of each kind and under each letter, and the pages.

    A search goes through all letters, and through all kinds where `kind` is "".
    """
    size = size or SIZE
    of_kinds = counted(connection)
    initials = {} if q else of_kinds.get(kind, {})
    initial = initial if initial in initials else ""
    counts = {kind: sum(letters.values()) for kind, letters in of_kinds.items()}
    if q:
        people, total = called(connection, q, kind, page, size)
    else:
        people = all_people(connection, kind, initial, page, size)
        total = initials[initial] if initial else counts.get(kind, sum(counts.values()))
    pages = -(-total // size)
    shown = {"people": people, "total": total, "page": page, "pages": pages, "size": size}
    return {**shown, "of_kinds": counts, "initials": initials, "initial": initial}


Counts = dict[str, dict[str, int]]
_kept: dict[tuple[str, str], Counts] = {}


def counted(connection: Connection) -> Counts:
    """How many speakers stand under each letter, by kind, "#" behind Z. Counted once for each build."""
    build = build_of(connection)
    if build not in _kept:
        counts: Counts = {kind: {} for kind in KINDS}
        for kind, letter, n in connection.execute(INITIALS):
            counts[kind][letter] = n
        _kept.clear()
        _kept[build] = {kind: dict(sorted(of.items(), key=behind_z)) for kind, of in counts.items()}
    return _kept[build]


def behind_z(letter: tuple[str, int]) -> tuple[bool, str]:
    return letter[0] == "#", letter[0]


def all_people(connection: Connection, kind: str, initial: str, page: int, size: int) -> list[dict[str, Any]]:
    """Those of a page; "" is every kind and every letter."""
    where = {"kind": kind, "initial": initial, "size": size, "offset": (page - 1) * size}
    return dicts(connection, PAGE, where)


def called(
    connection: Connection, q: str, kind: str, page: int, size: int
) -> tuple[list[dict[str, Any]], int]:
    """Those one of whose names holds what is asked for: script, width and spaces do not matter."""
    names = names_of(connection)
    found = [name for name in names.suggest(q, "speaker", limit=len(names.names)) if name.count]
    if kind:
        ids = {row[0] for row in connection.execute("select id from speakers where kind = ?", [kind])}
        found = [name for name in found if name.id in ids]
    shown = found[(page - 1) * size : page * size]
    one = f"{PERSON} where speakers.id = ?"
    return [row for name in shown for row in dicts(connection, one, [name.id])], len(found)
