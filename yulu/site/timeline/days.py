"""The days of a month: how much each outlet has of them, and a few quotes to begin with."""

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Sequence
from sqlite3 import Connection
from typing import Any

from yulu.site.selection import KINDS, Picked, in_full, pick, unnamed

LEADS = 4
DAY = 10**8  # ids of a day
SHORT, LONG = 12, 80  # characters of what is read at a glance and says something
ARTICLES = """
select day, outlet_id, count(*) from articles
where day between :month || '-01' and :month || '-31' and :outlet in (0, outlet_id)
group by day, outlet_id"""


def days_of(
    connection: Connection,
    month: str,
    outlets: Sequence[dict[str, Any]],
    outlet: int | None = None,
    speaker: int | None = None,
) -> list[dict[str, Any]]:
    """The days with articles, the newest first; those of an outlet and of a speaker if these are given."""
    by_number: dict[int, list[Picked]] = defaultdict(list)
    for quote in pick(connection, month, speaker):
        by_number[quote.article // DAY].append(quote)
    by_day = defaultdict(list, {written(number): quotes for number, quotes in by_number.items()})
    nameless = unnamed(connection)
    articles: dict[str, Counter[int]] = defaultdict(Counter)
    if speaker is None:
        for day, of_outlet, count in connection.execute(ARTICLES, {"month": month, "outlet": outlet or 0}):
            articles[day][of_outlet] = count
    else:
        for day, quotes in by_day.items():
            articles[day].update({quote.article: quote.outlet for quote in quotes}.values())
    days = []
    for day in sorted(articles, reverse=True):
        reach = widths(by_day[day])
        here = [quote for quote in by_day[day] if outlet in (None, quote.outlet)]
        said = Counter(quote.outlet for quote in here)
        days.append(
            {
                "day": day,
                "articles": articles[day].total(),
                "quotes": len(here),
                "outlets": [
                    {**one, "articles": articles[day][one["id"]], "quotes": said[one["id"]]}
                    for one in outlets
                    if articles[day][one["id"]] and outlet in (None, one["id"])
                ],
                "leads": leads(here, reach, nameless, speaker is not None),
            }
        )
    fill(connection, days)
    return days


def written(number: int) -> str:
    """A day as the ids of its articles begin, as a date."""
    digits = f"{number:08d}"
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"


def widths(quotes: Iterable[Picked]) -> dict[int, int]:
    """In how many outlets each statement is."""
    outlets: dict[int, set[int]] = defaultdict(set)
    for quote in quotes:
        if quote.statement is not None:
            outlets[quote.statement].add(quote.outlet)
    return {statement: len(among) for statement, among in outlets.items()}


def leads(
    quotes: Sequence[Picked], reach: dict[int, int], nameless: Container[int], one_speaker: bool
) -> list[tuple[int, int]]:
    """The quotes to begin with, as (id, in how many outlets these words are).

    What several outlets report goes first, then what the most quoted said in their own words; one of each
    speaker, or of each article where there is one speaker.
    """
    said = Counter(quote.speaker for quote in quotes)
    best: dict[int, tuple[tuple[int, ...], Picked]] = {}
    for quote in quotes:
        if quote.speaker is None or quote.speaker in nameless:
            continue
        outlets = reach.get(quote.statement or 0, 1)
        length = quote.end - quote.start
        awkward = max(0, SHORT - length, length - LONG)
        key = (quote.statement or quote.article) if one_speaker else quote.speaker
        rank = (-outlets, KINDS.index(quote.kind), -said[quote.speaker], awkward, quote.article, quote.start)
        if key not in best or rank < best[key][0]:
            best[key] = rank, quote
    first = sorted(best.values())[:LEADS]
    return [(quote.id, -rank[0]) for rank, quote in first]


def fill(connection: Connection, days: Sequence[dict[str, Any]]) -> None:
    """Puts the quotes in the place of their ids."""
    quotes = in_full(connection, (number for day in days for number, _ in day["leads"]))
    for day in days:
        day["leads"] = [quotes[number] | {"outlets": outlets} for number, outlets in day["leads"]]
