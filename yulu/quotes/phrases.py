"""Noun phrases: where the words that name somebody begin and end in a clause."""

import re
from collections.abc import Collection
from typing import NamedTuple

import rjieba

from yulu.lexicon.grammar import time_spans, titles, words
from yulu.quotes.clauses import MASK
from yulu.quotes.cues import classes
from yulu.quotes.names import LATIN

# What stays whole: titles in book marks, marked words, Latin words. Names come from the article.
FIXED = re.compile(
    rf"《[^《》]{{1,60}}》|[“「‘\"]{MASK}+[”」’\"]?|{LATIN.pattern}"
    r"|[A-Za-z][A-Za-z.&-]*(?:\d+(?![年月日号\d]))?|[\u3000 ]"
)
# What begins one of these, seen quickly: most windows hold none.
NO_HAN = re.compile('[《“「‘"A-Za-z\u3000 ]')
# Parts of speech (of the dictionary behind rjieba) that may stand in a noun phrase.
NOUN = ("n", "nr", "nrt", "nrfg", "ns", "nt", "nz", "ng", "j", "l", "i", "eng", "vn", "an", "x")
INSIDE = frozenset(
    ["a", "b", "m", "q", "k", "s", "f", "ad", "z", "h", "mq", "ag", "g", "zg", "o", "y", "e", "rr"]
)


class Token(NamedTuple):
    word: str
    tag: str
    start: int
    end: int


def tokens(text: str, base: int, known: Collection[str]) -> list[Token]:
    """Words with their part of speech; names, titles in book marks, times and marked words stay whole."""
    at, found = 0, []
    for start, end, tag in fixed(text, known):
        found += tagged(text[at:start], base + at)
        found.append(Token(text[start:end], tag, base + start, base + end))
        at = end
    return found + tagged(text[at:], base + at)


def fixed(text: str, known: Collection[str]) -> list[tuple[int, int, str]]:
    """What is one word whatever the dictionary says, from left to right, the longest first."""
    found = [(start, end, "t") for start, end in time_spans(text)]
    if NO_HAN.search(text):
        found += [(m.start(), m.end(), "gap" if m[0] in "\u3000 " else "nz") for m in FIXED.finditer(text)]
    for name in known:
        at = text.find(name)
        while at >= 0:
            found.append((at, at + len(name), "nr"))
            at = text.find(name, at + len(name))
    kept: list[tuple[int, int, str]] = []
    for start, end, tag in sorted(found, key=lambda span: (span[0], -span[1], span[2] != "nr")):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end, tag))
    return kept


def tagged(text: str, base: int) -> list[Token]:
    at, found = base, []
    for word, tag in rjieba.tag(text) if text else ():
        end = at + len(word)
        found.append(Token(word, tag, at, end))
        at = end
    return found


def noun_phrase(found: list[Token]) -> tuple[int, int] | None:
    """The first noun phrase of a clause: its offsets, or None where the clause begins with a verb."""
    at = skip_lead(found)
    start = last = None
    named = False  # whether a real noun has been met, not only 一位, 这名
    while at < len(found):
        token = found[at]
        if token.tag == "gap":
            at += 1
            continue
        if (named and is_outside(token)) or (last is not None and is_preposition_in_name(token)):
            break
        if (
            is_nominal(token)
            or (token.word in words("join") and last is not None)
            or (token.word == "的" and last is not None)
        ):
            start = token.start if start is None else start
            if token.word not in words("join") and token.word != "的":
                last = token.end
                named = named or token.tag not in ("m", "q", "r", "mq", "a", "ad")
            at += 1
            continue
        if token.tag == "t" and last is None:
            at += 1
            continue
        if named and token.word == "有" and at + 1 < len(found) and found[at + 1].tag in ("m", "mq"):
            start, last, named = None, None, False  # 美国有三名外交官透露
            at += 1
            continue
        if (named and ends_body(found, at)) or (start is not None and is_text_noun(found, at)):
            last, named = token.end, True
            at += 1
            continue
        if token.tag.startswith("v") and at + 1 < len(found) and does(token, found[at + 1]):
            start = token.start if start is None else start
            last = found[at + 1].end
            named = True
            at += 2
            continue
        relative = relative_clause(found, at)
        if relative is None or (named and not is_agent(found[relative])):
            break
        start = token.start if start is None else start
        at = relative
    return None if start is None or last is None else (start, last)


