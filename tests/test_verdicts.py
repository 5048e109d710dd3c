"""Corrections that last: a verdict changes a quote in every build, and nothing else."""

import json
import sqlite3
import subprocess
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup
from command import build_db
from conftest import ROOT, SERVED
from datasette.app import Datasette
from pages import page, write

from yulu.build import build
from yulu.verdicts.folder import Verdicts

URL = "https://www.zaobao.com/realtime/china/story20310504-1000001"
TEXT = (
    "<p>白鹭港的新桥星期天通车。工程师林望舒说：“我们等这一天等了九年。”</p>"
    "<p>港务局指出，海平面上升“比预想的快”，所以桥面抬高了两米。</p>"
    "<p>市长周小满站在桥头，她没有说话。桥很长，风很大，渡船公司将在年底停航。</p>"
)
WORDS = "我们等这一天等了九年。"
TOLD = {"by": "编辑 何一", "date": "2031-06-01", "why": "录音"}


class Desk:
    """A folder of articles and one of verdicts, and the database of both."""

    def __init__(self, folder: Path) -> None:
        self.articles, self.folder, self.db = folder / "articles", folder / "verdicts", folder / "news.db"
        self.articles.mkdir()
        self.folder.mkdir()
        write(self.articles, page(TEXT, url=URL, feed="2031-05-04T02:30:00+00:00", crawled=None))

    def build(self, *verdicts: dict, name: str = "desk.yml", trust: float = 0.8) -> "Desk":
        if verdicts:
            entries = [TOLD | verdict for verdict in verdicts]
            (self.folder / name).write_text(yaml.safe_dump(entries, allow_unicode=True), encoding="utf-8")
        said = Verdicts.of(self.folder, trust)
        self.report = build([self.articles], self.db, jobs=1, progress=False, said=said)
        return self

    def rows(self, sql: str, *parameters: object) -> list[dict]:
        with sqlite3.connect(self.db) as connection:
            connection.row_factory = sqlite3.Row
            return [dict(row) for row in connection.execute(sql, parameters)]

    def quotes(self) -> list[dict]:
        """The quotes without how sure they are, which any verdict about them changes."""
        rows = self.rows(
            "select quotes.*, speakers.name as speaker from quotes"
            " left join speakers on speakers.id = speaker_id order by position"
        )
        text = self.rows("select text from articles")[0]["text"]
        assert all(text[row["start"] : row["end"]] == row["text"] for row in rows)
        assert all(text.count("\n", 0, row["start"]) == row["paragraph"] for row in rows)
        return [{key: row[key] for key in row if key not in ("score", "confidence")} for row in rows]

    def scores(self) -> dict[str, tuple[float, str]]:
        found = self.rows("select text, score, confidence from quotes")
        return {row["text"]: (row["score"], row["confidence"]) for row in found}

    def quote(self, words: str) -> dict:
        [row] = [row for row in self.quotes() if row["text"] == words]
        return row

    def problems(self) -> list[tuple[str, int, str]]:
        rows = self.rows("select * from skipped_verdicts order by id")
        return [(row["file"], row["line"], row["reason"]) for row in rows]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path).build()


def naming(row: dict) -> dict:
    return {"quote": row["id"], "words": row["text"]}


@pytest.mark.parametrize(
    ("says", "column", "value"),
    [
        ({"verdict": "right"}, "speaker", "林望舒"),
        ({"verdict": "speaker", "speaker": "周小满"}, "speaker", "周小满"),
        ({"verdict": "speaker", "speaker": None}, "speaker", None),
        ({"verdict": "kind", "kind": "partial"}, "kind", "partial"),
        ({"verdict": "words", "text": "等了九年"}, "text", "等了九年"),
    ],
)
def test_what_is_said_of_a_quote_is_so_in_the_next_build(desk, says, column, value):
    before = desk.quotes()
    quote = desk.quote(WORDS)
    after = desk.build({**says, **naming(quote)}).quotes()
    assert {row["id"]: row[column] for row in after}[quote["id"]] == value
    assert [row["id"] for row in after] == [row["id"] for row in before]
    [row] = desk.rows("select * from verdicts")
    assert (row["state"], row["quote_id"], row["by"], row["date"]) == (
        "applied",
        quote["id"],
        TOLD["by"],
        TOLD["date"],
    )
    assert desk.problems() == []


