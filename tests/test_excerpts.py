"""Of an outlet that allows excerpts only, nothing leads to the rest of an article."""

import json
import sqlite3
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote as quoted

import duckdb
import pytest
from asking import one
from conftest import ROOT, configured
from datasette.app import Datasette
from hypothesis import given
from hypothesis import strategies as st
from pages import page, write
from press import article, bridge, said

from yulu.build import build
from yulu.corpus.excerpts import BEGINNING, LEFT_OUT, cut
from yulu.export.__main__ import export
from yulu.model import Image, Version
from yulu.reading import outlets
from yulu.text.chinese import tokens

BEGINS = (
    "白鹭港的新桥星期天通车，两岸的居民一早就来到桥头。" * 3
    + "典礼在上午举行，下午两岸的人第一次走路过江，晚上又放了烟花。"
)
HIDDEN = "渡船公司的仓库里还堆着三千张没有卖出去的船票，账目由会计何小姐保管。"
HIDDEN_TOO = "桥墩的图纸画了十一遍，最后一遍用的是蓝墨水。"
SAID = "工程师林望舒说：“我们等这一天等了九年。”"
WORDS = "我们等这一天等了九年。"


def test_the_beginning_stays_and_every_sentence_with_a_quote():
    text = f"{BEGINS}\n{HIDDEN}{SAID}{HIDDEN_TOO}\n{HIDDEN_TOO}\n{HIDDEN_TOO}{SAID.replace('九', '十')}"
    whole = article(
        "bay",
        1,
        "桥",
        text,
        said(text, "direct", WORDS, "林望舒"),
        said(text, "direct", WORDS.replace("九", "十"), "林望舒"),
        headings=frozenset({0, 2}),
        images=(Image(1, "https://bay.example/1.jpg", None, None, None), Image(4, "x", None, None, None)),
    )
    short = cut(replace(whole, versions=(Version("a", "b", "c", None, None, text),)))
    assert short.paragraphs == (
        BEGINS,
        f"{LEFT_OUT}{SAID}{LEFT_OUT}",
        f"{LEFT_OUT}{SAID.replace('九', '十')}",
    )
    assert [(q.text, q.paragraph) for q in short.quotes] == [(WORDS, 1), (WORDS.replace("九", "十"), 2)]
    assert short.headings == {0} and [image.paragraph for image in short.images] == [1, 3]
    assert [version.text for version in short.versions] == [None]
    assert {"渡船", "图纸", "蓝墨水"} <= set(short.index_words)
    assert list(short.index_words) == sorted(set(short.index_words))


def test_a_first_sentence_without_an_end_is_cut():
    short = cut(article("bay", 1, "桥", "桥" * 1000))
    assert short.paragraphs == ("桥" * BEGINNING + LEFT_OUT,)


@given(st.data())
def test_quotes_stand_where_they_are_said_to_stand(data):
    paragraphs = data.draw(
        st.lists(st.text("桥船。！”“，a", min_size=1, max_size=150), min_size=1, max_size=5)
    )
    text = "\n".join(paragraphs)
    places = data.draw(st.lists(st.tuples(*[st.integers(0, len(text))] * 2), max_size=4))
    quotes = [
        replace(said(text, "direct", text[i:j], None), start=i, end=j, paragraph=text.count("\n", 0, i))
        for i, j in map(sorted, places)
        if text[i:j].strip("\n") == text[i:j] != ""
    ]
    short = cut(article("bay", 1, "桥", text, *quotes))
    published = "\n".join(short.paragraphs)
    assert [published[q.start : q.end] for q in short.quotes] == [
        q.text for q in sorted(quotes, key=lambda q: (q.start, -q.end))
    ]
    assert all(q.paragraph == published.count("\n", 0, q.start) for q in short.quotes)


def test_of_other_outlets_all_is_published():
    assert outlets.outlet_named("zaobao").text == "full"
    assert cut(bridge()).index_words == ()  # every sentence of it has a quote


def test_a_slip_in_the_data_publishes_nothing(monkeypatch):
    monkeypatch.setitem(outlets._data()["outlets"]["zaobao"], "text", "exerpt")
    with pytest.raises(ValueError, match="full or excerpt"):
        outlets.outlet_named("zaobao")


# The publication


