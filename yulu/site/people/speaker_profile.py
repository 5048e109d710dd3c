"""A speaker at a glance: names, who quotes them how and when, with which cues, beside whom."""

from collections.abc import Iterable
from sqlite3 import Connection
from typing import Any

from yulu.site.chart import chart
from yulu.site.people.lookup import called_alike
from yulu.site.rows import dicts
from yulu.site.search.names import bare

KINDS = ("direct", "partial", "indirect")
MOST_CUES, MOST_COMPANIONS, MOST_STATEMENTS = 24, 12, 5

SPEAKER = """
select speakers.*, coalesce(counted.quotes, 0) as quotes, coalesce(counted.articles, 0) as articles,
       counted.first_day, counted.last_day
from speakers left join speaker_counts as counted on counted.speaker_id = speakers.id
where speakers.id = :id"""
ALIASES = "select alias from speaker_aliases where speaker_id = :id order by alias"
# Also shown to readers, who may go on from it. Ids of articles begin with the day.
BY_DAY = """\
select quotes.article_id / 100000000 as day, count(*) as quotes
from quote_speakers
join quotes on quotes.id = quote_speakers.quote_id
where quote_speakers.speaker_id = :id
group by day
order by day"""
OUTLETS = """
select outlets.name, outlets.slug, speaker_months.kind, sum(speaker_months.quotes) as quotes
from speaker_months join outlets on outlets.id = speaker_months.outlet_id
where speaker_months.speaker_id = :id group by outlets.id, speaker_months.kind"""
CUES = f"""
select cue, count(*) as quotes from quotes
where id in (select quote_id from quote_speakers where speaker_id = :id) and cue is not null
group by cue order by quotes desc, cue limit {MOST_CUES}"""
COMPANIONS = f"""
select speakers.id, speakers.name, speaker_pairs.articles
from speaker_pairs join speakers on speakers.id = speaker_pairs.other_id
where speaker_pairs.speaker_id = :id and speakers.kind <> 'unnamed'
order by speaker_pairs.articles desc, speakers.name limit {MOST_COMPANIONS}"""
STATEMENTS = f"""
select id, text, first_day, outlets, articles from statements where speaker_id = :id and outlets > 1
order by outlets desc, articles desc, id desc limit {MOST_STATEMENTS}"""


def speaker_profile(connection: Connection, speaker_id: int) -> dict[str, Any]:
    """What the page of a speaker shows above the quotes. There must be such a speaker."""

    def rows(sql: str) -> list[dict[str, Any]]:
        return dicts(connection, sql, {"id": speaker_id})

    [speaker] = rows(SPEAKER)
    return {
        "speaker": speaker,
        "aliases": different(speaker["name"], (row["alias"] for row in rows(ALIASES))),
        "called_alike": called_alike(connection, speaker_id),
        "chart": chart((written(row["day"]), "quotes", row["quotes"]) for row in rows(BY_DAY)),
        "by_day_sql": BY_DAY,
        "kinds": KINDS,
        "outlets": outlets(rows(OUTLETS)),
        "statements": rows(STATEMENTS),
        "cues": rows(CUES),
        "companions": rows(COMPANIONS),
    }


def written(day: int) -> str | None:
    """A day as the ids of its articles begin, as a date; None where it is not known."""
    return f"{day // 10000:04d}-{day // 100 % 100:02d}-{day % 100:02d}" if day else None


def different(name: str, aliases: Iterable[str]) -> list[str]:
    """The aliases that are no other writing of the name or of one before: script and punctuation aside."""
    first = {bare(name): name}
    for alias in sorted(aliases, key=lambda alias: (len(alias), alias)):
        first.setdefault(bare(alias), alias)
    return list(first.values())[1:]


def outlets(counted: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """How often each outlet quotes the speaker in each kind, those that do so most first."""
    sums: dict[str, dict[str, Any]] = {}
    for row in counted:
        outlet = sums.setdefault(row["slug"], {"name": row["name"], "slug": row["slug"], "quotes": 0})
        outlet[row["kind"]] = row["quotes"]
        outlet["quotes"] += row["quotes"]
    return sorted(sums.values(), key=lambda outlet: (-outlet["quotes"], outlet["slug"]))
