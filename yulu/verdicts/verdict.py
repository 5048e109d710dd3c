"""What a verdict may say, and what it must: the closed list of fields that docs/verdicts.md explains."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, get_args

from yulu.model import Kind, SpeakerKind
from yulu.reading import address
from yulu.reading.outlets import rules_named, slug_of_address

NAMES = ("quote", "words", "article", "file", "outlet")  # what a verdict is about
SAYS = ("speaker", "speaker_kind", "mention", "cue", "via", "kind", "text")
TOLD = ("by", "model", "sure", "date", "why")  # who said so, how sure, when and why
FIELDS = frozenset({"verdict", *NAMES, *SAYS, *TOLD})

# Verdict -> the fields that it needs beside the quote or article it names, and those it may have.
ABOUT_QUOTES: dict[str, tuple[set[str], set[str]]] = {
    "right": (set(), set()),
    "no quote": (set(), set()),
    "speaker": ({"speaker"}, {"speaker_kind", "mention"}),
    "kind": ({"kind"}, set()),
    "words": ({"text"}, set()),
}
MISSED = ({"article", "kind", "text", "speaker"}, {"speaker_kind", "mention", "cue", "via"})
HIDE = ("quote", "article", "file", "outlet", "speaker")
VERDICTS = (*ABOUT_QUOTES, "missed", "hide")
MAY_BE_EMPTY = {"speaker"}  # nobody is named
LONGEST = {
    "text": 20_000,
    "words": 20_000,
    "why": 1000,
    "article": 4000,
    "file": 2000,
}  # characters; else 300
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


class NotAVerdict(ValueError):
    """`reason` is a code of `skipped_verdicts`; the message says what is wrong."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Verdict:
    """One verdict as it stands in a file."""

    id: str  # of what it says, the same wherever it stands
    file: str
    line: int  # counted from 1
    verdict: str
    by: str | None
    date: str  # YYYY-MM-DD
    why: str | None
    model: str | None  # the language model that gave it; None for a person's
    sure: float | None  # the model's own figure, 0..1
    quote: int | None
    words: str | None
    article: str | None  # its address, in the form of `articles.url`
    article_key: str | None
    source: str | None  # its file
    outlet: str | None
    speaker: str | None
    speaker_kind: SpeakerKind | None
    mention: str | None
    cue: str | None
    via: str | None
    kind: Kind | None
    text: str | None


def verdict_of(entry: object, file: str, line: int) -> Verdict:
    """The verdict of one entry of a file. Raises NotAVerdict."""
    if isinstance(entry, NotAVerdict):
        raise entry
    if not isinstance(entry, dict):
        raise NotAVerdict("not a verdict", f"a list of fields is wanted, not {type(entry).__name__}")
    unknown = sorted(str(field) for field in entry.keys() - FIELDS)
    if unknown:
        raise NotAVerdict("unknown field", f"{', '.join(unknown)}")
    fields = {name: _checked(name, value) for name, value in entry.items()}
    said = fields.get("verdict")
    if said not in VERDICTS:
        raise NotAVerdict("unknown verdict", f"{said!r} is none of {', '.join(VERDICTS)}")
    _check_fields(said, fields)
    identity = json.dumps(fields, ensure_ascii=False, sort_keys=True)
    if url := fields.get("article"):
        rules = rules_named(slug_of_address(url) or "unknown")
        fields["article"] = address.canonical(url, rules)
        if not fields["article"]:
            raise NotAVerdict("bad value", "article is the address of an article")
        fields["article_key"] = address.key(fields["article"], "", None, rules)
    return Verdict(
        id=hashlib.sha256(identity.encode()).hexdigest()[:16],
        file=file,
        line=line,
        verdict=said,
        source=fields.get("file"),
        article_key=fields.get("article_key"),
        date=fields["date"],
        **{name: fields.get(name) for name in FIELDS - {"file", "date", "verdict"}},
    )


def _check_fields(said: str, fields: Mapping[str, Any]) -> None:
    given = {name for name, value in fields.items() if value is not None or name in MAY_BE_EMPTY} - {
        "verdict",
        *TOLD,
    }
    if said == "hide":
        named = [name for name in HIDE if fields.get(name) is not None]
        if not named:
            raise NotAVerdict("missing field", f"hide what? One of {', '.join(HIDE)}")
        needed, allowed = {named[0]}, {"article", "words"} if named[0] == "quote" else set()
        if named[0] == "quote" and not given & {"words", "article"}:
            raise NotAVerdict("missing field", "to hide a quote name its article or its words too")
    elif said == "missed":
        needed, allowed = MISSED
    else:
        more, may = ABOUT_QUOTES[said]
        needed, allowed = {"words", *more}, {"quote", "article", *may}
        if not given & {"quote", "article"}:
            raise NotAVerdict("missing field", "the number of the quote, or the address of its article")
    if not fields.get("date") or not (fields.get("by") or fields.get("model")):
        raise NotAVerdict("missing field", "date, and by (or model): who said so, and when")
    if missing := sorted(needed - given):
        raise NotAVerdict("missing field", ", ".join(missing))
    if extra := sorted(given - needed - allowed):
        raise NotAVerdict("unknown field", f"{', '.join(extra)} in a verdict “{said}”")
    if fields.get("model") and said == "hide":
        raise NotAVerdict("unknown verdict", "only a person hides")


def _checked(name: str, value: object) -> Any:
    """A value in the form of its field. Raises NotAVerdict."""
    if value is None:
        return None
    if name == "quote":
        if isinstance(value, bool) or not isinstance(value, int) or not 0 < value < 2**53:
            raise NotAVerdict("bad value", "quote is the number of a quote")
        return value
    if name == "sure":
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
            raise NotAVerdict("bad value", "sure is a number from 0 to 1")
        return float(value)
    if name == "date":
        return _day(value)
    if not isinstance(value, str) or not value.strip():
        raise NotAVerdict("bad value", f"{name} is a text")
    if len(value) > LONGEST.get(name, 300):
        raise NotAVerdict("bad value", f"{name} is longer than {LONGEST.get(name, 300)} characters")
    known = {"kind": get_args(Kind), "speaker_kind": get_args(SpeakerKind)}.get(name)
    if known and value not in known:
        raise NotAVerdict("bad value", f"{name} is one of {', '.join(known)}")
    return _ADDRESS.sub("…", value).strip() if name in TOLD else value.strip()


def _day(value: object) -> str:
    try:
        return date.fromisoformat(str(value)[:10]).isoformat()
    except ValueError:
        raise NotAVerdict("bad value", "date is a day such as 2026-11-21") from None
