"""What outlets quoted, side by side at /compare."""

import csv
import shutil
import sqlite3
from urllib.parse import parse_qs, urlsplit

import press
import pytest
from asking import get, one, page
from conftest import configured
from datasette.app import Datasette

from yulu.site.compare import side_by_side

URL = "https://bay.example/1"
BOTH = "/compare?outlet=bay&outlet=hill&from=2031-05-04&to=2031-05-04"


def rows(html, sort):
    """Of each row its heading, and for each outlet what it quotes."""
    read = []
    for cells in html.select(f"section.{sort} .cells"):
        heading = cells.find_previous_sibling()
        columns = {
            cell.h4.get_text(strip=True): [quote.get_text() for quote in cell.select("blockquote")]
            for cell in cells.select(".cell")
        }
        read.append((heading.a.get_text() if heading and heading.name == "h3" else None, columns))
    return read


def told(html):
    return [p.get_text() for p in html.select(".zero-results")]


async def test_the_same_words_stand_on_one_row(served):
    html = await page(served, BOTH)
    expected = {
        "海湾日报": ["海平面上升“比预想的快”，所以桥面抬高了两米"],
        "山城晚報": ["氣候變化使海平面上升"],
    }
    assert rows(html, "statement") == [("港务局", expected)]
    [statement] = [a["href"] for a in html.select("section.statement h3 a.source")]
    assert len((await page(served, statement)).select(".renderings > li")) == 2


async def test_the_same_speakers_stand_on_one_row_and_the_rest_below(served):
    html = await page(served, BOTH)
    miller = {"海湾日报": ["桥太贵了"], "山城晚報": ["這座橋是給遊客看的。\n本地人還是坐船。"]}
    assert rows(html, "speaker") == [("约翰·米勒", miller)]
    [(_, rest)] = rows(html, "rest")
    assert rest["山城晚報"] == ["橋很美"] and "我们等这一天等了九年。" in rest["海湾日报"]
    unnamed = [a.get_text() for a in html.select("section.rest a.speaker")]
    assert "知情人士" in unnamed and "比预想的快" not in rest["海湾日报"]


async def test_every_quote_of_the_day_is_shown_once_or_inside_another(served, db):
    html = await page(served, BOTH)
    shown = [a["href"].partition("#q")[2] for a in html.select(".cell blockquote a")]
    of_day = "select quotes.id from quotes join articles on articles.id = article_id where day = '2031-05-04'"
    inside = one(db, "select id from quotes where text = '比预想的快'")
    assert sorted(map(int, shown)) == sorted({row[0] for row in db.execute(of_day)} - {inside})


async def test_a_quote_leads_to_its_place_and_its_speaker_to_the_one_address(served):
    html = await page(served, BOTH)
    for a in html.select(".cell blockquote a"):
        address, _, place = a["href"].partition("#")
        assert (await page(served, address)).find(id=place)
    assert "/people/%E7%BA%A6%E7%BF%B0%C2%B7%E7%B1%B3%E5%8B%92" in [
        a["href"] for a in html.select("a.speaker")
    ]


async def test_without_a_question_it_opens_with_the_latest_day_worth_comparing(served):
    html = await page(served, "/compare")
    assert html.find(id="shown").get_text() == "2031-05-04"
    assert "The latest day on which several outlets quote the same speaker." in html.main.get_text()
    assert rows(html, "statement") and len(html.select("fieldset input[checked]")) == 2


async def test_outlets_without_a_day_open_with_their_latest(site, tmp_path):
    shutil.copy(site / "news.db", configured(tmp_path) / "news.db")
    press.change(tmp_path / "news.db", "delete from articles where title = '新橋通車 有人歡喜'")
    served = Datasette(config_dir=tmp_path)
    for outlets, day in (
        ("outlet=hill", "2031-04-03"),
        ("outlet=bay", "2031-05-04"),
        ("outlet=bay&outlet=hill", "2031-04-03"),
    ):
        html = await page(served, f"/compare?{outlets}")
        assert html.find(id="shown").get_text() == day and html.select(".cell li"), outlets


