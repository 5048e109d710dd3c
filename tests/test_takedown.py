"""What is taken down leaves no byte in what is published, and its address says that it is gone."""

import shutil
import sqlite3
import zlib
from pathlib import Path
from urllib.parse import quote as quoted

import duckdb
import pytest
import yaml
from conftest import ROOT, configured
from datasette.app import Datasette
from pages import page, write

from yulu.build import build
from yulu.database.parts import Parts
from yulu.export.__main__ import export
from yulu.site.search import names
from yulu.text.chinese import tokens
from yulu.verdicts.folder import Verdicts

BRIDGE = "https://www.zaobao.com/realtime/china/story20310504-1000001"
FERRY = "https://www.bbc.com/zhongwen/simp/world-1000002"
SECRET = "这座桥的钢索从第三年起就没有人检查过"
SHARED = "海平面上升比预想的快，桥面抬高了两米"
TITLE = "林望舒谈钢索无人检查"
ARTICLES = {
    "bridge.md": page(
        f"<p>白鹭港的新桥星期天通车。工程师林望舒说：“{SECRET}，我们写过三封信。”</p>"
        f"<p>林望舒还说：“桥很长。”港务局局长罗以安说：“{SHARED}。”</p>"
        f"<figure><img src='https://img.example/1.jpg'><figcaption>图：{SECRET}</figcaption></figure>"
        f"<p>信里写着：{SECRET}。罗以安说：“渡轮周五复航。”</p>",
        url=BRIDGE,
        title=TITLE,
        feed="2031-05-04T02:30:00+00:00",
        crawled=None,
    ),
    "ferry.md": page(
        f"<p>白鹭港务局局长羅以安说：“{SHARED}。”</p><p>船员周小满说：“明天有雨，船照开。”</p>",
        url=FERRY,
        title="渡轮照开",
        outlet="BBC",
        feed="2031-05-04T05:30:00+00:00",
        crawled=None,
    ),
}


class Publication:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.db = folder / "news.db"

    def build(self, *hidden: dict) -> "Publication":
        verdicts = self.folder / "verdicts"
        verdicts.mkdir(exist_ok=True)
        said = [{"verdict": "hide", "by": "何一", "date": "2031-06-01", **thing} for thing in hidden]
        (verdicts / "takedown.yml").write_text(yaml.safe_dump(said, allow_unicode=True), encoding="utf-8")
        paths = [self.folder / name for name in ARTICLES]
        self.report = build(paths, self.db, jobs=1, progress=False, said=Verdicts.of(verdicts))
        return self

    def ask(self, sql: str, *parameters: object) -> list[tuple]:
        with sqlite3.connect(self.db) as connection:
            return connection.execute(sql, parameters).fetchall()

    def quote(self, words: str) -> int:
        [(number,), *_] = self.ask("select id from quotes where text like ? order by position", f"{words}%")
        return number

    def ids(self) -> set[tuple[str, int]]:
        tables = ("articles", "quotes", "images", "speakers", "statements")
        return {(table, number) for table in tables for (number,) in self.ask(f"select id from {table}")}

    def export(self) -> None:
        project = self.folder / "project"
        project.mkdir(exist_ok=True)
        for name in ("metadata.yml", "CHANGELOG.md", "CITATION.cff", "LICENSE"):
            (project / name).write_bytes((ROOT / name).read_bytes())
        export(self.db, project, self.folder / "export")

    def contains(self, words: str) -> list[str]:
        """The published files that hold words, in any of the forms in which they are written."""
        forms = {
            form.encode(encoding)
            for form in (words, tokens(words), quoted(words))
            for encoding in ("utf-8", "utf-16-le", "utf-16-be")
        }
        files = [path for path in (self.folder / "export").rglob("*") if path.is_file()]
        files += self.folder.glob("news.db*")
        found = [path.name for path in files if any(form in path.read_bytes() for form in forms)]
        with sqlite3.connect(self.folder / "news.db.kept") as connection:
            kept = connection.execute(f"select {', '.join(Parts._fields)} from extracts")
            found += ["kept" for row in kept for data in row if words.encode() in zlib.decompress(data)]
            kept = connection.execute("select value from measures where kind = 'report'")
            found += ["report" for (data,) in kept if words.encode() in zlib.decompress(data)]
        for path in (self.folder / "export").rglob("*.parquet"):
            rows = duckdb.read_parquet(str(path)).fetchall()
            found += [path.name for row in rows if words in str(row)]
        return found


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = configured(tmp_path_factory.mktemp("built"))
    for name, text in ARTICLES.items():
        write(folder, text, name)
    return Publication(folder).build().folder


