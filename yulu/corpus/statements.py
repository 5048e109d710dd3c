"""The same words in different articles: one statement, as each outlet rendered it.

Candidates share rare sequences of characters and come from an index of them, so the time grows
with the number of quotes and not with its square; every candidate is then measured exactly.
"""

import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter

from rapidfuzz.fuzz import partial_ratio

from yulu.database.scratch import Scratch
from yulu.measures import Measured, digest
from yulu.model import Article, Rendering, Statement
from yulu.text.shingles import shingles, words

# How alike two quotes of a speaker must be, and how many days apart at most, by the length of the
# shorter: (characters, least similarity, most days). Short words are often set phrases. Chosen by
# reading 200 groups out of 16,000 from four months of twelve outlets.
LIMITS = ((40, 0.75, 3), (20, 0.8, 2), (12, 0.88, 2), (8, 1.0, 1))
SHORTEST, WINDOW = 8, 3
SHINGLE = 4
SHARED = 0.4  # of the shorter's sequences: less cannot reach the least similarity
MOST = 30  # quotes compared for one sequence: a set phrase of a speaker has thousands
HEADER = b"s"  # of what is kept, which is never empty
_NUMBER = re.compile(r"\d+")


@dataclass(slots=True, eq=False)  # one quote is one object: comparing long texts takes time
class Words:
    """A quote for comparison."""

    day: int  # days since year 1
    quoted: str  # as it stands in the article
    article: str  # key
    number: int  # of the quote in Article.quotes
    outlet: str = ""
    key: str = ""  # of the quote
    bare: str | None = None

    @property
    def text(self) -> str:
        """In one script, without punctuation and white space."""
        if self.bare is None:
            self.bare = words(self.quoted)
        return self.bare


Alike = tuple[Words, Words, float]


class Spoken:
    """All quotes by speaker, as long as this lasts, of those whom several articles quote.

    A statement is the first one's who says it. A quote without a speaker or in an article without a day
    belongs to none.
    """

    def __init__(self, who: Mapping[str, Sequence[Sequence[str]]]) -> None:
        """`who` are the speakers of the quotes of articles, by their keys."""
        self.speakers = quoted_by_several(who)
        self.rows = Scratch(7)

    def close(self) -> None:
        self.rows.close()

    def note(self, article: Article, keys: Sequence[str], who: Sequence[Sequence[str]]) -> None:
        """An article, and the keys and the speakers of its quotes."""
        if article.day is None:
            return
        day = date.fromisoformat(article.day).toordinal()
        said = zip(article.quotes, keys, who, strict=True)
        self.rows.add(
            (names[0], day, quote.text, article.key, number, article.outlet, key)
            for number, (quote, key, names) in enumerate(said)
            if names and names[0] in self.speakers
        )

    def statements(self, measured: Measured) -> list[Statement]:
        """Every statement that at least two articles quote, by day and speaker, whatever the order of the
        articles. `measured` are the likenesses of earlier builds.
        """
        found = [
            _statement(speaker, group)
            for speaker, said in groupby(self.rows, key=itemgetter(0))
            for group in groups(list(pairs([Words(*quote) for _, *quote in said], measured)))
        ]
        return sorted(found, key=lambda s: (s.first_day, s.speaker, s.renderings[0].article, s.text))


def quoted_by_several(who: Mapping[str, Sequence[Sequence[str]]]) -> set[str]:
    """The speakers whom at least two articles quote."""
    articles = Counter(name for quotes in who.values() for name in {names[0] for names in quotes if names})
    return {name for name, number in articles.items() if number > 1}


def groups(pairs: Sequence[Alike]) -> Iterator[dict[Words, float]]:
    """Quotes of one speaker that are alike as statements: each quote -> its similarity.

    The longest free quote takes all that are like it, so that every rendering is like the most
    complete one, and likeness does not wander along a chain. The longest comes first.
    """
    alike: dict[Words, dict[Words, float]] = defaultdict(dict)
    for a, b, similarity in pairs:
        alike[a][b] = alike[b][a] = similarity
    taken: set[Words] = set()
    for longest in sorted(alike, key=lambda q: (-len(q.text), q.day, q.article, q.number)):
        group = {longest: 1.0} | {q: s for q, s in alike[longest].items() if q not in taken}
        if longest not in taken and len({q.article for q in group}) > 1:
            taken |= group.keys()
            yield group


