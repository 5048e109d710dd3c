"""One article, read from the first paragraph to the last: frames and marks become quotes with speakers."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from yulu.model import Kind, Quote
from yulu.quotes.cast import Who
from yulu.quotes.clauses import MASK, Paragraph
from yulu.quotes.contents import is_said
from yulu.quotes.interview import turns
from yulu.quotes.marks import Span
from yulu.quotes.narration import Narration, Told
from yulu.quotes.resolve import resolve
from yulu.quotes.speech import is_clause, is_sentence, is_term, is_title
from yulu.quotes.subjects import subject
from yulu.text.chinese import simplify

# What may stand between two marked spans of one speaker: “甲”、“乙”
JOINS = "和|与|及|以及|或|又|还|更|且|并|也|而"
# 接著, 看著: traditional text has one character for 着 and for that of 著名, 專著.
PARTICLE = re.compile("著(?<![名原巨专显卓昭土编合论译遗拙]著)(?![名作者书述称录])")
ABOVE = re.compile(
    "[作做发](?:出|表)?了?(?:上述|以上|这番|此番)(?:评论|表示|表态|讲话|发言|言论|回应|谈话|说法|评价)"
)
# A sentence of nothing but marked words: “滚出去”、“限令不要停”。
LISTED = re.compile(f"(?:“{MASK}{{4,}}”[、，。\\s]*){{2,}}")
WORD = re.compile(r"\w")
CHAIN = re.compile(rf"^\s*(?:[、，,]|{JOINS}|[，,]\s*(?:{JOINS}))*\s*$")


@dataclass
class Page:
    """A paragraph while it is read: what is told in it, and the marked words met so far."""

    number: int
    paragraph: Paragraph
    told: list[Told]
    marked: list[tuple[Span, Quote | None]] = field(default_factory=list)

    @cached_property
    def opened(self) -> dict[int, Told]:
        """What introduces marked words, by where their marks open."""
        return {t.frame.opens: t for t in reversed(self.told) if t.frame.opens is not None}

    @cached_property
    def cued(self) -> dict[int, Told]:
        """What is told, by the end of its cue."""
        return {t.frame.cue.end: t for t in self.told}

    @cached_property
    def of_sentence(self) -> dict[int, list[Told]]:
        found: dict[int, list[Told]] = {}
        for told in self.told:
            found.setdefault(told.sentence, []).append(told)
        return found

    def inner(self, span: Span) -> str:
        """The words in a pair of marks, simplified."""
        return self.paragraph.simple[span.inner_start : span.inner_end]

    def sentence_of(self, span: Span) -> int:
        return bisect_right(self.paragraph.sentences, span.start, key=lambda s: s.start) - 1


class Reader:
    """Reads one article; see `extract` for the arguments."""

    def __init__(self, paragraphs: Sequence[str], headings: frozenset[int], outlet: str) -> None:
        self.texts = paragraphs
        self.headings = headings
        self.outlet = outlet
        simple = PARTICLE.sub("着", simplify("\n".join(paragraphs))).split("\n")
        self.narration = Narration([*map(Paragraph, paragraphs, simple)])
        self.cast = self.narration.cast
        self.offsets = [0]
        for text in paragraphs:
            self.offsets.append(self.offsets[-1] + len(text) + 1)

    def read(self) -> Iterator[Quote]:
        interview = turns(self.texts, self.headings, self.outlet, self.cast)
        for number, paragraph in enumerate(self.narration.paragraphs):
            if number in interview:
                yield self.turn(number, *interview[number])
            elif number not in self.headings:
                yield from self.read_paragraph(number, paragraph)

    def read_paragraph(self, number: int, paragraph: Paragraph) -> Iterator[Quote]:
        page = Page(number, paragraph, self.narration.tell(number))
        for told in page.told:
            if told.frame.content is not None and is_certain(told):
                quote = self.quote("indirect", number, *told.frame.content, told.frame.rule, told)
                if quote:
                    yield quote
        for span in paragraph.spans:
            quote = self.marked(page, span)
            page.marked.append((span, quote))
            if quote:
                if quote.kind == "direct":
                    kind = quote.speaker_kind
                    self.narration.last = (number, (quote.speaker, kind) if quote.speaker and kind else None)
                yield quote

    def quote(
        self,
        kind: Kind,
        number: int,
        start: int,
        end: int,
        rule: str,
        told: Told | None = None,
        who: Who = None,
    ) -> Quote | None:
        """A quote with its offsets in the article; None where nothing but punctuation is left."""
        text = self.texts[number]
        start = end - len(text[start:end].lstrip())
        end = start + len(text[start:end].rstrip())
        if not WORD.search(text, start, end):
            return None
        who = told.who if told else who
        mention = told.frame.mention if told else None
        if mention and mention.shape != "phrase":
            rule += f"-{mention.shape}"
        base = self.offsets[number]
        return Quote(
            kind=kind,
            text=text[start:end],
            start=base + start,
            end=base + end,
            paragraph=number,
            speaker=self.narration.as_written(who[0]) if who else None,
            speaker_kind=who[1] if who else None,
            mention=text[mention.start : mention.end].strip() or None if mention else None,
            cue=text[told.frame.cue.start : told.frame.cue.end] if told else None,
            via=told.via if told else None,
            rule=rule,
        )

    def turn(self, number: int, start: int, who: Who) -> Quote:
        """A turn of an interview: all that stands behind the label."""
        quote = self.quote("direct", number, start, len(self.texts[number]), "interview-turn", who=who)
        assert quote is not None
        self.narration.last = (number, who)
        self.cast.add(number, 0, self.texts[number][:start], who)
        return quote

    def spoken(
        self, kind: Kind, page: Page, span: Span, rule: str, told: Told | None = None, who: Who = None
    ) -> Quote | None:
        """The words in a pair of marks as a quote; the rule notes where the marks were mended."""
        rule += "-repaired" if span.repaired else ""
        return self.quote(kind, page.number, span.inner_start, span.inner_end, rule, told, who)

    def marked(self, page: Page, span: Span) -> Quote | None:
        """The quote that a marked span is, or None for a name, a term, a title."""
        inner = page.inner(span)
        before = page.opened.get(span.start)
        if is_title(inner) and not (before and speaks(page, span, before)):
            return None
        if before:
            kind: Kind = "direct" if speaks(page, span, before) else "partial"
            return self.spoken(kind, page, span, "cue-marks", before)
        cue = page.paragraph.attribution_after(span)
        after = page.cued.get(cue.end) if cue else None
        if after and (is_sentence(inner) or len(inner) > 5):
            return self.spoken("direct", page, span, "marks-cue", after)
        return self.chained(page, span) or self.embedded(page, span) or self.floating(page, span)

    def chained(self, page: Page, span: Span) -> Quote | None:
        """“甲”、“乙” and “甲。” “乙。”: the second has the speaker of the first."""
        before, previous = page.marked[-1] if page.marked else (span, None)
        if previous is None or not CHAIN.match(page.paragraph.plain[before.end : span.start]):
            return None
        inner = page.inner(span)
        whole = is_sentence(inner) or is_clause(inner)
        kind: Kind = "direct" if whole or (previous.kind == "direct" and len(inner) >= 8) else "partial"
        if kind == previous.kind == "partial" and is_term(inner) and is_term(page.inner(before)):
            return None
        quote = self.spoken(kind, page, span, "chain")
        if quote is None:
            return None
        return replace(
            quote,
            speaker=previous.speaker,
            speaker_kind=previous.speaker_kind,
            mention=previous.mention,
            cue=previous.cue,
            via=previous.via,
        )

    def embedded(self, page: Page, span: Span) -> Quote | None:
        """Marked words inside reported content: a clause of their own, or a fragment of it."""
        holders = [
            (content[1] - content[0], told)
            for told in page.of_sentence.get(page.sentence_of(span), ())
            if (content := told.frame.content) and content[0] <= span.start and span.end <= content[1] + 2
        ]
        inner = page.inner(span)
        if not holders or is_term(inner):
            return None
        _, holder = min(holders, key=lambda held: held[0])
        behind_comma = (
            page.paragraph.plain[max(0, span.start - 5) : span.start]
            .rstrip()
            .endswith(("，", ",", "：", ":"))
        )
        direct = (behind_comma and len(inner) >= 6) or (is_sentence(inner) and len(inner) >= 16)
        kind: Kind = "direct" if direct or is_clause(inner) else "partial"
        return self.spoken(kind, page, span, f"embedded-{kind}", holder)

    def floating(self, page: Page, span: Span) -> Quote | None:
        """Marked speech that no cue touches: of the sentence's subject, or of who spoke last."""
        inner, plain = page.inner(span), page.paragraph.plain
        number = page.sentence_of(span)
        sentence = page.paragraph.sentences[number]
        lead = plain[sentence.start : span.start].strip("　 ")
        rest = plain[span.end : sentence.end].strip("。！？!?，,；; 　）)”")
        enough = 6 if lead.endswith(("：", ":")) else 12
        if lead and lead[-1] in "：:，," and is_sentence(inner) and len(inner) >= enough:
            return self.behind_clause(page, span, number)
        speech = len(inner) >= 10 and (is_sentence(inner) or is_clause(inner) or len(inner) >= 14)
        listed = LISTED.fullmatch(plain, sentence.start, sentence.end)
        if not listed and (lead or rest or not speech):
            return None
        earlier = max((n for n in page.of_sentence if n < number), default=None)
        last = self.narration.last
        if earlier is not None:
            who = page.of_sentence[earlier][0].who
        elif page.marked and last and last[0] == page.number:
            who = last[1]
        else:
            who = self.commented(page.number + 1) or self.narration.spoke_before(
                page.number, alone=not page.told and not page.marked
            )
        return self.spoken("direct", page, span, "floating", who=who) if who else None

    def commented(self, number: int) -> Who:
        """Who 作出上述评论 in a paragraph, of whom the words before it are."""
        if number == len(self.texts):
            return None
        paragraph = self.narration.paragraphs[number]
        above = ABOVE.search(paragraph.plain)
        if not above:
            return None
        start = next(s.start for s in reversed(paragraph.sentences) if s.start <= above.start())
        return self.acting(paragraph, start, above.start(), number, 0)

    def acting(self, paragraph: Paragraph, start: int, end: int, number: int, sentence: int) -> Who:
        """The subject of the last clause before `end`, or else of the sentence it ends."""
        for clause in (paragraph.clause_start(end, start), start):
            who = resolve(self.cast, subject(paragraph, clause, end, self.cast.known), number, sentence)
            if who:
                return who
        return None

    def behind_clause(self, page: Page, span: Span, number: int) -> Quote | None:
        """张家麟：“……” and 他不认可这种开放，“……”: the subject of the clause before speaks."""
        told = [t for t in page.of_sentence.get(number, ()) if t.frame.cue.end <= span.start]
        if told:
            cue = told[-1].frame.cue
            if "judge" in cue.classes or span.start - cue.end > 50:
                return None
            return self.spoken("direct", page, span, "clause-marks", told[-1])
        start = page.paragraph.sentences[number].start
        end = start + len(page.paragraph.plain[start : span.start].rstrip("：:，, "))
        who = self.acting(page.paragraph, start, end, page.number, number)
        if not who:
            return None
        self.cast.add(page.number, number, who[0], who)
        return self.spoken("direct", page, span, "clause-marks", who=who)


def is_certain(told: Told) -> bool:
    """Whether a report counts though nobody can be named: not where a verb may be no report."""
    subject_is_there = told.who is not None or told.frame.mention.shape != "elided"
    return subject_is_there or ("say" in told.frame.cue.classes and told.frame.rule == "cue-comma-content")


def speaks(page: Page, span: Span, told: Told) -> bool:
    """Whether marked words right behind a cue are a clause or only a fragment."""
    inner = page.inner(span)
    between = page.paragraph.plain[told.frame.cue.end : span.start].strip()
    whole = page.paragraph.plain[span.end : span.end + 1] in "，。！？；,"
    return (
        between.endswith(("：", ":"))
        or is_sentence(inner)
        or (between.endswith(("，", ",")) and len(inner) >= 6)
        or (whole and (len(inner) >= 10 or ("say" in told.frame.cue.classes and is_said(inner))))
        or (len(inner) >= 8 and is_clause(inner))
    )
