"""HTML -> the lines, pictures and captions of a page, in their order. Says nothing about what they are."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bs4 import Tag
from bs4.element import CData, Comment, NavigableString

from yulu.reading.body.elements import Part, classes_of, part_of
from yulu.reading.outlets import Rules
from yulu.text.characters import tidy

_BLOCKS = (
    "address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer form"
    " h1 h2 h3 h4 h5 h6 header hr html li main ol p pre section summary table tbody tfoot thead tr ul"
)
BLOCKS = frozenset(_BLOCKS.split())
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
BOLD = frozenset(("b", "strong"))
_OPEN_END = re.compile(r"[\w，,、]")
_WRAPPED = 40  # characters after which a single <br> inside a sentence is taken for a wrapped line


@dataclass(slots=True)
class Line:
    """A paragraph or heading; `linked` and `bold` count its characters inside such elements."""

    text: str
    heading: bool
    linked: int
    bold: int
    group: int | None  # which list it is an item of
    emphasised: bool  # stands in an <i>, where feeds print author and time
    gallery: bool  # tells of the picture before it, in the same block
    author: bool  # stands where the page names its author


@dataclass(slots=True)
class Picture:
    tag: Tag
    selling: bool  # inside a link to a subscription or a donation


@dataclass(slots=True)
class Caption:
    text: str
    credit: str | None
    early: bool  # may stand before its picture: both are in one figure


@dataclass(slots=True)
class Medium:
    """A video, a recording, a frame: what follows as a caption is not that of a picture."""


Item = Line | Picture | Caption | Medium


class Walk:
    """One pass over a tree, with a stack of its own: nesting is as deep as the file likes."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.items: list[Item] = []
        self._text: list[str] = []
        self._size = 0  # characters in it
        self._linked = self._bold = 0
        self._inside = {"a": 0, "i": 0, "heading": 0, "bold": 0, "selling": 0}
        self._lists: list[int] = []
        self._figures: list[bool] = []  # whether those around hold a picture
        self._list_count = 0
        self._italic = False
        self._gallery: Tag | None = None
        self._byline: Tag | None = None

    def run(self, root: Tag) -> list[Item]:
        stack: list[tuple[Tag, Iterator[object]]] = [(root, iter(root.contents))]
        while stack:
            tag, children = stack[-1]
            child = next(children, None)
            if child is None:
                stack.pop()
                self._leave(tag)
            elif isinstance(child, Tag):
                if self._enter(child):
                    stack.append((child, iter(child.contents)))
            elif isinstance(child, NavigableString) and type(child) in (NavigableString, CData):
                self._add(str(child))
        self._flush()
        return self.items

    def _enter(self, tag: Tag) -> bool:
        """Take in the start of an element; False when its content is not to be read."""
        part = part_of(tag, self.rules)
        if part is Part.TEXT and tag.name == "small" and self._after_picture():
            part = Part.CAPTION
        match part:
            case Part.DROPPED:
                return False
            case Part.MEDIUM:
                self.items.append(Medium())
                return False
            case Part.FALLBACK:  # <noscript>: the picture that a script would have loaded
                self.items += [Picture(image, False) for image in tag.find_all("img", limit=20)]
                return False
            case Part.IMAGE:
                self._picture(tag)
                return False
            case Part.CAPTION | Part.CREDIT:
                self._caption(tag, part)
                return False
        if part is Part.BYLINE:
            self._flush()
            self._byline = self._byline or tag
        if tag.name == "br":
            self._line_break(tag)
        elif tag.name in BLOCKS:
            self._flush()
        elif tag.name in ("td", "th"):
            self._text.append(" ")
        self._mark(tag, 1)
        return True

    def _leave(self, tag: Tag) -> None:
        if tag.name in BLOCKS:
            self._flush()
        if tag is self._gallery:
            self._gallery = None
        if tag is self._byline:
            self._byline = None
        self._mark(tag, -1)

    def _mark(self, tag: Tag, step: int) -> None:
        inside, name = self._inside, tag.name
        if name == "a":
            inside["a"] += step
            inside["selling"] += step * bool(self.rules.selling.search(str(tag.get("href") or "")))
        elif name in BOLD:
            inside["bold"] += step
        elif name in ("i", "em"):
            inside["i"] += step
        elif name in HEADINGS:
            inside["heading"] += step
        elif name == "figure":
            if step > 0:
                outermost = not self._figures
                self._figures.append(tag.find("img") is not None if outermost else self._figures[-1])
            else:
                self._figures.pop()
        elif name in ("ul", "ol"):
            if step > 0:
                self._list_count += 1
                self._lists.append(self._list_count)
            else:
                self._lists.pop()

    def _add(self, text: str) -> None:
        if not text:
            return
        self._text.append(text)
        self._size += 0 if text.isspace() else len(text)
        if self._inside["a"] or self._inside["bold"]:
            length = sum(len(word) for word in text.split())
            self._linked += length * bool(self._inside["a"])
            self._bold += length * bool(self._inside["bold"])
        if self._inside["i"] and not text.isspace():
            self._italic = True

    def _flush(self) -> None:
        text = tidy("".join(self._text)) if self._text else ""
        if text:
            self.items.append(
                Line(
                    text=text,
                    heading=self._inside["heading"] > 0,
                    linked=self._linked,
                    bold=self._bold,
                    group=self._lists[-1] if self._lists else None,
                    emphasised=self._italic,
                    gallery=self._gallery is not None,
                    author=self._byline is not None,
                )
            )
        self._text.clear()
        self._size = self._linked = self._bold = 0
        self._italic = False

    def _line_break(self, tag: Tag) -> None:
        """A <br> ends a line, unless it wraps one in the middle of a sentence."""
        end = self._text[-1][-20:].rstrip()[-1:] if self._text else ""
        following = tag.next_sibling
        twice = isinstance(following, Tag) and following.name == "br"
        wrapped = _OPEN_END.match(end) and self._size >= _WRAPPED and not twice
        if wrapped and isinstance(following, NavigableString) and following.strip():
            self._text.append("\n")
        else:
            self._flush()

    def _picture(self, tag: Tag) -> None:
        if self.rules.emoji.search(f"{tag.get('src')} {' '.join(classes_of(tag))}"):
            self._add(str(tag.get("alt") or ""))
            return
        if self._inline(tag):
            self._flush()
        self.items.append(Picture(tag, self._inside["selling"] > 0))
        if gallery_block(tag):
            self._gallery = tag.parent

    def _inline(self, tag: Tag) -> bool:
        """Whether text before a picture is a paragraph of its own: always, but for one in a sentence."""
        following = tag.next_sibling
        return not (isinstance(following, NavigableString) and following.strip() and self._size)

    def _after_picture(self) -> bool:
        return not self._size and bool(self.items) and not isinstance(self.items[-1], Line)

    def _caption(self, tag: Tag, part: Part) -> None:
        self._flush()
        self.items += [Picture(image, self._inside["selling"] > 0) for image in tag.find_all("img", limit=20)]
        words, credit = caption_texts(tag, self.rules)
        if part is Part.CREDIT:
            words, credit = "", f"{words} {credit or ''}".strip()
        self.items.append(Caption(words, credit or None, any(self._figures[-1:])))


