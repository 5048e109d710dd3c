"""A file -> what its header says, and the HTML below it. Never raises for what a file holds."""

import hashlib
import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import frontmatter
import yaml

from yulu.model import Skipped, Source

# Title and address once more below the front matter: <!--feed time in ms--> [title](address) ------
_COMMENT = r"\s*<!--\s*(?P<ms>\d{10,16})\s*-->"
_LINK = r"\[(?P<title>.{0,2000}?)\]\((?P<url>\S{0,2000}?)\)"
_HEADING = re.compile(rf"(?:{_COMMENT})?\s*{_LINK}[ \t]*\n-{{3,}}[ \t]*(?:\n|\Z)", re.S)
_EPOCH = re.compile(_COMMENT)
_MARKDOWN_TITLE = re.compile(r"\s*#[ \t]+(?P<title>[^\n]+)\n")
_FRONT_MATTER = re.compile(r"\A\s*---[ \t]*\n(?P<lines>.*?)\n---[ \t]*(?:\n|\Z)", re.S)
_FIELD = re.compile(r"^(title|date|author|from|url|tags|categories)[ \t]*:[ \t]*(.*)$", re.M)
# What stands for something elsewhere in YAML. No header has it but one that would unfold without end.
_REFERENCE = re.compile(r"(?:^|[-:?,\[{])\s*[&*]\w|<<\s*:", re.M)
YEARS = range(1900, 2200)  # a date outside of these is a mistake
LARGEST = 20_000_000  # bytes of a file: no article comes near
HEADER = 8_000  # characters in which a header ends: a search for it never runs through a whole body


def read(path: Path) -> Source | Skipped:
    """Read one file. A file that is not UTF-8 text is skipped with the place of the first bad byte, one of
    more than LARGEST bytes unread.

    The heading line is the authority on title and address: the front matter of some files
    holds an altered title ("..." removed) or an address that is not percent-encoded.
    """
    with path.open("rb") as file:
        data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        return Skipped(str(path), "too-large", f"more than {LARGEST // 1_000_000} MB")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return Skipped(str(path), "not-utf8", f"byte {error.start}: {error.reason}")
    meta, rest = front_matter(text.replace("\r\n", "\n"))
    heading = _HEADING.match(rest, 0, HEADER) or _EPOCH.match(rest) or _MARKDOWN_TITLE.match(rest, 0, HEADER)
    found = heading.groupdict() if heading else {}
    return Source(
        path=str(path),
        sha256=hashlib.sha256(data).hexdigest(),
        title=found.get("title") or _text(meta.get("title")),
        url=found.get("url") or _text(meta.get("from")) or _text(meta.get("url")) or None,
        author=_text(meta.get("author")).strip() or None,
        crawled=_moment(meta.get("date")),
        feed=_epoch(found.get("ms")),
        tags=tuple(dict.fromkeys(_names(meta.get("tags")) + _names(meta.get("categories")))),
        html=rest[heading.end() :] if heading else rest,
    )


def front_matter(text: str) -> tuple[dict[str, Any], str]:
    """The fields above the text and the text. Fields that are not valid YAML are read line by line."""
    block = _FRONT_MATTER.match(text, 0, HEADER)
    if block is None:
        return {}, text
    try:
        meta = {} if _REFERENCE.search(block["lines"]) else frontmatter.parse(block[0])[0]
    except (yaml.YAMLError, ValueError, TypeError, AttributeError, OverflowError, RecursionError):
        meta = {}
    lines = {name: _unquoted(value) for name, value in _FIELD.findall(block["lines"])}
    # A title like `No` or `2020` is a boolean or a number to YAML: the line has the words.
    words = {name: value for name, value in meta.items() if isinstance(value, str | list | date)}
    if isinstance(words.get("title"), date):
        del words["title"]
    return lines | words, text[block.end() :]


def _unquoted(value: str) -> str:
    value = value.strip()
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        value = value[1:-1].replace('\\"', '"')
    return value


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _names(value: object) -> list[str]:
    """A YAML list, or `[ a, b ]` as a line."""
    if isinstance(value, str):
        value = value.strip().removeprefix("[").removesuffix("]").split(",")
    names = value if isinstance(value, list) else []
    words = (_unquoted(str(item)) for item in names if isinstance(item, str | int | float | date))
    return [name for name in words if name]


def _moment(value: object) -> datetime | None:
    """A date of the front matter; one without a zone is UTC, as the crawler writes it."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value.strip())
        except ValueError:
            return None
    if isinstance(value, date) and not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day)
    if not isinstance(value, datetime) or value.year not in YEARS:
        return None
    return value.replace(tzinfo=value.tzinfo or UTC).astimezone(UTC)


def _epoch(ms: str | None) -> datetime | None:
    """Milliseconds (13 digits) or seconds (10 digits) since 1970."""
    if not ms:
        return None
    try:
        moment = datetime.fromtimestamp(int(ms) / (1000 if len(ms) > 11 else 1), UTC)
    except (OverflowError, ValueError, OSError):
        return None
    return moment if moment.year in YEARS else None
