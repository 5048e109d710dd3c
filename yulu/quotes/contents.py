"""What is said: where reported content begins and ends, and what is no content at all."""

import itertools
import re

import rjieba

from yulu.lexicon.grammar import alternatives, words
from yulu.quotes.clauses import COMMA, MASK, Paragraph, Sentence
from yulu.quotes.cues import Cue
from yulu.quotes.kinds import kind_of
from yulu.quotes.names import personal_name

# Acts of speech without content: 表示欢迎, 表达强烈不满.
ACT = re.compile(
    f"^(?:了|过)?(?:{alternatives(words('degree'))})*(?:的)?(?:{alternatives(words('act'))})"
    "(?:之意|之情|态度|立场|和|与|及|、|。|，|；|之外|外，|$)"
)
ACT_TOWARDS = re.compile(f"^(?:了|过)?对.*(?:的|表示)(?:{alternatives(words('act'))})$")
NOUN_OBJECT = re.compile(
    f"^(?:了|过)?(?:{alternatives(words('determiner'))})(?:{alternatives(words('classifier'))}|的)"
)
SPEECH_NOUN = re.compile(f"^(?:了|过)?.{{0,12}}(?:{alternatives(words('object_noun'))})$")
NEW_THING = re.compile(f"^(?:了|过)?(?:{alternatives(words('new_thing'))}|其(?!他))")
BEHIND_CUE = re.compile(r"(?:的是|的那样|了|过|道)?\s*([，,：:])?\s*")
TOGETHER = re.compile("(?:在|正)?[与同和](?!.{0,6}[有无]关)")
INTENDS = re.compile("将|要(?!求)|会|必|绝?不|应该?")
WHEN = re.compile("..时(?![间代期常刻候])")
# ……很好”，但未说……: what is not said is the narrator's
NOT_SAID = re.compile(
    "[，,]但[他她]?(?:并?未|并?没有|拒绝|不愿)(?:进一步|具体|详细)?(?:说|透露|表示|证实|提供|回应|解释|公布)"
)
# 予以回应，并宣布……: the narrator goes on
ONWARD = re.compile(r"但|不过|然而|并(?!非|不|没)|同时|随后|然后|而(?!是|且)")
SAID_BEFORE = re.compile("[么样此般述话演想]$")
# 否认，|称……: the next verb says it
ANOTHER_CUE = re.compile(
    "[也并还又]?(?:称(?!赞|霸|为)|指(?![挥定导数标令派向认控责明引出])|说|表示|指出|强调|认为)"
)
NEXT_STOP = re.compile(r"(?<!\d)[，,]|[，,](?!\d)|[：:；;。！？!?]")
# 甲强调，去年已邀请：“……”: what the colon announces is a quote of its own.
MARKED_SPEECH = re.compile(rf"[：:]\s*“{MASK}{{12,}}")
MARKED = re.compile(f"“?{MASK}+”?")
TO_WHOM = re.compile(r"^(?:了|过)?[^，,。：:；;“]{1,30}[，,：:]")
# The narrator takes over behind a comma when what was said followed its cue without one.
NARRATOR = re.compile(rf"[；;]|(?<!\d)[，,]\s*(?:{alternatives(words('narrator'))}|并(?![不非没无]))")
NARRATED = re.compile(r"(?:之后|以后|之际|期间|为由|的同时|的说[法词辞]|后|时)$")
SUBORDINATE = re.compile(r"(?:虽然?|尽管|.{2,12}虽|虽|在|当|自从?|随着|由于|正如|因为?|如果|既然|除了|就|以)")
# 抱怨|在政府的支持下，……
OPENS_CLAUSE = re.compile("(?:在.{1,20}[下中后前里]|如果.*|若.*|虽然.*|尽管.*|由于.*|因为.*)$")
# 批评|他“智商低”
CALLED = re.compile(f"[^，,“]{{1,12}}(?<!的)“{MASK}+”?$")
# 声称拥有水域|的主张: the verb only describes a noun
RELATIVE = re.compile("的(?:说[法词辞]|主张|言论|论调|传闻)")


def content_end(paragraph: Paragraph, sentence: Sentence) -> int:
    """The end of a sentence without its final stop; closing marks of words inside stay."""
    end = sentence.end
    while end > sentence.start and paragraph.plain[end - 1] in "。！？!?；;，, \u3000\n":
        if paragraph.plain[end - 1] == "\u3000" and paragraph.text[end - 1] != "\u3000":
            break  # the end of a bracket
        end -= 1
    return end


