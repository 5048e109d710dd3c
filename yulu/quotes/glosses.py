"""Names that an article explains in brackets: 章家敦（Gordon Chang）."""

import re
from collections.abc import Sequence

import rjieba

from yulu.quotes.kinds import ends_with, is_text
from yulu.quotes.names import (
    DOT,
    DOTTED,
    FOREIGN,
    FOREIGN_AFTER_OCCUPATION,
    HAN,
    after_title,
    is_chinese_name,
    is_no_name,
    is_transliterated,
    trim_title,
)

FOREIGN_TAIL = re.compile(f"{FOREIGN}{{2,7}}$")
NAME_TAIL = re.compile(rf"[{HAN}{DOT}\-－]{{2,24}}$")
GLOSS = re.compile(
    r"[（(]\s?((?:[A-Z][\w.'’‘-]*\.?\s?(?:de |van |von |der |bin |al |el |la )*){1,5})"
    r"[,，]?[^（()）]{0,20}[)）](?!位于)"
)


def glosses(paragraphs: Sequence[str]) -> dict[str, str]:
    """Names that an article explains in brackets, simplified, without titles -> Latin name.

    章家敦（Gordon Chang）; only people: an organisation's gloss is no name of a person.
    """
    found: dict[str, str] = {}
    for paragraph in paragraphs:
        for match in GLOSS.finditer(paragraph):
            phrase = NAME_TAIL.search(paragraph[max(0, match.start() - 25) : match.start()].rstrip())
            name = glossed_name(phrase[0]) if phrase else None
            if name:
                found.setdefault(name, re.sub(r"\s+", " ", match[1]).strip(" ,.‘’'"))
    return found


def glossed_name(phrase: str) -> str | None:
    """The name right before a bracket with its Latin form."""
    dotted = [m for m in DOTTED.finditer(phrase) if m.end() == len(phrase)]
    if dotted:
        return trim_title(dotted[0][0]).removeprefix("的")
    rest = after_title(phrase)
    rest = rest and rest.removeprefix("的")  # 当过世界银行行长的|佐利克
    if rest and len(rest) <= 6 and (is_chinese_name(rest) or not is_no_name(rest)):
        return rest
    if rest == "" or ends_with(phrase, "organisation") or is_text(phrase):
        return None
    last = re.split("[的、和与]", phrase)[-1]
    if (is_chinese_name(last) or len(last) <= 4) and not is_no_name(last):
        return last
    occupied = FOREIGN_AFTER_OCCUPATION.search(phrase)
    if occupied and not is_no_name(occupied[1]):
        return occupied[1]
    run = FOREIGN_TAIL.search(phrase)
    if run and (run.start() == 0 or not is_no_name(run[0])):
        return run[0] if run.start() == 0 and not is_no_name(run[0]) else trim_words(phrase, run.start())
    return None


def trim_words(phrase: str, start: int) -> str | None:
    """A transliterated tail of a phrase, cut where a dictionary word before it ends."""
    at = 0
    for word in rjieba.cut(phrase):
        if at >= start:
            break
        at += len(word)
    name = phrase[at:].lstrip(DOT)
    return name if len(name) >= 2 and is_transliterated(name) and not is_no_name(name) else None