def pairs(quotes: Iterable[Words], measured: Measured) -> Iterator[Alike]:
    """Every two quotes of a speaker that are alike.

    What is alike to the quotes of a day depends on these and on those of the days before, as many as
    may lie between two renderings: it is kept by the digest of these quotes.
    """
    in_order = sorted(quotes, key=lambda q: (q.day, q.quoted, q.article, q.number))
    days = {day: list(said) for day, said in groupby(in_order, key=lambda q: q.day)}
    digests = {
        day: digest(*(f"{q.day} {q.number} {q.article} {q.quoted}" for q in said))
        for day, said in days.items()
    }
    around = {day: [d for d in range(day - WINDOW, day + 1) if d in days] for day in days}
    keys = {day: digest(*(digests[d] for d in around[day])) for day in days}
    missing = {day for day in days if measured.get(keys[day]) is None}
    found: dict[int, list[Alike]] = defaultdict(list)
    for a, b in candidates(days, missing):
        similarity = likeness(a, b)
        if similarity:
            found[b.day].append((a, b, similarity))
    for day in days:
        window = [quote for d in around[day] for quote in days[d]]
        if day in missing:
            places = {quote: n for n, quote in enumerate(window)} if found[day] else {}
            new = [n for a, b, s in found[day] for n in (places[a], places[b], round(s * 1000))]
            measured.now[keys[day]] = HEADER + array("I", new).tobytes()
        edges = array("I", measured.now[keys[day]].removeprefix(HEADER))
        for n in range(0, len(edges), 3):
            yield window[edges[n]], window[edges[n + 1]], edges[n + 2] / 1000


def candidates(days: Mapping[int, Sequence[Words]], wanted: Set[int]) -> Iterator[tuple[Words, Words]]:
    """Every two quotes, a few days apart and the later of a wanted day, that share enough sequences to be
    worth measuring.
    """
    near = [day for day in days if any(day + n in wanted for n in range(WINDOW + 1))]
    quotes = [
        quote
        for day in near
        for quote in sorted(days[day], key=lambda q: (q.text, q.article, q.number))
        if len(quote.text) >= SHORTEST
    ]
    holders: dict[str, list[int]] = {}
    first = 0  # of the quotes in the window
    for n, quote in enumerate(quotes):
        while quote.day - quotes[first].day > WINDOW:
            first += 1
        near_by: list[int] = []  # with repeats
        for shingle in shingles(quote.text, SHINGLE):
            held = holders.setdefault(shingle, [])
            if held and held[-1] >= first and quote.day in wanted:
                near_by += held if held[0] >= first else [m for m in held if m >= first]
            if len(held) == MOST:
                del held[0]
            held.append(n)
        for m, count in Counter(near_by).items():
            shorter = min(len(quote.text), len(quotes[m].text))
            if count >= SHARED * (shorter - SHINGLE + 1):
                yield quotes[m], quote


def likeness(a: Words, b: Words) -> float | None:
    """How much of the shorter quote stands in the longer, 0..1; None if they are not the same words.

    Two quotes that each have a number that the other has not tell different things in the same
    form: the count of yesterday and that of today.
    """
    shorter = min(len(a.text), len(b.text))
    least, days = next((least, days) for length, least, days in LIMITS if shorter >= length)
    if abs(a.day - b.day) > days:
        return None
    numbers, others = set(_NUMBER.findall(a.text)), set(_NUMBER.findall(b.text))
    if numbers - others and others - numbers:
        return None
    similarity = partial_ratio(a.text, b.text) / 100
    return round(similarity, 3) if similarity >= least else None


def _statement(speaker: str, group: Mapping[Words, float]) -> Statement:
    longest = next(iter(group))
    in_order = sorted(group, key=lambda q: (q.day, q.article, q.number))
    return Statement(
        speaker=speaker,
        text=longest.quoted,
        key=in_order[0].key,
        first_day=date.fromordinal(in_order[0].day).isoformat(),
        last_day=date.fromordinal(in_order[-1].day).isoformat(),
        outlets=len({q.outlet for q in in_order}),
        renderings=tuple(Rendering(q.article, q.number, group[q]) for q in in_order),
    )
