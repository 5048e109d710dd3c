"""What changed between two versions of a text, paragraph by paragraph and character by character."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Literal

# Above so many pairs of characters a paragraph is shown as taken out and put in anew.
MOST_PAIRS = 1_000_000


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a changed paragraph."""

    kind: Literal["same", "removed", "added"]
    text: str


def changes(before: str, after: str) -> list[list[Piece]]:
    """The paragraphs that differ, in reading order, each as pieces; texts have one paragraph a line."""
    old, new = before.split("\n"), after.split("\n")
    found = []
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            for a, b in zip_longest(old[i:j], new[k:m], fillvalue=""):
                found.append(list(pieces(a, b)))
    return found


def pieces(before: str, after: str) -> Iterator[Piece]:
    """One paragraph as it was and as it is: what stayed, what was taken out, what was put in."""
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if len(before) * len(after) > MOST_PAIRS or matcher.quick_ratio() < 0.3:
        opcodes = [("replace", 0, len(before), 0, len(after))]
    else:
        opcodes = list(matcher.get_opcodes())
    for tag, i, j, k, m in opcodes:
        if tag == "equal":
            yield Piece("same", before[i:j])
            continue
        if j > i:
            yield Piece("removed", before[i:j])
        if m > k:
            yield Piece("added", after[k:m])
