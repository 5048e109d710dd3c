"""What each outlet quoted of a day, of a speaker, or of both: what is asked for, and what is shown for it."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from sqlite3 import Connection
from typing import Any, Self
from urllib.parse import urlencode

from yulu.site.compare.side_by_side import rows_of, shared
from yulu.site.filters import normal
from yulu.site.people.lookup import outlet_called, the_one
from yulu.site.rows import dicts
from yulu.site.selection import MOST, OUTLETS, Picked, pick, unnamed

MOST_COLUMNS, COLUMNS = 6, 4  # that can be chosen, and that are shown where none is

MOST_NAMES = 50  # of outlets that are looked up

LATEST = """
select day from (select distinct day from articles where day is not null order by day desc) as days
where exists (
    select 1 from articles
    join quotes on quotes.article_id = articles.id
    join speakers on speakers.id = quotes.speaker_id
    where articles.day = days.day and speakers.kind <> 'unnamed'
      and (:outlets = '[]' or articles.outlet_id in (select value from json_each(:outlets)))
    group by speakers.id having count(distinct articles.outlet_id) > 1)
limit 1"""
LATEST_AT_ALL = """
select day from articles
where day is not null and (:outlets = '[]' or outlet_id in (select value from json_each(:outlets)))
  and exists (select 1 from quotes where article_id = articles.id)
order by day desc limit 1"""
BEFORE = "select max(day) from articles where day < ?"
AFTER = "select min(day) from articles where day > ?"


@dataclass(frozen=True)
class Asked:
    """What a reader asks for, as it was typed."""

    outlets: tuple[str, ...] = ()
    day: str = ""
    speaker: str = ""

    @classmethod
    def of(cls, arguments: Callable[[str], Iterable[str]]) -> Self:
        """From a function that gives the values of a URL's parameter. Never raises."""

        def values(name: str) -> list[str]:
            return [value.replace("\0", "").strip() for value in arguments(name)]

        outlets = [one.strip() for many in values("outlets") for one in many.split(",")] + values("outlet")
        day, speaker = (next(filter(None, values(name)), "") for name in ("day", "speaker"))
        return cls(tuple(dict.fromkeys(filter(None, outlets)))[:MOST_NAMES], day, speaker)

    def query_string(self) -> str:
        """The parameters of the one address of this comparison."""
        pairs = [("outlets", ",".join(self.outlets)), ("day", self.day), ("speaker", self.speaker)]
        return urlencode([(name, value) for name, value in pairs if value], safe=",")

    def but(self, **changed: Any) -> Self:
        return replace(self, **changed)


def understand(connection: Connection, asked: Asked) -> dict[str, Any]:
    """What is asked for in the names of this database, and what there is no such thing of."""
    called = {name: outlet_called(connection, name) for name in asked.outlets}
    said_by = the_one(connection, asked.speaker)
    speaker = said_by["speaker"]
    day = normal("from", asked.day)
    outlets = {row["id"]: row for row in dicts(connection, OUTLETS, ())}
    chosen = [outlets[number] for number in dict.fromkeys(called.values()) if number is not None]
    slugs = tuple(outlet["slug"] for outlet in chosen)
    return {
        **said_by,
        "no_outlets": [name for name, number in called.items() if number is None],
        "no_day": asked.day if not day else "",
        "asked": Asked(slugs, day, speaker["name"] if speaker else ""),
        "outlets": list(outlets.values()),
        "chosen": [outlet["id"] for outlet in chosen],
    }


def compare(connection: Connection, understood: dict[str, Any]) -> dict[str, Any]:
    """The columns, and the rows with a cell for each of them."""
    speaker, chosen, day = understood["speaker"], understood["chosen"], understood["asked"].day
    askable = not understood["no_day"] and not understood["no_speaker"]
    if askable and not day and not speaker:
        day = latest(connection, chosen)
    picked = pick(connection, day, day, speaker and speaker["id"]) if askable and (day or speaker) else []
    columns = columns_of(understood["outlets"], chosen or akin(connection, picked), picked)
    rows, left_out = rows_of(connection, picked, [column["id"] for column in columns], bool(speaker))
    return {
        **understood,
        "day": day,
        "before": neighbour(connection, BEFORE, day),
        "after": neighbour(connection, AFTER, day),
        "columns": columns,
        "rows": rows,
        "left_out": left_out,
        "only_newest": MOST if len(picked) == MOST else 0,
    }


def akin(connection: Connection, picked: Sequence[Picked]) -> list[int]:
    """The outlets with most quotes of speakers whom others quote too; among equals with most quotes."""
    groups = shared(picked, "speaker", unnamed(connection))
    together = Counter(quote.outlet for group in groups for quote in group)
    counts = Counter(quote.outlet for quote in picked)
    return sorted(counts, key=lambda outlet: (-together[outlet], -counts[outlet], outlet))[:COLUMNS]


def columns_of(
    outlets: Iterable[dict[str, Any]], wanted: Sequence[int], picked: Iterable[Picked]
) -> list[dict[str, Any]]:
    """The outlets to be shown. Tells each outlet how many quotes it has and whether it is one of them."""
    counts = Counter(quote.outlet for quote in picked)
    for outlet in outlets:
        outlet |= {"quotes": counts[outlet["id"]], "shown": outlet["id"] in wanted[:MOST_COLUMNS]}
    return sorted((o for o in outlets if o["shown"]), key=lambda outlet: wanted.index(outlet["id"]))


def latest(connection: Connection, outlets: Sequence[int]) -> str:
    """The latest day on which several of the outlets ([]: of all) quote one speaker, or any is quoted."""
    among = {"outlets": json.dumps(outlets)}
    day = connection.execute(LATEST, among).fetchone() if len(outlets) != 1 else None
    day = day or connection.execute(LATEST_AT_ALL, among).fetchone()
    return day[0] if day else ""


def neighbour(connection: Connection, sql: str, day: str) -> str | None:
    """The next day with articles, before or after a day; a month or a year has none."""
    [found] = connection.execute(sql, [day]).fetchone() if len(day) == len("2024-05-01") else [None]
    return found
