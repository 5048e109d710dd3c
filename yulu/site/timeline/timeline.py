"""What was said when: the months there are, and the days of one of them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from sqlite3 import Connection
from typing import Any, Self
from urllib.parse import urlencode

from yulu.site.chart import chart
from yulu.site.filters import normal
from yulu.site.people.lookup import outlet_called, the_one
from yulu.site.rows import dicts
from yulu.site.selection import OUTLETS
from yulu.site.timeline.days import days_of

# Without a speaker an index alone tells it.
MONTHS = """
select substr(day, 1, 4) as year, substr(day, 1, 7) as month, count(*) as articles from articles
where day is not null and (:outlet is null or outlet_id = :outlet)
group by month order by month"""
MONTHS_OF_SPEAKER = """
select substr(articles.day, 1, 4) as year, substr(articles.day, 1, 7) as month,
       count(distinct articles.id) as articles
from quotes join articles on articles.id = quotes.article_id
where quotes.speaker_id = :speaker and articles.day is not null
  and (:outlet is null or articles.outlet_id = :outlet)
group by month order by month"""
UNDATED = "select count(*) from articles where day is null"


@dataclass(frozen=True)
class Asked:
    """What a reader asks for, as it was typed."""

    month: str = ""
    outlet: str = ""
    speaker: str = ""

    @classmethod
    def of(cls, arguments: Callable[[str], Iterable[str]]) -> Self:
        """From a function that gives the values of a URL's parameter. Never raises."""
        names = ("month", "outlet", "speaker")
        return cls(*(next(iter(arguments(name)), "").replace("\0", "").strip() for name in names))

    def query_string(self) -> str:
        pairs = [("month", self.month), ("outlet", self.outlet), ("speaker", self.speaker)]
        return urlencode([(name, value) for name, value in pairs if value])

    def but(self, **changed: Any) -> Self:
        return replace(self, **changed)


def timeline(connection: Connection, asked: Asked) -> dict[str, Any]:
    """The months there are, the days of one of them, and what could not be understood.

    A year stands for its last month with articles, a day for its month, and no month for the last.
    """
    outlets = dicts(connection, OUTLETS, ())
    number = outlet_called(connection, asked.outlet)
    outlet = next((one for one in outlets if one["id"] == number), None)
    said_by = the_one(connection, asked.speaker)
    speaker = said_by["speaker"]
    about = {"outlet": outlet and outlet["id"], "speaker": speaker and speaker["id"]}
    no_outlet = asked.outlet if not outlet else ""
    askable = not no_outlet and not said_by["no_speaker"]
    months = dicts(connection, MONTHS_OF_SPEAKER if speaker else MONTHS, about) if askable else []
    names = [month["month"] for month in months]
    typed = normal("from", asked.month)[:7]
    month = max((name for name in names if name.startswith(typed)), default="")
    return {
        **said_by,
        "no_outlet": no_outlet,
        "no_month": asked.month if not typed else "",
        "asked": Asked(typed, outlet["slug"] if outlet else "", speaker["name"] if speaker else ""),
        "outlet": outlet,
        "outlets": outlets,
        "month": month or typed,
        "months": months,
        "before": max((name for name in names if name < month), default=None),
        "after": min((name for name in names if name > month), default=None) if month else None,
        "chart": chart((row["month"], "articles", row["articles"]) for row in months),
        "days": days_of(connection, month, outlets, **about) if month else [],
        "undated": connection.execute(UNDATED).fetchone()[0],
    }
