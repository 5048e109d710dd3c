"""Nothing is lost on the way out: pages, streams, whole tables, the whole database."""

import csv
import io
import json
import sqlite3

import press
import pytest
from asking import get, one
from press import TABLES


def csv_rows(text):
    """The rows of a sheet, without its header."""
    return list(csv.reader(io.StringIO(text)))[1:]


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
            assert len(csv_rows(response.text)) == one(db, f"select count(*) from {table}"), (table, column)


async def test_a_column_that_is_not_unique_cannot_be_sorted_by(served):
    response = await served.client.get("/news/quotes.json?_sort_desc=kind&_shape=objects")
    assert response.status_code != 200 and "Cannot sort" in response.text


@pytest.mark.parametrize("table", TABLES)
async def test_streamed_csv_holds_every_row(served, db, table):
    response = await get(served, f"/news/{table}.csv?_stream=on")
    assert len(csv_rows(response.text)) == one(db, f"select count(*) from {table}")


@pytest.mark.parametrize("table", TABLES)
async def test_a_whole_table_downloads_for_spreadsheets_and_for_programs(served, db, table):
    expected = {tuple(row) for row in db.execute(f"select * from {table}")}
    as_csv = await get(served, f"/-/download/news/{table}.csv")
    assert as_csv.text.startswith("\ufeff")  # else Excel garbles Chinese
    assert as_csv.headers["content-disposition"] == f'attachment; filename="{table}.csv"'
    assert len(csv_rows(as_csv.text)) == len(expected)
    lines = (await get(served, f"/-/download/news/{table}.ndjson")).text.splitlines()
    assert {tuple(json.loads(line).values()) for line in lines} == expected


async def test_a_download_keeps_search_and_filters_and_writes_chinese(served, db):
    text = (await get(served, "/-/download/news/quotes.ndjson?_search=气候&kind=indirect&_size=1")).text
    assert len(text.splitlines()) == 2 and "海平面" in text
    await get(served, "/-/download/news/nothing.csv", status=404)
    await get(served, "/-/download/elsewhere/quotes.csv", status=404)
    await get(served, "/-/download/news/quotes.csv?_sort=kind", status=400)


async def test_the_whole_database_downloads(served, tmp_path):
    (tmp_path / "news.db").write_bytes((await get(served, "/news.db")).content)
    with sqlite3.connect(tmp_path / "news.db") as copy:
        assert one(copy, "select count(*) from articles") == press.FILLERS + 3
