"""An article is published when its page says; else when its feed said, put right; else at its file's date."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from pages import loaded, page

from yulu.corpus.settling import settle
from yulu.model import Article
from yulu.reading import clock
from yulu.reading.outlets import rules_named

RFI = "https://www.rfi.fr/cn/x/20230718-bridge"


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("line", "zone", "time"),
    [
        ("Wed, 14 Apr 2021 01:21:30 GMT", None, "2021-04-14T01:21:30"),
        ("2020-08-10T12:34:03.055Z", None, "2020-08-10T12:34:03.055"),
        ("2020-08-10T12:34:03+02:00", None, "2020-08-10T10:34:03"),
        ("2020-07-18T00:33:49", "UTC", "2020-07-18T00:33:49"),
        ("2020-09-18 09:51:28", "Asia/Shanghai", "2020-09-18T01:51:28"),
        ("18/07/2023 - 14:52", "Europe/Paris", "2023-07-18T12:52:00"),  # summer time
        ("18/01/2023 - 14:52", "Europe/Paris", "2023-01-18T13:52:00"),
    ],
)
def test_a_line_that_is_a_time_is_read_in_utc(line: str, zone: str | None, time: str) -> None:
    found = clock.page_time(line, ZoneInfo(zone) if zone else None)
    assert found == clock.PageTime(utc(time))


@pytest.mark.parametrize("line", ["18/07/2023 - 14:52", "2020-09-18 09:51:28"])
def test_a_time_without_a_zone_is_a_time_but_says_nothing(line: str) -> None:
    assert clock.page_time(line, None) == clock.PageTime(None)


@pytest.mark.parametrize(
    "line", ["桥通车了", "40/13/2023 - 14:52", "2023年7月18日", "Wed, 14 Apr 2021 桥通车了"]
)
def test_other_lines_are_no_times(line: str) -> None:
    assert clock.page_time(line, UTC) is None


def test_the_time_of_the_page_goes_before_that_of_the_feed(tmp_path: Path) -> None:
    html = "<div>18/07/2023 - 14:52</div><p>桥通车了。</p>"
    article = loaded(tmp_path, page(html, outlet="法广", url=RFI, feed="2023-07-18T13:15:00+00:00"))
    assert (article.published, article.basis, article.day) == (
        utc("2023-07-18T12:52:00"),
        "page",
        "2023-07-18",
    )
    assert article.paragraphs == ("桥通车了。",)


def test_a_page_time_long_after_the_feed_is_a_misprint(tmp_path: Path) -> None:
    html = "<div>18/08/2023 - 14:52</div><p>桥通车了。</p>"
    article = loaded(tmp_path, page(html, outlet="法广", url=RFI, feed="2023-07-18T13:15:00+00:00"))
    assert (article.published, article.basis) == (utc("2023-07-18T13:15:00"), "feed")


def test_without_feed_and_page_time_the_date_of_the_file_is_left(tmp_path: Path) -> None:
    article = loaded(tmp_path, page("<p>好。</p>", outlet="某报", url="https://example.org/1", feed=None))
    assert (article.published, article.basis) == (utc("2021-09-02T09:00:00"), "file")


def test_the_day_is_counted_at_the_outlet(tmp_path: Path) -> None:
    late = page(
        "<p>好。</p>",
        outlet="大纪元",
        url="https://www.epochtimes.com/gb/20/9/30/n1.htm",
        feed="2020-10-01T02:00:00+00:00",
    )
    assert loaded(tmp_path, late).day == "2020-09-30"  # in New York
    named = page(
        "<p>好。</p>",
        outlet="中央社",
        url="https://www.cna.com.tw/news/acn/202008030188.aspx",
        feed="2020-08-03T16:20:00+00:00",
    )
    assert loaded(tmp_path, named).day == "2020-08-03"  # the address says so; the feed came an hour later


def story(number: int, day: str) -> str:
    return f"https://www.zaobao.com/realtime/china/story{day}-{number}"


@pytest.mark.parametrize(
    ("feed", "crawled", "published"),
    [
        ("2021-09-02T08:34:00", "2021-09-02T02:43:39", "2021-09-02T00:34:00"),  # seen before it was published
        ("2021-09-02T08:34:00", "2021-09-02T08:40:00", "2021-09-02T08:34:00"),
        ("2020-07-22T11:06:00", "2020-07-22T11:06:00", "2020-07-22T03:06:00"),  # in a time of known shift
    ],
)
def test_a_singapore_time_read_as_utc_is_put_right_and_another_left_alone(
    tmp_path: Path, feed: str, crawled: str, published: str
) -> None:
    url = story(1, feed[:10].replace("-", ""))
    text = page("<p>好。</p>", url=url, feed=f"{feed}+00:00", crawled=f"{crawled}Z")
    assert loaded(tmp_path, text).published == utc(published)


def crawl_day(folder: Path, late: list[bool]) -> list[Article]:
    """An article a minute; a late one was crawled six hours before the time of its feed."""
    articles = []
    for n, is_late in enumerate(late):
        feed = utc("2021-09-02T08:00:00") + timedelta(minutes=n)
        crawled = feed - timedelta(hours=6 * is_late)
        url, title = story(n, "20210902"), f"桥{n}"
        text = page("<p>好。</p>", url=url, title=title, feed=feed.isoformat(), crawled=crawled.isoformat())
        articles.append(loaded(folder, text, f"{n}.md"))
    return articles


def test_a_day_on_which_most_files_are_late_puts_the_others_right(tmp_path: Path) -> None:
    articles = crawl_day(tmp_path, [True] * 9 + [False])
    assert articles[9].published == utc("2021-09-02T08:09:00")  # nothing in the file itself shows it
    settled = settle(reversed(articles))
    assert [a.published for a in settled] == [
        utc("2021-09-02T00:00:00") + timedelta(minutes=n) for n in range(10)
    ]


def test_one_late_file_does_not_move_its_day(tmp_path: Path) -> None:
    times = {a.key: a.published for a in settle(crawl_day(tmp_path, [True] + [False] * 19))}
    assert times["zaobao:0"] == utc("2021-09-02T00:00:00")
    assert times["zaobao:1"] == utc("2021-09-02T08:01:00")


def test_only_an_outlet_with_wrong_clocks_is_put_right() -> None:
    feed, crawled = utc("2021-09-02T08:34:00"), utc("2021-09-02T02:00:00")
    assert clock.published(None, feed, crawled, None, rules_named("bbc")) == (feed, "feed")
