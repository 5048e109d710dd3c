"""What a reader types is found: in either script, any width and case, whatever the punctuation."""

import json
import re
import sqlite3
from urllib.parse import urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yulu.database.tables import FULL_TEXT
from yulu.site.search.excerpt import excerpt
from yulu.site.search.excerpt import holding as lines_holding
from yulu.site.search.query import LONGEST, match_expression, parse
from yulu.text.chinese import different_names, fold

HOSTILE = [
    '"',
    '"""',
    '"两份',
    "\0",
    "气\0候",
    "*",
    "**",
    "* 气候",
    "^气候",
    "OR",
    "NOT",
    "AND AND",
    "NOT 气候",
    "气候 OR",
    "气候 OR OR 桥",
    "NEAR(气 候, 2)",
    "text:气候",
    "{text mention}:气候",
    "- text : 气候",
    "(((",
    "气候)",
    "'; drop table quotes; --",
    "，。！",
    "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
    "桥" * 7_000,  # a longer address is refused before it comes here
    "桥 " * 5_000,
    "bridge " * 1_400,
    " OR ".join("桥梁港务"[n % 4] for n in range(3_000)),
    '"' * 9_999,
]


@pytest.mark.parametrize(
    ("typed", "expression"),
    [
        ("王毅 气候", '("王 毅" AND "气 候")'),
        ("王毅　气候", '("王 毅" AND "气 候")'),
        ("氣候", '("气 候")'),
        ('"两份 清单"', '("两 份 清 单")'),
        ("“两份 清单”", '("两 份 清 单")'),
        ("ＴｉｋＴｏｋ", '("tiktok")'),
        ("甲 OR 乙 丙", '("甲") OR ("乙" AND "丙")'),
        ("甲 NOT 乙", '(("甲") NOT ("乙"))'),
        ("甲 AND 乙", '("甲" AND "乙")'),
        ("tik*", '("tik" *)'),
        ("甲 or 乙", '("甲" AND "or" AND "乙")'),
        ("NOT 甲", '("not" AND "甲")'),
        ("甲 甲", '("甲")'),
        ("", '""'),
        ("？！", '""'),
    ],
)
def test_what_is_typed_becomes_an_expression(typed, expression):
    assert match_expression(typed) == expression


async def found(served, table, query, **more):
    params = {"_search": query, "_shape": "objects", "_size": "max", **more}
    response = await served.client.get(f"/news/{table}.json", params=params)
    assert response.status_code == 200, (query[:50], response.text)
    return {row["id"] for row in response.json()["rows"]}


def holding(db, table, columns, phrase):
    """Ids of the rows whose folded text holds the folded phrase: what a search has to find."""
    select = (
        f"select id, {' || char(10) || '.join(f'coalesce({column}, char(0))' for column in columns)} as text"
    )
    return {row["id"] for row in db.execute(f"{select} from {table}") if fold(phrase) in fold(row["text"])}


@pytest.mark.parametrize("phrase", ["气候", "氣候", "海平面", "清单", "橋", "米勒", "渡船", "第7班", "天"])
@pytest.mark.parametrize(
    ("table", "columns"),
    [("articles", ["title", "text"]), ("images", ["caption", "alt"])],
)
async def test_a_phrase_finds_what_a_substring_finds(served, db, table, columns, phrase):
    expected = holding(db, table, columns, phrase)
    assert await found(served, table, phrase) == expected
    assert await found(served, table, f'"{phrase}"') == expected


async def test_a_quote_is_found_by_its_words_and_by_every_name_of_its_speaker(served, db):
    words = holding(db, "quotes", ["text"], "气候")
    assert words
    assert await found(served, "quotes", "气候") == words
    miller = {row["id"] for row in db.execute("select id from quotes where cue in ('声称', '說')")}
    miller &= {
        row["id"]
        for row in db.execute(
            "select quotes.id from quotes join speakers on speakers.id = speaker_id where name = '约翰·米勒'"
        )
    }
    assert len(miller) == 2
    for name in ("约翰·米勒", "約翰米勒", "约翰-米勒", "米勒", "john miller", "ＭＩＬＬＥＲ", "mill*"):
        assert await found(served, "quotes", name) == miller, name


