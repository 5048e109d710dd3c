"""Frames of reported speech: a cue, who is its subject, and where the content stands."""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace

import rjieba

from yulu.lexicon.grammar import starts, words
from yulu.quotes.clauses import Paragraph, Sentence
from yulu.quotes.contents import RELATIVE, content_after, content_end, narrowed
from yulu.quotes.cues import TEXTS, Cue
from yulu.quotes.kinds import ends_with, kind_of, kind_unlisted, text_named
from yulu.quotes.names import personal_name
from yulu.quotes.phrases import skip_lead, tokens
from yulu.quotes.subjects import Mention, subject

FUTURE = re.compile(r"[，,]?.{0,4}(?:会|将|可|应|拟|再)(?:由|请|要)")
ABOUT = re.compile(r"\s*(?:对于|针对|就|关于|至于|面对|对(?!此))")
ACCORDING = re.compile(r"\s*(?:另|又|再)?(?:据|根据|依据|综合)")
SOURCES = re.compile("人士|消息来源|消息源")
REPORTED = re.compile("报道|报导|消息|披露|透露|获悉")
OPENS = re.compile(r"(?:道|了|出)?[：:，,]?\s*“")
OPENS_LATER = re.compile(r"[^，,。：:；;“”]{0,30}[：:，,]\s*“")
STOP = re.compile("[，,；;：:“”]")
JOINED = re.compile("并|也|还|又|且|更|亦|同时|再")
COMMUNICATES = re.compile("发|致|撰|写|访|讲|演|会|信|文|推|帖|电|视频|声明")
# 媒体指失火的是实验室，但后来宣传部表示……: the narrator sets two speakers against each other.
CONTRAST = re.compile(r"\s*(?:而(?!且)|(?:但是?|不过)(?:后来|随后|之后|其后|事后))")
# 法院说要研究案情，辩方|也|要求……: what follows its cue without a comma is rarely longer than its clause.
BESIDE = re.compile(r"\s*(?:[也亦则]|就此|对此)\s*")
OTHERWISE = re.compile(r"\s*(?:然而|至于|也有|另有)")
# 反驳|政府宣称已经结业|的说法, 对|中国声称拥有水域|的主张有异议
REJECTS = re.compile("(?:[对就]|反驳|驳斥|否认|质疑|批评|谴责|回应)了?(?=[^，,]{2,20})")
ENDS_CLAUSE = re.compile(r"[。！？!?，,]\s*$")
CLAUSE_STOP = re.compile("[，,。！？!?]")
BUT = re.compile(r"\s*[，,](?:但|不过|而且)")
BEHIND_MARKS = re.compile(r"\s*[。！？!?，,；;、“：:（\u3000]")
OCCASION = re.compile("(?:(?:时|后|之际)[则也还又亦]?|查询|提问|询问|问题)$")
MOST = 50  # cues in one sentence: more are no language


@dataclass(slots=True)
class Frame:
    """Offsets in the paragraph. `content` is None where only marked words are introduced."""

    cue: Cue
    mention: Mention
    clause: int  # where the clause with subject and cue begins
    content: tuple[int, int] | None
    opens: int | None  # where marked words begin right after the cue
    rule: str


def frames(paragraph: Paragraph, known: Collection[str]) -> list[Frame]:
    """The frames of a paragraph, in the order of their cues."""
    found: list[Frame] = []
    for sentence in paragraph.sentences:
        previous: list[Frame] = []
        for cue in paragraph.cues_in(sentence.start, sentence.end)[:MOST]:
            occasion: Frame | None = None
            while previous and not between(paragraph, previous[-1].cue, cue):
                if is_occasion(paragraph, previous[-1], cue):
                    occasion = previous[-1]
                elif not is_empty(previous[-1]):
                    break
                previous.pop()  # 回应……影片说: the last verb of a clause is the cue
            frame = read_frame(paragraph, sentence, cue, previous, known)
            if frame is not None:
                if occasion and frame.mention.end > occasion.cue.start and frame.mention.shape != "elided":
                    frame.mention = occasion.mention
                previous.append(frame)
        bound(paragraph, previous)
        found += previous
    return found


def is_empty(frame: Frame) -> bool:
    return frame.content is None and frame.opens is None and frame.rule == "marks"


def is_occasion(paragraph: Paragraph, frame: Frame, cue: Cue) -> bool:
    """回应查询时则|称, 宣布任命她时|说: the first verb tells on what occasion the second is said."""
    if "tell" in frame.cue.classes:
        return cue.word in ("称", "说", "指", "表示")  # 告诉台媒|称
    says = "say" in frame.cue.classes and "topic" not in frame.cue.classes
    return not says and OCCASION.search(paragraph.plain, frame.cue.end, cue.start) is not None


def between(paragraph: Paragraph, first: Cue, second: Cue) -> bool:
    """Whether a comma or a mark stands between two cues."""
    return bool(STOP.search(paragraph.plain, first.end, second.start))


