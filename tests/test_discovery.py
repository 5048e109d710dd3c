"""What the publication tells programs: addresses, feeds, linked data, maps of the site and the endpoints."""

import json
import re

import jsonschema
import pytest
from asking import article_id, get, one, page
from datasette.app import Datasette
from datasette.utils import tilde_encode
from lxml import etree
from openapi_spec_validator import OpenAPIV31SpecValidator
from press import ATTACK, TABLES

from yulu.site import filters as search
from yulu.site.discovery import sitemap
from yulu.site.discovery.endpoints import FILTERS

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
    for path in ("/", "/news", "/news/quotes", rows["outlet"], rows["article"]):
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
    for path in ("/", "/news", "/search", "/news", "/news/quotes", rows["speaker"]):
        html = await page(served, path)
        assert (
            meta(html, "og:type") == "website"
            and meta(html, "og:title")
            and len(meta(html, "description")) > 20
        )


async def test_tables_and_questions_say_what_they_are(served, metadata):
    news = metadata["databases"]["news"]
    for name, about in [*news["tables"].items(), *news["queries"].items()]:
        assert meta(await page(served, f"/news/{name}"), "og:description") == about["description"].strip()


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
        "url": "http://localhost/people/%E7%BA%A6%E7%BF%B0%C2%B7%E7%B1%B3%E5%8B%92",
    }
    assert who["欢迎各国代表来参加气候会议"]["@type"] == "Organization"
    assert who["预算有两份清单"] is None


@pytest.mark.parametrize("path", ["/", "/news"])
async def test_the_data_are_described_with_the_files_to_take_away(served, path):
    data = linked_data(await page(served, path))
    assert data["@type"] == "Dataset" and data["license"].startswith("https://creativecommons.org/")
    assert data["url"] == "http://localhost/news" and data["temporalCoverage"] == "2031-04-01/2031-05-04"
    files = {file["contentUrl"]: file["encodingFormat"] for file in data["distribution"]}
    assert next(iter(files.items())) == ("http://localhost/news.db", "application/vnd.sqlite3")
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
    for table in ("articles", "statements", "outlets"):
        rows = {f"/news/{table}/{row[0]}" for row in db.execute(f"select id from {table}")}
        assert rows and rows <= set(listed)
    people = [address for address in listed if address.startswith("/people/")]
    assert len(people) == one(db, "select count(*) from speakers")
    for part in parts:
        assert 0 < len(await locations(served, part)) <= 100
    for path in {*people, *(address for address in listed if address.count("/") < 3)}:
        html = await page(served, path)
        assert html.select_one("link[rel=canonical]")["href"] == f"http://localhost{path}"


async def test_the_sitemap_tells_the_last_build_and_has_no_other_parts(served):
    index = etree.fromstring((await get(served, "/sitemap.xml")).content)
    assert {element.text for element in index.findall("{*}sitemap/{*}lastmod")} == {"2031-05-05T00:00:00Z"}
    for part in ("articles-2", "speakers-999999", "quotes-1", "articles-0"):
        await get(served, f"/sitemap/{part}.xml", status=404)


def test_a_part_of_the_sitemap_is_read_from_an_index_and_not_sorted(db):
    for table, sql in sitemap.ROWS.items():
        plan = db.execute(f"explain query plan {sql} limit 9 offset 9")
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
    pages = ("/", "/news", "/news/articles/1", "/news/quotes", "/search", "/compare", "/timeline")
    files = ("/sitemap/articles-1.xml", "/export/quotes.csv", "/search.atom?type=quote", "/-/static/app.css")
    for path in (*pages, *files):
        assert may_read(robots, path), path
    for path in ("/people", "/people/王毅", "/cite/articles/1.bib"):
        assert may_read(robots, path), path
    for path in ("/news?sql=select+1", "/news.json?sql=select+1", "/news/quotes?_facet=cue", "/search?q=1"):
        assert not may_read(robots, path), path
    assert not may_read(robots, "/people?q=1")
    for path in ("/compare?day=2024", "/compare.json", "/timeline?month=2024-05", "/timeline.json"):
        assert not may_read(robots, path), path
    assert not may_read(robots, "/-/search?q=1") and not may_read(robots, "/news/most_quoted?outlet=bay")


# What programs are told


@pytest.fixture
async def openapi(served):
    return (await get(served, "/openapi.json")).json()


