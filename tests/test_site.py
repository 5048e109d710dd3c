"""The publication, asked page by page: real configuration, a small invented press."""

import csv
import io
import json
import re
import sqlite3

import press
import pytest
import yaml
from bs4 import BeautifulSoup
from conftest import ROOT
from datasette.utils import tilde_encode

TABLES = (
    "outlets",
    "articles",
    "quotes",
    "speakers",
    "speaker_aliases",
    "images",
    "article_versions",
    "related_articles",
    "tags",
    "article_tags",
    "skipped_files",
    "builds",
)


async def get(served, path, status=200):
    response = await served.client.get(path)
    assert response.status_code == status, (path, response.text[:500])
    return response


async def page(served, path):
    return BeautifulSoup((await get(served, path)).text, "lxml")


def one(db, sql, *parameters):
    return db.execute(sql, parameters).fetchone()[0]


def article_id(db, title):
    return one(db, "select id from articles where title = ?", title)


# Every page answers


async def test_the_tables_are_the_tables(db):
    names = [
        row["name"]
        for row in db.execute("select name from sqlite_master where type = 'table'")
        if "_fts" not in row["name"] and not row["name"].startswith("sqlite_")
    ]
    assert sorted(names) == sorted(TABLES)


@pytest.mark.parametrize("table", TABLES)
async def test_every_table_and_a_row_of_it_have_a_page(served, table):
    await get(served, f"/news/{table}")
    data = (await get(served, f"/news/{table}.json?_shape=objects&_size=1")).json()
    for row in data["rows"]:
        keys = ",".join(tilde_encode(str(row[key])) for key in data["primary_keys"])
        await get(served, f"/news/{table}/{keys}")


async def test_hidden_tables_have_pages_too(served, db):
    for row in db.execute("select name from sqlite_master where name like '%\\_fts%' escape '\\'"):
        await get(served, f"/news/{row['name']}")


@pytest.mark.parametrize(
    "path", ["/", "/news", "/-/search", "/news?sql=select+1", "/-/metadata", "/-/plugins"]
)
async def test_the_other_pages_answer(served, path):
    await get(served, path)


async def test_a_row_that_does_not_exist_is_not_found(served):
    for table in ("articles", "quotes", "speakers", "outlets"):
        await get(served, f"/news/{table}/1", status=404)


async def test_every_page_names_its_language_and_lets_keyboards_skip_to_the_content(served, db):
    for path in (
        "/",
        "/news",
        "/news/quotes",
        f"/news/articles/{article_id(db, '白鹭港新桥通车')}",
        "/-/search",
    ):
        html = await page(served, path)
        assert html.html["lang"] == "en"
        assert html.select_one("a.skip")["href"] == "#" + html.main["id"]
        assert len(html.select("h1")) == 1, path


async def test_every_link_of_the_home_page_leads_somewhere(served):
    html = await page(served, "/")
    links = {a["href"].partition("#")[0] for a in html.select("a[href]")} - {""}
    for href in links:
        if href.startswith("/"):
            await get(served, href)
    assert {"/news.db", "/news/quotes", "/-/download/news/quotes.csv"} <= links


# Nothing is lost on the way out


async def paged(served, table, size):
    rows, after = [], ""
    while after is not None:
        query = f"_shape=objects&_size={size}" + (f"&_next={after}" if after else "")
        data = (await get(served, f"/news/{table}.json?{query}")).json()
        rows += data["rows"]
        after = data["next"]
    return rows


@pytest.mark.parametrize("table", TABLES)
async def test_paging_through_a_table_gives_every_row_once(served, db, table):
    rows = [tuple(row.values()) for row in await paged(served, table, size=97)]
    assert len(rows) == len(set(rows)) == one(db, f"select count(*) from {table}")


@pytest.mark.parametrize("table", TABLES)
async def test_sorting_by_any_column_offered_loses_no_row(served, db, metadata, table):
    for column in metadata["databases"]["news"]["tables"][table]["sortable_columns"]:
        for order in ("_sort", "_sort_desc"):
            response = await get(served, f"/news/{table}.csv?_stream=on&{order}={column}")
            assert len(list(csv.reader(io.StringIO(response.text)))) - 1 == one(
                db, f"select count(*) from {table}"
            ), (table, column)


