"""An address that asks for what is not there, or cannot be, gets an honest status and the usual headers."""

import httpx
import pytest
from asking import get, one
from conftest import ROOT

LONG = "a" * 3000
WRONG = {
    "/news/quotes?_sort=nothing": 400,
    "/news/quotes.json?_sort=nothing": 400,
    "/news/quotes?_sort=id&_sort_desc=id": 400,
    "/news/quotes?_where=1;drop": 400,
    "/news/quotes?_where=nothing=1": 400,
    "/news/quotes?_through={": 400,
    "/news/quotes?_through={}": 400,
    '/news/quotes?_through={"table":"nothing","column":"x","value":"y"}': 400,
    "/news/quotes?_next=$null&_sort=id": 200,
    "/news/quotes?_size=many": 400,
    "/news/quotes?_size=99999": 400,
    "/news/quotes?_timelimit=soon": 400,
    "/news/quotes?id__in=[1": 400,
    "/news/quotes?_facet=nothing": 400,
    "/news/quotes?_facet_array=text": 400,
    "/news/quotes?_facet_array=%00": 400,
    "/news/skipped_verdicts.atom?_facet=%00": 400,
    "/news.csv": 404,
    "/news/quotes?_col=nothing": 400,
    "/news/quotes?_search=(((&_searchmode=raw": 400,
    "/news?sql=select+nothing": 400,
    "/news?sql=drop+table+quotes": 400,
    "/news.json?sql=select+(": 400,
    "/news/article_tags/1": 404,
    "/news/article_tags/1.json": 404,
    "/news/nothing": 404,
    "/news/nowhere/1": 404,
    "/news/quotes/nothing": 404,
    "/news/quotes/1,2,3": 404,
    "/nothing": 404,
    "/nothing/x/y/z": 404,
    "/news.db/x": 404,
    "/news.db/x/y": 404,
    "/news.db/x/y/z": 404,
    "/-/download/news/nothing.csv": 404,
    "/-/download/nothing/quotes.csv": 404,
    "/-/download/news/quotes.csv?_sort=nothing": 400,
    "/-/download/news/quotes.ndjson?_filter_column=id&_filter_op=exact&_filter_value=1": 400,
    "/-/download/news/quotes.csv.csv": 404,
    "/static/nothing.css": 404,
    "/static/yulu.css/x": 404,
    f"/static/{LONG[:1500]}": 404,
    "/static/%00": 404,
    "/static/..%2f..%2fsettings.json": 404,
    "/-/static/app.css/x": 404,
    "/export/../metadata.yml": 404,
    "/cite/articles/1.bib": 404,
    "/cite/quotes/999999999999999999.json": 404,
    "/sitemap/articles-99.xml": 404,
    "/-/threads": 404,
    "/-/permissions": 404,
    "/-/messages": 404,
    "/-/allow-debug": 404,
    "/-/patterns": 404,
    "/-/auth-token?token=x": 404,
    "/-/logout": 404,
    f"/search?q={LONG}": 200,
    "/search?page=99999999999999999999&size=-1": 200,
    "/search?from=1900-99-99&to=x": 200,
}


@pytest.mark.parametrize("path", WRONG)
async def test_a_wrong_address_has_an_honest_status(served, path):
    response = await served.client.get(path)
    if response.status_code in (301, 302):  # to the same address as Datasette writes it
        assert not response.headers["location"].startswith("//")
        response = await served.client.get(response.headers["location"])
    assert response.status_code == WRONG[path], response.text[-300:]
    assert "default-src 'self'" in response.headers["content-security-policy"]
    assert response.headers["x-content-type-options"] == "nosniff"
    assert "Traceback" not in response.text


@pytest.mark.parametrize(
    "path", ["/news/quotes.json?_sort=nothing", "/news/nothing.json", "/news.json?sql=select+x"]
)
async def test_programs_are_told_what_is_wrong_as_json(served, path):
    told = (await served.client.get(path)).json()
    assert told["ok"] is False and told["error"]


PLACES = (
    "/-/databases.json",
    "/-/plugins.json",
    "/-/versions.json",
    "/-/metadata.json",
    "/-/settings.json",
    "/news.json",
    "/news?sql=select+file+from+pragma_database_list",
    "/news/skipped_files.json",
    "/news/builds.json",
    "/nothing",
)


@pytest.mark.parametrize("path", PLACES)
async def test_nobody_is_told_where_the_machine_keeps_its_files(served, site, path):
    text = (await served.client.get(path)).text
    for folder in (str(ROOT), str(site), "site-packages"):
        assert folder not in text


ELSEWHERE = (
    "//evil.example/",
    "//evil.example",
    "/%2f%2fevil.example/",
    "/\\evil.example/",
    "/news//evil.example/",
)


@pytest.mark.parametrize("path", ELSEWHERE)
async def test_no_address_redirects_to_another_host(served, path):
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=served.app())) as client:
        location = (await client.get(f"http://localhost{path}")).headers.get("location", "/")
    assert location.startswith("/") and not location.startswith(("//", "/\\")), location


async def test_statements_of_pages_cannot_reach_the_memory_either(served):
    database = served.get_database("news")
    with pytest.raises(Exception, match="not authorized"):
        await database.execute("select fts3_tokenizer('simple')")


async def test_databases_are_described_without_their_place(served, db):
    [told] = [d for d in (await get(served, "/-/databases.json")).json() if d["name"] == "news"]
    assert told["path"] is None and told["size"] > 0
    assert one(db, "select count(*) from quotes") > 0
