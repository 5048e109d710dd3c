"""The people who are quoted: everyone at /people, and each at one address of their own."""

import csv
import io
import shutil
import sqlite3
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from asking import get, one, page
from bs4 import BeautifulSoup
from conftest import configured
from datasette.app import Datasette

from yulu.site.chart import chart
from yulu.text.pinyin import initial


def at(name):
    return f"/people/{quote(name)}"


def parsed(response):
    return BeautifulSoup(response.text, "lxml")


def linked(html, selector):
    return [a["href"] for a in html.select(f"{selector} a[href]")]


def changed(site, folder, sql):
    """The publication with a change of its database."""
    shutil.copy(site / "news.db", configured(folder) / "news.db")
    with sqlite3.connect(folder / "news.db") as db:
        db.execute(sql)
    db.close()
    return Datasette(config_dir=folder)


# One address


@pytest.mark.parametrize(
    "name", ["米勒", "約翰·米勒", "John Miller", "john  miller", "约翰米勒", "約翰・米勒"]
)
async def test_every_way_to_write_a_name_leads_to_one_address(served, name):
    response = await get(served, at(name), 302)
    assert response.headers["location"] == at("约翰·米勒")


async def test_a_name_nobody_has_is_not_found_and_leads_to_those_like_it(served):
    response = await served.client.get(at("约翰·米尔"))
    assert response.status_code == 404
    html = parsed(response)
    assert html.select_one("main .speakers a")["href"] == at("约翰·米勒")
    [search] = [href for href in linked(html, "main") if href.startswith("/search?")]
    assert parse_qs(urlsplit(search).query) == {"q": ["约翰·米尔"]}


@pytest.mark.parametrize("name", ["……", "%00", "<script>alert(1)</script>", "a/b", "x" * 5000, "%F0%28"])
async def test_no_name_breaks_the_page(served, name):
    response = await served.client.get(f"/people/{quote(name, safe='%')}")
    assert response.status_code == 404
    html = parsed(response)
    assert html.select_one("main h1") and not html.select("main script")


SHARED = "insert into speaker_aliases select id, '老林' from speakers where name in ({})"


@pytest.mark.parametrize(
    ("names", "leads_to"),
    [
        ("'林望舒', '约翰·米勒'", None),  # one quote against two
        ("'林望舒', '港务局'", "港务局"),  # one against hundreds
        ("'林望舒'", "林望舒"),
    ],
)
async def test_an_alias_leads_to_the_one_quoted_most_or_asks_who_is_meant(site, tmp_path, names, leads_to):
    response = await changed(site, tmp_path, SHARED.format(names)).client.get(at("老林"))
    if leads_to:
        assert (response.status_code, response.headers["location"]) == (302, at(leads_to))
    else:
        assert response.status_code == 300
        assert linked(parsed(response), "main .speakers") == [at("约翰·米勒"), at("林望舒")]


async def test_a_name_that_somebody_quoted_more_has_as_an_alias_leads_there(site, tmp_path, db):
    insert = "insert into speaker_aliases select id, '林望舒' from speakers where name = '港务局'"
    other = changed(site, tmp_path, insert)
    await other.invoke_startup()
    assert (await other.client.get(at("林望舒"))).headers["location"] == at("港务局")
    number = one(db, "select id from speakers where name = '林望舒'")
    assert f"/people/{number}" in linked(await page(other, "/people?kind=person"), "ol.people")


async def test_every_name_and_alias_leads_to_the_one_quoted_most_or_asks_who_is_meant(served, db):
    await served.invoke_startup()
    names = {
        row[0] for row in db.execute("select alias from speaker_aliases union select name from speakers")
    }
    for name in names:
        response = await served.client.get(at(name), follow_redirects=True)
        assert response.status_code in (200, 300), name
    quoted = "select quotes from speaker_counts join speakers on speakers.id = speaker_id where name = ?"
    for page_names in ("/people", "/people?kind=organisation", "/people?kind=unnamed"):
        html = await page(served, page_names)
        for item in html.select("ol.people li"):
            there = parsed(await served.client.get(item.a["href"]))
            assert there.h1.get_text() == item.a.get_text()
            total = one(db, quoted, item.a.get_text())
            assert there.select_one("#found").get_text() == f"{total:,} found"


# A speaker


