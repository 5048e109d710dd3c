"""Everyone who is quoted, the most quoted first, a page at a time."""

from sqlite3 import Connection
from typing import Any

from yulu.site.rows import dicts
from yulu.site.search.names import names_of

KINDS = ("person", "organisation", "document", "unnamed")
SIZE = 50

PAGE = """
select speakers.*, counted.quotes
from (select speaker_id, count(*) as quotes from quotes where speaker_id is not null group by speaker_id)
    as counted
join speakers on speakers.id = counted.speaker_id
where :kind in ('', speakers.kind) and :initial in ('', initial(speakers.name, speakers.kind))
order by counted.quotes desc, speakers.name limit :size offset :offset"""
INITIALS = """
select initial(name, kind) as letter, count(*) as speakers from speakers
where :kind in ('', kind) and id in (select speaker_id from quotes) group by letter"""
SPEAKER = """
select speakers.*, (select count(*) from quotes where speaker_id = speakers.id) as quotes
from speakers where id = ?"""
ARTICLES = "select count(distinct article_id) from quotes where speaker_id = ?"


def everyone(
    connection: Connection, q: str = "", kind: str = "", initial: str = "", page: int = 1
) -> dict[str, Any]:
    """The people of a page, how many there are in all and under each letter, and the pages there are.

    A search goes through all letters.
    """
    initials = {} if q else count_initials(connection, kind)
    initial = initial if initial in initials else ""
    if q:
        people, total = called(connection, q, kind, page)
    else:
        people = all_people(connection, kind, initial, page)
        total = initials[initial] if initial else sum(initials.values())
    for row in people:
        [row["articles"]] = connection.execute(ARTICLES, [row["id"]]).fetchone()
    pages = -(-total // SIZE)
    shown = {"people": people, "total": total, "page": page, "pages": pages, "size": SIZE}
    return {**shown, "initials": initials, "initial": initial}


def count_initials(connection: Connection, kind: str) -> dict[str, int]:
    """How many speakers stand under each letter, "#" behind Z."""
    counts = dict(tuple(row) for row in connection.execute(INITIALS, {"kind": kind}))
    return {letter: counts[letter] for letter in sorted(counts, key=lambda letter: (letter == "#", letter))}


def all_people(connection: Connection, kind: str, initial: str, page: int) -> list[dict[str, Any]]:
    """Those of a page; "" is every kind and every letter."""
    where = {"kind": kind, "initial": initial, "size": SIZE, "offset": (page - 1) * SIZE}
    return dicts(connection, PAGE, where)


def called(connection: Connection, q: str, kind: str, page: int) -> tuple[list[dict[str, Any]], int]:
    """Those one of whose names holds what is asked for: script, width and spaces do not matter."""
    names = names_of(connection)
    found = names.suggest(q, "speaker", limit=len(names.names))
    if kind:
        ids = {row[0] for row in connection.execute("select id from speakers where kind = ?", [kind])}
        found = [name for name in found if name.id in ids]
    shown = found[(page - 1) * SIZE : page * SIZE]
    return [row for name in shown for row in dicts(connection, SPEAKER, [name.id])], len(found)