def gallery_block(image: Tag) -> bool:
    """A picture with a bold title and words of its own after it: <div><img><br><b>title</b>: words</div>."""
    following = image.next_sibling
    for _ in range(4):
        comment = isinstance(following, Comment)
        blank = isinstance(following, NavigableString) and not following.strip()
        if following and (comment or blank or (isinstance(following, Tag) and following.name == "br")):
            following = following.next_sibling
    in_div = image.parent is not None and image.parent.name == "div"
    return in_div and isinstance(following, Tag) and following.name in BOLD


def caption_texts(tag: Tag, rules: Rules) -> tuple[str, str | None]:
    """The words of a caption and the credit that is an element of its own."""
    credits: list[str] = []
    words: list[str] = []
    stack: list[tuple[object, bool]] = [(child, False) for child in reversed(tag.contents)]
    while stack:
        node, credited = stack.pop()
        if isinstance(node, Tag):
            part = part_of(node, rules)
            if part in (Part.DROPPED, Part.MEDIUM, Part.FALLBACK, Part.IMAGE):
                continue
            if node.name in BLOCKS or node.name == "br":
                (credits if credited else words).append(" ")
            credited = credited or part is Part.CREDIT
            stack += [(child, credited) for child in reversed(node.contents)]
        elif isinstance(node, NavigableString) and type(node) in (NavigableString, CData):
            (credits if credited else words).append(str(node))
    return tidy("".join(words)), tidy("".join(credits)) or None