def answers(openapi, response, path):
    """Whether an answer is as it is described."""
    schema = openapi["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    jsonschema.Draft202012Validator({**schema, "components": openapi["components"]}).validate(response.json())
    return response.json()


async def test_the_description_of_the_endpoints_is_openapi(openapi, metadata):
    OpenAPIV31SpecValidator(openapi).validate()
    assert openapi["servers"] == [{"url": "http://localhost"}]
    news = metadata["databases"]["news"]
    described = {path.removesuffix(".json") for path in openapi["paths"]}
    assert {f"/news/{name}" for name in (*TABLES, *news["queries"])} <= described
    assert len({path["get"]["operationId"] for path in openapi["paths"].values()}) == len(described)


@pytest.mark.parametrize("table", TABLES)
async def test_tables_and_rows_answer_as_described(served, db, openapi, table):
    parameters = openapi["paths"][f"/news/{table}.json"]["get"]["parameters"]
    shape, *others = (parameter["name"] for parameter in parameters)
    data = (await get(served, f"/news/{table}.json?{shape}=objects&_size=3")).json()
    assert data["rows"] or not one(db, f"select count(*) from {table}")
    answers(openapi, await get(served, f"/news/{table}.json?{shape}=objects&_size=3"), f"/news/{table}.json")
    assert {name for name in others if not name.startswith("_")} == set(data["columns"])
    for row in data["rows"]:
        key = ",".join(tilde_encode(str(row[name])) for name in data["primary_keys"])
        response = await get(served, f"/news/{table}/{key}.json?_shape=objects")
        assert answers(openapi, response, f"/news/{table}/{{key}}.json")["rows"] == [row]


async def test_questions_answer_as_described(served, openapi, metadata):
    for name in metadata["databases"]["news"]["queries"]:
        parameters = openapi["paths"][f"/news/{name}.json"]["get"]["parameters"]
        asked = {parameter["name"]: parameter.get("example", "objects") for parameter in parameters}
        response = await served.client.get(f"/news/{name}.json", params=asked)
        assert response.status_code == 200, (name, response.text)
        answers(openapi, response, f"/news/{name}.json")


async def test_the_search_answers_as_described(served, openapi):
    parameters = {p["name"]: p for p in openapi["paths"]["/search.json"]["get"]["parameters"]}
    assert set(parameters) == {"q", "sort", "page", "size", *search.FIELDS} == {*FILTERS, *parameters}
    for question in (
        "q=桥&outlet=bay&outlet=hill&size=2",
        "q=没有这个词",
        "",
        "type=quote&page=2",
    ):
        answers(openapi, await get(served, f"/search.json?{question}"), "/search.json")
    data = (await get(served, "/search.json?q=桥&outlet=hill&size=1")).json()
    assert data["rows"] and set(data["rows"][0]["url"].split("/")) >= {"localhost", "news"}


@pytest.mark.parametrize("ending", ["csv", "atom"])
async def test_the_files_of_the_search_answer_as_described(served, openapi, ending):
    described = openapi["paths"][f"/search.{ending}"]["get"]
    parameters = {parameter["name"] for parameter in described["parameters"]}
    assert parameters == {"q", "page", "size", *search.FIELDS} | (
        {"sort", "stream"} if ending == "csv" else set()
    )
    response = await get(served, f"/search.{ending}?q=桥&outlet=bay")
    assert list(described["responses"]["200"]["content"]) == [response.headers["content-type"].split(";")[0]]


@pytest.mark.parametrize("ending", ["txt", "bib", "json"])
async def test_citations_answer_as_described(served, openapi, rows, ending):
    described = openapi["paths"][f"/cite/{{table}}/{{id}}.{ending}"]["get"]
    response = await get(served, f"/cite/{rows['article'].removeprefix('/news/')}.{ending}")
    assert list(described["responses"]["200"]["content"]) == [response.headers["content-type"].split(";")[0]]
    await get(served, f"/cite/articles/1.{ending}", status=int(list(described["responses"])[1]))


COMPARISONS = (
    "compare?outlet=bay&outlet=hill&from=2031-05-04&to=2031-05-04",
    "compare?speaker=x&from=x",
    "timeline",
    "timeline?outlet=x",
    "trends?q=新桥&type=article",
)


@pytest.mark.parametrize("question", COMPARISONS)
async def test_comparisons_and_the_timeline_answer_as_described(served, openapi, question):
    name, _, asked = question.partition("?")
    response = await get(served, f"/{name}.json?{asked}")
    answers(openapi, response, f"/{name}.json")
    parameters = {parameter["name"] for parameter in openapi["paths"][f"/{name}.json"]["get"]["parameters"]}
    assert {pair.partition("=")[0] for pair in asked.split("&") if pair} <= parameters


async def test_a_wrong_description_is_noticed(served, openapi):
    wrong = json.loads(json.dumps(openapi))
    wrong["components"]["schemas"]["quotes"]["properties"]["id"]["type"] = "string"
    with pytest.raises(jsonschema.ValidationError):
        answers(wrong, await get(served, "/news/quotes.json?_shape=objects&_size=1"), "/news/quotes.json")


async def test_programs_that_read_find_every_table_question_and_endpoint(served, metadata):
    response = await get(served, "/llms.txt")
    assert response.headers["content-type"].startswith("text/plain")
    assert response.text.startswith("# 语录 Yulu\n\n> Who said what")
    links = re.findall(r"^- \[.+?\]\(http://localhost(.+?)\): .{10,}$", response.text, re.M)
    news = metadata["databases"]["news"]
    assert {f"/news/{name}" for name in (*news["tables"], *news["queries"])} <= set(links)
    terms = (await page(served, "/news")).select(".terms a")
    assert {"/llms.txt", "/openapi.json"} <= {a["href"] for a in terms}
    for link in links:
        await get(served, link, status=404 if link.startswith("/export/") else 200)


async def test_addresses_are_those_under_which_the_publication_is_served(site):
    served = Datasette(config_dir=site, settings={"base_url": "/yulu/", "force_https_urls": True})
    assert (await locations(served, "/sitemap.xml"))[0] == "https://localhost/yulu/sitemap/pages.xml"
    assert (await get(served, "/openapi.json")).json()["servers"] == [{"url": "https://localhost/yulu"}]
    assert "Disallow: /yulu/search?" in (await get(served, "/robots.txt")).text
    assert "](https://localhost/yulu/news/quotes)" in (await get(served, "/llms.txt")).text
    html = await page(served, "/news")
    assert html.select_one("link[rel=canonical]")["href"] == "https://localhost/yulu/news"
    assert linked_data(html)["url"] == "https://localhost/yulu/news"
    feed = (await page(served, "/")).select_one('link[type="application/atom+xml"]')["href"]
    assert feed == "/yulu/search.atom?type=quote"
