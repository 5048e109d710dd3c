"""What a second reader is asked: a quote or a sentence in its paragraph, with its neighbours."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from importlib.resources import files
from typing import Any, Literal

from yulu.database.ids import SPAN, digest
from yulu.model import Article, Kind
from yulu.verdicts.hiding import with_keys

LONGEST, NEIGHBOUR = 1200, 400  # characters shown of a paragraph, and of each neighbour
VERSION = 1  # of the question and its rules: another one is asked again

RULES = (files("yulu") / "data" / "second_reader.txt").read_text(encoding="utf-8")
ASKED = {
    "quote": "Is this a quote? Answer with it as it should be (one quote: text, kind, speaker), or with no "
    "quotes if it is none.",
    "missed": "Which quotes does this sentence hold? Answer with all of them, or with none.",
}
SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "quotes": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "text": {"type": "string"},
                    "kind": {"type": "string", "enum": ["direct", "partial", "indirect"]},
                    "speaker": {"type": ["string", "null"]},
                },
                "required": ["text", "kind", "speaker"],
                "additionalProperties": False,
            },
        },
        "sure": {"type": "number", "minimum": 0, "maximum": 1},
    },
    "required": ["quotes", "sure"],
    "additionalProperties": False,
}


@dataclass(frozen=True, slots=True)
class Given:
    """A quote as the publication has it."""

    id: int
    kind: Kind
    text: str
    start: int
    end: int
    speaker: str | None
    score: float  # 0..1


@dataclass(frozen=True, slots=True)
class Page:
    """What of an article a question is made from."""

    id: int
    address: str | None
    title: str
    text: str
    quotes: tuple[Given, ...]

    @property
    def people(self) -> tuple[str, ...]:
        """Everyone who speaks in the article, in the order of the text."""
        return tuple(dict.fromkeys(quote.speaker for quote in self.quotes if quote.speaker))


@dataclass(frozen=True, slots=True)
class Question:
    """`id` names the row and depends on everything that is shown, so that an answer fits or is old."""

    id: str
    ask: Literal["quote", "missed"]
    article: str | None
    quote: int | None
    title: str
    before: str
    paragraph: str
    after: str
    people: tuple[str, ...]
    words: str  # of the quote, or the sentence
    kind: Kind | None
    speaker: str | None
    whole: str = ""  # the text of the article, in which a name may stand that is not shown

    def shown(self) -> dict[str, Any]:
        """Everything but the whole text."""
        return {name: value for name, value in asdict(self).items() if name != "whole"}

    @property
    def prompt(self) -> str:
        shown = [
            f"Headline: {self.title}",
            f"Paragraph before: {self.before}" if self.before else "",
            f"Paragraph: {self.paragraph}",
            f"Paragraph after: {self.after}" if self.after else "",
            f"People and bodies who speak in the article: {'、'.join(self.people) or 'none known'}",
            f"Found: a quote, {self.kind}, of {self.speaker or 'an unknown speaker'}: {self.words}"
            if self.ask == "quote"
            else f"Sentence: {self.words}",
            ASKED[self.ask],
        ]
        return "\n\n".join(filter(None, shown))


def about_quote(page: Page, quote: Given) -> Question:
    return _question(page, "quote", quote.start, quote.end, quote)


def about_sentence(page: Page, start: int, end: int) -> Question:
    return _question(page, "missed", start, end, None)


def _question(
    page: Page, ask: Literal["quote", "missed"], start: int, end: int, quote: Given | None
) -> Question:
    first = page.text.rfind("\n", 0, start) + 1
    last = page.text.find("\n", end)
    last = len(page.text) if last < 0 else last
    if last - first > LONGEST:  # the words and what stands around them
        room = max(0, LONGEST - (end - start)) // 2
        first, last = max(first, start - room), min(last, end + room)
    question = Question(
        id="",
        ask=ask,
        article=page.address,
        quote=quote.id if quote else None,
        title=page.title,
        before=page.text[:first].rstrip("\n").rpartition("\n")[2][-NEIGHBOUR:],
        paragraph=page.text[first:last],
        after=page.text[last:].lstrip("\n").partition("\n")[0][:NEIGHBOUR],
        people=page.people,
        words=page.text[start:end],
        kind=quote.kind if quote else None,
        speaker=quote.speaker if quote else None,
        whole=page.text,
    )
    shown = json.dumps([VERSION, question.shown()], ensure_ascii=False)
    place = f"quote:{quote.id}" if quote else f"missed:{page.id}:{start}"
    return replace(question, id=f"{place}:{hashlib.sha256(shown.encode()).hexdigest()[:12]}")


def page_of(article: Article) -> Page:
    """Of an article that is in no database yet."""
    article = with_keys(article)
    day = int((article.day or "0").replace("-", "")) * SPAN
    return Page(
        id=day + digest(article.key) % SPAN,
        address=article.url,
        title=article.title,
        text="\n".join(article.paragraphs),
        quotes=tuple(
            Given(
                day + digest(q.key or "") % SPAN,
                q.kind,
                q.text,
                q.start,
                q.end,
                q.speaker,
                q.score,
            )
            for q in article.quotes
        ),
    )


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Where the sentences of a text stand."""
    start = 0
    for n, character in enumerate(text):
        if character in "。！？\n":
            if text[start:n].strip():
                yield start, n
            start = n + 1
    if text[start:].strip():
        yield start, len(text)
