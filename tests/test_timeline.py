"""The news day by day at /timeline."""

import shutil
from urllib.parse import parse_qs, urlsplit

import press
import pytest
from asking import get, one, page
from conftest import configured
from datasette.app import Datasette

from yulu.site.selection import Picked
from yulu.site.timeline.days import leads
from yulu.site.timeline.timeline import last_whole


def days(html):
    return [section.h2.get_text() for section in html.select("section.day")]


LAST = [
    ("2031-05-04", 9, "2031-04"),
    ("2031-05-31", 9, "2031-05"),
    ("2031-06-01", 9, "2031-05"),
    ("2031-05-09", 99, "2031-05"),
]


@pytest.mark.parametrize(("last", "articles", "opened"), LAST)
def test_it_opens_with_the_last_month_that_has_all_its_days(last, articles, opened):
    month = {"month": "2031-05", "articles": articles}
    assert last_whole([{"month": "2031-04", "articles": 30}, month], last) == opened
    assert last_whole([month], last) == "2031-05"


async def test_the_newest_day_comes_first(served):
    html = await page(served, "/timeline")
    assert days(html) == ["2031-04-03", "2031-04-02", "2031-04-01"]
    assert html.select_one(".months [aria-current=page]")["aria-label"] == "2031-04: 560 articles"


async def test_a_day_tells_how_much_each_outlet_has(served, db):
    html = await page(served, "/timeline?month=2031-04")
    assert days(html) == ["2031-04-03", "2031-04-02", "2031-04-01"]
    for section in html.select("section.day"):
        shown = {
            li.a.get_text(): int(li.select_one(".count").get_text()) for li in section.select(".by-outlet li")
        }
        counted = """select outlets.name, count(*) from articles join outlets on outlets.id = outlet_id
            where day = ? group by 1"""
        assert shown == dict(tuple(row) for row in db.execute(counted, [section.h2.get_text()]))


async def test_the_links_of_a_day_find_as_many_as_they_say(served):
    html = await page(served, "/timeline?month=2031-04")
    articles, quotes = html.select("section.day .source a")[:2]
    rows = (await get(served, articles["href"].replace("?", ".json?_shape=objects&"))).json()
    assert articles.get_text() == f"{rows['filtered_table_rows_count']} articles"
    found = (await page(served, quotes["href"])).select_one("#found").get_text()
    assert quotes.get_text() == f"{found.split()[0]} quotes"


async def test_a_day_is_told_by_its_stories(served, db):
    html = await page(served, "/timeline?month=2031-05")
    [story] = html.select("section.day .stories li")
    assert story.a.get_text() == "新橋通車 有人歡喜"
    assert story.p.get_text().startswith("2 articles of 2 outlets · 港务局、约翰·米勒、")
    assert story.a["href"] == f"/news/stories/{one(db, 'select id from stories')}"
    [newest, other] = html.select("section.day")
    assert not newest.select(".quote-cards") and not other.select(".stories")
    for outlet, stories in (("hill", 1), ("bay", 1)):
        html = await page(served, f"/timeline?month=2031-05&outlet={outlet}")
        assert len(html.select(".stories li")) == stories


async def test_a_day_without_stories_begins_with_quotes(served):
    html = await page(served, "/timeline?month=2031-04")
    for section in html.select("section.day"):
        cards = section.select(".quote-cards > li")
        speakers = [card.select_one(".speaker").get_text() for card in cards]
        assert speakers == ["港务局"] and "知情人士" not in speakers


async def test_a_quote_leads_to_its_place_in_the_article(served):
    for a in (await page(served, "/timeline?speaker=米勒")).select(".quote-cards blockquote a"):
        address, _, place = a["href"].partition("#")
        assert (await page(served, address)).find(id=place)


async def test_months_are_one_link_away(served):
    html = await page(served, "/timeline?month=2031-05")
    months = [a["href"] for a in html.select(".months a")]
    assert months == [f"/timeline?from={month}&to={month}" for month in ("2031-04", "2031-05")]
    [earlier] = html.select("a[rel=prev]")
    assert earlier["href"] == months[0] and not html.select("a[rel=next]")
    assert days(await page(served, months[0]))[0] == "2031-04-03"


