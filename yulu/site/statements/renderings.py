"""A statement as each article rendered it, with what is each one's own."""

from collections.abc import Sequence
from sqlite3 import Connection
from typing import Any

from yulu.site.rows import dicts
from yulu.site.wording import wordings

MOST = 500
STATEMENT = """
select statements.*, speakers.name as speaker
from statements join speakers on speakers.id = statements.speaker_id where statements.id = ?"""
RENDERINGS = f"""
select quotes.id, quotes.article_id, quotes.kind, quotes.cue, quotes.via, quotes.text, articles.day,
       articles.script, articles.title, articles.outlet_id, outlets.slug,
       outlets.name as outlet, speakers.name as speaker,
       statement_quotes.similarity
from statement_quotes
join quotes on quotes.id = statement_quotes.quote_id
join articles on articles.id = quotes.article_id
join outlets on outlets.id = articles.outlet_id
left join speakers on speakers.id = quotes.speaker_id
where statement_quotes.statement_id = ? order by articles.day, articles.id, quotes.start, quotes.position
limit {MOST}"""


def statement(connection: Connection, number: int) -> dict[str, Any]:
    """What the page of a statement shows. The row is there: Datasette has looked."""
    [row] = dicts(connection, STATEMENT, [number])
    return {"statement": row, "renderings": with_wordings(dicts(connection, RENDERINGS, [number]))}


def of_each_outlet(connection: Connection, statement: int) -> list[dict[str, Any]]:
    """One rendering of each outlet, its most complete, in the order of days."""
    renderings = dicts(connection, RENDERINGS, [statement])
    fullest = {r["outlet_id"]: r for r in sorted(renderings, key=lambda r: len(r["text"]))}
    return [r for r in renderings if r is fullest[r["outlet_id"]]]


def with_wordings(renderings: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each rendering with its text in pieces, of which some are its own."""
    found = wordings([rendering["text"] for rendering in renderings])
    return [{**r, "pieces": pieces} for r, pieces in zip(renderings, found, strict=True)]
