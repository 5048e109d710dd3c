"""Whatever is added, edited, deleted or renamed: the content is that of a build from nothing."""

import random
import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yulu.build import build
from yulu.database.tables import FULL_TEXT, TABLES
from yulu.model import Outlet
from yulu.reading import outlets

BUILDS = "select id, version, files, articles, quotes, skipped from builds"
VOCABULARY = "create virtual table temp.{0}_words using fts5vocab('main', {0}_fts, 'instance')"
HOSTS = ("www.rfi.fr/cn/a", "www.voachinese.com/a", "www.chenxing.example/news")
PEOPLE = [
    *("罗以安", "顾明岚", "约翰·米勒（John Miller）", "约翰·米勒（Jon Miller）", "米勒"),
    *("港务局", "史密斯（Adam Smith）", "史密斯"),
]
WORDS = (
    "渡轮周五复航，票价不变，请市民提前到码头排队",
    "渡轮周五复航，票价不变，请市民提前到码头排队候船",
    "桥面抬高了两米，因为海平面上升比预想的快得多",
    "我们等这一天等了九年",
    "预算有两份清单，一份公开，一份没有公开",
)
LONG = "白鹭港的渡轮停航三个月之后重新开航，码头上站满了等候的市民，许多人带着孩子，也有人带着花。" * 4
PICTURES = ("https://pictures.example/logo.png", "https://pictures.example/{n}.jpg")


def article(seed: int) -> str:
    """An article that shares people, words, pictures, a text or an address with others."""
    pick = random.Random(seed)
    number = pick.randrange(14)
    day = f"2026-05-{pick.randrange(1, 5):02d}"
    said = "".join(
        f"<p>{pick.choice(PEOPLE)}{pick.choice(['说', '表示', '指出'])}：“{pick.choice(WORDS)}。”</p>"
        for _ in range(pick.randrange(4))
    )
    body = f"<p>{LONG}</p>" if pick.random() < 0.4 else f"<p>第{pick.randrange(30)}天，码头无事。</p>"
    tag = pick.choice("港桥船")
    picture = pick.choice(PICTURES).format(n=number)
    return (
        f"---\ntitle: 渡轮复航{number}\ndate: {day}T02:43:39.800Z\n"
        f"from: https://{pick.choice(HOSTS)}/{number}{number}{number}\ntags: [ {tag} ]\n---\n"
        f'<div>{body}{said}<img src="{picture}"></div>\n'
    )


def content(db: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table but the times of the build, and every word of the index at its place."""
    with closing(sqlite3.connect(db)) as connection:
        assert connection.execute("pragma integrity_check").fetchone() == ("ok",)
        rows = {
            table: sorted(connection.execute(f"select * from {table}"), key=repr)
            for table in TABLES
            if table != "builds"
        }
        rows["builds"] = list(connection.execute(BUILDS))
        for table in FULL_TEXT:
            connection.execute(f"insert into {table}_fts({table}_fts) values ('integrity-check')")
            connection.execute(VOCABULARY.format(table))
            rows[f"{table}_fts"] = sorted(connection.execute(f"select * from temp.{table}_words"))
        return rows


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
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
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
