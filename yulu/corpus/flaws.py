"""Why a word that stands where a speaker is named is no name: its grammar, and the words of other names."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

import rjieba

from yulu.corpus.evidence import Evidence, group, most
from yulu.lexicon.data_files import load
from yulu.lexicon.grammar import double_surnames, registered, titles, transliteration
from yulu.model import SpeakerKind
from yulu.quotes.kinds import is_text, kind_of
from yulu.quotes.names import (
    HAN,
    JOINTS,
    after_title,
    apposed_body,
    is_chinese_name,
    is_transliterated,
    personal_name,
)

LETTER = re.compile(f"[{HAN}A-Za-z]")
# What stands in marks or brackets has a grammar of its own.
ASIDE = re.compile("《[^《》]*》|“[^“”]*”|「[^「」]*」|『[^『』]*』")
BRACKETS = re.compile("[（(][^（()）]*[）)]")
PAIRS = ("《》", "“”", "「」", "『』", "（）")
COUNTS_NOTHING = re.compile(
    r"(?:[一二两三四五六七八九十百千万几多数半大少其余\d.,]|分之)+(?:[名位个项份些半年成数多万亿]|人次|家)|[名位]"
)
# Parts of speech in the dictionary: of names, of numbers, of what no phrase ends or begins with.
PERSON_TAGS = frozenset(["nr", "nrt", "nrfg"])
NUMBER_TAGS = frozenset(["m", "mq", "q"])
CLOSING_TAGS = frozenset(["i", "v", "a", "ad", "d", "p", "c", "uj", "ul"])
OPENING_TAGS = frozenset(["uv", "ad", "uj", "ul", "ud"])
VERB_TAGS = frozenset(["v", "vd", "d", "ad", "a", "r"])
ACT_TAGS = frozenset(["v", "vd", "d", "ad", "c", "p"])
FUNCTION_TAGS = frozenset(["d", "p", "c", "r"])
LONGEST_CHINESE = 5  # characters of a name that is no transliteration
OFTEN = 4  # times in the text of one article: what stands there so often is a name of something
SELDOM = 3  # times in the text of the one article that has it
LIKELY = 0.6  # a quote with this score is right so much oftener than not that its speaker needs no list
RARE = 3  # names with a verb: 执法 stands in many, 得知 in the few that are clauses


@dataclass(frozen=True, slots=True)
class Words:
    """What the names themselves tell of words and names."""

    names: frozenset[str]  # that several articles name, and the registry's
    held: Counter[str]  # word -> how many names hold it

    @classmethod
    def of(cls, names: Iterable[tuple[str, int, SpeakerKind]]) -> "Words":
        """From every name, the number of articles that name it, and its kind."""
        attested: set[str] = set()
        held: Counter[str] = Counter()
        for name, articles, kind in names:
            if articles > 1:
                attested.add(name)
            if kind != "person":
                held.update({*in_dictionary(name), *(word for word, _ in tagged(name))})
        return cls(frozenset(attested | registered().keys()), held)


@cache
def people() -> frozenset[str]:
    return frozenset(name for name, (_, kind) in registered().items() if kind == "person")


def person_like(name: str) -> bool:
    return name in people() or [tag in PERSON_TAGS for _, tag in tagged(name)] == [True]


def flaw(name: str, known: Evidence, corpus: Words) -> str | None:
    """Why a word is no name, None where it is one."""
    if (len(name) < 2 and known.kind != "document") or not LETTER.search(name):
        return "too short"
    if name.endswith("姓"):
        return "a surname left out"
    if any(name.count(p[0]) != name.count(p[1]) or name.find(p[1]) < name.find(p[0]) for p in PAIRS):
        return "half of a pair of marks"
    if known.kind == "person" or (len(name) == 3 and is_chinese_name(name) and kind_of(name) is None):
        return person_flaw(name, known)
    return phrase_flaw(name, known, corpus)


def person_flaw(name: str, known: Evidence) -> str | None:
    if name[0].isascii():
        return None if name[0].isupper() or known.marked else "no capital"
    if JOINTS.search(name) or all(c in transliteration() for c in name):
        return None
    if len(name) > LONGEST_CHINESE:
        return "too long"
    parts = in_dictionary(name)
    if not known.marked and len(parts) > 1 and is_verb(parts[0]) and all(len(part) > 1 for part in parts):
        return "begins with a verb"
    if known.titled or known.marked or not all("\u4e00" <= c <= "\u9fff" for c in name):
        return None
    first = rjieba.cut(name, hmm=False)[0]
    if known.times < OFTEN and len(first) > 1 and is_common(first):
        return None if known.is_attested and name == first else "a word"
    if known.is_attested:
        return None
    if len(name) == 2 and name[1] in group("adverbs_behind"):
        return "a surname and an adverb"
    if known.times < 2 and name[0] in group("no_name_behind") | group("dropped_before"):
        return "behind a preposition"
    tags = [tag for _, tag in tagged(name)]
    if len(tags) == 2 and tags[0] in FUNCTION_TAGS and tags[1] in VERB_TAGS:
        return "a function word"
    return None


def is_common(word: str) -> bool:
    """A word of the dictionary that is no name."""
    return tagged(word)[0][1] not in PERSON_TAGS and word not in double_surnames()


def phrase_flaw(name: str, known: Evidence, corpus: Words) -> str | None:
    phrase = BRACKETS.sub("", ASIDE.sub("书", name))
    parts = tagged(phrase)
    if not parts:
        return None
    first, last = parts[0], parts[-1]
    opening = {first[0], *in_dictionary(phrase)[:1]}
    if opening & group("no_name_behind") or first[1] in OPENING_TAGS:
        return "behind a preposition"
    if first[0] in group("unnamed_by"):
        return "a pronoun's"
    if COUNTS_NOTHING.fullmatch(last[0]):
        return "a number of nothing"
    if first[1] in NUMBER_TAGS and last[1] == "ns" and last[0][-1] not in "国市" and len(parts) < 4:
        return "a number of places"
    if most(known.then) in group("located"):
        return "the beginning of a description"
    text = in_dictionary(phrase)
    alone = (word in group("pronouns") and behind != "的" for word, behind in pairwise([*text, ""]))
    if "——" in phrase or any(alone):
        return "a clause with a pronoun or a dash"
    if known.kind != "document" and is_function_word(phrase):
        return "a word"
    if known.is_attested:
        return None
    if known.times < OFTEN and (found := clause(phrase, corpus)):
        return found
    if last[0] in group("times"):
        return "a time"
    if first[0] in group("demands") and "的" not in phrase:
        return "begins with a demand"
    head = in_dictionary(phrase.rpartition("的")[2])
    inside = [word for at, word in enumerate(head) if len(word) > 1 or 0 < at < len(head) - 1]
    strange = [word for word in inside if word in group("no_name_with")]
    strange += [word for word in head[:-1] if word in group("verbs_of_issue")]
    if strange:
        return f"a clause: {strange[0]}"
    if len(head) > 1 and head[0] in people() and head[1] not in group("verbs_of_bodies") and is_verb(head[1]):
        return "a person and a verb"
    seen_once = known.articles == 1 and known.times < SELDOM and known.score < LIKELY
    if seen_once and kind_of(name) is None and not holds_name(phrase) and not ASIDE.search(name):
        return "nothing that the lists let speak"
    return None


def is_function_word(phrase: str) -> bool:
    """A verb or an adverb of the dictionary that is no title: 自行, 强行."""
    is_word = list(rjieba.cut(phrase, hmm=False)) == [phrase] and phrase not in titles()
    return is_word and tagged(phrase)[0][1] in ACT_TAGS


def clause(phrase: str, corpus: Words) -> str | None:
    """A phrase that ends with a verb, or has one before somebody who speaks elsewhere: 中国网友|得知|当局."""
    parts = in_dictionary(phrase.rpartition("的")[2])
    last = parts[-1] if parts else ""
    ends = len(last) > 1 and tagged(last)[0][1] in CLOSING_TAGS and corpus.held[last] < RARE
    if ends and not names_somebody(phrase) and not is_text(phrase):
        return f"ends with a verb: {last}"
    return next((f"a verb: {verb}" for verb in verbs_between(phrase, corpus)), None)


def verbs_between(phrase: str, corpus: Words) -> Iterator[str]:
    """Verbs before somebody who speaks elsewhere, which hardly any name holds or somebody stands before."""
    text = in_dictionary(phrase.rpartition("的")[2])
    for at, verb in enumerate(text):
        behind, before = "".join(text[at + 1 :]), "".join(text[:at])
        if len(verb) < 2 or behind not in corpus.names or behind in group("heads"):
            continue
        treats = verb in group("treats") and before in corpus.names
        if treats or (is_verb(verb) and corpus.held[verb] < RARE):
            yield verb


def is_verb(word: str) -> bool:
    return [tag for _, tag in tagged(word)] == ["v"]


@lru_cache(maxsize=30_000)
def in_dictionary(phrase: str) -> tuple[str, ...]:
    """The words of a phrase; single characters side by side are pieces of a name that is no word."""
    text = list(rjieba.cut(phrase, hmm=False))
    words_of_it: list[str] = []
    for at, word in enumerate(text):
        before, behind = text[at - 1] if at else "", text[at + 1] if at + 1 < len(text) else ""
        piece = word in transliteration() and (len(before) == 1 or len(behind) == 1)
        words_of_it.append("\ue000" if piece else word)
    return tuple(words_of_it)


def holds_name(phrase: str) -> bool:
    """参议员布鲁门撒尔, 超市集团欧尚, 监督局ANVISA: at the end of a phrase stands a name."""
    return bool(
        phrase[-1].isascii()
        or names_somebody(phrase)
        or person_like(phrase)
        or personal_name(phrase)
        or apposed_body(phrase)
    )


def names_somebody(phrase: str) -> bool:
    """众议员|长岛昭久: what stands behind the title is a name, whatever the dictionary says of its words."""
    rest = after_title(phrase) or ""
    return is_chinese_name(rest) or is_transliterated(rest) or person_like(rest)


@lru_cache(maxsize=30_000)
def tagged(phrase: str) -> tuple[tuple[str, str], ...]:
    return tuple(rjieba.tag(phrase))


@cache
def words_of_saying() -> frozenset[str]:
    """Every cue: what stands behind a name before what is said."""
    lists = [cues for cues in load("cues.yml").values() if isinstance(cues, str)]
    return frozenset(word for cues in lists for word in cues.split())
