"""Whom the words of a subject can mean by themselves: a name in them, a body, the issuer of a text."""

import re
from collections.abc import Iterator
from typing import Literal, get_args

from yulu.lexicon.grammar import words
from yulu.model import SpeakerKind
from yulu.quotes.cast import Cast
from yulu.quotes.kinds import MARKED_AT_END, kind_of, kind_unlisted, text_named, unmarked
from yulu.quotes.names import apposed_body, foreign_name, personal_name
from yulu.quotes.subjects import Mention

Link = Literal[
    "pointed", "name", "joint", "marked", "family", "bearer", "body", "issuer", "owner", "text", "literal",
    "unlisted", "unknown",
]  # fmt: skip
LINKS: tuple[Link, ...] = get_args(Link)
UNSURE: tuple[Link, ...] = ("literal", "unlisted", "unknown")  # to words that no rule knows for a name
POLITE = re.compile(
    r"(?:先生|女士|小姐|太太|氏|老师|教授|博士|律师|医生|议员|部长|总统|总理|主席|主任|局长)$"
)
THIS_TIME = re.compile("(?:这次|此次|这番|当天|当日|日前|近日|今天|昨天)$")  # 普京|这次讲话
JOINED = re.compile("([与和及、])")
FAMILY_NAME = re.compile("[A-Z][a-zA-Z'’-]+")
# 该局的一位发言人, 其负责人, 该公司, 上述消息人士
MEMBER = re.compile(
    "该(.{1,4}?)(?:的)?(?:一名|一位)?((?:资深|高级|前)?(?:女?发言人|官员|负责人|高管|主管|总裁|创始人|管理层|律师|员工|主席|代表).*)"
)
THEIRS = re.compile(
    "其的?(?=(?:女?发言人|负责人|总裁|首席执行官|董事长|创始人|高管|管理层|管理人员|律师|代表)$)"
)
BODY = re.compile("(?:该|这家|这个|此)(.{1,5})")
ABOVE = re.compile("上述的?(?=..)")
Linked = tuple[str, SpeakerKind, Link]


def links(cast: Cast, mention: Mention) -> Iterator[Linked]:
    """The entities that a noun phrase can mean, the likeliest first."""
    if mention.name:
        yield cast.fullest(mention.name), "person", "name"
        return
    if mention.shape == "demonstrative" or THEIRS.match(mention.phrase):
        yield from pointed(cast, mention.phrase)
    raw = mention.phrase
    marked = MARKED_AT_END.search(raw.strip("，,、。 的"))
    described = kind_of(raw[: marked.start()]) if marked and marked.start() else None
    if marked and described:
        kind: SpeakerKind = described if described in ("document", "organisation") else "person"
        yield marked[1], kind, "marked"
    phrase = THIS_TIME.sub("", text_named(unmarked(raw, "，,、。“”\"'‘’「」『』 的")))
    if "（" in phrase and "）" not in phrase:
        phrase = phrase.partition("（")[0]  # 监督总局|（下称“海安局”
    phrase = apposed_body(phrase) or phrase
    if not phrase or len(phrase) > 45:
        return
    yield from joint(cast, phrase)
    name = cast.latin_owner(phrase) or personal_name(phrase, cast.names)
    if name and name not in words("pronoun"):
        yield cast.fullest(name), "person", "name"
    family = cast.family_name(phrase) or polite(cast, phrase)
    if family:
        yield family, "person", "family"
    kind_found = kind_of(phrase)
    if kind_found == "document":
        yield from text(cast, phrase)
        return
    if kind_found == "organisation" or phrase in cast.bodies:
        full = cast.longer_form(phrase)
        yield full, "organisation", "body"
    elif kind_found == "unnamed":
        bearer = cast.bearer(phrase)
        if bearer:
            yield bearer, "person", "bearer"
        yield phrase, "unnamed", "literal"
    elif kind_found and len(phrase) > 1:
        yield phrase, kind_found, "literal"
    elif not name and not family:
        foreign = foreign_name(phrase)
        if foreign:
            yield cast.fullest(foreign), "person", "name"
        unlisted = kind_unlisted(phrase)
        if unlisted:
            yield phrase, unlisted, "unlisted"
        elif len(phrase) > 1:
            yield phrase, "unnamed", "unknown"


def pointed(cast: Cast, phrase: str) -> Iterator[Linked]:
    """该局发言人, 该公司 -> what was called so, or spoke, last."""
    above = ABOVE.match(phrase)
    if above:
        rest = phrase[above.end() :]
        yield rest, kind_of(rest) or "unnamed", "pointed"
        return
    member, theirs, body = MEMBER.fullmatch(phrase), THEIRS.match(phrase), BODY.fullmatch(phrase)
    noun = member[1] if member else body[1] if body else ""
    owner = cast.body_called(noun)
    if owner and member:
        yield owner + member[2], "unnamed", "pointed"
    elif owner and theirs:
        yield owner + phrase[theirs.end() :], "unnamed", "pointed"
    elif owner and body and kind_of(noun) == "organisation":
        yield owner, "organisation", "pointed"


def joint(cast: Cast, phrase: str) -> Iterator[Linked]:
    """范德赖恩与欧洲理事会主席米歇尔 -> 范德赖恩与米歇尔: people who speak together."""
    parts = JOINED.split(phrase)
    if len(parts) == 1:
        return
    names = [personal_name(part, cast.names) for part in parts[::2]]
    if None not in names:
        pairs = zip(names, [*parts[1::2], ""], strict=True)
        yield "".join(cast.fullest(name or "") + join for name, join in pairs), "unnamed", "joint"


def polite(cast: Cast, phrase: str) -> str | None:
    """陈先生 -> 陈智思; Calhoun -> Mary Calhoun."""
    short = POLITE.sub("", phrase)
    if 1 <= len(short) <= 2 and (short != phrase or len(phrase) == 1):
        return cast.by_surname(short)
    if FAMILY_NAME.fullmatch(phrase):
        return next((n for n in sorted(cast.names) if n.endswith(" " + phrase)), None)
    return None


def text(cast: Cast, phrase: str) -> Iterator[Linked]:
    """PTA的声明 -> PTA, and the text itself; a person inside the words is its owner."""
    before = phrase[: phrase.rfind("的")] if "的" in phrase else strip_document(phrase)
    if before and before != phrase:
        name = personal_name(before, cast.names)
        if name:
            yield cast.fullest(name), "person", "issuer"
        else:
            kind = kind_of(before)
            if kind and kind != "document":
                yield cast.longer_form(before) if kind == "organisation" else before, kind, "issuer"
            inside = [known for known in sorted(cast.names) if known in before]
            if len(inside) == 1:
                yield inside[0], "person", "owner"
    yield phrase, "document", "text"


def strip_document(phrase: str) -> str:
    """PTA声明 -> PTA."""
    for at in range(len(phrase)):
        if phrase[at:] in words("document"):
            return phrase[:at]
    return phrase
