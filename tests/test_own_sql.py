"""Anyone may ask anything in SQL: it takes nothing from anyone else."""

import asyncio
import json

import pytest
from asking import get
from bs4 import BeautifulSoup
from conftest import ROOT
from datasette.app import Datasette

from yulu.site.lanes.serving import lanes_of

LONG = "hex(zeroblob(2000000))"
# Statements that break a server which asks them as it asks its own.
HOSTILE = {
    "reads the memory": "select hex(fts3_tokenizer('simple'))",
    "writes to the memory": "select fts3_tokenizer('simple', x'4141414141414141')",
    "loads code": "select load_extension('x')",
    "tells where the files are": "select file from pragma_database_list",
    "tells of all functions": "select name from pragma_function_list",
    "tells of the pages of the file": "select * from dbstat",
    "tells what others ask": "select sql from sqlite_stmt",
    "never ends inside one function": f"select instr({LONG}, substr({LONG}, 1, 1900000) || '1')",
    "never ends replacing": f"select length(replace({LONG}, substr({LONG}, 1, 1900000) || '1', 'x'))",
    "never ends": "with recursive n(i) as (select 1 union all select i + 1 from n) select max(i) from n",
    "joins everything": "select count(*) from quotes a, quotes b, quotes c, quotes d where a.text > b.text",
    "has an enormous pattern": "select count(*) from articles where text like '" + "%a_" * 900 + "'",
    "fills the memory with one value": "select zeroblob(900000000)",
    "fills the memory with many values": "select zeroblob(4000000) from quotes limit 1000",
    "fills the memory with one text": "select group_concat(a.text || b.text) from quotes a, quotes b",
    "fills the memory sorting": "select hex(zeroblob(2000)) || a.id as t from quotes a, quotes b order by t",
    "changes something": "with t as (select 1) delete from quotes",
    "is two": "select 1; select 2",
    "is very long": "select " + "1+" * 12_000 + "1",
}


@pytest.mark.parametrize("sql", HOSTILE.values(), ids=HOSTILE)
async def test_a_hostile_statement_is_refused_and_the_site_goes_on(served, sql):
    response = await served.client.get("/news.json", params={"sql": sql, "_shape": "objects"})
    assert response.status_code in (400, 414, 503), response.text[:500]
    assert len(response.content) < 50_000
    rows = (await get(served, "/news.json?sql=select+count(*)+as+n+from+quotes&_shape=array")).json()
    assert rows[0]["n"] > 1000


async def test_a_statement_within_a_filter_is_asked_apart_too(served):
    condition = f"instr({LONG}, substr({LONG}, 1, 1900000) || '1') > 0"
    response = await served.client.get("/news/quotes.json", params={"_where": condition})
    assert response.status_code in (400, 503)


ANSWERS = {
    "select 1 as a, 'x' as b, null as c, 1.5 as d, x'00ff' as e": [1, "x", None, 1.5],
    "select 1 as a, 2 as a": [1, 2],
    "select upper('a'), json_extract('{\"b\": 2}', '$.b')": ["A", 2],
    "select count(*) from quotes_fts where quotes_fts match escape_fts('氣候')": [2],
    "select name from pragma_table_info('outlets') limit 1": ["id"],
    "select value from json_each('[7]')": [7],
    "select initial('林望舒', 'person')": ["L"],
    "with recursive n(i) as (select 1 union all select i + 1 from n limit 5) select sum(i) from n": [15],
}


@pytest.mark.parametrize("sql", ANSWERS)
async def test_an_honest_statement_is_answered(served, sql):
    response = await served.client.get("/news.json", params={"sql": sql, "_shape": "arrays"})
    assert response.status_code == 200, response.text
    assert response.json()["rows"][0][: len(ANSWERS[sql])] == ANSWERS[sql]


async def test_the_answer_is_the_same_as_page_and_as_csv(served):
    sql = "select kind, count(*) as n from quotes group by kind order by kind"
    rows = (await served.client.get("/news.json", params={"sql": sql, "_shape": "objects"})).json()["rows"]
    csv = (await served.client.get("/news.csv", params={"sql": sql})).text.split()
    assert csv == ["kind,n", *(f"{row['kind']},{row['n']}" for row in rows)]
    html = BeautifulSoup((await served.client.get("/news", params={"sql": sql})).text, "lxml")
    cells = [cell.get_text(strip=True) for cell in html.select("table td")]
    assert cells == [str(value) for row in rows for value in row.values()]


async def test_more_rows_than_allowed_are_cut_and_it_is_said(served):
    sql = "select a.id from quotes a, outlets"
    data = (await served.client.get("/news.json", params={"sql": sql, "_shape": "objects"})).json()
    assert len(data["rows"]) == 1000 and data["truncated"]


async def test_parameters_of_a_statement_are_values(served):
    params = {"sql": "select :a || :b as joined", "a": "1' --", "b": "氣", "_shape": "array"}
    assert (await served.client.get("/news.json", params=params)).json() == [{"joined": "1' --氣"}]


@pytest.fixture
def patient(site) -> Datasette:
    """A server that lets a statement run for a minute: on a busy machine too it is not done before others."""
    settings = json.loads((ROOT / "settings.json").read_text())
    return Datasette(config_dir=site, settings={**settings, "sql_time_limit_ms": 60_000})


async def running(site: Datasette, statements: int) -> None:
    """Wait until as many statements are asked."""
    while lanes_of(site)["own SQL"].running != statements:
        await asyncio.sleep(0.01)


async def test_who_asks_too_much_at_once_is_told_when_to_come_again(patient):
    slow = "with recursive n(i) as (select 1 union all select i + 1 from n) select max(i) from n where i < 0"
    asked = [patient.client.get("/news.json", params={"sql": f"{slow} -- {n}"}) for n in range(14)]
    answers = [asyncio.ensure_future(question) for question in asked]
    while sum(answer.done() for answer in answers) < 4:
        await asyncio.sleep(0.01)
    refused = [answer.result() for answer in answers if answer.done()]
    await get(patient, "/news/outlets.json")
    assert lanes_of(patient)["own SQL"].running == 2  # nobody waited for these
    assert [response.status_code for response in refused] == [503] * 4
    assert all(int(response.headers["retry-after"]) > 0 for response in refused)
    for answer in answers:
        answer.cancel()
    await asyncio.gather(*answers, return_exceptions=True)


async def test_a_question_ends_when_its_client_leaves(patient):
    slow = "with recursive n(i) as (select 1 union all select i + 1 from n) select max(i) from n"
    question = asyncio.ensure_future(patient.client.get("/news.json", params={"sql": slow}))
    await running(patient, 1)
    await asyncio.sleep(0.3)
    question.cancel()
    await asyncio.gather(question, return_exceptions=True)
    assert lanes_of(patient)["own SQL"].running == 0
