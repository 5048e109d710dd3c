"""What a reader types into a search box, for FTS5; and the excerpt that shows what was found."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from yulu.chinese import CJK, simplify, tokens

# FTS5 cannot be interrupted inside a phrase, and one of 10,000 tokens takes it ten seconds.
LONGEST = 500

OPERATORS = {"AND", "OR", "NOT"}
_CHINESE_QUOTES = str.maketrans("“”\0", '"" ')
_ITEM = re.compile(r'"(?P<quoted>[^"]*)"?(?P<star>\*?)|(?P<word>[^\s"]+)')
_LETTER = f"[^\\W_{CJK}]"  # a character of a word that is written with spaces around it
_TOKEN = re.compile(f"[{CJK}]|{_LETTER}+")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Folded words that stand one after another; with `prefix` the last one may go on."""

    words: str
    prefix: bool = False

    def __str__(self) -> str:
        return f'"{self.words}"' + (" *" if self.prefix else "")


@dataclass(frozen=True, slots=True)
class Alternative:
    """What stands between two ORs: every wanted phrase is in the text, no unwanted one is."""

    wanted: tuple[Phrase, ...]
    unwanted: tuple[Phrase, ...]

    def __str__(self) -> str:
        wanted = " AND ".join(dict.fromkeys(map(str, self.wanted)))
        unwanted = " OR ".join(dict.fromkeys(map(str, self.unwanted)))
        return f"(({wanted}) NOT ({unwanted}))" if unwanted else f"({wanted})"


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of an excerpt; `marked` where it is what the reader looked for."""

    text: str
    marked: bool = False


def match_expression(query: str) -> str:
    """The FTS5 expression for a query: words are AND-ed, each as a phrase of single characters.

    `"…"` keeps words together, `OR`, `NOT` and a closing `*` mean what they mean in FTS5. Script,
    width, case and punctuation do not matter. Operators that join nothing are ordinary words, and
    a query without a word finds nothing: there is no query that FTS5 rejects. Only the first
    LONGEST characters count.
    """
    return " OR ".join(map(str, parse(query))) or '""'


def parse(query: str) -> tuple[Alternative, ...]:
    """A query as alternatives, any of which is enough; none where it holds no word at all."""
    items = list(_items(query))
    if any(_is_misplaced(items, n) for n in range(len(items))):
        items = [Phrase(item.lower()) if isinstance(item, str) else item for item in items]
    groups: list[tuple[list[Phrase], list[Phrase]]] = [([], [])]
    for n, item in enumerate(items):
        if isinstance(item, Phrase):
            groups[-1][n > 0 and items[n - 1] == "NOT"].append(item)
        elif item == "OR":
            groups.append(([], []))
    return tuple(Alternative(tuple(wanted), tuple(unwanted)) for wanted, unwanted in groups if wanted)


def _items(query: str) -> Iterator[Phrase | str]:
    query = unicodedata.normalize("NFKC", query[:LONGEST].translate(_CHINESE_QUOTES))[:LONGEST]
    for match in _ITEM.finditer(query):
        word = match["word"]
        if word in OPERATORS:
            yield word
            continue
        words = " ".join(tokens(match["quoted"] if word is None else word.rstrip("*")).split())
        if any(character.isalnum() for character in words):
            yield Phrase(words, prefix=match["star"] == "*" or (word or "").endswith("*"))


def _is_misplaced(items: Sequence[Phrase | str], n: int) -> bool:
    around = items[max(n - 1, 0) : n] + items[n + 1 : n + 2]  # type: ignore[operator]
    return isinstance(items[n], str) and [type(item) for item in around] != [Phrase, Phrase]


def excerpt(text: str, query: str, width: int = 90) -> list[Segment]:
    """About `width` characters of the original text around the first thing found, with marks.

    Where nothing of the query is in this text (it was found by another column), its beginning.
    """
    found = _spans(text, query)
    start = max(0, found[0][0] - width // 4) if found else 0
    end = min(len(text), start + width)
    segments = [Segment("…")] if start else []
    at = start
    for a, b in found:
        if a < end:
            segments += [Segment(text[at:a]), Segment(text[a : min(b, end)], marked=True)]
            at = min(b, end)
    segments += [Segment(text[at:end]), Segment("…" if end < len(text) else "")]
    return [Segment(s.text.replace("\n", " "), s.marked) for s in segments if s.text]


def _spans(text: str, query: str) -> list[tuple[int, int]]:
    """Where the wanted phrases stand in a text, in order, none overlapping another."""
    phrases = {phrase for alternative in parse(query) for phrase in alternative.wanted}
    if not phrases:
        return []
    folded, offsets = _fold_with_offsets(text)
    longest_first = sorted(map(_pattern, phrases), key=lambda pattern: (-len(pattern), pattern))
    return [
        (offsets[match.start()], offsets[match.end() - 1] + 1)
        for match in re.finditer("|".join(longest_first), folded)
    ]


def _pattern(phrase: Phrase) -> str:
    words = _TOKEN.findall(phrase.words)
    open_end = len(words) - 1 if phrase.prefix else None
    return r"[\W_]*".join(_word(word, goes_on=n == open_end) for n, word in enumerate(words))


def _word(word: str, goes_on: bool) -> str:
    if re.fullmatch(f"[{CJK}]", word):
        return word
    return f"(?<!{_LETTER}){re.escape(word)}" + ("" if goes_on else f"(?!{_LETTER})")


def _fold_with_offsets(text: str) -> tuple[str, list[int]]:
    """Folded text, and for each of its characters the number of the original character."""
    folded = [unicodedata.normalize("NFKC", character).lower() for character in text]
    offsets = [n for n, characters in enumerate(folded) for _ in characters]
    return simplify("".join(folded)), offsets
