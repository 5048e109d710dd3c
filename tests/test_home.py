"""The home page: one statement in several wordings, the latest of all, and what there is."""

import re

import pytest
from asking import get, page

from yulu.site.home import front_page


async def test_the_navigation_has_six_entries_and_each_is_there(served):
    entries = [a["href"] for a in (await page(served, "/")).select("header nav a")]
    assert entries == ["/quotes", "/people", "/timeline", "/compare", "/news", "/about"]
    for entry in entries:
        await get(served, entry)


async def test_one_statement_is_shown_as_each_outlet_worded_it(served):
    section = (await page(served, "/")).select_one("section.worded")
    assert section.h2.get_text() == "One statement of 港务局, as 2 outlets worded it"
    worded = [quote.get_text() for quote in section.select("blockquote")]
    assert worded == ["海平面上升“比预想的快”，所以桥面抬高了两米", "氣候變化使海平面上升"]
    own = [mark.get_text() for mark in section.select("li mark.own")]
    assert "氣候變化使" in own and "海平面上升" not in own


async def test_every_example_search_finds_something(served):
    examples = (await page(served, "/")).select(".home-search .hint a")
    assert len(examples) == 3
    for example in examples:
        found = (await page(served, example["href"])).select_one("#found").get_text()
        assert not found.startswith("0 "), example


async def test_each_outlet_has_its_latest_quote_and_the_last_days_their_stories(served):
    html = await page(served, "/")
    quotes = html.select("section[aria-labelledby=latest] .quote-cards > li")
    outlets = [quote.select_one(".source").get_text() for quote in quotes]
    assert len(quotes) == 2 and "海湾日报" in "".join(outlets) and "山城晚報" in "".join(outlets)
    [story] = html.select("section[aria-labelledby=stories] li")
    assert story.a.get_text() == "新橋通車 有人歡喜" and story.a["href"].startswith("/news/stories/")


async def test_what_each_outlet_published_is_drawn_with_its_numbers(served):
    html = await page(served, "/")
    drawn = {svg["aria-label"] for svg in html.select("section[aria-labelledby=coverage] .plot")}
    assert drawn == {
        "海湾日报: 282 articles, most in 2031-04 (280)",
        "山城晚報: 281 articles, most in 2031-04 (280)",
    }
    rows = [[cell.get_text() for cell in row.select("th, td")] for row in html.select(".numbers tr")]
    assert rows == [["Month", "海湾日报", "山城晚報"], ["2031-04", "280", "280"], ["2031-05", "2", "1"]]
    [query] = [a["href"] for a in html.select(".export-links a") if "coverage" in a["href"]]
    data = (await get(served, query.replace("?", ".json?_shape=array&"))).json()
    assert sorted(row["articles"] for row in data) == [1, 2, 280, 280]


def shown(html):
    section = html.select_one("section[aria-labelledby=most-quoted]")
    people = {li.a.get_text(): int(li.select_one(".count").get_text()) for li in section.select("li")}
    return section.h2.get_text(), section.select_one(".source").get_text(), people


async def test_who_is_quoted_lately_is_counted_back_from_the_newest_article(served, monkeypatch):
    monkeypatch.setattr(front_page, "_kept", {})
    monkeypatch.setattr(front_page, "FEWEST", 3)
    monkeypatch.setattr(front_page, "LATELY", front_page.timedelta(days=2))
    heading, when, people = shown(await page(served, "/"))
    assert (heading, when) == ("Most quoted lately", "2031-05-03 to 2031-05-04")
    assert people == {"港务局": 4, "约翰·米勒": 2, "外交部": 1, "林望舒": 1}


async def test_where_too_few_are_quoted_lately_all_time_counts_and_the_page_says_so(served):
    heading, when, people = shown(await page(served, "/"))
    assert heading == "Most quoted" and when.startswith("Of all time")
    assert people["港务局"] == 564 and "知情人士" not in people


async def test_speakers_lead_to_their_one_address(served):
    html = await page(served, "/")
    for a in html.select("section[aria-labelledby=most-quoted] li a, .quote-cards a.speaker"):
        assert a["href"].startswith("/people/")
        await get(served, a["href"])


@pytest.mark.parametrize("path", ["/", "/compare", "/timeline"])
async def test_the_page_speaks_chinese(served, path):
    html = await page(served, f"{path}?lang=zh")
    said = html.select("main :is(h2, legend, label, summary, .questions li, .export-links)")
    names = re.compile("SQLite|[A-Z]{2,}")
    assert said and not [e for e in said if re.search("[A-Za-z]{2}", names.sub("", e.get_text()))]