async def test_the_record_of_a_speaker_leads_to_the_one_address(served, db):
    number = one(db, "select id from speakers where name = '港务局'")
    by_name, by_number = await page(served, at("港务局")), await page(served, f"/news/speakers/{number}")
    assert at("港务局") in linked(by_number, "main")
    assert (await get(served, f"/people/{number}", 302)).headers["location"] == at("港务局")
    for html in (by_name, by_number):
        [canonical] = html.select("link[rel=canonical]")
        assert canonical["href"] == f"http://localhost{at('港务局')}"
        assert "564 quotes in 2 outlets" in html.select_one("meta[name=description]")["content"]


async def test_everything_a_speaker_said_can_be_read_page_by_page(served, db):
    said = "select quote_id from quote_speakers join speakers on id = speaker_id where name = '港务局'"
    expected = {f"/news/quotes/{row[0]}" for row in db.execute(said)}
    seen, address = [], at("港务局") + "?size=100"
    while address:
        html = await page(served, address)
        seen += linked(html, ".found-rows blockquote")
        following = html.select_one("a[rel=next]")
        address = following and following["href"]
    assert len(seen) == len(set(seen)) == 564 and set(seen) == expected


async def test_everything_a_speaker_said_is_a_spreadsheet(served, db):
    text = (await get(served, at("港务局") + ".csv?stream=1")).text
    assert text.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    view = db.execute("select * from quotes_in_full where speaker = '港务局' order by id desc").fetchall()
    assert [row["id"] for row in rows] == [f"q{row['id']}" for row in view]
    assert [(r["quote"], r["outlet"], r["day"], r["article"]) for r in rows] == [
        (r["quote"], r["outlet"], r["day"], r["article"]) for r in view
    ]
    assert {row["permalink"] for row in rows} == {f"http://localhost/news/quotes/{r['id']}" for r in view}


@pytest.mark.parametrize(
    ("asked", "condition"),
    [
        ("q=海平面", "quote like '%海平面%'"),
        ("q=氣候&outlet=hill", "quote like '%氣候%' and outlet = '山城晚報'"),
        ("outlet=bay&from=2031-05", "outlet = '海湾日报' and day >= '2031-05'"),
        ("kind=partial", "kind = 'partial'"),
        ("confidence=high", "confidence = 'high'"),
    ],
)
async def test_what_a_speaker_said_can_be_searched_and_filtered(served, db, asked, condition):
    sql = f"select id from quotes_in_full where speaker = '港务局' and {condition} order by id desc"
    ids = [row[0] for row in db.execute(sql)]
    data = (await get(served, f"{at('港务局')}.json?{asked}&sort=newest")).json()
    assert [row["id"] for row in data["rows"]] == ids[:20] and data["total"] == len(ids)
    assert data["speaker"]["quotes"] == 564
    html = await page(served, f"{at('港务局')}?{asked}")
    assert html.select_one("#found").get_text() == f"{len(ids):,} found"


async def test_the_counts_of_a_speaker_are_those_of_the_database(served, db):
    number = one(db, "select id from speakers where name = '港务局'")
    html = await page(served, at("港务局"))
    counted = db.execute(
        """select outlets.name, kind, count(*) as n from quotes join articles on articles.id = article_id
        join outlets on outlets.id = outlet_id where speaker_id = ? group by 1, 2""",
        [number],
    )
    expected = {(name, kind): n for name, kind, n in counted}
    shown = {}
    for row in html.select("table.kinds tbody tr"):
        cells = dict(zip(("direct", "partial", "indirect"), row.select("td"), strict=False))
        for kind, cell in cells.items():
            if cell.a:
                shown[row.th.get_text(), kind] = int(cell.a.get_text())
    assert shown == expected
    cues = {
        li.span.get_text(): int(li.select_one(".count").get_text()) for li in html.select("#cues + ul li")
    }
    assert cues == dict(
        tuple(r)
        for r in db.execute("select cue, count(*) from quotes where speaker_id = ? group by 1", [number])
    )


async def test_links_of_cells_and_bars_find_as_many_quotes_as_they_say(served):
    html = await page(served, at("港务局"))
    bars = html.select(".plot a")
    assert len(bars) == 4
    for a in [*html.select("table.kinds tbody a"), *bars]:
        found = await page(served, a["href"].partition("#")[0])
        number = a.get_text() or a["title"].partition(": ")[2]
        assert found.select_one("#found").get_text() == f"{number} found"


