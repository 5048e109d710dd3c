"""Whatever is added, edited, deleted or renamed: the content is that of a build from nothing."""

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from ferries import article, content
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yulu.build import build
from yulu.model import Outlet
from yulu.reading import outlets

SEEDS = st.integers(0, 60)
CHANGE = st.tuples(st.sampled_from(["add", "edit", "delete", "rename"]), SEEDS)
NIGHTS = st.lists(st.lists(CHANGE, min_size=1, max_size=6), min_size=1, max_size=3)


def change(folder: Path, what: str, seed: int) -> None:
    files = sorted(folder.iterdir())
    file = files[seed % len(files)] if files else None
    if what == "add" or file is None:
        (folder / f"{seed:03d}.md").write_text(article(seed), encoding="utf-8")
    elif what == "edit":
        file.write_text(article(seed), encoding="utf-8")
    elif what == "delete" and len(files) > 1:
        file.unlink()
    else:
        file.rename(folder / f"z{seed:03d}.md")


def assert_same_as_from_nothing(folder: Path, db: Path) -> None:
    build([folder], db, jobs=1, progress=False)
    scratch = db.with_name("scratch")
    scratch.mkdir()
    build([folder], scratch / "news.db", jobs=1, progress=False, rebuild=True)
    ours, expected = content(db), content(scratch / "news.db")
    shutil.rmtree(scratch)
    for table in expected:
        assert ours[table] == expected[table], table


@given(st.lists(SEEDS, min_size=3, max_size=14, unique=True), NIGHTS)
@settings(max_examples=10, suppress_health_check=list(HealthCheck))
def test_after_any_changes_the_content_is_that_of_a_build_from_nothing(first, nights):
    with tempfile.TemporaryDirectory() as place:
        folder, db = Path(place, "articles"), Path(place, "news.db")
        folder.mkdir()
        for seed in first:
            change(folder, "add", seed)
        build([folder], db, jobs=1, progress=False)
        for changes in nights:
            for what, seed in changes:
                change(folder, what, seed)
            assert_same_as_from_nothing(folder, db)


@pytest.fixture
def excerpts_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every outlet allows excerpts only."""
    named: Callable[[str], Outlet] = outlets.outlet_named

    def partly(slug: str) -> Outlet:
        found = named(slug)
        return Outlet(found.slug, found.name, found.name_en, None, None, None, "excerpt")

    monkeypatch.setattr("yulu.build.outlet_named", partly)


def test_words_that_are_searched_but_not_published_follow_their_articles(tmp_path, excerpts_only):
    folder, db = tmp_path / "articles", tmp_path / "news.db"
    folder.mkdir()
    for seed in range(12):
        change(folder, "add", seed)
    build([folder], db, jobs=1, progress=False)
    for what, seed in (("edit", 40), ("delete", 3), ("add", 50), ("rename", 5)):
        change(folder, what, seed)
    assert_same_as_from_nothing(folder, db)


def test_only_what_changed_is_written(tmp_path, monkeypatch):
    """The database before and after differ in a few pages: the rest was not written again."""
    folder, db = tmp_path / "articles", tmp_path / "news.db"
    folder.mkdir()
    for seed in range(60):
        change(folder, "add", seed)
    build([folder], db, jobs=1, progress=False)
    before = db.read_bytes()
    (folder / "new.md").write_text(article(61), encoding="utf-8")
    build([folder], db, jobs=1, progress=False)
    after = db.read_bytes()
    pages = [before[n : n + 4096] == after[n : n + 4096] for n in range(0, len(before), 4096)]
    assert sum(pages) > 0.5 * len(pages)
