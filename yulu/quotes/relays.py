"""Media that relay somebody's words: 据新华社报道，……; 报导引述……说."""

import re
from collections.abc import Collection

from yulu.quotes.clauses import Paragraph
from yulu.quotes.kinds import unmarked
from yulu.quotes.phrases import noun_phrase, tokens

RELAY = re.compile(
    r"^\s*(?:另|又|再|此外，|同时，)?(?:据|根据|综合)([^，,。：]{2,30}?)(?:的)?(?:官网|官方网站)?(?:最新|独家)?"
    r"(?:(?:引述|援引|引用)[^，。]{1,20})?(?:消息|报道|报导|披露|转述|刊文|文章)(?:称|说|指|指出|援引[^，]{1,20})?[，,]"
)


def relay(paragraph: Paragraph, number: int, known: Collection[str]) -> str | None:
    """The medium that sentence `number` names as its source, as the text has it."""
    sentence = paragraph.sentences[number]
    if not any(word in paragraph.plain[sentence.start : sentence.end] for word in ("据", "综合")):
        return None
    match = RELAY.match(paragraph.plain[sentence.start : sentence.end])
    if not match:
        return None
    extent = noun_phrase(tokens(match[1], 0, known)) or (0, len(match[1]))
    start = sentence.start + match.start(1)
    return unmarked(paragraph.text[start + extent[0] : start + extent[1]], "《》“”「」 ") or None
