"""Who said what: quotes with their speakers out of plain paragraphs."""

from collections.abc import Sequence

from yulu.model import Quote


def extract(
    paragraphs: Sequence[str], headings: frozenset[int] = frozenset(), outlet: str = ""
) -> list[Quote]:
    """The quotes of one article, by start."""
    return []