@pytest.fixture(scope="module")
def press(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that is served: one article in two versions, of an outlet that allows excerpts only."""
    folder = configured(tmp_path_factory.mktemp("excerpts"))
    articles = tmp_path_factory.mktemp("articles")
    html = f"<p>{BEGINS}</p><p>{HIDDEN}{SAID}</p><p>{HIDDEN_TOO}</p>"
    write(articles, page(html), "first.md")
    later = page(f"{html}<p>{HIDDEN_TOO}又过了一天。</p>", feed="2021-09-03T08:34:00+00:00")
    write(articles, later, "second.md")
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(outlets._data()["outlets"]["zaobao"], "text", "excerpt")
        build([articles], folder / "news.db", jobs=1, progress=False)
    export(folder / "news.db", ROOT, folder / "export")
    return folder


@pytest.fixture(scope="module")
def site_of_excerpts(press: Path) -> Datasette:
    return Datasette(config_dir=press)


@pytest.fixture
def excerpts(press: Path):
    with sqlite3.connect(press / "news.db") as connection:
        yield connection


def leaks(answer: bytes | str) -> list[str]:
    """Pieces of what is not published, as text, as JSON escapes or as tokens, in an answer."""
    found = answer if isinstance(answer, str) else answer.decode("utf-8", "replace")
    pieces = [text[n : n + 8] for text in (HIDDEN, HIDDEN_TOO) for n in range(0, len(text) - 8, 4)]
    forms = ((p, json.dumps(p)[1:-1], " ".join(tokens(p).split())) for p in pieces)
    return [form for each in forms for form in each if form in found]


def test_the_article_is_there_with_its_quote_and_the_offsets_are_right(excerpts):
    text, characters = excerpts.execute("select text, characters from articles").fetchone()
    assert text == f"{BEGINS}\n{LEFT_OUT}{SAID}" and characters == len(text)
    quotes = excerpts.execute("""
        select quotes.text, substr(articles.text, start + 1, end - start)
        from quotes join articles on articles.id = article_id""").fetchall()
    assert quotes and all(words == there for words, there in quotes)
    assert excerpts.execute("select slug, text from outlets").fetchall() == [("zaobao", "excerpt")]
    assert excerpts.execute("select distinct text from article_versions").fetchall() == [(None,)]


def test_no_file_holds_the_rest(press):
    assert leaks(f"…{HIDDEN}…") and leaks(tokens(HIDDEN).replace("  ", " "))  # this would be a leak
    files = [press / "news.db", press / "inspect-data.json", *(press / "export").rglob("*.*")]
    assert len(files) > 40
    for file in files:
        packed = file.suffix == ".parquet"
        held = str(duckdb.read_parquet(str(file)).fetchall()) if packed else file.read_bytes()
        assert leaks(held) == [], file


async def test_no_page_holds_the_rest(site_of_excerpts, excerpts):
    tables = [name for (name,) in excerpts.execute("select name from sqlite_master where type = 'table'")]
    number = one(excerpts, "select id from articles")
    paths = [f"/news/{table}{suffix}" for table in tables for suffix in ("", ".json", ".csv?_stream=on")]
    paths += [f"/-/download/news/{table}.{form}" for table in tables for form in ("csv", "ndjson")]
    paths += [f"/news/articles/{number}", f"/news/articles/{number}.json", "/", "/news", "/news.db"]
    paths += [f"/cite/articles/{number}.{form}" for form in ("txt", "bib", "json")]
    paths += [f"/cite/quotes/{id}.json" for (id,) in excerpts.execute("select id from quotes")]
    for words in (HIDDEN[:8], "船票", "渡船 蓝墨水"):
        paths += [f"/search{form}?q={quoted(words)}" for form in ("", ".json", ".csv", ".atom")]
        paths += [f"/-/search?q={quoted(words)}", f"/news/articles.json?_search={quoted(words)}"]
    for path in paths:
        response = await site_of_excerpts.client.get(path, follow_redirects=True)
        assert response.status_code in (200, 400, 404), path
        # A page may repeat what was asked.
        repeated = [HIDDEN[:8], json.dumps(HIDDEN[:8])[1:-1]] if quoted(HIDDEN[:8]) in path else []
        assert [leak for leak in leaks(response.content) if leak not in repeated] == [], path


async def test_sql_does_not_lead_to_the_rest(site_of_excerpts):
    for sql in (
        "select group_concat(text) as t from articles",
        "select hex(block) as t from articles_fts_data",
        "select snippet(articles_fts, 1, '', '', '', 64) as t from articles_fts where text match '船'",
        "select text as t from articles_fts",
    ):
        response = await site_of_excerpts.client.get("/news.json", params={"sql": sql, "_shape": "objects"})
        for row in response.json().get("rows", []):
            value = row["t"] or ""
            assert leaks(value) == []
            if sql.startswith("select hex"):
                assert leaks(bytes.fromhex(value)) == []


def test_the_index_holds_words_of_the_rest_but_not_in_their_order(excerpts):
    excerpts.execute("create virtual table temp.terms using fts5vocab(main, articles_fts, instance)")
    terms = excerpts.execute("select term from temp.terms where col = 'text' order by offset").fetchall()
    assert leaks("".join(term for (term,) in terms)) == []

    def found(words: str) -> int:
        phrase = '"' + " ".join(tokens(words).split()) + '"'
        return one(excerpts, "select count(*) from articles_fts where articles_fts match ?", phrase)

    assert [found(words) for words in ("船票", "墨水", "星期天通车", "等了九年")] == [1, 1, 1, 1]
    assert [found(words) for words in (HIDDEN[:8], HIDDEN_TOO[:8], "蓝墨水最后")] == [0, 0, 0]


async def test_linked_data_hold_the_beginning_and_the_quote_alone(site_of_excerpts, excerpts):
    number, text = excerpts.execute("select id, text from articles").fetchone()
    html = (await site_of_excerpts.client.get(f"/news/articles/{number}")).text
    data = json.loads(html.partition('<script type="application/ld+json">')[2].partition("</script>")[0])
    assert text.startswith(data["description"]) and [part["text"] for part in data["hasPart"]] == [WORDS]
    written = json.dumps(data, ensure_ascii=False)
    assert HIDDEN[:8] not in written and HIDDEN_TOO[:8] not in written


async def test_the_page_says_that_it_is_an_excerpt(site_of_excerpts, excerpts):
    response = await site_of_excerpts.client.get(f"/news/articles/{one(excerpts, 'select id from articles')}")
    assert "published as excerpts" in response.text
