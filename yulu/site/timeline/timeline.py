"""What was said when: the months there are, and the days of one of them."""

from calendar import monthrange
from collections.abc import Sequence
from sqlite3 import Connection
from typing import Any

from yulu.site.filters import Filters
from yulu.site.people.lookup import outlet_called, the_one
from yulu.site.rows import dicts
from yulu.site.selection import OUTLETS
from yulu.site.timeline.days import days_of, days_of_speaker

MONTHS = """
select substr(day, 1, 4) as year, substr(day, 1, 7) as month, sum(articles) as articles
from article_counts where day <> 'unknown' and (:outlet is null or outlet_id = :outlet)
group by month order by month"""
MONTHS_OF_SPEAKER = """
select substr(articles.day, 1, 4) as year, substr(articles.day, 1, 7) as month,
       count(distinct articles.id) as articles
from quote_speakers
join quotes on quotes.id = quote_speakers.quote_id
join articles on articles.id = quotes.article_id
where quote_speakers.speaker_id = :speaker and articles.day is not null
  and (:outlet is null or articles.outlet_id = :outlet)
group by month order by month"""
LAST_DAY = "select max(day) from article_counts where day <> 'unknown'"
UNDATED = "select coalesce(sum(articles), 0) from article_counts where day = 'unknown'"


def timeline(connection: Connection, typed: Filters, no_day: str = "") -> dict[str, Any]:
    """The months there are, the days of one of them, and what could not be understood.

    A year stands for its last month with articles, a day for its month, no month for the last whole one.
    """
    outlets = dicts(connection, OUTLETS, ())
    called = typed.first_of("outlet")
    number = outlet_called(connection, called)
    outlet = next((one for one in outlets if one["id"] == number), None)
    said_by = the_one(connection, typed.first_of("speaker"))
    speaker = said_by["speaker"]
    about = {"outlet": outlet and outlet["id"], "speaker": speaker and speaker["id"]}
    no_outlet = called if not outlet else ""
    askable = not no_outlet and not said_by["no_speaker"]
    months = dicts(connection, MONTHS_OF_SPEAKER if speaker else MONTHS, about) if askable else []
    names = [month["month"] for month in months]
    asked_month = typed.first_of("from")[:7]
    month = max((name for name in names if name.startswith(asked_month)), default="")
    if month and not asked_month and not speaker:
        month = last_whole(months, connection.execute(LAST_DAY).fetchone()[0])
    find_days = days_of_speaker if speaker else days_of
    return {
        **said_by,
        "no_outlet": no_outlet,
        "no_month": no_day,
        "asked": Filters().choosing(
            outlet=outlet["slug"] if outlet else "",
            speaker=speaker["name"] if speaker else "",
            **{"from": asked_month, "to": asked_month},
        ),
        "outlet": outlet,
        "outlets": outlets,
        "month": month or asked_month,
        "months": months,
        "before": max((name for name in names if name < month), default=None),
        "after": min((name for name in names if name > month), default=None) if month else None,
        "days": find_days(connection, month, outlets, **about) if month else [],
        "undated": connection.execute(UNDATED).fetchone()[0],
    }


def last_whole(months: Sequence[dict[str, Any]], last_day: str) -> str:
    """The last month with all its days, or one that still has more articles than the month before."""
    *_, before, last = [{"month": "", "articles": 0}, *months]
    year, month, day = map(int, last_day.split("-"))
    whole = last["month"] < last_day[:7] or day == monthrange(year, month)[1]
    chosen = last if whole or last["articles"] > before["articles"] else before
    return str(chosen["month"])