def test_what_is_no_quote_is_gone_and_its_number_says_why(desk):
    quote = desk.quote(WORDS)
    desk.build({"verdict": "no quote", **naming(quote)})
    assert WORDS not in [row["text"] for row in desk.quotes()]
    [row] = desk.rows("select table_name, row_id, was from removed join verdicts on verdict_id = verdicts.id")
    assert row == {"table_name": "quotes", "row_id": quote["id"], "was": WORDS}


MISSED = {
    "verdict": "missed",
    "article": URL,
    "kind": "indirect",
    "text": "渡船公司将在年底停航",
    "speaker": "周小满",
}


def test_a_quote_that_was_missed_is_there_and_others_keep_their_numbers(desk):
    before = {row["id"] for row in desk.quotes()}
    row = desk.build(MISSED).quote("渡船公司将在年底停航")
    assert (row["kind"], row["speaker"], row["paragraph"], row["rule"]) == (
        "indirect",
        "周小满",
        2,
        "verdict",
    )
    assert before < {row["id"] for row in desk.quotes()}
    desk.build(MISSED, {"verdict": "kind", "kind": "direct", **naming(row)})
    assert desk.quote(row["text"])["kind"] == "direct"


def test_a_corrected_quote_is_named_by_its_old_words_and_by_its_new_ones(desk):
    quote = desk.quote(WORDS)
    shorter = {"verdict": "words", "text": "等了九年", **naming(quote)}
    for words in (WORDS, "等了九年"):
        speaker = {"verdict": "speaker", "speaker": "周小满", "quote": quote["id"], "words": words}
        row = desk.build(shorter, speaker).quote("等了九年")
        assert (row["id"], row["speaker"]) == (quote["id"], "周小满")


def test_a_quote_is_named_by_the_address_of_its_article_too(desk):
    address = URL + "?utm_source=feed"
    desk.build({"verdict": "kind", "kind": "partial", "article": address, "words": WORDS})
    assert desk.quote(WORDS)["kind"] == "partial" and desk.problems() == []


def test_a_new_speaker_is_found_by_name(desk):
    desk.build({"verdict": "speaker", "speaker": "周小满", **naming(desk.quote(WORDS))})
    found = desk.rows("select count(*) as n from quotes_fts where quotes_fts match 'mention: \"周 小 满\"'")
    assert found == [{"n": 1}]
    assert desk.rows("select count(*) as n from speakers where name = '林望舒'") == [{"n": 0}]


def test_a_speaker_whom_nobody_knows_is_made_and_said(desk):
    desk.build({"verdict": "speaker", "speaker": "欧阳不识", **naming(desk.quote(WORDS))})
    assert desk.quote(WORDS)["speaker"] == "欧阳不识" and desk.problems() == []
    assert [problem.reason for problem in desk.report.verdicts.problems] == ["new speaker"]
    assert desk.rows("select note from verdicts") == [{"note": "new speaker"}]


# Who wins


def test_the_later_of_two_people_wins_and_that_is_said(desk):
    quote = naming(desk.quote(WORDS))
    first = {"verdict": "speaker", "speaker": "周小满", "date": "2031-06-02", **quote}
    second = {"verdict": "speaker", "speaker": "港务局", "date": "2031-06-03", **quote}
    for verdicts in ((first, second), (second, first)):
        assert desk.build(*verdicts).quote(WORDS)["speaker"] == "港务局"
        assert [reason for _, _, reason in desk.problems()] == ["disagrees"]
        states = desk.rows("select state, now from verdicts order by date")
        assert states == [{"state": "overruled", "now": None}, {"state": "applied", "now": "港务局"}]


@pytest.mark.parametrize("sure", [0.79, 0.8])
def test_a_model_is_believed_from_the_sureness_that_the_publisher_asks_for(desk, sure):
    said = {"verdict": "speaker", "speaker": "周小满", "model": "m", "sure": sure, "by": None}
    desk.build({**said, **naming(desk.quote(WORDS))}, trust=0.8)
    assert desk.quote(WORDS)["speaker"] == ("周小满" if sure >= 0.8 else "林望舒")
    assert desk.rows("select state from verdicts") == [{"state": "applied" if sure >= 0.8 else "unsure"}]


def test_a_person_wins_over_a_model_whatever_the_day(desk):
    quote = naming(desk.quote(WORDS))
    model = {
        "verdict": "speaker",
        "speaker": "周小满",
        "model": "m",
        "sure": 1,
        "date": "2031-07-01",
        **quote,
    }
    desk.build(model, {"verdict": "right", **quote})
    assert desk.quote(WORDS)["speaker"] == "林望舒" and desk.problems() == []
    states = desk.rows("select model, state from verdicts order by date")
    assert states == [{"model": None, "state": "applied"}, {"model": "m", "state": "overruled"}]