def content_after(paragraph: Paragraph, sentence: Sentence, cue: Cue) -> tuple[tuple[int, int] | None, bool]:
    """What is said, from behind the cue to the end of the sentence, None where nothing is;
    and whether a comma or an addressee divides it from the cue."""
    plain, end = paragraph.plain, content_end(paragraph, sentence)
    behind = BEHIND_CUE.match(plain, cue.end, end)
    start = behind.end() if behind else cue.end
    marked = MARKED_SPEECH.search(plain, start, end)
    end = marked.start() if marked and not any(c.end == marked.start() for c in paragraph.cues) else end
    divided = bool(behind and behind[1])
    if not divided and cue.classes & {"tell", "demand", "ask"}:
        start, divided = behind_addressee(plain, start, end, cue)
    if divided:
        unsaid = NOT_SAID.search(plain, start, end)
        end = unsaid.start() if unsaid else end
        told_on = ANOTHER_CUE.match(plain, start, end) or (
            ONWARD.match(plain, start, end) and not speaks_on(plain, sentence.start, cue)
        )
        return ((start, end) if end - start >= 4 and not told_on else None), True
    if cue.classes <= {"loud", "ask", "noun", "tell"}:
        return None, False
    first, *then = NEXT_STOP.split(plain[start:end], maxsplit=2)
    if "say" not in cue.classes and first.endswith(("时", "时候")):
        return None, False  # 回答媒体查询时，……
    if "topic" in cue.classes and WHEN.search(first):
        return None, False  # 谈到俄罗斯时已经……
    if plain.startswith("了", cue.end) and not has_clause(first):
        return None, False  # 指出了客户群
    said = is_content(first, plain[start : start + len(first) + 1], cue)
    if not said and then and OPENS_CLAUSE.match(first):
        said = is_content(then[0], then[0], cue)
    return ((start, end) if said else None), False


def speaks_on(plain: str, start: int, cue: Cue) -> bool:
    """陈程称，但是……: such a verb needs content, be it with a conjunction; 他这么说，但…… has had it."""
    before = plain[start : cue.start]
    return cue.word in ("说", "称") and "”" not in before and not SAID_BEFORE.search(before)


def narrowed(
    paragraph: Paragraph, sentence: Sentence, clause: int, cue: Cue, start: int, end: int
) -> tuple[int, int] | None:
    """Content that follows its cue without a comma: it ends where the narrator goes on."""
    plain = paragraph.plain
    before = plain[clause : cue.start].lstrip("\u3000 也但不过而，,")
    stop = COMMA.search(plain, start, end)
    if (
        stop
        and not OPENS_CLAUSE.match(plain, start, stop.start())
        and (
            SUBORDINATE.match(before)
            or (not cue.classes & {"say", "demand", "judge"} and not carries_on(plain[stop.end() : end]))
        )
    ):
        end = stop.start()
    else:
        takes_over = NARRATOR.search(plain, start, end)
        end = takes_over.start() if takes_over else end
    described = RELATIVE.search(plain, start, end)
    if described and "say" in cue.classes and has_clause(plain[start : described.start()]):
        end = described.start()
    tail = NARRATED.search(plain[start:end])
    if tail:
        if tail[0] == "为由" or tail[0].startswith("的"):
            return None
        if tail[0] not in ("后", "时") or SUBORDINATE.match(before):
            end = start + tail.start()
    return (start, end) if end - start >= 3 else None


def carries_on(rest: str) -> bool:
    """Whether a clause without subject goes on with what was announced: 宣布实施国安法，赋予……权力."""
    if rest.startswith(("且", "而且", "并且")):
        return True
    tagged = rjieba.tag(rest[:12])
    return (
        bool(tagged) and tagged[0][1] in ("v", "p", "d", "vn") and not re.match("但|而|不过|却|则|因此", rest)
    )


def is_content(first: str, with_stop: str, cue: Cue) -> bool:
    """Whether the words that follow a cue without a comma are what was said, and not its object."""
    if cue.word in words("clausal") and len(first) > 3:
        return True
    if (
        len(first) < 3
        or ACT.match(with_stop)
        or ACT_TOWARDS.match(first)
        or (
            "demand" not in cue.classes and len(first) < 12 and SPEECH_NOUN.match(first) and not is_act(first)
        )
    ):
        return False
    if cue.word in words("about") and ends_in_noun(first):
        return False
    if "say" in cue.classes:
        return "topic" not in cue.classes or (not NOUN_OBJECT.match(first) and has_clause(first))
    if NOUN_OBJECT.match(first) or NEW_THING.match(first):
        # 要求其民众避免前往, but not 要求更多支持
        return "demand" in cue.classes and any(tag == "v" for _, tag in tag_masked(first)[1:-1])
    if "demand" in cue.classes:
        return has_verb(first) or MASK in first
    if cue.classes <= {"judge", "estimate"}:
        called = cue.word in words("calls") and CALLED.match(first)
        return bool(called) or subject_verb(first, "judge" in cue.classes)
    return has_clause(first)


def is_said(marked: str) -> bool:
    """Whether a few marked words behind a cue are a report of their own: 称“已停止”, not 表示“深切关注”."""
    return len(marked) > 2 and has_clause(marked) and not ACT.match(marked + "，")


