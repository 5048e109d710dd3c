"""A card with a few words on it, drawn as a PNG."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from yulu.text.chinese import segment

WIDTH, HEIGHT, MARGIN = 1200, 630, 80  # pixels; the first two as other sites ask for them
PAGE, INK, QUIET, ACCENT = "#fbfaf7", "#1d1c1a", "#5d5a53", "#9c3420"
SIZES, SMALL, LINES, SPACING = (64, 52, 42), 34, 6, 1.4  # of the words, the largest that fits is taken
LONGEST = 1_000  # characters of a text that are looked at: there is room for fewer
KEPT = 256  # cards
# Fonts with Chinese characters, by the names that systems have them under.
FONTS = (
    "NotoSansCJK-Regular.ttc",
    "NotoSansCJKsc-Regular.otf",
    "NotoSansSC-Regular.otf",
    "SourceHanSansSC-Regular.otf",
    "NotoSerifCJK-Regular.ttc",
    "wqy-microhei.ttc",
    "wqy-zenhei.ttc",
    "PingFang.ttc",
    "msyh.ttc",
)


@dataclass(frozen=True, slots=True)
class Card:
    """What a card says: large, and below it who or where, and when."""

    words: str
    who: str
    where: str


@cache
def font_file() -> str | None:
    """The first of FONTS that this system has; without one no card can be drawn."""
    for name in FONTS:
        try:
            return str(ImageFont.truetype(name).path)
        except OSError:
            continue
    return None


@lru_cache(16)
def font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(font_file() or "", size, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(KEPT)
def png(card: Card) -> bytes:
    """The card as a file. Needs a font: ask `font_file` first."""
    image = Image.new("RGB", (WIDTH, HEIGHT), PAGE)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, 16, HEIGHT), fill=ACCENT)
    words, who, where = (" ".join(text[:LONGEST].split()) for text in (card.words, card.who, card.where))
    size, lines = fitting(words)
    for number, line in enumerate(lines):
        draw.text((MARGIN, MARGIN + number * size * SPACING), line, fill=INK, font=font(size))
    room = WIDTH - 2 * MARGIN
    draw.text((MARGIN, HEIGHT - 165), cut(who, SMALL, room), fill=INK, font=font(SMALL))
    draw.text((MARGIN, HEIGHT - 110), cut(where, SMALL, room - 200), fill=QUIET, font=font(SMALL))
    draw.text((WIDTH - MARGIN, HEIGHT - 110), "语录 Yulu", fill=ACCENT, font=font(SMALL), anchor="ra")
    file = BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def fitting(words: str) -> tuple[int, list[str]]:
    """The largest size at which the words fit, and their lines; in the smallest what is left is cut."""
    for size in SIZES:
        lines = list(wrapped(words, size))
        most = int(LINES * SIZES[-1] / size)
        if len(lines) <= most:
            return size, lines
    return size, [*lines[: most - 1], cut("".join(lines[most - 1 :]), size, WIDTH - 2 * MARGIN)]


def wrapped(words: str, size: int) -> Iterator[str]:
    """Lines that are broken between words, and inside of one only where it is longer than a line."""
    room, line = WIDTH - 2 * MARGIN, ""
    for word in segment(words):
        if font(size).getlength(line + word) > room and line:
            yield line
            line = ""
            word = word.lstrip()
        while font(size).getlength(word) > room:
            most = next(n for n in range(1, len(word)) if font(size).getlength(word[: n + 1]) > room)
            yield word[:most]
            word = word[most:]
        line += word
    if line:
        yield line


def cut(line: str, size: int, room: int) -> str:
    """As much of a line as there is room for."""
    length = font(size).getlength
    if length(line) <= room:
        return line
    most = bisect_left(range(len(line)), True, key=lambda n: length(line[: n + 1] + "…") > room)
    return line[:most] + "…"
