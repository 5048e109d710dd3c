"""How answers leave the site: compressed, tagged, kept while the database is the same."""

import gzip

import httpx
import pytest
from asking import article_id, get

from yulu.site.page_cache import LARGEST_PAGE, Page, PageCache


async def raw(served, path, **headers):
    async with (
        httpx.AsyncClient(transport=httpx.ASGITransport(app=served.app())) as client,
        client.stream("GET", f"http://localhost{path}", headers=headers) as response,
    ):
        return response, b"".join([chunk async for chunk in response.aiter_raw()])


KEPT = ("/", "/news/quotes", "/news/quotes.json?_size=3", "/people", "/search?q=气候", "/news", "/robots.txt")


@pytest.mark.parametrize("path", KEPT)
async def test_who_has_a_page_is_told_so(served, path):
    first, body = await raw(served, path, **{"accept-encoding": "gzip"})
    tag = first.headers["etag"]
    assert first.status_code == 200 and int(first.headers["content-length"]) == len(body)
    second, nothing = await raw(served, path, **{"if-none-match": tag, "accept-encoding": "gzip"})
    assert (second.status_code, nothing, second.headers["etag"]) == (304, b"", tag)
    assert "max-age" in second.headers["cache-control"]


@pytest.mark.parametrize("path", [path for path in KEPT if ".json" not in path])  # that tells its time
async def test_a_page_is_the_same_compressed_and_not_again_and_again(served, path):
    packed = [(await raw(served, path, **{"accept-encoding": "gzip"})) for _ in range(2)]
    plain = [(await raw(served, path, **{"accept-encoding": "identity"})) for _ in range(2)]
    texts = {gzip.decompress(b) if r.headers.get("content-encoding") else b for r, b in packed}
    assert texts == {body for _, body in plain} and len(texts) == 1
    for response, _ in packed:
        vary = response.headers["vary"].lower()
        assert "accept-encoding" in vary and "cookie" in vary


async def test_a_stream_is_compressed_too_and_whole(served):
    path = "/-/download/news/articles.ndjson?_size=max"
    _, plain = await raw(served, path, **{"accept-encoding": "identity"})
    response, packed = await raw(served, "/news/quotes.csv?_stream=on", **{"accept-encoding": "gzip"})
    assert gzip.decompress(packed).count(b"\r\n") > 1000 and plain.count(b"\n") > 500
    assert response.headers["content-encoding"] == "gzip"


async def test_each_language_and_each_host_has_pages_of_its_own(served):
    async def text(path="/people", **headers):
        return (await served.client.get(path, headers=headers)).text

    english, chinese = await text(), await text(**{"accept-language": "zh"})
    assert english != chinese
    assert await text() == english and await text(**{"accept-language": "zh"}) == chinese
    assert (await served.client.get("/people", cookies={"lang": "zh"})).text == chinese
    assert "evil.example" in await text("/search.atom?q=气候", host="evil.example")
    assert "evil.example" not in await text("/search.atom?q=气候")


async def test_what_a_cookie_may_change_is_kept_from_nobody_else(served):
    response = await served.client.get("/people", cookies={"ds_actor": "x"})
    assert "no-store" in response.headers["cache-control"]
    assert "no-store" not in (await get(served, "/people")).headers["cache-control"]


async def test_errors_and_own_statements_are_not_kept(served):
    for path in (
        "/news/nothing",
        "/news/quotes?_sort=nothing",
        "/news.json?sql=select+random()&_shape=array",
    ):
        assert (await served.client.get(path)).text is not None
    sql = "/news.json?sql=select+random()+as+n&_shape=array"
    assert (await get(served, sql)).json() != (await get(served, sql)).json()


async def test_data_may_be_read_by_programs_of_other_pages_and_pages_may_not(served, db):
    for path in ("/news/quotes.json", "/search.json?q=气候", "/news.json?sql=select+1", "/timeline.json"):
        assert (await get(served, path)).headers["access-control-allow-origin"] == "*"
    article = f"/news/articles/{article_id(db, '白鹭港新桥通车')}"
    for path in ("/", "/news/quotes", "/search?q=气候", article):
        assert "access-control-allow-origin" not in (await get(served, path)).headers
    assert "access-control-allow-credentials" not in (await get(served, "/news/quotes.json")).headers


async def test_who_came_encrypted_is_to_come_encrypted_again(served):
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=served.app())) as client:
        encrypted, plain = await client.get("https://localhost/"), await client.get("http://localhost/")
    assert "max-age=31536000" in encrypted.headers["strict-transport-security"]
    assert "strict-transport-security" not in plain.headers


REFUSED = {
    "/search?q=" + "a" * 64_001: 414,
    "/" + "a" * 9_000: 414,
    "/search?" + "&".join(f"outlet={n}" for n in range(500)): 400,
    "/news/quotes?" + "&".join(["_facet=kind"] * 200): 400,
}


@pytest.mark.parametrize("path", REFUSED, ids=range(len(REFUSED)))
async def test_an_address_is_of_reasonable_length(served, path):
    response = await served.client.get(path)
    assert response.status_code == REFUSED[path]
    assert "content-security-policy" in response.headers


@pytest.mark.parametrize("header", ["accept-language", "cookie", "referer"])
async def test_a_header_is_of_reasonable_length(served, header):
    response = await served.client.get("/about", headers={header: "a" * 20_000 + "!"})
    assert response.status_code == 431 and "content-security-policy" in response.headers


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
async def test_nothing_can_be_changed(served, method):
    for path in ("/", "/news", "/news/quotes", "/-/logout", "/search"):
        response = await getattr(served.client, method)(path)
        assert response.status_code == 405 and "GET" in response.headers["allow"]


def test_the_pages_kept_are_the_last_used_and_bounded():
    cache = PageCache(largest=10_000)
    pages = {n: Page(200, (), b"x" * 1_000) for n in range(30)}
    for n, page in pages.items():
        cache.put(n, page)
        assert cache.get(0) is not None  # it is used all the time
    assert cache.size <= 10_000
    assert [n for n in pages if cache.get(n)] == [0, *range(21, 30)]
    cache.put("large", Page(200, (), b"x" * (LARGEST_PAGE + 1)))
    assert cache.get("large") is None