def is_act(text: str) -> bool:
    """Words that begin with a verb: 增派安保部队方案, 正在思考做出何种决定."""
    return tag_masked(text)[0][1] in ("v", "d", "t")


def has_clause(text: str) -> bool:
    """Whether words can be the content of a report: they hold a verb that is not inside a noun phrase."""
    tagged = tag_masked(text)
    if MASK in text and len(tagged) > 1:
        return True
    last_of = last_link(tagged)
    verbs = [
        n for n, (_, tag) in enumerate(tagged) if tag in ("v", "vd", "vshi", "vyou", "a", "p", "d", "zg")
    ]
    if not verbs:
        return False
    if last_of <= 0 or any(n > last_of for n in verbs):
        return True
    # Every verb stands before the last 的: 反对浪费粮食的运动 is a noun phrase, and so is 对……的禁令;
    # 美国将撤销对华为的指控 has its subject first, 关闭驻成都的领事馆 is what somebody announces to do.
    first = tagged[0][1]
    if (
        first.startswith(("n", "r", "j"))
        and verbs[0] <= 6
        and tagged[verbs[0]][1] in ("d", "v", "vshi", "vyou")
    ):
        return True
    if TOGETHER.match(text) and any(tag == "v" for _, tag in tagged[1:]):
        return True  # 与印度达成……协议
    return INTENDS.match(text) is not None or (first in ("v", "d", "zg") and len(text) > 8)


def has_verb(text: str) -> bool:
    """Words that say what is to be done or to be so: 各方保持克制, 各方冷静, not 更高的工资."""
    tagged = [*tag_masked(text), ("", "")]
    return any(
        tag in VERBAL or (tag in ("a", "ad") and after not in ("uj", "n"))
        for (_, tag), (_, after) in itertools.pairwise(tagged)
    )


def ends_in_noun(text: str) -> bool:
    """Whether words are a long noun phrase about something: 来自中国的|全方面威胁, 双方合作的|重要性."""
    tagged = tag_masked(text)
    last_of = last_link(tagged)
    return (
        last_of > 0
        and tagged[-1][0] in words("abstract")
        and all(tag[0] in "nabjvlsf" and tag != "v" for _, tag in tagged[last_of + 1 : -1])
        and not any(tag in ("d", "vshi", "ul", "ug") or word[0] in "已将" for word, tag in tagged[:last_of])
    )


VERBAL = ("v", "vn", "vshi", "vyou", "l", "i")


def subject_verb(text: str, strictly: bool) -> bool:
    """Words that begin with a subject and go on with its verb.

    strictly: the verb is the first there is, not one inside a noun phrase: 特朗普挑动群众 and
    这是正义, but not 对手拜登的计划 nor 中国实施的措施.
    """
    tagged = tag_masked(text)
    if not strictly:
        verbs = [n for n, (_, tag) in enumerate(tagged) if tag in ("v", "vshi", "vyou", "d", "p", "a")]
        return bool(verbs) and 0 < verbs[0] < len(tagged) - 1 and has_clause(text)
    if tagged and tagged[0][0] in ("这是", "那是", "这", "那"):
        return len(tagged) > 1
    for n, (word, tag) in enumerate(tagged):
        if word == "的":
            return False
        if n and tag in VERBAL and (n + 1 == len(tagged) or tagged[n + 1][0] != "的"):
            return tag != "vn" or n + 1 < len(tagged) or "p" in [t for _, t in tagged[:n]]
    return False


def last_link(tagged: list[tuple[str, str]]) -> int:
    """Where the last 的 (or 之) stands, -1 without one."""
    return max((n for n, (word, _) in enumerate(tagged) if word == "的" or word[0] == "之"), default=-1)


def tag_masked(text: str) -> list[tuple[str, str]]:
    """Words with parts of speech; marked words count as one noun."""
    return [pair for pair in rjieba.tag(MARKED.sub("某某", text.replace("\u3000", ""))) if pair[0].strip()]


def behind_addressee(plain: str, start: int, end: int, cue: Cue) -> tuple[int, bool]:
    """Past the person who is spoken to: 警告民众，|在中国……"""
    match = TO_WHOM.match(plain[start:end])
    whom = match[0].strip("了过，,：: \u3000") if match else ""
    if match and not acts(whom) and (cue.classes <= {"tell", "clause", "ask"} or is_addressee(whom)):
        return start + match.end(), True
    return start, False


def acts(text: str) -> bool:
    """Whether words have a verb that is not inside a noun phrase: 中国|释放两名公民."""
    tagged = tag_masked(text)
    last_of = last_link(tagged)
    verbs = [n for n, (_, tag) in enumerate(tagged) if tag == "v"]
    return any(n > last_of for n in verbs) or verbs[:1] == [1]


def is_addressee(phrase: str) -> bool:
    return bool(personal_name(phrase)) or (
        kind_of(phrase) is not None and not re.search(r"要|应|不|把|将|在", phrase)
    )
