"""Names in noun phrases: who is meant by 外交评论人士章家敦, and what kind of speaker it is."""

import re
from collections.abc import Collection, Iterable, Sequence
from functools import cache, lru_cache

import rjieba

from yulu.model import SpeakerKind
from yulu.quotes.finder import Finder
from yulu.quotes.grammar import (
    alternatives,
    double_surnames,
    ends,
    registered,
    surnames,
    titles,
    transliteration,
    usual_surnames,
    words,
)

DOT = "·•‧・．"
HAN = "\u4e00-\u9fff"
# What no given name holds.
NOT_GIVEN = "".join(sorted(words("not_given")))
# What a name ends before.
STOPS = "".join(sorted(words("name_stop")))
_FOREIGN = f"[{''.join(sorted(transliteration()))}]"
_PART = f"{_FOREIGN}{{1,10}}(?:[^\\W\\d_A-Za-z{STOPS}]{_FOREIGN}{{1,6}})?"
# 迈克尔·麦考尔, RFI's 约翰-克里; the words before the first part are cut off by trim_title.
DOTTED = re.compile(
    f"[{HAN}]{{1,10}}(?:[{DOT}](?:[A-Z]\\.?[{DOT}])?{_PART})+|{_FOREIGN}{{2,5}}[-－—]{_FOREIGN}{{2,6}}"
)
LATIN = re.compile(r"[A-Z][A-Za-zÀ-ÿ.'’-]*(?: (?:de |van |von |bin |al-)?[A-Z][A-Za-zÀ-ÿ.'’-]*)+")
# The last characters of what people do: 稻农, 医务人员, 馆长
OCCUPATION = "人员师者家农商工民妇长官士手授裁监席记生"
FOREIGN_TAIL = re.compile(f"{_FOREIGN}{{2,7}}$")
FOREIGN_AFTER_OCCUPATION = re.compile(f"[{OCCUPATION}]({_FOREIGN}{{2,7}})$")
NAME_TAIL = re.compile(rf"[{HAN}{DOT}\-－]{{2,24}}$")
GLOSS = re.compile(
    r"[（(]\s?((?:[A-Z][\w.'’‘-]*\.?\s?(?:de |van |von |der |bin |al |el |la )*){1,5})"
    r"[,，]?[^（()）]{0,20}[)）]"
)
AFTER_NAME = re.compile(rf"(?=$|[^{HAN}{DOT}\-－]|[{STOPS}]|{alternatives(words('behind_name'))})")


@cache
def title_finder() -> Finder:
    return Finder(titles())


@cache
def name_behind() -> re.Pattern[str]:
    """A name right behind a title: 外长|王毅, 总统|拜登."""
    given = f"[^\\W\\d_A-Za-z{NOT_GIVEN}]"
    single = "".join(sorted(s for s in surnames() if len(s) == 1))
    double = "|".join(sorted(double_surnames()))
    foreign = f"{_FOREIGN}{{2,8}}?"
    chinese = f"(?:{double}){given}{{1,2}}|[{single}]{given}{{1,2}}"
    known_end = f"(?:{DOTTED.pattern}|{LATIN.pattern}|{chinese}|{foreign}){AFTER_NAME.pattern}"
    return re.compile(f"{known_end}|{_FOREIGN}{{4,8}}(?!{_FOREIGN})")


@cache
def employed() -> re.Pattern[str]:
    """A name behind the last character of an occupation that is in no list, or behind 的: 稻农|姚福来."""
    given = f"[^\\W\\d_A-Za-z{NOT_GIVEN}]"
    usual = "".join(sorted(s for s in usual_surnames() if len(s) == 1))
    return re.compile(f"[{OCCUPATION}的](?=([{usual}]{given}{{1,2}}|{LATIN.pattern}){AFTER_NAME.pattern})")


def titled_names(text: str, known: Iterable[str] = ()) -> Iterable[tuple[int, str]]:
    """Where names stand behind titles or occupations, and the names; `known` ones need no more proof."""
    for name in known:
        at = text.rfind(name)
        if at > 0 and text[at - 1] in OCCUPATION and registered().get(name, ("", "person"))[1] == "person":
            yield at, name
    for _, behind in title_finder().find(text):
        match = name_behind().match(text, behind)
        if match is None:
            continue
        name = trim_title(match[0]) if re.search(f"[{DOT}－—-]", match[0]) else match[0]
        glossed = text[match.end() : match.end() + 1] == "\u3000"
        if (
            name not in titles()
            and name[0] not in "者员和与及对向于"
            and (glossed or not is_common_word(name))
        ):
            yield match.end() - len(name), name
    for match in employed().finditer(text):
        if (
            match[1][0] not in "和与及对向于"
            and not is_common_word(match[1])
            and not is_common_word(match[1][1:])
        ):
            yield match.start(1), match[1]


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


