"""The pictures of an article: their true address, what is written below them, who made them."""

import json
import re
from collections.abc import Iterable, Iterator
from urllib.parse import unquote, urljoin, urlsplit

from bs4 import Tag

from yulu.model import Image
from yulu.reading.body.walk import Caption, Item, Line, Medium, Picture
from yulu.reading.outlets import Rules
from yulu.text.characters import squeeze, tidy

# The image proxy that feeds put before an address: //images.weserv.nl/?url=ssl:host/path
_PROXY = re.compile(
    r"^(?:https?:)?//(?:images\.weserv\.nl|wsrv\.nl)/?\?url=(?:ssl:|https?(?::|%3A)(?://|%2F%2F))?", re.I
)
LONGEST = 2000  # characters of an address or of a caption; what is longer is none
_NOWHERE = ("data:", "blob:", "about:", "file:")
_SIZE = re.compile(r"\s*(\d+)(?:px)?\s*$")
_COPYRIGHT = re.compile(r"\s*[©Ⓒ]\s*(?P<credit>[^©]{1,60})$")
_SIGNED = re.compile(
    r"(?:^|[\s。，])(?P<credit>(?:REUTERS|Reuters|路透社?)\s*/\s*[^。，（）()]{2,40}"
    r"|中央社(?:特約)?記者[^。，（）()\s]{2,6}(?:攝|傳真).{0,12})$"
)
_BRACKET = re.compile(r"[（(]([^（）()]{1,60})[）)]\s*(?:$|(?=中央社))")
_DATED = re.compile(r"\s*\d{2,4}年\d{1,2}月\d{1,2}日$")
_NO_CREDIT = re.compile(r"^本?(?:图为|圖為|图中|圖中|见图|見圖)|^[\d\s年月日/.:,，-]+$|\d年\d+月(?:\d+日)?$")


def true_url(tag: Tag, base: str | None) -> str | None:
    """Where a picture is: past placeholders, lazy loading and proxies. None when it says nowhere."""
    for candidate in _candidates(tag):
        url = candidate.strip()[: LONGEST + 100]
        unproxied = _PROXY.sub("https://", url)
        if unproxied != url and "%2F" in unproxied.upper().split("/", 3)[-1]:
            unproxied = unquote(unproxied)
        url = unproxied
        if not url or len(url) > LONGEST or url.startswith(_NOWHERE) or url.endswith("undefined"):
            continue
        if url.startswith("//"):
            url = f"https:{url}"
        try:
            if not urlsplit(url).netloc and base:
                url = urljoin(base, url)
            parts = urlsplit(url)
        except ValueError:
            continue
        if parts.scheme in ("http", "https") and parts.netloc and parts.path.strip("/") + parts.query:
            return url.replace(" ", "%20")
    return None


def _candidates(tag: Tag) -> Iterator[str]:
    for name in ("src", "data-src", "data-original", "data-lazy-src", "data-actualsrc", "data-url"):
        value = tag.get(name)
        if value:
            yield str(value)
    for name in ("srcset", "data-srcset"):
        value = tag.get(name)
        if value:
            yield str(value)[:4000].strip().split(" ")[0].rstrip(",")
    try:
        dataset = json.loads(str(tag.get("data-image-dataset") or "{}"))
        yield str(dataset["url"]) + str(dataset["filename"])
    except (ValueError, KeyError, TypeError):
        return


def is_furniture(tag: Tag, url: str, rules: Rules) -> bool:
    """Icons, logos, rules and counting pixels."""
    alt = tidy(str(tag.get("alt") or ""))[:LONGEST]
    sizes = [_SIZE.match(str(tag.get(name) or "")) for name in ("width", "height")]
    tiny = any(size and int(size[1]) <= 2 for size in sizes)
    return tiny or bool(rules.furniture.search(url)) or bool(alt and rules.furniture_alt.match(alt))


def caption_of(words: Iterable[str | None], title: str, rules: Rules) -> str | None:
    """The first of the given texts that says something about the picture."""
    for text in words:
        text = tidy(text or "")
        if (
            0 < len(text) <= LONGEST
            and not rules.not_captions.search(text)
            and squeeze(text) != squeeze(title)
        ):
            return text
    return None


def split_credit(caption: str | None, credit: str | None, rules: Rules) -> tuple[str | None, str | None]:
    """A caption and its credit. `©X` leaves the caption; a signature or a bracket at its end stays in it."""
    if credit:
        credit = credit.lstrip("©Ⓒ ").strip() or None
    if not caption:
        return None, credit
    if copyright := _COPYRIGHT.search(caption):
        return caption[: copyright.start()].strip() or None, credit or copyright["credit"].strip()
    if credit is None and (signed := _SIGNED.search(caption)):
        credit = _DATED.sub("", signed["credit"]).strip()
    if credit is None:
        brackets = [b for b in _BRACKET.findall(caption) if rules.credits.search(b)]
        brackets = [b for b in brackets if not _NO_CREDIT.search(b)]
        credit = brackets[-1].strip() if brackets else None
    return caption, credit


def pictures(items: Iterable[Item], title: str, base: str | None, rules: Rules) -> list[Line | Image]:
    """The lines, and each picture once with its caption, in their order; `Image.paragraph` is yet to be set.

    A caption belongs to the picture before it, when no text stands between; to the picture
    after it where both stand in one figure; and to none when a video comes first.
    """
    found: list[Line | str] = []  # a picture is its address
    images: dict[str, Image] = {}
    pending: str | None = None  # the picture that a caption would belong to
    waiting: Caption | None = None
    for item in items:
        match item:
            case Picture():
                image = _image(item, title, base, rules)
                pending = image.url if image else None
                if image and image.url not in images:
                    images[image.url] = _captioned(image, waiting, title, rules) if waiting else image
                    found.append(image.url)
                    waiting = None
            case Caption() if pending:
                images[pending] = _captioned(images[pending], item, title, rules)
                waiting = None
            case Caption():
                waiting = item if item.early else None
            case Medium():
                pending = waiting = None
            case Line():
                if item.gallery and pending:
                    caption = Caption(item.text, None, False)
                    images[pending] = _captioned(images[pending], caption, title, rules)
                pending = waiting = None
                found.append(item)
    return [images[item] if isinstance(item, str) else item for item in found]


def _image(picture: Picture, title: str, base: str | None, rules: Rules) -> Image | None:
    tag = picture.tag
    url = None if picture.selling else true_url(tag, base)
    if url is None or is_furniture(tag, url, rules):
        return None
    attributes = ("data-caption", "aria-label", *rules.caption_attributes)
    caption = caption_of((str(tag.get(name) or "") for name in attributes), title, rules)
    caption, credit = split_credit(caption, None, rules)
    alt = tidy(str(tag.get("alt") or ""))[:LONGEST]
    return Image(0, url, alt or None, caption, credit)


def _captioned(image: Image, caption: Caption, title: str, rules: Rules) -> Image:
    """The printed caption goes before the attributes; a second one only adds what is missing."""
    words, credit = split_credit(caption_of([caption.text], title, rules), caption.credit, rules)
    return Image(0, image.url, image.alt, words or image.caption, credit or image.credit)