def demanded(paragraph: Paragraph, frame: Frame, cue: Cue) -> bool:
    """呼吁市政府|公布排班表: what somebody is to do is not said."""
    return (
        "demand" in frame.cue.classes and frame.content is not None and not between(paragraph, frame.cue, cue)
    )


def read_frame(
    paragraph: Paragraph, sentence: Sentence, cue: Cue, previous: list[Frame], known: Collection[str]
) -> Frame | None:
    if previous and "say" not in cue.classes and demanded(paragraph, previous[-1], cue):
        return None
    floor = previous[-1].cue.end if previous else sentence.start
    clause = paragraph.clause_start(cue.start, floor)
    if is_setting(paragraph.plain[clause : cue.start], cue):
        return None
    mention = subject(paragraph, clause, cue.start, known)
    if mention.shape == "first_person":
        return None
    rest = paragraph.plain[cue.end : sentence.end]
    opener = OPENS.match(rest)
    if not may_speak(mention, cue, known):
        if opener:
            if not adjoins(paragraph, mention, cue) or kind_unlisted(mention.phrase) is None:
                mention = Mention(cue.start, cue.start, "", "elided")  # 情绪崩溃地说“……”
        elif "say" not in cue.classes or not rest.startswith(("：", ":", "，", ",")):
            return None
        if ends_with(mention.phrase, "thing"):
            return None
    if mention.shape == "elided" and (
        cue.classes <= {"noun"} or ("say" not in cue.classes and is_inside(paragraph, clause, cue))
    ):
        return None
    if mention.shape == "elided" and cue.word.startswith(TEXTS) and len(cue.word) > 2:
        mention = Mention(cue.start, cue.start + 2, cue.word[:2], "phrase")
        cue = replace(cue, start=cue.start + 2, word=cue.word[2:])
    opens = cue.end + opener.end() - 1 if opener else speech_behind_addressee(paragraph, sentence, cue)
    if opens is not None:
        return with_marks(paragraph, sentence, cue, mention, clause, opens)
    if not rest.strip("。！？!?”，, \u3000道；;"):
        return content_before(paragraph, sentence, cue, mention, clause)
    content, divided = content_after(paragraph, sentence, cue)
    if content is not None and not divided:
        content = narrowed(paragraph, sentence, clause, cue, *content)
        rejects = REJECTS.search(paragraph.plain, clause, cue.start)
        if content and rejects and RELATIVE.match(paragraph.plain, content[1]):
            mention = subject(paragraph, rejects.end(), cue.start, known)
    rule = ("cue-comma-content" if divided else "cue-content") if content else "marks"
    return Frame(cue, mention, clause, content, None, rule)


def adjoins(paragraph: Paragraph, mention: Mention, cue: Cue) -> bool:
    """Whether nothing but adverbs stands between a subject and its cue."""
    return not starts("adverb").sub("", paragraph.plain[mention.end : cue.start].strip("\u3000 "))


def is_inside(paragraph: Paragraph, clause: int, cue: Cue) -> bool:
    """Whether the words before a cue without subject make it part of something else: 都符合|要求.

    Leads, times and what stands behind a preposition do not, nor how it is said: 发帖批评.
    """
    before = list(tokens(paragraph.plain[clause : cue.start].rstrip("\u3000 "), clause, ()))
    rest = [t for t in before[skip_lead(before) :] if t.tag not in "dt" and t.word not in words("adverb")]
    return bool(rest) and not any(COMMUNICATES.search(token.word) for token in rest)


def is_setting(before: str, cue: Cue) -> bool:
    """Whether the words of a clause before its cue make it no report of its own.

    据新华社报道 (a relay), 对于外界指…… (what it is about), 将由外长宣布 (still to come).
    """
    if REPORTED.search(cue.word) and ACCORDING.match(before) and not SOURCES.search(before):
        return True
    if ABOUT.match(before) and ("say" not in cue.classes or cue.word.endswith("指")):
        return True
    return bool(FUTURE.match(before))


def may_speak(mention: Mention, cue: Cue, known: Collection[str]) -> bool:
    """Whether a subject can be a speaker at all; an estimate needs one of its own."""
    if mention.shape == "demonstrative":
        return kind_of(mention.phrase) is not None
    if mention.shape != "phrase":
        return mention.shape != "elided" or cue.classes != {"estimate"}
    if mention.name:
        return True
    phrase = text_named(mention.phrase)
    if personal_name(phrase, known) or kind_of(phrase) is not None:
        return True
    return "say" in cue.classes and not is_thing(phrase)


def is_thing(phrase: str) -> bool:
    """A phrase that ends in an everyday noun or no noun at all, where that is no person: 事件, 情况下."""
    tag = rjieba.tag(phrase)[-1][1] if phrase else "x"
    return not tag.startswith(("nr", "ns", "nt", "nz", "j", "x", "eng", "i"))


