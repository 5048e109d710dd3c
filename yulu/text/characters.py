"""The characters of a text as it is published: one form each, and nothing that cannot be seen."""

import re
import unicodedata
from importlib.resources import files

from yulu.text.chinese import CJK

_SPACES = re.compile(r"\s+")
# Zero-width characters, byte-order mark, soft hyphen and marks of writing direction.
_INVISIBLE = "\u200b-\u200f\u2060-\u2064\ufeff\u00ad\u202a-\u202e\u2066-\u2069"
_UNSEEN = re.compile(f"[{_INVISIBLE}]")
# Typed for the enumeration comma that looks like it.
_DOT = re.compile("(?<=[\u3400-\u4dbf\u4e00-\u9fff」』》”）])\u4e36")
_WIDE = f"{CJK}\u2018-\u201d\u2026\u3000-\u303f\uff00-\uffef"
# A line break of the source between two characters that are written without a space.
_WRAPPED = re.compile(f"(?<=[{_WIDE}])[ \t]*\n\\s*(?=[{_WIDE}])")
# Marks over and under one letter, past the thirty of the Stream-Safe Text Format (UAX #15): to put n of them
# in order takes n * n steps.
_MARK = "".join(chr(n) for n in range(0x300, 0x1E950) if unicodedata.combining(chr(n)))
_PILE = re.compile(f"(?<=[{_MARK}]{{30}})[{_MARK}]+")
_RARE = re.compile(f"[\u2e80-\u2fdf\u4e36{_INVISIBLE}]")


def _radicals() -> dict[int, str]:
    """Characters that look like a radical and mean the word: Kangxi by NFKC, the supplement by table."""
    lines = files("yulu").joinpath("data/radicals.txt").read_text(encoding="utf-8").splitlines()
    table = {ord(line[0]): line[1] for line in lines if not line.startswith("#")}
    return {n: unicodedata.normalize("NFKC", chr(n)) for n in range(0x2F00, 0x2FD6)} | table


_RADICALS = _radicals()


def tidy(text: str) -> str:
    """NFC, radicals as characters, no unseen characters, white space collapsed to one space.

    Full-width punctuation stays as it is written: a text is not folded, only its index is.
    """
    if _PILE.search(text):
        text = _PILE.sub("", text)
    text = unicodedata.normalize("NFC", text)
    if _RARE.search(text):
        text = _DOT.sub("、", _UNSEEN.sub("", text.translate(_RADICALS)))
    if "\n" in text:
        text = _WRAPPED.sub("", text)
    return _SPACES.sub(" ", text).strip()


def squeeze(text: str) -> str:
    """Without white space, to compare texts."""
    return _SPACES.sub("", text)
