"""The subject of a cue: from a clause to the words that name the speaker."""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

import rjieba

from yulu.lexicon.grammar import longest, starts, tail, words
from yulu.quotes.clauses import MASK, Paragraph
from yulu.quotes.kinds import is_text, kind_of, text_named
from yulu.quotes.names import HAN, is_chinese_name, is_no_name, personal_name, titled_names
from yulu.quotes.phrases import Token, last_nouns, noun_phrase, tokens

Shape = Literal["phrase", "pronoun", "demonstrative", "first_person", "elided"]
QUOTING = re.compile(r"援引|引述|引用|转引|援用|引据|转述")
SOURCE_NOUN = re.compile(r"(?:的)?(?:消息|言论|报道|报导|数据|报告|资料|说法|分析|评论|新闻|文章)$")
# 网名为“……”的投资专家, 微博部落客“……”: the name itself stands in marks
NICKNAME = re.compile(
    f".{{0,6}}(?:网名|化名|笔名|昵称|署名|名为)(?:为|叫|是)?(“{MASK}+”)(?!的?(?:文|评|社论|报告|书|信|节目|视频|影片|帖))"
    f"|[^，,。“]{{0,12}}(?:博主|部落客|网友|网民|网红|公众号|账号|帐号|用户|官博|官微|微博)\\s?(“{MASK}+”)(?=[^“]{{0,6}}$)"
)
WORDS_OF = re.compile(r"(?:的)?(?:话|说法|谈话|发言|原话)$")
# 接受记者|张三|采访时: the name is whom the speaker met.
MET = re.compile(
    r"[\u3000 ]*(?:领导|率领|主持|执掌)的"
    r"|[^，,]{0,6}(?:采访|专访|访问|会晤|会谈|会面|见面|通话|提问|询问|会见)|和.*(?:后|时)$"
)

DATELINE = re.compile(f"\\s*[{HAN}]{{2,8}}——")  # 香港——香港警方
# 知情人士, 评论员: a verb of two characters and who does it
AGENT = re.compile("^[^因经过由请让使]{2,3}(?:人士|人员|官员|专家|机构|者|员|师|商|们)$")
QUANTITY = ("超过", "不到", "接近", "不同")
LEAD = re.compile("(?:还|另|也|更|又|都|已)?有|但|而(?!且)|就?连|是?由|因为?(?!应)|由于")
SPOKEN_TO = re.compile("(.{1,}?[员人者士家官长方部会])(?:向|对).{2,}$")
DESCRIBED = re.compile(".+的([他她])$")  # 现年55岁的|他
LED = re.compile(".{2,}(?:领导|率领|主持|执掌)的(?=..)")  # 顾明岚领导的|委员会
LONGEST_READING = 30  # characters
BODY_END = ("组织", "派")  # verbs to the dictionary
# Parts of speech that end no noun phrase.
NO_NOUN = frozenset(["a", "ad", "b", "c", "d", "f", "i", "l", "m", "p", "q", "s", "t", "uv", "v", "y", "z"])
# Parts of speech that stand before a subject, and behind it.
BEFORE = frozenset(["t", "c", "d", "f", "uj", "ul"])
BEHIND = BEFORE | {"p"}
GAP = re.compile("\u3000+| +(?![A-Za-z])|(?<![A-Za-z.]) +")


@dataclass(slots=True)
class Mention:
    """Who speaks, as the clause says it; offsets in the paragraph."""

    start: int
    end: int
    phrase: str  # simplified, without brackets
    shape: Shape
    name: str | None = None  # the personal name, where it is certain
    via: tuple[int, int] | None = None  # where the medium stands that relays the words