@lru_cache(maxsize=100_000)
def is_common_word(word: str) -> bool:
    """A word of the dictionary that is no person's name: 中方, 高官, 于是."""
    tagged = rjieba.tag(word)
    return len(tagged) == 1 and not tagged[0][1].startswith("nr") and bool(rjieba.has_word(word))


def personal_name(phrase: str, known: Collection[str] = ()) -> str | None:
    """The person's name at the end of a noun phrase, without title: None where there is none.

    `known` are the names the article has already given.
    """
    endings = (phrase[at:] for at in range(len(phrase)))
    return next((name for name in endings if name in known), None) or _personal_name(phrase)


@lru_cache(maxsize=100_000)
def _personal_name(phrase: str) -> str | None:
    for at in range(len(phrase) - 1):
        entry = registered().get(phrase[at:])
        if entry:
            return phrase[at:] if entry[1] == "person" else None
    dotted = [m for m in DOTTED.finditer(phrase) if m.end() == len(phrase)]
    if dotted:
        return trim_title(dotted[0][0])
    latin = [m for m in LATIN.finditer(phrase) if m.end() == len(phrase)]
    if latin:
        return latin[0][0]
    rest = after_title(phrase)
    if body_with_latin(phrase):
        return None
    if rest == "":
        return before_title(phrase)
    if rest:
        rest = rest.lstrip("、兼")
        if is_chinese_name(rest) or is_transliterated(rest) or re.fullmatch(r"[A-Z][a-zA-Z.'’ -]{2,}", rest):
            return None if is_common_word(rest) else rest
        return None
    if re.fullmatch(r"[老小阿]\w", phrase) and phrase[1] in surnames():
        return phrase
    short = (is_chinese_name(phrase) and len(phrase) <= 3) or is_transliterated(phrase)
    return phrase if short and not is_common_word(phrase) else None


def before_title(phrase: str) -> str | None:
    """蓬佩奥国务卿, 国务卿帕罗林枢机主教: a name with its title behind it."""
    for length in range(2, min(8, len(phrase) - 1)):
        if phrase[-length:] in words("honorific") and phrase[:-length] not in titles():
            front = phrase[:-length]
            name = _personal_name(front) if len(front) >= 2 else None
            if name and (name != front or front in registered() or len(front) == 3):
                return name
    return None


def body_with_latin(phrase: str) -> str | None:
    """The name in 网络媒体Axios, 研究公司Canalys."""
    if not phrase[-1:].isascii():
        return None
    match = re.search(
        r"(?:媒体|网站|公司|机构|智库|组织|集团|平台|杂志|监管机构|企业|巨头|应用|电视台|软件)([A-Za-z][\w&.-]*)$",
        phrase,
    )
    return match[1] if match else None


def trim_title(name: str) -> str:
    """A dotted name without the words that stand before it: 法官卡尔·尼科尔斯 -> 卡尔·尼科尔斯."""
    first = re.split(f"[{DOT}－—-]", name)[0]
    rest = after_title(first)
    if rest:
        return name[len(first) - len(rest) :]
    cut = 0
    for at, character in enumerate(first):
        if character not in transliteration():
            cut = at + 1
    return name[cut:] if cut < len(first) else name


COUNTED = re.compile(r"(?:一|两|三|几|多|数|这|那|该|另|某|\d+)(?:名|位|群|组|对)")


# A company with its foreign name: 美国公司莫德纳Moderna
ABROAD = re.compile(r"(?:公司|集团|机构|企业|银行|大学|组织).{0,6}[A-Za-z][\w&.-]*$")


