"""The piece of the original text that shows what was found, with marks."""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from yulu.site.search.query import Phrase
from yulu.text.chinese import CJK, fold, simplify

_LETTER = f"[^\\W_{CJK}]"  # a character of a word that is written with spaces around it
_TOKEN = re.compile(f"[{CJK}]|{_LETTER}+")


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of an excerpt; `marked` where it is what the reader looked for."""

    text: str
    marked: bool = False


def excerpt(text: str, wanted: Collection[Phrase], width: int = 90) -> list[Segment]:
    """About `width` characters of the original text around the first thing found, with marks.

    Where nothing wanted is in this text (it was found by another column), its beginning.
    """
    found = _spans(text, wanted)
    start = max(0, found[0][0] - width // 4) if found else 0
    end = min(len(text), start + width)
    segments = [Segment("…")] if start else []
    at = start
    for a, b in found:
        if a < end:
            segments += [Segment(text[at:a]), Segment(text[a : min(b, end)], marked=True)]
            at = min(b, end)
    segments += [Segment(text[at:end]), Segment("…" if end < len(text) else "")]
    return [Segment(s.text.replace("\n", " "), s.marked) for s in segments if s.text]


def holding(lines: Collection[str], wanted: Collection[Phrase]) -> set[str]:
    """Those of some short texts that hold something wanted. They are folded all at once."""
    if not lines:
        return set()
    pattern = re.compile("|".join(map(_pattern, wanted)))
    folded = fold("\n".join(line.replace("\n", " ") for line in lines)).split("\n")
    return {line for line, words in zip(lines, folded, strict=True) if pattern.search(words)}


def _spans(text: str, phrases: Collection[Phrase]) -> list[tuple[int, int]]:
    """Where the wanted phrases stand in a text, in order, none overlapping another."""
    if not phrases:
        return []
    folded, offsets = _fold_with_offsets(text)
    longest_first = sorted(map(_pattern, phrases), key=lambda pattern: (-len(pattern), pattern))
    return [
        (offsets[match.start()], offsets[match.end() - 1] + 1)
        for match in re.finditer("|".join(longest_first), folded)
    ]


def _pattern(phrase: Phrase) -> str:
    words = _TOKEN.findall(phrase.words)
    open_end = len(words) - 1 if phrase.prefix else None
    return r"[\W_]*".join(_word(word, goes_on=n == open_end) for n, word in enumerate(words))


def _word(word: str, goes_on: bool) -> str:
    if re.fullmatch(f"[{CJK}]", word):
        return word
    return f"(?<!{_LETTER}){re.escape(word)}" + ("" if goes_on else f"(?!{_LETTER})")


def _fold_with_offsets(text: str) -> tuple[str, list[int]]:
    """Folded text, and for each of its characters the number of the original character."""
    folded = [_fold_character(character) for character in text]
    offsets = [n for n, characters in enumerate(folded) for _ in characters]
    return simplify("".join(folded)), offsets


@lru_cache(maxsize=20_000)
def _fold_character(character: str) -> str:
    return unicodedata.normalize("NFKC", character).lower()
