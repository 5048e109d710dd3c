"""Several who say something together: 范德赖恩与米歇尔 are two speakers.

Only what is a name by itself is taken apart. 中国官员和专家 stays one description, because the second word
shares what stands before the first, and so does a body that has the conjunction in its name.
"""

import re
from functools import cache, lru_cache

import rjieba

from yulu.lexicon.grammar import longest, registered
from yulu.quotes.kinds import kind_of
from yulu.quotes.names import HAN, personal_name
from yulu.text.finder import Finder

JOINTS = ("、", "与", "和", "及", "以及", "暨")
# Brackets explain a name: 米勒（Christopher Miller）与岸信夫.
BRACKETS = re.compile("[（(][^（()）]*[）)]")
# What is counted or left open takes nothing from the words before it: 法国和其他三国, 范围和一名助手.
COUNTED = re.compile("其[他它余]|另外|[一两二三四五六七八九十几多数\\d]+[名位家个群些]|部分|许多")
# 美、英、澳三国; 上海和武汉等地: the last words speak of all.
OF_ALL = re.compile("[两二三四五六七八九十\\d]+(?:[大国地方省市家名位]|个国家)|等|双方|两岸")
# 台湾国防部与|外交部: the second is the ministry of the same country.
COUNTRY = re.compile(f"([{HAN}]{{2,4}}?)(?=[{HAN}]{{2,}}[部院署局委会厅行]$)")


@lru_cache(maxsize=50_000)
def split_joint(phrase: str) -> tuple[str, ...]:
    """Everyone whom a phrase in simplified script names, in its order; the phrase alone where that is one.

    >>> split_joint("范德赖恩与米歇尔"), split_joint("中国文化和旅游部")
    (('范德赖恩', '米歇尔'), ('中国文化和旅游部',))
    """
    whole = (phrase,)
    bare = BRACKETS.sub("", phrase)
    if bare in registered() or not any(joint in bare for joint in JOINTS):
        return whole
    parts = parts_of(bare)
    first, last = parts[0], parts[-1]
    if len(parts) == 1 or "的" in first or OF_ALL.search(last) or shares(first, last):
        return whole
    country = COUNTRY.match(first)
    if country and is_country(country[1]) and country[1] + last in registered():
        last = country[1] + last
    names = [by_itself(part) for part in [*parts[:-1], last]]
    found = tuple(dict.fromkeys(name for name in names if name))
    return found if None not in names and len(found) > 1 else whole


def parts_of(phrase: str) -> list[str]:
    """The phrase cut at its conjunctions, but not inside a word: 共和党 holds none."""
    parts = [""]
    for word in pieces(phrase):
        if word in JOINTS:
            parts.append("")
        else:
            parts[-1] += word
    parts = [part.strip(" ，,") for part in parts]
    return parts if all(len(part) > 1 for part in parts) else [phrase]


def pieces(phrase: str) -> list[str]:
    """The words of a phrase, the names of the registry whole."""
    words, end = [], 0
    for start, behind in registry_finder().find(phrase):
        words += [*rjieba.cut(phrase[end:start], hmm=False), phrase[start:behind]]
        end = behind
    return words + rjieba.cut(phrase[end:], hmm=False)


@cache
def registry_finder() -> Finder:
    return Finder(name for name in registered() if len(name) > 1)


def shares(first: str, last: str) -> bool:
    """特朗普和|拜登的团队, 法国和|德国卫生部: what stands behind the second name belongs to both."""
    if kind_of(last) == "unnamed" and not COUNTED.match(last) and not personal_name(last):
        return True
    if last in registered() or is_country(last):
        return False
    starts = (last[:n] for n in range(2, len(last)))
    if is_country(first):
        return any(is_country(start) for start in starts)
    return personal_name(first) is not None and any(start in people() for start in starts)


@lru_cache(maxsize=50_000)
def by_itself(part: str) -> str | None:
    """A part as a speaker of its own: a name without its title, a body, a country, counted people."""
    if COUNTED.match(part):
        return part
    if longest("pronoun", part):
        return None
    person = personal_name(part)
    if person or part in registered() or is_country(part):
        return person or part
    return part if len(part) > 2 and kind_of(part) == "organisation" else None


@lru_cache(maxsize=50_000)
def is_country(name: str) -> bool:
    """A country or a town by the dictionary: 法国, 北京."""
    return {tag for _, tag in rjieba.tag(name)} <= {"ns", "nrfg"}


@cache
def people() -> frozenset[str]:
    return frozenset(name for name, (_, kind) in registered().items() if kind == "person")
