"""Everything can be taken away whole, described, with sums, and checked by others' tools."""

import csv
import hashlib
import json
import shutil
import sqlite3
from pathlib import Path
from urllib.parse import unquote

import duckdb
import pytest
import yaml
from asking import get, page
from conftest import ROOT
from datasette.app import Datasette
from frictionless import Package, system
from press import TABLES

from yulu.export.__main__ import ExportError, export
from yulu.export.spreadsheet import harmless


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory, site: Path) -> Path:
    """A folder that is served, with an export in it."""
    folder = tmp_path_factory.mktemp("exported")
    shutil.copytree(site, folder, symlinks=True, dirs_exist_ok=True)
    export(folder / "news.db", ROOT, folder / "export")
    return folder


@pytest.fixture(scope="module")
def with_export(taken: Path) -> Datasette:
    return Datasette(config_dir=taken)


@pytest.fixture
def rows(taken: Path):
    """The rows of a table, as tuples, in the database."""
    with sqlite3.connect(taken / "news.db") as db:
        yield lambda table: {tuple(row) for row in db.execute(f"select * from {table}")}


@pytest.mark.parametrize("table", TABLES)
def test_every_format_holds_every_row(taken, rows, table):
    folder, expected = taken / "export", rows(table)
    with (folder / "csv" / f"{table}.csv").open(encoding="utf-8-sig", newline="") as sheet:
        cells = [tuple(row) for row in csv.reader(sheet)][1:]
    assert set(cells) == {tuple("" if v is None else str(harmless(v)) for v in row) for row in expected}
    lines = (folder / "ndjson" / f"{table}.ndjson").read_text(encoding="utf-8").split("\n")[:-1]
    assert {tuple(json.loads(line).values()) for line in lines} == expected
    assert set(duckdb.read_parquet(str(folder / "parquet" / f"{table}.parquet")).fetchall()) == expected


def test_spreadsheets_see_chinese_and_no_formulas(taken):
    raw = (taken / "export" / "csv" / "articles.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbfid,") and "白鹭港新桥通车".encode() in raw
    for formula in ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"):
        assert harmless(formula) == "'" + formula
    for value in ("1+1", "", "桥", -1, -0.5, None):
        assert harmless(value) is value


def test_programs_see_chinese_unescaped(taken):
    assert "桥太贵了" in (taken / "export" / "ndjson" / "quotes.ndjson").read_text(encoding="utf-8")


def test_the_whole_database_is_the_database(taken):
    assert (taken / "export" / "news.db").read_bytes() == (taken / "news.db").read_bytes()


def test_the_sums_are_right_and_leave_no_file_out(taken):
    folder = taken / "export"
    lines = (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    sums = {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
    files = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    assert set(sums) == files - {"SHA256SUMS"}
    assert all(hashlib.sha256((folder / name).read_bytes()).hexdigest() == sums[name] for name in sums)


def test_the_data_package_is_valid_with_its_keys_sums_and_every_cell(taken):
    with system.use_context(trusted=True):
        report = Package(str(taken / "export" / "datapackage.json")).validate()
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "type", "note"])[:10]


def test_the_data_package_finds_a_row_that_belongs_to_none(taken, tmp_path):
    (tmp_path / "export").mkdir()
    copy = export(taken / "news.db", ROOT, tmp_path / "export") and tmp_path / "export" / "csv" / "quotes.csv"
    first, second, *rest = copy.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    number, _article, *others = second.split(",")
    copy.write_text(first + ",".join([number, "1", *others]) + "".join(rest), encoding="utf-8-sig")
    report = Package(str(tmp_path / "export" / "datapackage.json")).validate()
    assert "foreign-key" in {error for (error,) in report.flatten(["type"])}


