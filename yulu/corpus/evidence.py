"""How an article treats the names of those whom it quotes, and what all articles together tell of a name."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import TypeVar

import msgspec
import rjieba

from yulu.lexicon.data_files import load
from yulu.model import Seen, SpeakerKind
from yulu.quotes.kinds import is_place
from yulu.quotes.names import DOT, FOREIGN, HAN, JOINTS, after_title, is_transliterated

T = TypeVar("T")
REACH = 4  # characters on either side in which the dictionary looks for a word that goes over the end
MOST = 12  # places of an article that are looked at
LONGEST_TITLE = 8
ATTESTED = 4  # articles: what so many name is no slip of one sentence
GLOSSED = re.compile("[\u3000 ]?[（(][A-Z]")
# A name that somebody chose may be any word: 网友“默默”.
NICKNAMED = re.compile(
    "(?:网友|网民|[名叫][为叫做]?|网名|[账帐]号|用户|化名|推友|博主|署名|昵称)[：: ]?[“「『‘\"'《]$"
)
FOREIGN_RUN = re.compile(f"{FOREIGN}{{2,6}}")
# What is left of a foreign name that is cut: 库普|干（Kupchan）, 缪西娅|·普拉达.
FOREIGN_REST = re.compile(f"(?:{FOREIGN}{{2,4}}|[{HAN}])[（(](?=[A-Z])|[{DOT}]{FOREIGN}{{1,8}}")
LATIN_REST = re.compile("[A-Za-z0-9]{0,20}")


@cache
def group(name: str) -> frozenset[str]:
    """A closed class of data/names.yml."""
    return frozenset(load("names.yml")[name].split())


def seen(name: str, kind: SpeakerKind, text: str, score: float = 0.0) -> Seen:
    """How a text in simplified script treats the name of one of its speakers.

    score: the highest of the quotes that are given as theirs.
    """
    before: Counter[tuple[str, str]] = Counter()
    behind: Counter[tuple[str, str]] = Counter()
    negations: Counter[str] = Counter()
    pieces: Counter[tuple[str, str]] = Counter()
    then: Counter[str] = Counter()
    titled = marked = 0
    places = list(occurrences(name, text))
    for at in places:
        end = at + len(name)
        start = max(0, at - REACH)
        last = ""
        for word in words_around(text, start, end):
            stop = start + len(word)
            before[text[start:at], text[at : min(stop, end)]] += start < at < stop
            behind[text[max(at, start) : end], text[end:stop]] += start < end < stop
            last = word if stop == at else last
            start = stop
        titled += after_title(text[max(0, at - LONGEST_TITLE) : at]) == "" or bool(GLOSSED.match(text, end))
        marked += NICKNAMED.search(text, max(0, at - LONGEST_TITLE), at) is not None
        pieces[first_piece(name, text, at), ""] += 1
        negations[last] += last in group("restored") or (name[0] in "市县省州区" and is_place(last))
        then[next_word(name, text, end)] += 1
    least = len(places) / 2
    return Seen(
        name,
        kind,
        len(places),
        titled,
        marked,
        next((cut for cut, n in [*before.items(), *pieces.items()] if n > least), ("", "")),
        next((cut for cut, n in behind.items() if n > least), ("", "")),
        next((word for word, n in negations.items() if n > least), ""),
        next((word for word, n in then.items() if n > least), ""),
        tuple((short, alone(short, name, text)) for short in shorter(name, kind)),
        score,
    )


def occurrences(name: str, text: str) -> Iterator[int]:
    at = text.find(name)
    for _ in range(MOST):
        if at < 0:
            return
        yield at
        at = text.find(name, at + len(name))


def words_around(text: str, start: int, end: int) -> list[str]:
    """The words of the dictionary from `start` to a few characters behind `end`, Latin words whole."""
    rest = LATIN_REST.match(text, end) if text[end - 1].isascii() else None
    stop = rest.end() if rest else end
    return list(rjieba.cut(text[start : stop + REACH], hmm=False))


def first_piece(name: str, text: str, at: int) -> str:
    """The character between a title and a foreign name, which is its first: 研究员|强|纳森·米勒."""
    if at < 3 or JOINTS.split(name)[0] == name or text[at - 1] in group("adverbs_behind") | group("joins"):
        return ""
    before = text[max(0, at - 1 - LONGEST_TITLE) : at]
    behind_title = (
        after_title(before[:-1]) == "" and after_title(before) == before[-1]
    )  # 主教练 is a title itself
    return text[at - 1] if behind_title and "\u4e00" <= text[at - 1] <= "\u9fff" else ""


def next_word(name: str, text: str, end: int) -> str:
    """The word behind a name, or what is cut off from a foreign name, then with a bracket behind it."""
    rest = FOREIGN_REST.match(text, end)
    if rest:
        return rest[0]
    run = FOREIGN_RUN.match(text, end) if is_transliterated(JOINTS.split(name)[-1]) else None
    if run and all(len(word) == 1 for word in rjieba.cut(run[0], hmm=False)):
        return f"{run[0]}（"
    return next(iter(rjieba.cut(text[end : end + REACH], hmm=False)), "")


def alone(short: str, name: str, text: str) -> int:
    """How often the shorter form stands where no longer name does."""
    if is_transliterated(JOINTS.split(name)[-1]):
        return sum(1 for _ in re.finditer(f"{re.escape(short)}(?!{FOREIGN})", text))
    return text.count(short) - text.count(name)


def shorter(name: str, kind: SpeakerKind) -> Iterator[str]:
    """What may be the name inside the words: 王毅|才, 札幌市长|秋元克广."""
    if kind == "person":
        yield from (name[:-n] for n in (1, 2) if len(name) - n > 1)
    elif (rest := after_title(name)) and 2 <= len(rest) <= 5:
        yield rest


@dataclass(slots=True)
class Evidence:
    """What all articles together tell of a name."""

    articles: int = 0
    times: int = 0
    titled: int = 0
    marked: int = 0
    kinds: Counter[SpeakerKind] = field(default_factory=Counter)
    before: Counter[tuple[str, str]] = field(default_factory=Counter)
    behind: Counter[tuple[str, str]] = field(default_factory=Counter)
    restored: Counter[str] = field(default_factory=Counter)
    then: Counter[str] = field(default_factory=Counter)
    shorter: Counter[str] = field(default_factory=Counter)
    score: float = 0.0

    def add(self, one: Seen) -> None:
        self.articles += 1
        self.times += one.times
        self.titled += one.titled
        self.marked += one.marked
        self.kinds[one.kind] += 1
        self.before[one.before] += 1
        self.behind[one.behind] += 1
        self.restored[one.restored] += 1
        self.then[one.then] += 1
        self.shorter.update(dict(one.shorter))
        self.score = max(self.score, one.score)

    @property
    def kind(self) -> SpeakerKind:
        return most(self.kinds)

    @property
    def is_attested(self) -> bool:
        """In so many articles that it is no slip of one sentence."""
        return self.articles >= ATTESTED


@dataclass(frozen=True, slots=True)
class Named:
    """Of Seen only this."""

    kind: SpeakerKind


class Witnesses:
    """What articles tell of names, name by name. It is held packed: what many articles say is large."""

    def __init__(self, seen: Iterable[Seen]) -> None:
        self.said: dict[str, list[bytes]] = defaultdict(list)
        encode = msgspec.msgpack.Encoder().encode
        for one in seen:
            self.said[one.name].append(encode(one))

    def kinds(self) -> Iterator[tuple[str, int, SpeakerKind]]:
        """Every name, in how many articles it is seen, and as what."""
        decode = msgspec.msgpack.Decoder(Named).decode
        for name, said in self.said.items():
            yield name, len(said), most(Counter(decode(packed).kind for packed in said))

    def __iter__(self) -> Iterator[tuple[str, Evidence]]:
        """Every name with its evidence, in the order of names."""
        decode = msgspec.msgpack.Decoder(Seen).decode
        for name in sorted(self.said):
            known = Evidence()
            for packed in self.said[name]:
                known.add(decode(packed))
            yield name, known


def most(counts: Counter[T]) -> T:
    return min(counts, key=lambda key: (-counts[key], str(key)))
