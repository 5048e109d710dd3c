"""Quotation marks: which characters of a paragraph stand inside which marks, mistakes repaired.

The families and the mistakes are those that newspapers really make: mixed pairs ("…”), the
wrong direction (”…“), a missing closer, an opener used as a closer, nesting in the same mark.
"""

import re
from dataclasses import dataclass

DOUBLE, SINGLE, CORNER, WHITE, GUILLEMET = range(5)
FAMILY = {
    **dict.fromkeys('“”„"＂〝〞‟', DOUBLE),
    **dict.fromkeys("‘’", SINGLE),
    **dict.fromkeys("「」", CORNER),
    **dict.fromkeys("『』", WHITE),
    **dict.fromkeys("«»", GUILLEMET),
}
OPENERS = frozenset("“„〝‘「『«")
CLOSERS = frozenset("”〞‟’」』»")
MARK = re.compile(f"[{''.join(FAMILY)}]")
# As nearly every paragraph has them: none, or pairs of “ and ” one after the other.
_PLAIN = f"[^{''.join(FAMILY)}]*"
IN_ORDER = re.compile(f"{_PLAIN}(?:“{_PLAIN}”{_PLAIN})*")
TERM = re.compile(r"\w{1,10}")
PAIR = re.compile("“([^”]*)”")

# What stands before an opening mark that begins speech, and after a closing one.
BEFORE_SPEECH = re.compile(r"(?:[：:，,、。！？!?；;（(\s]|说|称|道|指出|表示|认为|强调|写道)$")
AFTER_CLOSE = re.compile(r"\s*(?:$|[，,。.、；;！!？?）)：:”」』’])")
OPENS_NEXT = re.compile(r"\s+[“「‘]")
OPENS_LATER = re.compile("[^”’」』]{1,60}“")
ENDS_SENTENCE = re.compile(r"[。！？!?…]\s*$")
SENTENCE_END = re.compile(r"[。！？!?]")

# One bad mark must not swallow an article: no real quote in one paragraph is longer.
LONGEST = 3000
DEEPEST = 8  # quotes within quotes


@dataclass(slots=True)
class Span:
    """Words in marks; offsets in the paragraph. `inner` is what stands between the marks."""

    start: int
    end: int
    inner_start: int
    inner_end: int
    repaired: bool
    closed: bool


def spans(text: str) -> list[Span]:
    """The outermost marked spans of a paragraph, in order, without overlap."""
    if IN_ORDER.fullmatch(text):
        whole = (Span(*m.span(), *m.span(1), False, True) for m in PAIR.finditer(text))
        return [span for span in whole if 0 < span.inner_end - span.inner_start <= LONGEST]
    found: list[Span] = []
    stack: list[tuple[int, int]] = []  # (position, family) of the marks that are open
    repaired = False
    for match in MARK.finditer(text):
        at, mark = match.start(), match[0]
        family = FAMILY[mark]
        if mark == "’" and not any(f == SINGLE for _, f in stack):
            continue  # an apostrophe
        opens, sure = direction(text, at, mark, bool(stack) and any(f == family for _, f in stack))
        if stack and opens and family == stack[-1][1] and text[stack[-1][0]] == "”":
            opens, sure = False, False  # ”…“, both in the wrong direction
        if stack and opens and family == stack[-1][1] and closes_term(text, stack[-1][0], at):
            opens, sure = False, False
        if stack and opens and family == stack[0][1] and begins_anew(text, stack[0][0], at):
            # A new quote begins while the last is still open: the last was never closed.
            found.append(unclosed(text, stack[0][0], at))
            stack, repaired = [], False
        if opens and len(stack) < DEEPEST:
            stack.append((at, family))
            repaired = repaired or not sure
        elif not opens and any(f == family for _, f in stack):
            while stack[-1][1] != family:
                stack.pop()
            opener, _ = stack.pop()
            repaired = repaired or not sure or not pairs(text[opener], mark)
            if not stack:
                found.append(Span(opener, at + 1, opener + 1, at, repaired, True))
                repaired = False
        elif not stack and (
            ENDS_SENTENCE.search(text[max(0, at - 2) : at]) or re.match(r"。|\s*$", text[at + 1 : at + 4])
        ):
            found += unopened(text, found[-1].end if found else 0, at)
    if stack:
        found.append(last_open(text, stack, found))
    return [span for span in found if 0 < span.inner_end - span.inner_start <= LONGEST]