@lru_cache(maxsize=100_000)
def kind_of(phrase: str) -> SpeakerKind | None:
    """Whether a noun phrase without personal name is a body, a text, or somebody unnamed.

    None: nothing that can speak.
    """
    entry = registered().get(phrase)
    if entry:
        return "person" if entry[1] == "person" else "organisation"
    if COUNTED.match(phrase):
        return "unnamed"
    if re.fullmatch(r"[\d一二三四五六七八九十百千万多余]+[个处家项次条]", phrase):
        return None
    parts = re.split("[与和及、]", phrase)
    if len(parts) > 1 and all(len(part) > 1 for part in parts):
        kinds = [kind_of(part) or ("person" if _personal_name(part) else None) for part in parts]
        return "unnamed" if None not in kinds and kinds[-1] != "document" else kinds[-1]
    marked = re.search(r"[“「](.+?)[”」]$", phrase)
    if marked:
        return kind_of(marked[1])
    if re.fullmatch(r"《.+》", phrase):
        return (
            "organisation" if re.search(r"(?:报|刊|杂志|网|周刊|邮报|时报|新闻)》$", phrase) else "document"
        )
    if ends_with(phrase, "document"):
        return "document"
    if (
        ends_with(phrase, "organisation")
        or ABROAD.search(phrase)
        or re.search(r"《.+》$", phrase)
        or is_place(phrase)
    ):
        return "organisation"
    if after_title(phrase) == "" or ends("person_like").search(phrase):
        return "unnamed"
    if body_with_latin(phrase):
        return "organisation"
    if re.fullmatch(r"[A-Za-z0-9][\w&.\- ]*", phrase) and re.search("[A-Za-z]", phrase):
        return "organisation"
    return None


@lru_cache(maxsize=100_000)
def is_place(phrase: str) -> bool:
    """A country or a town, which newspapers let speak: 北京, 华盛顿."""
    tagged = rjieba.tag(phrase)
    return all(tag in ("ns", "nt", "nrfg") for _, tag in tagged) and len(tagged) <= 2


def text_named(phrase: str) -> str:
    """声明中 -> 声明; 克里 stays."""
    if not phrase.endswith(("中", "里", "内", "上")):
        return phrase
    inside = re.fullmatch(r"(.+?)(?:一?文)?(?:中|里|内|上)", phrase)
    return inside[1] if inside and ends_with(inside[1], "document") else phrase


def ends_with(phrase: str, group: str) -> bool:
    return any(phrase[at:] in words(group) for at in range(max(0, len(phrase) - 6), len(phrase)))


def glosses(paragraphs: Sequence[str]) -> dict[str, str]:
    """Names that an article explains in brackets, simplified, without titles -> Latin name.

    章家敦（Gordon Chang）; only people: an organisation's gloss is no name of a person.
    """
    found: dict[str, str] = {}
    for paragraph in paragraphs:
        for match in GLOSS.finditer(paragraph):
            phrase = NAME_TAIL.search(paragraph[max(0, match.start() - 25) : match.start()].rstrip())
            name = glossed_name(phrase[0]) if phrase else None
            if name:
                found.setdefault(name, re.sub(r"\s+", " ", match[1]).strip(" ,.‘’'"))
    return found


def glossed_name(phrase: str) -> str | None:
    """The name right before a bracket with its Latin form."""
    dotted = [m for m in DOTTED.finditer(phrase) if m.end() == len(phrase)]
    if dotted:
        return trim_title(dotted[0][0]).removeprefix("的")
    rest = after_title(phrase)
    rest = rest and rest.removeprefix("的")  # 当过世界银行行长的|佐利克
    if rest and len(rest) <= 6 and (is_chinese_name(rest) or not is_common_word(rest)):
        return rest
    if rest == "" or ends_with(phrase, "organisation") or ends_with(phrase, "document"):
        return None
    last = re.split("[的、和与]", phrase)[-1]
    if (is_chinese_name(last) or len(last) <= 4) and not is_common_word(last):
        return last
    occupied = FOREIGN_AFTER_OCCUPATION.search(phrase)
    if occupied and not is_common_word(occupied[1]):
        return occupied[1]
    run = FOREIGN_TAIL.search(phrase)
    if run and (run.start() == 0 or not is_common_word(run[0])):
        return run[0] if run.start() == 0 and not is_common_word(run[0]) else trim_words(phrase, run.start())
    return None


def trim_words(phrase: str, start: int) -> str | None:
    """A transliterated tail of a phrase, cut where a dictionary word before it ends."""
    at = 0
    for word in rjieba.cut(phrase):
        if at >= start:
            break
        at += len(word)
    name = phrase[at:].lstrip(DOT)
    return name if len(name) >= 2 and is_transliterated(name) and not is_common_word(name) else None
