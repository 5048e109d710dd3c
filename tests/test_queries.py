"""The canned queries answer the questions in their titles."""

import press
import pytest
import yaml
from asking import get, page
from conftest import ROOT


def canned_queries():
    metadata = yaml.safe_load((ROOT / "metadata.yml").read_text(encoding="utf-8"))
    return sorted(metadata["databases"]["news"]["queries"].items())


async def ask(served, name, **parameters):
    """The rows a canned query gives, and that it says so without an error."""
    response = await served.client.get(f"/news/{name}.json", params={"_shape": "objects", **parameters})
    assert response.status_code == 200, response.text
    return response.json()["rows"]


@pytest.mark.parametrize(("name", "query"), canned_queries(), ids=[name for name, _ in canned_queries()])
async def test_a_canned_query_answers_its_example_whatever_is_served(samples, served, name, query):
    assert set(query["example"]) <= set(query["params"])
    for publication in (samples, served):
        html = await page(publication, f"/news/{name}")
        example = await page(publication, html.select_one(".example a")["href"])
        assert example.select("table.rows-and-columns tbody tr"), name
        placeholders = {box["name"]: box["placeholder"] for box in html.select("form.sql input[placeholder]")}
        assert placeholders and await ask(publication, name, **placeholders)


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


async def test_an_answer_of_many_rows_begins_with_a_few_and_has_them_all(served):
    address = "/news?sql=select+id,+text+from+quotes+limit+100"
    html = await page(served, address)
    assert len(html.select("tbody tr")) == 15 and html.select_one("#rows").get_text().strip() == "100 rows"
    every = next(a["href"] for a in html.select("main a") if "_all=1" in a["href"])
    assert len((await page(served, every)).select("tbody tr")) == 100


async def test_numbers_in_a_canned_query_lead_to_their_rows(served):
    html = await page(served, "/news/articles_with_two_speakers?speaker=林望舒")
    links = {a["href"] for a in html.select("td a")}
    assert len(links) == 1
    for link in links:
        await get(served, link)
