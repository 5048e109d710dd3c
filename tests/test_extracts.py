"""What files give as Parquet: the same build with and without, never more than is kept, read by others."""

import sys
from contextlib import closing
from pathlib import Path

import duckdb
import pytest
from command import build_db
from conftest import ROOT
from ferries import article, articles, content

from yulu import dependencies, extraction
from yulu.build import BuildError, build
from yulu.database.kept import Kept, beside
from yulu.extracts import mirror, work
from yulu.extracts.columns import records_of, table_of
from yulu.extracts.mirror import Mirror
from yulu.extracts.work import Processes
from yulu.measures import Measured
from yulu.model import Article, Skipped
from yulu.report import Report
from yulu.verdicts.folder import Verdicts

HIDE = "- {{verdict: hide, by: 何一, date: 2026-06-01, article: '{url}'}}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = articles(tmp_path / "articles", 20)
    (folder / "broken.md").write_bytes(b"\xff\xfe\xfd")
    return folder


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that were read, since it was last cleared."""
    names: list[str] = []

    def noted(files: list[extraction.File]) -> list[Article | Skipped]:
        names.extend(file.name for file in files)
        return load_together(files)

    load_together, load_one = extraction.load_together, extraction.load_one
    monkeypatch.setattr(work, "load_together", noted)
    monkeypatch.setattr(extraction, "load_one", lambda file: names.append(file.name) or load_one(file))
    return names


def extracted(folder: Path, db: str = "news.db", **more: object) -> Report:
    extracts = Mirror(str(folder.parent / "extracts"), Processes(1))
    return build([folder], folder.parent / db, jobs=1, progress=False, mirror=extracts, **more)


def parts(folder: Path) -> list[Path]:
    return sorted((folder.parent / "extracts").rglob("*.parquet"))


def rows(folder: Path, select: str) -> list[tuple[object, ...]]:
    """Asked of the articles as DuckDB reads them."""
    everything = folder.parent / "extracts" / "articles" / "**" / "*.parquet"
    return duckdb.sql(f"with articles as (from read_parquet('{everything}')) {select}").fetchall()


@pytest.mark.parametrize("path", sorted((ROOT / "samples").iterdir()), ids=lambda path: path.name)
def test_an_article_comes_back_from_its_row_as_it_was(path):
    loaded = extraction.load(path)
    [again] = records_of(table_of([loaded], type(loaded)), type(loaded))
    assert again == loaded and repr(again) == repr(loaded)


def test_a_build_from_extracts_is_the_same_and_reads_no_file(folder, read):
    build([folder], folder.parent / "plain.db", jobs=1, progress=False)
    read.clear()
    extracted(folder)
    assert set(read) == {path.name for path in folder.iterdir()}
    read.clear()
    extracted(folder, "other.db")
    assert read == []
    expected = content(folder.parent / "plain.db")
    for db in ("news.db", "other.db"):
        assert content(folder.parent / db) == expected, db


def test_only_what_is_new_or_changed_is_read_and_what_is_gone_is_gone(folder, read):
    extracted(folder)
    read.clear()
    (folder / "003.md").write_text(article(33), encoding="utf-8")
    (folder / "004.md").unlink()
    (folder / "005.md").rename(folder / "zzz.md")
    extracted(folder)
    assert read == ["003.md"]
    build([folder], folder.parent / "plain.db", jobs=1, progress=False)
    assert content(folder.parent / "news.db") == content(folder.parent / "plain.db")
    with closing(Kept(beside(folder.parent / "news.db"))) as kept:
        now = {sha256 for sha256 in kept.rules() if isinstance(kept.extract(sha256), Article)}
    held = [sha256 for (sha256,) in rows(folder, "select source_sha256 from articles")]
    assert sorted(held) == sorted(now)


def test_other_programs_read_the_folder_as_it_is(folder):
    extracted(folder)
    with closing(duckdb.connect()) as db:
        quoted = "select sum(len(quotes)), count(distinct month), min(month) from articles"
        [(quotes, months, month)] = rows(folder, quoted)
        assert (quotes > 0, months, month) == (True, 2, "2026-04")
        [(words, text)] = rows(
            folder,
            """select q.text, array_to_string(paragraphs, chr(10))[q.start + 1 : q.end]
            from (select paragraphs, unnest(quotes) as q from articles) limit 1""",
        )
        assert words == text
        skipped = folder.parent / "extracts" / "skipped" / "*.parquet"
        db.execute(f"select source_path, reason from '{skipped}'")
        assert db.fetchall() == [("broken.md", "not-utf8")]


@pytest.mark.parametrize("damage", ["cut", "no Parquet", "gone"])
def test_a_damaged_file_is_made_again(folder, damage):
    extracted(folder)
    [part, *_] = parts(folder)
    whole = part.read_bytes()
    if damage == "gone":
        part.unlink()
    else:
        part.write_bytes(whole[:200] if damage == "cut" else b"no Parquet" * 100)
    extracted(folder, "other.db")
    build([folder], folder.parent / "plain.db", jobs=1, progress=False)
    assert content(folder.parent / "other.db") == content(folder.parent / "plain.db")
    assert part.read_bytes() == whole


def test_what_was_kept_before_is_written_and_not_read_again(folder, read):
    build([folder], folder.parent / "news.db", jobs=1, progress=False)
    read.clear()
    assert extracted(folder).unchanged
    assert read == [] and len(rows(folder, "select 1 from articles")) > 10


def test_rebuild_reads_everything_again(folder, read):
    extracted(folder)
    read.clear()
    extracted(folder, rebuild=True)
    assert len(set(read)) == 21


def test_what_is_taken_down_has_no_row(folder):
    extracted(folder)
    [(url, path)] = rows(folder, "select url, source_path from articles order by source_path limit 1")
    verdicts = folder.parent / "verdicts"
    verdicts.mkdir()
    (verdicts / "takedown.yml").write_text(HIDE.format(url=url), encoding="utf-8")
    extracted(folder, said=Verdicts.of(verdicts))
    assert rows(folder, f"select 1 from articles where url = '{url}' or source_path = '{path}'") == []
    extracted(folder, said=Verdicts.of(verdicts))
    assert rows(folder, f"select 1 from articles where url = '{url}'") == []


def test_many_small_files_become_one(folder, monkeypatch):
    monkeypatch.setattr(mirror, "FILES", 2)
    extracted(folder)
    assert len([part for part in parts(folder) if "month=2026-05" in str(part)]) == 1
    digests = [sha256 for (sha256,) in rows(folder, "select source_sha256 from articles")]
    assert len(digests) == len(set(digests)) > 10


def test_articles_at_an_address_have_the_names_and_the_order_of_a_folder(folder):
    (folder / "a").mkdir()
    (folder / "a-b.md").write_text(article(40), encoding="utf-8")
    (folder / "a" / "c.md").write_text(article(41), encoding="utf-8")
    (folder / "notes.pdf").write_bytes(b"%PDF")
    extracts = Mirror(str(folder.parent / "extracts"), Processes(1))
    files = list(extracts.find([f"file://{folder}"], Measured()))
    ours = list(extraction.find([folder]))
    assert [(file.name, file.sha256) for file in files] == [(file.name, file.sha256) for file in ours]
    [one] = extracts.find([f"file://{folder}/a/c.md"], Measured())
    assert one.name == "c.md"


def test_an_address_where_nothing_is_is_one_line(folder):
    extracts = Mirror(str(folder.parent / "extracts"), Processes(1))
    with pytest.raises(BuildError, match=r"^nothing is at file:///nowhere$"):
        build(["file:///nowhere"], folder.parent / "news.db", 1, False, mirror=extracts)


def test_a_machine_that_does_not_see_the_folder_is_one_line(tmp_path):
    file = extraction.File(tmp_path / "elsewhere" / "a.md", "a.md", "0" * 64)
    reading = work.Reading((file,), str(tmp_path), dependencies.code())
    with pytest.raises(extraction.ExtractionError, match=r"^a worker cannot read \S+/elsewhere/a\.md: \S+"):
        work.extract(reading)


def test_a_folder_that_cannot_be_written_is_one_line_and_the_old_database_stays(folder):
    build([folder], folder.parent / "news.db", jobs=1, progress=False)
    before = (folder.parent / "news.db").read_bytes()
    (folder / "new.md").write_text(article(44), encoding="utf-8")
    (folder.parent / "file").write_text("")
    extracts = Mirror(str(folder.parent / "file" / "extracts"), Processes(1))
    with pytest.raises(BuildError, match="NotADirectoryError") as error:
        build([folder], folder.parent / "news.db", 1, False, mirror=extracts)
    assert "\n" not in str(error.value) and (folder.parent / "news.db").read_bytes() == before


def test_without_the_packages_of_the_extra_it_says_what_to_install(folder, monkeypatch):
    for name in [name for name in sys.modules if name.startswith(("yulu.extracts", "pyarrow"))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    command = [folder, "--db", folder.parent / "x.db"]
    plain = build_db(*command, "--quiet")
    assert (plain.returncode, plain.stderr) == (0, "")
    ran = build_db(*command, "--extracts", "x")
    assert ran.returncode == 1
    assert ran.stderr == "build_db.py: --extracts needs pyarrow: pip install 'yulu[dask]'\n"
