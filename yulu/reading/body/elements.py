"""What an element of a page is: text, a picture, a caption, or furniture."""

import re
from enum import Enum, auto
from functools import lru_cache

from bs4 import Tag

from yulu.reading.outlets import Rules

MEDIA = frozenset(("iframe", "object", "embed", "video", "audio"))
_HIDDEN = re.compile(r"display\s*:\s*none", re.I)


class Part(Enum):
    TEXT = auto()
    DROPPED = auto()
    MEDIUM = auto()
    FALLBACK = auto()
    IMAGE = auto()
    CAPTION = auto()
    CREDIT = auto()
    BYLINE = auto()


def part_of(tag: Tag, rules: Rules) -> Part:
    """Classify by tag name, then by class, id and attributes."""
    name = tag.name
    if name == "img":
        return Part.DROPPED if _dropped(tag, rules) else Part.IMAGE
    if name == "noscript":
        return Part.FALLBACK
    if name in MEDIA:
        return Part.MEDIUM
    if name in rules.tags:
        return Part.DROPPED
    attributes = tag.attrs
    if not attributes:
        return Part.CAPTION if name in rules.caption_tags else Part.TEXT
    if _dropped(tag, rules):
        return Part.DROPPED
    if name in rules.caption_tags:
        return Part.CAPTION
    return _class_part(rules, classes_of(tag)) if "class" in attributes else Part.TEXT


def classes_of(tag: Tag) -> tuple[str, ...]:
    classes = tag.attrs.get("class", ())
    return tuple(classes.split()) if isinstance(classes, str) else tuple(classes)


def _dropped(tag: Tag, rules: Rules) -> bool:
    attributes = tag.attrs
    if not rules.attributes.isdisjoint(attributes):
        return True
    if "id" in attributes and rules.html_ids.fullmatch(str(attributes["id"])):
        return True
    if "style" in attributes and _HIDDEN.search(str(attributes["style"])):
        return True
    return "class" in attributes and _class_dropped(rules, classes_of(tag))


@lru_cache(maxsize=20_000)
def _class_dropped(rules: Rules, classes: tuple[str, ...]) -> bool:
    return any(rules.classes.fullmatch(name) for name in classes)


@lru_cache(maxsize=20_000)
def _class_part(rules: Rules, classes: tuple[str, ...]) -> Part:
    if any(rules.caption_classes.fullmatch(name) for name in classes):
        return Part.CAPTION
    if any(rules.credit_classes.fullmatch(name) for name in classes):
        return Part.CREDIT
    if any(rules.byline_classes.fullmatch(name) for name in classes):
        return Part.BYLINE
    return Part.TEXT
