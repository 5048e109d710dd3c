"""An article in parts that are read one by one: a build asks all articles for their outlines and for who says
what, and only the few that changed for their texts.
"""

import zlib
from dataclasses import dataclass, replace
from functools import cache
from sys import intern
from typing import NamedTuple, TypeVar

import msgspec

from yulu.model import Article, Gloss, Image, Quote, Seen, Skipped

T = TypeVar("T")


class Parts(NamedTuple):
    """What a file gave, as it is kept. Of one that gave no article the first is all."""

    outline: bytes
    sketch: bytes  # of near_copies.py
    words: bytes  # of beginnings.py
    said: bytes
    rest: bytes


@dataclass(frozen=True, slots=True)
class Said:
    """Who says what in an article, and how its text treats the names."""

    quotes: tuple[Quote, ...]
    glosses: tuple[Gloss, ...]
    seen: tuple[Seen, ...]


@dataclass(frozen=True, slots=True)
class Rest:
    """What only the rows of an article want."""

    byline: str | None
    dateline: str | None
    paragraphs: tuple[str, ...]
    headings: frozenset[int]
    images: tuple[Image, ...]


def parts_of(found: Article | Skipped, sketch: bytes = b"", words: bytes = b"") -> Parts:
    if isinstance(found, Skipped):
        return Parts(packed(found), *[packed(None)] * 4)
    said = Said(found.quotes, found.glosses, found.seen)
    rest = Rest(found.byline, found.dateline, found.paragraphs, found.headings, found.images)
    return Parts(packed(outline_of(found)), packed(sketch), packed(words), packed(said), packed(rest))


def outline_of(article: Article) -> Article:
    """Without what takes most memory."""
    return replace(
        article,
        images=tuple(replace(image, alt=None, credit=None) for image in article.images),
        byline=None,
        dateline=None,
        paragraphs=(),
        headings=frozenset(),
        quotes=(),
        glosses=(),
        seen=(),
    )


def named(outline: Article, source_path: str) -> Article:
    """An outline as it was kept, of the file of this name; what many articles have is held once."""
    return replace(
        outline,
        outlet=intern(outline.outlet),
        day=intern(outline.day) if outline.day else None,
        tags=tuple(map(intern, outline.tags)),
        source_path=source_path,
    )


def with_said(outline: Article, said: Said | Article) -> Article:
    return replace(outline, quotes=said.quotes, glosses=said.glosses, seen=said.seen)


def whole(outline: Article, said: Said | Article, rest: Rest | Article) -> Article:
    """The article of an outline, with those of its pictures that the outline has left."""
    left = {image.url for image in outline.images}
    return replace(
        outline,
        byline=rest.byline,
        dateline=rest.dateline,
        paragraphs=rest.paragraphs,
        headings=rest.headings,
        images=tuple(image for image in rest.images if image.url in left),
        quotes=said.quotes,
        glosses=said.glosses,
        seen=said.seen,
    )


def packed(record: object) -> bytes:
    return zlib.compress(msgspec.msgpack.encode(record), 1)


def readable(data: bytes, kind: type[T]) -> T | None:
    """The record; None where it is damaged."""
    try:
        record: T = decoder(kind).decode(zlib.decompress(data))  # type: ignore[arg-type]
    except (zlib.error, msgspec.DecodeError):
        return None
    return record


@cache
def decoder(kind: type[T]) -> msgspec.msgpack.Decoder[T]:
    return msgspec.msgpack.Decoder(kind)
