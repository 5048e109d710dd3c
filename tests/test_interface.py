"""The site speaks English and Chinese, as its reader asks or as the browser prefers."""

import re
from typing import get_args, get_type_hints

import pytest
import yaml
from asking import get, page
from bs4 import BeautifulSoup
from conftest import ROOT
from datasette.filters import Filters
from page_types import PAGES

from yulu import model
from yulu.quotes.rules import confidence
from yulu.site import dictionary, errors, filters, interface
from yulu.site.people import everyone, speaker_profile
from yulu.site.search import answer

# Attributes that readers hear or see, and names that are the same in both languages.
SPOKEN = ("aria-label", "title", "alt")
# What Datasette calls its conditions.
CONDITIONS = {operation.display for operation in Filters._filters if re.search("[a-z]", operation.display)}
NAMES = {
    "语录",
    "Yulu",
    "Frictionless",
    "SQLite",
    "CSV",
    "JSON",
    "MB",
    "kB",
    "OR",
    "zh",
    "SQL",
    "Atom",
    "NDJSON",
}
UNSPOKEN = (r"{% block (?:body_class|og_type).*?endblock", "<{{.*?>", "{#.*?#}", "{%.*?%}", "{{.*?}}")
PREFERRED = [
    ("", "en"),
    ("zh-CN,zh;q=0.9,en;q=0.8", "zh-Hans"),
    ("en-US,en;q=0.9,zh;q=0.8", "en"),
    ("fr,zh-TW;q=0.3", "zh-Hans"),
    ("de,fr", "en"),
    ("zh;q=0", "en"),
    ("ZH-hk", "zh-Hans"),
    (";;q=,*;q=x, zh ; q = 0.5", "zh-Hans"),
]


@pytest.mark.parametrize(("header", "tag"), PREFERRED)
async def test_the_browsers_language_is_the_sites(served, header, tag):
    response = await served.client.get("/people", headers={"accept-language": header})
    assert f'<html lang="{tag}">' in response.text
    assert "accept-language" in response.headers["vary"]


async def test_what_is_asked_for_wins_and_is_remembered(served):
    asked = await served.client.get("/people?lang=zh", headers={"accept-language": "en"})
    assert '<html lang="zh-Hans">' in asked.text
    remembered = {"cookie": asked.headers["set-cookie"].partition(";")[0], "accept-language": "en"}
    assert '<html lang="zh-Hans">' in (await served.client.get("/people", headers=remembered)).text
    back = await served.client.get("/people?lang=en", headers=remembered)
    assert '<html lang="en">' in back.text and "lang=en" in back.headers["set-cookie"]


async def test_a_language_that_is_not_spoken_changes_nothing(served):
    response = await get(served, "/people?lang=xx")
    assert '<html lang="en">' in response.text and "set-cookie" not in response.headers


async def test_the_language_is_no_filter_of_a_table(served):
    assert (await get(served, "/news/outlets.json?_shape=array&lang=zh")).json()


async def test_the_other_language_is_one_link_away_with_everything_asked_for(served):
    html = await page(served, "/people?q=%E6%9E%97&lang=zh&page=1")
    for link in ("header a[hreflang]", "head link[rel=alternate][hreflang]"):
        assert [a["href"] for a in html.select(link)] == ["?q=%E6%9E%97&page=1&lang=en"]


async def test_questions_and_headings_of_datasettes_own_pages_are_in_the_language(served):
    html = await page(served, "/news?lang=zh")
    assert [h2.get_text() for h2 in html.select("h2")] == [
        "引语与文章",
        "自己写 SQL",
        "现成的查询",
        "文件",
        "数据表",
    ]
    assert html.find("a", string="各家用哪些词引出引语？")
    assert (await page(served, "/news/cues_by_outlet?lang=zh")).h1.get_text() == "各家用哪些词引出引语？"


