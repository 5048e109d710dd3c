"""An article and a quote can be cited: as a line, in BibTeX and in CSL-JSON, whatever their words are."""

import json
from unicodedata import category

import jsonschema
import pytest
from asking import article_id, get, one, page
from hypothesis import given
from hypothesis import strategies as st
from press import ATTACK
from pybtex.database import Entry, parse_string

from yulu.site.article import citation

ARTICLE = {
    "id": 203105040001,
    "title": "白鹭港新桥通车",
    "byline": "记者 周小满",
    "outlet": "海湾日报",
    "day": "2031-05-04",
    "url": "https://bay.example/1",
    "script": "Hans",
}
QUOTE = {**ARTICLE, "kind": "direct", "text": "桥太贵了", "speaker": "约翰·米勒"}
HERE = "https://yulu.example/news/articles/203105040001"
HOSTILE = [
    "{",
    "}",
    "}}, title = {x",
    "100% of A&B_C #1 $2 ~ ^",
    "a \\ b \\} \\input{x}",
    '"quoted" and others, Jr.',
    "two\nlines\r\n\tand more",
    "@online{x, title = {y}}",
    ATTACK,
]
TEXTS = ("id", "title", "container-title", "URL", "language", "source", "note")
# What the schema of CSL-JSON asks of the fields that are used here (csl-data.json).
ITEMS = {
    "type": "array",
    "minItems": 1,
    "items": {
        "type": "object",
        "required": ["id", "type"],
        "additionalProperties": False,
        "properties": {
            **{name: {"type": "string", "minLength": 1} for name in TEXTS},
            "type": {"const": "article-newspaper"},
            "author": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["literal"],
                    "additionalProperties": False,
                    "properties": {"literal": {"type": "string"}},
                },
            },
            "issued": {
                "type": "object",
                "required": ["date-parts"],
                "properties": {
                    "date-parts": {
                        "type": "array",
                        "items": {
                            "type": "array",
                            "items": {"type": "integer"},
                            "minItems": 1,
                            "maxItems": 3,
                        },
                    }
                },
            },
        },
    },
}


def entry(text: str) -> Entry:
    """The one entry that a reader of BibTeX, which stops at any mistake, finds."""
    [found] = parse_string(text, "bibtex").entries.values()
    return found


def read_latex(text: str) -> str:
    """What LaTeX would print of a field."""
    text = text.removeprefix("{").removesuffix("}")
    for printed, command in citation._COMMANDS.items():
        if len(command) == 2:
            text = text.replace(command, printed)
    for printed in "~^{}":
        text = text.replace(citation._COMMANDS[printed], printed)
    return text.replace(r"\textbackslash{}", "\\")


def item(text: str) -> dict:
    found = json.loads(text)
    jsonschema.Draft7Validator(ITEMS).validate(found)
    return found[0]


def test_an_article_is_cited_in_every_form():
    cited = citation.of_article(ARTICLE, HERE)
    assert citation.plain(cited) == (
        "记者 周小满. 白鹭港新桥通车[N/OL]. 海湾日报, 2031-05-04. https://bay.example/1. 语录 Yulu, " + HERE
    )
    bibtex = entry(citation.bibtex(cited))
    assert (bibtex.key, bibtex.type) == ("yulu-article-203105040001", "online")
    assert dict(bibtex.fields) == {
        "title": "{白鹭港新桥通车}",
        "organization": "{海湾日报}",
        "date": "2031-05-04",
        "url": "https://bay.example/1",
        "note": f"语录 Yulu, \\url{{{HERE}}}",
    }
    assert [str(person) for person in bibtex.persons["author"]] == ["{记者 周小满}"]
    assert item(citation.csl(cited)) == {
        "id": "yulu-article-203105040001",
        "type": "article-newspaper",
        "title": "白鹭港新桥通车",
        "author": [{"literal": "记者 周小满"}],
        "container-title": "海湾日报",
        "issued": {"date-parts": [[2031, 5, 4]]},
        "URL": "https://bay.example/1",
        "language": "zh-Hans",
        "source": "语录 Yulu",
        "note": HERE,
    }


