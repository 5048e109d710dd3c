"""What a reader types into a search box, as an expression for FTS5 and filters beside it.

Words are AND-ed; `"…"` keeps words together; `OR`, `AND`, `NOT`, `-` and a closing `*` mean what
they mean elsewhere; `speaker:王毅` filters by a field. Whatever this grammar does not hold is taken
literally: there is no query that is an error.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from re import Match

from yulu.text.chinese import CJK, fold, tokens

# FTS5 cannot be interrupted inside a phrase, and one of 10,000 tokens takes it ten seconds.
LONGEST = 500

OPERATORS = {"AND", "OR", "NOT"}
# What a field may be called, folded.
FIELDS = {
    **{
        name: name
        for name in ("type", "outlet", "speaker", "kind", "confidence", "script", "tag", "from", "to")
    },
    **{"媒体": "outlet", "说话人": "speaker", "标签": "tag"},
}
_BESIDE_CJK = re.compile(f"(?<=[{CJK}]) | (?=[{CJK}])")
_CHINESE_QUOTES = str.maketrans("“”\0", '"" ')
_ITEM = re.compile(
    r'(?P<minus>(?<!\S)-)?(?:(?P<field>[^\W\d_]+):)?(?:"(?P<quoted>[^"]*)"?(?P<star>\*?)|(?P<word>[^\s"]+))'
)
_CUT = re.compile(r"(\s+(OR?|AN?D?|NO?T?|-))*\s*$")  # the rest of an operator at the end


@dataclass(frozen=True, slots=True)
class Phrase:
    """Folded words that stand one after another; with `prefix` the last one may go on."""

    words: str
    prefix: bool = False

    def __str__(self) -> str:
        return f'"{self.words}"' + (" *" if self.prefix else "")

    @property
    def plain(self) -> str:
        """As it would be written: no spaces around Chinese characters."""
        return _BESIDE_CJK.sub("", self.words) + ("*" if self.prefix else "")


@dataclass(frozen=True, slots=True)
class Unwanted:
    """A phrase with a minus before it."""

    phrase: Phrase


@dataclass(frozen=True, slots=True)
class Filter:
    """`speaker:王毅`: the field by its English name, the value as typed (NFKC)."""

    field: str
    value: str


Item = Phrase | Unwanted | Filter | str  # a string is an operator


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
class Query:
    """A query as alternatives, any of which is enough, and filters. `literal`: operators were words."""

    alternatives: tuple[Alternative, ...]
    filters: tuple[Filter, ...] = ()
    literal: bool = False

    @property
    def wanted(self) -> frozenset[Phrase]:
        return frozenset(phrase for alternative in self.alternatives for phrase in alternative.wanted)

    def expression(self) -> str | None:
        """For FTS5's MATCH; None where no word is wanted."""
        return " OR ".join(dict.fromkeys(str(a) for a in self.alternatives if a.wanted)) or None

    def excluded(self) -> str | None:
        """For MATCH, what is not to be found, where that alone was typed."""
        unwanted = [phrase for a in self.alternatives if not a.wanted for phrase in a.unwanted]
        return " OR ".join(dict.fromkeys(map(str, unwanted))) or None

    def expression_in(self, column: str) -> str:
        """For rows that match and hold the wanted words in one column."""
        wanted = " OR ".join(str(Alternative(a.wanted, ())) for a in self.alternatives)
        return f"({self.expression()}) AND ({{{column}}} : ({wanted}))"

    def expression_outside(self, column: str) -> str:
        """For the other rows that match."""
        return f"({self.expression()}) NOT ({self.expression_in(column)})"


def match_expression(query: str) -> str:
    """The FTS5 expression for the search box of a table.

    Script, width, case and punctuation do not matter. Operators that join nothing are ordinary
    words, and a query without a word finds nothing: there is no query that FTS5 rejects. Only the
    first LONGEST characters count.
    """
    return box_query(query).expression() or '""'