# What cannot be applied

SKIPPED = [
    ({"verdict": "right", "quote": 20310504_00000007, "words": WORDS}, "unknown quote"),
    ({"verdict": "right", "article": URL, "words": "没有这句话"}, "unknown quote"),
    ({"verdict": "right", "article": "https://a.example/1", "words": WORDS}, "unknown article"),
    (MISSED | {"text": "没有这句话"}, "not in the text"),
    (MISSED | {"article": "https://a.example/1"}, "unknown article"),
    ({"verdict": "hide", "article": "https://a.example/1"}, "unknown article"),
    ({"verdict": "hide", "file": "nothing.md"}, "unknown file"),
    ({"verdict": "hide", "outlet": "nobody"}, "unknown outlet"),
    ({"verdict": "hide", "speaker": "无此人"}, "unknown speaker"),
    ({"verdict": "wrong", "article": URL, "words": WORDS}, "unknown verdict"),
    ({"verdict": "right", "article": URL, "words": WORDS, "colour": "red"}, "unknown field"),
    ({"verdict": "right", "article": URL, "words": WORDS, "speaker": "林望舒"}, "unknown field"),
    ({"verdict": "right", "article": URL}, "missing field"),
    ({"verdict": "right", "words": WORDS}, "missing field"),
    ({"verdict": "speaker", "article": URL, "words": WORDS}, "missing field"),
    ({"verdict": "hide"}, "missing field"),
    ({"verdict": "hide", "quote": 7}, "missing field"),
    ({"verdict": "hide", "article": URL, "model": "m"}, "unknown verdict"),
    ({"verdict": "kind", "kind": "loud", "article": URL, "words": WORDS}, "bad value"),
    ({"verdict": "right", "quote": "7", "words": WORDS}, "bad value"),
    ({"verdict": "right", "quote": 2**60, "words": WORDS}, "bad value"),
    ({"verdict": "right", "quote": 7, "words": ["a"]}, "bad value"),
    ({"verdict": "right", "article": URL, "words": WORDS, "date": "soon"}, "bad value"),
    ({"verdict": "right", "article": URL, "words": WORDS, "date": None}, "missing field"),
    ({"verdict": "right", "article": URL, "words": WORDS, "by": None}, "missing field"),
    ({"verdict": "right", "article": URL, "words": WORDS, "model": "m", "sure": 2}, "bad value"),
    ({"verdict": "right", "article": URL, "words": "长" * 20_001}, "bad value"),
]


def test_who_judges_a_quote_is_sure_of_it(desk):
    before = desk.scores()
    desk.build({"verdict": "right", "article": URL, "words": WORDS})
    assert desk.scores() == before | {WORDS: (1.0, "high")}


@pytest.mark.parametrize(("verdict", "reason"), SKIPPED)
def test_a_verdict_that_cannot_be_applied_is_reported_with_file_and_line(desk, verdict, reason):
    before = desk.quotes()
    desk.build({"verdict": "right", "article": URL, "words": WORDS}, verdict)
    assert desk.quotes() == before
    [(file, line, said)] = desk.problems()
    assert (file, said) == ("desk.yml", reason) and line > 4
    assert len(desk.rows("select * from verdicts")) == 1


def test_a_verdict_whose_quote_has_other_words_now_is_reported(desk):
    quote = desk.quote(WORDS)
    desk.build({"verdict": "no quote", "quote": quote["id"], "words": "我们等这一天等了十年。"})
    assert desk.quote(WORDS) and desk.problems() == [("desk.yml", 1, "other words")]


