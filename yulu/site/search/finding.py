"""Which articles, quotes and captions a request finds, in which order, and how many of each value.

Every statement is put together from the fixed pieces below; what a reader typed goes in as parameters.
"""

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from yulu.site.filters import Filters, ids_from, ids_to
from yulu.site.rows import dicts
from yulu.site.search.excerpt import holding
from yulu.site.search.names import Names
from yulu.site.search.query import Query

# bm25 reads what it ranks twice more: it pays neither for a few pages nor for a large part of everything.
FEW, RANKED = 200, 5000
TYPES = ("quote", "article", "caption")
TABLES = {"quote": "quotes", "article": "articles", "caption": "images"}
# A word in the title weighs eight times one in the text; one in a speaker's name, of which the index
# holds several forms, twice.
SCORES = {
    "quote": "bm25(quotes_fts, 1.0, 2.0)",
    "article": "bm25(articles_fts, 1.0, 8.0)",
    "caption": "bm25(images_fts, 1.0, 1.0)",
}
WEIGHTY = {"quote": "mention", "article": "title"}  # the column that goes first where bm25 does not rank
JOINS = {
    "quote": "cross join quotes on quotes.id = {id} cross join articles on articles.id = quotes.article_id",
    "article": "cross join articles on articles.id = {id}",
    "caption": "cross join images on images.id = {id} cross join articles on articles.id = images.article_id",
}
UNMATCHED = {
    "quote": "join articles on articles.id = quotes.article_id",
    "article": "",
    "caption": "join articles on articles.id = images.article_id",
}
CONDITIONS = {
    "outlet": "articles.outlet_id in (select value from json_each(:outlet))",
    "script": "articles.script in (select value from json_each(:script))",
    "tag": "articles.id in (select article_id from article_tags"
    " where tag_id in (select value from json_each(:tag)))",
    "speaker": "quotes.id in (select quote_id from quote_speakers"
    " where speaker_id in (select value from json_each(:speaker)))",
    "kind": "quotes.kind in (select value from json_each(:kind))",
    "confidence": "quotes.confidence in (select value from json_each(:confidence))",
}
OF_QUOTES = {"speaker", "kind", "confidence"}
OF_ARTICLES = {"outlet", "script", "tag"}


@dataclass(frozen=True)
class Scope:
    """A list with a page of its own, and what it is limited to whatever is asked of it."""

    path: str
    types: tuple[str, ...] = TYPES
    speaker: int | None = None


EVERYTHING = Scope("/search")
QUOTES = Scope("/quotes", ("quote",))
ARTICLES = Scope("/articles", ("article",))


@dataclass(frozen=True)
class Criteria:
    """A request as SQL understands it: what matches, or what must not, and for each filter what it allows."""

    query: Query
    match: str | None
    types: tuple[str, ...] = TYPES
    allowed: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    first: int | None = None
    last: int | None = None
    excluded: str | None = None

    def parameters(self) -> dict[str, Any]:
        lists = {name: json.dumps(list(values)) for name, values in self.allowed.items()}
        words = {"match": self.match, "excluded": self.excluded}
        return {**words, "first": self.first, "last": self.last, **lists}

    def applies_to(self, type_: str) -> bool:
        """Only quotes have a speaker and a kind."""
        return type_ in self.types and (type_ == "quote" or not OF_QUOTES & self.allowed.keys())

    @property
    def only_days(self) -> bool:
        """Whether nothing but a time is asked for."""
        return self.match is None and self.excluded is None and not self.allowed

    @property
    def whole_months(self) -> bool:
        """Whether nothing but outlets, kinds and whole months are asked for."""
        first, last = self.days().values()
        months = first[6:] in ("", "00") and last[6:] in ("", "99")
        return months and self.but("outlet", "kind").only_days

    def days(self) -> dict[str, str]:
        """The time as digits of the first and the last day; an unknown day comes after all others."""
        first, last = (f"{(number or 0) // 10**8:08d}" for number in (self.first, self.last))
        return {"first": first, "last": last if self.last is not None else "z" if self.first is None else "9"}

    def but(self, *fields: str) -> "Criteria":
        """Without the filters by these fields."""
        allowed = {name: values for name, values in self.allowed.items() if name not in fields}
        types = TYPES if "type" in fields else self.types
        return replace(self, types=types, allowed=allowed)


