"""A file is read whatever its header looks like; one that says nothing is skipped with the reason."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from pages import loaded, page, write

from yulu.model import Skipped, Source
from yulu.reading import outlets, titles
from yulu.reading.article import load
from yulu.reading.outlets import outlet_named, rules_named
from yulu.reading.source import read

URL = "https://www.rfi.fr/cn/%E4%B8%AD%E5%9B%BD/20230718-bridge"


def source(folder: Path, text: str) -> Source:
    result = read(write(folder, text))
    assert isinstance(result, Source)
    return result


def test_front_matter_comment_and_heading_give_the_header(tmp_path: Path) -> None:
    text = page("<p>桥通车了。</p>", feed="2021-09-02T08:34:00+00:00")
    assert source(tmp_path, text) == Source(
        path=str(tmp_path / "article.md"),
        sha256=source(tmp_path, text).sha256,
        title="桥通车了",
        url="https://www.zaobao.com/realtime/china/story20210902-1000001",
        author="联合早报",
        crawled=datetime(2021, 9, 2, 9, 0, tzinfo=UTC),
        feed=datetime(2021, 9, 2, 8, 34, tzinfo=UTC),
        tags=("联合早报",),
        html="\n<div>\n<p>桥通车了。</p>\n</div>\n",
    )


def test_comment_and_heading_are_enough(tmp_path: Path) -> None:
    article = loaded(tmp_path, f"<!--1689686101000-->\n[桥通车了]({URL})\n------\n\n<p>两岸有了桥。</p>")
    assert (article.outlet, article.title, article.url) == ("rfi", "桥通车了", URL)
    assert article.published == datetime(2023, 7, 18, 13, 15, 1, tzinfo=UTC)
    assert article.basis == "feed"


def test_a_plain_text_has_its_title_as_markdown_heading(tmp_path: Path) -> None:
    article = loaded(tmp_path, "# 桥通车了\n\n两岸有了桥。\n\n市长说：“好。”\n", "bridge.txt")
    assert (article.title, article.paragraphs) == ("桥通车了", ("两岸有了桥。", "市长说：“好。”"))
    assert (article.url, article.published, article.day, article.outlet) == (None, None, None, "unknown")


def test_a_web_page_has_its_title_as_headline(tmp_path: Path) -> None:
    html = "<html><head><title>站名</title></head><body><h1>桥通车了</h1><p>两岸有了桥。</p></body></html>"
    article = loaded(tmp_path, html, "bridge.html")
    assert (article.title, article.paragraphs) == ("桥通车了", ("两岸有了桥。",))


def test_the_heading_line_is_the_authority_on_title_and_address(tmp_path: Path) -> None:
    text = f'---\ntitle: "桥通车了"\nfrom: http://x/桥\n---\n[桥通车了...]({URL})\n------\n<p>好。</p>'
    assert (source(tmp_path, text).title, source(tmp_path, text).url) == ("桥通车了...", URL)


def test_brackets_in_a_title_do_not_end_it(tmp_path: Path) -> None:
    text = f"<!--1689686101000-->\n[[國際] 橋通車了]({URL})\n------\n<p>好。</p>"
    assert source(tmp_path, text).title == "[國際] 橋通車了"


@pytest.mark.parametrize(
    ("line", "title"),
    [
        (r'title: "桥\“通车\”了"', r"桥\“通车\”了"),  # an escape that YAML does not know
        ("title: 桥: 通车: 了", "桥: 通车: 了"),
        ('title: "他说\\"通车\\""', '他说"通车"'),
        ("title: No", "No"),  # a boolean to YAML
        ("title: 2021-09-02", "2021-09-02"),  # a date to YAML
    ],
)
def test_a_title_is_the_words_of_its_line(tmp_path: Path, line: str, title: str) -> None:
    text = f"---\n{line}\ndate: 2021-09-02T09:00:00Z\ntags: [ 某报 ]\n---\n<p>好。</p>"
    found = source(tmp_path, text)
    assert (found.title, found.tags) == (title, ("某报",))
    assert found.crawled == datetime(2021, 9, 2, 9, 0, tzinfo=UTC)


def test_windows_line_ends_and_a_byte_order_mark_change_nothing(tmp_path: Path) -> None:
    unix, windows = tmp_path / "a.md", tmp_path / "b.md"
    unix.write_bytes(page("<p>桥通车了。</p><p>好。</p>").encode())
    windows.write_bytes(b"\xef\xbb\xbf" + page("<p>桥通车了。</p><p>好。</p>").replace("\n", "\r\n").encode())
    a, b = read(unix), read(windows)
    assert isinstance(a, Source) and isinstance(b, Source)
    assert (a.title, a.url, a.feed, a.tags, a.html) == (b.title, b.url, b.feed, b.tags, b.html)


@pytest.mark.parametrize(
    ("data", "reason", "detail"),
    [
        ("桥通车了".encode("gb18030"), "not-utf8", "byte 0: invalid continuation byte"),
        ("<p>桥通车了。</p>".encode(), "no-title", "neither front matter nor heading nor <h1> has a title"),
        ("---\ntitle: 桥通车了\n---\n<p> </p>".encode(), "no-text", "nothing but a title: 桥通车了"),
        (b"", "no-title", "neither front matter nor heading nor <h1> has a title"),
    ],
)
def test_a_file_that_says_nothing_is_skipped(tmp_path: Path, data: bytes, reason: str, detail: str) -> None:
    path = tmp_path / "article.md"
    path.write_bytes(data)
    assert load(path) == Skipped(str(path), reason, detail)


def test_an_article_of_which_the_feed_gave_only_title_and_address_is_kept(tmp_path: Path) -> None:
    article = loaded(tmp_path, page(""))
    assert (article.title, article.paragraphs) == ("桥通车了", ())


@pytest.mark.parametrize(
    ("outlet", "raw", "title", "labels"),
    [
        ("rfi", "桥通车了 – 法国国际广播电台 - RFI", "桥通车了", ()),
        ("rfi", "桥通车了 - 法国美食", "桥通车了", ("法国美食",)),
        ("reuters", "桥通车了--消息人士 | 路透", "桥通车了--消息人士", ()),
        ("rti", "[國際] 橋通車了", "橋通車了", ("國際",)),
        ("cna", "橋通車了【專訪】[影]", "橋通車了", ("影", "專訪")),
        ("cdt", "VOA | 桥通车了", "桥通车了", ("VOA",)),
        ("zaobao", "【图集】桥通车了", "【图集】桥通车了", ()),
        ("dw", " 桥　通车了 \n", "桥 通车了", ()),
        ("dw", "他说&amp;quot;通车&amp;quot;", '他说"通车"', ()),  # escaped twice
        ("voa", "移⺠的桥", "移民的桥", ()),  # a radical in place of the character
        ("example.org", "桥通车了 | 某报", "桥通车了 | 某报", ()),  # nothing is known of this outlet
    ],
)
def test_a_title_loses_what_its_site_put_around_it(
    outlet: str, raw: str, title: str, labels: tuple[str, ...]
) -> None:
    assert titles.clean(raw, rules_named(outlet)) == (title, labels)


def test_a_section_cut_off_a_title_becomes_a_tag(tmp_path: Path) -> None:
    text = page("<p>好。</p>", outlet="法广", url=URL, title="桥通车了 - 法国美食")
    assert loaded(tmp_path, text).tags == ("法广", "法国美食")


@pytest.mark.parametrize(
    ("outlet", "url", "key", "canonical"),
    [
        ("联合早报", "https://www.zaobao.com/realtime/china/story20210902-7", "zaobao:7", None),
        ("德国之声", "https://www.dw.com/zh/桥?何处去?/a-54", "dw:54", None),
        ("德国之声", "https://www.dw.com/zh/#桥/a-55", "dw:55", None),
        ("路透", "https://cn.reuters.com/article/bridge-0904-idCNKBS25", "reuters:CNKBS25", None),
        (
            "法广",
            "http://www.rfi.fr//cn/x/2020-bridge",
            "rfi:2020-bridge",
            "https://www.rfi.fr/cn/x/2020-bridge",
        ),
        ("金融时报", "https://cn.ft.com/story/001?full=y", "ft:001", "https://cn.ft.com/story/001"),
        (
            "某报",
            "http://example.org/a//b?id=7&utm_source=x#new_tab",
            "example.org:example.org/a/b?id=7",
            "http://example.org/a/b?id=7",
        ),
    ],
)
def test_an_article_keeps_its_key_whatever_its_address_looks_like(
    tmp_path: Path, outlet: str, url: str, key: str, canonical: str | None
) -> None:
    article = loaded(tmp_path, page("<p>桥通车了。</p>", outlet=outlet, url=url))
    assert (article.key, article.url) == (key, canonical or url)


def test_a_date_that_cannot_be_is_none(tmp_path: Path) -> None:
    header = f"---\ntitle: 桥通车了\ndate: 0001-01-01T00:00:00Z\n---\n<!--{9**15}-->\n"
    text = f"{header}<p>9999-12-31T23:00:00Z</p><p>好。</p>"
    article = loaded(tmp_path, text)
    assert (article.published, article.day, article.paragraphs) == (None, None, ("好。",))


def test_every_outlet_answers_to_its_name() -> None:
    for slug, entry in outlets._data()["outlets"].items():
        assert entry["name"] in entry["names"]
        assert outlet_named(slug).homepage


@pytest.mark.parametrize("slug", ["zaobao", "example.org", "某报", "unknown"])
def test_an_outlet_is_known_by_its_slug_alone(slug: str) -> None:
    assert outlet_named(slug).slug == rules_named(slug).slug == slug


def test_an_unknown_outlet_is_named_after_its_host_or_its_tag(tmp_path: Path) -> None:
    hosted = loaded(tmp_path, page("<p>好。</p>", outlet="某报", url="https://news.example.org/1"))
    assert (hosted.outlet, outlet_named("news.example.org").homepage) == (
        "news.example.org",
        "https://news.example.org",
    )
    tagged = loaded(tmp_path, "---\ntitle: 桥通车了\ntags: [ 某报 ]\n---\n<p>好。</p>")
    assert (tagged.outlet, outlet_named("某报").homepage) == ("某报", None)


def test_an_author_who_is_not_the_outlet_is_the_byline(tmp_path: Path) -> None:
    assert loaded(tmp_path, page("<p>好。</p>", author="林一")).byline == "林一"
    assert loaded(tmp_path, page("<p>好。</p>", author="联合早报")).byline is None
