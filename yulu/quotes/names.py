"""Names of people in noun phrases: who is meant by 外交评论人士章家敦."""

import re
from collections.abc import Collection, Iterable, Iterator
from functools import cache, lru_cache

import rjieba

from yulu.lexicon.grammar import (
    alternatives,
    double_surnames,
    registered,
    surnames,
    tail,
    title_finder,
    titles,
    transliteration,
    usual_surnames,
    words,
)
from yulu.quotes.cues import classes

DOT = "·•‧・．"
DOTS = re.compile(f"[{DOT}]")
# RFI writes 约翰-克里.
JOINTS = re.compile(f"[{DOT}－—-]")
HAN = "\u4e00-\u9fff"
# What no given name holds.
NOT_GIVEN = "".join(sorted(words("not_given")))
# What a name ends before.
STOPS = "".join(sorted(words("name_stop")))
LONGEST_PART = 5  # characters of a foreign name before its first dot, in nearly all
FOREIGN = f"[{''.join(sorted(transliteration()))}]"
PART = f"{FOREIGN}{{1,10}}(?:[^\\W\\d_A-Za-z{STOPS}]{FOREIGN}{{1,6}})?"
# 迈克尔·麦考尔, RFI's 约翰-克里; the words before the first part are cut off by trim_title.
DOTTED = re.compile(
    f"[{HAN}]{{1,10}}(?:[{DOT}](?:[A-Z]\\.?[{DOT}])?{PART})+|{FOREIGN}{{2,5}}[-－—]{FOREIGN}{{2,6}}"
)
LATIN = re.compile(r"[A-Z][A-Za-zÀ-ÿ.'’-]*(?: (?:de |van |von |bin |al-)?[A-Z][A-Za-zÀ-ÿ.'’-]*)+")
FOREIGN_WORDS = re.compile(r"[A-Z][a-zA-Z.'’ -]{2,}")
# The last characters of what people do: 稻农, 医务人员, 馆长
OCCUPATION = "人员师者家农商工民妇长官士手授裁监席记生"
FOREIGN_AFTER_OCCUPATION = re.compile(f"[{OCCUPATION}]({FOREIGN}{{2,7}})$")
WEEKDAY = re.compile("周[一二三四五六日末]")
ENDS_BODY = frozenset("署府局厅委院会社网")  # last characters of bodies that hardly any given name has
DESCRIBES = re.compile("^[^向对给]*的$")  # 曾任总统顾问的|罗以安
AFTER_NAME = re.compile(rf"(?=$|[^{HAN}{DOT}\-－]|[{STOPS}]|{alternatives(words('behind_name'))})")


@cache
def name_behind() -> re.Pattern[str]:
    """A name right behind a title: 外长|王毅, 总统|拜登."""
    given = f"[^\\W\\d_A-Za-z{NOT_GIVEN}]"
    single = "".join(sorted(s for s in surnames() if len(s) == 1))
    double = "|".join(sorted(double_surnames()))
    foreign = f"{FOREIGN}{{2,8}}?"
    chinese = f"(?:{double}){given}{{1,2}}|[{single}]{given}{{1,2}}"
    known_end = f"(?:{DOTTED.pattern}|{LATIN.pattern}|{chinese}|{foreign}){AFTER_NAME.pattern}"
    return re.compile(f"{known_end}|{FOREIGN}{{4,8}}(?!{FOREIGN})")


@cache
def employed() -> re.Pattern[str]:
    """A name behind the last character of an occupation that is in no list, or behind 的: 稻农|姚福来."""
    given = f"[^\\W\\d_A-Za-z{NOT_GIVEN}]"
    usual = "".join(sorted(s for s in usual_surnames() if len(s) == 1))
    return re.compile(f"[{OCCUPATION}的](?=([{usual}]{given}{{1,2}}|{LATIN.pattern}){AFTER_NAME.pattern})")


def dotted_names(text: str) -> Iterator[str]:
    """Names whose parts a dot or a hyphen joins, looked for around these alone."""
    end = 0
    for joint in JOINTS.finditer(text):
        if joint.start() >= end:
            match = DOTTED.search(text, max(end, joint.start() - 10), joint.start() + 60)
            if match and match.start() < joint.start() < match.end():
                yield match[0]
                end = match.end()


