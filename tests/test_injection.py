"""What an article says never runs, on no page, in no feed, in no sheet; no page tells of its reader."""

import csv
import io
import json
import sqlite3
from pathlib import Path
from urllib.parse import quote, urlsplit
from urllib.request import urlopen

import pytest
from conftest import configured, serving
from lxml import etree
from page_types import PAGES

from yulu.build import build

# Each would call ran(), by another way into a page.
PAYLOADS = (
    "<script>ran(1)</script>",
    "<img src=x onerror=ran(2)>",
    '"><svg onload=ran(3)>',
    "' autofocus onfocus=ran(4) x='",
    "</title><script>ran(5)</script>",
    "</script><script>ran(6)</script>",
    "<iframe srcdoc='<script>parent.ran(7)</script>'></iframe>",
    "<a href=javascript:ran(8)>x</a>",
    "{{ran(9)}}${ran(9)}#{ran(9)}",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=ran(10)>",
    "<details open ontoggle=ran(11)>",
    "--><script>ran(12)</script><!--",
    "]]><script>ran(13)</script>",
    "\u2028ran(14)//",
    "<meta http-equiv=refresh content='0;url=javascript:ran(15)'>",
    "<base href=//evil.example/>",
    "&lt;script&gt;ran(17)&lt;/script&gt;",
    '=HYPERLINK("javascript:ran(18)")',
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "<style>@import '//evil.example/x.css';</style>",
)
ADDRESSES = (
    "javascript:ran(30)//https://bay.example/x.jpg",
    "data:text/html,<script>ran(31)</script>",
    'https://bay.example/"onload=ran(32)//.jpg',
    " jAvAsCrIpT&colon;ran(33)",
)


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def hostile_file(folder: Path, number: int, payload: str, address: str) -> None:
    """An article that has a payload wherever an article has anything."""
    fields = {"title": f"{payload} 桥{number}", "author": payload, "tags": [payload, "桥"], "from": address}
    header = "\n".join(f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in fields.items())
    said = escaped(payload)
    body = (
        f"<p>{said}表示：“第{number}座桥通车了，{said}。”</p><p>市长{said}顾明岚说，{said}桥长两公里。</p>"
        f'<figure><img src="{escaped(address)}" alt="{said}">'
        f"<figcaption>{said}（{said}摄）</figcaption></figure>"
        f'<figure><img src="https://bay.example/{number}.jpg?{said}" alt="{said}">'
        f"<figcaption>{said}</figcaption></figure>"
    )
    name = payload.replace("/", "_")[:60]
    (folder / f"{number}{name}.md").write_text(
        f"---\n{header}\ndate: 2031-05-04\n---\n{body}\n", encoding="utf-8"
    )


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """The address of a publication of nothing but attacks, and its database."""
    folder, articles = tmp_path_factory.mktemp("hostile"), tmp_path_factory.mktemp("articles")
    configured(folder)
    for number, payload in enumerate(PAYLOADS):
        hostile_file(articles, number, payload, ADDRESSES[number % len(ADDRESSES)])
    build([articles], folder / "news.db", jobs=1, progress=False)
    with serving(folder) as address:
        yield address, folder / "news.db"


def places(database: Path) -> list[str]:
    """Every kind of page, and every row of what came from the files."""
    with sqlite3.connect(database) as connection:
        rows = [
            f"/news/{table}/{row}"
            for table in ("articles", "quotes", "images", "outlets", "tags", "speakers")
            for [row] in connection.execute(f"select id from {table}")
        ]
        names = [
            name for [name] in connection.execute("select name from speakers union select name from tags")
        ]
    pages = [path for path in PAGES.values() if "{" not in path]
    tables = [f"/news/{table}" for table in ("articles", "images?_facet=credit", "tags", "skipped_files")]
    searches = [f"/search?q={quote(payload)}" for payload in PAYLOADS] + ["/search?q=桥", "/-/search?q=桥"]
    people = [f"/people/{quote(name, safe='')}" for name in names]
    own = [
        "/news?sql=select+title,url,byline,source_path+from+articles",
        "/news/articles?_where=1&_facet=byline",
    ]
    return [*pages, *tables, *searches, *people, *own, *rows]


WATCH = """
window.__ran = []; window.ran = n => window.__ran.push(n);
document.addEventListener('securitypolicyviolation',
  e => window.__ran.push(e.violatedDirective + ' ' + e.blockedURI));
"""


def test_nothing_that_an_article_says_runs_on_any_page(hostile, browser):
    address, database = hostile
    context = browser.new_context(base_url=address)
    context.add_init_script(WATCH)
    page = context.new_page()
    asked, found = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: (found.append(dialog.message), dialog.dismiss()))
    for place in places(database):
        page.goto(place, wait_until="load")
        ran = page.evaluate("window.__ran")
        dangerous = page.evaluate(
            "[...document.querySelectorAll('[href],[src],[action]')]"
            ".map(e => e.getAttribute('href') || e.getAttribute('src') || e.getAttribute('action'))"
            ".filter(a => /^\\s*(javascript|data|vbscript):/i.test(a))"
        )
        found += [(place, what) for what in [*ran, *dangerous]]
    context.close()
    assert found == []
    elsewhere = {url for url in asked if urlsplit(url).netloc != urlsplit(address).netloc}
    assert elsewhere == set()


def test_no_page_asks_another_host_for_anything(browser, address, paths):
    context = browser.new_context(base_url=address)
    page = context.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    for path in paths.values():
        page.goto(path, wait_until="load")
    cookies = {cookie["name"] for cookie in context.cookies()}
    context.close()
    assert len(asked) > len(paths)
    assert {urlsplit(url).netloc for url in asked if not url.startswith("data:")} == {
        urlsplit(address).netloc
    }
    assert cookies <= {"ds_csrftoken"}  # nothing to know a reader by


def test_feeds_are_whole_xml_in_which_markup_is_text(hostile):
    address, _ = hostile
    for path in ("/search.atom?q=%E6%A1%A5", "/sitemap.xml", "/sitemap/articles-1.xml"):
        root = etree.fromstring(urlopen(address + path).read())
        names = {etree.QName(element).localname for element in root.iter() if isinstance(element.tag, str)}
        assert not names & {"script", "img", "svg", "iframe", "style", "meta", "a"}, path
        links = [*root.xpath("//@href"), *root.xpath("//*[local-name()='loc']/text()")]
        assert all(link.startswith("http") for link in links)


SHEETS = ("/search.csv?q=%E6%A1%A5&stream=1", "/-/download/news/articles.csv", "/-/download/news/tags.csv")


@pytest.mark.parametrize("path", SHEETS)
def test_no_cell_of_a_sheet_is_a_formula(hostile, path):
    address, _ = hostile
    rows = list(csv.reader(io.StringIO(urlopen(address + path).read().decode("utf-8-sig"))))
    assert len(rows) > 5
    formulas = [cell for row in rows for cell in row if cell.startswith(("=", "+", "@", "\t", "\r"))]
    assert formulas == []


def test_data_for_programs_is_never_taken_for_a_page(hostile):
    address, _ = hostile
    for path in ("/news/articles.json", "/search.json?q=%E6%A1%A5", "/search/suggest.json?q=script"):
        with urlopen(address + path) as response:
            assert response.headers["content-type"].startswith("application/json")
            assert response.headers["x-content-type-options"] == "nosniff"
            json.load(response)
