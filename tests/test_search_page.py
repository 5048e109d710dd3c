"""The search page: one ranked list, filters that combine, pages that lose nothing, in every format."""

import csv
import io
from itertools import combinations, product
from urllib.parse import urlencode

import pytest
from asking import get, one, page
from bs4 import BeautifulSoup
from lxml import etree
from test_search import HOSTILE, holding

from yulu.site.delivery import forget_pages
from yulu.site.search import finding

ATOM = {"a": "http://www.w3.org/2005/Atom"}


def url(path="/search", **parameters):
    return f"{path}?{urlencode(parameters, doseq=True)}"


async def found(served, **parameters):
    return (await get(served, url("/search.json", **parameters))).json()


def keys(data):
    return [(row["type"], row["id"]) for row in data["rows"]]


async def everything(served, **parameters):
    """The finds of all pages, one after the other."""
    rows, data = [], await found(served, **parameters)
    while True:
        rows += keys(data)
        if not data["next"]:
            return rows
        data = (await get(served, f"/search.json{data['next']}")).json()


@pytest.mark.parametrize("phrase", ["气候", "氣候", "桥", "渡船", "准点", "清单"])
async def test_quotes_articles_and_captions_are_found_in_one_list(served, db, phrase):
    expected = {("article", i) for i in holding(db, "articles", ["title", "text"], phrase)}
    expected |= {("quote", i) for i in holding(db, "quotes", ["text"], phrase)}
    expected |= {("caption", i) for i in holding(db, "images", ["caption", "alt"], phrase)}
    assert set(await everything(served, q=phrase, size=200)) == expected


async def test_a_find_has_its_outlet_day_speaker_and_excerpt(served, db):
    data = await found(served, q="海平面 speaker:港务局 script:hant")
    [row] = data["rows"]
    assert row | {"id": 0, "article_id": 0, "speaker_id": 0, "url": ""} == {
        "type": "quote",
        "id": 0,
        "day": "2031-05-04",
        "outlet": "山城晚報",
        "speaker": "港务局",
        "kind": "indirect",
        "confidence": "low",
        "cue": "說",
        "title": "新橋通車 有人歡喜",
        "text": "氣候變化使海平面上升",
        "excerpt": "氣候變化使海平面上升",
        "article_id": 0,
        "speaker_id": 0,
        "url": "",
    }
    assert row["article_id"] == one(db, "select article_id from quotes where id = ?", row["id"])
    html = await page(served, url(q="海平面", script="Hant"))
    assert "海平面" in {mark.get_text() for mark in html.select("mark.found")}


async def test_the_words_in_the_title_rank_before_those_in_the_text(served):
    data = await found(served, q="歡喜 OR 坐船", type="article")
    assert [row["title"] for row in data["rows"]] == ["新橋通車 有人歡喜"]
    rows = (await found(served, q="新桥", type="article"))["rows"]
    assert {row["title"] for row in rows} == {"白鹭港新桥通车", "新橋通車 有人歡喜"}


async def test_more_than_can_be_ranked_are_in_order_of_title_and_day(served, db, monkeypatch):
    ranked = await everything(served, q="港务局", size=300)
    monkeypatch.setattr(finding, "RANKED", 100)
    forget_pages()
    data = await found(served, q="港务局", size=1000)
    assert data["order"] == "title" and data["total"] > 100
    tiered = await everything(served, q="港务局", size=300)
    assert len(tiered) == len(set(tiered)) == data["total"] and set(tiered) == set(ranked)
    sql = "select quotes.id from quotes join speakers on speakers.id = speaker_id where name = '港务局'"
    named = {row["id"] for row in db.execute(sql)}
    first = [key for key in tiered if key[0] == "quote" and key[1] in named]
    assert tiered[: len(first)] == first == sorted(first, key=lambda key: -key[1])
    rest = tiered[len(first) :]
    assert rest == sorted(rest, key=lambda key: -key[1])


