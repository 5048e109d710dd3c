"""The HTML of an article -> its paragraphs, its pictures, and what the page says of who and when."""

import re
import warnings
from dataclasses import replace

from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning, Tag, XMLParsedAsHTMLWarning

from yulu.model import Body, Image
from yulu.reading.body.images import pictures
from yulu.reading.body.lines import article_text
from yulu.reading.body.walk import Walk
from yulu.reading.outlets import Rules
from yulu.text.characters import squeeze, tidy

DEEPEST = 250  # news have up to 14

_MARKUP = re.compile(r"<[a-zA-Z!/]")
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_SLASH = re.compile(r"\s*[/／]\s*")
_NULLED = re.compile(r"^null\s+")

for _warning in (MarkupResemblesLocatorWarning, XMLParsedAsHTMLWarning):
    warnings.filterwarnings("ignore", category=_warning, module="bs4|yulu")


class TooDeep(Exception):
    """Elements stand in elements as on no page that anybody wrote."""


class Tree(BeautifulSoup):
    """A tree of bounded depth: deeper ones take BeautifulSoup time with the square of their depth."""

    def pushTag(self, tag: Tag) -> None:
        if len(self.tagStack) > DEEPEST:
            raise TooDeep(f"elements more than {DEEPEST} deep")
        super().pushTag(tag)


def parse(html: str) -> BeautifulSoup:
    """The tree of a page, however broken; text without any markup has a paragraph between blank lines.

    Raises TooDeep.
    """
    if not _MARKUP.search(html):
        html = "".join(f"<p>{paragraph}</p>" for paragraph in _BLANK_LINE.split(html))
    return Tree(html, "lxml")


def headline(soup: BeautifulSoup) -> str:
    """The title as the page prints it: its first <h1>, else its <title>."""
    for name in ("h1", "title"):
        tag = soup.find(name)
        if tag and (text := tidy(tag.get_text())):
            return text
    return ""


def read(soup: BeautifulSoup, title: str, base: str | None, rules: Rules) -> Body:
    """Read a page. `title` is dropped where the page repeats it; `base` is the address of the article."""
    text = article_text(pictures(Walk(rules).run(soup), title, base, rules), title, rules)
    paragraphs: list[str] = []
    headings: set[int] = set()
    images: list[Image] = []
    for item in text.items:
        if isinstance(item, Image):
            images.append(replace(item, paragraph=len(paragraphs)))
            continue
        if item.heading:
            headings.add(len(paragraphs))
        paragraphs.append(item.text)
    while paragraphs and len(paragraphs) - 1 in headings:  # a heading with nothing below it
        headings.discard(len(paragraphs) - 1)
        paragraphs.pop()
    return Body(
        paragraphs=tuple(paragraphs),
        headings=frozenset(headings),
        images=tuple(replace(image, paragraph=min(image.paragraph, len(paragraphs))) for image in images),
        byline=byline(text.bylines),
        dateline=text.dateline,
        page_time=text.time,
    )


def byline(names: list[str]) -> str | None:
    """The authors, each once: feeds print some twice (A,A)."""
    parts = [part for name in names for part in re.split(r"[,，]", name)]
    parts = [_NULLED.sub("", tidy(part)).strip(" /，,") for part in parts]
    parts = [_SLASH.sub("/", part) for part in parts]
    once = {squeeze(part): part for part in reversed(parts) if part and part != "null"}
    return ", ".join(reversed(once.values())) or None
