"""What the publication tells machines: addresses, feeds, linked data, maps of the site and the endpoints."""

import json
import re

import pytest
from asking import article_id, get, one, page
from lxml import etree
from press import ATTACK

from yulu import sitemap

ATOM = {"a": "http://www.w3.org/2005/Atom"}


def meta(html, name):
    return (html.select_one(f'meta[property="{name}"], meta[name="{name}"]') or {}).get("content")


def linked_data(html):
    (script,) = html.select('script[type="application/ld+json"]')
    return json.loads(script.string)


@pytest.fixture
def rows(db):
    return {
        "speaker": f"/news/speakers/{one(db, 'select id from speakers where name = ?', '约翰·米勒')}",
        "outlet": f"/news/outlets/{one(db, 'select id from outlets where slug = ?', 'hill')}",
        "article": f"/news/articles/{article_id(db, '白鹭港新桥通车')}",
        "attack": f"/news/articles/{article_id(db, ATTACK)}",
    }


# The head of a page


@pytest.mark.parametrize("name", ["home", "speaker", "outlet", "search"])
async def test_a_page_names_the_feed_of_its_quotes(served, db, rows, name):
    conditions = {
        "home": "1",
        "speaker": "speakers.name = '约翰·米勒'",
        "outlet": "outlets.slug = 'hill'",
        "search": "quotes.text like '%气候%' or quotes.text like '%氣候%'",
    }
    paths = {"home": "/", "search": "/search?q=气候&type=quote", **rows}
    (link,) = (await page(served, paths[name])).select('link[rel=alternate][type="application/atom+xml"]')
    feed = etree.fromstring((await get(served, link["href"])).content)
    ids = {int(e.text.rpartition("/")[2]) for e in feed.findall("a:entry/a:id", ATOM)}
    quotes = f"""select quotes.id from quotes join articles on articles.id = quotes.article_id
        join outlets on outlets.id = articles.outlet_id
        left join speakers on speakers.id = quotes.speaker_id
        where {conditions[name]} order by quotes.id desc limit 20"""
    assert ids and ids == {row[0] for row in db.execute(quotes)}


async def test_a_page_has_one_address_whatever_its_parameters(served, rows):
    for path in ("/", "/data", "/news/quotes", rows["outlet"], rows["article"]):
        for asked in (path, f"{path}?_nocount=1") if path != "/news/quotes" else (path,):
            html = await page(served, asked)
            (address,) = html.select("link[rel=canonical]")
            assert address["href"] == meta(html, "og:url") == f"http://localhost{path}"
    search = await page(served, "/search?size=20&page=1&q=%E6%A1%A5&sort=")
    assert search.select_one("link[rel=canonical]")["href"] == "http://localhost/search?q=%E6%A1%A5"


async def test_what_parameters_choose_has_no_other_address(served):
    assert not (await page(served, "/news/quotes?kind=direct")).select("link[rel=canonical]")
    assert not (await page(served, "/news?sql=select+1")).select("link[rel=canonical]")


async def test_a_page_says_what_it_is_about(served, rows):
    html = await page(served, rows["article"])
    assert meta(html, "og:type") == "article"
    assert meta(html, "og:title") == html.title.get_text() == "白鹭港新桥通车 · 海湾日报 · Yulu"
    assert meta(html, "og:description") == meta(html, "description")
    assert meta(html, "description").startswith("白鹭港的新桥星期天通车。工程师林望舒说：“我们等这一天")
    for path in ("/", "/data", "/search", "/news", "/news/quotes", rows["speaker"]):
        html = await page(served, path)
        assert (
            meta(html, "og:type") == "website"
            and meta(html, "og:title")
            and len(meta(html, "description")) > 20
        )


async def test_text_cannot_leave_its_place_in_the_head(served, rows):
    html = await page(served, rows["attack"])
    assert meta(html, "og:title") == html.title.get_text() and ATTACK in meta(html, "og:title")
    assert not html.head.select("img")
    scripts = [s.get("type") for s in html.select("script") if "alert" in (s.string or "")]
    assert scripts == ["application/ld+json"]
    data = linked_data(html)
    assert data["headline"] == ATTACK and "isBasedOn" not in data
    assert data["hasPart"][0]["text"] == "</mark></p><script>alert(2)</script>"
    raw = (await get(served, rows["attack"])).text
    script = raw.partition('<script type="application/ld+json">')[2].partition("</script>")[0]
    assert "<" not in script and json.loads(script) == data


# Linked data


