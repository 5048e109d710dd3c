"""The quotes of a time and of a speaker: what choosing among them takes of each, then the chosen in full."""

import json
from collections.abc import Iterable
from sqlite3 import Connection
from typing import Any, NamedTuple

from yulu.site.filters import ids_from, ids_to
from yulu.site.rows import dicts

OUTLETS = "select id, slug, name from outlets order by name"
KINDS = ("direct", "indirect", "partial")  # a few words in marks tell least on their own
MOST = 100_000  # quotes to choose among, the newest: more take longer than a reader waits
# Ids of quotes and of articles begin with the day, so a time is a range of ids and needs no other index.
PICK = """
select quotes.id, quotes.article_id, quotes.start, quotes.end, quotes.kind, articles.outlet_id,
       statement_quotes.statement_id, quotes.speaker_id
from quotes
cross join articles on articles.id = quotes.article_id
left join statement_quotes on statement_quotes.quote_id = quotes.id
where """
OF_A_TIME = PICK + "quotes.id between :first and :last order by quotes.id desc limit :most"
OF_A_SPEAKER = f"""{PICK} quotes.id between :first and :last
  and quotes.id in (select quote_id from quote_speakers where speaker_id = :speaker)
order by quotes.id desc limit :most"""
UNNAMED = "select id from speakers where kind = 'unnamed' and id in (select value from json_each(?))"
IN_FULL = """
select quotes.id, quotes.article_id, quotes.kind, quotes.text, quotes.cue, quotes.via, articles.day,
       articles.script, articles.title, outlets.slug, outlets.name as outlet, speakers.id as speaker_id,
       speakers.name as speaker, statement_quotes.statement_id
from quotes
join articles on articles.id = quotes.article_id
join outlets on outlets.id = articles.outlet_id
left join speakers on speakers.id = quotes.speaker_id
left join statement_quotes on statement_quotes.quote_id = quotes.id
where quotes.id in (select value from json_each(?))"""


class Picked(NamedTuple):
    """A quote, as far as it matters for the choice."""

    id: int
    article: int
    start: int
    end: int
    kind: str
    outlet: int
    statement: int | None
    speaker: int | None


def pick(connection: Connection, first: str = "", last: str = "", speaker: int | None = None) -> list[Picked]:
    """The newest MOST quotes from a day, month or year to another ("" is any), of a speaker if given."""
    sql = OF_A_TIME if speaker is None else OF_A_SPEAKER
    asked = {"first": ids_from(first) if first else 0, "last": ids_to(last), "speaker": speaker, "most": MOST}
    return [Picked(*row) for row in connection.execute(sql, asked)]


def unnamed(connection: Connection, quotes: Iterable[Picked]) -> set[int]:
    """Their speakers without a name: two outlets that quote 知情人士 need not quote the same person."""
    speakers = {quote.speaker for quote in quotes if quote.speaker is not None}
    return {row[0] for row in connection.execute(UNNAMED, [json.dumps(list(speakers))])}


def in_full(connection: Connection, ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    """By its id, everything a page shows of a quote; in the order of `ids`."""
    numbers = list(ids)
    found = {row["id"]: row for row in dicts(connection, IN_FULL, [json.dumps(numbers)])}
    return {number: found[number] for number in numbers}