async def test_the_days_of_an_outlet_and_of_a_speaker(served, db):
    html = await page(served, "/timeline?outlet=hill&month=2031-05")
    assert days(html) == ["2031-05-04"] and html.select_one("option[selected]")["value"] == "hill"
    html = await page(served, "/timeline?speaker=米勒")
    assert days(html) == ["2031-05-04"]
    assert {q.get_text() for q in html.select(".quote-cards blockquote")} == {
        "桥太贵了",
        "這座橋是給遊客看的。\n本地人還是坐船。",
    }
    canonical = urlsplit(html.select_one("link[rel=canonical]")["href"])
    assert parse_qs(canonical.query) == {"speaker": ["约翰·米勒"]}
    quotes = one(
        db, "select count(*) from quotes where speaker_id = (select id from speakers where name = '港务局')"
    )
    shown = 0
    for month in ("2031-04", "2031-05"):
        data = (await get(served, f"/timeline.json?speaker=港务局&month={month}")).json()
        shown += sum(day["quotes"] for day in data["days"])
    assert shown == quotes


async def test_a_year_stands_for_its_last_month_and_a_day_for_its_month(served):
    assert days(await page(served, "/timeline?month=2031")) == ["2031-05-04", "2031-05-03"]
    assert days(await page(served, "/timeline?month=2031-04-02"))[0] == "2031-04-03"


BAD = [
    ("month=x", "“x” is not a month."),
    ("month=2031-99", "Nothing in 2031-99."),
    ("month=1999", "Nothing in 1999."),
    ("outlet=nowhere", "There is no outlet called nowhere."),
    ("speaker=米尔", "Nobody here is called 米尔."),
    ("outlet=%00&speaker=%00&month=%00", None),
    ("speaker=<script>alert(1)</script>", "Nobody here is called <script>alert(1)</script>."),
]


@pytest.mark.parametrize(("typed", "sentence"), BAD)
async def test_what_is_not_understood_is_said(served, typed, sentence):
    html = await page(served, f"/timeline?{typed}")
    told = [p.get_text() for p in html.select(".zero-results")]
    assert [text for text in told if sentence and text.startswith(sentence)] or (
        sentence is None and not told
    )


async def test_programs_get_the_same(served):
    data = (await get(served, "/timeline.json?month=2031-05")).json()
    assert data["months"] == {"2031-04": 560, "2031-05": 3} and data["not_understood"] == []
    newest = data["days"][0]
    assert (newest["day"], newest["articles"], newest["all_stories"]) == ("2031-05-04", 2, 1)
    assert newest["stories"][0]["outlets"] == 2 and "/news/stories/" in newest["stories"][0]["url"]
    data = (await get(served, "/timeline.json?speaker=米勒")).json()
    assert len(data["days"][0]["leads"]) == 2 and "#q" in data["days"][0]["leads"][0]["url"]


def changed(site, folder, sql):
    """The publication after a change, with its counts made anew."""
    shutil.copy(site / "news.db", configured(folder) / "news.db")
    press.change(folder / "news.db", sql)
    return Datasette(config_dir=folder)


async def test_articles_without_a_date_are_counted_and_linked(site, tmp_path):
    served = changed(site, tmp_path, "update articles set day = null where title = '新橋通車 有人歡喜'")
    html = await page(served, "/timeline")
    assert "Without a date, and so not here: 1 article." in html.main.get_text()


async def test_a_publication_without_articles_has_a_timeline(site, tmp_path):
    html = await page(changed(site, tmp_path, "delete from articles"), "/timeline")
    assert "There are no articles for this." in html.main.get_text()


def quote(number, speaker, kind="direct", length=40, statement=None):
    return Picked(number, number, 0, length, kind, 1, statement, speaker)


def test_leads_are_one_of_each_speaker_the_most_telling_first():
    often = [quote(n, 1, "indirect") for n in range(10, 15)]
    quotes = [*often, quote(1, 1, length=400), quote(2, 1, length=60), quote(3, 2), quote(4, 3, "indirect")]
    assert leads(quotes, {}, set(), False) == [(2, 1), (3, 1)]
    assert leads(quotes, {}, {2}, False) == [(2, 1), (4, 1)]
    reported = [*quotes, quote(5, 3, "indirect", statement=7)]
    assert leads(reported, {7: 3}, set(), False)[0] == (5, 3)
