"""How much two texts have in common: the sequences of five characters that they share."""

import re

from yulu.text.chinese import CJK, fold

SIZE = 5
_SILENT = re.compile(rf"[^{CJK}\w]+")


def words(text: str) -> str:
    """A text for comparison: in one script, without punctuation and white space."""
    return _SILENT.sub("", fold(text))


def shingles(text: str, size: int = SIZE) -> frozenset[str]:
    """Every sequence of `size` characters of a text without white space."""
    return frozenset(text[n : n + size] for n in range(max(1, len(text) - size + 1))) if text else frozenset()


def jaccard(a: frozenset[str], b: frozenset[str]) -> float:
    """Shared sequences in all sequences, 0..1; two empty texts are the same."""
    shared = len(a & b)
    return shared / (len(a) + len(b) - shared) if a or b else 1.0


def overlap(a: frozenset[str], b: frozenset[str]) -> float:
    """Shared sequences in those of the shorter text, 0..1: 1 when one holds the other."""
    return len(a & b) / min(len(a), len(b)) if a and b else 1.0
