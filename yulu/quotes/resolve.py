"""From the words that name a speaker to the speaker, within one article."""

import re

from yulu.lexicon.grammar import words
from yulu.model import SpeakerKind
from yulu.quotes.antecedents import COUNTED, LOOK_BACK, PLURAL, antecedent, body_before, who_spoke
from yulu.quotes.cast import Cast, Who
from yulu.quotes.kinds import MARKED_AT_END, ends_with, is_text, kind_of, text_named, unmarked
from yulu.quotes.names import apposed_body, personal_name
from yulu.quotes.subjects import Mention, subject

POLITE = re.compile(
    r"(?:先生|女士|小姐|太太|氏|老师|教授|博士|律师|医生|议员|部长|总统|总理|主席|主任|局长)$"
)
# Texts that speak for whoever was just named; a film or a law does not.
ISSUED = re.compile(
    "声明|公告|通告|通报|信|函|推文|帖|贴文|微博|博文|新闻稿|报告|指令|通知|讲话|演讲|发言|致辞|简报|说明|书|公报"
)
# Texts that a body issues: the person who spoke last has not written them.
OF_BODIES = re.compile("报告|公告|通告|通知|通报|指令|简报|公报|说明书|白皮书")
MEDIA = re.compile(r"(?:央视|网站|报|(?<!出版)社|网|台|刊|新闻|媒体?|杂志|电视|广播|CNN|BBC|CNBC|Times|》)$")
# 报告 is what somebody 发布……报告.
ISSUES = re.compile(
    "(?:发布|发表|公布|公开|出具|提交|签署|发出|推出|下发|印发|颁布|出台)(?=([^。！？；]{1,32}))"
    "|[致发写寄递](?=(.?.?[信函]))"  # 习近平向大会|发祝贺信
)
PUBLISHES = re.compile("(?:发布|刊发|刊登|刊载|发表|播出|播放|推出|公布).*的.")
THEIRS = re.compile(r"(他们|她们|他|她|其(?![他它中余实]))的?(?=.{2})")
REPORTED = re.compile("报道|报导|文章|评论|社评|社论|分析|消息|专文|新闻")
FAMILY_NAME = re.compile("[A-Z][a-zA-Z'’-]+")
JOINED = re.compile("([与和及、])")
THIS_TIME = re.compile("(?:这次|此次|这番|当天|当日|日前|近日|今天|昨天)$")  # 普京|这次讲话
BOOK = re.compile("《([^《》]{2,60})》")
IN_BRACKETS = re.compile("[（(][^（()）]*[)）]$")
# 该公司的一位发言人: one of a body that was named
MEMBER = re.compile(
    "(该.{1,4}?)的?(?:一名|一位)?((?:资深|高级|前)?"
    "(?:女?发言人|官员|负责人|高管|主管|总裁|创始人|管理层|律师|员工|领导人|主席|代表).*)$"
)
POINTS_TO = re.compile("^(?:该|这|那|此|上述|另一?)(?:名|位|个|家|份|则|篇|项|些|次|两|三)*(?:.*的)?")
# 这项政策的支持者: the first word points to the policy, not to who supports it
OF_THING = re.compile(
    "(?:[该这那此](?:[项个家次种座部场起款份]|一)[^的名位]{1,10}的|该[市国省州县区地校院](?=...)).*(?:[者人士员家们户众]|高管|总裁|代表)$"
)


def resolve(cast: Cast, mention: Mention, paragraph: int, sentence: int) -> Who:
    """The speaker of a mention, or None where nobody can be named."""
    if mention.shape == "pronoun":
        return antecedent(cast, mention.phrase, paragraph, sentence, mention.start)
    if mention.shape == "demonstrative":
        return demonstrated(cast, mention.phrase, paragraph)
    if mention.name:
        return cast.fullest(mention.name), "person"
    if mention.shape == "phrase":
        who = named(cast, mention.phrase, paragraph)
        if who and who[0] == mention.phrase:
            text = cast.paragraphs[paragraph].text[mention.start : mention.end]
            cast.written.setdefault(who[0], text.strip())
        return who
    return None