def is_outside(token: Token) -> bool:
    """What does not go on with a noun phrase: a time, an adverb, a preposition."""
    outside = token.tag in ("t", "d") or token.word in words("preposition")
    return outside and token.word not in words("titular")


def is_preposition_in_name(token: Token) -> bool:
    """官员|向远声: the dictionary takes 向 for a surname."""
    return token.tag.startswith("nr") and token.word[0] in "向对就" and len(token.word) > 1


def ends_body(found: list[Token], at: int) -> bool:
    """Whether a word that is none alone ends the name of a body: 研究|所, 学生|会, 环保|组织."""
    token, before = found[at], found[at - 1].word
    return (
        token.word in words("body_end")
        or (token.word == "所" and before + "所" in words("organisation"))
        or (token.word == "会" and before[-1] in "生工商学公协教员委事")
        or (token.word == "组织" and token.tag == "v")
    )


def is_text_noun(found: list[Token], at: int) -> bool:
    """该|报道: a verb to the dictionary."""
    token = found[at]
    return token.tag == "v" and token.word in words("document") and found[at - 1].tag[0] in "rmqu"


def last_nouns(found: list[Token]) -> tuple[int, int] | None:
    """The noun phrase at the end of a clause, behind 的: 在国王学院教授历史的|萨非丹."""
    end = len(found)
    while end and (found[end - 1].tag in ("gap", "d") or found[end - 1].word in words("adverb")):
        end -= 1
    start = end
    while start and (found[start - 1].tag == "gap" or is_nominal(found[start - 1])):
        start -= 1
    described = start and found[start - 1].word == "的"
    if not described or start == end or found[end - 1].word in words("localiser"):
        return None
    return found[start].start, found[end - 1].end


def is_nominal(token: Token) -> bool:
    if token.tag == "nr" or token.word in words("demonstrative") or token.word in words("titular"):
        return True
    if token.word in words("preposition") or (token.word in words("adverb") and token.word != "另"):
        return False
    return token.tag in NOUN or token.tag in INSIDE or token.tag.startswith("n") or token.tag == "r"


def is_agent(token: Token) -> bool:
    """Who does what the verb says: 联署|者, 主持|人, 调查|官员."""
    return (
        token.word in ("者", "员", "人", "家", "方", "师", "官", "商")
        or token.word in titles()
        or (token.word in words("organisation") and len(token.word) > 1)
    )


def does(verb: Token, agent: Token) -> bool:
    """主持|人, 批评|人士, 监管|机构, but not 表明|央行."""
    return is_agent(agent) and not (verb.word in classes() and agent.word in words("organisation"))


def relative_clause(found: list[Token], at: int) -> int | None:
    """Where a clause that ends in 的 before a noun goes on with that noun: 负责选举的|官员."""
    for position in range(at + 1, len(found)):
        token = found[position]
        if token.word == "的" and position + 1 < len(found) and is_nominal(found[position + 1]):
            return position + 1
        if token.tag == "t" or token.word in ("时", "后", "上", "中"):
            return None
    return None


def skip_lead(found: list[Token]) -> int:
    """Past conjunctions, adverbs, times, and phrases such as 在周二的记者会上."""
    at = 0
    while at < len(found):
        token = found[at]
        if (
            token.tag in ("gap", "t", "c", "d", "uj", "ul")
            or token.word in words("lead")
            or token.word in "、”’」"
        ):
            at += 1
        elif token.tag == "p" or token.word in words("preposition"):
            closing = next(
                (n for n in range(at + 1, len(found)) if found[n].word in words("localiser")), None
            )
            if (
                closing is None
                and token.word not in ("由", "据", "根据", "经", "被", "连")
                and not clause_inside(found, at)
            ):
                return len(found) if token.word not in words("lead") else at + 1
            at = at + 1 if closing is None else closing + 1
        else:
            break
    return at


def clause_inside(found: list[Token], at: int) -> bool:
    """在特朗普政府上周四|宣布……之后: a subject with its time follows the preposition."""
    rest = [token for token in found[at + 1 :] if token.tag != "gap"]
    return len(rest) >= 2 and rest[-1].tag in ("t", "d") and rest[0].tag not in ("t", "ns", "m")