FILES = {
    "broken.yml": ("- verdict: right\n  words: [\n", [2, 3]),
    "deep.yml": ("[" * 5000, [1, 2]),
    "scalar.yml": ("just words", [1]),
    "day.yml": ("- date: 2031-13-45\n  verdict: right\n", [1]),
    "tag.yml": ("- !!python/object/apply:os.system [ls]\n", [1]),
    "lines.ndjson": ('{"verdict": "right"}\nnot json\n\n[1]\n', [1, 2, 4]),
    "latin.yml": ("é".encode("latin-1"), [1]),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_cannot_be_read_stops_no_other(desk, name):
    content, lines = FILES[name]
    path = desk.folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    desk.build({"verdict": "kind", "kind": "partial", **naming(desk.quote(WORDS))}, name="a.yml")
    assert desk.quote(WORDS)["kind"] == "partial"
    found = [(file, line) for file, line, _ in desk.problems()]
    assert found and {file for file, _ in found} == {name}
    assert {line for _, line in found} <= set(lines)


def test_files_are_lists_documents_or_lines(desk):
    quote = {**TOLD, "verdict": "kind", "kind": "partial", **naming(desk.quote(WORDS))}
    port = {**TOLD, "verdict": "right", "article": URL, "words": "比预想的快"}
    (desk.folder / "documents.yml").write_text(yaml.safe_dump_all([quote, [port]], allow_unicode=True))
    (desk.folder / "lines.ndjson").write_text(json.dumps(MISSED | TOLD) + "\n")
    (desk.folder / "README.md").write_text("no verdicts here")
    desk.build()
    assert len(desk.rows("select * from verdicts where state = 'applied'")) == 3 and desk.problems() == []


def test_nobodys_address_is_published(desk):
    verdict = {"verdict": "right", **naming(desk.quote(WORDS)), "by": "何一 <he@bay.example>"}
    desk.build({**verdict, "why": "a reader, r.e+ader@mail.example, wrote"})
    [row] = desk.rows("select by, why from verdicts")
    assert "@" not in row["by"] + row["why"] and row["by"].startswith("何一")


# The command


def command(desk: Desk, *arguments: str) -> subprocess.CompletedProcess[str]:
    return build_db(desk.articles, "--db", desk.db, *arguments, cwd=desk.db.parent)


def test_the_command_finds_the_folder_says_each_problem_and_is_strict_when_asked(desk):
    desk.build({"verdict": "right", **naming(desk.quote(WORDS))}, {"verdict": "wrong"})
    done = command(desk)
    assert done.returncode == 0 and "1 verdicts applied, 1 skipped" in done.stdout
    [line] = done.stderr.splitlines()
    assert line.startswith("verdicts/desk.yml:") and "unknown verdict" in line
    assert command(desk, "--strict", "--verdicts", str(desk.folder)).returncode == 1
    assert command(desk, "--verdicts", "nowhere").returncode == 2
    (desk.folder / "desk.yml").unlink()
    assert "verdicts" not in command(desk, "--strict").stdout


def test_verdicts_change_nothing_else(desk, tmp_path):
    before = desk.rows("select * from articles") + desk.quotes()
    desk.build({"verdict": "right", **naming(desk.quote(WORDS))})
    assert desk.rows("select * from articles") + desk.quotes() == before
    with sqlite3.connect(desk.db) as connection:
        assert connection.execute("pragma foreign_key_check").fetchall() == []


# What readers see


async def seen(desk: Desk, path: str) -> BeautifulSoup:
    for name in SERVED:
        if not (desk.db.parent / name).exists():
            (desk.db.parent / name).symlink_to(ROOT / name)
    response = await Datasette(config_dir=desk.db.parent).client.get(path)
    return BeautifulSoup(response.text, "lxml")


@pytest.mark.parametrize(
    ("says", "line"),
    [
        ({"verdict": "right"}, "Checked 2031-06-01: right as it is."),
        ({"verdict": "speaker", "speaker": "周小满"}, "Corrected 2031-06-01: the speaker was 林望舒."),
        ({"verdict": "kind", "kind": "partial"}, "Corrected 2031-06-01: the kind was direct."),
        ({"verdict": "words", "text": "等了九年"}, f"Corrected 2031-06-01: the words were “{WORDS}”."),
    ],
)
async def test_the_page_of_a_quote_tells_its_corrections(desk, says, line):
    quote = desk.quote(WORDS)
    desk.build({**says, **naming(quote)})
    html = await seen(desk, f"/news/quotes/{quote['id']}")
    [said] = html.select(".corrections li")
    assert said.get_text().strip().startswith(line) and TOLD["why"] in said.text


async def test_the_page_of_what_was_no_quote_says_so(desk):
    quote = desk.quote(WORDS)
    desk.build({"verdict": "no quote", **naming(quote)})
    html = await seen(desk, f"/news/quotes/{quote['id']}")
    assert "On 2031-06-01 it was found to be no quote." in html.main.text


def test_people_who_speak_together_are_one_name_with_and(desk):
    desk.build({"verdict": "speaker", "speaker": "林望舒和周小满", **naming(desk.quote(WORDS))})
    said_by = desk.rows(
        "select name from quote_speakers join speakers on speakers.id = speaker_id"
        " where quote_id = ? order by position",
        desk.quote(WORDS)["id"],
    )
    assert [row["name"] for row in said_by] == ["林望舒", "周小满"]
