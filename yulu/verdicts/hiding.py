"""Takedown: words, articles and speakers that are published no more, and leave no trace of themselves."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from yulu.database.ids import SPAN, digest
from yulu.database.rows import occurrence_keys, version_keys
from yulu.model import Article, Correction, Image, Quote, Removed
from yulu.verdicts.verdict import Verdict

MARK = "［……］"  # stands in the text for words that were taken down
REPEATED = 6  # a clause of so many characters is taken out wherever the article repeats it
_CLAUSE = re.compile(r"[^\n，。！？；：…“”「」『』]+")


def void(correction: Correction) -> Correction:
    """What is said of a quote that is taken down: it was said, and nothing of the quote."""
    return Correction(correction.verdict, "overruled")


def stripped(article: Article, verdict: Verdict, others: Iterable[Verdict]) -> Article:
    """What is left of an article that is taken down: its number, so that its address can say so.

    What `others` say of it is void.
    """
    return replace(
        article,
        title="",
        byline=None,
        dateline=None,
        paragraphs=(),
        headings=frozenset(),
        images=(),
        tags=(),
        quotes=(),
        glosses=(),
        seen=(),
        versions=tuple(replace(version, title="", text=None) for version in article.versions),
        related=(),
        corrections=(
            Correction(verdict.id, "applied"),
            *(Correction(other.id, "overruled") for other in others if other.id != verdict.id),
        ),
        removed=tuple(Removed(t, n, verdict.id) for t, n in numbers(article)),
        hidden=True,
    )


def numbers(article: Article) -> Iterator[tuple[str, int]]:
    """Every row of an article that has an address: table, and the last eight digits of the id."""
    yield "articles", digest(article.key) % SPAN
    yield "stories", digest(f"story\n{article.key}") % SPAN
    for key in occurrence_keys(article):
        yield from quote_numbers(key)
    for image in article.images:
        yield "images", digest(f"{article.key}\n{image.url}") % SPAN
    for _, key in version_keys(article):
        yield "article_versions", digest(key) % SPAN


def with_keys(article: Article) -> Article:
    """Every quote with the key that it keeps, whatever becomes of it and of the others."""
    keys = occurrence_keys(article)
    return replace(
        article, quotes=tuple(replace(q, key=key) for q, key in zip(article.quotes, keys, strict=True))
    )


def quote_numbers(key: str) -> Iterator[tuple[str, int]]:
    """A quote, and the statement that has its number from it."""
    yield "quotes", digest(key) % SPAN
    yield "statements", digest(f"statement\n{key}") % SPAN


def redacted(article: Article, hidden: Mapping[str, Verdict], found: Mapping[str, Quote]) -> Article:
    """The article without the words of some quotes, wherever it has them.

    hidden: key -> the verdict that hides it; found: the quotes by key, as the extraction found them.
    Quotes inside hidden words go, quotes around them lose these words and keep their ids.
    """
    text = "\n".join(article.paragraphs)
    current = {quote.key: quote for quote in article.quotes}
    spans = [(q.start, q.end) for key in hidden for q in (found[key], current.get(key, found[key]))]
    clauses = {clause for start, end in spans for clause in _CLAUSE.findall(text[start:end])}
    long = sorted((c for c in clauses if len(c) >= REPEATED), key=len, reverse=True)
    pieces = joined([*within_lines(text, spans), *((p, p + len(c)) for c in long for p in repeats(text, c))])

    def without(value: str | None) -> str | None:
        for clause in long:
            value = value.replace(clause, MARK) if value else value
        return value

    def image_without(image: Image) -> Image:
        return replace(image, alt=without(image.alt), caption=without(image.caption))

    new_text = cut(text, pieces)
    kept: list[Quote] = []
    lost: list[Quote] = []
    for quote in article.quotes:
        inside = any(start <= quote.start and quote.end <= end for start, end in pieces)
        crossing = quote.key in hidden or not clear(quote, pieces)
        (lost if inside or crossing else kept).append(quote)
    gone = [*hidden, *(q.key for q in lost if q.key and q.key not in hidden)]
    numbers_gone = {digest(key) % SPAN for key in gone}
    first = next(iter(hidden.values()))
    return replace(
        article,
        title=without(article.title) or "",
        byline=without(article.byline),
        paragraphs=tuple(new_text.split("\n")),
        images=tuple(map(image_without, article.images)),
        tags=tuple(tag for tag in article.tags if without(tag) == tag),
        source_path=without(article.source_path) or "",
        versions=tuple(
            replace(v, title=without(v.title) or "", source_path=without(v.source_path) or "", text=None)
            for v in article.versions
        ),
        quotes=tuple(relocated(quote, new_text, pieces) for quote in kept),
        corrections=(
            *(
                void(c) if c.quote in numbers_gone else replace(c, was=without(c.was), now=without(c.now))
                for c in article.corrections
            ),
            *(Correction(verdict.id, "applied", digest(key) % SPAN) for key, verdict in hidden.items()),
        ),
        removed=(
            *article.removed,
            *(Removed(t, n, hidden.get(key, first).id) for key in gone for t, n in quote_numbers(key)),
        ),
    )


def repeats(text: str, words: str) -> Iterator[int]:
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + len(words))


def within_lines(text: str, spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Spans cut at line ends, so that paragraphs keep their numbers."""
    for start, end in spans:
        at = start
        for line in text[start:end].split("\n"):
            if line:
                yield at, at + len(line)
            at += len(line) + 1


def joined(pieces: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """In order, and what touches is one."""
    result: list[tuple[int, int]] = []
    for start, end in sorted(pieces):
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return result


def cut(text: str, pieces: list[tuple[int, int]]) -> str:
    parts, at = [], 0
    for start, end in pieces:
        parts += [text[at:start], MARK]
        at = end
    return "".join([*parts, text[at:]])


def clear(quote: Quote, pieces: list[tuple[int, int]]) -> bool:
    """Whether no piece crosses an end of the quote."""
    return not any(start < edge < end for start, end in pieces for edge in (quote.start, quote.end))


def relocated(quote: Quote, text: str, pieces: list[tuple[int, int]]) -> Quote:
    def place(offset: int) -> int:
        return offset + sum(len(MARK) - (end - start) for start, end in pieces if end <= offset)

    start, end = place(quote.start), place(quote.end)
    mention = quote.mention if quote.mention and quote.mention in text else None
    return replace(quote, start=start, end=end, text=text[start:end], mention=mention)
