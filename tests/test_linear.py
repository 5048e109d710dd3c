"""Twice the text is at most about twice the work, for whole files and for each regular expression.

Eight times the text is compared with eight times the same text: as much work, done by turns, so that other
processes disturb both alike. What is linear takes as long; what is quadratic eight times as long.
"""

import gc
import re
import re._parser as parser  # type: ignore[import-not-found]
import time
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest
from test_hostile_files import HEADER, file

import yulu
from yulu.extraction import load
from yulu.model import Article, Skipped
from yulu.processor_time import processor_time
from yulu.quotes import attribution
from yulu.reading import article

PARTS = 8
MOST = (2.3 / 2) ** 3  # times the work of the parts: 2.3 for twice the text, three times over
ROUNDS = 8
SMALL = 0.002  # seconds: what is quadratic takes ten times as long at the least
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
    "letters": "A",
    "latin names": "Ab ",
    "marked letters": "“A",
    "numbers": "一",
    "slashes after spaces": "  /",
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


def work(do):
    """Seconds of the processor. Of the thread: those of the process advance by ticks of 4 ms as soon as a
    bound of its time was set, as reading an article sets one.
    """
    began = time.thread_time()
    do()
    return time.thread_time() - began


def linear(part, whole):
    """Whether a whole takes about the work of its parts, in one of several rounds."""
    gc.disable()
    try:
        for _ in range(ROUNDS):
            took = work(whole)
            if took < SMALL or took <= MOST * sum(work(part) for _ in range(PARTS)):
                return True
        return False
    finally:
        gc.enable()


def all_found(text):
    return [text.find("ba", start) for start in range(len(text))]


def all_pairs(text):
    return sum(one == other for one in text for other in text)


QUADRATIC = {
    "an expression": (re.compile("a+b").findall, 1_000),
    "a function of C": (all_found, 1_000),
    "a loop in a loop": (all_pairs, 200),
}


@pytest.mark.parametrize("name", QUADRATIC)
def test_what_is_quadratic_is_found(name):
    do, size = QUADRATIC[name]
    assert not linear(lambda: do("a" * size), lambda: do("a" * size * PARTS))


@pytest.fixture(autouse=True)
def without_bounds(monkeypatch):
    """What keeps long files short must not hide how the work grows."""
    monkeypatch.setattr(attribution, "MOST", 10**9)


@pytest.mark.parametrize("piece", [*REPEATED.values(), *FOUND], ids=repr)
def test_twice_the_text_is_twice_the_work(tmp_path, piece):
    size = min(30_000, len(piece) * article.MOST_PIECES // max(1, 2 * piece.count("<")))
    part, whole = (
        file(tmp_path, HEADER + piece * (n // len(piece)), f"{n}.md") for n in (size // PARTS, size)
    )
    found = load(part)
    assert isinstance(found, Skipped | Article)
    assert getattr(found, "reason", "") not in ("too-slow", "error") and not getattr(found, "error", None)
    assert linear(lambda: load(part), lambda: load(whole))


LENGTH = 1_000  # characters of a part
SECONDS = 20  # what is worse than quadratic must not hold up the tests
# Used on a name, a phrase, a heading or a file of our own (what is longer is cut before), or on text whose
# spaces were made one: tests of whole files above say so.
BOUNDED = {
    "yulu.corpus.joint.OF_ALL", "yulu.quotes.features.contents.ACT", "yulu.quotes.kinds.BOOK_AT_END",
    "yulu.quotes.kinds.MARKED_AT_END", "yulu.quotes.links.MARKED_AT_END", "yulu.quotes.names.LATIN",
    "yulu.quotes.names.LATIN_BODY", "yulu.quotes.phrases.LATIN", "yulu.reading.body._SLASH",
    "yulu.reading.body.images._COPYRIGHT", "yulu.reading.body.images._DATED",
    "yulu.second_reader.answer._OBJECT", "yulu.site.search.query._CUT", "yulu.verdicts.verdict._ADDRESS",
    "yulu.quotes.marks.PAIR",  # where all marks are known to be in order
}  # fmt: skip


def patterns():
    """How each regular expression is used that is a value of a module, by its name: tried at one place, or
    at every place of a text.
    """
    for module in walk_packages(yulu.__path__, "yulu."):
        if module.name.endswith("__main__"):
            continue
        found = import_module(module.name)
        source = Path(found.__file__).read_text(encoding="utf-8")
        for name, value in vars(found).items():
            if isinstance(value, re.Pattern):
                ways = set(re.findall(rf"\b{name}\.(\w+)\b", source)) - {"pattern"}
                at_one_place = ways and ways <= {"match", "fullmatch"}
                yield f"{module.name}.{name}", (value, value.match if at_one_place else everywhere(value))


def everywhere(pattern):
    return lambda text: [*pattern.finditer(text)]


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


def test_the_bounded_expressions_are_there():
    assert PATTERNS.keys() >= BOUNDED


@pytest.mark.parametrize("name", sorted(PATTERNS.keys() - BOUNDED))
def test_an_expression_takes_twice_the_work_for_twice_the_text(name):
    pattern, use = PATTERNS[name]
    parts = list(dict.fromkeys(letters(parser.parse(pattern.pattern, pattern.flags))))[:8]
    whole = "".join(parts)
    for piece in dict.fromkeys(filter(None, [*parts, whole, whole[:2], whole[-2:], " ", "a", "桥"])):
        texts = [piece * (length // len(piece)) + "\0" for length in (LENGTH, LENGTH * PARTS)]
        part, whole = (text.encode() if isinstance(pattern.pattern, bytes) else text for text in texts)
        with processor_time(SECONDS):
            assert linear(lambda: use(part), lambda: use(whole)), piece  # noqa: B023
