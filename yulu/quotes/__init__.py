"""Who said what: quotes with their speakers out of plain paragraphs."""

from collections.abc import Sequence

from yulu.model import Quote


class TooMany(Exception):
    """More text, or more in it to decide on, than in any news."""


def extract(
    paragraphs: Sequence[str], headings: frozenset[int] = frozenset(), outlet: str = ""
) -> list[Quote]:
    """The quotes of one article, by start; the longer one first where two begin together.

    paragraphs: plain text, as they stand in `articles.text` joined by one newline, which is
    what the offsets count. headings: numbers of the paragraphs that are never quoted from.
    outlet: the name under which an interviewer without name is recorded.
    Raises TooMany.
    """
    from yulu.quotes.attribution import Attribution
    from yulu.quotes.models import models

    article = Attribution(paragraphs, headings, outlet)
    scores = models().decide(article)
    return sorted(article.quotes(scores), key=lambda quote: (quote.start, -quote.end, quote.kind))
