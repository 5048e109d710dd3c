"""A build is whole or nothing: stopped, killed, out of space or not alone, the old database stays."""

import json
import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from command import SCRIPT, build_db
from conftest import ROOT
from wholeness import state, whole

from yulu.build import BuildError, build
from yulu.extraction import File, find, load, load_together
from yulu.model import Article
from yulu.publishing import alone

COMMAND = [sys.executable, str(SCRIPT)]
INTERVIEW = """---
title: 渡轮复航
date: 2026-05-04T02:43:39.800Z
from: https://www.chenxing.example/realtime/story20260504-118
tags: [ 晨星日报 ]
---
<div><p>港务局局长罗以安说：“渡轮周五复航。”</p></div>
"""


def many(folder: Path, articles: int) -> Path:
    """A folder with as many articles."""
    folder.mkdir()
    for n in range(articles):
        (folder / f"{n}.md").write_text(INTERVIEW.replace("-118", f"-{n}"), encoding="utf-8")
    return folder


def processes(build: int) -> list[str]:
    """The processes that a build has started to read files."""
    for _ in range(400):
        children = Path(f"/proc/{build}/task/{build}/children").read_text().split()
        if len(children) == 2:
            return children
        time.sleep(0.05)
    return []


@pytest.fixture
def served(tmp_path: Path, built_samples: Path) -> Path:
    return Path(shutil.copytree(built_samples, tmp_path / "served"))


def start(folder: Path, *more: str, **options: object) -> "subprocess.Popen[str]":
    command = [*COMMAND, *(more or [str(ROOT / "samples")]), "--db", str(folder / "news.db")]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options)  # type: ignore[call-overload]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_build_that_is_stopped_says_so_and_leaves_the_old_database(served, tmp_path, number):
    before = state(served)
    running = start(served, str(many(tmp_path / "articles", 2000)), "--jobs=2")
    assert len(processes(running.pid)) == 2
    running.send_signal(number)
    _, said = running.communicate(timeout=60)
    assert running.returncode == 128 + number
    assert said == f"build_db.py: stopped by {number.name}; {served}/news.db is as it was\n"
    assert state(served) == before


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_build_that_is_stopped_while_its_packages_load_says_so_in_a_line(served, tmp_path, number):
    stops = f"import os, time\nos.kill(os.getpid(), {int(number)})\ntime.sleep(60)\n"
    (tmp_path / "watchfiles.py").write_text(stops, encoding="utf-8")  # loaded in place of the package
    running = start(served, env=os.environ | {"PYTHONPATH": str(tmp_path)})
    _, said = running.communicate(timeout=60)
    assert running.returncode == 128 + number
    assert said == f"build_db.py: stopped by {number.name} before it began\n"


def test_a_full_disk_is_one_clear_line_and_the_old_database_stays(served):
    before = state(served)

    def small() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))

    running = start(served, str(ROOT / "samples"), "--rebuild", preexec_fn=small)
    _, said = running.communicate()
    assert running.returncode == 1 and said.count("\n") == 1
    assert said.startswith(f"build_db.py: {served}/news.db cannot be written: ")
    assert state(served) == before and not list(served.glob("*.new*"))


def test_a_folder_that_is_not_there_is_one_clear_line(tmp_path):
    ended = build_db("--db", tmp_path / "nowhere" / "news.db")
    assert ended.returncode == 1 and ended.stderr.count("\n") == 1 and "nowhere" in ended.stderr


def test_of_two_builds_at_once_the_second_says_that_it_is_not_alone(served):
    before = state(served)
    with alone(served):
        ended = build_db("--db", served / "news.db")
    assert ended.returncode == 1 and state(served) == before
    assert ended.stderr == f"build_db.py: another build is at work in {served}: try again when it is done\n"


def test_processes_end_with_the_build_that_started_them(tmp_path):
    articles = many(tmp_path / "articles", 3000)
    running = subprocess.Popen(
        [*COMMAND, str(articles), "--db", str(tmp_path / "news.db"), "--jobs=2"], stderr=subprocess.PIPE
    )
    children = processes(running.pid)
    assert len(children) == 2
    time.sleep(0.3)
    running.kill()
    running.communicate()
    for _ in range(100):
        if not any(Path(f"/proc/{child}").exists() for child in children):
            return
        time.sleep(0.1)
    raise AssertionError("processes outlive their build")