async def test_of_a_few_the_words_in_the_heading_come_first_page_by_page(served, db):
    data = await found(served, q="第5* OR 通车 OR 米勒 OR 有人说")
    rows = await everything(served, q="第5* OR 通车 OR 米勒 OR 有人说", size=30)
    assert data["order"] == "few" and finding.FEW > len(rows) == len(set(rows)) == data["total"] > 60
    under = """select 'article' as type, id, title as heading from articles
        union select 'caption', images.id, title from images join articles on articles.id = article_id
        union select 'quote', quotes.id, title from quotes join articles on articles.id = article_id
        union select 'quote', quotes.id, name from quotes join speakers on speakers.id = speaker_id"""
    words = ("第5", "通车", "通車", "米勒")
    headed = {(r["type"], r["id"]) for r in db.execute(under) if any(w in r["heading"] for w in words)}
    first = headed & set(rows)
    assert {"article", "quote", "caption"} == {type_ for type_, _ in first} and set(
        rows[: len(first)]
    ) == first
    for part in (rows[: len(first)], rows[len(first) :]):
        assert part and part == sorted(part, key=lambda key: (-key[1], key[0]))


@pytest.mark.parametrize("filters", ["outlet:bay", "type:quote script:hant", "kind:direct to:2031-04-02", ""])
async def test_what_must_not_be_found_can_be_all_that_is_typed(served, filters):
    everyone = await everything(served, q=f"{filters} from:2031", size=1000)
    holding_it = await everything(served, q=f"渡船 OR 桥 {filters} from:2031", size=1000)
    rest = await found(served, q=f"-渡船 NOT 桥 {filters} from:2031", size=1000)
    assert set(keys(rest)) <= set(everyone) - set(holding_it)
    assert rest["total"] == len(everyone) - len(holding_it)
    assert "“渡船”" in rest["understood"]["words"] and rest["order"] == "day"


@pytest.mark.parametrize("q", ["渡轮沉没了吗", "渡轮 沉没", "-渡轮", "渡轮 OR 桥", "渡"])
@pytest.mark.parametrize("script", ["hans", "hant"])
@pytest.mark.parametrize("kind", ["direct", "indirect"])
async def test_filters_of_few_finds_or_none(served, q, script, kind):
    data = await found(served, q=q, script=script, kind=kind)
    assert {(row["type"], row["kind"]) for row in data["rows"]} <= {("quote", kind)}
    assert bool(data["rows"]) == bool(data["total"])
    await get(served, url(q=q, script=script, kind=kind))


async def test_a_find_leads_to_the_page_of_its_speaker(served):
    html = await page(served, url(q="speaker:米勒"))
    assert html.select_one(".found-title a")["href"] == "/people/%E7%BA%A6%E7%BF%B0%C2%B7%E7%B1%B3%E5%8B%92"


async def test_the_newest_first_when_asked(served):
    ids = [i for _, i in await everything(served, q="港务局", sort="newest", size=500)]
    assert ids == sorted(ids, reverse=True)


# Filters

FILTERS = {
    "type": ["quote", "article", "caption"],
    "outlet": ["bay", "山城晚报"],
    "speaker": ["港務局", "John Miller"],
    "kind": ["direct", "indirect"],
    "script": ["hans", "繁體"],
    "from": ["2031-05", "2031-04-02"],
    "to": ["2031-04-01", "2031"],
    "tag": ["桥梁"],
}


WORDS = "桥 OR 风 OR 渡船"


@pytest.fixture(scope="module")
async def by_one(served):
    """What each value of each filter leaves."""
    return {
        (name, value): set(await everything(served, q=WORDS, size=1000, **{name: value}))
        for name, values in FILTERS.items()
        for value in values
    }