WAYS = [
    ("outlet=hill&outlet=bay&day=&speaker=", "outlet=hill&outlet=bay"),
    ("speaker=%E7%B1%B3%E5%8B%92", "speaker=%E7%BA%A6%E7%BF%B0%C2%B7%E7%B1%B3%E5%8B%92"),
    ("speaker=John+Miller&outlets=%E5%B1%B1%E5%9F%8E%E6%99%9A%E5%A0%B1", "outlet=hill&speaker=%E7%BA%A6"),
    ("day=&speaker=", ""),
    ("outlets=hill,bay&day=2031-05", "outlet=hill&outlet=bay&from=2031-05&to=2031-05"),
]


@pytest.mark.parametrize(("typed", "canonical"), WAYS)
async def test_every_way_to_ask_leads_to_one_address(served, typed, canonical):
    to = (await get(served, f"/compare?{typed}", 302)).headers["location"]
    assert to.startswith("/compare" + (canonical and f"?{canonical}"))
    html = await page(served, to)
    assert html.select_one("link[rel=canonical]")["href"] == f"http://localhost{to}"


async def test_a_month_and_a_year_can_be_compared(served):
    for first, last in (
        ("2031-04", "2031-04"),
        ("2031", "2031"),
        ("2031-04-02", "2031-05-03"),
        ("2031-05", ""),
    ):
        when = "&".join(f"{name}={day}" for name, day in (("from", first), ("to", last)) if day)
        html = await page(served, f"/compare?{when}")
        assert html.select(".cell li"), when
        for a in html.select("section.rest .hint a"):
            found = (await page(served, a["href"])).select_one("#found").get_text()
            assert a.get_text() == f"All {found.split()[0]} in the search", when


async def test_what_is_left_out_is_counted_and_the_search_has_it(served, db, monkeypatch):
    monkeypatch.setattr(side_by_side, "IN_LAST", 2)
    html = await page(served, BOTH)
    [hint] = html.select("section.rest .hint")
    quotes = one(
        db, "select count(*) from quotes join articles on articles.id = article_id where url = ?", URL
    )
    assert hint.get_text(" ", strip=True) == f"2 of 4 shown. All {quotes} in the search"
    asked = parse_qs(urlsplit(hint.a["href"]).query)
    assert asked == {"type": ["quote"], "outlet": ["bay"], "from": ["2031-05-04"], "to": ["2031-05-04"]}


async def test_the_same_words_are_shown_once_in_a_cell(served):
    html = await page(served, "/compare?outlet=bay&outlet=hill&from=2031-04-01&to=2031-04-01")
    assert rows(html, "rest") == [(None, {"海湾日报": ["明天有雨"], "山城晚報": ["明天有雨"]})]


async def test_rows_beyond_the_first_are_counted(served, monkeypatch):
    monkeypatch.setattr(side_by_side, "MOST_ROWS", 0)
    html = await page(served, BOTH)
    assert not rows(html, "statement") and rows(html, "rest")


BAD = [
    ("day=31.5.", "“31.5.” is not a day."),
    ("day=2031-99-99", "None of these outlets has a quote for this."),
    ("outlets=bay,nowhere", "There is no outlet called nowhere."),
    ("speaker=%E7%B1%B3%E5%B0%94", "Nobody here is called 米尔."),
    ("speaker=%00&outlet=%00&day=%00", ""),
    ("outlets=" + "x," * 500, "There is no outlet called x."),
    ("speaker=<script>alert(1)</script>", "Nobody here is called <script>alert(1)</script>."),
]


@pytest.mark.parametrize(("typed", "sentence"), BAD)
async def test_what_is_not_understood_is_said(served, typed, sentence):
    response = await served.client.get(f"/compare?{typed}", follow_redirects=True)
    assert response.status_code == 200 and "<script>alert(1)" not in response.text
    html = await page(served, str(response.url.raw_path, "ascii"))
    assert any(text.startswith(sentence) for text in told(html)) or not sentence


