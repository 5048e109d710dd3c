"""Everyone who is quoted, the most quoted first, a page at a time."""

from sqlite3 import Connection
from typing import Any

from yulu.search.names import names_of
from yulu.select import dicts

KINDS = ("person", "organisation", "document", "unnamed")
SIZE = 50

PAGE = """
select speakers.*, counted.quotes
from (select speaker_id, count(*) as quotes from quotes where speaker_id is not null group by speaker_id)
    as counted
join speakers on speakers.id = counted.speaker_id
where :kind in ('', speakers.kind)
order by counted.quotes desc, speakers.name limit :size offset :offset"""
TOTAL = "select count(*) from speakers where :kind in ('', kind) and id in (select speaker_id from quotes)"
SPEAKER = """
select speakers.*, (select count(*) from quotes where speaker_id = speakers.id) as quotes
from speakers where id = ?"""
ARTICLES = "select count(distinct article_id) from quotes where speaker_id = ?"


def everyone(connection: Connection, q: str = "", kind: str = "", page: int = 1) -> dict[str, Any]:
    """The people of a page, how many there are in all, and the pages before and after."""
    people, total = called(connection, q, kind, page) if q else all_people(connection, kind, page)
    for row in people:
        [row["articles"]] = connection.execute(ARTICLES, [row["id"]]).fetchone()
    pages = -(-total // SIZE)
    return {"people": people, "total": total, "page": page, "pages": pages, "size": SIZE}


def all_people(connection: Connection, kind: str, page: int) -> tuple[list[dict[str, Any]], int]:
    """Those of a page, and how many there are in all; "" is every kind."""
    where = {"kind": kind, "size": SIZE, "offset": (page - 1) * SIZE}
    [total] = connection.execute(TOTAL, {"kind": kind}).fetchone()
    return dicts(connection, PAGE, where), total


def called(connection: Connection, q: str, kind: str, page: int) -> tuple[list[dict[str, Any]], int]:
    """Those one of whose names holds what is asked for: script, width and spaces do not matter."""
    names = names_of(connection)
    found = names.suggest(q, "speaker", limit=len(names.names))
    if kind:
        ids = {row[0] for row in connection.execute("select id from speakers where kind = ?", [kind])}
        found = [name for name in found if name.id in ids]
    shown = found[(page - 1) * SIZE : page * SIZE]
    return [row for name in shown for row in dicts(connection, SPEAKER, [name.id])], len(found)
