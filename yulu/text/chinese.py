"""Chinese text as the search index sees it: one script, one width, one token a character."""

import re
import unicodedata
from functools import cache, lru_cache
from typing import Literal

import opencc
import rjieba

# Every character that is written without spaces: Han (with its extensions), kana, bopomofo.
CJK = (
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3040-\u30ff\u3105-\u312f\u31a0-\u31bf\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_CJK = re.compile(f"[{CJK}]+")
_LETTERS = re.compile(r"\w")
_OPENS = "“‘「『《〈（【([{"
_NO_WORD = re.compile(r"[\W_]+")
# What makes nearly every text need normalizing, which takes thirty times as long as a text that needs none.
FULL_WIDTH = tuple((mark, unicodedata.normalize("NFKC", mark)) for mark in "，：；？！（）％～／．\u3000…")
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")


IN_WORDS = "沈坏藉哩覆衹瞭甦"  # written otherwise in some words alone: 沈重, 回覆, 海哩


@cache
def _converter(config: str) -> opencc.OpenCC:
    return opencc.OpenCC(config)


def simplify(text: str) -> str:
    """Traditional to simplified, character by character: the length stays the same."""
    return text if _traditional().isdisjoint(text) else str(_converter("t2s").convert(text))


@cache
def _traditional() -> frozenset[str]:
    """The characters that can be written otherwise in simplified text; most texts hold none of them."""
    blocks = ((0x2E80, 0xA000), (0xF900, 0xFB00), (0x20000, 0x32000))
    every = "\n".join(chr(code) for first, end in blocks for code in range(first, end))
    pairs = zip(every, _converter("t2s").convert(every), strict=True)
    return frozenset(a for a, b in pairs if a != b) | frozenset(IN_WORDS)


def fold(text: str) -> str:
    """Full width to half, upper case to lower, traditional to simplified."""
    for wide, narrow in FULL_WIDTH:
        text = text.replace(wide, narrow)
    return simplify(unicodedata.normalize("NFKC", text).lower())


def tokens(text: str) -> str:
    """Folded text with every CJK character set apart by spaces, for FTS5's unicode61."""
    return _CJK.sub(lambda run: f" {'  '.join(run[0])} ", fold(text))


@lru_cache(10_000)  # one after the other, an article quotes the same few
def different_names(names: str) -> str:
    """Names, one a line, sorted, without those that a search finds in another: 毅 in 王毅, 王毅 in 王·毅."""
    in_order = sorted(names.split("\n"))
    written = {" ".join(_NO_WORD.sub(" ", tokens(name)).split()): name for name in in_order}
    return "\n".join(
        name
        for words, name in written.items()
        if words and not any(f" {words} " in f" {other} " and words != other for other in written)
    )


def segment(text: str) -> list[str]:
    """The words of a text, each with the punctuation that must not stand apart from it; joined, the text."""
    found: list[str] = []
    for piece in rjieba.cut(text):
        joins = found and ((not _LETTERS.search(piece) and piece not in _OPENS) or found[-1][-1] in _OPENS)
        if joins:
            found[-1] += piece
        else:
            found.append(piece)
    return found


def script(text: str) -> Literal["Hans", "Hant"] | None:
    """Which script a text is written in; None where it holds hardly any Han characters.

    A text is traditional when more of its characters change on the way to simplified
    than on the way to traditional.
    """
    han = "".join(_HAN.findall(text))
    if len(han) < 20:
        return None
    traditional = sum(a != b for a, b in zip(han, simplify(han), strict=True))
    simplified = sum(a != b for a, b in zip(han, _converter("s2t").convert(han), strict=False))
    return "Hant" if traditional > simplified else "Hans"
