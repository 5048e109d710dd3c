"""Where readers report a wrong quote: the publisher's address or tracker, with the quote filled in."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote as quoted
from urllib.parse import urlencode

from yulu.reading.address import web_url

LONGEST = 200  # characters of the quote's words: browsers and mail programs cut long addresses


def report_address(to: str | None, quote: Mapping[str, Any], permalink: str) -> str | None:
    """The link for one quote. `to` is an e-mail address, or the address of a tracker's form for a new issue,
    which is given `title` and `body`. None where nothing, or something else, is set."""
    speaker = quote.get("speaker") or "?"
    filled = {
        "title": f"Yulu: {speaker} ({quote['id']})",
        "body": f"{permalink}\n\n{speaker}：{quote['text'][:LONGEST]}\n\n",
    }
    if not to:
        return None
    if form := web_url(to):
        return f"{form}{'&' if '?' in form else '?'}{urlencode(filled)}"
    if "@" not in to:
        return None
    fields = {"subject": filled["title"], "body": filled["body"]}
    return f"mailto:{quoted(to, safe='@')}?{urlencode(fields, quote_via=quoted)}"
