"""One article, read stage by stage: candidates, what the models say of them, the quotes that come of it.

Each stage gives a table of candidates (a row each) and takes what a model says of the rows. Training walks
through the same stages as reading does.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from yulu.model import Kind, Quote, SpeakerKind
from yulu.quotes import TooMany
from yulu.quotes import sayings as told
from yulu.quotes.cast import Cast
from yulu.quotes.clauses import BRACKETS, Paragraph
from yulu.quotes.discourse import Discourse
from yulu.quotes.features import contents, marks, neighbours, speakers
from yulu.quotes.features.codes import KINDS, SHAPES, Table, table
from yulu.quotes.interview import turns
from yulu.quotes.links import LINKS
from yulu.quotes.marks import Span
from yulu.quotes.relays import relay
from yulu.quotes.reports import Content, Report, reports
from yulu.quotes.rules import rule_of
from yulu.quotes.sayings import TURN, Saying
from yulu.text.chinese import simplify

Likely = NDArray[np.float64]
# 接著, 看著: traditional text has one character for 着 and for that of 著名, 專著.
PARTICLE = re.compile("著(?<![名原巨专显卓昭土编合论译遗拙]著)(?![名作者书述称录])")
WORD = re.compile(r"\w")
ACCEPT_CONTENT, ACCEPT_DIRECT = 0.36, 0.40  # where F1 is highest in cross-validation
# Of an article; news have up to 20,000 characters, 200 cues and marked words.
LONGEST, MOST = 300_000, 5_000
HOPELESS = 0.1  # a cue all whose contents are less likely than this at first look is not looked at again
LEAST_SPEAKER = 0.2  # a speaker less likely than this is unknown
OUTCOME = (
    "kind", "tie", "shape", "likely", "speaker", "second", "candidates", "link", "link rank", "speaker kind",
    "listed", "distance", "length", "say", "quotes", "places", "repaired",
)  # fmt: skip
Who = tuple[str, SpeakerKind] | None


@dataclass(slots=True)
class Voice:
    """Who may say a quote: the entities considered with how likely each is, and who was decided on."""

    candidates: list[int]
    likely: list[float]
    best: int  # index into candidates, -1 for nobody
    who: Who
    rows: tuple[int, int] = (0, 0)  # of the speaker table; none where no model was asked


class Attribution:
    """The stages of one article; see `yulu.quotes.extract` for the arguments."""

    def __init__(self, paragraphs: Sequence[str], headings: frozenset[int] = frozenset(), outlet: str = ""):
        if sum(map(len, paragraphs)) > LONGEST:
            raise TooMany(f"more than {LONGEST:,} characters")
        self.texts = paragraphs
        simple = PARTICLE.sub("着", simplify("\n".join(paragraphs))).split("\n")
        self.paragraphs = [*map(Paragraph, paragraphs, simple)]
        if sum(len(paragraph.cues) + len(paragraph.spans) for paragraph in self.paragraphs) > MOST:
            raise TooMany(f"more than {MOST:,} cues and marked words")
        self.cast = Cast.of(self.paragraphs)
        self.turns = turns(paragraphs, headings, outlet, self.cast)
        self.reports: list[list[Report]] = []
        for number, paragraph in enumerate(self.paragraphs):
            unread = number in headings or number in self.turns or not paragraph.cues
            here = () if unread else {name for name in self.cast.known if name in paragraph.simple}
            self.reports.append([] if unread else reports(number, paragraph, here))
        self.found = [report for found in self.reports for report in found if report.contents]
        self.spans = [
            (number, span)
            for number, paragraph in enumerate(self.paragraphs)
            if number not in headings and number not in self.turns
            for span in paragraph.spans
            if WORD.search(self.texts[number], span.inner_start, span.inner_end)
        ]

    # --- contents

    def contents(self) -> list[tuple[Report, Content]]:
        """The candidates of the first two stages: every content of every cue."""
        return [(report, content) for report in self.found for content in report.contents]

    def content_table(self) -> Table:
        return contents.rows(zip(self.paragraphs, self.reports, strict=True))

    def second_table(self, table: Table, likely: Likely, hopeless: float = HOPELESS) -> Table:
        """The rows that are looked at again, with what a first look at all contents says beside them."""
        counts = [len(report.contents) for report in self.found]
        starts = np.cumsum([0, *counts[:-1]])
        best = np.maximum.reduceat(likely, starts) if self.found else likely
        self.likely_contents, self.hopeful = likely, np.repeat(best >= hopeless, counts)
        return np.hstack([table, neighbours.rows(self.found, likely, hopeless)])[self.hopeful]

    def accept_contents(self, again: Likely) -> None:
        """Of each cue the likeliest content, where it is likely enough. again: of the second table's rows."""
        likely = self.likely_contents = self.likely_contents.copy()
        likely[self.hopeful] = again
        accepted: dict[int, list[tuple[float, Report, Content]]] = {}
        row = 0
        for report in self.found:
            here = likely[row : row + len(report.contents)]
            row += len(report.contents)
            best = int(here.argmax())
            if here[best] >= ACCEPT_CONTENT:
                accepted.setdefault(report.paragraph, []).append(
                    (float(here[best]), report, report.contents[best])
                )
        self.told = {number: told.told(found) for number, found in accepted.items()}

    # --- marked words

    def mark_table(self) -> Table:
        """A row for each pair of marks; `accept_contents` comes before."""
        counts = Counter(self.paragraphs[n].simple[s.inner_start : s.inner_end] for n, s in self.spans)
        likely = self.likely_contents.tolist()
        spans_of: dict[int, list[Span]] = {}
        for number, span in self.spans:
            spans_of.setdefault(number, []).append(span)
        rows: list[list[float]] = []
        at = 0
        for number, (paragraph, found) in enumerate(zip(self.paragraphs, self.reports, strict=True)):
            sure = []
            for report in found:
                sure.append(likely[at : at + len(report.contents)])
                at += len(report.contents)
            spans = spans_of.get(number)
            if spans:
                rows += marks.rows(paragraph, spans, found, sure, number, counts)
        return table(rows, marks.COLUMNS)

    def accept_marks(self, likely: Likely) -> None:
        """likely: for each pair of marks how likely it is none, a fragment, speech (three columns)."""
        chosen: dict[int, list[tuple[Span, Kind, float]]] = {}
        for (number, span), (none, partial, direct) in zip(self.spans, likely.tolist(), strict=True):
            if direct >= ACCEPT_DIRECT:
                chosen.setdefault(number, []).append((span, "direct", direct))
            elif partial >= max(none, direct):
                chosen.setdefault(number, []).append((span, "partial", partial))
        self.likely_marks = likely
        self.sayings: list[Saying] = []
        for number, paragraph in enumerate(self.paragraphs):
            if number in self.turns:
                self.sayings += self.turn(number)
                continue
            indirect, spans = self.told.get(number, []), chosen.get(number, [])
            if indirect or spans:
                found = [*indirect, *told.marked(number, paragraph, self.reports[number], indirect, spans)]
                self.sayings += sorted(found, key=lambda s: (s.start, -s.end, s.kind))

    def turn(self, number: int) -> list[Saying]:
        """A turn of an interview: all that stands behind the label."""
        start, _ = self.turns[number]
        text = self.texts[number]
        start = len(text) - len(text[start:].lstrip())
        if not WORD.search(text, start):
            return []
        return [Saying("direct", number, 0, start, len(text.rstrip()), None, TURN, 1.0)]

    # --- speakers

    @cached_property
    def discourse(self) -> Discourse:
        return Discourse(self.paragraphs, self.reports, self.cast)

    def speaker_table(self) -> Table:
        """A row for each candidate of each quote whose speaker neither a turn nor a name says."""
        discourse = self.discourse  # links the reports
        told = [saying for saying in self.sayings if saying.tie != TURN]
        asking = [n for n, saying in enumerate(told) if not saying.report or saying.report.named < 0]
        self.asking = [told[n] for n in asking]
        self.considered, rows = speakers.rows(discourse, told, asking)
        return rows

    def decide_speakers(self, scores: Likely) -> None:
        """scores: of each row of the speaker table; the higher of two candidates is the likelier."""
        self.voices: list[Voice] = []
        at = 0
        asked = iter(self.considered)
        for saying in self.sayings:
            if saying.tie == TURN:
                self.voices.append(Voice([], [], -1, self.turns[saying.paragraph][1]))
                continue
            if saying.report and saying.report.named >= 0:
                number = saying.report.named
                self.voices.append(Voice([number], [1.0], 0, self.who(saying, number)))
                continue
            chosen = next(asked)
            rows = at, at + len(chosen)
            self.voices.append(self.voice(saying, chosen, scores[slice(*rows)], rows))
            at = rows[1]

    def voice(self, saying: Saying, chosen: list[int], scores: Likely, rows: tuple[int, int]) -> Voice:
        if not chosen:
            return Voice([], [], -1, None)
        weights = np.exp(scores - scores.max())
        likely = (weights / weights.sum()).tolist()
        best = max(range(len(likely)), key=likely.__getitem__)
        if likely[best] < LEAST_SPEAKER:
            return Voice(chosen, likely, -1, None, rows)
        return Voice(chosen, likely, best, self.who(saying, chosen[best]), rows)

    def who(self, saying: Saying, number: int) -> Who:
        entity = self.discourse.entities[number]
        return self.as_written(entity.name, saying, number), entity.kind

    def as_written(self, name: str, saying: Saying, number: int) -> str:
        """A simplified name in the script of the article; a phrase with the brackets inside it."""
        report = saying.report
        if report and report.links and report.links[0][0] == number:
            mention = slice(report.mention.start, report.mention.end)
            written = self.texts[report.paragraph][mention].strip(" 　，,、")
            if name[-1:] == simplify(written[-1:]) and simplify(BRACKETS.sub("", written)) == name:
                return written  # 情报总监办公室（ODNI）的一位官员
        for place in self.discourse.entities[number].places:
            start = place.position - self.discourse.offsets[place.paragraph]
            if self.paragraphs[place.paragraph].simple.startswith(name, start):
                return self.texts[place.paragraph][start : start + len(name)]
        return self.spelled(name)

    def spelled(self, name: str) -> str:
        """A name that no place has whole, as the article writes it somewhere."""
        places = ((n, p.simple.find(name)) for n, p in enumerate(self.paragraphs))
        return next((self.texts[n][at : at + len(name)] for n, at in places if at >= 0), name)

    # --- the outcome

    def outcome_table(self) -> Table:
        """A row for each quote: what tells whether span and speaker are both right."""
        rows: list[list[float]] = []
        for saying, voice in zip(self.sayings, self.voices, strict=True):
            report = saying.report
            ranked = sorted(voice.likely, reverse=True)
            number = voice.candidates[voice.best] if voice.best >= 0 else -1
            entity = self.discourse.entities[number] if number >= 0 else None
            link = dict(report.links).get(number) if report else None
            rows.append(
                [
                    ("direct", "partial", "indirect").index(saying.kind),
                    saying.tie,
                    SHAPES.index(report.mention.shape) if report else -1,
                    saying.likely,
                    ranked[0] if ranked else 0,
                    ranked[1] if len(ranked) > 1 else 0,
                    len(ranked),
                    LINKS.index(link) if link else -1,
                    next((n for n, (e, _) in enumerate(report.links) if e == number), -1) if report else -1,
                    KINDS.index(voice.who[1]) if voice.who else -1,
                    entity.listed if entity else -1,
                    self.paragraphs[saying.paragraph].sentence_at(saying.start),
                    saying.end - saying.start,
                    "say" in report.cue.classes if report else -1,
                    len(self.sayings),
                    len(entity.at) if entity else -1,
                    bool(saying.span and (saying.span.repaired or not saying.span.closed)),
                ]
            )
        return table(rows, OUTCOME)

    def quotes(self, scores: Sequence[float]) -> list[Quote]:
        """The quotes, in order. scores: the probability that span and speaker of each are right."""
        offsets = [0]
        for text in self.texts:
            offsets.append(offsets[-1] + len(text) + 1)
        return [
            self.quote(saying, voice, score, offsets[saying.paragraph])
            for saying, voice, score in zip(self.sayings, self.voices, scores, strict=True)
        ]

    def quote(self, saying: Saying, voice: Voice, score: float, base: int) -> Quote:
        text = self.texts[saying.paragraph]
        start = saying.end - len(text[saying.start : saying.end].lstrip())
        end = start + len(text[start : saying.end].rstrip())
        report = saying.report
        source = self.texts[report.paragraph] if report else ""
        mention = source[report.mention.start : report.mention.end].strip() if report else ""
        return Quote(
            kind=saying.kind,
            text=text[start:end],
            start=base + start,
            end=base + end,
            paragraph=saying.paragraph,
            speaker=voice.who[0] if voice.who else None,
            speaker_kind=voice.who[1] if voice.who else None,
            mention=mention or None,
            cue=source[report.cue.start : report.cue.end] if report else None,
            via=self.via(saying, voice.who),
            rule=rule_of(saying),
            score=score,
        )

    def via(self, saying: Saying, who: Who) -> str | None:
        """The medium that relays a quote, where it is not the speaker. A turn of an interview has none."""
        if saying.tie == TURN:
            return None
        report = saying.report
        number = report.paragraph if report else saying.paragraph
        if report and report.mention.via:
            found: str | None = self.texts[number][slice(*report.mention.via)]
        else:
            sentence = report.sentence if report else saying.sentence
            found = relay(self.paragraphs[number], sentence, self.cast.known)
        return None if found and who and who[0] in found else found