def named(cast: Cast, phrase: str, paragraph: int, depth: int = 0) -> Who:
    """A noun phrase: the person in it, the issuer of a text, or the body or unnamed person itself."""
    who = in_marks(cast, phrase, depth)
    if who:
        return who
    phrase = THIS_TIME.sub("", text_named(unmarked(phrase, "，,、。“”\"'‘’「」『』 的")))
    phrase = apposed_body(phrase) or phrase
    if not phrase or len(phrase) > 45:
        return None
    if depth == 0 and (theirs := THEIRS.match(phrase)):
        return of_somebody(cast, theirs[1], phrase[theirs.end() :], paragraph)
    who = several(cast, phrase, paragraph) if depth == 0 else None
    if who:
        return who
    name = cast.latin_owner(phrase) or personal_name(phrase, cast.names)
    if name and name not in words("pronoun"):
        return cast.fullest(name), "person"
    kind = kind_of(phrase)
    short = POLITE.sub("", phrase)
    family = cast.family_name(phrase)
    if family:
        return family, "person"
    if 1 <= len(short) <= 2 and (short != phrase or (len(phrase) == 1 and kind is None)):
        full = cast.by_surname(short)
        polite = re.search("(?:先生|女士|小姐|太太|氏)$", phrase)
        return (full, "person") if full else (phrase, "unnamed") if polite else None
    if FAMILY_NAME.fullmatch(phrase):
        full = next((n for n in sorted(cast.names) if n.endswith(" " + phrase)), None)
        if full:
            return full, "person"
    if kind == "document" and depth == 0:
        return issuer(cast, phrase, paragraph)
    return of_kind(cast, phrase, kind)


def in_marks(cast: Cast, phrase: str, depth: int) -> Who:
    """官媒「环球时报」, 情报人员「黄冠龙」, 节目「焦点」: the name in marks behind what it is."""
    marked = MARKED_AT_END.search(phrase.strip("，,、。 的"))
    described = kind_of(phrase[: marked.start()]) if marked and marked.start() else None
    if marked is None or described is None:
        return None
    if described == "document":
        return (marked[1], described) if depth == 0 else None
    (cast.bodies if described == "organisation" else cast.names).add(marked[1])
    return marked[1], "organisation" if described == "organisation" else "person"


def of_somebody(cast: Cast, pronoun: str, rest: str, paragraph: int) -> Who:
    """他的律师, 其发言人 -> whose lawyer, whose spokesman."""
    if pronoun == "其" and rest in words("officer"):
        bodies = ((e.speaker, e.kind) for e in who_spoke(cast, paragraph) if e.kind != "person")
        owner: Who = next(bodies, None)
    else:
        owner = antecedent(cast, pronoun, paragraph, 10**6, 0)
    return named(cast, owner[0] + rest, paragraph, depth=1) if owner else None


def of_kind(cast: Cast, phrase: str, kind: SpeakerKind | None) -> Who:
    """A phrase without a personal name as the speaker it is."""
    if kind is None and phrase in cast.bodies:
        return phrase, "organisation"
    if kind is None or (len(phrase) == 1 and kind != "organisation"):
        return None
    if kind == "organisation":
        return cast.longer_form(phrase), kind
    bearer = cast.bearer(phrase) if kind == "unnamed" else None
    return (bearer, "person") if bearer else (phrase, kind)


def several(cast: Cast, phrase: str, paragraph: int) -> Who:
    """范德赖恩与欧洲理事会主席米歇尔 -> 范德赖恩与米歇尔: people who speak together."""
    parts = JOINED.split(phrase)
    if len(parts) == 1:
        return None
    names = [personal_name(part, cast.names) for part in parts[::2]]
    if None in names:
        return None
    joined = "".join(
        cast.fullest(name or "") + join for name, join in zip(names, [*parts[1::2], ""], strict=True)
    )
    return joined, "unnamed"


def issuer(cast: Cast, phrase: str, paragraph: int) -> Who:
    """PTA的声明 -> PTA; a bare 报道 or 声明 -> who was named last as its source."""
    if PUBLISHES.match(phrase):
        phrase = phrase.rpartition("的")[2]  # 刊发由记者撰写的|评论
    before = phrase[: phrase.rfind("的")] if "的" in phrase else strip_document(phrase)
    if before and before != phrase:
        inside = [name for name in sorted(cast.names) if name in before]
        owner = named(cast, before, paragraph, depth=1)
        if owner or len(inside) == 1:
            return owner or (inside[0], "person")
    if re.fullmatch(r"《.+》", phrase):
        return cast.longer_form(phrase), "document"
    reported = REPORTED.search(phrase)
    here = next((e for e in reversed(cast.events) if e.medium), None)
    if reported and here and here.paragraph == paragraph:
        return here.speaker, here.kind  # 据新华网消息，文章称
    author = next((name for n, name in reversed(cast.authors) if n <= paragraph), None)
    if author and re.search(r"文章|文$|专文|长文|评论|社论|公开信", phrase):
        return author, "person"
    if phrase in ("分析", "观点", "看法", "评论", "传闻", "舆论"):
        return phrase, "unnamed"
    source = called_so(cast, phrase, paragraph) or issued(cast, phrase, paragraph)
    if source:
        return source
    title = book_title(cast, phrase, paragraph)
    for event in reversed(cast.events):
        if event.paragraph < paragraph - LOOK_BACK:
            break
        if reported and (event.medium or MEDIA.search(event.speaker)):
            return event.speaker, event.kind
        is_body = event.kind == "organisation" or ends_with(event.speaker, "organisation")
        if OF_BODIES.search(phrase) and (not is_body or MEDIA.search(event.speaker)):
            continue
        if not reported and not event.medium and (title or ISSUED.search(phrase)):
            return (title, "document") if title else (event.speaker, event.kind)
    if title:
        return title, "document"
    if phrase.endswith(("看法", "观点", "理论", "说法")):
        return phrase, "unnamed"
    return None if len(phrase) <= 2 else (phrase, "document")


