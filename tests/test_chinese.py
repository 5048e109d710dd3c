"""Text in one script: what is traditional is simplified, whatever is simplified already stays."""

import opencc
import pytest
from conftest import ROOT

from yulu.text.chinese import simplify

# A single character on its way to another alone, and words whose characters change together alone.
TEXTS = (
    "發言人說",
    "沈重",
    "毛坏",
    "藉口",
    "海哩",
    "回覆",
    "衹得",
    "瞭解",
    "甦醒",
    "沈阳的破坏与覆盖",
    "",
    "abc",
)


@pytest.mark.parametrize("text", TEXTS)
def test_words_are_simplified_as_opencc_does_it(text):
    assert simplify(text) == opencc.OpenCC("t2s").convert(text)


def test_articles_of_either_script_are_simplified_as_opencc_does_it():
    convert = opencc.OpenCC("t2s").convert
    texts = [path.read_text("utf-8") for path in sorted((ROOT / "samples").rglob("*")) if path.is_file()]
    assert len(texts) > 10 and any(convert(text) != text for text in texts)
    for text in texts:
        assert simplify(text) == convert(text)
        assert len(simplify(text)) == len(text)
