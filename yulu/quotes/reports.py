"""Reports: every cue with its clause, its subject, and every content that it can introduce."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field, replace

from yulu.quotes.clauses import Paragraph, Sentence
from yulu.quotes.cues import TEXTS, Cue
from yulu.quotes.links import Link
from yulu.quotes.subjects import Mention, subject

MOST_CUES = 50  # in one sentence: more are no language
MOST_ENDS = 8
LEAST = 2  # characters of a content: 辞职
BEHIND_CUE = re.compile(r"(?:的是|的那样|了|过|道)?\s*([，,：:])?\s*")
ADDRESSEE = re.compile(r"[^，,。：:；;“]{1,30}[，,：:]\s*")
NOTHING = re.compile("[。！？!?”，, \u3000道；;]*")


@dataclass(slots=True)
class Report:
    """A cue with its subject. Offsets in the paragraph; `clause` is where its clause begins."""

    paragraph: int
    sentence: int
    cue: Cue
    clause: int
    mention: Mention
    contents: list["Content"] = field(default_factory=list)
    links: list[tuple[int, Link]] = field(default_factory=list)  # entities that the subject's words can mean
    readings: list[int] = field(default_factory=list)  # and what they may name though no rule knows it

    @property
    def named(self) -> int:
        """The entity whose name the subject is, -1 for none."""
        return self.links[0][0] if self.links and self.links[0][1] == "name" else -1


@dataclass(slots=True)
class Content:
    """Words that a cue can introduce, without the stop that ends them.

    divided: a stop stands between cue and content. addressed: so does whom was spoken to.
    last: the content goes to the end of its sentence.
    """

    start: int
    end: int
    before: bool = False
    divided: bool = False
    addressed: bool = False
    last: bool = False


def reports(number: int, paragraph: Paragraph, known: Collection[str]) -> list[Report]:
    """The reports of paragraph `number`, in the order of their cues. known: names that are one word."""
    found: list[Report] = []
    for n, sentence in enumerate(paragraph.sentences):
        floor = sentence.start
        for cue in paragraph.cues_in(sentence.start, sentence.end)[:MOST_CUES]:
            clause = paragraph.clause_start(cue.start, floor)
            mention = subject(paragraph, clause, cue.start, known)
            if mention.shape == "elided" and len(cue.word) > 2 and cue.word.startswith(TEXTS):
                mention = Mention(cue.start, cue.start + 2, cue.word[:2], "phrase")  # 声明|写道
                cue = replace(cue, start=cue.start + 2, word=cue.word[2:])
            report = Report(number, n, cue, clause, mention)
            report.contents = candidates(paragraph, sentence, report)
            found.append(report)
            if not cue.noun:
                floor = cue.end
    return found


def content_end(paragraph: Paragraph, sentence: Sentence) -> int:
    """The end of a sentence without its final stop; closing marks of words inside stay."""
    end = sentence.end
    while end > sentence.start and paragraph.plain[end - 1] in "。！？!?；;，, \u3000\n":
        if paragraph.plain[end - 1] == "\u3000" and paragraph.text[end - 1] != "\u3000":
            break  # the end of a bracket
        end -= 1
    return end


def candidates(paragraph: Paragraph, sentence: Sentence, report: Report) -> list[Content]:
    """Every content that a cue can have in its sentence."""
    cue, end = report.cue, content_end(paragraph, sentence)
    if NOTHING.fullmatch(paragraph.plain, cue.end, sentence.end):
        return before(paragraph, sentence, report)
    behind = BEHIND_CUE.match(paragraph.plain, cue.end, end)
    starts = [(behind.end() if behind else cue.end, bool(behind and behind[1]), False)]
    if not starts[0][1]:
        addressee = ADDRESSEE.match(paragraph.plain, starts[0][0], end)
        if addressee:
            starts.append((addressee.end(), True, True))
    stops = paragraph.stops_in(cue.end + 1, end)
    if len(stops) > MOST_ENDS:
        stops = stops[: MOST_ENDS - 2] + stops[-2:]
    found = [
        Content(start, stop, False, divided, addressed, stop == end)
        for start, divided, addressed in starts
        for stop in (*stops, end)
        if stop - start >= LEAST
    ]
    if len(paragraph.plain[cue.end : end].strip()) <= 14 and "tell" in cue.classes:
        found += before(paragraph, sentence, report)  # ……，她告诉法新社。
    return found


def before(paragraph: Paragraph, sentence: Sentence, report: Report) -> list[Content]:
    """……，他说。"""
    end = report.clause - 1
    if end - sentence.start < 4:
        return []
    stops = paragraph.stops_in(sentence.start + 1, end - 3)[-3:]
    return [Content(start, end, True) for start in (sentence.start, *(stop + 1 for stop in stops))]
