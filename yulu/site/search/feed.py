"""Finds as an Atom feed, the newest first: who follows it hears when he says it again."""

import re
from collections.abc import Callable, Sequence
from typing import Any

from lxml import etree

ATOM = "http://www.w3.org/2005/Atom"
CONTENT_TYPE = "application/atom+xml; charset=utf-8"
# Characters that XML 1.0 does not allow.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
NEVER = "1970-01-01T00:00:00Z"  # an entry must have a time


def atom(title: str, page: str, feed: str, rows: Sequence[dict[str, Any]], link: Callable[..., str]) -> bytes:
    """A feed of rows. `page` and `feed` are absolute addresses, `link(row)` gives that of a row."""
    root = etree.Element(f"{{{ATOM}}}feed", nsmap={None: ATOM})
    _add(root, "title", title)
    _add(root, "id", page)
    _add(root, "link", rel="alternate", type="text/html", href=page)
    _add(root, "link", rel="self", type="application/atom+xml", href=feed)
    _add(root, "updated", max(map(_updated, rows), default=NEVER))
    for row in rows:
        entry = _add(root, "entry")
        _add(entry, "id", link(row))
        _add(entry, "title", title_of(row))
        _add(entry, "link", rel="alternate", type="text/html", href=link(row))
        _add(entry, "updated", _updated(row))
        _add(_add(entry, "author"), "name", row["outlet"])
        _add(entry, "summary", row["text"] if row["type"] == "quote" else shortened(row["text"] or "", 200))
    return bytes(etree.tostring(root, xml_declaration=True, encoding="utf-8"))


def title_of(row: dict[str, Any]) -> str:
    """Who says what where: the outlet, the speaker with the cue, the first words."""
    if row["type"] != "quote":
        return f"{row['outlet']}：{row['title']}"
    said = f"{row['speaker'] or ''}{row['cue'] or ''}" or row["title"]
    return f"{row['outlet']}：{said}：{shortened(row['text'], 60)}"


def shortened(text: str, most: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1] + "…"


def _add(parent: Any, name: str, text: str | None = None, **attributes: str) -> Any:
    element = etree.SubElement(parent, f"{{{ATOM}}}{name}")
    for key, value in attributes.items():
        element.set(key, _NOT_XML.sub("", value))
    if text is not None:
        element.text = _NOT_XML.sub("", text)
    return element


def _updated(row: dict[str, Any]) -> str:
    return str(row["published"] or (f"{row['day']}T00:00:00Z" if row["day"] else NEVER))
