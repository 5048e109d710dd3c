"""What a reader asks of a page: words, filters, an order, a page of it. All of it lives in the URL."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, Self
from urllib.parse import urlencode

from yulu.site.search.query import Query, parse, without_fields
from yulu.text.chinese import fold

# Any of several values is enough.
MANY = ("type", "outlet", "speaker", "kind", "confidence", "script", "tag")
DAYS = ("from", "to")
FIELDS = (*MANY, *DAYS)
SIZE, LARGEST_SIZE, LAST_PAGE = 20, 1000, 1_000_000
_DAY = re.compile(r"\d{4}(-\d\d){0,2}", re.ASCII)
_SAME = {
    "type": {"articles": "article", "quotes": "quote", "captions": "caption", "images": "caption"},
    "script": {"hans": "Hans", "hant": "Hant", "简": "Hans", "简体": "Hans", "繁": "Hant", "繁体": "Hant"},
}


@dataclass(frozen=True)
class Filters:
    """One request. `chosen` holds the filters of the URL; those typed into `q` are in `query`."""

    q: str = ""
    chosen: tuple[tuple[str, str], ...] = ()
    newest: bool = False
    page: int = 1
    size: int = SIZE

    @classmethod
    def of(cls, arguments: Callable[[str], Iterable[str]]) -> Self:
        """From a function that gives the values of a URL's parameter. Never raises.

        `outlets=a,b` stands for two outlets, `day=` and `month=` for from and to.
        """

        def first(*names: str) -> str:
            values = (value.replace("\0", "").strip() for name in names for value in arguments(name))
            return next(filter(None, values), "")

        given = {field: list(arguments(field)) for field in MANY}
        given["outlet"] += [one for many in arguments("outlets") for one in many.split(",")]
        given |= {field: [first(field, "day", "month")] for field in DAYS}
        chosen = [(f, v) for f in FIELDS for value in given[f] if (v := normal(f, value))]
        return cls(
            q=first("q"),
            chosen=tuple(dict.fromkeys(chosen)),
            newest=first("sort") == "newest",
            page=_number(first("page"), 1, LAST_PAGE),
            size=_number(first("size"), SIZE, LARGEST_SIZE),
        )

    @property
    def query(self) -> Query:
        return parse(self.q)

    @property
    def values(self) -> dict[str, list[str]]:
        """Every filter, of the URL and of the query: for each field the values, one of which is enough."""
        typed = ((f.field, normal(f.field, f.value)) for f in self.query.filters)
        values: dict[str, list[str]] = {}
        for field, value in dict.fromkeys([*self.chosen, *typed]):
            if value:
                values.setdefault(field, []).append(value)
        return values

    def chosen_of(self, field: str) -> list[str]:
        """The values of one filter of the URL."""
        return [value for name, value in self.chosen if name == field]

    def first_of(self, field: str) -> str:
        """The first of them; "" where there is none."""
        return next(iter(self.chosen_of(field)), "")

    @property
    def asks(self) -> bool:
        """Whether there is anything to look for."""
        return bool(self.query.alternatives or self.values)

    def without(self, field: str | None = None) -> Self:
        """Without a filter, or without any, from the first page on; filters typed in the query go too."""
        typed = [f for f in self.query.filters if field in (None, f.field)]
        q = without_fields(self.q, {f.field for f in typed}) if typed else self.q
        chosen = tuple((f, v) for f, v in self.chosen if field is not None and f != field)
        return replace(self, q=q, chosen=chosen, page=1)

    def cleared(self) -> Self:
        """With the filters of the query alone."""
        return replace(self, chosen=(), page=1)

    def choosing(self, **values: str | Iterable[str]) -> Self:
        """With these values of filters instead of those chosen: `choosing(outlet=("rfi", "voa"), to="")`."""
        lists = {f: [v] if isinstance(v, str) else list(v) for f, v in values.items()}
        kept = [(f, v) for f, v in self.chosen if f not in lists]
        chosen = [*kept, *((f, v) for f, many in lists.items() for v in many if v)]
        return replace(self, chosen=tuple(sorted(dict.fromkeys(chosen), key=_place)), page=1)

    def toggled(self, field: str, value: str) -> Self:
        """With one more value of a filter, or without it if it was chosen."""
        pair = (field, value)
        kept = tuple(other for other in self.chosen if other != pair)
        return replace(self, chosen=kept if pair in self.chosen else (*self.chosen, pair), page=1)

    def query_string(self, **more: Any) -> str:
        """The URL's parameters, without those that say what goes without saying."""
        pairs = [("q", self.q)] if self.q else []
        pairs += self.chosen
        pairs += [("sort", "newest")] if self.newest else []
        pairs += [("page", str(self.page))] if self.page > 1 else []
        pairs += [("size", str(self.size))] if self.size != SIZE else []
        return urlencode([*pairs, *more.items()])


def normal(field: str, value: str) -> str:
    """A filter's value as the filter knows it; "" where a day is no day. The rest may be anything."""
    value = value.replace("\0", "").strip()
    if field in DAYS:
        return value if _DAY.fullmatch(value) else ""
    if field in ("type", "kind", "confidence", "script"):
        value = fold(value)
        return _SAME.get(field, {}).get(value, value)
    return value


def no_day(arguments: Callable[[str], Iterable[str]]) -> str:
    """What was typed as a day, a month or a year and is none; "" where nothing was."""
    typed = (v.replace("\0", "").strip() for name in (*DAYS, "day", "month") for v in arguments(name))
    return next((value for value in typed if value and not normal("from", value)), "")


def ids_from(day: str) -> int:
    """The first id of a day, month or year: ids begin with the date."""
    return int(day.replace("-", "").ljust(8, "0")) * 10**8


def ids_to(day: str) -> int:
    """The last id of a day, month or year."""
    return int(day.replace("-", "").ljust(8, "9")) * 10**8 + 10**8 - 1


def _place(chosen: tuple[str, str]) -> int:
    return FIELDS.index(chosen[0])


def _number(typed: str, otherwise: int, most: int) -> int:
    return min(max(int(typed[:9]), 1), most) if typed.isascii() and typed.isdigit() else otherwise
