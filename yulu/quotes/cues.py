"""Cue verbs: where a text introduces somebody's words, and in what class of frame."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from yulu.lexicon.grammar import load
from yulu.text.finder import Finder

CLASSES = (
    "say",
    "clause",
    "judge",
    "estimate",
    "topic",
    "modal",
    "noun",
    "demand",
    "tell",
    "ask",
    "loud",
    "act",
)


@dataclass(slots=True)
class Cue:
    """A cue verb as it stands in the (simplified) text, with the classes that the lexicon gives it.

    noun: what stands beside it makes it a noun (他的承诺). unsaid: what stands before it denies it, or
    puts it into the future or the passive (没有透露). Both are evidence, not a verdict.
    """

    start: int
    end: int
    word: str
    classes: frozenset[str]
    noun: bool = False
    unsaid: bool = False


@cache
def data() -> dict[str, Any]:
    groups = load("cues.yml").items()
    return {name: group.split() if isinstance(group, str) else group for name, group in groups}


@cache
def classes() -> dict[str, frozenset[str]]:
    """Every cue, compounds included, with its classes."""
    lexicon: dict[str, set[str]] = {}
    for name in CLASSES:
        for word in data()[name]:
            lexicon.setdefault(word, set()).add(name)
    compound = data()["compound"]
    for first in compound["first"].split():
        for last in compound["last"].split():
            lexicon[first + last] = {"say"}
    return {word: frozenset(names) for word, names in lexicon.items()}


@cache
def _finder() -> Finder:
    """Finds cues and the longer words in which they are none."""
    return Finder([*classes(), *data()["stop"]])


@cache
def _unsaid() -> re.Pattern[str]:
    before = "|".join(sorted(data()["unsaid"], key=len, reverse=True))
    return re.compile(f"(?:{before})(?:公开|正式|直接|明确|对外|具体|进一步|强制|强行|[^，。]{{1,3}}地)?$")


def cues(text: str) -> Iterator[Cue]:
    """Every cue of a simplified text, in order."""
    known, unsaid = classes(), _unsaid()
    for start, end in _finder().find(text):
        word = text[start:end]
        if word == "来说" and text.startswith(("：", ":"), end):
            yield Cue(start + 1, end, "说", known["说"])  # 姚福来说：
            continue
        kinds = known.get(word)
        if kinds is None or (word.endswith("指") and text.startswith(POINTS, end)):
            continue
        noun = is_noun(text, start, end, "say" in kinds)
        if len(word) > 2 and word.startswith(TEXTS) and DETERMINED.search(text, max(0, start - 4), start):
            start, word = start + 2, word[2:]  # 该|报道说, 国务院的一份|声明说
        denied = bool(
            unsaid.search(text, max(0, start - 6), start) or DENIED.search(text, max(0, start - 30), start)
        )
        yield Cue(start, end, word, known.get(word, kinds), noun, denied)


# Texts, and what before them makes the text the subject and no part of the verb
TEXTS = ("分析", "评论", "报道", "报导", "声明")
DETERMINED = re.compile("(?:[的该]|[一这那此][份篇则项])$")
# 没有对南海|宣称拥有主权
DENIED = re.compile("(?:没有|并未|从未|未曾)[对向就][^，。；]{1,25}$")
# 指挥, 指责: longer words that begin with a cue
POINTS = (*"挥定导数标令派向认控责明引至", "收涨", "收跌", "收报", "下跌", "下滑", "上涨")
# 进行|无端指责, 受到|猛烈批评, 兑现|承诺: the verb behind is a noun.
LIGHT_VERB = re.compile(
    "(?:(进行|作出|做出|展开|发起|发出|提出)|兑现|履行|遵守|信守|恪守|坚守|违背|违反|加以|予以|给予|受到|遭到|遭受|面临|招致|引发|引起|接获|接到|收到)"
    "(?:了|过)?[^，。、；：“”]{0,6}$"
)
HASTE = re.compile(r"(?:立即|马上|再|随即|主动|尽快|陆续|再次|继续)$")
BODY = re.compile(r"(?:员|协|议|大|国|公|工|商|学|事|教|金|委|联|院|执)会$")


def is_noun(text: str, start: int, end: int, says: bool) -> bool:
    """Whether the word is no verb here: 所说的, 他的承诺, 批评和讽刺."""
    if text.startswith("的", end) and not text.startswith(("的是", "的那样，"), end):
        return True
    if text.startswith(("者", "、"), end):
        return True
    if text.startswith(("与", "和"), end) and text[start:end] in ("宣布", "否认", "承认"):
        return False  # 宣布与印度达成协议
    before = text[max(0, start - 4) : start]
    if says:
        if before.endswith("的") and text[start:end] in ("表态", "爆料", "喊话", "呛声"):
            return True
        return before.endswith("之") or (text.startswith("出", end) and not text.startswith("出“", end))
    light = LIGHT_VERB.search(text, max(0, start - 12), start)
    if light and not (light[1] and text.startswith(("：", ":", "“"), end)):  # 发出呼吁：……
        return True
    before = HASTE.sub("", before)
    if before.endswith(around("nominal_behind")) or before[-1:].isdigit():
        return True
    if before.endswith(("会", "应", "需", "要", "想", "欲", "能")) and not BODY.search(before):
        return True
    if before.endswith(("因此", "对此", "为此", "就此", "据此", "在此", "至此")):
        return False
    return before.endswith(around("linked")) or text.startswith(around("nominal_before"), end)


@cache
def around(group: str) -> tuple[str, ...]:
    """The words of a group, as `startswith` and `endswith` take them."""
    return tuple(data()[group])
