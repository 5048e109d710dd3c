"""Who published an article, and what is particular about their pages: data/outlets.yml."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from yulu.lexicon.data_files import load
from yulu.model import Outlet, Source

_HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")


@dataclass(frozen=True)
class Shifted:
    """Feed times that are late by one of `hours`: see clock.py."""

    url_day: re.Pattern[str]
    hours: tuple[int, ...]
    quiet: tuple[int, int]  # local hours between which the outlet publishes nothing
    periods: tuple[tuple[datetime, datetime, int], ...]  # crawl times for which the shift is known


@dataclass(frozen=True, eq=False)
class Rules:
    """How to read the pages of one outlet: its own rules and those of any page, compiled."""

    slug: str
    hosts: frozenset[str]
    ids: tuple[re.Pattern[str], ...]
    zone: ZoneInfo | None
    page_zone: ZoneInfo | None
    day: re.Pattern[str] | None
    shifted: Shifted | None
    title: tuple[re.Pattern[str], ...]
    tags: frozenset[str]
    classes: re.Pattern[str]
    html_ids: re.Pattern[str]
    attributes: frozenset[str]
    caption_tags: frozenset[str]
    caption_classes: re.Pattern[str]
    caption_attributes: tuple[str, ...]
    credit_classes: re.Pattern[str]
    byline_classes: re.Pattern[str]
    credits: re.Pattern[str]
    emoji: re.Pattern[str]
    furniture: re.Pattern[str]
    furniture_alt: re.Pattern[str]
    selling: re.Pattern[str]
    not_captions: re.Pattern[str]
    head: tuple[re.Pattern[str], ...]
    tail: tuple[re.Pattern[str], ...]
    lines: tuple[re.Pattern[str], ...]
    gallery_lists: re.Pattern[str]
    end: re.Pattern[str]
    names: frozenset[str]  # what a file calls the outlet, where it could name an author


@cache
def _data() -> dict[str, Any]:
    loaded: dict[str, Any] = load("outlets.yml")
    return loaded


def rules_data() -> tuple[dict[str, Any], dict[str, Any]]:
    """What is said of the pages of any outlet, and of each outlet by its slug."""
    return _data()["everywhere"], _data()["outlets"]


@cache
def _by(key: str) -> dict[str, str]:
    return {word: slug for slug, entry in _data()["outlets"].items() for word in entry.get(key, ())}


def outlet_named(slug: str) -> Outlet:
    """The outlet of a slug. A slug that is not in the data is the host or the name it was made from."""
    entry = _data()["outlets"].get(slug)
    if entry is None:
        return Outlet(slug, slug, None, f"https://{slug}" if _HOST.fullmatch(slug) else None, None, None)
    published = entry.get("text", "full")
    if published not in ("full", "excerpt"):  # a slip of the pen must not publish a text
        raise ValueError(f"outlets.yml: text of {slug} is full or excerpt, not {published}")
    columns = {key: entry.get(key) for key in ("name", "name_en", "homepage", "country", "language")}
    return Outlet(slug, **columns, text=published)


def host_of(url: str | None) -> str | None:
    """The host of an address, without www."""
    try:
        host = urlsplit(url or "").hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None


def slug_of_address(url: str | None) -> str | None:
    """The outlet that has the host or a parent of it; else the host; None for what is no address."""
    host, hosts = host_of(url), _by("hosts")
    if not host:
        return None
    parents = (host[n:] for n in range(len(host)) if n == 0 or host[n - 1] == ".")
    return next((hosts[parent] for parent in parents if parent in hosts), host)


def slug_of(source: Source) -> str:
    """Who published a file: by tag, by host, by author; else the host or the name itself."""
    names = _by("names")
    known = next((names[tag] for tag in source.tags if tag in names), None) or slug_of_address(source.url)
    if known:
        return known
    return names.get(source.author or "") or next(iter(source.tags), source.author) or "unknown"


@cache
def rules_named(slug: str) -> Rules:
    """The rules for the pages of an outlet; one that is unknown has those of any page."""
    entry, everywhere = _data()["outlets"].get(slug, {}), _data()["everywhere"]

    def both(key: str) -> list[str]:
        return [*entry.get(key, ()), *everywhere.get(key, ())]

    def zone(key: str) -> ZoneInfo | None:
        return ZoneInfo(entry[key]) if key in entry else None

    return Rules(
        slug=slug,
        hosts=frozenset(entry.get("hosts", ())),
        ids=_each(entry.get("id", ())),
        zone=zone("zone"),
        page_zone=zone("page_zone"),
        day=re.compile(entry["day"]) if "day" in entry else None,
        shifted=_shifted(entry["shifted"]) if "shifted" in entry else None,
        title=_each(entry.get("title", ())),
        tags=frozenset(both("tags")),
        classes=_any(both("classes")),
        html_ids=_any(both("ids")),
        attributes=frozenset(both("attributes")),
        caption_tags=frozenset(both("caption_tags")),
        caption_classes=_any(both("caption_classes")),
        caption_attributes=tuple(entry.get("captions", ())),
        credit_classes=_any(both("credit_classes")),
        byline_classes=_any(both("byline_classes")),
        credits=re.compile(everywhere["credits"]),
        emoji=_any(both("emoji")),
        furniture=_any(both("furniture")),
        furniture_alt=re.compile(everywhere["furniture_alt"], re.I),
        selling=re.compile(everywhere["selling"]),
        not_captions=re.compile(everywhere["not_captions"], re.I),
        head=_each(both("head")),
        tail=_each(both("tail")),
        lines=_each(both("lines")),
        gallery_lists=_any(both("gallery_lists")),
        end=_any(both("end")),
        names=frozenset(entry.get("names", ())) | {slug, outlet_named(slug).name},
    )


def _each(patterns: Iterable[str]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in patterns)


def _any(patterns: Iterable[str]) -> re.Pattern[str]:
    """One pattern for many; no pattern matches nothing."""
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns) or r"(?!)")


def _shifted(entry: dict[str, Any]) -> Shifted:
    periods = tuple((p["start"], p["end"], p["hours"]) for p in entry["periods"])
    return Shifted(re.compile(entry["url_day"]), tuple(entry["hours"]), tuple(entry["quiet"]), periods)