def called_so(cast: Cast, phrase: str, paragraph: int) -> Who:
    """报告 -> 研究所, where 研究所报告 has spoken before."""
    for event in who_spoke(cast, paragraph - LOOK_BACK):
        if event.kind != "document" and event.phrase.endswith(phrase[-2:]):
            return event.speaker, event.kind
    return None


def issued(cast: Cast, phrase: str, paragraph: int) -> Who:
    """报告 -> who 发布 it, as far as the article has been read."""
    for n in range(paragraph, -1, -1):
        for match in ISSUES.finditer(cast.paragraphs[n].plain):
            group = match.lastindex or 0
            if phrase[-2:] not in cast.paragraphs[n].simple[match.start(group) : match.end(group)]:
                continue
            start = cast.paragraphs[n].clause_start(match.start(), 0)
            mention = subject(cast.paragraphs[n], start, match.start(), cast.known)
            if kind_of(mention.phrase) != "document" and mention.shape != "demonstrative":
                who = resolve(cast, mention, n, 0)
                if who:
                    return who
    return None


def book_title(cast: Cast, phrase: str, paragraph: int) -> str | None:
    """《……报告》 named before, where the phrase is 报告."""
    for n in range(paragraph, max(-1, paragraph - LOOK_BACK - 1), -1):
        for match in reversed(list(BOOK.finditer(cast.paragraphs[n].simple))):
            if IN_BRACKETS.sub("", match[1]).endswith(phrase[-2:]):
                return match[0]
    return None


def demonstrated(cast: Cast, phrase: str, paragraph: int) -> Who:
    """该发言人, 这名业者, 该报道: who was last called so."""
    member = MEMBER.match(phrase)
    if member and member[1] not in ("该国", "该名", "该位", "该女"):
        body = demonstrated(cast, member[1], paragraph)
        return (body[0] + member[2], "unnamed") if body else None
    if OF_THING.match(phrase):
        return phrase, "unnamed"
    noun = POINTS_TO.sub("", phrase).removeprefix("前")
    if not noun:
        return None
    kind = kind_of(noun)
    if phrase.startswith("另"):
        return phrase, kind if kind == "organisation" else "unnamed"
    if is_text(noun) or noun in ("报", "文", "文中", "报道中"):
        return issuer(cast, "报道" if noun == "报" else noun, paragraph)
    for event in who_spoke(cast, paragraph - LOOK_BACK):
        if (
            event.phrase.endswith(noun)
            or (noun in event.phrase and event.kind == "person")
            or (len(noun) > 2 and noun in event.speaker)
            or event.speaker.endswith(noun)
        ):
            return event.speaker, event.kind
    if kind == "unnamed" or noun.endswith(("人", "员", "者", "家", "长", "生", "师", "士")):
        return person_meant(cast, phrase, noun, paragraph)
    return body_meant(cast, noun, paragraph)


def person_meant(cast: Cast, phrase: str, noun: str, paragraph: int) -> Who:
    """这名父亲 -> 一名移民的父亲; 这位总统 -> who spoke, or was named, last."""
    described = body_before(cast, noun, paragraph, 1)
    if described and COUNTED.search(described[0]):
        return described[0], "unnamed"
    for event in who_spoke(cast, paragraph - 1):
        if event.kind in ("person", "unnamed"):
            return event.speaker, event.kind
    kind = kind_of(phrase[2:]) if phrase.startswith("上述") else None
    if kind:
        return phrase[2:], kind
    return None if PLURAL.search(phrase) else antecedent(cast, "", paragraph - 1, 10**6, 0)


def body_meant(cast: Cast, noun: str, paragraph: int) -> Who:
    """该公司, 这家博物馆: the body that was called so, or spoke, last."""
    is_body = kind_of(noun) == "organisation"
    if is_body:
        for event in who_spoke(cast, 0):
            if event.kind == "organisation" and event.speaker.endswith(noun):
                return event.speaker, event.kind
        near = body_before(cast, noun, paragraph, 1)
        if near:
            return near
    for event in who_spoke(cast, paragraph - 1):
        if event.kind == "organisation":
            return event.speaker, event.kind
    return body_before(cast, noun, paragraph) if is_body else None


def strip_document(phrase: str) -> str:
    """PTA声明 -> PTA."""
    for at in range(len(phrase)):
        if phrase[at:] in words("document"):
            return phrase[:at]
    return phrase
