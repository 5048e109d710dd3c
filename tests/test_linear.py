"""Twice the text is at most about twice the work, for whole files and for each regular expression."""

import gc
import re
import re._parser as parser  # type: ignore[import-not-found]
import time
from importlib import import_module
from pkgutil import walk_packages

import pytest
from test_hostile_files import HEADER, file

import yulu
from yulu.extraction import load
from yulu.model import Article, Skipped
from yulu.quotes import attribution
from yulu.reading import article

MOST = 2.3  # times the work for twice the text
ROUNDS = 12
SMALL = 0.004  # seconds: what is quadratic takes hundreds of times as long
# What is repeated to make an article of one line.
REPEATED = {
    "ellipsis": "……",
    "cue": "说",
    "another cue": "认为",
    "quotation marks": "“”",
    "opening marks": "“",
    "closing marks": "”",
    "straight marks": "\"'",
    "corner marks": "「『",
    "book titles": "《",
    "questions": "问：",
    "speech": "他说，",
    "marks and cues": "'\"。”、他说，",
    "colon and mark": "：“",
    "names": "、王毅",
    "full stops": "。",
    "commas": "，",
    "brackets": "（",
    "square brackets": "[",
    "links": "[x](y)",
    "half links": "[x](",
    "headings": "# x\n",
    "rules": "---\n",
    "asterisks": "**",
    "copyright": "©",
    "slashes": "/",
    "agency": "路透社/",
    "reporter": "中央社記者",
    "dates": "2021年1月1日",
    "digits": "1",
    "feed times": "<!--1600000000000-->",
    "radicals": "⼀",
    "marks over a letter": "e\u0301\u0327\u0301\u0327",
    "marks over nothing": "\u0301\u0327",
    "unseen characters": "\u200b\u202e",
    "spaces": " ",
    "lines": "\n",
    "paragraphs": "桥。\n\n",
    "less than": "<",
    "ampersands": "&",
    "entities": "&#x4e00;",
    "half comments": "<!--",
    "half data": "<![CDATA[",
    "half attributes": "<a href='",
    "nulls": "\0",
}
# What was once more than linear, beside these. That HTML is read in time
# with the square of its depth is libxml2's doing; MOST_PIECES bounds it.
FOUND = (
    "：“'\"。”、他说，",
    "路透社/“",
    "桥“，”说，",
    "、王毅”“",
    "<figure><img src=x>，",
    "<math>\t<!--1-->",
)


def work(do, *arguments):
    """Seconds of the processor."""
    began = time.process_time()
    do(*arguments)
    return time.process_time() - began


def twice_at_most(once, twice):
    """Whether one thing takes MOST times the work of another at most, in one of several rounds: others use
    the machine, and what is quadratic takes four times the work in each.
    """
    if work(twice) < SMALL:
        return True
    gc.collect()
    gc.disable()
    try:
        return any(work(twice) <= MOST * work(once) for _ in range(ROUNDS))
    finally:
        gc.enable()


@pytest.fixture(autouse=True)
def without_bounds(monkeypatch):
    """What keeps long files short must not hide how the work grows."""
    monkeypatch.setattr(attribution, "MOST", 10**9)


@pytest.mark.parametrize("piece", [*REPEATED.values(), *FOUND], ids=repr)
def test_twice_the_text_is_twice_the_work(tmp_path, piece):
    size = min(30_000, len(piece) * article.MOST_PIECES // max(1, 2 * piece.count("<")))
    once, twice = (file(tmp_path, HEADER + piece * (n // len(piece)), f"{n}.md") for n in (size // 2, size))
    found = load(once)
    assert isinstance(found, Skipped | Article)
    assert getattr(found, "reason", "") not in ("too-slow", "error") and not getattr(found, "error", None)
    assert twice_at_most(lambda: load(once), lambda: load(twice))


# Tried at one place, or of a phrase, a heading or a file of our own: what is longer is cut before.
AT_ONE_PLACE = {
    "yulu.corpus.joint.COUNTRY", "yulu.corpus.stories._WORD", "yulu.quotes.features.contents.ACT",
    "yulu.quotes.kinds.BOOK_AT_END", "yulu.quotes.kinds.LATIN_WORDS", "yulu.quotes.kinds.MARKED_AT_END",
    "yulu.quotes.links.MARKED_AT_END", "yulu.quotes.subjects.DESCRIBED", "yulu.quotes.subjects.LED",
    "yulu.quotes.subjects.SPOKEN_TO", "yulu.reading.source._HEADING", "yulu.reading.source._MARKDOWN_TITLE",
    "yulu.second_reader.answer._OBJECT", "yulu.site.dictionary._BOTH",
    "yulu.quotes.marks.PAIR",  # where all marks are known to be in order
}  # fmt: skip
LENGTH = 2_000  # characters


def patterns():
    """Every regular expression that is a value of a module, by its name."""
    for module in walk_packages(yulu.__path__, "yulu."):
        if not module.name.endswith("__main__"):
            for name, value in vars(import_module(module.name)).items():
                if isinstance(value, re.Pattern):
                    yield f"{module.name}.{name}", value


PATTERNS = dict(patterns())


def letters(parsed):
    """Characters that the parts of an expression begin with."""
    for kind, value in parsed:
        if kind == parser.LITERAL:
            yield chr(value)
        elif kind == parser.IN and value[0][0] in (parser.LITERAL, parser.RANGE):
            first = value[0][1]
            yield chr(first if isinstance(first, int) else first[0])
        elif kind == parser.IN:
            yield "桥"
        elif kind == parser.BRANCH:
            for branch in value[1]:
                yield from letters(branch)
        elif isinstance(value, tuple):
            for part in value:
                if isinstance(part, parser.SubPattern):
                    yield from letters(part)


def test_expressions_at_one_place_are_there():
    assert PATTERNS.keys() >= AT_ONE_PLACE


@pytest.mark.parametrize("name", sorted(PATTERNS.keys() - AT_ONE_PLACE))
def test_an_expression_takes_twice_the_work_for_twice_the_text(name):
    pattern = PATTERNS[name]
    parts = list(dict.fromkeys(letters(parser.parse(pattern.pattern, pattern.flags))))[:8]
    whole = "".join(parts)
    for piece in dict.fromkeys(filter(None, [*parts, whole, whole[:2], whole[-2:], " ", "a", "桥"])):
        once = piece * (LENGTH // len(piece)) + "\0"
        texts = [text.encode() if isinstance(pattern.pattern, bytes) else text for text in (once, once * 2)]
        once, twice = (lambda text=text: [*pattern.finditer(text)] for text in texts)
        assert twice_at_most(once, twice), piece