def criteria(filters: Filters, names: Names, scope: Scope = EVERYTHING) -> Criteria:
    """What a request means in this database: names as ids, days as ranges of ids."""
    wanted = filters.values
    allowed: dict[str, Sequence[Any]] = {}
    for name in CONDITIONS:
        if name in wanted:
            values = wanted[name]
            looked_up = name in ("outlet", "speaker", "tag")
            allowed[name] = [i for v in values for i in names.ids(name, v)] if looked_up else values
    # An article without a day has an id below the first day.
    first = max(map(ids_from, wanted["from"])) if "from" in wanted else 10**8 if "to" in wanted else None
    last = min(map(ids_to, wanted["to"])) if "to" in wanted else None
    if scope.speaker is not None:
        allowed["speaker"] = [scope.speaker]
    types = tuple(t for t in scope.types if t in wanted.get("type", TYPES))
    query = filters.query
    return Criteria(query, query.expression(), types, allowed, first, last, query.excluded())


def candidates(type_: str, c: Criteria, columns: str, joined: bool = False) -> str:
    """SELECT of all rows of a type that meet the criteria; `{id}` in the columns is the row's id."""
    table = TABLES[type_]
    filtered = [CONDITIONS[name] for name in c.allowed]
    if c.match is None:
        row_id, source, conditions = f"{table}.id", table, ["1"]
        if joined or OF_ARTICLES & c.allowed.keys():
            source += " " + UNMATCHED[type_]
    else:
        row_id, source, conditions = f"{table}_fts.rowid", f"{table}_fts", [f"{table}_fts match :match"]
        if filtered or joined:
            source += " " + JOINS[type_].format(id=row_id)
    if c.excluded is not None:
        unwanted = f"select rowid from {table}_fts where {table}_fts match :excluded"
        conditions.append(f"{row_id} not in ({unwanted})")
    if c.first is not None:
        conditions.append(f"{row_id} >= :first")
    if c.last is not None:
        conditions.append(f"{row_id} <= :last")
    where = " and ".join([*conditions, *filtered])
    return f"select {columns.format(id=row_id)} from {source} where {where}"


def find(
    connection: sqlite3.Connection, c: Criteria, newest: bool, offset: int, size: int
) -> tuple[list[tuple[str, int]], str]:
    """One page of finds as (type, id), and how they are ordered: by `few`, `bm25`, `title` or `day`.

    More than FEW and up to RANKED are ranked by bm25, the newer first among equals. Of fewer, those with
    something wanted in the title of their article or in the speaker's name come first; of more, those with
    the words in their own title or the speaker's names; the newer first among these and among the others.
    """
    types = [type_ for type_ in TYPES if c.applies_to(type_)]
    if newest or c.match is None:
        return _newest(connection, c, types, offset, size), "day"
    hits = _hits(connection, c, types)
    if len(hits) > RANKED:
        return _title_first(connection, c, types, offset, size), "title"
    if len(hits) > FEW:
        found_types = {type_ for type_, _ in hits}
        return _ranked(connection, c, [t for t in types if t in found_types], offset, size), "bm25"
    return _heading_first(connection, c, hits)[offset : offset + size], "few"


def _hits(connection: sqlite3.Connection, c: Criteria, types: Iterable[str]) -> list[tuple[str, int]]:
    """What is found, as far as it needs to be known."""
    hits: list[tuple[str, int]] = []
    for type_ in types:
        some = f"{candidates(type_, c, '{id}')} limit :left"
        parameters = {**c.parameters(), "left": RANKED + 1 - len(hits)}
        hits += [(type_, row_id) for [row_id] in connection.execute(some, parameters)]
    return hits


HEADINGS = """
select 'quote', quotes.id, articles.title, speakers.name
from quotes join articles on articles.id = quotes.article_id
left join speakers on speakers.id = quotes.speaker_id
where quotes.id in (select value from json_each(:quote))
union all
select 'article', id, title, null
from articles where id in (select value from json_each(:article))
union all
select 'caption', images.id, articles.title, null
from images join articles on articles.id = images.article_id
where images.id in (select value from json_each(:caption))"""


