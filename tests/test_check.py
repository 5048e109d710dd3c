"""`build_db.py --check` finds what is wrong with a database, and nothing in one that is whole."""

import shutil
import sqlite3
from contextlib import closing

import pytest
from command import build_db

from yulu.database.check import problems

DAMAGES = {
    "update quotes set start = 1, end = 3 where text = '桥太贵了'": "1 quotes are not the words",
    "delete from speakers where name = '港务局'": "names a row of speakers that is not there",
    "insert into quotes_fts(quotes_fts) values ('delete-all')": "0 of ",
    "update articles set day = '1999-01-01' where title = '白鹭港新桥通车'": "1 ids of articles do not begin",
    "delete from images where id = (select min(id) from images)": "rows of images are in the full-text index",
    "insert into skipped_files values ('x', 'y', 'z')": "wrote 1 rows of skipped_files, there are 2",
    "delete from builds": "the table of builds has 0 rows",
    "drop table statements": "table statements is missing: the database is of another version",
    "alter table quotes add column more text": "table quotes has other columns",
}


@pytest.fixture
def copy(site, tmp_path):
    return shutil.copy(site / "news.db", tmp_path / "news.db")


def test_a_whole_database_has_no_problems(copy):
    assert list(problems(copy)) == []


@pytest.mark.parametrize("statement", DAMAGES)
def test_what_is_wrong_is_said(copy, statement):
    with closing(sqlite3.connect(copy)) as connection, connection:
        connection.execute(statement)
    assert any(DAMAGES[statement] in problem for problem in problems(copy)), list(problems(copy))


def test_a_file_that_is_no_database_is_said_to_be_none(tmp_path):
    (tmp_path / "news.db").write_bytes(b"no database" * 1000)
    assert list(problems(tmp_path / "news.db")) == ["cannot be read: file is not a database"]
    assert list(problems(tmp_path / "nowhere.db")) == ["there is no such file"]


def test_a_description_of_another_database_is_found(copy):
    (copy.parent / "inspect-data.json").write_text('{"news": {"file": "news.db", "hash": "0", "size": 1}}')
    assert list(problems(copy)) == ["inspect-data.json describes another database of this name"]


def test_the_command_has_an_exit_code(copy):
    whole = build_db("--check", copy)
    assert (whole.returncode, whole.stdout) == (0, f"{copy}: whole\n")
    copy.write_bytes(copy.read_bytes()[:5000])
    cut = build_db("--check", copy)
    assert cut.returncode == 1 and cut.stderr.startswith(f"{copy}: ") and cut.stdout == ""
