"""What a cue and a content show that decides whether the words are a report, and where it ends."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from yulu.lexicon.grammar import alternatives, longest, words
from yulu.quotes.clauses import MASK, Paragraph
from yulu.quotes.cues import CLASSES
from yulu.quotes.features.codes import KINDS, SHAPES, Table, begins, code, shallow, spread, whole, word_code
from yulu.quotes.kinds import kind_of
from yulu.quotes.reports import Content, Report

NARRATOR = re.compile(alternatives(words("narrator")))
ACCORDING = re.compile(r"\s*(?:另|又|再)?(?:据|根据|依据|综合)")
ABOUT = re.compile(r"\s*(?:对于|针对|就|关于|至于|面对|对(?!此))")
WHEN = re.compile("(?:时|后|之际|期间|以来|时候)$")
ACT = re.compile(
    f"(?:了|过)?(?:{alternatives(words('degree'))})*(?:的)?(?:{alternatives(words('act'))})"
    "(?:之意|之情|态度|立场|和|与|及|、|。|，|；|之外|外|，|$)"
)
NOUN_OBJECT = re.compile(
    f"(?:了|过)?(?:{alternatives(words('determiner'))})(?:{alternatives(words('classifier'))}|的)"
)
RELATIVE = re.compile("的(?:说[法词辞]|主张|言论|论调|传闻|指控|批评)")
STOP = re.compile("[，,；;：:“”。]")

CUE = (
    "word", *(f"class {name}" for name in CLASSES), "noun", "unsaid", "cue length", "followed", "preceded",
    "at", "shape", "kind", "named", "subject length", "subject gap", "clause length", "clause at",
    "according", "about", "occasion", "index", "cues", "previous gap", "previous stop", "previous say",
    "previous demand",
    "next gap", "next stop", "next say", "next shape", "sentence length", "marks after", "marks before",
    "first sentence", "paragraph number",
)  # fmt: skip
CONTENT = (
    "before", "divided", "addressed", "last", "length", "rank", "ends", "stops", "end stop", "end begins",
    "end tag", "narrator", "next cue", "next cue say", "next cue shape", "next cue distance", "first tag",
    "second tag", "first length", "verbs", "act", "noun object", "of", "ends in", "begins", "masked",
    "all marked", "marked at", "cues inside", "says inside", "relative", "when", "content clause",
    "end done", "end second tag",
)  # fmt: skip
COLUMNS = (*CUE, *CONTENT)
CATEGORIES = ("word", "followed", "preceded", "end stop")


def rows(paragraphs: Iterable[tuple[Paragraph, Sequence[Report]]]) -> Table:
    """One row for each content of each report of an article, in order."""
    cues: list[list[int]] = []
    counts: list[int] = []
    candidates: list[list[int]] = []
    for paragraph, found in paragraphs:
        sentences: dict[int, list[Report]] = {}
        for report in found:
            sentences.setdefault(report.sentence, []).append(report)
        for report in found:
            if not report.contents:
                continue
            same = sentences[report.sentence]
            cues.append(cue_row(paragraph, report, same))
            counts.append(len(report.contents))
            candidates += content_rows(paragraph, report, same)
    shown = whole(candidates, CONTENT)
    shown[:, CONTENT.index("masked")] /= shown[:, CONTENT.index("length")]
    return np.hstack([spread(cues, counts, CUE), shown])


def cue_row(paragraph: Paragraph, report: Report, same: list[Report]) -> list[int]:
    """What a cue shows, whatever its content; `same` are the reports of its sentence."""
    plain, cue, mention = paragraph.plain, report.cue, report.mention
    sentence = paragraph.sentences[report.sentence]
    index = next(n for n, r in enumerate(same) if r is report)
    previous = same[index - 1].cue if index else None
    following = same[index + 1] if index + 1 < len(same) else None
    kind = "person" if mention.name else kind_of(mention.phrase) if mention.shape == "phrase" else None
    gap = plain[mention.end : cue.start] if mention.shape != "elided" else ""
    return [
        word_code(cue.word),
        *[name in cue.classes for name in CLASSES],
        cue.noun,
        cue.unsaid,
        len(cue.word),
        code(plain[cue.end : cue.end + 1]),
        code(plain[cue.start - 1 : cue.start]) if cue.start > sentence.start else 0,
        cue.start - sentence.start,
        SHAPES.index(mention.shape),
        KINDS.index(kind),
        mention.name is not None,
        len(mention.phrase),
        len(gap),
        cue.start - report.clause,
        report.clause - sentence.start,
        ACCORDING.match(plain, report.clause, cue.start) is not None,
        ABOUT.match(plain, report.clause, cue.start) is not None,
        WHEN.search(plain, max(report.clause, cue.start - 12), cue.start) is not None,
        index,
        len(same),
        cue.start - previous.end if previous else -1,
        STOP.search(plain, previous.end, cue.start) is not None if previous else -1,
        "say" in previous.classes if previous else -1,
        "demand" in previous.classes if previous else -1,
        following.cue.start - cue.end if following else -1,
        STOP.search(plain, cue.end, following.cue.start) is not None if following else -1,
        "say" in following.cue.classes if following else -1,
        SHAPES.index(following.mention.shape) if following else -1,
        sentence.end - sentence.start,
        plain.find("“", cue.end, sentence.end) - cue.end,
        "”" in plain[sentence.start : cue.start],
        report.sentence == 0,
        report.paragraph,
    ]


def content_rows(paragraph: Paragraph, report: Report, same: list[Report]) -> Iterator[list[int]]:
    """What each content of a report shows."""
    later = [r for r in same if r.cue.start > report.cue.start]
    openings: dict[int, Opening] = {}  # by the start: most contents share it
    for rank, content in enumerate(report.contents):
        opening = openings.get(content.start)
        if opening is None:
            opening = openings[content.start] = Opening(paragraph, content)
        yield content_row(paragraph, report, content, rank, later, opening)


class Opening:
    """The first clause of a content: its length, its parts of speech, how it begins."""

    __slots__ = ("begins", "first_length", "relative", "tags")

    def __init__(self, paragraph: Paragraph, content: Content) -> None:
        plain, start, end = paragraph.plain, content.start, content.end
        stops = paragraph.stops_in(start, end)
        first = plain[start : stops[0] if stops else end]
        self.first_length = len(first)
        self.tags = shallow(first[:30])
        self.begins = begins(plain, start, end)
        self.relative = RELATIVE.search(first) is not None


def content_row(
    paragraph: Paragraph, report: Report, content: Content, rank: int, later: list[Report], opening: Opening
) -> list[int]:
    """What a content shows; `later` are the reports behind its cue in the sentence."""
    plain, start, end = paragraph.plain, content.start, content.end
    text = plain[start:end]
    head, second, last, verbs, after = opening.tags
    behind = next((r for r in later if r.clause >= end), None)
    inside = [r for r in later if start <= r.cue.start < end]
    behind_end = bisect_right(paragraph.stops, end)
    after_all = paragraph.sentences[report.sentence].end
    next_stop = paragraph.stops[behind_end] if behind_end < len(paragraph.stops) else after_all
    following = plain[end + 1 : next_stop][:12]
    upcoming = (-1, -1) if content.last or not following else shallow(following)
    masked = text.count(MASK)
    return [
        content.before,
        content.divided,
        content.addressed,
        content.last,
        len(text),
        rank,
        len(report.contents),
        len(paragraph.stops_in(start, end)),
        code(plain[end : end + 1]),
        0 if content.last else begins(plain, end + 1, end + 12),
        upcoming[0],
        NARRATOR.match(following) is not None,
        behind.clause - end if behind else -1,
        "say" in behind.cue.classes if behind else -1,
        SHAPES.index(behind.mention.shape) if behind else -1,
        behind.cue.start - end if behind else -1,
        head,
        second,
        opening.first_length,
        verbs,
        ACT.match(plain, start, end + 1) is not None,
        NOUN_OBJECT.match(text) is not None,
        after,
        last,
        opening.begins,
        masked,  # becomes a share of the length
        text.startswith("“") and masked >= len(text) - 3,
        text.find("“"),
        len(inside),
        sum("say" in r.cue.classes for r in inside),
        opening.relative or RELATIVE.match(plain, end) is not None,
        WHEN.search(text) is not None,
        longest("pronoun", text) is not None,
        "了" in following,
        upcoming[1],
    ]
