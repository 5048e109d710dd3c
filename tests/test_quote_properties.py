"""What holds of the quotes of any text whatever."""

import sys
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yulu.quotes import attribution, extract
from yulu.quotes.marks import LONGEST

# Pieces that provoke the rules: names, cues, marks in every direction, stops, both scripts.
PIECES = [
    *"“”‘’「」『』\"'＂«»（）()，。：；！？、 \u3000",
    *(
        "王毅",
        "他",
        "她表示",
        "說",
        "说",
        "指出",
        "告诉记者",
        "据路透社报道",
        "声明写道",
        "並稱",
        "援引",
        "呼吁",
        "记者：",
        "问：……",
        "答：",
    ),
    *("发言人", "外长", "约翰·克里", "（John Kerry）", "克里", "我们", "的话", "没有", "2020年", "周二", "A"),
]
texts = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=4)), max_size=60).map("".join)
articles = st.lists(texts.map(lambda text: text.replace("\n", " ").strip() or "。"), min_size=1, max_size=5)


@settings(max_examples=300)
@given(articles)
def test_offsets_hold_and_quotes_stay_in_their_paragraph(paragraphs: list[str]) -> None:
    text = "\n".join(paragraphs)
    starts = [0]
    for paragraph in paragraphs:
        starts.append(starts[-1] + len(paragraph) + 1)
    for quote in extract(paragraphs):
        assert text[quote.start : quote.end] == quote.text
        assert starts[quote.paragraph] <= quote.start < quote.end < starts[quote.paragraph + 1]
        assert quote.text == quote.text.strip() != ""


@settings(max_examples=100)
@given(articles)
def test_the_same_text_gives_the_same_quotes(paragraphs: list[str]) -> None:
    assert extract(paragraphs) == extract(paragraphs)


@settings(max_examples=100)
@given(articles)
def test_a_direct_quote_is_never_longer_than_a_bad_mark_may_reach(paragraphs: list[str]) -> None:
    assert all(len(q.text) <= LONGEST for q in extract(paragraphs) if q.kind == "direct" and q.cue)


def work(function: Callable[..., Any], *arguments: Any) -> int:
    """How many calls a function makes: its work, whatever the speed of the machine."""
    calls = 0

    def count(frame: Any, event: str, argument: Any) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        function(*arguments)
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.parametrize("piece", ["“", "「", '"', "说：“", "他说，", "“甲”、", "援引", "（", "王毅表示"])
def test_work_grows_with_the_text_and_not_faster(piece: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attribution, "MOST", 10**9)  # what bounds the work must not hide how it grows
    extract([piece * 10])  # what is compiled on first use is not counted
    once, ten_times = work(extract, [piece * 2000]), work(extract, [piece * 20_000])
    assert ten_times < 15 * once