async def test_a_column_that_is_not_unique_cannot_be_sorted_by(served):
    response = await served.client.get("/news/quotes.json?_sort_desc=kind&_shape=objects")
    assert response.status_code != 200 and "Cannot sort" in response.text


@pytest.mark.parametrize("table", TABLES)
async def test_streamed_csv_holds_every_row(served, db, table):
    response = await get(served, f"/news/{table}.csv?_stream=on")
    rows = list(csv.reader(io.StringIO(response.text)))
    assert len(rows) - 1 == one(db, f"select count(*) from {table}")


@pytest.mark.parametrize("table", TABLES)
async def test_a_whole_table_downloads_for_spreadsheets_and_for_programs(served, db, table):
    expected = {tuple(row) for row in db.execute(f"select * from {table}")}
    as_csv = await get(served, f"/-/download/news/{table}.csv")
    assert as_csv.text.startswith("\ufeff")  # else Excel garbles Chinese
    assert as_csv.headers["content-disposition"] == f'attachment; filename="{table}.csv"'
    assert len(list(csv.reader(io.StringIO(as_csv.text)))) - 1 == len(expected)
    lines = (await get(served, f"/-/download/news/{table}.ndjson")).text.splitlines()
    assert {tuple(json.loads(line).values()) for line in lines} == expected


async def test_a_download_keeps_search_and_filters_and_writes_chinese(served, db):
    text = (await get(served, "/-/download/news/quotes.ndjson?_search=气候&kind=indirect&_size=1")).text
    assert len(text.splitlines()) == 2 and "海平面" in text
    await get(served, "/-/download/news/nothing.csv", status=404)
    await get(served, "/-/download/elsewhere/quotes.csv", status=404)
    await get(served, "/-/download/news/quotes.csv?_sort=kind", status=500)


async def test_the_whole_database_downloads(served, tmp_path):
    (tmp_path / "news.db").write_bytes((await get(served, "/news.db")).content)
    with sqlite3.connect(tmp_path / "news.db") as copy:
        assert one(copy, "select count(*) from articles") == press.FILLERS + 3


# What the publication says of itself


@pytest.mark.parametrize("table", TABLES)
async def test_every_column_is_described(db, metadata, table):
    columns = [row["name"] for row in db.execute(f"pragma table_info({table})")]
    described = metadata["databases"]["news"]["tables"][table]["columns"]
    assert list(described) == columns
    assert all(len(text) > 5 for text in described.values())


@pytest.mark.parametrize("table", TABLES)
async def test_every_table_states_licence_and_source(served, table):
    text = (await page(served, f"/news/{table}")).main.get_text()
    assert "CC BY 4.0" in text and "belong to their publishers" in text
    assert "Public news pages" in text


@pytest.mark.parametrize("table", TABLES)
async def test_only_unique_columns_can_be_sorted_by(db, metadata, table):
    for column in metadata["databases"]["news"]["tables"][table]["sortable_columns"]:
        values, rows = db.execute(f"select count(distinct {column}), count(*) from {table}").fetchone()
        assert values == rows, (table, column)


async def test_facets_count_what_is_there(served, db, metadata):
    for table, about in metadata["databases"]["news"]["tables"].items():
        facets = (await get(served, f"/news/{table}.json?_shape=objects&_size=0")).json()["facet_results"]
        assert set(facets) == set(about.get("facets", ())), table
    assert {"outlet_id", "day", "script"} == set(
        metadata["databases"]["news"]["tables"]["articles"]["facets"]
    )


async def test_every_column_a_table_offers_to_count_by_can_be_counted_by(served, metadata):
    for table, about in metadata["databases"]["news"]["tables"].items():
        offered = {a.get_text() for a in (await page(served, f"/news/{table}")).select(".more-facets a")}
        assert offered == set(about.get("more_facets", ()))
        for column in offered:
            data = (await get(served, f"/news/{table}.json?_shape=objects&_facet={column}")).json()
            assert data["facet_results"][column]["results"] is not None