def _heading_first(
    connection: sqlite3.Connection, c: Criteria, hits: Sequence[tuple[str, int]]
) -> list[tuple[str, int]]:
    """A few finds, in order. To read what they stand under is faster than to match in one more column."""
    if not hits:
        return []
    by_type = {t: json.dumps([row_id for type_, row_id in hits if type_ == t]) for t in TYPES}
    found = connection.execute(HEADINGS, by_type).fetchall()
    headings = {heading for *_, title, name in found for heading in (title, name) if heading}
    told = holding(headings, c.query.wanted)
    order = sorted((not told & {title, name}, -row_id, type_) for type_, row_id, title, name in found)
    return [(type_, -negative) for _, negative, type_ in order]


def _ranked(
    connection: sqlite3.Connection, c: Criteria, types: Sequence[str], offset: int, size: int
) -> list[tuple[str, int]]:
    arms = [candidates(t, c, f"'{t}' as type, {{id}} as id, round({SCORES[t]}, 1) as place") for t in types]
    return _page(connection, arms, c.parameters(), offset, size)


def _title_first(
    connection: sqlite3.Connection, c: Criteria, types: Sequence[str], offset: int, size: int
) -> list[tuple[str, int]]:
    parameters = c.parameters()
    arms = []
    for t in types:
        expressions = [c.query.expression()]
        if t in WEIGHTY:
            expressions = [c.query.expression_in(WEIGHTY[t]), c.query.expression_outside(WEIGHTY[t])]
        for tier, expression in enumerate(expressions, start=2 - len(expressions)):
            name = f"match_{t}_{tier}"
            parameters[name] = expression
            select = candidates(t, c, f"'{t}' as type, {{id}} as id, {tier} as place")
            arms.append(_first(select.replace(":match", f":{name}")))
    return _page(connection, arms, parameters, offset, size)


def _newest(
    connection: sqlite3.Connection, c: Criteria, types: Sequence[str], offset: int, size: int
) -> list[tuple[str, int]]:
    arms = [_first(candidates(t, c, f"'{t}' as type, {{id}} as id, 0 as place")) for t in types]
    return _page(connection, arms, c.parameters(), offset, size)


def _first(select: str) -> str:
    """The newest rows, as many as the page and those before it hold."""
    return f"select * from ({select} order by 2 desc limit :end)"


def _page(
    connection: sqlite3.Connection, arms: Sequence[str], parameters: Mapping[str, Any], offset: int, size: int
) -> list[tuple[str, int]]:
    """One page of what the arms select, the newer first among those of one place."""
    if not arms:
        return []
    arm = " union all ".join(arms)
    sql = f"select type, id from ({arm}) order by place, id desc, type limit :size offset :offset"
    rows = connection.execute(sql, {**parameters, "size": size, "offset": offset, "end": offset + size})
    return [(type_, row_id) for type_, row_id in rows]


# How many

