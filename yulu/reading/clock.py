"""When an article was published: what its page prints, else what its feed said, else its file."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from email.utils import parsedate_to_datetime
from urllib.parse import unquote

from yulu.model import Basis
from yulu.reading.outlets import Rules
from yulu.reading.source import YEARS

_RFC822 = re.compile(
    r"^[A-Z][a-z]{2}, \d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d(?::\d\d)? (?:GMT|UTC|[+-]\d{4})$"
)
_ISO = re.compile(r"^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?(?:\.\d{1,6})?(?:Z|[+-]\d\d:?\d\d)?$")
_DAY_FIRST = re.compile(r"^(\d\d)/(\d\d)/(\d{4}) - (\d\d):(\d\d)$")
_SLACK = timedelta(minutes=30)
# A page's own time that is later than the feed that reported it is a misprint.
_AHEAD = timedelta(days=1)


@dataclass(frozen=True)
class PageTime:
    """A line that is a time; `time` is None when it needs a zone that is not known."""

    time: datetime | None


def page_time(line: str, zone: tzinfo | None) -> PageTime | None:
    """The time, in UTC, that a line consists of; None when it is something else.

    Forms: `Wed, 14 Apr 2021 01:21:30 GMT`; ISO 8601 with or without a zone; `18/07/2023 - 14:52`.
    """
    if len(line) > 40:
        return None
    try:
        if _RFC822.match(line):
            moment = parsedate_to_datetime(line)
        elif _ISO.match(line):
            moment = datetime.fromisoformat(line)
        elif found := _DAY_FIRST.match(line):
            day, month, year, hour, minute = map(int, found.groups())
            moment = datetime(year, month, day, hour, minute)
        else:
            return None
    except ValueError:
        return None
    if moment.year not in YEARS:
        return PageTime(None)
    if moment.tzinfo is None:
        if zone is None:
            return PageTime(None)
        moment = moment.replace(tzinfo=zone)
    return PageTime(moment.astimezone(UTC))


def published(
    page: datetime | None, feed: datetime | None, crawled: datetime | None, url: str | None, rules: Rules
) -> tuple[datetime | None, Basis | None]:
    """The publication time in UTC and where it is from."""
    if page and not (feed and page > feed + _AHEAD):
        return page, "page"
    if feed:
        return feed - timedelta(hours=hours_late(feed, crawled, url, rules)), "feed"
    return (crawled, "file") if crawled else (None, None)


def hours_late(feed: datetime, crawled: datetime | None, url: str | None, rules: Rules) -> int:
    """By how much a feed time is late, as far as one file tells.

    In a period of known shift that one, when the file allows it; else the smallest that it allows.
    """
    shifted = rules.shifted
    if shifted is None:
        return 0
    order = [*known_hours(crawled or feed, rules), *shifted.hours]
    return next((hours for hours in order if possible(hours, feed, crawled, url, rules)), 0)


def known_hours(crawled: datetime, rules: Rules) -> list[int]:
    """The shift of the period that a crawl time falls in, if that is known."""
    periods = rules.shifted.periods if rules.shifted else ()
    return [hours for start, end, hours in periods if start <= crawled < end]


def possible(hours: int, feed: datetime, crawled: datetime | None, url: str | None, rules: Rules) -> bool:
    """Whether a feed time less `hours` is a time at which the article can have been published.

    It is on the day that the address names, not at night, and not after the crawl.
    """
    shifted = rules.shifted
    if shifted is None:
        return hours == 0
    moment = feed - timedelta(hours=hours)
    local = moment.astimezone(rules.zone or UTC)
    named = shifted.url_day.search(unquote(url or ""))
    start, end = shifted.quiet
    return (
        (named is None or local.strftime("%Y%m%d") == named[1])
        and end <= local.hour < start
        and (crawled is None or moment <= crawled + _SLACK)
    )


def regime(articles: list[tuple[datetime, datetime | None, str | None]], rules: Rules) -> int:
    """The smallest shift that nine of ten (feed, crawled, url) of one crawl day allow; 0 when none does."""
    for hours in rules.shifted.hours if rules.shifted else ():
        allowed = sum(possible(hours, *article, rules) for article in articles)
        if allowed >= 0.9 * len(articles):
            return hours
    return 0


def local_day(moment: datetime | None, url: str | None, rules: Rules) -> str | None:
    """The date at the outlet: the one its address names, else that of the publication time."""
    named = rules.day.search(unquote(url or "")) if rules.day else None
    if named:
        try:
            return date(int(named[1][:4]), int(named[1][4:6]), int(named[1][6:])).isoformat()
        except ValueError:
            pass
    return moment.astimezone(rules.zone or UTC).date().isoformat() if moment else None
