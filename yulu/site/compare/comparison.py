"""What each outlet quoted of a time, of a speaker or of both: what is asked, and what is shown for it."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from sqlite3 import Connection
from typing import Any

from yulu.site.compare.side_by_side import rows_of, shared
from yulu.site.filters import Filters
from yulu.site.people.lookup import outlet_called, the_one
from yulu.site.rows import dicts
from yulu.site.selection import MOST, OUTLETS, Picked, pick, unnamed

MOST_COLUMNS, COLUMNS = 6, 4  # that can be chosen, and that are shown where none is
MOST_NAMES = 50  # of outlets that are looked up

LATEST = """
select day from (
    select distinct day from article_counts where day <> 'unknown' order by day desc) as days
where exists (
    select 1 from articles
    join quotes on quotes.article_id = articles.id
    join speakers on speakers.id = quotes.speaker_id
    where articles.day = days.day and speakers.kind <> 'unnamed'
      and (:outlets = '[]' or articles.outlet_id in (select value from json_each(:outlets)))
    group by speakers.id having count(distinct articles.outlet_id) > 1)
limit 1"""
LATEST_AT_ALL = """
select max(day) from quote_counts
where day <> 'unknown' and (:outlets = '[]' or outlet_id in (select value from json_each(:outlets)))"""
BEFORE = "select max(day) from articles where day < ?"
AFTER = "select min(day) from articles where day > ?"
DAY = "2024-05-01"


def understand(connection: Connection, typed: Filters, no_day: str = "") -> dict[str, Any]:
    """What is asked for in the names of this database, and what there is no such thing of."""
    called = {name: outlet_called(connection, name) for name in typed.chosen_of("outlet")[:MOST_NAMES]}
    said_by = the_one(connection, typed.first_of("speaker"))
    speaker = said_by["speaker"]
    outlets = {row["id"]: row for row in dicts(connection, OUTLETS, ())}
    chosen = [outlets[number] for number in dict.fromkeys(called.values()) if number is not None]
    asked = Filters().choosing(
        outlet=[outlet["slug"] for outlet in chosen],
        speaker=speaker["name"] if speaker else "",
        **{"from": typed.first_of("from"), "to": typed.first_of("to")},
    )
    return {
        **said_by,
        "no_outlets": [name for name, number in called.items() if number is None],
        "no_day": no_day,
        "asked": asked,
        "outlets": list(outlets.values()),
        "chosen": [outlet["id"] for outlet in chosen],
    }


def compare(connection: Connection, understood: dict[str, Any]) -> dict[str, Any]:
    """The columns, and the rows with a cell for each of them."""
    speaker, chosen, asked = understood["speaker"], understood["chosen"], understood["asked"]
    first, last = asked.first_of("from"), asked.first_of("to")
    askable = not understood["no_day"] and not understood["no_speaker"]
    if askable and not first and not last and not speaker:
        first = last = latest(connection, chosen)
    bounded = askable and (first or last or speaker)
    picked = pick(connection, first, last, speaker and speaker["id"]) if bounded else []
    columns = columns_of(understood["outlets"], chosen or akin(connection, picked), picked)
    rows, left_out = rows_of(connection, picked, [column["id"] for column in columns], bool(speaker))
    day = first if first == last else ""
    return {
        **understood,
        "first": first,
        "last": last,
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
    groups = shared(picked, "speaker", unnamed(connection, picked))
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
    return day[0] or "" if day else ""


def neighbour(connection: Connection, sql: str, day: str) -> str | None:
    """The next day with articles, before or after a day; a month or a year has none."""
    [found] = connection.execute(sql, [day]).fetchone() if len(day) == len(DAY) else [None]
    return found