@pytest.mark.parametrize("table", FULL_TEXT)
def test_the_index_knows_every_row_by_its_id_which_is_its_rowid(db, table):
    [(rows, ids, indexed, joined)] = db.execute(
        f"""select (select count(*) from {table}), (select count(*) from {table} where rowid = id),
            (select count(*) from {table}_fts_docsize),
            (select count(*) from {table}_fts join {table} on {table}.id = {table}_fts.rowid)"""
    )
    assert rows == ids == indexed == joined > 200
    [sql] = db.execute("select sql from sqlite_master where name = ?", [f"{table}_fts"]).fetchone()
    assert f'content="{table}"' in sql and 'content_rowid="id"' in sql


async def test_own_sql_joins_the_index_by_id(served, db):
    sql = """select q.id from quotes_fts f join quotes q on q.id = f.rowid
        where quotes_fts match escape_fts('气候')"""
    response = await served.client.get("/news.json", params={"sql": sql, "_shape": "arrayfirst"})
    assert set(response.json()) == holding(db, "quotes", ["text"], "气候") != set()


@pytest.mark.parametrize(
    ("names", "kept"),
    [
        ("米勒\n约翰·米勒\n約翰-米勒\nJohn Miller", "John Miller\n约翰·米勒"),
        ("他\n王毅\n\n王毅", "他\n王毅"),
        ("Ann Lee\nAnn Leeson\nLEE", "Ann Lee\nAnn Leeson"),  # a word is found whole
        ("", ""),
        ("……\n甲", "甲"),
    ],
)
def test_of_a_speakers_names_those_are_indexed_that_no_other_contains(names, kept):
    assert different_names(names) == kept


@pytest.mark.parametrize(
    "lines", [[], [""], ["甲", ""], ["甲\n乙", "乙\r"], ["乙\0甲", "丙\u2028甲", "丁\x85", "\v", "ﬀ İ"]]
)
def test_which_headings_hold_a_word_is_told_whatever_else_they_hold(lines):
    assert lines_holding(lines, parse("甲").wanted) == {line for line in lines if "甲" in line}


async def test_words_are_anded_and_operators_work(served):
    climate, sea = await found(served, "quotes", "气候"), await found(served, "quotes", "海平面")
    assert await found(served, "quotes", "气候 海平面") == climate & sea
    assert await found(served, "quotes", "气候 OR 海平面") == climate | sea
    assert await found(served, "quotes", "气候 NOT 海平面") == climate - sea
    assert climate & sea and climate - sea and sea - climate


async def test_a_search_can_be_kept_to_one_column(served):
    by_title = await served.client.get("/news/articles.json?_search_title=新桥&_shape=objects")
    assert {row["title"] for row in by_title.json()["rows"]} == {"白鹭港新桥通车", "新橋通車 有人歡喜"}


@pytest.mark.parametrize("query", HOSTILE, ids=range(len(HOSTILE)))
async def test_no_query_is_an_error(served, query):
    for table in ("quotes", "articles", "images"):
        await found(served, table, query)
    assert (await served.client.get("/-/search", params={"q": query})).status_code == 200


@settings(derandomize=True)
@given(st.text(alphabet=st.sampled_from(list("气候桥a b\"*^():-{}+'ORNTAD\0，“”　")), max_size=60))
def test_whatever_is_typed_fts5_accepts(full_text_index, typed):
    full_text_index.execute("select rowid from t where t match ?", [match_expression(typed)]).fetchall()


@pytest.fixture(scope="module")
def full_text_index():
    connection = sqlite3.connect(":memory:")
    connection.execute("create virtual table t using fts5(text)")
    connection.execute("insert into t values ('气 候 桥')")
    return connection


async def test_an_empty_search_box_shows_every_row(served, db):
    everything = db.execute("select count(*) from quotes").fetchone()[0]
    for query_string in ("_search=", "_search=%20", "_search=+&kind__exact="):
        response = await served.client.get(f"/news/quotes.json?{query_string}&_shape=objects&_extra=count")
        counted = response.json()["filtered_table_rows_count"]
        assert counted == (0 if "kind" in query_string else everything)


