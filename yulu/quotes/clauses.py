"""A paragraph laid out for reading: simplified, its marked words masked, cut into sentences."""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from yulu.lexicon.grammar import title_finder
from yulu.quotes.cues import Cue, cues
from yulu.quotes.marks import Span, spans

MASK = "□"
BRACKETS = re.compile(r"[（(][^（()）]{0,80}[)）]")
TITLES = re.compile(r"《[^《》]{1,60}》")
TERMINAL = "。！？!?"
BOUNDARY = "，,。；;：:！？!?"
STOPS = re.compile(f"[{BOUNDARY}]")
SENTENCE_END = re.compile(f"[{TERMINAL}]+[”\\s]*")
GOES_ON = re.compile(r"\s*[，,、；;]")
PAUSE_AT_END = re.compile(r"[，,。！？!?]\s*$")
ENDS_SPEECH = re.compile(r"[。！？!?…]\s*$")
LONGEST_ATTRIBUTION = 60  # characters behind the marks in which the speaker is named, brackets aside
LONGEST_CLAUSE = 150  # characters in which the subject of a cue may stand
# A comma inside a number (1,200万) is none.
COMMA = re.compile(r"(?<!\d)[，,]|[，,](?!\d)")


@dataclass(slots=True)
class Sentence:
    start: int
    end: int  # after the final punctuation and closing marks


class Paragraph:
    """One paragraph. All offsets are within it; `plain` has the length of `text`.

    simple: the text simplified. plain: the same, the words in quotation marks and in brackets
    masked, so that what is found in it is the narrator's. titles: where titles of people end in it.
    """

    def __init__(self, text: str, simple: str) -> None:
        self.text = text
        self.simple = simple
        self.spans = spans(text)
        self.plain = self._mask()
        self.opening = {span.start: span for span in self.spans}
        self.closing = {span.end: span for span in reversed(self.spans)}
        self.titles = [end for _, end in title_finder().find(self.plain)]
        self.cues = list(cues(self.plain))
        self._cue_starts = [cue.start for cue in self.cues]
        self.sentences = self._sentences()
        self._starts = [sentence.start for sentence in self.sentences]
        self.stops = [m.start() for m in STOPS.finditer(self.plain) if not self._in_number(m.start())]

    def _mask(self) -> str:
        if not self.spans and "（" not in self.simple and "(" not in self.simple and "《" not in self.simple:
            return self.simple
        bare = BRACKETS.sub(lambda m: "\u3000" * len(m[0]), self.simple)
        parts: list[str] = []
        at = 0
        for span in self.spans:
            inner = MASK * (span.inner_end - span.inner_start)
            parts += bare[at : span.start], "“", inner, "”" if span.closed else ""
            at = span.end
        plain = "".join(parts) + bare[at:]
        return TITLES.sub(lambda m: STOPS.sub(MASK, m[0]), plain) if "《" in plain else plain

    def titles_in(self, start: int, end: int) -> list[int]:
        """Where titles end between two offsets, counted from the first."""
        first, last = bisect_right(self.titles, start), bisect_right(self.titles, end)
        return [at - start for at in self.titles[first:last]]

    def stops_in(self, start: int, end: int) -> list[int]:
        """The boundaries of clauses from `start` on and before `end`."""
        return self.stops[bisect_left(self.stops, start) : bisect_left(self.stops, end)]

    def sentence_at(self, position: int) -> int:
        """The number of the sentence in which a position stands, -1 before the first."""
        return bisect_right(self._starts, position) - 1

    def cues_in(self, start: int, end: int) -> list[Cue]:
        """The cues that begin between two offsets."""
        return self.cues[bisect_left(self._cue_starts, start) : bisect_left(self._cue_starts, end)]

    def _sentences(self) -> list[Sentence]:
        """The sentences. A marked sentence stays together with the words behind it that name its speaker."""
        ends = {m.end() for m in SENTENCE_END.finditer(self.plain)}
        for span in self.spans:
            if ENDS_SPEECH.search(self.text[span.inner_start : span.inner_end]):
                if self.attribution_after(span):
                    ends.discard(span.end)
                elif not GOES_ON.match(self.plain, span.end) and not self._names(span):
                    ends.add(span.end)
        ends.add(len(self.plain))
        start, found = 0, []
        for end in sorted(ends):
            if self.plain[start:end].strip():
                found.append(Sentence(start, end))
                start = end
        return found

    def _told_before(self, span: Span) -> bool:
        """Whether words lead up to the marks: a sentence that only closes with them has its cue before."""
        lead = self.plain[max(0, span.start - 20) : span.start].rstrip("\u3000 ")
        return bool(lead) and lead[-1] not in f"{TERMINAL}”"

    def _names(self, span: Span) -> bool:
        """“购买美国货！”运动: a slogan inside a sentence, with words on both sides."""
        around = self.plain[max(0, span.start - 1) : span.start] + self.plain[span.end : span.end + 1]
        return (
            span.end - span.start < 16 and len(around) == 2 and all("\u4e00" <= c <= "\u9fff" for c in around)
        )

    def attribution_after(self, span: Span) -> Cue | None:
        """The cue in `“……，”他说。`: the words behind the marks, up to the next stop, end with a cue."""
        for cue in self.cues_in(span.end, span.end + 3 * LONGEST_ATTRIBUTION):
            if cue.noun or cue.unsaid:
                continue
            between = self.plain[span.end : cue.start]
            if not self._names_speaker(between):
                return None
            after = self.plain[cue.end : cue.end + 100].lstrip("\u3000 ")
            if after.startswith(("：", ":")):
                return None
            if "tell" in cue.classes:
                after = re.sub("^[^，。：“]{1,12}(?=[，。])", "", after)  # 告诉本台。
            if after[:1] in ("，", ",") and self._told_before(span):
                return None  # 他表示，“甲。”法新社指出，乙: the second cue is for what follows
            if not after or after[0] in "。！？!?，,":
                return cue if between.strip("，, \u3000") else None
        return None

    def _names_speaker(self, between: str) -> bool:
        """Whether the words between marks and cue can be one clause that names who spoke."""
        if len(between.replace("\u3000", "")) > LONGEST_ATTRIBUTION or re.search(
            f"[{TERMINAL}；;：:”]", between
        ):
            return False
        occasion = re.match("[，,]?[^，,]{1,12}(?:时候|时|后|之际)[，,]", between)
        rest = between[occasion.end() :] if occasion else between.lstrip("，, ")
        return not COMMA.search(rest)

    def clause_start(self, at: int, floor: int) -> int:
        """Where the clause begins in which `at` stands, not before `floor`."""
        before = bisect_left(self.stops, at)
        start = max(floor, at - LONGEST_CLAUSE, self.stops[before - 1] + 1 if before else 0)
        closer = self.plain.rfind("”", start, max(start, at - 1))
        while closer >= 0 and not self._clause_like(closer):
            closer = self.plain.rfind("”", start, closer)
        return closer + 1 if closer >= 0 else start

    def _clause_like(self, closer: int) -> bool:
        """Whether the marked words that end at `closer` are a sentence of their own."""
        span = self.closing.get(closer + 1)
        if span is None:
            return False
        long = span.inner_end - span.inner_start > 20
        return long or bool(PAUSE_AT_END.search(self.text[span.inner_start : span.inner_end]))

    def _in_number(self, position: int) -> bool:
        return (
            self.plain[position] in ",:."
            and self.plain[position - 1 : position].isdigit()
            and self.plain[position + 1 : position + 2].isdigit()
        )
