"""The address of an article in one form, and the part of it that names the article."""

import hashlib
import re
from urllib.parse import unquote, urlsplit

from yulu.reading.outlets import Rules, host_of

_TRACKING = re.compile(r"(?<=[?&])(?:utm_\w+|fsrc|fbclid|gclid|ref_src|full|_ga|spm)=[^&#]*(?:&|(?=#)|$)")
_TAB = re.compile(r"#(?:new_tab)?$")
_SLASHES = re.compile(r"(?<!:)/{2,}")
_UNSAFE = re.compile(r"[\s<>\"]")


def canonical(url: str | None, rules: Rules) -> str | None:
    """An address without tracking and doubled slashes, https where the outlet is known; None if it is none.

    A `?` or `#` stays: some outlets have them inside the path of an article.
    """
    if not url:
        return None
    url = _UNSAFE.sub(lambda found: f"%{ord(found[0]):02X}" if found[0] < "\x80" else "", url.strip())
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return None
    url = _SLASHES.sub("/", _TAB.sub("", url))
    url = re.sub(r"[?&]$|[?&](?=#)", "", _TRACKING.sub("", url))
    if url.startswith("http://") and _of_outlet(url, rules):
        url = f"https://{url[7:]}"
    return url


def web_url(url: str | None) -> str | None:
    """The URL if a browser would go to a web page with it, else None: an article may say anything."""
    try:
        parts = urlsplit((url or "").strip())
    except ValueError:
        return None
    return url if parts.scheme in {"http", "https"} and parts.netloc else None


def key(url: str | None, title: str, day: str | None, rules: Rules) -> str:
    """`outlet:native id`: the same for every file of an article, whatever its headline or section.

    Without an address, an article is known by its title and its day.
    """
    if url is None:
        return f"{rules.slug}:{hashlib.sha256(f'{title} {day}'.encode()).hexdigest()[:16]}"
    decoded = unquote(url)
    if _of_outlet(url, rules):
        for pattern in rules.ids:
            if found := pattern.search(decoded):
                return f"{rules.slug}:{found[1]}"
    return f"{rules.slug}:{re.sub('^https?://(www[.])?', '', decoded).rstrip('/')}"


def _of_outlet(url: str, rules: Rules) -> bool:
    host = host_of(url) or ""
    return any(host == known or host.endswith(f".{known}") for known in rules.hosts)