@pytest.mark.parametrize(("one_filter", "other"), combinations(FILTERS, 2))
async def test_filters_combine(served, by_one, one_filter, other):
    for a, b in product(FILTERS[one_filter], FILTERS[other]):
        both = await found(served, q=WORDS, size=1, **{one_filter: a, other: b})
        assert both["total"] == len(by_one[one_filter, a] & by_one[other, b])
        typed = await found(served, q=f"{WORDS} {one_filter}:{a} {other}:{b}", size=1)
        assert typed["total"] == both["total"]
        alone = await found(served, size=1, **{one_filter: a, other: b})
        assert alone["total"] >= both["total"]


async def test_two_values_of_a_filter_mean_either(served):
    either = await found(served, q="桥", outlet=["bay", "hill"])
    assert either["total"] == sum([(await found(served, q="桥", outlet=o))["total"] for o in ("bay", "hill")])


async def test_the_count_of_a_value_is_what_its_link_finds(served):
    for start in (url(q="桥"), url(q="风", outlet="bay"), url(q="今天 speaker:港务局"), url(kind="direct")):
        html = await page(served, start)
        links = html.select("#filters li")
        assert links
        for item in links:
            if not item.select_one(".chosen"):
                there = await page(served, item.a["href"])
                count = int(item.select_one(".count").get_text().replace(",", ""))
                if "outlet=" in start and "outlet" in item.parent["aria-labelledby"]:
                    count += int(html.select_one(".chosen").parent.select_one(".count").get_text())
                if start.endswith("kind=direct") and item.parent["aria-labelledby"] == "by-kind":
                    continue
                assert there.select_one("#found").get_text() == f"{count:,} found", (start, item.get_text())


async def test_every_name_of_a_speaker_finds_the_quotes(served):
    totals = {
        name: (await found(served, q=f'speaker:"{name}"'))["total"]
        for name in ("约翰·米勒", "約翰-米勒", "米勒", "John Miller", "JOHN MILLER")
    }
    assert set(totals.values()) == {2}


# Pages and formats


@pytest.mark.parametrize("parameters", [{"q": "渡船"}, {"q": "风", "sort": "newest"}, {"outlet": "hill"}])
async def test_the_pages_hold_everything_once(served, parameters):
    total = (await found(served, **parameters))["total"]
    rows = await everything(served, **parameters, size=97)
    assert len(rows) == len(set(rows)) == total > 200


async def test_the_page_json_and_csv_show_the_same(served):
    for parameters in ({"q": "桥"}, {"q": "渡船", "page": 3}, {"q": "speaker:港务局", "to": "2031-04-02"}):
        data = await found(served, **parameters)
        text = (await get(served, url("/search.csv", **parameters))).text
        assert text.startswith("\ufeff")
        table = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
        assert table == [in_a_spreadsheet(row) for row in data["rows"]]
        html = await page(served, url(**parameters))
        assert len(html.select(".found-rows > li")) == len(data["rows"])
        for item, row in zip(html.select(".found-rows > li"), data["rows"], strict=True):
            text = item.get_text()
            assert row["type"] in item["class"] and row["excerpt"] in text and row["outlet"] in text
        assert html.select_one("#found").get_text() == f"{data['total']:,} found"


def in_a_spreadsheet(row):
    """A record as a line of CSV: ids of 16 digits are text, which no spreadsheet rounds."""
    letters = {"id": row.get("type", "quote")[0], "article_id": "a", "speaker_id": "s"}
    return {
        name: "" if value is None else f"{letters.get(name, '') if value else ''}{value}"
        for name, value in row.items()
        if name != "excerpt"
    }


async def test_the_whole_result_can_be_taken_away(served):
    text = (await get(served, url("/search.csv", q="今天", stream=1))).text
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == len({row["url"] for row in rows}) == (await found(served, q="今天"))["total"] > 1000