def titled_names(
    text: str, behind_titles: Iterable[int], known: Iterable[str] = ()
) -> Iterable[tuple[int, str]]:
    """Where names stand behind titles or occupations, and the names.

    behind_titles: where titles end in the text. known: names that need no more proof.
    """
    for name in known:
        at = text.rfind(name)
        if at <= 0 or registered().get(name, ("", "person"))[1] != "person":
            continue
        if text[at - 1] in OCCUPATION or (text[at:].rstrip() == name and DESCRIBES.search(text, 0, at)):
            yield at, name
    for behind in behind_titles:
        match = name_behind().match(text, behind)
        if match is None:
            continue
        name = trim_title(match[0]) if JOINTS.search(match[0]) else match[0]
        at = match.end() - len(name)
        name = without_stop(without_cue(name, text[match.end() - 1 : match.end() + 2]))
        glossed = text[match.end() : match.end() + 1] == "\u3000"
        if name in titles() or name[0] in "者员和与及对向于":
            continue
        if not is_no_name(name) or (glossed and not is_of_no_person(name)):
            yield at, name
    for match in employed().finditer(text):
        name = without_stop(match[1])
        if (
            name[0] not in "和与及对向于"
            and not is_no_name(name)
            and not is_no_name(name[1:])
            and not is_no_name(name[:2])  # 的|任期有
        ):
            yield match.start(1), name


def without_stop(name: str) -> str:
    """王毅|后: a name of the registry, and a character that none ends with."""
    return name[:-1] if name[-1] in STOPS and name[:-1] in registered() else name


def without_cue(name: str, behind: str) -> str:
    """退伍军官姚诚|认为: the last character begins a cue, which no name needs."""
    return name[:-1] if len(name) > 2 and cue_begins().match(behind) else name


@cache
def cue_begins() -> re.Pattern[str]:
    return re.compile(alternatives(word for word in classes() if len(word) > 1))


@lru_cache(maxsize=100_000)
def after_title(phrase: str) -> str | None:
    """What follows the last title in a phrase, None where it holds no title."""
    found = title_finder().find(phrase)
    return phrase[found[-1][1] :] if found else None


def is_transliterated(name: str) -> bool:
    return 2 <= len(name) <= 9 and all(c in transliteration() for c in name)


def is_chinese_name(name: str) -> bool:
    """A surname with one or two further characters."""
    if not 2 <= len(name) <= 4 or not all("\u4e00" <= c <= "\u9fff" for c in name):
        return False
    given = name[2:] if name[:2] in double_surnames() else name[1:] if name[0] in surnames() else ""
    return 1 <= len(given) <= 2 and not any(c in "的是了在和与对向也还表称" for c in given)


def is_of_no_person(word: str) -> bool:
    """卫健委, 白皮书, 周三: what only begins as a name does."""
    named = registered().get(word, ("", ""))[1] == "person"
    other = word[-1:] in ENDS_BODY or word in words("document") or WEEKDAY.fullmatch(word)
    return not named and bool(other)


@lru_cache(maxsize=100_000)
def is_no_name(word: str) -> bool:
    """A word of the dictionary that is no person's name, or words that only look like one: 于是, 强调要."""
    if is_of_no_person(word):
        return True
    tagged = rjieba.tag(word)
    if len(tagged) < 2:
        return bool(tagged) and not tagged[0][1].startswith("nr") and bool(rjieba.has_word(word))
    return len(word) <= 3 and not is_transliterated(word) and reads_as_words(*tagged)


def reads_as_words(first: tuple[str, str], second: tuple[str, str], *others: object) -> bool:
    """强调|要, 经济|上, 于|昨天; and 都|应, 和|央行, where 都 and 和 are hardly ever surnames."""
    (start, tag), (rest, then) = first, second
    if len(start) == 2 and rjieba.has_word(start):
        return then == "f" or (tag[0] in "vdmtcpf" and tag != "vn")
    if then[0] in "cp" or (then == "t" and rest[-1] in "天日前后"):
        return len(rest) == 2
    if start not in surnames() - usual_surnames():
        return False
    # 政府, 家属: bodies and groups, which no given name is
    return (
        len(rest) == 1
        or then[0] in "dm"
        or rest in words("organisation")
        or rest.endswith(("员", "属", "民", "众"))
    )