async def test_the_home_page_describes_the_data_for_machines(served, db):
    html = await page(served, "/")
    data = json.loads(html.select_one('script[type="application/ld+json"]').string)
    assert data["@type"] == "Dataset"
    assert data["temporalCoverage"] == "2031-04-01/2031-05-04"
    assert data["distribution"][0]["contentUrl"].endswith("/news.db")


# Canned queries


def canned_queries():
    metadata = yaml.safe_load((ROOT / "metadata.yml").read_text(encoding="utf-8"))
    return sorted(metadata["databases"]["news"]["queries"].items())


async def ask(served, name, **parameters):
    """The rows a canned query gives, and that it says so without an error."""
    response = await served.client.get(f"/news/{name}.json", params={"_shape": "objects", **parameters})
    assert response.status_code == 200, response.text
    return response.json()["rows"]


@pytest.mark.parametrize(("name", "query"), canned_queries(), ids=[name for name, _ in canned_queries()])
async def test_a_canned_query_answers_its_example(samples, name, query):
    assert set(query["example"]) <= set(query["params"])
    assert await ask(samples, name, **query["example"])
    html = await page(samples, f"/news/{name}")
    example = await page(samples, html.select_one(".example a")["href"])
    assert example.select("table.rows-and-columns tbody tr")


@pytest.mark.parametrize(("name", "query"), canned_queries(), ids=[name for name, _ in canned_queries()])
async def test_a_canned_query_takes_an_empty_form_and_says_what_it_asks(served, name, query):
    assert await ask(served, name)
    html = await page(served, f"/news/{name}")
    assert html.h1.get_text() == query["title"]
    assert query["description"] in html.main.get_text()
    labels = [label.get_text() for label in html.select("form.sql label")]
    assert labels == query["params"] == list(dict.fromkeys(query["params"]))


@pytest.mark.parametrize(("name", "query"), canned_queries(), ids=[name for name, _ in canned_queries()])
async def test_a_canned_query_takes_whatever_is_typed(served, name, query):
    for typed in ("'", '"', "' or 1=1 --", "\0", "🙂", "NOT", "%"):
        await ask(served, name, **dict.fromkeys(query["params"], typed))


def test_there_are_at_least_ten_canned_queries():
    assert len(canned_queries()) >= 10


async def test_what_a_speaker_said_by_any_name(served):
    for name in ("约翰·米勒", "約翰·米勒", "米勒", "John Miller"):
        rows = await ask(served, "what_a_speaker_said", speaker=name)
        assert {(row["outlet"], row["cue"]) for row in rows} == {("山城晚報", "說"), ("海湾日报", "声称")}, (
            name
        )
    assert await ask(served, "what_a_speaker_said", speaker="没有这个人") == []


async def test_what_a_speaker_said_in_one_outlet_and_in_some_days(served):
    rows = await ask(served, "what_a_speaker_said", speaker="港务局", outlet="hill", since="2031-05-01")
    assert [row["quote"] for row in rows] == ["氣候變化使海平面上升"]
    rows = await ask(served, "what_a_speaker_said", speaker="港务局", until="2031-04-01")
    assert {row["day"] for row in rows} == {"2031-04-01"}


async def test_the_most_quoted_speaker(served, db):
    rows = await ask(served, "most_quoted")
    counts = [row["quotes"] for row in rows]
    assert rows[0]["speaker"] == "港务局" and rows[0]["quotes"] == press.FILLERS + 4
    assert counts == sorted(counts, reverse=True) and len(rows) == 5


async def test_quotes_with_a_phrase_are_those_whose_words_hold_it(served):
    rows = await ask(served, "quotes_with_a_phrase", phrase="氣候")
    assert {row["quote"] for row in rows} == {"欢迎各国代表来参加气候会议", "氣候變化使海平面上升"}
    assert await ask(served, "quotes_with_a_phrase", phrase="林望舒") == []  # her name, not her words
    rows = await ask(served, "quotes_with_a_phrase", phrase="气候 OR 清单", outlet="海湾日报")
    assert len(rows) == 2