async def test_the_chart_says_in_words_and_numbers_what_it_draws(served):
    html = await page(served, at("港务局"))
    [plot] = html.select(".chart .plot")
    assert plot["aria-label"] == "quotes: 564 quotes, most in 2031-04-01 (187)"
    assert plot.select_one(".scale").get_text() == "187"
    rows = [[cell.get_text() for cell in row.select("th, td")] for row in html.select(".numbers tr")]
    assert rows[0] == ["Day", "quotes"] and rows[1] == ["2031-04-01", "187"] and len(rows) == 35
    named = [tick.get_text() for tick in html.select(".ticks span")]
    assert named[0] == "04-01" and 2 < len(named) < 7
    [query] = [href for href in linked(html, ".numbers .export-links") if "sql=" in href]
    data = (await get(served, query.replace("/news?", "/news.json?_shape=array&"))).json()
    assert sum(row["quotes"] for row in data) == 564


async def test_what_several_outlets_report_comes_first(served, db):
    html = await page(served, at("港务局"))
    number = one(db, "select id from statements")
    assert linked(html, ".reported") == [f"/news/statements/{number}"]
    assert "2 articles of 2 outlets" in html.select_one(".reported").get_text(" ", strip=True)


async def test_ways_to_write_a_name_that_differ_in_script_or_marks_alone_are_one(served):
    assert "Also written 米勒" in (await page(served, at("约翰·米勒"))).main.get_text()
    assert "Also written" not in (await page(served, at("港务局"))).main.get_text()


async def test_people_are_seen_with_whom_they_appear(served):
    html = await page(served, at("林望舒"))
    names = [li.a.get_text() for li in html.select("#companions + ul li")]
    assert sorted(names) == sorted(["外交部", "港务局", "约翰·米勒"])


async def test_what_a_speaker_says_can_be_followed(served):
    html = await page(served, at("港务局"))
    feed = f"{at('港务局')}.atom"
    assert feed in linked(html, "main")
    text = (await get(served, feed)).text
    assert text.count("<entry>") == 20 and "港务局</title>" in text


async def test_every_link_of_the_page_leads_somewhere(served):
    html = await page(served, at("约翰·米勒"))
    for href in linked(html, "main"):
        if not href.startswith("#"):
            await get(served, href.partition("#")[0])


# Everyone


async def test_everyone_is_listed_the_most_quoted_first(served, db):
    html = await page(served, "/people")
    names = [a.get_text() for a in html.select("ol.people > li > a")]
    assert names == ["约翰·米勒", "林望舒"]
    html = await page(served, "/people?kind=organisation")
    assert [a.get_text() for a in html.select("ol.people > li > a")] == ["港务局", "外交部"]
    assert "564 quotes in 562 articles" in html.select_one("ol.people li").get_text(" ", strip=True)
    data = (await get(served, "/people.json?kind=organisation")).json()
    assert [(row["name"], row["quotes"]) for row in data["rows"]] == [("港务局", 564), ("外交部", 1)]
    text = (await get(served, "/people.csv?kind=organisation")).text.removeprefix("\ufeff")
    assert [row["name"] for row in csv.DictReader(io.StringIO(text))] == ["港务局", "外交部"]
    assert "/people" in linked(html, "header nav")
    assert "/people" in linked(await page(served, "/"), "main section[aria-labelledby=most-quoted]")


async def test_people_are_found_by_a_part_of_any_name_in_either_script(served):
    for q in ("mill", "米勒", "約翰"):
        html = await page(served, f"/people?q={q}")
        assert linked(html, "ol.people") == [at("约翰·米勒")], q
        assert html.find(id="people-q")["value"] == q
    assert linked(await page(served, "/people?q=米勒&kind=organisation"), "ol.people") == []


async def test_people_can_be_chosen_by_kind(served):
    html = await page(served, "/people?kind=unnamed")
    assert linked(html, "ol.people") == [at("知情人士")]


async def test_the_list_has_pages(served, monkeypatch):
    monkeypatch.setattr("yulu.site.people.everyone.SIZE", 1)
    seen, address = [], "/people"
    while address:
        html = await page(served, address)
        seen += linked(html, "ol.people")
        following = html.select_one("a[rel=next]")
        address = following and following["href"]
    assert len(seen) == len(set(seen)) == 2
    assert "This page is after the last" in (await page(served, "/people?page=99")).main.get_text()
    for odd in ("0", "x", "99999999999", "²"):
        assert linked(await page(served, f"/people?page={odd}"), "ol.people") == seen[:1]