def test_an_article_whose_quotes_cannot_be_found_keeps_its_text_and_the_reason_is_listed(
    tmp_path, monkeypatch
):
    def broken(paragraphs: object, headings: object, outlet: object) -> None:
        raise AssertionError("no such turn")

    monkeypatch.setattr("yulu.extraction.extract", broken)
    (tmp_path / "a.md").write_text(INTERVIEW, encoding="utf-8")
    report = build([tmp_path / "a.md"], tmp_path / "news.db", jobs=1, progress=False)
    assert report.skipped == {"no-quotes": 1}
    with sqlite3.connect(tmp_path / "news.db") as db:
        assert db.execute("select title, text from articles").fetchall() == [
            ("渡轮复航", "港务局局长罗以安说：“渡轮周五复航。”")
        ]
        [(path, reason, detail)] = db.execute("select source_path, reason, detail from skipped_files")
    assert (path, reason) == ("a.md", "no-quotes")
    assert detail.startswith("AssertionError: no such turn\ntest_builds.py:") and str(tmp_path) not in detail


def test_damaged_inspect_data_is_made_again(served):
    for damage in ("", "{", "[]", '{"news": {}}', '{"old": {"file": "old.db"}}'):
        (served / "inspect-data.json").write_text(damage)
        build([ROOT / "samples"], served / "news.db", jobs=1, progress=False)
        assert whole(served) and list(json.loads((served / "inspect-data.json").read_text())) == ["news"]


def refused(folder: Path, *more: str) -> str:
    """What a build that writes nothing says, in one line."""
    ended = build_db(ROOT / "samples", "--db", folder / "news.db", *more)
    assert (ended.returncode, ended.stdout, ended.stderr.count("\n")) == (1, "", 1)
    return ended.stderr


def test_a_database_of_a_newer_version_stays_as_it_is(served):
    with sqlite3.connect(served / "news.db") as db:
        db.execute("update builds set version = '99.0'")
    before = state(served)
    for more in ((), ("--rebuild",)):
        said = refused(served, *more)
        assert said.startswith(f"build_db.py: {served}/news.db was made by Yulu 99.0, and this is ")
    assert state(served) == before
    with sqlite3.connect(served / "news.db") as db:
        db.execute("update builds set version = '0.0.9'")
    assert build([ROOT / "samples"], served / "news.db", jobs=1, progress=False).rows["articles"]


def test_what_a_newer_version_kept_stays_as_it_is(served):
    kept = served / "news.db.kept"
    with sqlite3.connect(kept) as db:
        db.execute("pragma user_version = 99")
    before = state(served), kept.read_bytes()
    assert refused(served).startswith(f"build_db.py: {kept} is of a newer version: ")
    assert (state(served), kept.read_bytes()) == before
    assert build([ROOT / "samples"], served / "news.db", jobs=1, progress=False, rebuild=True).rows[
        "articles"
    ]


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="no folder in which nobody may write")
def test_a_folder_in_which_nothing_may_be_written_is_one_clear_line():
    said = refused(Path("/proc"))
    assert said.startswith("build_db.py: /proc/news.db cannot be written: ")


def test_a_path_that_does_not_exist_is_named(tmp_path):
    with pytest.raises(BuildError, match="nowhere does not exist"):
        build([tmp_path / "nowhere"], tmp_path / "news.db", jobs=1, progress=False)


def test_files_read_together_give_what_each_gives_alone(tmp_path):
    """An empty one and one that is not there among them."""
    (tmp_path / "empty.md").write_text("", encoding="utf-8")
    files = [*find([ROOT / "samples"])][:5]
    files[2:2] = [*find([tmp_path]), File(tmp_path / "gone.md", "gone.md", None)]
    each = [load(file.path, file.name) for file in files]
    assert load_together(files) == each
    del files[3], each[3]  # nothing fails: all are read at once
    assert load_together(files) == each
    assert sum(isinstance(one, Article) and len(one.quotes) > 0 for one in each) >= 3


def test_one_article_too_many_for_quotes_is_so_alone(tmp_path):
    folder = many(tmp_path / "articles", 3)
    long = INTERVIEW.replace("渡轮周五复航", "渡轮复航" * 80_000)
    (folder / "1.md").write_text(long, encoding="utf-8")
    found = load_together([*find([folder])])
    assert [len(one.quotes) for one in found if isinstance(one, Article)] == [1, 0, 1]