def pairs(opener: str, closer: str) -> bool:
    return (opener, closer) in {
        ("“", "”"),
        ("‘", "’"),
        ("「", "」"),
        ("『", "』"),
        ("«", "»"),
        ('"', '"'),
        ("＂", "＂"),
    }


def direction(text: str, at: int, mark: str, is_open: bool) -> tuple[bool, bool]:
    """Whether the mark opens, and whether it stands as it should."""
    before, after = text[max(0, at - 3) : at], text[at + 1 : at + 4]
    looks_closing = bool(AFTER_CLOSE.match(after))
    if mark in OPENERS:
        if is_open and (looks_closing or ENDS_SENTENCE.search(before[-2:])):
            return False, False
        return True, True
    if mark in CLOSERS:
        if is_open or looks_closing or OPENS_NEXT.match(after):
            return False, is_open
        turned = BEFORE_SPEECH.search(before[-2:]) or OPENS_LATER.match(text, at + 1, at + 62)
        return bool(turned), False
    if is_open:
        return bool(re.search(r"[：:]\s*$", before[-2:]) or names_inside(text, at)), True
    return not (looks_closing and before), True


def names_inside(text: str, at: int) -> bool:
    """Whether a straight mark inside an open quote opens a name: …，"美国制造"法案也是如此。"."""
    inside = re.match(r'"([^"，。！？：]{1,12})"', text[at : at + 15])
    return bool(
        inside
        and re.search(r"[^。！？!?]\s*$", text[max(0, at - 3) : at])
        and not re.search(r"[说称道示]$", inside[1])
    )


def closes_term(text: str, opener: int, at: int) -> bool:
    """“录取率“是12.3%。“这意味着……”: an opener that stands where a short term ends closes it."""
    if not TERM.fullmatch(text, opener + 1, at):
        return False
    following = MARK.search(text, at + 1)
    return following is not None and following[0] == text[at]


def begins_anew(text: str, opener: int, at: int) -> bool:
    """Whether an opener begins another quote, the last one never having been closed.

    After a colon with a sentence finished since; or in a list: “甲、“乙”.
    """
    between = text[max(opener + 1, at - LONGEST) : at]
    if between.rstrip().endswith(("：", ":")):
        return bool(SENTENCE_END.search(between))
    return bool(re.fullmatch(r"[^，。！？：、]{1,20}[、和]", between))


def unclosed(text: str, opener: int, limit: int) -> Span:
    """A quote without closing mark goes on to the end of the last whole sentence before `limit`."""
    ends = [m.end() for m in SENTENCE_END.finditer(text, opener + 1, limit)]
    end = ends[-1] if ends else opener + 1 + len(text[opener + 1 : limit].rstrip("、和，, "))
    return Span(opener, end, opener + 1, end, True, False)


def unopened(text: str, floor: int, closer: int) -> list[Span]:
    """A sentence that ends in a closing mark nobody opened: the words since the last 表示，."""
    floor = max(floor, closer - LONGEST)
    cues = list(
        re.finditer(
            r"(?:说|說|表示|称|稱|指出|强调|強調|认为|認為|写道|寫道|道)([，,：:])", text[floor:closer]
        )
    )
    if not cues:
        return []
    separator = floor + cues[-1].start(1)
    return [Span(separator, closer + 1, separator + 1, closer, True, True)]


def last_open(text: str, stack: list[tuple[int, int]], found: list[Span]) -> Span:
    """The marks that are still open at the end of the paragraph, as one span."""
    opener, family = stack[0]
    closers = [m.start() for m in MARK.finditer(text, opener + 1) if FAMILY[m[0]] == family]
    inner_close = closers[-1] if closers else None
    if (
        inner_close is not None
        and text[inner_close] in CLOSERS
        and AFTER_CLOSE.match(text[inner_close + 1 :][:3])
    ):
        return Span(opener, inner_close + 1, opener + 1, inner_close, True, True)
    end = len(text.rstrip())
    return Span(opener, end, opener + 1, end, True, False)
