"""How often a search finds something, by month and outlet, at /trends."""

import csv

import pytest
from asking import get, page

CASES = [
    ("q=渡船&type=article", {("2031-04", "海湾日报"): 280, ("2031-04", "山城晚報"): 280}),
    ("speaker=港务局&kind=indirect", None),
    ("q=气候 OR 新桥&type=article&outlet=bay", {("2031-05", "海湾日报"): 1}),
    ("outlet=hill&from=2031-05&to=2031-05", {("2031-05-04", "山城晚報"): 3}),
    ("q=没有这个", {}),
    ("speaker=港务局&type=article", {}),
    ("q=<script>&type=article", {("2031-05", "海湾日报"): 1}),
]


@pytest.mark.parametrize(("asked", "expected"), CASES)
async def test_finds_are_counted_by_period_and_outlet(served, asked, expected):
    data = (await get(served, f"/trends.json?{asked}")).json()
    counts = {(row["period"], row["outlet"]): row["finds"] for row in data["rows"]}
    assert expected is None or counts == expected
    total = (await get(served, f"/search.json?{asked}&type={data['type']}&size=1")).json()["total"]
    assert sum(counts.values()) == data["total"] == total


async def test_every_bar_leads_to_what_it_counts(served):
    html = await page(served, "/trends?q=渡船&type=article")
    bars = html.select(".chart ol a")
    assert len(bars) == 2
    for bar in bars:
        found = (await page(served, bar["href"])).select_one("#found").get_text()
        assert found == f"{bar['aria-label'].partition(': ')[2]} found"


async def test_the_query_behind_it_gives_the_same_numbers(served):
    for asked in ("q=渡船&type=article", "q=-渡船&speaker=港务局&outlet=bay&from=2031"):
        html = await page(served, f"/trends?{asked}")
        [query] = [a["href"] for a in html.select(".export-links a") if "sql=" in a["href"]]
        rows = (await get(served, query.replace("/news?", "/news.json?_shape=array&"))).json()
        shown = (await get(served, f"/trends.json?{asked}")).json()["rows"]
        assert rows == shown and rows


async def test_the_search_leads_to_its_trends_and_they_to_a_spreadsheet(served):
    html = await page(served, "/search?q=渡船&outlet=bay")
    [link] = [a["href"] for a in html.select("a") if a.get_text() == "How often, by month and outlet"]
    assert link.startswith("/trends?q=") and "outlet=bay" in link
    text = (await get(served, link.replace("/trends?", "/trends.csv?"))).text
    assert next(csv.reader(text.splitlines())) == ["\ufeffperiod", "outlet", "finds"]
