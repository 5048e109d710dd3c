"""What the home page shows: the latest quotes, who is quoted most of late, and what each outlet covers."""

from datetime import date, timedelta
from sqlite3 import Connection
from typing import Any

from yulu.site.chart import chart
from yulu.site.filters import ids_from, ids_to
from yulu.site.rows import dicts
from yulu.site.selection import in_full

LATELY = timedelta(days=30)
SPEAKERS, FEWEST = 24, 12  # that are listed, and with fewer of late all time counts

# One direct quote of each of the latest articles that have one.
LATEST = """
select min(id) from quotes where speaker_id is not null and kind = 'direct'
group by article_id order by article_id desc limit 6"""
# The plus keeps SQLite to the index on (speaker_id, article_id), which alone tells it: a fifth of the time.
MOST_QUOTED = f"""
select speakers.id, speakers.name, counted.quotes
from (
    select speaker_id, count(*) as quotes from quotes
    where speaker_id is not null and +article_id between :first and :last group by speaker_id
) as counted
cross join speakers on speakers.id = counted.speaker_id
where speakers.kind <> 'unnamed'
order by counted.quotes desc, speakers.name limit {SPEAKERS}"""
COVERAGE = """
select substr(articles.day, 1, 7) as month, outlets.name, count(*) as articles
from articles join outlets on outlets.id = articles.outlet_id
group by month, outlets.id"""
DAYS = "select (select min(day) from articles) as first, (select max(day) from articles) as last"


def front_page(connection: Connection) -> dict[str, Any]:
    [days] = dicts(connection, DAYS, ())
    since, speakers = most_quoted(connection, days["last"])
    return {
        "days": days,
        "latest_quotes": list(in_full(connection, (row[0] for row in connection.execute(LATEST))).values()),
        "since": since,
        "speakers": speakers,
        "coverage": chart(connection.execute(COVERAGE)),
    }


def most_quoted(connection: Connection, last: str | None) -> tuple[str | None, list[dict[str, Any]]]:
    """Who is quoted most in the days before the last article, and since when; None is ever since."""
    if last:
        since = (date.fromisoformat(last) - LATELY + timedelta(days=1)).isoformat()
        lately = {"first": ids_from(since), "last": ids_to(last)}
        speakers = dicts(connection, MOST_QUOTED, lately)
        if len(speakers) >= FEWEST:
            return since, speakers
    return None, dicts(connection, MOST_QUOTED, {"first": 0, "last": ids_to("")})