async def test_one_day_in_different_outlets(served):
    rows = await ask(served, "one_day_in_different_outlets", day="2031-05-04")
    assert {row["speaker"] for row in rows} == {"约翰·米勒", "港务局"}
    assert {row["outlet"] for row in rows} == {"海湾日报", "山城晚報"}
    assert rows == await ask(served, "one_day_in_different_outlets")  # the newest such day
    rows = await ask(served, "one_day_in_different_outlets", day="2031-05-04", speaker="米勒")
    assert {row["speaker"] for row in rows} == {"约翰·米勒"}


async def test_quoted_here_not_there(served):
    rows = await ask(served, "quoted_here_not_there", outlet="bay", other_outlet="hill")
    assert {row["speaker"] for row in rows} == {"林望舒", "外交部", "知情人士"}
    assert await ask(served, "quoted_here_not_there", outlet="hill", other_outlet="bay") == []


async def test_cues_by_outlet_as_shares_of_all_quotes(served, db):
    rows = await ask(served, "cues_by_outlet", cue="说", other_cue="声称")
    bay = {row["cue"]: row for row in rows if row["outlet"] == "海湾日报"}
    assert set(bay) == {"说", "声称"} and bay["声称"]["quotes"] == 1
    shares = await ask(served, "cues_by_outlet")
    assert sum(row["percent"] for row in shares if row["outlet"] == "山城晚報") == pytest.approx(100, abs=0.1)


async def test_captions_with_a_phrase(served):
    rows = await ask(served, "captions_with_a_phrase", phrase="氣候")
    assert [row["caption"] for row in rows] == ["气候变化下的海岸"]


