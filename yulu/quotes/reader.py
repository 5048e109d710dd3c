"""One article, read from the first paragraph to the last: frames and marks become quotes with speakers."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from yulu.model import Kind, Quote
from yulu.quotes.clauses import MASK, Paragraph, Sentence
from yulu.quotes.frames import Frame, frames
from yulu.quotes.interview import turns
from yulu.quotes.marks import Span
from yulu.quotes.resolve import Cast, Who
from yulu.quotes.speech import is_clause, is_sentence, is_term, is_title
from yulu.quotes.subjects import noun_phrase, subject, tokens

RELAY = re.compile(
    r"^\s*(?:另|又|再|此外，|同时，)?(?:据|根据)([^，,。：]{2,30}?)(?:的)?(?:官网|官方网站)?(?:最新|独家)?(?:消息|报道|报导|披露|转述|刊文|文章)(?:称|说|指|指出|援引[^，]{1,20})?[，,]"
)
CHAIN = re.compile(
    r"^\s*(?:[、，,]|和|与|及|以及|或|又|还|更|且|并|也|而|[，,]\s*(?:又|还|更|且|并|也|而|和|以及))*\s*$"
)


@dataclass(frozen=True, slots=True)
class Told:
    """A frame with its speaker."""

    frame: Frame
    sentence: int
    who: Who
    via: str | None


class Reader:
    def __init__(self, paragraphs: Sequence[str], headings: frozenset[int], outlet: str) -> None:
        self.texts = paragraphs
        self.headings = headings
        self.outlet = outlet
        self.paragraphs = [Paragraph(text) for text in paragraphs]
        self.cast = Cast.of([p for n, p in enumerate(self.paragraphs)])
        self.offsets = [0]
        for text in paragraphs:
            self.offsets.append(self.offsets[-1] + len(text) + 1)
        self.last: tuple[int, Who, str | None] | None = (
            None  # paragraph, speaker and cue of the last direct quote
        )

    def read(self) -> Iterator[Quote]:
        interview = turns(self.texts, self.headings, self.outlet, self.cast)
        for number, paragraph in enumerate(self.paragraphs):
            if number in self.headings:
                continue
            if number in interview:
                yield self.turn(number, *interview[number])
                continue
            yield from self.read_paragraph(number, paragraph)

    def read_paragraph(self, number: int, paragraph: Paragraph) -> Iterator[Quote]:
        told = self.tell(number, paragraph)
        for item in told:
            if item.frame.content is not None and (item.who or item.frame.mention.shape != "elided"):
                start, end = item.frame.content
                quote = self.quote("indirect", number, start, end, item, item.frame.rule)
                if quote:
                    yield quote
        marked: list[tuple[Span, Quote | None]] = []
        for span in paragraph.spans:
            quote = self.marked(number, paragraph, span, told, marked)
            marked.append((span, quote))
            if quote:
                yield quote

    def tell(self, number: int, paragraph: Paragraph) -> list[Told]:
        """The frames of a paragraph with their speakers, in order."""
        told: list[Told] = []
        found = frames(paragraph, self.cast.known)
        for n, sentence in enumerate(paragraph.sentences):
            via = self.relay(number, n, paragraph, sentence)
            for frame in found:
                if sentence.start <= frame.cue.start < sentence.end:
                    told.append(self.attribute(number, n, paragraph, sentence, frame, told, via))
        return told

    def relay(self, number: int, n: int, paragraph: Paragraph, sentence: Sentence) -> str | None:
        """据新华社报道，: the medium, remembered as a source too."""
        match = RELAY.match(paragraph.plain[sentence.start : sentence.end])
        if not match:
            return None
        extent = noun_phrase(list(tokens(match[1], 0, self.cast.known)))
        if extent is None:
            return None
        start = sentence.start + match.start(1)
        phrase = paragraph.simple[start + extent[0] : start + extent[1]].strip("《》“”「」 ")
        who = self.cast.named(phrase, number)
        if who is None or who[1] != "organisation":
            return None
        self.cast.add(number, n, phrase, who, medium=True)
        return paragraph.text[start + extent[0] : start + extent[1]]

    def attribute(
        self,
        number: int,
        n: int,
        paragraph: Paragraph,
        sentence: Sentence,
        frame: Frame,
        told: list[Told],
        via: str | None,
    ) -> Told:
        who: Who
        if frame.mention.shape == "elided":
            who = self.elided(number, n, paragraph, sentence, frame, told)
        else:
            who = self.cast.resolve(frame.mention, number, n)
        if frame.mention.via:
            via = paragraph.text[slice(*frame.mention.via)]
            medium = self.cast.named(paragraph.simple[slice(*frame.mention.via)], number)
            self.cast.add(number, n, via, medium, medium=True)
        self.cast.add(number, n, frame.mention.phrase, who)
        if who:
            inside = any(
                t.sentence == n
                and t.frame.content
                and t.frame.content[0] <= frame.cue.start < t.frame.content[1]
                for t in told
            )
            self.cast.events[-1].nested = 1000 if inside else -len(told)
        if who and via and who[0] in via:
            via = None
        return Told(frame, n, who, via)

    def elided(
        self, number: int, n: int, paragraph: Paragraph, sentence: Sentence, frame: Frame, told: list[Told]
    ) -> Who:
        """，并称…… has the subject of the clause before; a sentence without subject that of the sentence before."""
        if told and told[-1].sentence == n and told[-1].who:
            return told[-1].who
        at = sentence.start
        for clause in re.split(r"(?<!\d)([，,])", paragraph.plain[at : frame.clause]):
            mention = subject(paragraph, at, at + len(clause), self.cast.known)
            at += len(clause)
            if MASK in clause:
                continue
            if mention.shape != "elided":
                who = self.cast.resolve(mention, number, n)
                if who is None and mention.phrase[:1] in ("他", "她"):
                    who = self.cast.antecedent(mention.phrase[:1], number, n, mention.start)
                if who:
                    return who
        if paragraph.plain[sentence.start : frame.clause].strip("，,　 "):
            return None
        if told and told[-1].sentence == n - 1:
            return told[-1].who
        if self.last and self.last[0] == number:
            return self.last[1]
        return self.cast.antecedent("他", number, n - 1, 0) if n else None

    def quote(
        self, kind: Kind, number: int, start: int, end: int, told: Told | None, rule: str, who: Who = None
    ) -> Quote | None:
        """A quote with its offsets in the article; None where nothing but punctuation is left."""
        text = self.texts[number]
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if not re.search(r"\w", text[start:end]):
            return None
        who = told.who if told else who
        name = self.as_written(who[0]) if who else None
        mention = cue = None
        if told:
            at = told.frame.mention
            mention = text[at.start : at.end].strip() or None
            cue = text[told.frame.cue.start : told.frame.cue.end]
        base = self.offsets[number]
        return Quote(
            kind,
            text[start:end],
            base + start,
            base + end,
            number,
            name,
            who[1] if who else None,
            mention,
            cue,
            told.via if told else None,
            rule,
        )

    def as_written(self, name: str) -> str:
        """A simplified name in the script of the article."""
        if name in self.cast.written:
            return self.cast.written[name]
        for paragraph in self.paragraphs:
            at = paragraph.simple.find(name)
            if at >= 0:
                return paragraph.text[at : at + len(name)]
        return name

    def turn(self, number: int, start: int, who: Who) -> Quote:
        quote = self.quote(
            "direct", number, start, len(self.texts[number].rstrip()), None, "interview-turn", who
        )
        assert quote is not None
        self.last = (number, who, None)
        self.cast.add(number, 0, self.texts[number][:start], who)
        return quote

    def marked(
        self,
        number: int,
        paragraph: Paragraph,
        span: Span,
        told: list[Told],
        earlier: list[tuple[Span, Quote | None]],
    ) -> Quote | None:
        """The quote that a marked span is, or None for a name, a term, a title."""
        inner = paragraph.text[span.inner_start : span.inner_end]
        suffix = "-repaired" if span.repaired else ""
        before = next((t for t in told if t.frame.opens == span.start), None)
        after_cue = paragraph.attribution_after(span)
        after = next(
            (
                t
                for t in told
                if after_cue and t.frame.cue.start >= after_cue.start and t.frame.cue.end == after_cue.end
            ),
            None,
        )
        quote: Quote | None = None
        if is_title(inner) and not (before and self.speaks(paragraph, span, before)):
            return None
        if before:
            kind: Kind = "direct" if self.speaks(paragraph, span, before) else "partial"
            quote = self.quote(kind, number, span.inner_start, span.inner_end, before, "cue-marks" + suffix)
        elif after and (is_sentence(inner) or len(inner) > 5):
            quote = self.quote(
                "direct", number, span.inner_start, span.inner_end, after, "marks-cue" + suffix
            )
        else:
            quote = (
                self.chained(number, paragraph, span, earlier, suffix)
                or self.embedded(number, paragraph, span, told, suffix)
                or self.floating(number, paragraph, span, told, earlier, suffix)
            )
        if quote and quote.kind == "direct":
            who: Who = (quote.speaker, quote.speaker_kind) if quote.speaker and quote.speaker_kind else None
            self.last = (number, who, quote.cue)
        return quote

    def speaks(self, paragraph: Paragraph, span: Span, told: Told) -> bool:
        """Whether marked words right behind a cue are a clause or only a fragment."""
        inner = paragraph.text[span.inner_start : span.inner_end]
        colon = paragraph.plain[told.frame.cue.end : span.start].strip().endswith(("：", ":"))
        comma = paragraph.plain[told.frame.cue.end : span.start].strip().endswith(("，", ","))
        whole = not re.match(r"[^，。！？；,]", paragraph.plain[span.end :])
        return (
            colon
            or (whole and len(inner) >= 10)
            or is_sentence(inner)
            or (comma and len(inner) >= 6)
            or (len(inner) >= 8 and is_clause(inner))
        )

    def chained(
        self,
        number: int,
        paragraph: Paragraph,
        span: Span,
        earlier: list[tuple[Span, Quote | None]],
        suffix: str,
    ) -> Quote | None:
        """“甲”、“乙” and “甲。” “乙。”: the second has the speaker of the first."""
        if not earlier or earlier[-1][1] is None:
            return None
        previous_span, previous = earlier[-1]
        between = paragraph.plain[previous_span.end : span.start]
        if not CHAIN.match(between):
            return None
        inner = paragraph.text[span.inner_start : span.inner_end]
        whole = is_sentence(inner) or is_clause(inner)
        kind: Kind = "direct" if whole or (previous.kind == "direct" and len(inner) >= 8) else "partial"
        base = self.offsets[number]
        if is_term(inner) and kind == "partial" and previous.kind == "partial" and is_term(previous.text):
            return None
        return replace(
            previous,
            kind=kind,
            text=inner,
            start=base + span.inner_start,
            end=base + span.inner_end,
            rule="chain" + suffix,
        )

    def embedded(
        self, number: int, paragraph: Paragraph, span: Span, told: list[Told], suffix: str
    ) -> Quote | None:
        """Marked words inside reported content: a clause of their own, or a fragment of it."""
        holders = [
            t
            for t in told
            if t.frame.content and t.frame.content[0] <= span.start and span.end <= t.frame.content[1] + 2
        ]
        if not holders:
            return None
        holder = min(holders, key=lambda t: (t.frame.content or (0, 0))[1] - (t.frame.content or (0, 0))[0])
        inner = paragraph.text[span.inner_start : span.inner_end]
        if is_term(inner):
            return None
        behind_comma = paragraph.plain[: span.start].rstrip().endswith(("，", ",", "：", ":"))
        direct = (
            (behind_comma and len(inner) >= 6)
            or (is_sentence(inner) and len(inner) >= 16)
            or is_clause(inner)
        )
        kind: Kind = "direct" if direct else "partial"
        return self.quote(kind, number, span.inner_start, span.inner_end, holder, f"embedded-{kind}" + suffix)

    def floating(
        self,
        number: int,
        paragraph: Paragraph,
        span: Span,
        told: list[Told],
        earlier: list[tuple[Span, Quote | None]],
        suffix: str,
    ) -> Quote | None:
        """Marked speech that no cue touches: of the sentence's subject, or of who spoke last."""
        inner = paragraph.text[span.inner_start : span.inner_end]
        sentence_number, sentence = next(
            (n, s) for n, s in enumerate(paragraph.sentences) if s.start <= span.start < s.end
        )
        lead = paragraph.plain[sentence.start : span.start].strip("　 ")
        rest = paragraph.plain[span.end : sentence.end].strip("。！？!?，,；; 　）)”")
        if lead and lead[-1] in "：:，," and is_sentence(inner) and len(inner) >= 12:
            return self.behind_clause(number, paragraph, span, sentence_number, sentence, told, suffix)
        if (
            lead
            or rest
            or not (is_sentence(inner) or is_clause(inner) or len(inner) >= 14)
            or len(inner) < 10
        ):
            return None
        same = [t for t in told if t.sentence < sentence_number]
        if same:
            who = next((t.who for t in same if t.sentence == same[-1].sentence), None)
        elif earlier and self.last and self.last[0] == number:
            who = self.last[1]
        else:
            who = self.spoke_before(number)
        if who is None:
            return None
        return self.quote("direct", number, span.inner_start, span.inner_end, None, "floating" + suffix, who)

    def spoke_before(self, number: int) -> Who:
        """Who spoke last in the paragraph before."""
        if self.last and self.last[0] == number - 1:
            return self.last[1]
        events = [e for e in self.cast.events if e.paragraph == number - 1 and not e.medium]
        if events:
            return events[-1].speaker, events[-1].kind
        return self.last[1] if self.last and self.last[0] == number - 2 else None

    def behind_clause(
        self,
        number: int,
        paragraph: Paragraph,
        span: Span,
        sentence_number: int,
        sentence: Sentence,
        told: list[Told],
        suffix: str,
    ) -> Quote | None:
        """张家麟：“……” and 他不认可这种开放，“……”: the subject of the clause before speaks."""
        same = [t for t in told if t.sentence == sentence_number and t.frame.cue.end <= span.start]
        if same and ("judge" in same[-1].frame.cue.classes or span.start - same[-1].frame.cue.end > 50):
            return None
        if same:
            return self.quote(
                "direct", number, span.inner_start, span.inner_end, same[-1], "clause-marks" + suffix
            )
        end = sentence.start + len(paragraph.plain[sentence.start : span.start].rstrip("：:，, "))
        clause = max(paragraph.clause_start(end, sentence.start), sentence.start)
        who = self.cast.resolve(subject(paragraph, clause, end, self.cast.known), number, sentence_number)
        if who is None:
            who = self.cast.resolve(
                subject(paragraph, sentence.start, end, self.cast.known), number, sentence_number
            )
        if who is None:
            return None
        self.cast.add(number, sentence_number, who[0], who)
        return self.quote(
            "direct", number, span.inner_start, span.inner_end, None, "clause-marks" + suffix, who
        )
