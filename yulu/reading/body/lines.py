"""The lines of a page -> the text of the article, and what stands around it: byline, dateline, time."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from yulu.model import Image
from yulu.reading import clock
from yulu.reading.body.walk import Line
from yulu.reading.outlets import Rules
from yulu.text.characters import squeeze

WINDOW = 1_000  # characters at the start and at the end of a line in which its furniture stands
HEAD = 4  # lines among which title, author and time are printed
_SENTENCE_END = re.compile(r"[。！？!?…；;，,：:”’」』）)]$")
_NOT_HEADING = re.compile(r"[。；;，,]$|[。！？].")
_WORDS = re.compile(r"\w")
_STARRED = re.compile(r"^\*\*\s*(.{1,60}?)\s*\*\*$")


@dataclass
class Text:
    """What the lines of a page hold. `items` keeps lines and pictures in their order."""

    items: list[Line | Image] = field(default_factory=list)
    bylines: list[str] = field(default_factory=list)
    dateline: str | None = None
    time: datetime | None = None


def article_text(items: Sequence[Line | Image], title: str, rules: Rules) -> Text:
    """Part the text of an article from the furniture of its page."""
    text = Text()
    items = _until_end(items, rules)
    items = _without_link_lists(items)
    items = _without_other_galleries(items, rules)
    items = _take_head(_take_authors(items, text), title, text, rules)
    lines = [item for item in items if isinstance(item, Line)]
    first = {id(line) for line in lines[:3]}
    last = {id(line) for line in lines[-4:]}
    for item in items:
        if isinstance(item, Image):
            text.items.append(item)
            continue
        line = _take_around(item, text, rules, first=id(item) in first, last=id(item) in last)
        if line and _WORDS.search(line.text):
            text.items.append(_as_heading(line))
    return text


def _until_end(items: Sequence[Line | Image], rules: Rules) -> list[Line | Image]:
    """Up to the feed's footer or the list of further reading."""
    for n, item in enumerate(items):
        if isinstance(item, Line) and rules.end.search(item.text, 0, WINDOW):
            return list(items[:n])
    return list(items)


def _without_link_lists(items: list[Line | Image]) -> list[Line | Image]:
    """Without lists that are nothing but links: related stories."""
    linked: Counter[int] = Counter()
    length: Counter[int] = Counter()
    for item in items:
        if isinstance(item, Line) and item.group is not None:
            linked[item.group] += item.linked
            length[item.group] += len(squeeze(item.text))
    related = {group for group, size in length.items() if linked[group] >= 0.9 * size}
    return [item for item in items if not (isinstance(item, Line) and item.group in related)]


def _without_other_galleries(items: list[Line | Image], rules: Rules) -> list[Line | Image]:
    """A gallery under a heading like 相关图集 belongs to another article."""
    for n, item in enumerate(items):
        if isinstance(item, Line) and item.heading and rules.gallery_lists.search(item.text, 0, WINDOW):
            rest = [i for i in items[n + 1 :] if isinstance(i, Line) and not i.gallery]
            return [*items[:n], *rest]
    return items


def _take_authors(items: list[Line | Image], text: Text) -> list[Line | Image]:
    """Without the lines that the page marks as author: a name, and perhaps a position after it."""
    before: Line | Image | None = None
    for item in items:
        if isinstance(item, Line) and item.author and not (isinstance(before, Line) and before.author):
            text.bylines.append(item.text)
        before = item
    return [item for item in items if not (isinstance(item, Line) and item.author)]


def _take_head(items: list[Line | Image], title: str, text: Text, rules: Rules) -> list[Line | Image]:
    """Without the title, the author and the time that are printed above the text."""
    lines = [item for item in items if isinstance(item, Line)][:HEAD]
    taken: set[int] = set()
    for n, line in enumerate(lines):
        moment = clock.page_time(line.text, rules.page_zone)
        if moment:
            text.time = moment.time
            text.bylines += [name.text for name in lines[:n] if name.emphasised and id(name) not in taken]
            taken.update(id(name) for name in lines[:n] if name.emphasised)
        if moment or squeeze(line.text) == squeeze(title):
            taken.add(id(line))
    if not text.time and lines and lines[0].emphasised and _is_name(lines[0].text):
        text.bylines.append(lines[0].text)
        taken.add(id(lines[0]))
    return [item for item in items if id(item) not in taken]


def _is_name(words: str) -> bool:
    return len(words) <= 40 and not _SENTENCE_END.search(words[:-1]) and "。" not in words


def _take_around(line: Line, text: Text, rules: Rules, *, first: bool, last: bool) -> Line | None:
    """A line without what is not text at its start and end; None when nothing of it is text."""
    for pattern in rules.lines:
        if found := pattern.match(line.text, 0, WINDOW):
            _note(found, text)
            return None
    words = line.text
    if first:
        for pattern in rules.head:
            if found := pattern.match(words, 0, WINDOW):
                _note(found, text)
                words = words[found.end() :].lstrip()
    for pattern in rules.tail if last else ():
        if found := pattern.search(words, max(0, len(words) - WINDOW)):
            _note(found, text)
            words = words[: found.start()].rstrip()
    return line if words == line.text else replace(line, text=words)


def _note(found: re.Match[str], text: Text) -> None:
    groups = found.groupdict()
    if groups.get("byline"):
        text.bylines.append(groups["byline"])
    if groups.get("dateline") and not text.dateline:
        text.dateline = groups["dateline"].strip()


def _as_heading(line: Line) -> Line:
    """A short line all in bold, or between asterisks, is a heading."""
    if starred := _STARRED.match(line.text):
        return replace(line, text=starred[1], heading=True)
    bold = line.bold >= len(squeeze(line.text)) and len(line.text) <= 40
    if bold and not line.heading and not _NOT_HEADING.search(line.text):
        return replace(line, heading=True)
    return line
