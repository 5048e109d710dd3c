"""From what the models accept to the quotes of an article: contents and marked words, each with its cue."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from yulu.model import Kind
from yulu.quotes.clauses import Paragraph
from yulu.quotes.features.marks import CHAIN, OPENS, OPENS_LATER
from yulu.quotes.marks import Span
from yulu.quotes.reports import Content, Report

# What ties words to their cue
OPENED, ADDRESSED, ATTRIBUTED, HELD, CHAINED, BEFORE, ALONE, TURN = range(8)
SAME = 0.8  # two contents that share this much (intersection over union) are one


@dataclass(slots=True)
class Saying:
    """Words that are a quote, before it is known who says them. Offsets in the paragraph.

    likely: how sure the models are that the words are a quote of this kind, with these ends.
    """

    kind: Kind
    paragraph: int
    sentence: int
    start: int
    end: int
    report: Report | None
    tie: int
    likely: float
    span: Span | None = None


def told(accepted: Sequence[tuple[float, Report, Content]]) -> list[Saying]:
    """Reported contents, of two that are nearly the same words the likelier."""
    kept: list[tuple[float, Report, Content]] = []
    places: dict[tuple[int, int], list[Content]] = {}
    for likely, report, content in sorted(accepted, key=lambda a: (-a[0], a[1].cue.start)):
        if all(overlap(content, other) < SAME for other in near(content, places)):
            kept.append((likely, report, content))
            places.setdefault(place(content), []).append(content)
    return [
        Saying("indirect", r.paragraph, r.sentence, c.start, c.end, r, OPENED, likely)
        for likely, r, c in kept
    ]


def place(content: Content) -> tuple[int, int]:
    """The size of a content, as a power of two, and where it begins, in steps of this size."""
    size = (content.end - content.start).bit_length()
    return size, content.start >> size


def near(content: Content, places: dict[tuple[int, int], list[Content]]) -> Iterator[Content]:
    """Those that may be the SAME: they are nearly as long and begin less than half a step away."""
    size, _ = place(content)
    for other in (size - 1, size, size + 1):
        for step in (-1, 0, 1):
            yield from places.get((other, (content.start >> other) + step), ())


def overlap(a: Content, b: Content) -> float:
    """The share of the characters of two contents that both hold."""
    both = min(a.end, b.end) - max(a.start, b.start)
    return both / (max(a.end, b.end) - min(a.start, b.start)) if both > 0 else 0.0


def marked(
    number: int,
    paragraph: Paragraph,
    found: Sequence[Report],
    contents: Sequence[Saying],
    spans: Sequence[tuple[Span, Kind, float]],
) -> Iterator[Saying]:
    """The marked words that are quotes, each with the cue that introduces it, follows it or holds it."""
    previous: tuple[Span, Report | None] | None = None
    cued: dict[int, list[Report]] = {}
    held: dict[int, list[Saying]] = {}
    for one in found:
        cued.setdefault(one.sentence, []).append(one)
    for saying in contents:
        held.setdefault(saying.sentence, []).append(saying)
    for span, kind, likely in spans:
        sentence = max(paragraph.sentence_at(span.start), 0)
        here = cued.get(sentence, [])
        report, tie = cue_of(paragraph, span, here, held.get(sentence, []))
        if report is None and previous and CHAIN.fullmatch(paragraph.plain, previous[0].end, span.start):
            report, tie = previous[1], CHAINED
        if report is None:
            earlier = [r for r in here if r.cue.end <= span.start and not r.cue.noun]
            report, tie = (earlier[-1], BEFORE) if earlier else (None, ALONE)
        previous = span, report
        yield Saying(kind, number, sentence, span.inner_start, span.inner_end, report, tie, likely, span)


def cue_of(
    paragraph: Paragraph, span: Span, here: Sequence[Report], contents: Sequence[Saying]
) -> tuple[Report | None, int]:
    """The report whose cue opens the marks, names the speaker behind them, or holds them in its content."""
    earlier = [r for r in here if r.cue.end <= span.start and not r.cue.noun]
    if earlier and OPENS.fullmatch(paragraph.plain, earlier[-1].cue.end, span.start):
        return earlier[-1], OPENED
    if earlier and OPENS_LATER.fullmatch(paragraph.plain, earlier[-1].cue.end, span.start):
        return earlier[-1], ADDRESSED
    after = paragraph.attribution_after(span)
    if after:
        return next((r for r in here if r.cue.end == after.end), None), ATTRIBUTED
    holders = [s for s in contents if s.start <= span.start and span.end <= s.end + 2]
    return (min(holders, key=lambda s: s.end - s.start).report, HELD) if holders else (None, ALONE)