def test_what_the_data_package_says_is_what_the_site_says(taken, metadata):
    package = json.loads((taken / "export" / "datapackage.json").read_text(encoding="utf-8"))
    assert package["title"] == metadata["title"] and package["licenses"][0]["path"] == metadata["license_url"]
    sheets = {r["name"]: r for r in package["resources"] if r["profile"] == "tabular-data-resource"}
    assert set(sheets) == set(TABLES)
    for table in sheets:
        about = metadata["databases"]["news"]["tables"][table]
        fields = {field["name"]: field["description"] for field in sheets[table]["schema"]["fields"]}
        assert fields == about["columns"]
    key = {"fields": ["article_id"], "reference": {"resource": "articles", "fields": ["id"]}}
    assert key in sheets["quotes"]["schema"]["foreignKeys"]


def test_an_export_is_replaced_only_by_a_complete_one(taken, tmp_path):
    with pytest.raises(ExportError, match="build it first"):
        export(tmp_path / "nothing.db", ROOT, tmp_path / "export")
    (tmp_path / "export").mkdir()
    (tmp_path / "export" / "old").write_text("old")
    (tmp_path / "other.db").write_bytes(b"not a database")
    with pytest.raises(ExportError, match="cannot be exported"):
        export(tmp_path / "other.db", ROOT, tmp_path / "export")
    assert (tmp_path / "export" / "old").exists()
    export(taken / "news.db", ROOT, tmp_path / "export")
    assert not (tmp_path / "export" / "old").exists() and not (tmp_path / "export.new").exists()


# The page of the data


async def test_the_page_lists_every_file_with_its_size_and_sum(with_export, taken):
    html = await page(with_export, "/news")
    links = {a["href"] for a in html.select("main a[href^='/export/']")}
    files = {p.relative_to(taken).as_posix() for p in (taken / "export").rglob("*.*") if p.is_file()}
    documents = {"export/CHANGELOG.md", "export/CITATION.cff"}
    assert links == {f"/{name}" for name in files - documents} | {"/export/SHA256SUMS"}
    for href in links:
        await get(with_export, href)
    sums = {dd.get_text() for dd in html.select(".sums dd")}
    assert hashlib.sha256((taken / "export" / "csv" / "quotes.csv").read_bytes()).hexdigest() in sums


async def test_the_page_says_what_every_column_means_and_under_which_terms(with_export, metadata):
    html = await page(with_export, "/news")
    for table, about in metadata["databases"]["news"]["tables"].items():
        section = html.find(id=f"t-{table}").find_parent("section")
        assert [dt.get_text() for dt in section.select("dt")] == list(about["columns"])
        assert [dd.get_text() for dd in section.select("dd")] == list(about["columns"].values())
    assert "CC BY 4.0" in html.select_one(".terms").get_text()
    for name in ("CHANGELOG.md", "CITATION.cff"):
        text = (await get(with_export, html.find("a", string=name)["href"])).text
        assert text == (ROOT / name).read_text(encoding="utf-8")


async def test_without_an_export_the_page_says_how_to_make_one(served):
    html = await page(served, "/news")
    assert "make export" in html.main.get_text() and not html.select("a[href^='/export']")
    await get(served, "/export/csv/quotes.csv", status=404)


def test_the_citation_names_the_version_and_the_licence():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["cff-version"] == "1.2.0" and citation["type"] == "dataset"
    assert f'version = "{citation["version"]}"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert f"## {citation['version']}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


# Files over HTTP


async def asked(served: Datasette, headers: dict[str, str], method: str = "GET"):
    return await served.client.request(method, "/export/ndjson/quotes.ndjson", headers=headers)


async def test_a_file_comes_whole_with_headers_for_caches(with_export, taken):
    response = await asked(with_export, {})
    assert response.status_code == 200
    assert response.content == (taken / "export" / "ndjson" / "quotes.ndjson").read_bytes()
    assert response.headers["content-type"] == "application/x-ndjson; charset=utf-8"
    assert response.headers["accept-ranges"] == "bytes" and "max-age" in response.headers["cache-control"]
    assert response.headers["x-content-type-options"] == "nosniff"
    head = await asked(with_export, {}, "HEAD")
    assert head.status_code == 200 and head.content == b""
    assert head.headers["content-length"] == str(len(response.content))


