"""Which path the publication shows for a file: never where a machine keeps the project."""

import os
import sqlite3
from pathlib import Path

import pytest
from command import build_db
from conftest import ROOT
from pages import page

from yulu.build import build
from yulu.extraction import load
from yulu.model import Skipped

PATHS = """
select source_path from articles union select source_path from article_versions
union select source_path from skipped_files order by 1"""


def paths_of(db: Path) -> list[str]:
    with sqlite3.connect(db) as connection:
        return [path for (path,) in connection.execute(PATHS)]


def press(folder: Path) -> Path:
    """Two versions of an article, and a file that is none."""
    (folder / "news" / "may").mkdir(parents=True)
    (folder / "news" / "a.md").write_text(page("<p>桥今天通车。</p>"), encoding="utf-8")
    (folder / "news" / "may" / "b.md").write_text(page("<p>桥今天通车了，下雨。</p>"), encoding="utf-8")
    (folder / "news" / "c.md").write_bytes(b"\xff\xfe")
    return folder / "news"


@pytest.mark.parametrize(
    "given", [[], ["samples"], [str(ROOT / "samples")]], ids=["none", "name", "whole path"]
)
def test_paths_begin_in_the_folder_that_was_given_however_it_is_named(tmp_path, given):
    where = ROOT if given == ["samples"] else tmp_path
    assert build_db(*given, "--db", tmp_path / "news.db", "--jobs=1", cwd=where).returncode == 0
    assert set(paths_of(tmp_path / "news.db")) == {file.name for file in (ROOT / "samples").iterdir()}


def test_of_several_folders_paths_begin_in_the_one_that_holds_them_all(tmp_path, monkeypatch):
    news = press(tmp_path)
    monkeypatch.chdir(tmp_path)
    for given, shown in (
        ([news], ["a.md", "c.md", "may/b.md"]),
        ([Path("news")], ["a.md", "c.md", "may/b.md"]),
        ([Path("./news/may"), Path("news/a.md")], ["a.md", "may/b.md"]),
        ([Path("news/may"), news], ["a.md", "c.md", "may/b.md"]),
        ([Path("news/may/b.md")], ["b.md"]),
    ):
        build(given, Path("news.db"), jobs=1, progress=False)
        assert paths_of(Path("news.db")) == shown, given


def test_a_name_that_is_not_utf8_stops_nothing(tmp_path):
    folder = press(tmp_path)
    (folder / "a.md").rename(folder / os.fsdecode(b"\xff\xfe.md"))
    build([folder], tmp_path / "news.db", jobs=1, progress=False)
    assert paths_of(tmp_path / "news.db") == ["c.md", "may/b.md", "\ufffd\ufffd.md"]


def test_the_reason_for_skipping_a_file_does_not_tell_where_it_is(tmp_path, monkeypatch):
    def broken(path: Path) -> None:
        raise OSError(5, "Input/output error", str(path))

    monkeypatch.setattr("yulu.reading.article.load", broken)
    skipped = load(press(tmp_path) / "a.md", "news/a.md")
    assert skipped == Skipped("news/a.md", "unreadable", "OSError: [Errno 5] Input/output error: 'news/a.md'")


def test_where_no_file_is_an_article_the_error_names_files_and_reasons(tmp_path):
    file = tmp_path / "broken.md"
    file.write_bytes(b"\xff\xfe")
    kept = tmp_path / "news.db"
    kept.write_text("the old database")
    ended = build_db(file, "--db", kept, "--jobs=1")
    assert ended.returncode == 1 and "broken.md: byte 0: invalid start byte" in ended.stderr
    assert ended.stderr.count("\n") == 1 and kept.read_text() == "the old database"