def subject(paragraph: Paragraph, start: int, end: int, known: Collection[str]) -> Mention:
    """The speaker's mention between the start of a clause and its cue."""
    if start == 0 and (dateline := DATELINE.match(paragraph.plain, 0, end)):
        start = dateline.end()
    window = paragraph.plain[start:end]
    quoting = QUOTING.search(window)
    if quoting and not window[: quoting.start()].endswith(("没有", "未", "并未")):
        return quoted_source(paragraph, start, start + quoting.start(), start + quoting.end(), end, known)
    bare = window.strip("　 、”")
    lead = starts("lead").match(bare)
    head = bare[lead.end() :] if lead else bare
    at = start + window.find(bare) + len(bare) - len(head)
    pronoun = longest("pronoun", head)
    if pronoun and not head[len(pronoun) :].startswith((*words("no_pronoun"), *words("officer"))):
        return Mention(at, at + len(pronoun), pronoun, "pronoun")
    if not head or starts("adverb").fullmatch(head):
        return Mention(end, end, "", "elided")
    nickname = NICKNAME.match(window)
    if nickname:
        group = nickname.lastindex or 0
        inner, end = start + nickname.start(group) + 1, start + nickname.end(group) - 1
        name = paragraph.simple[inner:end]
        return Mention(inner, end, name, "phrase", name=name)
    first = longest("first_person", head)
    if first:
        return Mention(at, at + len(first), first, "first_person")
    for where, name in sorted(titled_names(window, paragraph.titles_in(start, end), known), reverse=True):
        if not through_others(window[:where]) and not MET.match(window[where + len(name) :]):
            phrase = compact(head_of(window, where) + name)
            return Mention(start + where, start + where + len(name), phrase, "phrase", name=name)
    found = tokens(window, start, known)
    extent = noun_phrase(found)
    if extent is not None:
        return trimmed(paragraph, *extent, known)
    head = head.rstrip("还也又亦则均都已仍再")
    if head and len(head) <= 12 and not re.search("[向对在给就与]", head) and is_noun(head, found):
        return Mention(at, at + len(head), head, "phrase")
    described = last_nouns(found)
    if described is not None and described[1] - described[0] > 1:
        mention = trimmed(paragraph, *described, known)
        if personal_name(mention.phrase, known) or kind_of(text_named(mention.phrase)) is not None:
            return mention
    return Mention(end, end, "", "elided")


def readings(paragraph: Paragraph, start: int, end: int, known: Collection[str]) -> list[str]:
    """What the words before a cue may name though no rule knows it: all of them, those behind 的, the last.

    Without conjunctions and times before, adverbs and times behind; only what stands before a verb.
    """
    found = [token for token in tokens(paragraph.plain[start:end], start, known) if token.tag != "gap"]
    while found and (found[-1].tag in BEHIND or found[-1].word in words("adverb")):
        found.pop()
    while found and (found[0].tag in BEFORE or found[0].word in words("lead")):
        found.pop(0)
    if acts(found):
        first, last = noun_phrase(found) or (0, 0)
        found = [token for token in found if first <= token.start and token.end <= last]
    if not found or longest("pronoun", found[0].word) is not None:
        return []
    begins = [0, behind_of(found), len(found) - 1]
    if found[0].tag == "p" and len(found) > 1:
        begins.insert(1, 1)
    until = found[-1].end
    phrases = (
        compact(paragraph.simple[found[n].start : until]).strip("，,、 ")
        for n in dict.fromkeys(begins)
        if names_somebody(found[n:])
    )
    return [phrase for phrase in phrases if 2 <= len(phrase) <= LONGEST_READING]


def names_somebody(found: list[Token]) -> bool:
    """Whether words can be a noun phrase: 码头管理处, but not 家里, 工会向内地, 两家公司预计央行."""
    word = found[0].word
    if len(found) == 1 and is_chinese_name(word) and not is_no_name(word):
        return True
    governed = any(token.tag == "p" for token in found[1:])
    ends = found[-1].tag not in NO_NOUN or found[-1].word in BODY_END
    return ends and not governed and not acts(found)


def acts(found: list[Token]) -> bool:
    """Whether a verb stands among words, behind the last 的; 组织 and 派 at their end are none."""
    behind = found[behind_of(found) :]
    if behind and behind[-1].word in BODY_END:
        behind.pop()
    return any(token.tag[:1] == "v" and token.tag != "vn" for token in behind)


def behind_of(found: list[Token]) -> int:
    """The number of the word behind the last 的."""
    return max((n + 1 for n, token in enumerate(found[:-1]) if token.word == "的"), default=0)