async def test_a_name_that_nobody_has_leads_to_those_like_it(served):
    html = await page(served, "/compare?day=2031-05-04&speaker=米尔")
    offers = [a["href"] for a in html.select("main .speakers a")]
    assert (await page(served, offers[0])).find(id="shown").get_text() == "2031-05-04 · 约翰·米勒"


async def test_the_form_keeps_what_was_asked_and_counts_what_each_outlet_has(served, db):
    html = await page(served, "/compare?speaker=港务局&from=2031-05-04&to=2031-05-04")
    assert html.find(id="compare-from")["value"] == "2031-05-04"
    assert html.find(id="compare-speaker")["value"] == "港务局"
    counts = {
        label.input["value"]: int(label.select_one(".count").get_text())
        for label in html.select("fieldset label")
    }
    counted = """select slug, count(*) from quotes join articles on articles.id = article_id
        join outlets on outlets.id = outlet_id join speakers on speakers.id = speaker_id
        where day = '2031-05-04' and speakers.name = '港务局' group by slug"""
    assert counts == dict(tuple(row) for row in db.execute(counted))


async def test_days_before_and_after_are_one_link_away(served):
    html = await page(served, BOTH)
    [before] = html.select("a[rel=prev]")
    assert before["href"] == BOTH.replace("05-04", "05-03") and not html.select("a[rel=next]")


async def test_programs_get_the_same(served):
    data = (await get(served, BOTH.replace("?", ".json?"))).json()
    assert data["columns"] == ["bay", "hill"] and data["outlets"]["hill"] == 3
    first, *_ = data["rows"]
    assert (first["what"], first["speaker"]) == ("statement", "港务局")
    assert first["cells"]["hill"]["quotes"][0]["text"] == "氣候變化使海平面上升"
    assert "#q" in first["cells"]["hill"]["quotes"][0]["url"]
    wrong = (await get(served, "/compare.json?outlet=nowhere&day=x")).json()
    assert wrong["not_understood"] == ["nowhere", "x"] and wrong["rows"] == []


async def test_an_empty_publication_has_an_empty_comparison(site, tmp_path):
    folder = configured(tmp_path)
    shutil.copy(site / "news.db", folder / "news.db")
    with sqlite3.connect(folder / "news.db") as db:
        for table in ("statement_quotes", "statements", "quotes", "article_tags", "images", "articles"):
            db.execute(f"delete from {table}")
    db.close()
    html = await page(Datasette(config_dir=folder), "/compare")
    assert told(html) == ["None of these outlets has a quote for this."]


async def test_own_words_are_marked_and_headlines_shown(served):
    html = await page(served, BOTH)
    [row] = html.select("section.statement .cells")
    assert [mark.get_text() for mark in row.select(".cell mark.own")][-1] == "氣候變化使"
    assert [a.get_text() for a in row.select("a.headline")] == ["白鹭港新桥通车", "新橋通車 有人歡喜"]
    assert not html.select("section.rest mark.own")


async def test_spreadsheets_get_one_row_a_quote(served):
    response = await get(served, BOTH.replace("?", ".csv?"))
    assert response.text.startswith("\ufeff") and "compare.csv" in response.headers["content-disposition"]
    header, first, *_ = csv.reader(response.text[1:].splitlines())
    row = dict(zip(header, first, strict=True))
    assert (row["row"], row["shared"], row["outlet"], row["speaker"]) == ("1", "statement", "bay", "港务局")
    data = (await get(served, BOTH.replace("?", ".json?"))).json()
    quotes = [quote for row in data["rows"] for cell in row["cells"].values() for quote in cell["quotes"]]
    assert len(list(csv.reader(response.text.splitlines()))) >= len(quotes) + 1


async def test_a_question_that_takes_too_long_is_told_so(site, monkeypatch):
    monkeypatch.setattr("yulu.site.serving.TIME_LIMIT", 0.001)
    served = Datasette(config_dir=site)
    for path in ("/compare?day=2031", "/timeline?month=2031-04"):
        response = await get(served, path, 503)
        assert "Try again in a moment, or choose a day, a month or a speaker." in response.text
    assert "error" in (await get(served, "/compare.json?day=2031", 503)).json()
