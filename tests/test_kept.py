"""A build redoes what changed, and nothing that it kept is ever needed."""

import json
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from command import build_db
from conftest import ROOT

from yulu import dependencies, extraction
from yulu.build import build
from yulu.database.kept import Kept, beside
from yulu.database.parts import Parts
from yulu.report import Report

ARTICLE = """---
title: {title}
date: 2026-05-0{day}T02:43:39.800Z
from: {address}
---
<div><p>港务局局长罗以安说：“{words}。”渡轮公司表示，票价不变。</p></div>
"""
HOSTS = {"rfi": "www.rfi.fr/cn", "voa": "www.voachinese.com/a"}


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    for outlet, host in HOSTS.items():
        for n in range(1, 4):
            text = ARTICLE.format(
                title=f"渡轮{n}", day=n, address=f"https://{host}/{n}{n}{n}", words=f"第{n}班"
            )
            (folder / f"{outlet}-{n}.md").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that were read, since it was last cleared."""
    names: list[str] = []
    load = extraction.load

    def noted(path: Path, name: str | None = None) -> object:
        names.append(path.name)
        return load(path, name)

    monkeypatch.setattr(extraction, "load", noted)
    return names


def again(articles: Path, **more: bool) -> Report:
    return build([articles], articles.parent / "news.db", jobs=1, progress=False, **more)


def content(db: Path) -> list[str]:
    with closing(sqlite3.connect(db)) as connection:
        return [line for line in connection.iterdump() if '"builds"' not in line]


def test_only_files_that_are_new_or_changed_are_read(articles, read):
    again(articles)
    assert len(read) == 6
    read.clear()
    assert again(articles).unchanged and read == []
    changed = articles / "voa-2.md"
    changed.write_text(changed.read_text(encoding="utf-8").replace("第2班", "第22班"), encoding="utf-8")
    (articles / "rfi-1.md").rename(articles / "rfi-9.md")
    (articles / "rfi-3.md").unlink()
    report = again(articles)
    assert read == ["voa-2.md"] and not report.unchanged and report.rows["articles"] == 5


def test_where_nothing_changed_the_database_is_not_touched(articles):
    again(articles)
    before = (articles.parent / "news.db").stat()
    report = again(articles)
    assert report.unchanged and (articles.parent / "news.db").stat() == before
    assert str(report).startswith("6 files, 6 articles, 12 quotes, ") and "nothing changed" in str(report)


def test_a_changed_rule_of_an_outlet_reads_that_outlet_again(articles, read, monkeypatch):
    again(articles)
    read.clear()
    everywhere, outlets = dependencies.rules_data()
    changed = outlets | {"voa": outlets["voa"] | {"tail": ["渡轮公司"]}}
    monkeypatch.setattr(dependencies, "rules_data", lambda: (everywhere, changed))
    dependencies.rules.cache_clear()
    dependencies.valid.cache_clear()
    again(articles)
    assert sorted(read) == ["voa-1.md", "voa-2.md", "voa-3.md"]


def test_changed_code_reads_everything_again(articles, read, monkeypatch):
    again(articles)
    read.clear()
    monkeypatch.setattr(dependencies, "code", lambda: "other code")
    dependencies.rules.cache_clear()
    dependencies.valid.cache_clear()
    monkeypatch.setattr(dependencies, "inputs", lambda files, said: "other code")
    again(articles)
    assert len(read) == 6


@pytest.fixture(autouse=True)
def forgetful():
    """Digests are remembered while a process lasts."""
    yield
    for remembered in (dependencies.code, dependencies.rules, dependencies.valid):
        getattr(remembered, "cache_clear", lambda: None)()


@pytest.mark.parametrize("damage", ["gone", "empty", "no database", "older version", *Parts._fields])
def test_what_was_kept_is_never_needed(articles, damage):
    again(articles)
    whole, kept = content(articles.parent / "news.db"), beside(articles.parent / "news.db")
    (articles.parent / "news.db").unlink()
    if damage == "gone":
        kept.unlink()
    elif damage == "empty":
        kept.write_bytes(b"")
    elif damage == "no database":
        kept.write_bytes(b"no database" * 1000)
    else:
        with closing(sqlite3.connect(kept)) as connection, connection:
            statement = (
                "pragma user_version = 0"
                if damage == "older version"
                else f"update extracts set {damage} = x'00'"
            )
            connection.execute(statement)
    again(articles)
    assert content(articles.parent / "news.db") == whole


def test_rebuild_starts_from_nothing_and_gives_the_same(articles, read):
    again(articles)
    whole = content(articles.parent / "news.db")
    read.clear()
    assert not again(articles, rebuild=True).unchanged
    assert len(read) == 6 and content(articles.parent / "news.db") == whole


def test_nothing_is_kept_of_files_that_are_gone(articles):
    again(articles)
    (articles / "rfi-1.md").unlink()
    again(articles)
    with closing(Kept(beside(articles.parent / "news.db"))) as kept:
        assert len(kept.rules()) == 5


def test_the_command_says_when_nothing_changed(articles):
    command = [articles, "--db", articles.parent / "x.db"]
    assert "nothing changed" not in build_db(*command).stdout
    assert "nothing changed" in build_db(*command).stdout


def test_the_closing_line_is_json_where_programs_read_it(articles):
    command = ["--db", articles.parent / "x.db", "--log-format=json"]
    built = build_db(*command, articles)
    said = json.loads(built.stdout)
    assert (said["files"], said["rows"]["articles"], said["skipped"]) == (6, 6, {})
    nowhere = build_db(*command, "nowhere")
    assert nowhere.returncode == 1 and "nowhere does not exist" in json.loads(nowhere.stderr)["error"]


def test_a_folder_that_is_watched_is_built_again_when_articles_come(articles):
    command = [sys.executable, str(ROOT / "build_db.py"), str(articles), "--watch", "--log-format=json"]
    command += ["--db", str(articles.parent / "x.db"), "--jobs=1"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as watching:
        try:
            assert json.loads(watching.stdout.readline())["rows"]["articles"] == 6
            text = (articles / "voa-1.md").read_text(encoding="utf-8")
            (articles / "voa-4.md").write_text(text.replace("111", "444"), encoding="utf-8")
            assert json.loads(watching.stdout.readline())["rows"]["articles"] == 7
        finally:
            watching.terminate()
    assert watching.returncode == 128 + signal.SIGTERM