@pytest.fixture
def publication(tmp_path: Path, built: Path) -> Publication:
    shutil.copytree(built, tmp_path, symlinks=True, dirs_exist_ok=True)
    return Publication(tmp_path)


def hides(publication: Publication, what: str) -> dict:
    return {
        "quote": {"quote": publication.quote(SECRET), "article": BRIDGE},
        "article": {"article": BRIDGE},
        "file": {"file": publication.ask("select source_path from articles where title = ?", TITLE)[0][0]},
        "outlet": {"outlet": "zaobao"},
        "speaker": {"speaker": "林望舒"},
    }[what]


def test_words_are_found_in_every_published_file_that_holds_them(publication):
    publication.export()
    found = set(publication.contains(SECRET))
    assert {"news.db", "quotes.csv", "articles.ndjson", "images.csv", "kept"} <= found


@pytest.mark.parametrize("what", ["quote", "article", "file", "outlet", "speaker"])
def test_nothing_of_hidden_words_is_left_in_any_published_file(publication, what):
    before = publication.ids()
    publication.build(hides(publication, what)).export()
    assert publication.contains(SECRET) == []
    assert not publication.report.verdicts.problems
    assert publication.ids() < before, "what is left keeps its numbers"
    assert publication.ask("pragma foreign_key_check") == []
    for text, quote, start, end in publication.ask(
        "select articles.text, quotes.text, start, end from quotes join articles on articles.id = article_id"
    ):
        assert text[start:end] == quote


@pytest.mark.parametrize("what", ["article", "file", "outlet"])
def test_a_hidden_article_leaves_neither_its_title_nor_its_address(publication, what):
    publication.build(hides(publication, what)).export()
    for words in (TITLE, BRIDGE, "bridge.md"):
        assert set(publication.contains(words)) <= {
            "report"
        }  # on the publisher's disk: which file not to keep
    assert publication.ask("select count(*) from articles") == [(1,)]
    assert publication.ask("select count(*) from statements") == [(0,)]


def test_a_hidden_speaker_has_no_page_no_name_and_no_words(publication):
    publication.build({"speaker": "林望舒"}).export()
    assert publication.contains("桥很长。") == []
    assert publication.ask("select name from speakers where name like '%望舒%'") == []
    assert publication.quote("渡轮周五复航")
    assert publication.quote("渡轮周五复航")


def test_a_quote_around_hidden_words_loses_them_and_keeps_its_number(publication):
    inner = {"quote": publication.quote(SECRET), "words": None, "article": BRIDGE}
    publication.build({key: value for key, value in inner.items() if value})
    [(text,)] = publication.ask("select text from articles where title like '%望舒%'")
    assert "信里写着：［……］" in text and "林望舒说：“［……］”" in text


def test_the_verdict_itself_tells_nothing_of_what_it_hides(publication):
    publication.build({"quote": publication.quote(SECRET), "article": BRIDGE, "why": "判决书第七号"})
    [row] = publication.ask("select verdict, quote_id, article_id, was, now, why from verdicts")
    assert row == ("hide", None, None, None, None, "判决书第七号")


def test_what_was_said_of_hidden_words_and_people_before_is_void_and_says_nothing_of_them(publication):
    [(number, words)] = publication.ask("select id, text from quotes where text like '渡轮%'")
    told = {"by": "何一", "date": "2031-05-20", "article": BRIDGE}
    secret = publication.quote(SECRET)
    [(secret_words,)] = publication.ask("select text from quotes where id = ?", secret)
    said = [
        {**told, "verdict": "words", "quote": secret, "words": secret_words, "text": SECRET},
        {**told, "verdict": "missed", "kind": "partial", "text": f"信里写着：{SECRET}", "speaker": "罗以安"},
        {**told, "verdict": "speaker", "quote": number, "words": words, "speaker": "林望舒"},
        {**told, "verdict": "speaker", "quote": number, "words": words, "speaker": "罗以安"},
    ]
    (publication.folder / "verdicts" / "b.yml").write_text(yaml.safe_dump(said, allow_unicode=True))
    publication.build({"speaker": "林望舒"})
    assert "信里写着：［……］" in [text for (text,) in publication.ask("select text from quotes")]
    rows = publication.ask("select was, now from verdicts")
    assert not [cell for row in rows for cell in row if cell and ("望舒" in cell or SECRET in cell)]
    assert [problem.reason for problem in publication.report.verdicts.problems] == ["disagrees"]


