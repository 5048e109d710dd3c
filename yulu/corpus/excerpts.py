"""What is published of an article whose outlet allows excerpts only: its beginning, and its quotes.

The cut is made before anything is written, so that no page, query, export or copy of the database
can hold more. The words of the rest, each once and in the order of the alphabet, go to the search
index alone: they tell that the article speaks of something, and not what it says.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

import rjieba

from yulu.model import Article
from yulu.text.chinese import fold

BEGINNING = 100  # characters that the first sentences reach
LONGEST = 200  # characters of a first sentence that has no end
LEFT_OUT = "……"
_SENTENCE = re.compile(r".+?(?:[。！？!?…]+[”’」』）)\"]*|$)", re.S)
_WORD = re.compile(r"\w{2,}")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A piece of the text, and whether it is published."""

    paragraph: int
    start: int  # in the text
    words: str
    kept: bool

    @property
    def end(self) -> int:
        return self.start + len(self.words)


def cut(article: Article) -> Article:
    """The article as its outlet allows it to be published: quotes, keys and numbers stay the same.

    Every offset is that of the new text. Versions lose their texts.
    """
    sentences = list(parted(article))
    published: list[tuple[Sentence, int]] = []  # with the place where it starts there
    paragraphs: list[str] = []
    numbers: dict[int, int] = {}  # of paragraphs
    length = 0
    for number, group in groupby(sentences, key=lambda sentence: sentence.paragraph):
        text = ""
        for kept, run in groupby(group, key=lambda sentence: sentence.kept):
            for sentence in run if kept else ():
                published.append((sentence, length + len(text)))
                text += sentence.words
            text += "" if kept else LEFT_OUT
        if text != LEFT_OUT:
            numbers[number] = len(paragraphs)
            paragraphs.append(text)
            length += len(text) + 1
    return replace(
        article,
        paragraphs=tuple(paragraphs),
        headings=frozenset(numbers[n] for n in article.headings if n in numbers),
        images=tuple(
            replace(image, paragraph=sum(n < image.paragraph for n in numbers)) for image in article.images
        ),
        quotes=tuple(
            replace(quote, start=start, end=start + len(quote.text), paragraph=numbers[quote.paragraph])
            for quote in article.quotes
            for start in [moved(quote.start, published)]
        ),
        versions=tuple(replace(version, text=None) for version in article.versions),
        index_words=words_of(sentence.words for sentence in sentences if not sentence.kept),
    )


def parted(article: Article) -> Iterator[Sentence]:
    """The text as sentences. The beginning is kept, and every sentence that a quote touches."""
    start = 0
    for number, paragraph in enumerate(article.paragraphs):
        for match in _SENTENCE.finditer(paragraph):
            begin, end = start + match.start(), start + match.end()
            quoted = any(quote.start < end and begin < quote.end for quote in article.quotes)
            if begin < BEGINNING and not quoted and len(match[0]) > LONGEST:
                yield Sentence(number, begin, match[0][:BEGINNING], True)
                yield Sentence(number, begin + BEGINNING, match[0][BEGINNING:], False)
            else:
                yield Sentence(number, begin, match[0], quoted or begin < BEGINNING)
        start += len(paragraph) + 1


def moved(place: int, published: Iterable[tuple[Sentence, int]]) -> int:
    """Where a place in a kept sentence is in what is published."""
    return next(start + place - s.start for s, start in published if s.start <= place < s.end)


def words_of(texts: Iterable[str]) -> tuple[str, ...]:
    """Every word of two characters or more once, in the order of the alphabet."""
    found = {word for text in texts for word in rjieba.cut(fold(text)) if _WORD.fullmatch(word)}
    return tuple(sorted(found))