async def test_coverage_by_month(served):
    rows = await ask(served, "coverage_by_month", outlet="hill")
    assert [(row["month"], row["articles"]) for row in rows] == [
        ("2031-05", 1),
        ("2031-04", press.FILLERS // 2),
    ]


async def test_relayed_quotes(served):
    rows = await ask(served, "relayed_quotes", via="新华社")
    assert [row["quote"] for row in rows] == ["第二座桥将在三年后动工"]
    assert await ask(served, "media_that_relay") == [{"outlet": "海湾日报", "via": "新华社", "quotes": 1}]


async def test_articles_with_two_speakers(served):
    rows = await ask(served, "articles_with_two_speakers", speaker="米勒", other_speaker="港務局")
    assert {row["title"] for row in rows} == {"白鹭港新桥通车", "新橋通車 有人歡喜"}
    rows = await ask(served, "articles_with_two_speakers", speaker="米勒", other_speaker="林工")
    assert {row["title"] for row in rows} == {"白鹭港新桥通车"}


async def test_numbers_in_a_canned_query_lead_to_their_rows(served):
    html = await page(served, "/news/what_a_speaker_said?speaker=林望舒")
    links = {a["href"] for a in html.select("td a")}
    assert len(links) == 2
    for link in links:
        await get(served, link)


# The pages of an article, a quote and a speaker


async def test_an_article_shows_its_facts_its_headings_and_its_pictures(served, db):
    article = (await page(served, f"/news/articles/{article_id(db, '白鹭港新桥通车')}")).select_one("article")
    assert article["lang"] == "zh-Hans"
    head = article.header.get_text(" ", strip=True)
    for fact in (
        "海湾日报",
        "2031-05-04",
        "2031-05-04 02:30:00 UTC",
        "记者 周小满",
        "白鹭港",
        "7 quotes",
        "#桥梁",
    ):
        assert fact in head, fact
    original = article.find("a", string="Original article")
    assert original["href"] == "https://bay.example/1" and original["rel"] == [
        "nofollow",
        "noopener",
        "noreferrer",
    ]
    assert [(p.name, p["id"]) for p in article.select(".text")] == [
        ("p", "p0"), ("h2", "p1"), ("p", "p2"), ("p", "p3"), ("p", "p4"),
    ]  # fmt: skip
    captions = [f.get_text(" ", strip=True) for f in article.select("figure")]
    assert captions == [
        "Picture 1 at the publisher 新桥通车当天 林小雨摄",
        "Picture 2 气候变化下的海岸",
        "Picture 3 at the publisher 夜里的桥",
    ]
    assert article.select("img") == []  # pictures stay with their publishers
    assert article.select("figure")[-1].find_previous(class_="text")["id"] == "p4"


async def test_every_quote_is_marked_in_the_text_and_listed_beside_it(served, db):
    number = article_id(db, "白鹭港新桥通车")
    html = await page(served, f"/news/articles/{number}")
    quotes = db.execute("select * from quotes where article_id = ?", (number,)).fetchall()
    assert len(quotes) == 7
    for quote in quotes:
        mark = html.find(id=f"q{quote['id']}")
        assert quote["kind"] in mark["class"]
        for hidden in mark.select(".for-screen-readers, a.number"):
            hidden.extract()
        assert mark.get_text() == quote["text"]
        note = html.find(id=f"n{quote['id']}")
        assert note.select_one("a.number")["href"] == f"#q{quote['id']}"
        assert note.select_one("a.kind")["href"] == f"/news/quotes/{quote['id']}"
        assert note.select_one("a.speaker")["href"] == f"/news/speakers/{quote['speaker_id']}"


async def test_a_quote_inside_another_is_marked_inside_it(served, db):
    html = await page(served, f"/news/articles/{article_id(db, '白鹭港新桥通车')}")
    assert [mark["class"][1] for mark in html.select(".text mark mark")] == ["partial"]
    assert "indirect" in html.select_one(".text mark mark").parent["class"]


async def test_a_mark_says_who_speaks_to_eyes_and_ears(served, db):
    html = await page(served, f"/news/articles/{article_id(db, '白鹭港新桥通车')}")
    quote = one(db, "select id from quotes where cue = '声称'")
    mark = html.find(id=f"q{quote}")
    assert mark["title"] == "direct quote, 约翰·米勒 声称"
    assert mark.select_one(".for-screen-readers").get_text() == "[direct quote, 约翰·米勒 声称: "


async def test_a_quote_over_two_paragraphs_is_marked_in_both_with_one_anchor(served, db):
    html = await page(served, f"/news/articles/{article_id(db, '新橋通車 有人歡喜')}")
    assert html.select_one("article")["lang"] == "zh-Hant"
    pieces = html.select(".text mark.direct")
    assert [piece.find_parent(class_="text")["id"] for piece in pieces] == ["p0", "p1"]
    assert [piece.has_attr("id") for piece in pieces] == [True, False]


async def test_an_unknown_speaker_is_called_unknown(served, db):
    html = await page(served, f"/news/articles/{article_id(db, '新橋通車 有人歡喜')}")
    note = html.find(id=f"n{one(db, 'select id from quotes where text = ?', '橋很美')}")
    assert "speaker unknown" in note.get_text() and note.select_one("a.speaker") is None


async def test_the_page_of_a_quote_shows_it_in_its_place(served, db):
    quote = db.execute("select * from quotes where text like '這座橋%'").fetchone()
    html = await page(served, f"/news/quotes/{quote['id']}")
    article = html.select_one("article")
    assert article.blockquote.get_text() == quote["text"].replace("\n", "")
    assert article.select_one("h1 a")["href"] == f"/news/speakers/{quote['speaker_id']}"
    assert [len(p.select("mark")) for p in article.select(".context")] == [1, 1]
    assert article.select_one(".source a")["href"] == f"/news/articles/{quote['article_id']}#q{quote['id']}"


async def test_the_page_of_a_speaker_shows_names_and_latest_quotes(served, db):
    number = one(db, "select id from speakers where name = '约翰·米勒'")
    html = await page(served, f"/news/speakers/{number}")
    text = html.main.get_text(" ", strip=True)
    for fact in ("约翰·米勒", "person", "John Miller", "米勒、約翰·米勒"):
        assert fact in text, fact
    assert len(html.select(".quote-cards > li")) == 2
    for a in html.select("main a[href^='/news']"):
        await get(served, a["href"].partition("#")[0])


async def test_the_record_itself_is_below_every_page(served, db):
    for table in ("articles", "quotes", "speakers", "outlets", "images"):
        number = one(db, f"select id from {table} order by id desc")
        html = await page(served, f"/news/{table}/{number}")
        columns = [row["name"] for row in db.execute(f"pragma table_info({table})")]
        assert [th.get_text() for th in html.select(".record-table th")] == columns


# What an article may say, and may not do


async def test_an_article_cannot_bring_markup_or_scripts_into_any_page(served, db):
    article = article_id(db, press.ATTACK)
    quote = one(db, "select id from quotes where article_id = ?", article)
    image = one(db, "select id from images where article_id = ?", article)
    paths = [
        "/",
        "/-/search?q=alert",
        f"/news/articles/{article}",
        f"/news/quotes/{quote}",
        f"/news/images/{image}",
        "/news/articles?_size=50",
        "/news/quotes_with_a_phrase?phrase=script",
        "/news/captions_with_a_phrase",
        f"/-/search?q={press.ATTACK}",
        f"/news/quotes?_search={press.ATTACK}",
        f"/news/what_a_speaker_said?speaker={press.ATTACK}",
    ]
    for path in paths:
        html = await page(served, path)
        assert not [s for s in html.select("script") if "alert" in (s.string or "")], path
        assert not html.select("img, [onerror]"), path
        assert not [a for a in html.select("[href]") if a["href"].startswith("javascript:")], path


async def test_the_words_of_an_attack_are_shown_as_words(served, db):
    html = await page(served, f"/news/articles/{article_id(db, press.ATTACK)}")
    assert html.h1.get_text() == press.ATTACK
    assert html.find(id="p0").get_text() == press.ATTACK
    assert "</mark></p><script>alert(2)</script>" in html.find(id="p1").get_text()
    assert "{{ 7*7 }}" in html.find(id="p1").get_text()
    assert html.find("a", string="Original article") is None


async def test_pages_may_run_only_known_scripts(served):
    headers = (await get(served, "/")).headers
    policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'self'" and policy["object-src"] == "'none'"
    assert "unsafe" not in policy["script-src"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "strict-origin-when-cross-origin"


async def test_nothing_is_loaded_from_another_host(served, db):
    for path in (
        "/",
        "/news/quotes",
        "/news?sql=select+1",
        f"/news/articles/{article_id(db, '白鹭港新桥通车')}",
    ):
        html = await page(served, path)
        loaded = [
            t.get("src") or t.get("href") for t in html.select("script[src], link[rel=stylesheet], img")
        ]
        assert loaded and all(url.startswith("/") and not url.startswith("//") for url in loaded), path


# Readers' own SQL


async def test_readers_can_ask_their_own_sql_but_not_change_or_exhaust_anything(served):
    rows = (await get(served, "/news.json?sql=select+count(*)+as+n+from+quotes&_shape=objects")).json()[
        "rows"
    ]
    assert rows[0]["n"] > 1000
    for sql in ("delete from quotes", "select zeroblob(900000000)", "attach '/etc/passwd' as other"):
        response = await served.client.get("/news.json", params={"sql": sql, "_shape": "objects"})
        assert response.status_code == 400, sql


async def test_readers_sql_can_search_in_chinese(served):
    sql = "select count(*) as n from quotes_fts where quotes_fts match escape_fts('氣候')"
    response = await served.client.get("/news.json", params={"sql": sql, "_shape": "objects"})
    assert response.json()["rows"] == [{"n": 2}]


def test_templates_use_no_url_that_ignores_the_base_url():
    for template in (ROOT / "templates").glob("*.html"):
        assert not re.search(r'(href|src|action)="/', template.read_text(encoding="utf-8")), template.name
