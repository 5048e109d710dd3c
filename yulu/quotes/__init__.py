"""Who said what: quotes with their speakers out of plain paragraphs."""

from collections.abc import Iterable, Sequence

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
    return extract_many([(paragraphs, headings, outlet)])[0]


def extract_many(texts: Iterable[tuple[Sequence[str], frozenset[int], str]]) -> list[list[Quote]]:
    """The same of several articles, which takes less time than one after the other."""
    from yulu.quotes.attribution import Attribution
    from yulu.quotes.models import models

    articles = [Attribution(*text) for text in texts]
    return [
        sorted(article.quotes(scores), key=lambda quote: (quote.start, -quote.end, quote.kind))
        for article, scores in zip(articles, models().decide(articles), strict=True)
    ]