def speech_behind_addressee(paragraph: Paragraph, sentence: Sentence, cue: Cue) -> int | None:
    """Where marks open behind whom is spoken to: 告诉德国之声：“."""
    match = OPENS_LATER.match(paragraph.plain, cue.end, sentence.end)
    if match and ("tell" in cue.classes or "demand" in cue.classes or "：" in match[0] or ":" in match[0]):
        return match.end() - 1
    return None


def with_marks(
    paragraph: Paragraph, sentence: Sentence, cue: Cue, mention: Mention, clause: int, opens: int
) -> Frame | None:
    """Marked words stand right behind the cue: they are the content, or only begin it."""
    span = paragraph.opening.get(opens)
    if span is None:
        return Frame(cue, mention, clause, None, opens, "marks")
    after = paragraph.plain[span.end : sentence.end]
    inner = paragraph.text[span.inner_start : span.inner_end]
    sentence_like = ENDS_CLAUSE.search(inner)
    if BUT.match(after) and not CLAUSE_STOP.search(inner):
        whole = False  # 表示，“我更愿意除掉他”，但部长反对: the report goes on
    else:
        whole = not after.strip("。！？!?，,；;、） \u3000") or bool(BEHIND_MARKS.match(after))
    if whole or sentence_like or ("loud" in cue.classes and "say" not in cue.classes):
        return Frame(cue, mention, clause, None, opens, "marks")
    end = content_end(paragraph, sentence)
    return Frame(cue, mention, clause, (opens, end), None, "cue-content")


def content_before(
    paragraph: Paragraph, sentence: Sentence, cue: Cue, mention: Mention, clause: int
) -> Frame | None:
    """……，他说。: the content stands before the clause with the cue."""
    if mention.shape == "elided" or clause <= sentence.start:
        return Frame(cue, mention, clause, None, None, "after") if clause > sentence.start else None
    start, end = sentence.start, clause - 1
    if "“" in paragraph.plain[start:end]:
        marked = sum(s.end - s.start for s in paragraph.spans if start <= s.start < end)
        if marked * 2 > end - start:
            return Frame(cue, mention, clause, None, None, "after")
    if "say" not in cue.classes:
        return None
    if end - start < 6 or len(paragraph.plain[clause : cue.end].strip()) > 25:
        return None
    return Frame(cue, mention, clause, (start, end), None, "content-cue")


def bound(paragraph: Paragraph, found: list[Frame]) -> None:
    """Cuts contents where the next frame of the sentence begins, unless that one is told inside them."""
    for n, frame in enumerate(found):
        if frame.content is None or frame.rule == "content-cue":
            continue
        start, end = frame.content
        for m, later in enumerate(found[n + 1 :], n + 1):
            if later.rule == "content-cue" or later.clause < start or later.clause >= end:
                continue
            if goes_on(paragraph, found, n, m):
                cut = cut_before(paragraph.plain, start, later)
                end = cut if cut - start >= 4 else end
                break
        frame.content = start, end


def goes_on(paragraph: Paragraph, found: list[Frame], n: int, m: int) -> bool:
    """Whether a later cue of the sentence stands beside an earlier one: ，并称 / ；B则说."""
    later = found[m]
    before = paragraph.plain[
        later.clause : later.mention.start if later.mention.shape != "elided" else later.cue.start
    ]
    stop = paragraph.plain[later.clause - 1 : later.clause]
    if later.mention.shape == "elided" and "say" not in later.cue.classes and not JOINED.search(before):
        return False  # 强调，中共操作论调，批判……: the verb belongs to what is said
    if later.mention.shape == "elided":
        # its subject is that of the last cue that has one
        alone = not re.search("都|均|皆", before)
        return alone and stop in "，,；;”" and all(f.mention.shape == "elided" for f in found[n + 1 : m])
    if stop in "；;" and stop:
        return True
    if later.mention.shape == "pronoun":
        return (later.content or later.opens) is not None and later.cue.start - later.clause <= 6
    if later.rule == "cue-comma-content" and later.mention.shape == "phrase" and stop in "，,":
        # 强调要合作，政府则表示，…… and 称，正在考虑，然而议长认为，……
        return found[n].rule == "cue-content" or bool(OTHERWISE.match(paragraph.plain, later.clause))
    beside = found[n].rule == "cue-content" and BESIDE.fullmatch(
        paragraph.plain, later.mention.end, later.cue.start
    )
    return bool(beside or CONTRAST.match(paragraph.plain, later.clause)) and stop in "，,"


def cut_before(plain: str, start: int, later: Frame) -> int:
    """Where content ends before a later frame, or before the clauses behind a semicolon that lead to it."""
    end = max((plain.rfind(mark, start, later.clause) for mark in "；;"), default=-1)
    end = later.clause if end < 0 else end
    while end > start and plain[end - 1] in "，,；;、 \u3000":
        end -= 1
    return end
