"""A speaker at a glance: names, who quotes them how and when, with which cues, beside whom."""

from collections.abc import Iterable
from sqlite3 import Connection
from typing import Any

from yulu.site.chart import chart
from yulu.site.rows import dicts
from yulu.site.selection import in_full

KINDS = ("direct", "partial", "indirect")
MOST_CUES, MOST_COMPANIONS = 24, 12

SPEAKER = "select * from speakers where id = :id"
ALIASES = "select alias from speaker_aliases where speaker_id = :id order by alias"
# Also shown to readers, who may go on from it.
BY_MONTH = """\
select substr(articles.day, 1, 7) as month, outlets.name as outlet, outlets.slug, quotes.kind,
       count(*) as quotes
from quotes
join articles on articles.id = quotes.article_id
join outlets on outlets.id = articles.outlet_id
where quotes.speaker_id = :id
group by month, outlets.id, quotes.kind
order by month, outlet, kind"""
CUES = f"""
select cue, count(*) as quotes from quotes where speaker_id = :id and cue is not null
group by cue order by quotes desc, cue limit {MOST_CUES}"""
COMPANIONS = f"""
select speakers.id, speakers.name, counted.articles
from (
    select others.speaker_id, count(distinct others.article_id) as articles
    from (select distinct article_id from quotes where speaker_id = :id) as theirs
    join quotes as others on others.article_id = theirs.article_id
    where others.speaker_id is not null and others.speaker_id <> :id
    group by others.speaker_id order by articles desc, others.speaker_id limit {MOST_COMPANIONS}
) as counted
join speakers on speakers.id = counted.speaker_id
order by counted.articles desc, speakers.name"""
# Ids of articles rise with the date, and the index on (speaker_id, article_id) finds the last of them.
LATEST = "select id from quotes where speaker_id = ? order by article_id desc, start limit 20"


def speaker_profile(connection: Connection, speaker_id: int) -> dict[str, Any]:
    """Everything the page of a speaker shows. There must be such a speaker."""

    def rows(sql: str) -> list[dict[str, Any]]:
        return dicts(connection, sql, {"id": speaker_id})

    by_month = rows(BY_MONTH)
    latest = (row[0] for row in connection.execute(LATEST, [speaker_id]))
    return {
        "speaker": rows(SPEAKER)[0],
        "aliases": [row["alias"] for row in rows(ALIASES)],
        "total": sum(row["quotes"] for row in by_month),
        "chart": chart((row["month"], row["outlet"], row["quotes"]) for row in by_month),
        "by_month_sql": BY_MONTH,
        "kinds": KINDS,
        "outlets": outlets(by_month),
        "cues": rows(CUES),
        "companions": rows(COMPANIONS),
        "quotes": list(in_full(connection, latest).values()),
    }


def outlets(by_month: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """How often each outlet quotes the speaker in each kind, those that do so most first."""
    sums: dict[str, dict[str, Any]] = {}
    for row in by_month:
        outlet = sums.setdefault(row["slug"], {"name": row["outlet"], "slug": row["slug"], "quotes": 0})
        outlet[row["kind"]] = outlet.get(row["kind"], 0) + row["quotes"]
        outlet["quotes"] += row["quotes"]
    return sorted(sums.values(), key=lambda outlet: (-outlet["quotes"], outlet["slug"]))