def personal_name(phrase: str, known: Collection[str] = ()) -> str | None:
    """The person's name at the end of a noun phrase, without title: None where there is none.

    `known` are the names the article has already given.
    """
    for at in range(len(phrase)):
        if phrase[at:] in known:
            return phrase[at:]
    return _personal_name(phrase)


@lru_cache(maxsize=100_000)
def _personal_name(phrase: str) -> str | None:
    if phrase in words("organisation"):
        return None  # 韩方
    for at in range(len(phrase) - 1):
        entry = registered().get(phrase[at:])
        if entry:
            return phrase[at:] if entry[1] == "person" else None
    dotted = JOINTS.search(phrase) and [m for m in DOTTED.finditer(phrase) if m.end() == len(phrase)]
    if dotted:
        return trim_title(dotted[0][0])
    latin = [m for m in LATIN.finditer(phrase) if m.end() == len(phrase)]
    if latin:
        return latin[0][0]
    rest = after_title(phrase)
    if apposed_body(phrase):
        return None
    if rest == "":
        return before_title(phrase)
    if rest:
        rest = rest.lstrip("、兼")
        if is_chinese_name(rest) or is_transliterated(rest) or FOREIGN_WORDS.fullmatch(rest):
            return None if is_no_name(rest) else rest
        return None
    if len(phrase) == 2 and phrase[0] in "老小阿" and phrase[1] in surnames():
        return phrase
    short = (is_chinese_name(phrase) and len(phrase) <= 3) or is_transliterated(phrase)
    return phrase if short and not is_no_name(phrase) else None


def before_title(phrase: str) -> str | None:
    """蓬佩奥国务卿, 国务卿帕罗林枢机主教: a name with its title behind it."""
    for length in range(2, min(8, len(phrase) - 1)):
        if phrase[-length:] in words("honorific") and phrase[:-length] not in titles():
            front = phrase[:-length]
            name = _personal_name(front) if len(front) >= 2 else None
            if name and (name != front or front in registered() or len(front) == 3):
                return name
    return None


def foreign_name(phrase: str) -> str | None:
    """A transliterated name by its neighbour alone, enough where it speaks: 营养学家|沙阿, 科恩|教授."""
    polite = tail("honorific", phrase)
    match = FOREIGN_AFTER_OCCUPATION.search(phrase[: polite.start()] if polite else phrase)
    name = match[1] if match else phrase[: polite.start()] if polite else ""
    return name if is_transliterated(name) and not is_no_name(name) else None


LATIN_BODY = re.compile(r"[A-Za-z][A-Za-z0-9&.-]*$")


def apposed_body(phrase: str) -> str | None:
    """The name behind the words for what it is: 网络媒体|Axios, 母公司|字节跳动."""
    latin = LATIN_BODY.search(phrase)
    names = [latin.start()] if latin else [at for at in range(2, len(phrase)) if is_body(phrase[at:])]
    return next((phrase[at:] for at in names if tail("what_body", phrase[:at])), None)


def is_body(name: str) -> bool:
    """Whether a name is that of a body in the registry."""
    return name in registered() and registered()[name][1] == "organisation"


def trim_title(name: str) -> str:
    """A dotted name without the words that stand before it: 法官卡尔·尼科尔斯 -> 卡尔·尼科尔斯."""
    first = JOINTS.split(name)[0]
    rest = after_title(first)
    if rest:
        return name[len(first) - len(rest) :]
    cut = 0
    for at, character in enumerate(first):
        if character not in transliteration():
            cut = at + 1
    if cut == len(first):  # 麦可·巴雷特; 项目是当年|乔治·布什
        part = first.rpartition("的")[2]
        cut -= len(part if len(part) <= LONGEST_PART else rjieba.cut(part)[-1])
    return name[cut:]
