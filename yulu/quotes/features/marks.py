"""What marked words show that decides whether they are speech, a fragment of it, or a name for something."""

import re
from collections import Counter

from yulu.quotes.clauses import Paragraph
from yulu.quotes.features.codes import code, shallow, word_code
from yulu.quotes.features.contents import STOP
from yulu.quotes.marks import Span
from yulu.quotes.reports import Report
from yulu.quotes.speech import is_clause, is_sentence, is_term, is_title

COLUMNS = (
    "length", "sentence", "clause", "term", "title", "person", "stopped", "commas", "first tag", "last tag",
    "verbs", "nested", "before", "before 2", "after", "after 2", "words before", "lead", "rest", "whole",
    "paragraph start", "paragraph number", "spans", "index", "gap", "chained", "previous length",
    "previous sentence", "opened", "opened say", "opened word", "opened by colon", "opened by comma",
    "addressed", "cue gap", "cue say", "cue word", "cue noun", "cue stop", "attributed", "attributed say",
    "held", "held most", "mark", "same words", "article spans", "sentence spans", "repaired", "colon",
)  # fmt: skip
CATEGORIES = ("before", "before 2", "after", "after 2", "words before", "opened word", "cue word", "mark")
FAR = 300  # characters: what is farther away in a sentence tells nothing more
OPENS = re.compile(r"(?:道|了|出)?[：:，,]?\s*")
OPENS_LATER = re.compile(r"[^，,。：:；;“”]{0,30}[：:，,]\s*")
JOINS = "和|与|及|以及|或|又|还|更|且|并|也|而"
CHAIN = re.compile(rf"\s*(?:[、，,]|{JOINS}|[，,]\s*(?:{JOINS}))*\s*")
PERSON = re.compile("我|你|您|咱")


def rows(
    paragraph: Paragraph,
    spans: list[Span],
    found: list[Report],
    sure: list[list[float]],
    number: int,
    counts: Counter[str],
) -> list[list[float]]:
    """One row for each of the marked spans of a paragraph.

    found: the reports of the paragraph; sure: how likely each content of each is. counts: how often the
    article marks the same words.
    """
    plain = paragraph.plain
    table: list[list[float]] = []
    cued = by_sentence(found, sure)
    opened_at = len(plain) - len(plain.lstrip("\u3000 "))
    within = Counter(paragraph.sentence_at(span.start) for span in spans)
    marked = sum(counts.values())
    for n, span in enumerate(spans):
        inner = paragraph.simple[span.inner_start : span.inner_end]
        at = max(paragraph.sentence_at(span.start), 0)
        sentence = paragraph.sentences[at]
        here = cued.get(at, [])
        earlier = [r for r, _ in here if r.cue.end <= span.start]
        cue = earlier[-1].cue if earlier else None
        between = plain[max(cue.end, span.start - FAR) : span.start] if cue else ""
        opened = bool(cue and OPENS.fullmatch(between))
        addressed = bool(cue and not opened and OPENS_LATER.fullmatch(between))
        after = paragraph.attribution_after(span)
        holders = [
            probability
            for report, likely in here
            for content, probability in zip(report.contents, likely, strict=True)
            if content.start <= span.start and span.end <= content.end + 2
        ]
        previous = spans[n - 1] if n else None
        words_before = paragraph.simple[previous.inner_start : previous.inner_end] if previous else ""
        lead = plain[max(sentence.start, span.start - FAR) : span.start].strip("\u3000 ")
        rest = plain[span.end : min(sentence.end, span.end + FAR)].strip("。！？!?，,；; \u3000）)”")
        head, _, last, verbs, _ = shallow(inner[:30])
        table.append(
            [
                len(inner),
                is_sentence(inner),
                is_clause(inner),
                is_term(inner),
                is_title(inner),
                PERSON.search(inner) is not None,
                inner[-1:] in "。！？!?…",
                inner.count("，"),
                head,
                last,
                verbs,
                any(mark in inner for mark in '“‘「『"'),
                code(plain[span.start - 1 : span.start]) if span.start else 0,
                code(plain[span.start - 2 : span.start - 1]) if span.start > 1 else 0,
                code(plain[span.end : span.end + 1]),
                code(plain[span.end + 1 : span.end + 2]),
                word_code(plain[max(0, span.start - 2) : span.start]),
                len(lead),
                len(rest),
                not lead and not rest,
                span.start <= opened_at,
                number,
                len(spans),
                n,
                span.start - previous.end if previous else -1,
                CHAIN.fullmatch(plain, previous.end, span.start) is not None if previous else -1,
                len(words_before),
                is_sentence(words_before),
                opened,
                opened and "say" in cue.classes if cue else -1,
                word_code(cue.word) if cue and opened else 0,
                opened and ("：" in between or ":" in between),
                opened and ("，" in between or "," in between),
                addressed,
                span.start - cue.end if cue else -1,
                "say" in cue.classes if cue else -1,
                word_code(cue.word) if cue else 0,
                cue.noun if cue else -1,
                STOP.search(between) is not None if cue else -1,
                after is not None,
                "say" in after.classes if after else -1,
                sum(p > 0.3 for p in holders),
                max(holders, default=0),
                code(paragraph.text[span.start]),
                counts[inner],
                marked,
                within[at],
                span.repaired or not span.closed,
                lead.endswith(("：", ":")),
            ]
        )
    return table


def by_sentence(found: list[Report], sure: list[list[float]]) -> dict[int, list[tuple[Report, list[float]]]]:
    """The reports of a paragraph by sentence, with how likely each of their contents is."""
    grouped: dict[int, list[tuple[Report, list[float]]]] = {}
    for report, likely in zip(found, sure, strict=True):
        grouped.setdefault(report.sentence, []).append((report, likely))
    return grouped
