"""How renderings of the same words differ, word by word; not by script, width or punctuation."""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Indel

from yulu.text.chinese import segment, simplify
from yulu.text.shingles import words

LONGEST = 2000  # characters that are compared; what is beyond them is nobody's own


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a rendering, and whether they are its own: not in the one that it is compared with."""

    text: str
    own: bool


def wordings(renderings: Sequence[str]) -> list[list[Piece]]:
    """Each rendering in pieces. The longest is what the others are compared with, and it with all of them."""
    if len(renderings) < 2:
        return [[Piece(text, False)] for text in renderings]
    cut = [segmented(text[:LONGEST]) for text in renderings]
    keys = [[words(word) for word in written] for written in cut]
    longest = max(range(len(keys)), key=lambda n: len(keys[n]))
    shared: list[set[int]] = [set() for _ in keys]
    for n, other in enumerate(keys):
        for match in Indel.opcodes(keys[longest], other) if n != longest else ():
            if match.tag == "equal":
                shared[longest].update(range(match.src_start, match.src_end))
                shared[n].update(range(match.dest_start, match.dest_end))
    silent = [{n for n, key in enumerate(of_one) if not key} for of_one in keys]
    return [list(pieces(cut[n], shared[n] | silent[n], text[LONGEST:])) for n, text in enumerate(renderings)]


def segmented(text: str) -> list[str]:
    """The words as they are written, cut in the same places in either script."""
    found, at = [], 0
    for word in segment(simplify(text)):
        found.append(text[at : at + len(word)])
        at += len(word)
    return found


def pieces(written: Sequence[str], shared: Container[int], rest: str) -> Iterator[Piece]:
    """Neighbouring words of one kind as one piece, and what is not compared."""
    text, own = "", False
    for n, word in enumerate(written):
        if text and own == (n in shared):
            yield Piece(text, own)
            text = ""
        text, own = text + word, n not in shared
    if text:
        yield Piece(text, own)
    if rest:
        yield Piece(rest, False)
