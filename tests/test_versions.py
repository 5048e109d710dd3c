"""Several files of one article are one article with versions; a re-used address is another article."""

from itertools import permutations
from pathlib import Path

from pages import loaded, page
from sqlite_utils import Database

from yulu.build import build
from yulu.corpus.settling import settle
from yulu.model import Article

URL = "https://www.voachinese.com/a/bridge/5543524.html"
BRIDGE = (
    "市长星期三在桥头宣布，跨过江面的新桥当天上午正式通车，两岸居民从此不必再等渡船，行人与自行车免费通过。"
)
MORE = "工程师介绍说，大桥全长两公里，用了三年时间建成，可以承受八级地震，桥下能够通过万吨轮船。"
LIBRARY = "县里的图书馆下个月起延长开放时间，读者晚上也可以借书，馆长希望更多学生来这里安静地做功课和读小说。"


def version(folder: Path, text: str, hour: int, title: str = "桥通车了", url: str = URL) -> Article:
    feed = f"2020-08-14T{hour:02}:00:00+00:00"
    html = "".join(f"<p>{paragraph}</p>" for paragraph in text.split("\n") if paragraph)
    name = f"{hour}-{len(text)}.md"
    return loaded(folder, page(html, outlet="美国之音", url=url, title=title, feed=feed, crawled=None), name)


def test_the_last_full_version_is_published_and_the_others_are_kept(tmp_path: Path) -> None:
    first, grown, stub = (
        version(tmp_path, BRIDGE, 1),
        version(tmp_path, f"{BRIDGE}\n{MORE}", 2, "桥今天通车了"),
        version(tmp_path, "桥通车了，请听。", 3),
    )
    for files in permutations((first, grown, stub)):
        [article] = settle(files)
        assert (article.title, article.paragraphs) == ("桥今天通车了", (BRIDGE, MORE))
        assert [(v.title, v.relation, v.text) for v in article.versions] == [
            ("桥通车了", None, BRIDGE),
            ("桥今天通车了", "extended", None),
            ("桥通车了", "rewritten", "桥通车了，请听。"),
        ]
        assert (article.first_seen, article.revised) == (first.feed, stub.feed)
        assert article.day == first.day


def test_a_second_copy_is_no_revision(tmp_path: Path) -> None:
    [article] = settle([version(tmp_path, BRIDGE, 1), version(tmp_path, BRIDGE + " ", 2)])
    assert [v.relation for v in article.versions] == [None, "identical"]
    assert article.revised is None


def test_a_single_file_has_no_versions(tmp_path: Path) -> None:
    only = version(tmp_path, BRIDGE, 1)
    [article] = settle([only])
    assert (article.versions, article.first_seen, article.revised) == ((), only.feed, None)


def test_a_correction_of_a_word_is_minor_and_new_words_are_a_revision(tmp_path: Path) -> None:
    long = f"{BRIDGE}\n{MORE}\n{LIBRARY}"
    texts = [
        long,
        long.replace("三年", "四年"),
        f"{BRIDGE}\n{MORE}\n{LIBRARY[:20]}周末还有讲座和电影，一概不收门票",
        f"{LIBRARY}{MORE[::-1]}",
    ]
    [article] = settle([version(tmp_path, text, hour) for hour, text in enumerate(texts)])
    assert [v.relation for v in article.versions] == [None, "minor", "revised", "rewritten"]


def test_another_story_at_the_same_address_is_another_article(tmp_path: Path) -> None:
    files = [version(tmp_path, BRIDGE, 1), version(tmp_path, LIBRARY, 2, "图书馆延长开放")]
    for order in permutations(files):
        bridge, library = settle(order)
        assert (bridge.key, bridge.title, bridge.url) == ("voa:5543524", "桥通车了", f"{URL}#1")
        assert (library.key, library.title, library.url) == ("voa:5543524~2", "图书馆延长开放", URL)
        assert bridge.versions == library.versions == ()


def test_a_new_headline_in_the_address_does_not_make_another_article(tmp_path: Path) -> None:
    renamed = URL.replace("bridge", "new-bridge")
    files = [version(tmp_path, BRIDGE, 1), version(tmp_path, BRIDGE, 2, "通车", renamed)]
    [article] = settle(files)
    assert (article.url, [v.relation for v in article.versions]) == (renamed, [None, "minor"])


def test_versions_and_relatives_are_rows_of_their_own(tmp_path: Path) -> None:
    long, corrected = (f"{BRIDGE}{MORE}{LIBRARY}{LIBRARY[::-1]}{year}年" for year in ("去", "今"))
    for hour, text in enumerate((long, corrected)):
        version(tmp_path, text, hour)
    loaded(tmp_path, page(f"<p>{corrected}</p>", outlet="某报", url="https://example.org/1"), "copy.md")
    build([tmp_path], tmp_path / "news.db", jobs=1, progress=False)
    with Database(tmp_path / "news.db") as db:
        ids = {
            row["slug"]: row["id"]
            for row in db.query(
                "select slug, articles.id from articles join outlets on outlets.id = outlet_id"
            )
        }
        columns = ("article_id", "position", "relation", "text", "seen")
        versions = [tuple(row[c] for c in columns) for row in db["article_versions"].rows]
        related = [tuple(row.values()) for row in db["related_articles"].rows]
    voa, copy = ids["voa"], ids["example.org"]
    assert sorted(versions, key=lambda v: v[1]) == [
        (voa, 1, None, long, "2020-08-14T00:00:00Z"),
        (voa, 2, "minor", None, "2020-08-14T01:00:00Z"),
    ]
    assert sorted(related) == sorted([(voa, copy, 1.0, "same text"), (copy, voa, 1.0, "same text")])
