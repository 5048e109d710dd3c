"""An outlet at a glance: how much it quotes, in which kinds, whom most, and on what."""

from sqlite3 import Connection
from typing import Any

from yulu.site.chart import chart
from yulu.site.people.speaker_profile import KINDS
from yulu.site.rows import dicts

MOST = 24

OUTLET = "select * from outlets where id = :id"
ARTICLES = """
select coalesce(sum(articles), 0) as n, min(nullif(day, 'unknown')) as first,
       max(nullif(day, 'unknown')) as last
from article_counts where outlet_id = :id"""
# Also shown to readers, who may go on from it.
BY_DAY = """\
select day, kind, sum(quotes) as quotes
from quote_counts
where outlet_id = :id
group by day, kind
order by day, kind"""
SPEAKERS = f"""
select speakers.id, speakers.name, sum(speaker_months.quotes) as quotes
from speaker_months cross join speakers on speakers.id = speaker_months.speaker_id
where speaker_months.outlet_id = :id
group by speakers.id order by quotes desc, speakers.name limit {MOST}"""
TAGS = f"""
select tags.id, tags.name, tag_counts.articles
from tag_counts join tags on tags.id = tag_counts.tag_id
where tag_counts.outlet_id = :id order by tag_counts.articles desc, tags.name limit {MOST}"""


def outlet_profile(connection: Connection, outlet_id: int) -> dict[str, Any]:
    """Everything the page of an outlet shows. There must be such an outlet."""

    def rows(sql: str) -> list[dict[str, Any]]:
        return dicts(connection, sql, {"id": outlet_id})

    by_day = rows(BY_DAY)
    sums = {kind: sum(row["quotes"] for row in by_day if row["kind"] == kind) for kind in KINDS}
    return {
        "outlet": rows(OUTLET)[0],
        "articles": rows(ARTICLES)[0],
        "chart": chart((known(row["day"]), row["kind"], row["quotes"]) for row in by_day),
        "by_day_sql": BY_DAY,
        "kinds": sums,
        "total": sum(sums.values()),
        "speakers": rows(SPEAKERS),
        "tags": rows(TAGS),
    }


def known(day: str) -> str | None:
    return None if day == "unknown" else day
