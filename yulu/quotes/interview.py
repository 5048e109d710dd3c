"""Interviews printed as turns: 记者：…… / 答：…… without quotation marks."""

import re
from collections import Counter
from collections.abc import Sequence

from yulu.lexicon.grammar import words
from yulu.model import SpeakerKind
from yulu.quotes.cast import Cast
from yulu.quotes.names import personal_name

Who = tuple[str, SpeakerKind] | None
LABEL = re.compile(r"^\s*([^\s：:，。“”「」]{1,12})\s*[：:]\s*(?=[^\s“「\"])")


def turns(
    paragraphs: Sequence[str], headings: frozenset[int], outlet: str, cast: Cast
) -> dict[int, tuple[int, Who]]:
    """Paragraph number -> (where the words begin, who says them). Empty where it is no interview.

    An interview has at least two paragraphs of a questioner and two of one who answers.
    """
    labels = {
        n: match
        for n, text in enumerate(paragraphs)
        if (match := LABEL.match(text)) and len(text) > match.end() + 1
        if n not in headings or (match[1] in words("asks") and len(match[1]) > 1)  # a question in bold
    }
    counts = Counter(match[1] for match in labels.values())
    asks, answers = words("asks"), words("answers")
    questions = sum(n for label, n in counts.items() if label in asks)
    replies = sum(n for label, n in counts.items() if label in answers or (label not in asks and n >= 2))
    if questions < 2 or replies < 2:
        return {}
    guest = guest_of(cast, paragraphs, min(labels))
    found: dict[int, tuple[int, Who]] = {}
    for n, match in labels.items():
        label = match[1]
        if label in asks:
            found[n] = (match.end(), questioner(label, outlet))
        elif label in answers:
            found[n] = (match.end(), guest)
        elif counts[label] >= 2:
            name = personal_name(label, cast.names) or label
            found[n] = (match.end(), (cast.fullest(name), "person"))
    for n in range(min(labels), max(labels)):  # an answer of several paragraphs
        if n not in found and n not in headings and n - 1 in found and paragraphs[n].strip():
            found[n] = (0, found[n - 1][1])
    return found


def questioner(label: str, outlet: str) -> Who:
    """记者： in an article of 远声 is 远声记者; behind 法广： or 问： speaks the outlet itself."""
    if label in words("interviewer"):
        return f"{outlet}{label}", "unnamed"
    return (outlet, "organisation") if outlet else None


def guest_of(cast: Cast, paragraphs: Sequence[str], first_turn: int) -> Who:
    """The person named most often before the first turn."""
    counts = Counter(
        {name: sum(p.count(name) for p in paragraphs[: first_turn + 1]) for name in sorted(cast.names)}
    )
    best = [(name, n) for name, n in counts.most_common(2) if n]
    return (
        (cast.fullest(best[0][0]), "person") if best and (len(best) == 1 or best[0][1] > best[1][1]) else None
    )
