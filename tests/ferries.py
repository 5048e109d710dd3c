"""Articles that share people, words, pictures, texts and addresses, and all that a database holds of them."""

import random
import sqlite3
from contextlib import closing
from pathlib import Path

from yulu.database.tables import FULL_TEXT, TABLES

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


def articles(folder: Path, count: int) -> Path:
    """A new folder of so many of them."""
    folder.mkdir()
    for seed in range(count):
        (folder / f"{seed:03d}.md").write_text(article(seed), encoding="utf-8")
    return folder


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