def test_a_quote_is_cited_with_its_words_and_reported_words_get_no_marks():
    said = [
        citation.of_quote({**QUOTE, **more}, HERE).said
        for more in ({}, {"kind": "partial"}, {"kind": "indirect"}, {"speaker": None}, {"script": "Hant"})
    ]
    assert said == [
        "约翰·米勒：“桥太贵了”",
        "约翰·米勒：“桥太贵了”",
        "约翰·米勒（间接引语）：桥太贵了",
        "说话人不明：“桥太贵了”",
        "约翰·米勒：「桥太贵了」",
    ]
    cited = citation.of_quote(QUOTE, HERE)
    assert citation.plain(cited).startswith("约翰·米勒：“桥太贵了”——记者 周小满. 白鹭港新桥通车[N/OL]. ")
    assert entry(citation.bibtex(cited)).fields["note"].startswith("约翰·米勒：“桥太贵了”——语录 Yulu, ")
    assert item(citation.csl(cited))["note"] == f"约翰·米勒：“桥太贵了”——{HERE}"


def test_what_is_not_known_is_not_told_and_the_outlet_stands_for_an_author():
    bare = {**ARTICLE, "byline": None, "day": None, "url": "javascript:alert(1)", "script": None}
    cited = citation.of_article(bare, HERE)
    assert citation.plain(cited) == f"海湾日报. 白鹭港新桥通车[N/OL]. 海湾日报. 语录 Yulu, {HERE}"
    bibtex = entry(citation.bibtex(cited))
    assert str(bibtex.persons["author"][0]) == "{海湾日报}" and not {"date", "url"} & set(bibtex.fields)
    told = item(citation.csl(cited))
    assert told["URL"] == HERE and told["language"] == "zh" and "issued" not in told


@pytest.mark.parametrize("words", HOSTILE)
def test_words_cannot_leave_their_field(words):
    check_words(words)


@given(st.text())
def test_any_words_can_be_cited(words):
    check_words(f"题{words}")


def check_words(words):
    seen = " ".join("".join(" " if category(c) == "Cc" else c for c in words).split())
    row = {**QUOTE, "title": words, "byline": words, "text": words, "speaker": words}
    cited = citation.of_quote(row, HERE)
    assert cited.title == seen and "\n" not in citation.plain(cited)
    bibtex = entry(citation.bibtex(cited))
    assert set(bibtex.fields) == {"title", "organization", "date", "url", "note"}
    assert read_latex(bibtex.fields["title"]) == seen
    [author] = bibtex.persons["author"]
    assert read_latex(str(author)) == seen
    assert item(citation.csl(cited))["title"] == seen


def test_an_address_cannot_leave_its_field():
    url = 'https://bay.example/题{x}}, note = {\\a?b=100%25&c="d" e#f_~'
    cited = citation.of_article({**ARTICLE, "url": url}, HERE)
    assert cited.url == (
        "https://bay.example/%E9%A2%98%7Bx%7D%7D,%20note%20=%20%7B%5Ca?b=100%25&c=%22d%22%20e#f_~"
    )
    assert entry(citation.bibtex(cited)).fields["url"] == cited.url


# As it is served


@pytest.mark.parametrize(
    ("ending", "content_type"),
    [
        ("txt", "text/plain; charset=utf-8"),
        ("bib", "application/x-bibtex; charset=utf-8"),
        ("json", "application/vnd.citationstyles.csl+json; charset=utf-8"),
    ],
)
async def test_a_page_shows_each_form_and_links_to_it_as_a_file(served, db, ending, content_type):
    article = article_id(db, "白鹭港新桥通车")
    quote = one(db, "select id from quotes where article_id = ?", article)
    for row in (f"articles/{article}", f"quotes/{quote}"):
        shown = (await page(served, f"/news/{row}")).select_one("details.cite")
        assert shown.find("a", href=f"/cite/{row}.{ending}")
        response = await get(served, f"/cite/{row}.{ending}")
        assert response.headers["content-type"] == content_type
        assert response.text.split() == shown.find(id=f"cite-{ending}").get_text().split()
        assert f"http://localhost/news/{row}" in response.text


async def test_what_there_is_not_cannot_be_cited(served, db):
    for path in ("articles/1.bib", "quotes/1.json", "articles/999999999999999999.txt"):
        assert "There is no" in (await get(served, f"/cite/{path}", status=404)).text
    for path in ("speakers/1.bib", "articles/1.pdf", "articles/x.bib", f"articles/{10**30}.bib"):
        await get(served, f"/cite/{path}", status=404)
