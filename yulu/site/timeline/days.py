"""The days of a month: how much each outlet has of them, and the stories or quotes to begin with."""

import json
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Sequence
from sqlite3 import Connection
from typing import Any

from yulu.site.filters import ids_from, ids_to
from yulu.site.rows import dicts
from yulu.site.selection import KINDS, Picked, in_full, pick, unnamed

STORIES, NAMES, LEADS = 3, 3, 2  # of a day, quoted in a story, and quotes of a day without stories
DAY = 10**8  # ids of a day
SHORT, LONG = 12, 80  # characters of what is read at a glance and says something
COUNTS = """
select day, outlet_id, sum(articles) as articles, 0 as quotes from article_counts
where day between :month || '-01' and :month || '-31' and (:outlet is null or outlet_id = :outlet)
group by day, outlet_id
union all
select day, outlet_id, 0, sum(quotes) from quote_counts
where day between :month || '-01' and :month || '-31' and (:outlet is null or outlet_id = :outlet)
group by day, outlet_id"""
# A story stands under its first day: its id begins with it.
OF_A_MONTH = """
select id, day, title, articles, outlets from stories
where id between :first and :last and (:outlet is null or exists (
    select 1 from story_articles join articles on articles.id = story_articles.article_id
    where story_articles.story_id = stories.id and articles.outlet_id = :outlet))
order by outlets desc, articles desc, id"""
QUOTED = """
select story_articles.story_id, speakers.name
from story_articles
join articles on articles.id = story_articles.article_id
join quotes on quotes.article_id = articles.id
join quote_speakers on quote_speakers.quote_id = quotes.id
join speakers on speakers.id = quote_speakers.speaker_id
where story_articles.story_id in (select value from json_each(?)) and speakers.kind <> 'unnamed'
group by story_articles.story_id, speakers.id
order by count(distinct articles.outlet_id) desc, count(*) desc, speakers.name"""
Row = dict[str, Any]


def days_of(
    connection: Connection, month: str, outlets: Sequence[Row], outlet: int | None, speaker: None = None
) -> list[Row]:
    """The days with articles, the newest first, with their stories; those of an outlet if one is given."""
    days = counted(dicts(connection, COUNTS, {"month": month, "outlet": outlet}), outlets)
    stories = stories_of(connection, month, outlet)
    for day in days:
        day["all_stories"] = len(stories[day["day"]])
        day["stories"] = stories[day["day"]][:STORIES]
    add_names(connection, [story for day in days for story in day["stories"]])
    for day in days:
        if not day["stories"]:
            quotes = [q for q in pick(connection, day["day"], day["day"]) if outlet in (None, q.outlet)]
            day["leads"] = leads(quotes, widths(quotes), unnamed(connection, quotes), False)
    fill(connection, days)
    return days


def days_of_speaker(
    connection: Connection, month: str, outlets: Sequence[Row], outlet: int | None, speaker: int
) -> list[Row]:
    """The days on which somebody is quoted, the newest first, with a few of the quotes."""
    quotes = [q for q in pick(connection, month, month, speaker) if outlet in (None, q.outlet)]
    by_day: dict[str, list[Picked]] = defaultdict(list)
    for quote in quotes:
        by_day[written(quote.article // DAY)].append(quote)
    counts = [
        {"day": day, "outlet_id": one, "articles": articles, "quotes": sum(q.outlet == one for q in said)}
        for day, said in by_day.items()
        for one, articles in Counter({q.article: q.outlet for q in said}.values()).items()
    ]
    days = counted(counts, outlets)
    for day in days:
        said = by_day[day["day"]]
        day["leads"] = leads(said, widths(said), (), True)
    fill(connection, days)
    return days


def counted(counts: Iterable[Row], outlets: Sequence[Row]) -> list[Row]:
    """The days, the newest first, with the articles and quotes of each outlet."""
    by_day: dict[str, dict[int, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for row in counts:
        by_day[row["day"]][row["outlet_id"]].update(articles=row["articles"], quotes=row["quotes"])
    return [
        {
            "day": day,
            "articles": sum(here["articles"] for here in by_day[day].values()),
            "quotes": sum(here["quotes"] for here in by_day[day].values()),
            "outlets": [{**one, **by_day[day][one["id"]]} for one in outlets if one["id"] in by_day[day]],
            "stories": [],
            "all_stories": 0,
            "leads": [],
        }
        for day in sorted(by_day, reverse=True)
    ]


def stories_of(connection: Connection, month: str, outlet: int | None) -> dict[str, list[Row]]:
    """The stories that begin on each day of a month, those of most outlets first."""
    asked = {"first": ids_from(month), "last": ids_to(month), "outlet": outlet}
    by_day: dict[str, list[Row]] = defaultdict(list)
    for story in dicts(connection, OF_A_MONTH, asked):
        by_day[story["day"]].append(story)
    return by_day


def add_names(connection: Connection, stories: Sequence[Row]) -> None:
    """Tells each story who is quoted in it by most outlets."""
    names: dict[int, list[str]] = defaultdict(list)
    for number, name in connection.execute(QUOTED, [json.dumps([story["id"] for story in stories])]):
        names[number].append(name)
    for story in stories:
        story["quoted"] = names[story["id"]][:NAMES]


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


def fill(connection: Connection, days: Sequence[Row]) -> None:
    """Puts the quotes in the place of their ids."""
    quotes = in_full(connection, (number for day in days for number, _ in day["leads"]))
    for day in days:
        day["leads"] = [quotes[number] | {"outlets": outlets} for number, outlets in day["leads"]]
