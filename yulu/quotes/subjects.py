"""The noun phrase that is the subject of a cue: from a clause to the words that name the speaker."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Literal

import rjieba

from yulu.quotes.clauses import MASK, Paragraph
from yulu.quotes.grammar import ends, starts, time_at, titles, words
from yulu.quotes.names import DOTTED, LATIN, is_chinese_name, kind_of, titled_names

# Behind these stands whom a speaker met or wrote to, not the speaker.
TOWARDS = frozenset(
    [
        "与",
        "和",
        "及",
        "跟",
        "同",
        "给",
        "通过",
        "接受",
        "针对",
        "回应",
        "会见",
        "访问",
        "包括",
        "会晤",
        "致函",
        "致电",
        "采访",
        "引用",
    ]
)
Shape = Literal["phrase", "pronoun", "demonstrative", "first_person", "elided"]

QUOTING = re.compile(r"援引|引述|引用|转引|援用|引据|转述")
SOURCE_NOUN = re.compile(r"(?:的)?(?:消息|言论|报道|报导|数据|报告|资料|说法|分析|评论|新闻|文章)$")
# 网名为“……”的投资专家: the name itself stands in marks
NICKNAME = re.compile(f".{{0,6}}(?:网名|化名|笔名|昵称|署名)(?:为|叫|是)?(“{MASK}+”)")
WORDS_OF = re.compile(r"(?:的)?(?:话|说法|谈话|发言|原话)$")
FIXED = re.compile(
    rf"《[^《》]{{1,60}}》|[“「‘\"]{MASK}+[”」’\"]?|{DOTTED.pattern}|{LATIN.pattern}|[A-Za-z0-9][A-Za-z0-9.&-]*"
)

# Parts of speech (of the dictionary behind rjieba) that may stand in a noun phrase.
NOUN = ("n", "nr", "nrt", "nrfg", "ns", "nt", "nz", "ng", "j", "l", "i", "eng", "vn", "an", "x")
INSIDE = (
    "a",
    "b",
    "m",
    "q",
    "k",
    "s",
    "f",
    "ad",
    "z",
    "h",
    "mq",
    "ag",
    "g",
    "nrfg",
    "zg",
    "o",
    "y",
    "e",
    "rr",
)
JOIN = frozenset("和与及、跟同暨兼")
PREPOSITION = frozenset(
    [
        "在",
        "于",
        "对",
        "向",
        "就",
        "针对",
        "通过",
        "透过",
        "经由",
        "从",
        "自",
        "为",
        "给",
        "以",
        "用",
        "将",
        "把",
        "被",
        "随着",
        "按照",
        "关于",
        "面对",
        "趁",
        "借",
        "经",
        "由",
        "到",
        "至",
        "当",
        "因",
        "比",
        "较",
        "凭",
        "围绕",
        "代表",
        "朝",
        "替",
        "由于",
        "为了",
        "有关",
        "接受",
        "回应",
        "连同",
        "经过",
        "鉴于",
        "受",
        "隔着",
    ]
)
LOCALISER = frozenset(
    [
        "上",
        "中",
        "时",
        "后",
        "里",
        "下",
        "前",
        "内",
        "期间",
        "以来",
        "之后",
        "之前",
        "之际",
        "之中",
        "会上",
        "间",
        "当中",
        "以后",
        "以前",
        "之时",
        "外",
        "旁",
    ]
)


@dataclass(frozen=True, slots=True)
class Mention:
    """Who speaks, as the clause says it; offsets in the paragraph."""

    start: int
    end: int
    phrase: str  # simplified, without brackets
    shape: Shape
    name: str | None = None  # the personal name, where it is certain
    via: tuple[int, int] | None = None  # where the medium stands that relays the words


@dataclass(frozen=True, slots=True)
class Token:
    word: str
    tag: str
    start: int
    end: int


def tokens(text: str, base: int, known: Collection[str]) -> Iterator[Token]:
    """Words with their part of speech; names, titles in book marks, times and marked words stay whole."""
    at, chunk = 0, 0
    while at < len(text):
        end, tag = fixed_at(text, at, known)
        if end > at:
            yield from tagged(text[chunk:at], base + chunk)
            yield Token(text[at:end], tag, base + at, base + end)
            at = chunk = end
        else:
            at += 1
    yield from tagged(text[chunk:], base + chunk)


def fixed_at(text: str, at: int, known: Collection[str]) -> tuple[int, str]:
    if text[at] in "\u3000 ":
        return at + 1, "gap"
    name = max((n for n in known if text.startswith(n, at)), key=len, default="")
    if name:
        return at + len(name), "nr"
    time = time_at(text, at)
    if time > at:
        return time, "t"
    match = FIXED.match(text, at)
    return (match.end(), "nz") if match else (at, "")


def tagged(text: str, base: int) -> Iterator[Token]:
    at = base
    for word, tag in rjieba.tag(text) if text else ():
        yield Token(word, tag, at, at + len(word))
        at += len(word)


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
        if named and (token.tag in ("t", "d") or token.word in PREPOSITION) and token.word not in TITULAR:
            break
        if (
            last is not None
            and token.tag.startswith("nr")
            and token.word[0] in "向对就"
            and len(token.word) > 1
        ):
            break  # 官员|向远声: the dictionary takes 向 for a surname
        if (
            is_nominal(token)
            or (token.word in JOIN and last is not None)
            or (token.word == "的" and last is not None)
        ):
            start = token.start if start is None else start
            if token.word not in JOIN and token.word != "的":
                last = token.end
                named = named or token.tag not in ("m", "q", "r", "mq")
            at += 1
            continue
        if token.tag == "t" and last is None:
            at += 1
            continue
        if named and token.word == "有" and at + 1 < len(found) and found[at + 1].tag in ("m", "mq"):
            start, last, named = None, None, False  # 美国有三名外交官透露
            at += 1
            continue
        if named and (
            token.word in BODY_ENDS
            or (token.word == "会" and found[at - 1].word[-1] in "生工商学公协教员委事")
        ):
            last = token.end
            at += 1
            continue
        if token.tag.startswith("v") and at + 1 < len(found) and is_agent(found[at + 1]):
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


# Dictionary verbs and prepositions that are part of a title: 驻华大使, 执行院长.
TITULAR = frozenset(
    [
        "驻",
        "所",
        "副",
        "前",
        "时任",
        "现任",
        "原",
        "代理",
        "执行",
        "助理",
        "主管",
        "首席",
        "候任",
        "当选",
        "常务",
        "联席",
        "共同",
        "荣誉",
        "高级",
        "资深",
        "联合",
        "研究",
        "分析",
        "观察",
        "评论",
        "策略",
    ]
)


# The last character of a body's name, when the dictionary does not know the name.
BODY_ENDS = frozenset("部局署厅院办社报网台党团处委")


def is_nominal(token: Token) -> bool:
    if token.tag == "nr" or token.word in words("demonstrative") or token.word in TITULAR:
        return True
    if token.word in PREPOSITION or token.word in words("adverb"):
        return False
    return token.tag in NOUN or token.tag in INSIDE or token.tag.startswith("n") or token.tag == "r"


def is_agent(token: Token) -> bool:
    """Who does what the verb says: 联署|者, 主持|人, 调查|官员."""
    return (
        token.word in ("者", "员", "人", "家", "方", "师", "官", "商")
        or token.word in titles()
        or (token.word in words("organisation") and len(token.word) > 1)
    )


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
        elif token.tag == "p" or token.word in PREPOSITION:
            closing = next((n for n in range(at + 1, len(found)) if found[n].word in LOCALISER), None)
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


def subject(paragraph: Paragraph, start: int, end: int, known: Collection[str]) -> Mention:
    """The speaker's mention between the start of a clause and its cue."""
    window = paragraph.plain[start:end]
    quoting = QUOTING.search(window)
    if quoting and not window[: quoting.start()].endswith(("没有", "未", "并未")):
        return quoted_source(paragraph, start, start + quoting.start(), start + quoting.end(), end, known)
    bare = window.strip("　 、”")
    offset = start + len(window) - len(window.lstrip("　 、”"))
    lead = starts("lead").match(bare)
    head = bare[lead.end() :] if lead else bare
    pronoun = next((w for w in sorted(words("pronoun"), key=len, reverse=True) if head.startswith(w)), None)
    if pronoun and not head[len(pronoun) :].startswith(NO_PRONOUN):
        at = offset + (lead.end() if lead else 0)
        return Mention(at, at + len(pronoun), pronoun, "pronoun")
    nickname = NICKNAME.match(window)
    if nickname:
        at = start + nickname.end(0) - len(nickname[1])
        name = paragraph.simple[at + 1 : at + len(nickname[1]) - 1]
        return Mention(at + 1, at + 1 + len(name), name, "phrase", name=name)
    first = next(
        (w for w in sorted(words("first_person"), key=len, reverse=True) if head.startswith(w)), None
    )
    if first:
        at = offset + (lead.end() if lead else 0)
        return Mention(at, at + len(first), first, "first_person")
    for at, name in sorted(titled_names(window), reverse=True):
        if not through_others(window[:at]) and not MET.match(window[at + len(name) :]):
            phrase = compact(head_of(window, at) + name)
            return Mention(start + at, start + at + len(name), phrase, "phrase", name=name)
    extent = noun_phrase(list(tokens(window, start, known)))
    if extent is not None:
        return trimmed(paragraph, *extent, known)
    if head and len(head) <= 12 and (kind_of(head) is not None or is_chinese_name(head)):
        at = offset + (lead.end() if lead else 0)
        return Mention(at, at + len(head), head, "phrase")
    return Mention(end, end, "", "elided")