async def test_an_article_is_described_with_its_quotes(served, db, rows):
    data = linked_data(await page(served, rows["article"]))
    assert (data["@type"], data["headline"]) == ("NewsArticle", "白鹭港新桥通车")
    assert data["isBasedOn"] == "https://bay.example/1" and data["datePublished"] == "2031-05-04T02:30:00Z"
    assert data["publisher"] == {"@type": "Organization", "name": "海湾日报", "url": "https://bay.example/"}
    quotes = db.execute(
        "select id, text from quotes where article_id = ? order by start, position",
        [int(rows["article"].rpartition("/")[2])],
    ).fetchall()
    assert [(q["url"], q["text"]) for q in data["hasPart"]] == [
        (f"http://localhost/news/quotes/{q['id']}", q["text"]) for q in quotes
    ]
    who = {q["text"]: q.get("creator") for q in data["hasPart"]}
    assert who["桥太贵了"] == {
        "@type": "Person",
        "name": "约翰·米勒",
        "url": f"http://localhost{rows['speaker']}",
    }
    assert who["欢迎各国代表来参加气候会议"]["@type"] == "Organization"
    assert who["预算有两份清单"] is None


@pytest.mark.parametrize("path", ["/", "/data"])
async def test_the_data_are_described_with_the_files_to_take_away(served, path):
    data = linked_data(await page(served, path))
    assert data["@type"] == "Dataset" and data["license"].startswith("https://creativecommons.org/")
    assert data["url"] == "http://localhost/data" and data["temporalCoverage"] == "2031-04-01/2031-05-04"
    files = {file["contentUrl"]: file["encodingFormat"] for file in data["distribution"]}
    assert files["http://localhost/news.db"] == "application/vnd.sqlite3"
    assert files["http://localhost/-/download/news/speakers.csv"] == "text/csv"
    response = await get(served, "/-/download/news/speakers.csv")
    assert response.headers["content-type"].startswith("text/csv")


# Maps of the site


async def locations(served, path):
    response = await get(served, path)
    assert response.headers["content-type"].startswith("application/xml")
    found = etree.fromstring(response.content).findall("{*}*/{*}loc")
    return [element.text.removeprefix("http://localhost") for element in found]


async def test_the_sitemap_leads_to_every_article_speaker_and_statement_once(served, db, monkeypatch):
    monkeypatch.setattr(sitemap, "LARGEST_PART", 100)
    parts = await locations(served, "/sitemap.xml")
    listed = [address for part in parts for address in await locations(served, part)]
    assert len(parts) > 7 and len(set(listed)) == len(listed)
    for table in ("articles", "speakers", "statements"):
        rows = {f"/news/{table}/{row[0]}" for row in db.execute(f"select id from {table}")}
        assert rows and rows <= set(listed)
    for part in parts:
        assert 0 < len(await locations(served, part)) <= 100
    for path in {address for address in listed if address.count("/") < 3}:
        await get(served, path)


async def test_the_sitemap_tells_the_last_build_and_has_no_other_parts(served):
    index = etree.fromstring((await get(served, "/sitemap.xml")).content)
    assert {element.text for element in index.findall("{*}sitemap/{*}lastmod")} == {"2031-05-05T00:00:00Z"}
    for part in ("articles-2", "speakers-999999", "quotes-1", "articles-0"):
        await get(served, f"/sitemap/{part}.xml", status=404)


def test_a_part_of_the_sitemap_is_read_from_an_index_and_not_sorted(db):
    for table, order in sitemap.ROWS.items():
        plan = db.execute(f"explain query plan select id from {table} order by {order} limit 9 offset 9")
        steps = [row["detail"] for row in plan]
        assert len(steps) == 1 and "COVERING INDEX" in steps[0], (table, steps)


def may_read(robots, path):
    """As RFC 9309 has it: the longest rule that matches decides."""
    rules = [line.split(": ") for line in robots.splitlines() if line.startswith(("Allow", "Disallow"))]
    matching = [
        (len(rule), name == "Allow")
        for name, rule in rules
        if re.match(re.escape(rule).replace(r"\*", ".*"), path)
    ]
    return max(matching)[1]


async def test_crawlers_may_read_pages_but_not_ask_questions(served):
    robots = (await get(served, "/robots.txt")).text
    assert "\nSitemap: http://localhost/sitemap.xml\n" in robots
    pages = ("/", "/data", "/news/articles/1", "/news/quotes", "/search", "/sitemap/articles-1.xml")
    for path in (*pages, "/export/quotes.csv", "/search.atom?type=quote", "/-/static/app.css"):
        assert may_read(robots, path), path
    for path in ("/news?sql=select+1", "/news.json?sql=select+1", "/news/quotes?_facet=cue", "/search?q=1"):
        assert not may_read(robots, path), path
    assert not may_read(robots, "/-/search?q=1") and not may_read(robots, "/news/most_quoted?outlet=bay")