async def test_the_feed_gives_the_newest_finds(served):
    response = await get(served, url("/search.atom", q="speaker:港务局", size=50))
    assert response.headers["content-type"].startswith("application/atom+xml")
    feed = etree.fromstring(response.content)
    entries = feed.findall("a:entry", ATOM)
    assert len(entries) == 50
    for element in (feed, *entries):
        for name in ("id", "title", "updated"):
            assert element.findtext(f"a:{name}", namespaces=ATOM)
    times = [entry.findtext("a:updated", namespaces=ATOM) for entry in entries]
    assert times == sorted(times, reverse=True) and times[0] == feed.findtext("a:updated", namespaces=ATOM)
    links = [entry.find("a:link", ATOM).get("href") for entry in entries]
    assert len(set(links)) == 50 and all(link.startswith("http://localhost/news/quotes/") for link in links)


async def test_a_feed_of_nothing_is_a_feed(served):
    feed = etree.fromstring((await get(served, url("/search.atom", q="\x0b没有"))).content)
    assert feed.findall("a:entry", ATOM) == []


# Quotes and articles, to read


@pytest.mark.parametrize("name", ["quotes", "articles"])
async def test_a_list_shows_everything_the_newest_first_and_gives_it_whole(served, db, name):
    html = await page(served, f"/{name}")
    total = one(db, f"select count(*) from {name}")
    assert html.select_one("#found").get_text() == f"{total:,} found"
    text = (await get(served, f"/{name}.csv?stream=1")).text
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    ids = [int(row["id"][1:]) for row in rows]
    assert ids == [row[0] for row in db.execute(f"select id from {name} order by id desc")]
    view = {row["id"]: dict(row) for row in db.execute(f"select * from {name}_in_full")}
    for row, number in zip(rows, ids, strict=True):
        assert row["permalink"] == f"http://localhost/news{view[number]['permalink']}"
        told = {column: "" if value is None else str(value) for column, value in view[number].items()}
        for column in row.keys() - {"id", "article_id", "permalink"}:
            assert row[column].removeprefix("'") == told[column].removeprefix("'")


@pytest.mark.parametrize(
    ("asked", "condition"),
    [
        ("speaker=John Miller", "speaker = '约翰·米勒'"),
        ("outlet=bay&kind=direct", "outlet = '海湾日报' and kind = 'direct'"),
        ("from=2031-04-02&to=2031-05", "day between '2031-04-02' and '2031-05-31'"),
        ("confidence=low&outlet=hill", "confidence = 'low' and outlet = '山城晚報'"),
        ("q=明天&day=2031-04-02", "quote like '%明天%' and day = '2031-04-02'"),
        ("from=2031-04", "1"),
    ],
)
async def test_a_list_is_what_its_view_holds(served, db, asked, condition):
    ids = [row[0] for row in db.execute(f"select id from quotes_in_full where {condition} order by id desc")]
    data = (await get(served, f"/quotes.json?{asked}&size=1000&sort=newest")).json()
    assert [row["id"] for row in data["rows"]] == ids[:1000] and data["total"] == len(ids)
    assert sum(data["counts"]["kind"].values()) >= len(ids) > 0
    by_speaker = f"select speaker, count(*) from quotes_in_full where {condition} and speaker > '' group by 1"
    assert data["counts"]["speaker"] == dict(tuple(row) for row in db.execute(by_speaker))


async def test_a_list_is_a_feed_whose_title_says_what_it_is_of(served):
    feed = etree.fromstring((await get(served, "/quotes.atom?q=今天&outlet=hill&size=5")).content)
    assert feed.findtext("a:title", namespaces=ATOM) == "语录 Yulu · “今天” · 山城晚報"
    titles = [entry.findtext("a:title", namespaces=ATOM) for entry in feed.findall("a:entry", ATOM)]
    assert titles == ["山城晚報：港务局说：今天有风"] * 5


async def test_the_permanent_address_leads_to_the_quote(served, db):
    number = one(db, "select max(id) from quotes")
    for typed in (number, f"q{number}"):
        response = await get(served, f"/quotes/{typed}", 302)
        assert response.headers["location"] == f"/news/quotes/{number}"


async def test_every_example_of_how_to_ask_finds_something(served, samples):
    for publication in (served, samples):
        codes = [
            code.get_text() for code in (await page(publication, "/search")).select(".how td:first-child")
        ]
        assert len(codes) > 9
        for code in codes:
            assert (await found(publication, q=code))["total"], code


