"""The page of an article: its headline, what its marks mean, what it says where there is nothing to show."""

import re
import shutil
import sqlite3
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
import yaml
from asking import article_id, one, page
from conftest import ROOT, configured
from datasette.app import Datasette
from page_types import page_address

from yulu.site.article.report import report_address
from yulu.text.chinese import segment

HEADLINES = [
    ("白鹭港新桥星期天通车", ["白鹭", "港", "新桥", "星期天", "通车"]),
    ("港务局：“新桥”通车了！ 游客（外地）不来", None),
    ("", []),
    ("  ", None),
]


@pytest.mark.parametrize(("headline", "expected"), HEADLINES)
def test_a_headline_can_be_broken_between_its_words_alone(headline, expected):
    pieces = segment(headline)
    assert "".join(pieces) == headline
    assert not [piece for piece in pieces[1:] if piece[0] in "：”！） "]
    assert not [piece for piece in pieces[:-1] if piece[-1] in "“（"]
    assert expected is None or pieces == expected


async def test_the_headline_says_where_it_may_break_and_stays_the_same(served, db):
    html = await page(served, f"/news/articles/{article_id(db, '白鹭港新桥通车')}")
    assert html.h1.get_text() == "白鹭港新桥通车" and html.h1.find("wbr")


async def test_a_colour_is_a_speaker_in_legend_and_text(served, db):
    html = await page(served, f"/news/articles/{article_id(db, '白鹭港新桥通车')}")
    legend = {span["class"][1]: span.get_text() for span in html.select(".legend .voice[class*=voice-]")}
    assert len(legend) == 5
    for mark in html.select(".text mark"):
        [voice] = [name for name in mark["class"] if name.startswith("voice-")]
        speaker = "select name from speakers join quotes on speakers.id = speaker_id where quotes.id = ?"
        assert legend[voice] == one(db, speaker, int(mark["id"][1:]))
    kinds = html.select(".legend mark")
    assert [mark["class"] for mark in kinds] == [
        ["quote", "direct"],
        ["quote", "partial"],
        ["quote", "indirect"],
    ]


async def test_an_article_without_quotes_or_text_says_so(site, tmp_path, db):
    number = article_id(db, "新橋通車 有人歡喜")
    shutil.copy(site / "news.db", configured(tmp_path) / "news.db")
    with sqlite3.connect(tmp_path / "news.db") as copy:
        copy.execute("delete from statement_quotes")
        copy.execute("delete from quotes where article_id = ?", [number])
        copy.execute("update articles set text = '看视频', characters = 3 where id = ?", [number])
    copy.close()
    header = (
        await page(Datasette(config_dir=tmp_path), f"/news/articles/{number}")
    ).article.header.get_text()
    assert "No quote was found in this article." in header
    assert "This is all the text that the feed had of it" in header


async def test_the_record_is_folded_away_and_a_row_without_a_page_of_its_own_is_open(served, paths):
    assert not (await page(served, paths["article"])).select_one("details.record").has_attr("open")
    assert (await page(served, paths["image"])).select_one("details.record").has_attr("open")


QUOTE = {"id": 7, "speaker": "林望舒", "text": "桥&海 = “好”"}
HERE = "https://yulu.example/news/quotes/7"


@pytest.mark.parametrize("to", ["https://tracker.example/new", "https://tracker.example/new?labels=quote"])
def test_a_report_goes_to_the_tracker_with_the_quote_filled_in(to):
    parts = urlsplit(report_address(to, QUOTE, HERE))
    asked = parse_qs(parts.query)
    assert (parts.netloc, parts.path) == ("tracker.example", "/new") and asked["title"] == [
        "Yulu: 林望舒 (7)"
    ]
    assert asked["body"] == [f"{HERE}\n\n林望舒：{QUOTE['text']}\n\n"] and ("labels" in asked) == (
        "labels" in to
    )


def test_a_report_goes_to_an_address():
    address, _, fields = report_address("desk@yulu.example", QUOTE, HERE).partition("?")
    assert address == "mailto:desk@yulu.example"
    assert "+" not in fields and fields.count("&") == 1
    assert f"{HERE}\n\n林望舒：{QUOTE['text']}" in unquote(fields)


@pytest.mark.parametrize("to", [None, "", "javascript:alert(1)", "nobody"])
def test_without_a_place_to_report_to_nothing_is_offered(to):
    assert report_address(to, QUOTE, HERE) is None


@pytest.fixture
def reported(site, tmp_path):
    """The publication with an address to report errors to."""
    for name in ("settings.json", "plugins", "templates", "static"):
        (tmp_path / name).symlink_to(ROOT / name)
    (tmp_path / "news.db").symlink_to(site / "news.db")
    told = yaml.safe_load((ROOT / "metadata.yml").read_text(encoding="utf-8"))
    told["plugins"]["yulu"]["report_to"] = "desk@yulu.example"
    (tmp_path / "metadata.yml").write_text(yaml.safe_dump(told, allow_unicode=True), encoding="utf-8")
    return Datasette(config_dir=tmp_path)


# Where quotes are shown, and what shows one of them.
SHOWN = {
    "article": ".margin li",
    "quote": ".one-quote > blockquote",
    "much quoted": ".found-rows > li.quote",
    "quotes to read": ".found-rows > li.quote",
    "compare a speaker": ".cell li",
    "statement": ".renderings > li",
    "home": ".quote-cards > li, .renderings > li",
}


@pytest.mark.parametrize("name", SHOWN)
async def test_every_quote_that_is_shown_can_be_reported(reported, db, name):
    html = await page(reported, page_address(db, name))
    links = [unquote(a["href"]) for a in html.select("a[href^='mailto:desk@yulu.example?']")]
    about = {number for link in links for number in re.findall(r"/news/quotes/(\d+)", link)}
    assert len(about) == len(html.select(SHOWN[name])) > 0
    assert about <= {str(number) for (number,) in db.execute("select id from quotes")}


async def test_nothing_is_offered_where_nobody_is_to_be_told(served, db):
    for name in SHOWN:
        assert not (await page(served, page_address(db, name))).select("a.report")


async def test_everyone_who_says_a_quote_together_is_named(site, tmp_path, db, paths):
    number = one(db, "select id from quotes where text = '欢迎各国代表来参加气候会议'")
    shutil.copy(site / "news.db", configured(tmp_path) / "news.db")
    other = one(db, "select id from speakers where name = '港务局'")
    with sqlite3.connect(tmp_path / "news.db") as copy:
        copy.execute("insert into quote_speakers values (?, ?, 2)", [number, other])
    copy.close()
    served = Datasette(config_dir=tmp_path)
    assert "外交部、港务局" in (await page(served, f"/news/quotes/{number}")).h1.get_text()
    note = (await page(served, paths["article"])).find(id=f"n{number}").get_text(" ", strip=True)
    assert "外交部 、港务局" in note
