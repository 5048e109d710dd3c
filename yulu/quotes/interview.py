"""Interviews printed as turns: 记者：…… / 答：…… without quotation marks."""

import re
from collections import Counter
from collections.abc import Sequence

from yulu.quotes.cast import Cast, Who
from yulu.quotes.names import personal_name

LABEL = re.compile(r"^\s*([^\s：:，。“”「」]{1,12})\s*[：:]\s*(?=[^\s“「\"])")
ASKS = frozenset(
    [
        "记者",
        "問",
        "问",
        "記者",
        "主持人",
        "本台",
        "法广",
        "法廣",
        "德国之声",
        "美国之音",
        "BBC",
        "VOA",
        "RFI",
        "DW",
        "本报",
        "Q",
        "提问",
        "法广记者",
        "本台记者",
        "主持",
    ]
)
ANSWERS = frozenset(["答", "A", "回答"])


def turns(
    paragraphs: Sequence[str], headings: frozenset[int], outlet: str, cast: Cast
) -> dict[int, tuple[int, Who]]:
    """Paragraph number -> (where the words begin, who says them). Empty where it is no interview.

    An interview has at least two paragraphs of a questioner and two of one who answers.
    """
    labels = {
        n: match
        for n, text in enumerate(paragraphs)
        if n not in headings and (match := LABEL.match(text)) and len(text) > match.end() + 1
    }
    counts = Counter(match[1] for match in labels.values())
    questions = sum(n for label, n in counts.items() if label in ASKS)
    answers = sum(n for label, n in counts.items() if label in ANSWERS or (label not in ASKS and n >= 2))
    if questions < 2 or answers < 2:
        return {}
    guest = guest_of(cast, paragraphs, min(labels))
    found: dict[int, tuple[int, Who]] = {}
    for n, match in labels.items():
        label = match[1]
        if label in ASKS:
            found[n] = (match.end(), (outlet, "organisation") if outlet else None)
        elif label in ANSWERS:
            found[n] = (match.end(), guest)
        elif counts[label] >= 2:
            name = personal_name(label, cast.names) or label
            found[n] = (match.end(), (cast.fullest(name), "person"))
    return found


def guest_of(cast: Cast, paragraphs: Sequence[str], first_turn: int) -> Who:
    """The person named most often before the first turn."""
    counts = Counter(
        {name: sum(p.count(name) for p in paragraphs[: first_turn + 1]) for name in sorted(cast.names)}
    )
    best = [(name, n) for name, n in counts.most_common(2) if n]
    return (
        (cast.fullest(best[0][0]), "person") if best and (len(best) == 1 or best[0][1] > best[1][1]) else None
    )