def box_query(query: str) -> Query:
    """A query in the search box of one table, where a field's value is a word like others."""
    items = [_phrase(item.value) if isinstance(item, Filter) else item for item in _items(query)]
    return _query([item for item in items if item])


@lru_cache(100)  # a request asks for it again and again
def parse(query: str) -> Query:
    """A query in the language of the search page. Never raises; only LONGEST characters count."""
    items = list(_items(query))
    filters = tuple(dict.fromkeys(item for item in items if isinstance(item, Filter)))
    return _query([item for item in items if not isinstance(item, Filter)], filters, excluding=True)


def without_fields(query: str, fields: Collection[str]) -> str:
    """A query without what filters by these fields; the rest as typed, in half width."""
    query = _normalized(query)
    kept = (match[0] for match in _ITEM.finditer(query) if match["minus"] or _field(match) not in fields)
    return " ".join(kept)


def _query(items: Sequence[Item], filters: tuple[Filter, ...] = (), excluding: bool = False) -> Query:
    alternatives = _alternatives(items, excluding)
    if alternatives is not None:
        return Query(alternatives, filters)
    words = [Phrase(item.lower()) if isinstance(item, str) else item for item in items]
    phrases = [word.phrase if isinstance(word, Unwanted) else word for word in words]
    return Query((Alternative(tuple(p for p in phrases if isinstance(p, Phrase)), ()),), filters, True)


def _alternatives(items: Sequence[Item], excluding: bool) -> tuple[Alternative, ...] | None:
    """None where an operator joins nothing, or where only unwanted words are left.

    These can be asked for when `excluding`, and unless there is an OR. FTS5 itself has no such query.
    """
    groups: list[tuple[list[Phrase], list[Phrase]]] = [([], [])]
    before: Item | None = None
    for item in [*items, None]:
        dangling = isinstance(before, str) and not isinstance(item, Phrase | Unwanted)
        if (dangling and (before, item) != ("AND", "NOT")) or (before is None and item in ("AND", "OR")):
            return None
        if item == "OR":
            groups.append(([], []))
        elif isinstance(item, Phrase):
            groups[-1][before == "NOT"].append(item)
        elif isinstance(item, Unwanted):
            groups[-1][1].append(item.phrase)
        before = item
    if not items:
        return ()
    if not all(wanted for wanted, _ in groups) and not (excluding and len(groups) == 1):
        return None
    return tuple(Alternative(tuple(wanted), tuple(unwanted)) for wanted, unwanted in groups)


def _items(query: str) -> Iterator[Item]:
    for match in _ITEM.finditer(_normalized(query)):
        if match[0] in OPERATORS:
            yield match[0]
            continue
        field = _field(match)
        value = match["word"] if match["quoted"] is None else match["quoted"]
        if field and not match["minus"]:
            if value.strip():
                yield Filter(field, value.strip())
            continue
        unknown = f"{match['field']}:" if match["field"] and not field else ""
        prefix = match["star"] == "*" or (match["word"] or "").endswith("*")
        phrase = _phrase(unknown + value, prefix)
        if phrase:
            yield Unwanted(phrase) if match["minus"] else phrase


def _normalized(query: str) -> str:
    """In half width, cut where it is too long, but not so that an operator joins nothing."""
    normal = unicodedata.normalize("NFKC", query[: LONGEST + 1].translate(_CHINESE_QUOTES))
    return normal if len(normal) <= LONGEST else _CUT.sub("", normal[:LONGEST])


def _field(match: Match[str]) -> str | None:
    return FIELDS.get(fold(match["field"])) if match["field"] else None


def _phrase(typed: str, prefix: bool = False) -> Phrase | None:
    """None where there is nothing but punctuation."""
    words = " ".join(tokens(typed.rstrip("*")).split())
    return Phrase(words, prefix) if any(character.isalnum() for character in words) else None