# An outlet


async def test_an_outlet_shows_how_much_whom_and_how_it_quotes(served, db):
    number = one(db, "select id from outlets where slug = 'bay'")
    html = await page(served, f"/news/outlets/{number}")
    kinds = db.execute(
        """select kind, count(*) from quotes join articles on articles.id = article_id
        where outlet_id = ? group by 1""",
        [number],
    )
    shown = {tr.th.get_text(): int(tr.a.get_text()) for tr in html.select("table.kinds tbody tr")}
    assert shown == dict(tuple(row) for row in kinds)
    assert html.select_one("#most-quoted + ul li").get_text(" ", strip=True) == "港务局 283"
    assert html.select_one("#tags + ul li").get_text(" ", strip=True) == "桥梁 282"
    drawn = [svg["aria-label"] for svg in html.select(".chart .plot")]
    assert drawn[0].startswith("indirect: 564 quotes, most in 2031-04-01")
    for link in html.select("table.kinds a, #most-quoted + ul a.count"):
        found = (await page(served, link["href"])).select_one("#found").get_text()
        assert found == f"{link.get_text()} found"
    for href in linked(html, "main"):
        if href.startswith("/"):
            await get(served, href)


async def test_an_outlet_without_articles_has_a_page(site, tmp_path):
    insert = "insert into outlets (id, name, slug, text) values (7, '空报', 'empty', 'full')"
    html = await page(changed(site, tmp_path, insert), "/news/outlets/7")
    assert html.h1.get_text() == "空报" and "0 quotes" in html.main.get_text()


# The chart


def test_a_month_without_quotes_has_a_gap_and_a_rare_one_can_be_seen():
    [line] = chart([("2030-12", "甲", 1), ("2031-02", "甲", 1000)]).lines
    assert [(bar.period, bar.height) for bar in line.bars] == [
        ("2030-12", 1),
        ("2031-01", 0),
        ("2031-02", 30),
    ]


def test_a_long_time_is_drawn_by_the_year():
    drawn = chart([("1999-12", "甲", 1), ("2031-02", "甲", 2), ("2031-03", "甲", 3)])
    assert drawn.periods == tuple(str(year) for year in range(1999, 2032))
    assert drawn.lines[0].bars[-1].count == 5


def test_what_has_no_date_is_counted_apart():
    drawn = chart([(None, "甲", 2), ("2031-02", "甲", 1), ("", "乙", 3)])
    assert drawn.undated == 5 and [(line.label, line.total) for line in drawn.lines] == [("甲", 1)]


def test_nothing_dated_draws_nothing():
    assert chart([("", "甲", 3), (None, "乙", 1)]) is None


# By initial


@pytest.mark.parametrize("kind", ["person", "organisation", "unnamed"])
async def test_everyone_stands_under_the_initial_of_the_name(served, db, kind):
    everyone = await page(served, f"/people?kind={kind}")
    letters = {a.get_text(): int(a["title"]) for a in everyone.select(".initials a[title]")}
    assert list(letters) == sorted(letters, key=lambda letter: (letter == "#", letter))
    quoted = "select count(*) from speaker_counts join speakers on id = speaker_id where kind = ?"
    assert sum(letters.values()) == one(db, quoted, kind)
    for letter, count in letters.items():
        html = await page(served, f"/people?kind={kind}&initial={quote(letter)}")
        assert len(html.select(".people > li")) == min(count, 50)
        assert html.select_one(".initials [aria-current]").get_text() == letter


@pytest.mark.parametrize(
    ("name", "kind", "letter"),
    [
        ("林望舒", "person", "L"),
        ("約翰·米勒", "person", "Y"),
        ("曾若梅", "person", "Z"),
        ("单仲平", "person", "S"),
        ("解放日报", "organisation", "J"),
        ("《晨星日报》", "organisation", "C"),
        ("Étienne Roux", "person", "E"),
        ("5名知情人士", "unnamed", "#"),
        ("", "unnamed", "#"),
    ],
)
def test_an_initial_is_that_of_the_reading(name, kind, letter):
    assert initial(name, kind) == letter


async def test_a_letter_nobody_stands_under_is_no_filter(served):
    everyone, none = await page(served, "/people"), await page(served, "/people?initial=xyz")
    assert none.h2.get_text() == everyone.h2.get_text()
