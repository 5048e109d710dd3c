"""The cast of an article: who appears in it, under which names, and who has spoken so far."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

import rjieba

from yulu.lexicon.grammar import longest, registered, starts, tail, titles
from yulu.model import SpeakerKind
from yulu.quotes.clauses import Paragraph
from yulu.quotes.glosses import glosses
from yulu.quotes.kinds import kind_of
from yulu.quotes.names import (
    DOT,
    DOTS,
    HAN,
    JOINTS,
    after_title,
    dotted_names,
    is_no_name,
    name_behind,
    titled_names,
    trim_title,
)
from yulu.text.finder import Finder

# 青年宪政会（下称“青宪会”）
SHORT = re.compile('[（(](?:以?下)?简?称为?[“"「]?([^（()），。“”「」]{2,12})[”"」]?[，,）)]')
NAMED_BEFORE = re.compile(
    f"(?:《[^《》]{{2,60}}》|(?<![{HAN}])(?:[{HAN}]{{0,20}}的|[向由在对与和是被为据经从给]|包括|名为)?([{HAN}]{{4,24}}))$"
)
ACRONYM = re.compile(r"[（(]([A-Z][A-Za-z]{1,7})[）)]")
HAN_TAIL = re.compile(f"[{HAN}]{{4,20}}$")
RECENT = 200  # subjects of cues in which a short form looks for its long one
# Offices that one person holds; a 发言人 or 议员 is one of many.
OFFICE = re.compile("..(?:[长席裁统]|王储|国王|女王|教宗|教皇|天皇|总理|首相|外相|国务卿|总干事|书记)$")


@dataclass
class Cast:
    """Who appears in an article, as far as it has been read."""

    paragraphs: Sequence[Paragraph]
    latin: dict[str, str] = field(default_factory=dict)
    acronyms: dict[str, str] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    bodies: set[str] = field(default_factory=set)
    # Who was named as the subject of a cue, in order.
    speakers: list[tuple[str, SpeakerKind]] = field(default_factory=list)
    _known: tuple[int, set[str]] = (-1, set())

    @classmethod
    def of(cls, paragraphs: Sequence[Paragraph]) -> "Cast":
        simple = [p.simple for p in paragraphs]
        cast = cls(paragraphs, latin=glosses(simple))
        text = "\n".join(simple)
        cast.names |= set(cast.latin)
        plain = "\n".join(p.plain for p in paragraphs)
        cast.names |= {trim_title(name) for name in dotted_names(plain)}
        cast.names |= {name for p in paragraphs for _, name in titled_names(p.plain, p.titles)}
        for start, end in registry_finder().find(text):
            name = text[start:end]
            (cast.names if registered()[name][1] == "person" else cast.bodies).add(name)
        cast.names |= speaking(plain)
        cast.names = whole_names({name for name in cast.names if len(name) > 1}, text)
        for match in ACRONYM.finditer(text):
            body = HAN_TAIL.search(text[max(0, match.start() - 20) : match.start()].rstrip("”」’ "))
            if body:
                cast.acronyms.setdefault(match[1], body[0])
        for match in SHORT.finditer(text):
            named = NAMED_BEFORE.search(text[max(0, match.start() - 62) : match.start()])
            if named:
                cast.acronyms.setdefault(match[1], named[1] or named[0])
        return cast

    @property
    def known(self) -> set[str]:
        """Names of people and bodies that are one word, whatever the dictionary says."""
        if self._known[0] != (size := len(self.names) + len(self.bodies)):  # they only grow
            parts = {part for name in self.names for part in DOTS.split(name) if len(part) > 1}
            self._known = size, self.names | self.bodies | parts
        return self._known[1]

    def spoke(self, name: str, kind: SpeakerKind) -> None:
        """Remember who was named as the subject of a cue."""
        self.speakers.append((name, kind))
        if kind == "person":
            self.names.add(name)

    def fullest(self, name: str) -> str:
        """克里 -> 约翰·克里 where the article has it."""
        name = self.latin_owner(name) or name
        longer = [
            other
            for other in self.names
            if len(other) > len(name) and other.endswith(name) and JOINTS.split(other)[-1] == name
        ]
        if len(longer) == 1:
            return longer[0]
        if len(longer) > 1:
            return min(longer, key=lambda other: (self.first_seen(other), other))
        whole = [
            o for o in self.names if o.startswith(name) and len(o) - len(name) == 1 and o in registered()
        ]
        return whole[0] if len(whole) == 1 and name not in registered() else name

    def latin_owner(self, name: str) -> str | None:
        """Calhoun -> 卡尔宏, by the article's own gloss."""
        if not name.isascii():
            return None
        return next(
            (owner for owner, latin in self.latin.items() if name in (latin, latin.split()[-1])), None
        )

    def first_seen(self, name: str) -> int:
        return next((n for n, p in enumerate(self.paragraphs) if name in p.simple), len(self.paragraphs))

    def by_surname(self, surname: str) -> str | None:
        """陈 -> 陈智思, where the article has one person of that name."""
        people = {name for name, kind in self.speakers if kind == "person" and name.startswith(surname)}
        people = people or {n for n in self.names if n.startswith(surname) and len(n) > len(surname)}
        return people.pop() if len(people) == 1 else None

    def family_name(self, phrase: str) -> str | None:
        """武藤 -> 武藤敏郎: the first half of a longer name that the article has given."""
        if not 2 <= len(phrase) <= 3 or phrase in registered():
            return None
        full = [
            n for n in self.names if n.startswith(phrase) and 1 <= len(n) - len(phrase) <= 2 and len(n) >= 4
        ]
        return full[0] if len(full) == 1 and DOT[0] not in full[0] else None

    def bearer(self, phrase: str) -> str | None:
        """世卫组织总干事 -> 谭德塞, where the article names one bearer of the title and no other."""
        office = OFFICE.search(phrase)
        if after_title(phrase) != "" or office is None:
            return None
        title = next(phrase[n:] for n in range(len(phrase)) if phrase[n:] in titles())
        bearers = set()
        for paragraph in self.paragraphs:
            at = paragraph.plain.find(title)
            while at >= 0:
                found = name_behind().match(paragraph.plain, at + len(title))
                if found and found[0] in self.names:
                    bearers.add(self.fullest(found[0]))
                at = paragraph.plain.find(title, at + 1)
        return bearers.pop() if len(bearers) == 1 else None

    def body_called(self, noun: str) -> str | None:
        """The body that was named last as the subject of a cue and ends in a noun; any body for none."""
        bodies = [name for name, kind in self.speakers[-RECENT:] if kind == "organisation"]
        named = (name for name in reversed(bodies) if name.endswith(noun) and name != noun)
        return next(named, bodies[-1] if bodies and len(noun) > 1 else None)

    def longer_form(self, phrase: str) -> str:
        """警方 -> 美国俄勒冈州波特兰警方, PTA -> 巴基斯坦电信管理局: as the article wrote it before."""
        if phrase in self.acronyms:
            return self.acronyms[phrase]
        if phrase in registered():
            return phrase
        for name, kind in reversed(self.speakers[-RECENT:]):
            same = name.endswith(phrase) or is_short_for(phrase, name)
            if same and kind == "organisation" and len(phrase) >= 2:
                return name
        return phrase


