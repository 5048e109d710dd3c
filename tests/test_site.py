"""The publication, asked page by page: real configuration, a small invented press."""

import re

import pytest
from asking import article_id, get, one, page
from bs4 import BeautifulSoup
from conftest import ROOT
from datasette.utils import tilde_encode
from press import TABLES

from yulu.database.tables import FACETS


async def page_of(served, path, status):
    return BeautifulSoup((await get(served, path, status)).text, "lxml")


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
    "path", ["/", "/news", "/news", "/-/search", "/news?sql=select+1", "/-/metadata", "/-/plugins"]
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


@pytest.mark.parametrize("path", ["/nonsense", "/news/nonsense", "/news/quotes/1", "/people/x/y"])
async def test_what_is_not_there_is_named_and_can_be_searched(served, path):
    html = await page_of(served, path, 404)
    assert path.rpartition("/")[2] in html.main.get_text()
    assert html.select_one("main form[role=search] input[name=q], main a[href^='/search?q=']")
    chinese = await page_of(served, f"{path}?lang=zh", 404)
    assert "no such" not in chinese.main.get_text() and "not found" not in chinese.main.get_text().lower()


async def test_sql_that_reads_too_much_is_told_in_plain_words(served):
    long = "select sum(length(a.text || b.text || c.text)) from quotes as a, quotes as b, quotes as c"
    response = await served.client.get("/news", params={"sql": long})
    assert response.status_code == 503
    assert "Ask for fewer rows with limit" in BeautifulSoup(response.text, "lxml").main.get_text()


async def test_json_has_chinese_as_it_is(served):
    for path in (
        "/news/speakers.json?_shape=array",
        "/news/speakers.json?_shape=array&_nl=on",
        "/people.json",
        "/news.json?sql=select+name+from+speakers",
        "/quotes.json?size=2",
        "/news/cues_by_outlet.json",
    ):
        text = (await get(served, path)).text
        assert "\\u" not in text and any("\u4e00" <= character <= "\u9fff" for character in text), path


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
    html = await page(served, "/news/quotes")
    values = {
        a.get_text(): int(a.next_sibling.strip().replace(",", ""))
        for a in html.select(".counted .facet-info a")
    }
    assert values["港务局"] == one(
        db, "select count(*) from quotes join speakers s on s.id = speaker_id where s.name = '港务局'"
    )
    for a in html.select(".counted .facet-info a"):
        count = int(a.next_sibling.strip().replace(",", ""))
        assert (await page(served, a["href"])).select_one("#rows").get_text().startswith(f"{count:,} row")


async def test_every_column_a_table_offers_to_count_by_can_be_counted_by(served, metadata):
    for table, about in metadata["databases"]["news"]["tables"].items():
        offered = {a.get_text() for a in (await page(served, f"/news/{table}")).select(".more-facets a")}
        assert offered == set(about.get("more_facets", ()))
        for column in offered:
            data = (await get(served, f"/news/{table}.json?_shape=objects&_facet={column}")).json()
            assert data["facet_results"][column]["results"] is not None


# What pages may do


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


# Counts made with the build

COUNTED = {
    "speaker_counts": """
        select speaker_id, count(*), count(distinct article_id), min(day), max(day)
        from quotes join articles on articles.id = article_id
        where speaker_id is not null group by speaker_id""",
    "speaker_months": """
        select speaker_id, substr(day, 1, 7), outlet_id, kind, count(*)
        from quotes join articles on articles.id = article_id
        where speaker_id is not null group by 1, 2, 3, 4""",
    "speaker_pairs": """
        select a.speaker_id, b.speaker_id, count(distinct a.article_id) from quotes as a
        join quotes as b on b.article_id = a.article_id and b.speaker_id <> a.speaker_id group by 1, 2""",
    "quote_counts": """
        select day, outlet_id, coalesce(script, 'unknown'), kind, confidence, count(*)
        from quotes join articles on articles.id = article_id group by 1, 2, 3, 4, 5""",
    "article_counts": """
        select day, outlet_id, coalesce(script, 'unknown'), count(*) from articles group by 1, 2, 3""",
    "tag_counts": """
        select tag_id, outlet_id, count(*) from article_tags join articles on articles.id = article_id
        group by 1, 2""",
}


@pytest.mark.parametrize("table", COUNTED)
async def test_what_is_counted_beforehand_is_what_is_there(db, table):
    counted = [tuple(row) for row in db.execute(f"select * from {table}")]
    assert counted and sorted(counted) == sorted(tuple(row) for row in db.execute(COUNTED[table]))


async def test_the_values_of_every_column_to_count_by_are_counted_beforehand(db, metadata):
    for table, about in metadata["databases"]["news"]["tables"].items():
        if table not in FACETS:
            continue
        for column in {*about.get("facets", ()), *about.get("more_facets", ())}:
            found = db.execute(
                f"select cast({column} as text), count(*) from {table} where {column} is not null group by 1"
            )
            kept = db.execute(
                "select value, rows from facet_counts where table_name = ? and column_name = ?",
                (table, column),
            )
            assert sorted(map(tuple, kept)) == sorted(map(tuple, found)), (table, column)