# What cannot be found or read


@pytest.mark.parametrize("query", HOSTILE, ids=range(len(HOSTILE)))
async def test_whatever_is_typed_gives_a_page(served, query):
    for path in ("/search", "/search.json", "/search.csv", "/search.atom", "/search/suggest.json"):
        await get(served, url(path, q=query))
    await get(served, url(q="桥", **dict.fromkeys(FILTERS, query[:300]), page=query[:50], sort=query[:50]))


async def test_a_query_that_is_no_query_is_searched_literally(served):
    data = await found(served, q="桥 OR")
    assert data["understood"] == {"words": "“桥” AND “or”"}
    assert "could not be read as a query" in (await get(served, url(q="桥 OR"))).text


async def test_an_empty_result_says_what_was_understood_and_offers_the_nearest(served):
    html = await page(served, url(q="新桥气候会议", script="Hant", outlet="bay"))
    text = html.main.get_text()
    assert "0 found" in text and "“新桥气候会议”" in text and "海湾日报" in text and "Traditional" in text
    offers = html.select(".nearest a")
    assert offers
    for offer in offers:
        there = await page(served, offer["href"])
        assert there.select(".found-rows li"), offer.get_text()
    by_script = await page(served, url(q="坐船", script="Hans"))
    assert by_script.select_one(".nearest a").get_text() == "in either script"
    by_words = await page(served, url(q="气候桥太贵了"))
    assert "words" in by_words.select_one(".nearest a").get_text()


async def test_nothing_asked_is_answered_with_how_to_ask(served):
    html = await page(served, "/search?q=&outlet=&page=")
    assert not html.select(".found-rows") and html.select(".how code")


async def test_a_page_after_the_last_leads_back(served):
    html = await page(served, url(q="清单", page=999))
    there = await page(served, html.find("a", string="Last page")["href"])
    assert there.select(".found-rows li")


async def test_an_attack_stays_text(served):
    html = BeautifulSoup((await get(served, url(q="alert", outlet="<script>x</script>"))).text, "lxml")
    assert not html.select("main script, main img")
    html = await page(served, url(q="alert"))
    assert html.select(".found-rows li") and not html.select("main script, main img")


# Suggestions


@pytest.mark.parametrize(
    ("typed", "field", "value"),
    [
        ("米", "speaker", "约翰·米勒"),
        ("約翰", "speaker", "约翰·米勒"),
        ("lin w", "speaker", "林望舒"),
        ("山城", "outlet", "hill"),
        ("橋", "tag", "桥梁"),
        ("outlet:海", "outlet", "bay"),
        ('speaker："john', "speaker", "约翰·米勒"),
    ],
)
async def test_suggestions_answer_what_is_typed(served, typed, field, value):
    names = (await get(served, url("/search/suggest.json", q=typed))).json()
    assert (names[0]["field"], names[0]["value"]) == (field, value)
    assert (await found(served, q=f'{field}:"{value}"'))["total"] > 0


@pytest.mark.parametrize("typed", ["林望舒", "林工", "lin wangshu", "linwangshu", "林忘舒", "林望書"])
async def test_a_name_however_it_is_written_is_suggested_and_brings_the_card_first(served, typed):
    names = (await get(served, url("/search/suggest.json", q=typed))).json()
    assert names[0]["value"] == "林望舒"
    html = await page(served, url(q=typed))
    assert html.select_one(".person-card a")["href"] == "/people/%E6%9E%97%E6%9C%9B%E8%88%92"
    assert [person["name"] for person in (await found(served, q=typed))["people"]] == ["林望舒"]


async def test_words_that_name_nobody_bring_no_card(served):
    assert not (await page(served, url(q="渡船"))).select(".person-card")


async def test_nothing_typed_suggests_nothing(served):
    assert (await get(served, "/search/suggest.json")).json() == []