@lru_cache(maxsize=10_000)
def is_short_for(short: str, name: str) -> bool:
    """中指院 is 中国|指数|研究院: the first characters of its words, and the last of all."""
    if not 3 <= len(short) <= 5 or len(name) < len(short) + 2 or short[-1] != name[-1]:
        return False
    firsts = iter(word[0] for word in rjieba.cut(name))
    return short[0] == name[0] and all(character in firsts for character in short[:-1])


# A word before a cue that begins its sentence, twice in an article: 特木其勒图认为，
SPEAKING = re.compile(rf"[。！？；”\u3000\n]([{HAN}]{{3,6}})(?:说|表示|认为|指出|强调|称)[，,：:]")


def speaking(plain: str) -> set[str]:
    """Names in no list: what is no word of the dictionary and speaks twice."""
    counts = Counter(m[1] for m in SPEAKING.finditer("\n" + plain))
    return {
        name
        for name, n in counts.items()
        if n > 1
        and kind_of(name) is None
        and not is_no_name(name)
        and not starts("lead").match(name)
        and longest("pronoun", name) is None
        and longest("demonstrative", name) is None
        and tail("adverb", name) is None
    }


def whole_names(names: set[str], text: str) -> set[str]:
    """Without 杨恒 where the text nearly always goes on to 杨恒均."""
    cut = {
        name[:-1] for name in names if name[:-1] in names and 2 * text.count(name) >= text.count(name[:-1])
    }
    return names - cut


@cache
def registry_finder() -> Finder:
    """Finds every name of the registry."""
    return Finder(registered())
