"""An outlet at a glance: how much it quotes, in which kinds, whom most, and on what."""

from sqlite3 import Connection
from typing import Any

from yulu.site.chart import chart
from yulu.site.people.speaker_profile import KINDS
from yulu.site.rows import dicts

MOST = 24

OUTLET = "select * from outlets where id = :id"
ARTICLES = "select count(*) as n, min(day) as first, max(day) as last from articles where outlet_id = :id"
# Also shown to readers, who may go on from it.
BY_MONTH = """\
select substr(articles.day, 1, 7) as month, quotes.kind, count(*) as quotes
from articles
join quotes on quotes.article_id = articles.id
where articles.outlet_id = :id
group by month, quotes.kind
order by month, kind"""
SPEAKERS = f"""
select speakers.id, speakers.name, counted.quotes
from (
    select quotes.speaker_id, count(*) as quotes
    from articles cross join quotes on quotes.article_id = articles.id
    where articles.outlet_id = :id and quotes.speaker_id is not null
    group by quotes.speaker_id order by quotes desc, quotes.speaker_id limit {MOST}
) as counted
join speakers on speakers.id = counted.speaker_id
order by counted.quotes desc, speakers.name"""
TAGS = f"""
select tags.id, tags.name, counted.articles
from (
    select article_tags.tag_id, count(*) as articles
    from articles join article_tags on article_tags.article_id = articles.id
    where articles.outlet_id = :id
    group by article_tags.tag_id order by articles desc, article_tags.tag_id limit {MOST}
) as counted
join tags on tags.id = counted.tag_id
order by counted.articles desc, tags.name"""


def outlet_profile(connection: Connection, outlet_id: int) -> dict[str, Any]:
    """Everything the page of an outlet shows. There must be such an outlet."""

    def rows(sql: str) -> list[dict[str, Any]]:
        return dicts(connection, sql, {"id": outlet_id})

    by_month = rows(BY_MONTH)
    sums = {kind: sum(row["quotes"] for row in by_month if row["kind"] == kind) for kind in KINDS}
    return {
        "outlet": rows(OUTLET)[0],
        "articles": rows(ARTICLES)[0],
        "chart": chart((row["month"], row["kind"], row["quotes"]) for row in by_month),
        "by_month_sql": BY_MONTH,
        "kinds": sums,
        "total": sum(sums.values()),
        "speakers": rows(SPEAKERS),
        "tags": rows(TAGS),
    }
