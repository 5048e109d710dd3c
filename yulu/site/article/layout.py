"""How an article is laid out: its paragraphs with the quotes nested in them and the images between them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Marked:
    """A quote, or the piece of it that fits into this paragraph and into the quote around it.

    `first` and `last` say whether the quote begins and ends with this piece. `parts` are the text
    and the quotes inside.
    """

    quote: Row
    first: bool
    last: bool
    parts: "tuple[str | Marked, ...]"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the text; `quotes` are the ones that begin in it, in the order of the text."""

    number: int
    heading: bool
    images: tuple[Row, ...]  # they stand before the paragraph
    parts: tuple[str | Marked, ...]
    quotes: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class _Piece:
    start: int
    end: int
    quote: Row

    def cut(self, start: int, end: int) -> "_Piece":
        return _Piece(max(self.start, start), min(self.end, end), self.quote)


def lay_out(
    text: str, headings: Set[int], quotes: Sequence[Row], images: Sequence[Row]
) -> tuple[list[Paragraph], list[Row]]:
    """The paragraphs of a text, and the images that stand after the last of them.

    `quotes` have `start` and `end`, offsets into `text` whose paragraphs are joined by one newline;
    `images` have `paragraph`, the number of the paragraph they stand before.
    """
    paragraphs = []
    start = 0
    for number, paragraph in enumerate(text.split("\n")):
        end = start + len(paragraph)
        inside = [
            _Piece(q["start"], q["end"], q).cut(start, end)
            for q in quotes
            if q["start"] < end and q["end"] > start
        ]
        paragraphs.append(
            Paragraph(
                number,
                number in headings,
                tuple(image for image in images if image["paragraph"] == number),
                tuple(_nest(text, start, end, inside)),
                tuple(piece.quote for piece in _ordered(inside) if piece.start == piece.quote["start"]),
            )
        )
        start = end + 1
    return paragraphs, [image for image in images if image["paragraph"] >= len(paragraphs)]


def _ordered(pieces: Iterable[_Piece]) -> list[_Piece]:
    """In the order of the text; of two that begin together, the longer one is around the other."""
    return sorted(pieces, key=lambda piece: (piece.start, -piece.end))


def _nest(text: str, start: int, end: int, pieces: Iterable[_Piece]) -> Iterator[str | Marked]:
    """Text between two offsets as strings and marked pieces; where quotes cross, the later one is cut."""
    waiting = _ordered(pieces)
    at = start
    while waiting:
        outer, *rest = waiting
        if at < outer.start:
            yield text[at : outer.start]
        within = [piece.cut(outer.start, outer.end) for piece in rest if piece.start < outer.end]
        yield Marked(
            outer.quote,
            first=outer.start == outer.quote["start"],
            last=outer.end == outer.quote["end"],
            parts=tuple(_nest(text, outer.start, outer.end, within)),
        )
        at = outer.end
        waiting = _ordered(piece.cut(at, end) for piece in rest if piece.end > at)
    if at < end:
        yield text[at:end]
