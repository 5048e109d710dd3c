"""Articles that tell a story in the same words are related, and never merged."""

import random
from pathlib import Path

from pages import loaded, page

from yulu.corpus.settling import settle
from yulu.model import Article, Related

WORDS = "桥江船市长居民工程师大学图书馆天气山路灯花园学校老师孩子晚上早晨消息河岸车站电影医院公园商店"


def text(seed: int, length: int = 400) -> str:
    return "".join(random.Random(seed).choices(WORDS, k=length))


def articles(folder: Path, texts: dict[str, str]) -> list[Article]:
    return [
        loaded(
            folder, page(f"<p>{words}</p>", outlet="某报", url=f"https://{host}/1", title=host), f"{host}.md"
        )
        for host, words in texts.items()
    ]


def test_the_same_text_at_two_outlets_is_related_both_ways(tmp_path: Path) -> None:
    copies = articles(tmp_path, {"a.org": text(1), "b.org": text(1), "c.org": text(2)})
    a, b, c = settle(copies)
    assert a.related == (Related("b.org:b.org/1", 1.0, "same text"),)
    assert b.related == (Related("a.org:a.org/1", 1.0, "same text"),)
    assert c.related == ()


def test_a_shortened_copy_is_a_near_copy(tmp_path: Path) -> None:
    a, b = settle(articles(tmp_path, {"a.org": text(1), "b.org": text(1)[:300]}))
    assert a.related == (Related("b.org:b.org/1", 0.747, "near copy"),)
    assert b.related == (Related("a.org:a.org/1", 0.747, "near copy"),)


def test_a_copy_in_the_other_script_is_found(tmp_path: Path) -> None:
    hans = text(1)
    hant = hans.translate(str.maketrans("桥长师学图书馆电医园气灯车", "橋長師學圖書館電醫園氣燈車"))
    a, _ = settle(articles(tmp_path, {"a.org": hans, "b.org": hant}))
    assert [r.kind for r in a.related] == ["same text"]


def test_short_texts_are_alike_by_chance(tmp_path: Path) -> None:
    a, b = settle(articles(tmp_path, {"a.org": text(1, 100), "b.org": text(1, 100)}))
    assert a.related == b.related == ()


def test_the_order_of_the_files_changes_nothing(tmp_path: Path) -> None:
    base = text(1)
    texts = {f"{n}.org": base[: -10 * n] + text(n, 10 * n) for n in range(1, 12)}
    files = articles(tmp_path, texts)
    assert settle(files) == settle(reversed(files)) == settle(sorted(files, key=lambda a: a.title))
