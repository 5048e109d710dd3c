"""Word lists of the quotes room, from data/grammar.yml, data/titles.yml and data/speakers.yml."""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from yulu.lexicon.data_files import load as load  # quotes/ reads its word lists from here
from yulu.text.chinese import simplify
from yulu.text.finder import Finder


@cache
def words(group: str) -> frozenset[str]:
    return frozenset(load("grammar.yml")[group].split())


@cache
def titles() -> frozenset[str]:
    """Roles and ranks that stand before a name: 总统, 外长, 首席经济学家."""
    return frozenset(simplify(title) for title in load("titles.yml")["titles"])


@cache
def title_finder() -> Finder:
    return Finder(titles())


@cache
def surnames() -> frozenset[str]:
    """Surnames of one character, also those that are everyday words elsewhere."""
    data = load("titles.yml")
    return frozenset(simplify(surname) for surname in [*data["surnames"], *data["weak_surnames"]])


@cache
def usual_surnames() -> frozenset[str]:
    return frozenset(simplify(surname) for surname in load("titles.yml")["surnames"])


@cache
def double_surnames() -> frozenset[str]:
    """Surnames of two characters, Chinese and Japanese."""
    data = load("titles.yml")
    return frozenset(simplify(surname) for surname in [*data["double_surnames"], *data["japanese_surnames"]])


@cache
def transliteration() -> frozenset[str]:
    """The characters that transliterate foreign names."""
    return frozenset(simplify(load("titles.yml")["transliteration"]))


@cache
def registered() -> dict[str, tuple[str, str]]:
    """Every name and alias of the registry, simplified -> (canonical name, kind)."""
    return {
        simplify(alias): (entry["name"], entry["kind"])
        for entry in load("speakers.yml")
        for alias in [entry["name"], *entry.get("aliases", [])]
    }


@cache
def pronouns() -> dict[str, str]:
    """Every name and alias of a person of the registry, simplified -> 他 or 她, or both."""
    return {
        simplify(alias): entry.get("pronoun", "他")
        for entry in load("speakers.yml")
        if entry["kind"] == "person"
        for alias in [entry["name"], *entry.get("aliases", [])]
    }


@cache
def starts(group: str) -> re.Pattern[str]:
    """Any run of the words of a group at the beginning."""
    return re.compile(f"(?:{alternatives(words(group))})+")


def tail(group: str, text: str) -> re.Match[str] | None:
    """The longest run of words of a group that a text ends with."""
    last, run = _ends(group)
    return run.search(text) if text[-1:] in last else None


@cache
def _ends(group: str) -> tuple[frozenset[str], re.Pattern[str]]:
    """The last characters of the words of a group; any run of them at the end, the longest word first."""
    run = re.compile(f"(?:{alternatives(words(group))})+$")
    return frozenset(word[-1] for word in words(group)), run


def alternatives(choices: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(choices, key=lambda w: (-len(w), w)))


TIME = re.compile(
    r"(?:(?:当地时间|北京时间|本地时间|美东时间|香港时间|台北时间)?"
    r"(?:今年|去年|前年|明年|同年|本月|上月|上个月|这个月|当月|同月|本周|上周|这周|当周|上星期|本星期|这个星期|上个星期|\d{2,4}年)?(?:的)?"
    r"(?:(?:\d{1,2}|[一二三四五六七八九十]{1,2})月(?:份|初|底|末|中|中旬|上旬|下旬)?)?"
    r"(?:(?:\d{1,2}|[一二三四五六七八九十廿]{1,3})[日号])?"
    r"(?:[周週]|星期|礼拜)?(?:[一二三四五六日天末](?=[^\u4e00-\u9fff]|$|早|晚|上|下|中|夜|深|凌|在|对|向|就|于|说|表|称|的|又|也|还|接|发|与|通|宣|指|透|会|回|首|和|召|举|签|致|告|警|强|呼|重|证|批|要|敦))?"
    r"(?:凌晨|清晨|早上|早间|早|上午|中午|午间|下午|傍晚|晚间|晚上|晚|夜间|深夜|夜)?)"
)
# Where a time can begin.
TIME_TRIGGER = re.compile(
    r"(?<!\d)\d|[一二三四五六七八九十廿当北本美香台今去前明同上这星礼周週凌清早上中午下傍晚夜深]"
)
DAY = re.compile(
    r"今天|昨天|前天|前一天|前一日|前一晚|上日|前日|明天|今日|昨日|当天|当日|同日|次日|翌日|日前|近日|近期|最近|不久前|稍早|早前|此前|先前|当时|随后|之后|后来|事后|会后|今早|昨晚|今晚|当晚|同一天|"
    r"本周稍早|较早前|较早时候|早些时候|晚些时候|周末|曾经|今年|去年|前年|上周|本周|上月|本月|上个月|年初|年底|年中"
)


def time_spans(text: str) -> Iterator[tuple[int, int]]:
    """Where times stand: 周二, 4月13日, 今年1月, 当天."""
    for match in DAY.finditer(text):
        yield match.span()
    for match in TIME_TRIGGER.finditer(text):
        found = TIME.match(text, match.start())
        if found and len(found[0]) >= 2 and re.search(r"[\d年月周星礼日号晚午晨夜早间]", found[0]):
            yield found.span()


def longest(group: str, text: str) -> str | None:
    """The longest word of a group that a text begins with."""
    match = _beginning(group).match(text)
    return match[0] if match else None


@cache
def _beginning(group: str) -> re.Pattern[str]:
    return re.compile(alternatives(words(group)))