# 他的, 他国, 他人, 其他, 其中 are no pronouns.
NO_PRONOUN = ("的", "国", "人", "他", "中", "实", "后", "余", "它", "间")


def through_others(before: str) -> bool:
    """Whether a preposition or another subject stands before a name: 克里在与|拜登."""
    if before.endswith("的"):
        return False  # 在外屿经营杂货店的|宣桂枝: what precedes describes the name
    return any(tag == "p" or word in TOWARDS for word, tag in rjieba.tag(before.split("的")[-1]))


# 接受记者|张三|采访时: the name is whom the speaker met.
MET = re.compile(r"[^，,]{0,6}(?:采访|专访|访问|会晤|会谈|会面|见面|通话|提问|询问|会见)|和.*(?:后|时)$")


def head_of(window: str, at: int) -> str:
    """The title and what else stands before a name."""
    lead = starts("lead").match(window.lstrip("\u3000 "))
    return window.lstrip("\u3000 ")[lead.end() if lead else 0 : at]


def compact(phrase: str) -> str:
    """Without the gaps of masked brackets; a space between Latin words stays."""
    return re.sub("\u3000+| +(?![A-Za-z])|(?<![A-Za-z.]) +", "", phrase)


def trimmed(paragraph: Paragraph, start: int, end: int, known: Collection[str]) -> Mention:
    """A mention without leading conjunctions and trailing adverbs."""
    phrase = paragraph.plain[start:end]
    tail = None if phrase in known else ends("adverb").search(phrase)
    if tail and tail.start() >= 2:
        end = start + tail.start()
    lead = re.match("(?:还|另|也|更|又|都)?有|但|而(?!且)|就?连|是?由", paragraph.plain[start:end])
    if lead and end - start - lead.end() >= 2:
        start += lead.end()
    spoken_to = re.match("(.{1,}?[员人者士家官长方部会])(?:向|对).{2,}$", paragraph.plain[start:end])
    end = start + spoken_to.end(1) if spoken_to else end
    clean = compact(paragraph.plain[start:end])
    if MASK in clean:
        clean = compact(paragraph.simple[start:end])
    if clean in words("pronoun"):
        return Mention(start, end, clean, "pronoun")
    if any(clean.startswith(w) for w in words("demonstrative")):
        return Mention(start, end, clean, "demonstrative")
    return Mention(start, end, clean, "phrase")


def quoted_source(
    paragraph: Paragraph, start: int, verb: int, after: int, end: int, known: Collection[str]
) -> Mention:
    """报导引述X表示: the speaker is X, relayed by 报导; 援引知情人士的消息称: the speaker is the medium."""
    medium = noun_phrase(list(tokens(paragraph.plain[start:verb], start, known)))
    source = paragraph.plain[after:end]
    if SOURCE_NOUN.search(source.rstrip("　 ")) and medium:
        return trimmed(paragraph, *medium, known)
    words_of = WORDS_OF.search(source)
    mention = subject(paragraph, after, after + (words_of.start() if words_of else len(source)), known)
    if mention.shape == "elided":
        return trimmed(paragraph, *medium, known) if medium else mention
    return replace(mention, via=medium)