@pytest.mark.parametrize("name", PAGES)
async def test_a_page_in_chinese_has_no_sentence_in_english(served, paths, metadata, name):
    response = await served.client.get(paths[name], headers={"accept-language": "zh"})
    html = BeautifulSoup(response.text, "lxml")
    for data in html.select("pre, code, textarea, script"):
        data.extract()
    text = " ".join(html.body.get_text(" ").split())
    tables = metadata["databases"]["news"]["tables"].values()
    english = {sentence for sentence in interface.catalogue() if " " in sentence and "{" not in sentence}
    english |= {about["description"] for about in tables} | {metadata["license"], metadata["source"]}
    english |= {meaning for about in tables for meaning in about["columns"].values()}
    assert [sentence for sentence in english if sentence in text] == []


@pytest.fixture
def in_chinese():
    before = interface.current.set("zh")
    yield
    interface.current.reset(before)


def test_every_table_column_and_question_is_told_in_chinese(metadata, in_chinese):
    news = metadata["databases"]["news"]
    for table, about in news["tables"].items():
        told = [dictionary.described(table, about)]
        told += [dictionary.described(table, about, column) for column in about["columns"]]
        assert [text for text in told if not re.search("[\u4e00-\u9fff]", text)] == [], table
        assert not re.search("[A-Za-z]", dictionary.titled(about["title"])), table
    for name, query in news["queries"].items():
        assert dictionary.explained(name, query["description"]) != query["description"], name


async def test_a_page_of_an_error_speaks_the_language_too(served):
    response = await served.client.get("/nowhere?lang=zh")
    assert response.status_code == 404 and "跳到正文" in response.text


def labels(metadata):
    """What templates translate without saying it themselves: words that code and metadata declare."""
    filtered = filters.Filters("两份清单", tuple((name, "x") for name in filters.FIELDS))
    return {
        *(query["title"] for query in metadata["databases"]["news"]["queries"].values()),
        "home",
        *CONDITIONS,
        errors.TOO_LONG,
        errors.TOO_LONG_SQL,
        errors.OUR_FAULT,
        *everyone.KINDS,
        *speaker_profile.KINDS,
        *get_args(model.Relation),
        *get_args(model.Kinship),
        *get_args(get_type_hints(confidence)["return"]),
        *filters.FIELDS,
        *(label for of_filter in answer.LABELS.values() for label in of_filter.values()),
        *(label for label, _ in answer.offers(filtered)),
    }


def test_the_catalogue_has_what_the_templates_say_and_nothing_else(metadata):
    said = labels(metadata)
    for template in (ROOT / "templates").glob("*.html"):
        text = template.read_text(encoding="utf-8")
        said |= set(re.findall(r'\b_\("([^"]+)"', text))
        said |= {many for _, many in re.findall(r'\b_n\("([^"]+)",\s*"([^"]+)"', text)}
    known = set(interface.catalogue())
    assert (known - said, said - known) == (set(), set())


@pytest.mark.parametrize("template", sorted((ROOT / "templates").glob("*.html")), ids=lambda path: path.name)
def test_a_template_says_nothing_in_one_language_alone(template):
    markup = template.read_text(encoding="utf-8")
    for jinja in UNSPOKEN:
        markup = re.sub(jinja, "", markup, flags=re.DOTALL)
    html = BeautifulSoup(markup, "lxml")
    for unspoken in html.select("code, script, style"):
        unspoken.extract()
    said = [html.get_text(" "), *(tag.get(name, "") for tag in html.find_all(True) for name in SPOKEN)]
    words = set(re.findall(r"[A-Za-z]{2,}|[\u4e00-\u9fff]+", " ".join(said)))
    assert words - NAMES == set()


def test_every_sentence_is_translated_once_and_keeps_its_values():
    pages = yaml.safe_load((ROOT / "yulu/data/interface.yml").read_text(encoding="utf-8")).values()
    sentences = [sentence for page in pages for sentence in page]
    assert len(sentences) == len(set(sentences))
    for sentence, chinese in interface.catalogue().items():
        assert set(re.findall(r"{\w+", sentence)) == set(re.findall(r"{\w+", chinese)), sentence


def test_values_are_escaped_and_numbers_grouped():
    assert interface.say("{n:,} of {who}", n=1234, who="<b>") == "1,234 of &lt;b&gt;"
    assert interface.say_count("{n} quote", "{n} quotes", 1) == "1 quote"