def test_an_expression_does_not_grow_with_the_query():
    assert len(match_expression("桥" * 100_000)) < 3 * LONGEST


def plain(segments):
    return "".join(f"[{segment.text}]" if segment.marked else segment.text for segment in segments)


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("新桥通车", "桥", "新[桥]通车"),
        ("新橋通車", "桥 通车", "新[橋][通車]"),
        ("約翰·米勒說", "约翰米勒", "[約翰·米勒]說"),
        ("「ＴｉｋＴｏｋ」很火", "tiktok", "「[ＴｉｋＴｏｋ]」很火"),
        ("tiktoks tiktok", "tiktok", "tiktoks [tiktok]"),
        ("tiktoks", "tik*", "[tik]toks"),
        ("一……二三", "二", "一……[二]三"),
        ("甲乙", "甲 NOT 乙", "[甲]乙"),
        ("甲乙", "丙", "甲乙"),
        ("甲\n乙", "乙", "甲 [乙]"),
        ("甲乙", '"', "甲乙"),
    ],
)
def test_an_excerpt_marks_the_original_text(text, query, expected):
    assert plain(excerpt(text, parse(query).wanted)) == expected


def test_an_excerpt_begins_shortly_before_what_was_found():
    text = "无" * 500 + "桥" + "无" * 500
    assert plain(excerpt(text, parse("桥").wanted, width=20)) == "…" + "无" * 5 + "[桥]" + "无" * 14 + "…"


async def test_the_search_page_shows_counts_excerpts_and_links_that_keep_the_search(served, db):
    page = (await served.client.get("/-/search?q=氣候")).text
    for table, columns in (
        ("articles", ["title", "text"]),
        ("images", ["caption", "alt"]),
        ("quotes", ["text"]),
    ):
        count = len(holding(db, table, columns, "气候"))
        assert f'<a href="/news/{table}?_search=%E6%B0%A3%E5%80%99">{count} in {table}</a>' in page
    assert '<mark class="found">气候</mark>' in page and '<mark class="found">氣候</mark>' in page
    results = page[page.index('id="search-all-results"') :]
    assert "知情人士透露" not in results  # the end of an article that is found by its beginning


async def test_the_requests_of_search_all_answer(served):
    """Those of datasette-search-all's own page, and the same without long columns."""
    labels = "_shape=objects&_labels=on&_extra=count&_extra=database&_extra=table&_size=5&_search=气候"
    for path in (
        f"/news/articles.json?{labels}",
        f"/news/articles.json?{labels}&_nocol=text",
        f"/news/quotes.json?{labels}",
        f"/news/images.json?{labels}",
    ):
        data = (await served.client.get(path)).json()
        assert data["rows"] and data["filtered_table_rows_count"] >= len(data["rows"]), path


async def test_every_table_with_text_is_searchable(served):
    html = (await served.client.get("/-/search?q=桥")).text
    assert set(re.findall(r'href="/news/(\w+)\?_search=', html)) == {"articles", "quotes", "images"}


@pytest.mark.parametrize(
    "query", ["氣候", '"新橋 通車"', "气候 -海平面", "ｊｏｈｎ", "約翰-米勒", "气候 OR 桥 NOT 船", "mill*"]
)
async def test_a_search_box_of_a_table_finds_what_the_search_page_finds(served, query):
    for table, type_ in (("quotes", "quote"), ("articles", "article"), ("images", "caption")):
        data = (
            await served.client.get("/search.json", params={"q": query, "type": type_, "size": 1000})
        ).json()
        assert {row["id"] for row in data["rows"]} == await found(served, table, query)
    page = (await served.client.get("/news/quotes", params={"_search": query})).text
    assert f'href="/search?{urlencode({"q": query, "type": "quote"}).replace("&", "&amp;")}"' in page


async def test_json_of_a_search_is_valid(served):
    response = await served.client.get("/news/quotes.json?_search=桥&_shape=array")
    assert json.loads(response.text)
