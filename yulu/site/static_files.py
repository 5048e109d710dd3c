"""A file sent over HTTP (RFC 9110): whole or in part, or not at all if the reader has it already."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from pathlib import Path
from typing import Any

CHUNK = 1 << 18  # bytes
MAX_AGE = 3600  # seconds; after that the tag tells whether there is a new export
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")
Send = Callable[[dict[str, Any]], Awaitable[None]]


@dataclass(frozen=True)
class Answer:
    """Which bytes of a file to send, from `start` to before `end`, under which status and headers."""

    status: int
    headers: dict[str, str]
    start: int = 0
    end: int = 0


def answer(asked: Mapping[str, str], size: int, modified: datetime, content_type: str) -> Answer:
    """What to send to a request with these headers (lower case) for a file of this size and time."""
    tag = f'"{size:x}-{int(modified.timestamp() * 1000):x}"'
    headers = {
        "accept-ranges": "bytes",
        "cache-control": f"public, max-age={MAX_AGE}",
        "etag": tag,
        "last-modified": format_datetime(modified, usegmt=True),
    }
    if known(asked, tag, modified):
        return Answer(304, headers)
    headers["content-type"] = content_type
    part = part_asked_for(asked, size, tag, headers["last-modified"])
    if part is None:
        return Answer(200, headers | {"content-length": str(size)}, 0, size)
    start, end = part
    if start >= end:
        return Answer(416, headers | {"content-range": f"bytes */{size}", "content-length": "0"})
    extent = {"content-range": f"bytes {start}-{end - 1}/{size}", "content-length": str(end - start)}
    return Answer(206, headers | extent, start, end)


def known(asked: Mapping[str, str], tag: str, modified: datetime) -> bool:
    """Whether the reader has this very file. A tag counts for more than a time."""
    if "if-none-match" in asked:
        tags = [each.strip().removeprefix("W/") for each in asked["if-none-match"].split(",")]
        return tag in tags or "*" in tags
    try:
        return parsedate_to_datetime(asked["if-modified-since"]) >= modified.replace(microsecond=0)
    except (KeyError, ValueError, TypeError):
        return False


def part_asked_for(asked: Mapping[str, str], size: int, tag: str, modified: str) -> tuple[int, int] | None:
    """First byte and byte after the last; empty where it lies outside the file; None for the whole file.

    Several ranges at once, and a range of a file that has changed since, get the whole file.
    """
    wanted = _RANGE.fullmatch(asked.get("range", "").strip())
    if wanted is None or asked.get("if-range", tag) not in (tag, modified):
        return None
    first, last = wanted.groups()
    if first:
        end = min(int(last) + 1, size) if last else size
        return None if last and int(last) < int(first) else (int(first), end)
    return (max(0, size - int(last)), size) if last else None


async def send_file(send: Send, method: str, asked: Mapping[str, str], path: Path, content_type: str) -> None:
    """Answer a request for a file that exists. `asked` are the headers, in lower case."""
    status = path.stat()
    modified = datetime.fromtimestamp(status.st_mtime, UTC)
    found = answer(asked, status.st_size, modified, content_type)
    headers = [(name.encode(), value.encode()) for name, value in found.headers.items()]
    await send({"type": "http.response.start", "status": found.status, "headers": headers})
    left = 0 if method == "HEAD" else found.end - found.start
    with path.open("rb") as file:
        file.seek(found.start)
        while left > 0:
            chunk = await asyncio.to_thread(file.read, min(CHUNK, left))
            if not chunk:  # the file has become shorter: let the reader see that it is not complete
                break
            left -= len(chunk)
            await send({"type": "http.response.body", "body": chunk, "more_body": left > 0})
    if method == "HEAD" or found.end == found.start:
        await send({"type": "http.response.body", "body": b""})
