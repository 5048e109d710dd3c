"""What the home page shows: one statement as each outlet worded it, the latest of all, who is quoted most."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from sqlite3 import Connection
from typing import Any

from yulu.site.chart import chart
from yulu.site.examples import examples
from yulu.site.filters import ids_from, ids_to
from yulu.site.rows import dicts
from yulu.site.search.names import build_of
from yulu.site.selection import in_full
from yulu.site.statements.renderings import of_each_outlet, with_wordings

LATELY = timedelta(days=30)
SPEAKERS, FEWEST = 24, 12  # that are listed, and with fewer of late all time counts
OF_LATE = timedelta(days=3)  # from which the statement comes, if there is one
STORIES, QUOTES = 6, 8
SHORT, LONG = 8, 120  # characters of what is read at a glance and says something
WORDED = 4  # renderings that are shown

DAYS = "select min(day) as first, max(day) as last from article_counts where day <> 'unknown'"
# What most outlets quoted, of persons first.
STATEMENTS = f"""
select statements.id, speakers.name as speaker, statements.outlets, statements.first_day
from statements join speakers on speakers.id = statements.speaker_id
where statements.id between :first and :last and statements.outlets > 1
  and length(statements.text) between {SHORT} and {LONG} and speakers.kind <> 'unnamed'
order by speakers.kind = 'person' desc, statements.outlets desc, statements.id desc limit 12"""
OF_LAST_DAYS = f"""
select id, title, day, articles, outlets from stories where id between :first and :last and outlets > 1
order by outlets desc, articles desc, id desc limit {STORIES}"""
# The latest direct quote of each outlet, the latest outlet first.
LATEST = f"""
select latest from (
    select (
        select quotes.id from articles join quotes on quotes.article_id = articles.id
        where articles.outlet_id = outlets.id and quotes.kind = 'direct'
          and quotes.speaker_id is not null and length(quotes.text) between {SHORT} and {LONG}
        order by articles.day desc, articles.id desc, quotes.start limit 1
    ) as latest from outlets
) where latest is not null order by latest desc limit {QUOTES}"""
MOST_QUOTED = f"""
select speakers.id, speakers.name, counted.quotes
from ({{counted}}) as counted
cross join speakers on speakers.id = counted.speaker_id
where speakers.kind in ('person', 'organisation')
order by counted.quotes desc, speakers.name limit {SPEAKERS}"""
LATELY_QUOTED = MOST_QUOTED.format(
    counted="""select speaker_id, count(*) as quotes from quote_speakers
        where quote_id between :first and :last group by speaker_id"""
)
EVER_QUOTED = MOST_QUOTED.format(counted="select speaker_id, quotes from speaker_counts")
COVERAGE = """
select case day when 'unknown' then null else substr(day, 1, 7) end as month, outlets.name,
       sum(articles) as articles
from article_counts join outlets on outlets.id = article_counts.outlet_id
group by month, outlets.id"""


_kept: dict[tuple[str, str], dict[str, Any]] = {}


def front_page(connection: Connection) -> dict[str, Any]:
    """Everything the page shows, found once for each build of the database."""
    build = build_of(connection)
    if build not in _kept:
        _kept.clear()
        _kept[build] = found_in(connection)
    return _kept[build]


def found_in(connection: Connection) -> dict[str, Any]:
    [days] = dicts(connection, DAYS, ())
    since, speakers = most_quoted(connection, days["last"])
    statement = differently_worded(connection, days["last"])
    return {
        "days": days,
        "statement": statement,
        "stories": dicts(connection, OF_LAST_DAYS, until(days["last"], OF_LATE)) if days["last"] else [],
        "latest_quotes": list(in_full(connection, (row[0] for row in connection.execute(LATEST))).values()),
        "since": since,
        "speakers": speakers,
        "examples": searches(examples(connection)),
        "coverage": chart(connection.execute(COVERAGE)),
    }


def differently_worded(connection: Connection, last: str | None) -> dict[str, Any] | None:
    """A statement of the last days, or else of all, that several outlets quote, in most wordings."""
    if not last:
        return None
    for when in (until(last, OF_LATE), {"first": 0, "last": ids_to("")}):
        found = [
            statement | {"renderings": with_wordings(shortest(of_each_outlet(connection, statement["id"])))}
            for statement in dicts(connection, STATEMENTS, when)
        ]
        several = [statement for statement in found if len(statement["renderings"]) > 1]
        if several:
            return max(several, key=different)
    return None


def different(statement: Mapping[str, Any]) -> int:
    """How many of the renderings have words of their own."""
    return sum(any(piece.own for piece in r["pieces"]) for r in statement["renderings"])


def shortest(renderings: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Those that are read at a glance, a few of them."""
    return [r for r in renderings if SHORT <= len(r["text"]) <= LONG][:WORDED]


def until(last: str, days: timedelta) -> dict[str, int]:
    """The ids of so many days until a day."""
    since = (date.fromisoformat(last) - days + timedelta(days=1)).isoformat()
    return {"first": ids_from(since), "last": ids_to(last)}


def most_quoted(connection: Connection, last: str | None) -> tuple[str | None, list[dict[str, Any]]]:
    """Who is quoted most in the days before the last article, and since when; None is ever since."""
    if last:
        since = (date.fromisoformat(last) - LATELY + timedelta(days=1)).isoformat()
        speakers = dicts(connection, LATELY_QUOTED, until(last, LATELY))
        if len(speakers) >= FEWEST:
            return since, speakers
    return None, dicts(connection, EVER_QUOTED, ())


def searches(found: Mapping[str, str]) -> list[str]:
    """Searches that find something here: a word, what somebody said, two words that stand together."""
    speaker = found.get("speaker", "")
    together = f'"{found["word"]}{found["other_word"]}"' if "other_word" in found else ""
    said = "speaker:" + (speaker if speaker.isalnum() else f'"{speaker}"') if speaker else ""
    return [search for search in (found.get("word", ""), said, together) if search]