def test_a_hidden_file_that_gave_no_article_is_not_listed(publication):
    write(publication.folder, "", "ferry.md")
    [(path,)] = publication.build().ask("select source_path from skipped_files")
    publication.build({"file": path})
    assert publication.ask("select * from skipped_files") == []


def test_the_copies_that_must_not_be_kept_are_named(publication):
    paths = {path for (path,) in publication.ask("select source_path from articles where title = ?", TITLE)}
    for what in ("quote", "article", "speaker"):
        assert publication.build().report.verdicts.forget == frozenset()
        hidden = hides(publication, what)
        assert publication.build(hidden).report.verdicts.forget == paths


# Old permalinks


QUOTE = {"quote", "quote as JSON", "citation", "permanent address", "card"}


async def addresses(publication: Publication) -> dict[str, str]:
    [(article,)] = publication.ask("select id from articles where title = ?", TITLE)
    [(image,)] = publication.ask("select id from images")
    number = publication.quote(SECRET)
    return {
        "quote": f"/news/quotes/{number}",
        "quote as JSON": f"/news/quotes/{number}.json?_shape=array",
        "card": f"/preview/quotes/{number}.png",
        "citation": f"/cite/quotes/{number}.bib",
        "article": f"/news/articles/{article}",
        "article's citation": f"/cite/articles/{article}.json",
        "image": f"/news/images/{image}",
        "permanent address": f"/quotes/{number}",
        "person": f"/people/{quoted('林望舒')}",
        "person as JSON": f"/people/{quoted('林望舒')}.json",
    }


def started(publication: Publication) -> Datasette:
    """The publication, served after a build."""
    names._kept.clear()
    return Datasette(config_dir=publication.folder)


async def status(site: Datasette, path: str) -> tuple[int, str]:
    response = await site.client.get(path, follow_redirects=True)
    return response.status_code, response.text


@pytest.mark.parametrize(
    ("what", "gone"),
    [
        ("quote", QUOTE),
        ("article", {*QUOTE, "article", "article's citation", "image"}),
        ("speaker", {*QUOTE, "person", "person as JSON"}),
    ],
)
async def test_old_permalinks_answer_410_with_a_sentence(publication, what, gone):
    old, site = await addresses(publication), started(publication)
    for path in old.values():
        assert (await status(site, path))[0] == 200
    site = started(publication.build({**hides(publication, what), "why": "判决书第七号"}))
    for name in gone:
        code, text = await status(site, old[name])
        assert code == 410, (name, text[:300])
        assert "判决书第七号" in text and SECRET not in text, name
    for name in old.keys() - gone - {"person", "person as JSON"}:
        assert (await status(site, old[name]))[0] == 200
    assert (await status(site, "/news/quotes/1"))[0] == 404


async def test_another_name_of_a_hidden_speaker_is_gone_as_well(publication):
    assert publication.ask("select alias from speaker_aliases") == [("羅以安",)]
    address = f"/people/{quoted('羅以安')}"
    assert (await status(started(publication), address))[0] == 200
    publication.build({"speaker": "罗以安"})
    assert (await status(started(publication), address))[0] == 410
    assert publication.ask("select alias from speaker_aliases") == []


async def test_a_statement_that_one_outlet_alone_has_now_is_gone(publication):
    [(number,)] = publication.ask("select id from statements")
    publication.build({"article": BRIDGE}, {"article": FERRY})
    assert (await status(started(publication), f"/news/statements/{number}"))[0] == 410
    assert publication.ask("select count(*) from articles") == [(0,)]


async def test_an_export_that_still_holds_what_is_taken_down_is_removed(publication):
    publication.export()
    assert (publication.folder / "export" / "csv" / "quotes.csv").exists()
    publication.build()
    assert (publication.folder / "export").exists(), "nothing was taken down"
    publication.build({"speaker": "林望舒"})
    assert not (publication.folder / "export").exists()
    publication.export()
    publication.build({"speaker": "林望舒"})
    assert (publication.folder / "export").exists(), "this export knows of the takedown"