COUNTED = ("outlet", "script", "kind", "confidence")
_DAYS = "replace(day, '-', '') between :first and :last"
COUNTED_BY_DAY = {
    "quote": f"""
        select 'quote', outlet_id, nullif(script, 'unknown'), kind, nullif(confidence, 'unknown'),
               sum(quotes) from quote_counts where {_DAYS} group by 2, 3, 4, 5""",
    "article": f"""
        select 'article', outlet_id, nullif(script, 'unknown'), null, null, sum(articles)
        from article_counts where {_DAYS} group by 2, 3""",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """So many finds share these values; `outlet` is an id."""

    type: str
    outlet: int
    script: str | None
    kind: str | None
    confidence: str | None
    count: int


def cells(connection: sqlite3.Connection, c: Criteria) -> list[Cell]:
    """All finds, whatever type and whichever of COUNTED the criteria ask for, counted by these."""
    wide = c.but("type", *COUNTED)
    return [cell for t in TYPES if wide.applies_to(t) for cell in cells_of_type(connection, wide, t)]


def cells_of_type(connection: sqlite3.Connection, c: Criteria, type_: str) -> list[Cell]:
    """Those of quotes, articles or captions; from what the build has counted where that tells."""
    if c.only_days and type_ in COUNTED_BY_DAY:
        rows = connection.execute(COUNTED_BY_DAY[type_], c.days())
    else:
        of_quotes = "quotes.kind, quotes.confidence" if type_ == "quote" else "null, null"
        columns = f"'{type_}', articles.outlet_id, articles.script, {of_quotes}, count(*)"
        select = candidates(type_, c, columns, True) + " group by 2, 3, 4, 5"
        rows = connection.execute(select, c.parameters())
    return [Cell(*row) for row in rows]


def count(c: Criteria, counted: Iterable[Cell]) -> int:
    """How many of the counted finds meet the criteria."""
    return sum(cell.count for cell in counted if meets(c, cell))


def meets(c: Criteria, cell: Cell, but: str = "") -> bool:
    """Whether finds meet the criteria, that of the field `but` left aside."""
    c = c.but(but)
    return c.applies_to(cell.type) and all(
        getattr(cell, name) in c.allowed[name] for name in COUNTED if name in c.allowed
    )


def speakers(connection: sqlite3.Connection, c: Criteria, most: int) -> list[tuple[str, int]]:
    """Who said most of the quotes that are found, and how many of them; the speakers asked for, if any."""
    if not c.applies_to("quote"):
        return []
    sql = f"""
        select speakers.name, said.n from (
            {said_by(c)} order by n desc, 1 desc limit :most
        ) as said join speakers on speakers.id = said.speaker_id order by said.n desc, said.speaker_id desc"""
    days = {f"{name}_month": day[:6] for name, day in c.days().items()}
    return [(name, n) for name, n in connection.execute(sql, {**c.parameters(), **days, "most": most})]


def said_by(c: Criteria) -> str:
    """SELECT of speakers with how many of the quotes they said, from what the build has counted if it can."""
    timeless = c.first is None and c.last is None
    if timeless and c.only_days:
        return "select speaker_id, quotes as n from speaker_counts"
    if c.whole_months:
        of = {"outlet": "outlet_id", "kind": "kind"}
        conditions = [f"{of[f]} in (select value from json_each(:{f}))" for f in of if f in c.allowed]
        conditions += [] if timeless else ["replace(month, '-', '') between :first_month and :last_month"]
        where = " and ".join(conditions)
        return f"select speaker_id, sum(quotes) as n from speaker_months where {where} group by 1"
    found = candidates("quote", c, "{id} as id")
    return f"""select quote_speakers.speaker_id, count(*) as n from ({found}) as found
        cross join quote_speakers on quote_speakers.quote_id = found.id group by 1"""


def total(connection: sqlite3.Connection, c: Criteria) -> int:
    """How many rows meet the criteria."""
    selects = [candidates(t, c, "count(*)") for t in TYPES if c.applies_to(t)]
    return sum(connection.execute(select, c.parameters()).fetchone()[0] for select in selects)


# What is shown of each

_ARTICLE = """articles.id as article_id, articles.title, articles.day, articles.published,
    articles.script, outlets.name as outlet"""
# Who says it together with the first.
_OTHERS = """(
    select group_concat(name, '、') from quote_speakers as said join speakers on speakers.id = said.speaker_id
    where said.quote_id = quotes.id and speakers.id <> quotes.speaker_id)"""
ROWS = {
    "quote": f"""
        select quotes.id, {_ARTICLE}, quotes.text, quotes.kind, quotes.cue, quotes.confidence,
               speakers.id as speaker_id, speakers.name as speaker, {_OTHERS} as others
        from quotes
        join articles on articles.id = quotes.article_id
        join outlets on outlets.id = articles.outlet_id
        left join speakers on speakers.id = quotes.speaker_id
        where quotes.id in (select value from json_each(:ids))""",
    "article": f"""
        select articles.id, {_ARTICLE}, articles.text, null as kind, null as cue, null as confidence,
               null as speaker_id, null as speaker, null as others
        from articles join outlets on outlets.id = articles.outlet_id
        where articles.id in (select value from json_each(:ids))""",
    "caption": f"""
        select images.id, {_ARTICLE},
               trim(coalesce(images.caption, '') || ' ' || coalesce(images.alt, '')) as text,
               null as kind, null as cue, null as confidence,
               null as speaker_id, null as speaker, null as others
        from images
        join articles on articles.id = images.article_id
        join outlets on outlets.id = articles.outlet_id
        where images.id in (select value from json_each(:ids))""",
}


def rows(connection: sqlite3.Connection, found: Sequence[tuple[str, int]]) -> list[dict[str, Any]]:
    """The finds in their order, each with its type, article, outlet, day, speaker and whole text."""
    by_id: dict[tuple[str, int], dict[str, Any]] = {}
    for type_ in {type_ for type_, _ in found}:
        ids = json.dumps([row_id for t, row_id in found if t == type_])
        for row in dicts(connection, ROWS[type_], {"ids": ids}):
            by_id[type_, row["id"]] = {"type": type_, **row}
    return [by_id[key] for key in found]