@pytest.mark.parametrize(
    ("range_", "start", "end"), [("0-9", 0, 10), ("10-", 10, None), ("-7", -7, None), ("5-99999999", 5, None)]
)
async def test_a_broken_download_goes_on_where_it_stopped(with_export, range_, start, end):
    whole = (await asked(with_export, {})).content
    part = await asked(with_export, {"range": f"bytes={range_}"})
    assert part.status_code == 206 and part.content == whole[start:end]
    first = start if start >= 0 else len(whole) + start
    assert part.headers["content-range"] == f"bytes {first}-{first + len(part.content) - 1}/{len(whole)}"


async def test_a_range_outside_the_file_is_refused_and_a_strange_one_ignored(with_export):
    size = (await asked(with_export, {})).headers["content-length"]
    outside = await asked(with_export, {"range": f"bytes={size}-"})
    assert outside.status_code == 416 and outside.headers["content-range"] == f"bytes */{size}"
    for strange in ("bytes=5-1", "bytes=-", "lines=1-2", "bytes=0-1,5-6"):
        assert (await asked(with_export, {"range": strange})).status_code == 200


async def test_a_reader_who_has_the_file_does_not_get_it_again(with_export):
    first = (await asked(with_export, {})).headers
    for condition in (
        {"if-none-match": first["etag"]},
        {"if-none-match": f'"other", W/{first["etag"]}'},
        {"if-modified-since": first["last-modified"]},
    ):
        response = await asked(with_export, condition)
        assert (
            response.status_code == 304
            and response.content == b""
            and response.headers["etag"] == first["etag"]
        )
    for condition in ({"if-none-match": '"other"'}, {"if-modified-since": "Mon, 01 Jan 2001 00:00:00 GMT"}):
        assert (await asked(with_export, condition)).status_code == 200


async def test_a_part_of_a_file_that_has_changed_since_is_not_sent(with_export):
    etag = (await asked(with_export, {})).headers["etag"]
    assert (await asked(with_export, {"range": "bytes=0-1", "if-range": etag})).status_code == 206
    assert (await asked(with_export, {"range": "bytes=0-1", "if-range": '"other"'})).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        b"/export/nothing.csv",
        b"/export/csv",
        b"/export/../metadata.yml",
        b"/export/csv/../../metadata.yml",
        b"/export/%2e%2e/metadata.yml",
        b"/export/..%2fmetadata.yml",
        b"/export//etc/passwd",
        b"/export/~2E~2E/metadata.yml",
    ],
)
async def test_no_name_leads_out_of_the_folder(with_export, path):
    """Straight to the application: a client would straighten the path."""
    sent = []

    async def send(event):
        sent.append(event)

    scope = {"type": "http", "method": "GET", "path": unquote(path.decode()), "raw_path": path}
    scope |= {"query_string": b"", "headers": [], "scheme": "http", "http_version": "1.1"}
    await with_export.app()(scope, None, send)
    assert sent[0]["status"] in (404, 302)  # Datasette writes some paths anew; none is a file
    if sent[0]["status"] == 302:
        location = {name.lower(): value for name, value in sent[0]["headers"]}[b"location"].decode()
        assert (await with_export.client.get(location)).status_code == 404


async def test_a_link_in_the_folder_is_not_followed(taken, with_export):
    (taken / "export" / "passwd").symlink_to("/etc/passwd")
    assert (await with_export.client.get("/export/passwd")).status_code == 404
    (taken / "export" / "passwd").unlink()


async def test_who_may_not_see_the_database_may_not_take_it(taken):
    closed = Datasette(config_dir=taken, metadata={"databases": {"news": {"allow": False}}})
    for path in ("/export/news.db", "/export/csv/quotes.csv", "/news"):
        assert (await closed.client.get(path)).status_code == 403
