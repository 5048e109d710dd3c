"""No file stops a build: broken, deep and huge pages are read in linear time."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pages import FOOTER, PICTURE, page, read

from yulu.model import Article, Body, Skipped
from yulu.reading.article import load
from yulu.reading.body import TooDeep

WHOLE = page(
    "<div><i>林桥<br>2021-09-02 10:00:00</i></div>"
    f'<figure><a href="x"><img data-src="{PICTURE}" alt="桥"></a>'
    "<figcaption>新桥（路透社）</figcaption></figure>"
    "<h2>两岸</h2><p>市长说：“桥<b>通车</b>了。”<br><br>居民高兴。</p>"
    '<ul><li><a href="y">旧桥</a></li></ul><table><tr><td>一</td><td>二</td></tr></table>'
    f"<noscript><img src='{PICTURE}?2'></noscript><img src='{PICTURE}?3'><small>渡船</small>"
    f"<script>if (a < b) {{}}</script><blockquote>工程师说，桥长两公里。</blockquote>{FOOTER}"
)
_PIECES = (
    "<p> </p> <div </div> <b> </small> <ul> <li> <br> <figure> </figcaption> <img src= <!-- --> <![CDATA[ ]]>"
    " &#x0; &amp;#21328; <script> </script> <noscript> [ ]( ） “ \" ' --- title:[ \x00 \ufffd \u202e"
)
PIECES = _PIECES.split(" ")


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """A whole article file after some accidents: pieces cut out, doubled, put in."""
    text = WHOLE
    for _ in range(draw(st.integers(0, 12))):
        a = draw(st.integers(0, len(text)))
        b = min(len(text), a + draw(st.integers(0, 200)))
        piece = draw(st.sampled_from(PIECES) | st.text(max_size=8) | st.just(text[a:b] * 2))
        text = text[:a] + piece + text[b:]
    return text


def assert_sound(found: Article | Body) -> None:
    count = len(found.paragraphs)
    assert all(p and p == p.strip() and "\n" not in p for p in found.paragraphs)
    assert all(0 <= n < count for n in found.headings)
    assert all(0 <= i.paragraph <= count and i.url.startswith("http") for i in found.images)
    assert len({i.url for i in found.images}) == len(found.images)


@given(mutated())
@settings(max_examples=150)
def test_a_damaged_file_gives_an_article_or_a_reason(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    path = tmp_path_factory.getbasetemp() / "damaged.md"
    path.write_text(
        text, encoding="utf-8", errors="surrogatepass" if text.isascii() else "replace", newline=""
    )
    found = load(path)
    if isinstance(found, Article):
        assert_sound(found)
    else:
        assert found.reason in {"no-title", "no-text", "not-utf8"}


@given(st.binary(max_size=400))
@settings(max_examples=150)
def test_any_bytes_give_an_article_or_a_reason(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "bytes.md"
    path.write_bytes(data)
    found = load(path)
    assert isinstance(found, Skipped) or found.title


@pytest.mark.parametrize("length", range(0, len(WHOLE), 97))
def test_a_truncated_file_gives_an_article_or_a_reason(tmp_path: Path, length: int) -> None:
    path = tmp_path / "article.md"
    path.write_text(WHOLE[:length], encoding="utf-8")
    found = load(path)
    assert isinstance(found, Skipped | Article)


def calls(html: str) -> int:
    """How many functions a reading calls: the work it does, whatever the machine."""
    count = 0

    def counted(*_: object) -> None:
        nonlocal count
        count += 1

    sys.setprofile(counted)
    try:
        read(html)
    finally:
        sys.setprofile(None)
    return count


IN_EACH_OTHER = (
    "<div>",
    "<p><span>",
    "<ul><li>",
    "<figure>",
    "<figcaption>",
    "<a href='x'>桥",
    "<b>桥",
    "<table><tr><td>",
    f"<figure><img src='{PICTURE}'><figcaption>桥</figcaption>",
    f"<noscript><img src='{PICTURE}'>",
)
BESIDE_EACH_OTHER = (
    "<p>桥通车了。</p>",
    "桥通车了<br>",
    "<small>桥</small>",
    "<td>桥",
    "<li>桥",
    "<hr>",
    "<!--",
    f"<img src='{PICTURE}'><small>桥</small>",
)


@pytest.mark.parametrize(
    ("repeated", "times"), [*((tag, 40) for tag in IN_EACH_OTHER), *((tag, 500) for tag in BESIDE_EACH_OTHER)]
)
def test_twice_the_page_is_twice_the_work(repeated: str, times: int) -> None:
    assert calls(repeated * 2 * times) < 2.2 * calls(repeated * times)


def nested(depth: int) -> str:
    return f"{'<div>' * depth}桥通车了。{'</div>' * depth}"


def test_a_page_keeps_its_text_however_it_is_nested_up_to_a_depth_that_none_has() -> None:
    assert read(nested(240)).paragraphs == ("桥通车了。",)
    with pytest.raises(TooDeep):
        read(nested(10_000))


@pytest.mark.parametrize("open_tag", [lambda text: f"<p>{text}", lambda text: f"<p>{text}</p><p>完。</p>"])
def test_a_paragraph_of_more_than_libxml2_reads_by_itself_is_read(open_tag: Callable[[str], str]) -> None:
    text = "桥通车了。" * 700_000  # 10.5 MB
    found = read(open_tag(text))
    assert found.paragraphs[0] == text