def opening(paragraph: Paragraph, start: int, end: int, known: Collection[str]) -> Mention | None:
    """The noun phrase that opens a clause, None where it opens with something else."""
    extent = noun_phrase(tokens(paragraph.plain[start:end], start, known))
    return trimmed(paragraph, *extent, known) if extent else None


def is_noun(head: str, found: list[Token]) -> bool:
    """Whether a short subject in which the dictionary sees a verb names a speaker: 通知, 把狗肉当食物的人."""
    if is_chinese_name(head) or is_text(head):
        return True
    acts = AGENT.sub("", head) == head and any(
        token.tag in ("v", "vshi", "p", "c") and token.word not in QUANTITY
        for token in found
        if token.end <= found[0].start + len(head)
    )
    return kind_of(head) is not None and (not acts or "的" in head)


def through_others(before: str) -> bool:
    """Whether a preposition or another subject stands before a name: 克里在与|拜登."""
    if before.endswith("的"):
        return False  # 在外屿经营杂货店的|宣桂枝: what precedes describes the name
    at = len(before) - len(before.split("的")[-1])
    for word, tag in rjieba.tag(before[at:]):
        if word in words("join"):
            if personal_name(before[:at].split("的")[-1]):
                return True  # 拜登和|佩洛西, but not 政治和战略副主席|艾克林
        elif tag == "p" or word in words("towards"):
            return True
        at += len(word)
    return False


def head_of(window: str, at: int) -> str:
    """The title and what else stands before a name."""
    lead = starts("lead").match(window.lstrip("\u3000 "))
    return window.lstrip("\u3000 ")[lead.end() if lead else 0 : at]


def compact(phrase: str) -> str:
    """Without the gaps of masked brackets; a space between Latin words stays."""
    return GAP.sub("", phrase) if " " in phrase or "\u3000" in phrase else phrase


def trimmed(paragraph: Paragraph, start: int, end: int, known: Collection[str]) -> Mention:
    """A mention without leading conjunctions and trailing adverbs."""
    phrase = paragraph.plain[start:end]
    adverb = tail("adverb", phrase)
    if adverb and adverb.start() >= 2 and not (phrase in known or phrase.endswith(institutes())):
        end = start + adverb.start()
    lead = LEAD.match(paragraph.plain[start:end])
    if lead and end - start - lead.end() >= 2:
        start += lead.end()
    led = LED.match(paragraph.plain[start:end]) if "的" in phrase else None
    start += led.end() if led else 0
    spoken_to = SPOKEN_TO.match(paragraph.plain[start:end]) if "向" in phrase or "对" in phrase else None
    end = start + spoken_to.end(1) if spoken_to else end
    clean = compact(paragraph.plain[start:end])
    if MASK in clean:
        clean = compact(paragraph.simple[start:end])
    described = DESCRIBED.match(clean)
    clean = described[1] if described else clean
    if clean in words("pronoun"):
        return Mention(start, end, clean, "pronoun")
    if longest("demonstrative", clean) is not None:
        return Mention(start, end, clean, "demonstrative")
    return Mention(start, end, clean, "phrase")


@cache
def institutes() -> tuple[str, ...]:
    """证交所, 研究所: bodies whose last character is an adverb elsewhere."""
    return tuple(word for word in words("organisation") if len(word) > 1 and word.endswith("所"))


def quoted_source(
    paragraph: Paragraph, start: int, verb: int, after: int, end: int, known: Collection[str]
) -> Mention:
    """报导引述X表示: the speaker is X, relayed by 报导; 援引知情人士的消息称: the speaker is the medium."""
    medium = noun_phrase(tokens(paragraph.plain[start:verb], start, known))
    source = paragraph.plain[after:end]
    if SOURCE_NOUN.search(source.rstrip("　 ")) and medium:
        return trimmed(paragraph, *medium, known)
    words_of = WORDS_OF.search(source)
    mention = subject(paragraph, after, after + (words_of.start() if words_of else len(source)), known)
    if mention.shape == "elided":
        people = source[: words_of.start() if words_of else len(source)].strip("\u3000 ")
        if kind_of(people) == "unnamed":  # 援引|三位不愿透露姓名官员
            return Mention(after, after + len(people), people, "phrase", via=medium)
        return trimmed(paragraph, *medium, known) if medium else mention
    return replace(mention, via=medium)
