"""The names in a database, for filters and suggestions: of speakers with their aliases, outlets, tags."""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from yulu.text.chinese import fold
from yulu.text.pinyin import reading

MOST = 500  # of the ids that one filter stands for

# `value` is what a filter says for it: the name a speaker goes by, the short name of an outlet.
# `label` is what people call it.
NAMES = """
select 'speaker' as field, speakers.id, names.name, speakers.name as value, speakers.name as label,
       coalesce(said.n, 0) as count
from (
    select id, name from speakers
    union select id, name_latin from speakers where name_latin is not null
    union select speaker_id, alias from speaker_aliases
) as names
join speakers on speakers.id = names.id
left join (select speaker_id, quotes as n from speaker_counts) as said on said.speaker_id = names.id
union all
select 'outlet', outlets.id, names.name, outlets.slug, outlets.name, coalesce(published.n, 0)
from (
    select id, name from outlets union select id, slug from outlets
    union select id, name_en from outlets where name_en is not null
) as names
join outlets on outlets.id = names.id
left join (select outlet_id, count(*) as n from articles group by outlet_id) as published
    on published.outlet_id = names.id
union all
select 'tag', tags.id, tags.name, tags.name, tags.name, count(article_tags.article_id)
from tags left join article_tags on article_tags.tag_id = tags.id group by tags.id"""


@dataclass(frozen=True, slots=True)
class Name:
    """One way to write a speaker, outlet or tag; `count` is its quotes or articles."""

    field: str
    id: int
    name: str
    value: str
    label: str
    count: int
    folded: str


class Names:
    """All names, folded. Script, width, case, spaces and punctuation do not matter."""

    def __init__(self, rows: Iterable[tuple[str, int, str, str, str, int]]) -> None:
        self.names = [Name(*row, folded=bare(row[2])) for row in rows]

    @cached_property
    def _exact(self) -> dict[tuple[str, str], set[int]]:
        exact: dict[tuple[str, str], set[int]] = {}
        for name in self.names:
            exact.setdefault((name.field, name.folded), set()).add(name.id)
        return exact

    @cached_property
    def _main(self) -> dict[tuple[str, int], Name]:
        return {(name.field, name.id): name for name in self.names if name.name == name.label}

    def main(self, field: str, number: int) -> Name | None:
        """The name that somebody goes by."""
        return self._main.get((field, number))

    def count(self, field: str, number: int) -> int:
        """How many quotes or articles somebody has."""
        name = self.main(field, number)
        return name.count if name else 0

    @cached_property
    def _written(self) -> dict[tuple[str, int], list[str]]:
        written: dict[tuple[str, int], list[str]] = {}
        for name in self.names:
            written.setdefault((name.field, name.id), []).append(name.name)
        return written

    def written(self, field: str, number: int) -> list[str]:
        """Every way to write somebody."""
        return self._written.get((field, number), [])

    @cached_property
    def overshadowed(self) -> dict[str, int]:
        """Speakers whose own name leads to others, who are called so too and quoted more: name to id."""
        speakers = (name for (field, _), name in self._main.items() if field == "speaker")
        return {name.name: name.id for name in speakers if self.called("speaker", name.name)[0] != name.id}

    def called(self, field: str, name: str) -> list[int]:
        """The ids of those with just this name, the most quoted first."""
        return sorted(self._exact.get((field, bare(name)), ()), key=lambda i: (-self.count(field, i), i))

    def ids(self, field: str, value: str) -> list[int]:
        """Who is called so; where nobody is, whose name holds it, the most quoted first, MOST at most."""
        if exact := self.called(field, value):
            return exact
        folded = bare(value)
        holding = [name for name in self.names if folded and name.field == field and folded in name.folded]
        holding.sort(key=lambda name: (-name.count, name.id))
        return list(dict.fromkeys(name.id for name in holding))[:MOST]

    def label(self, field: str, value: str) -> str:
        """What a value of a filter stands for: a name, how many, or that there is none."""
        ids = self.ids(field, value)
        if len(ids) != 1:
            return f"{value} ({len(ids)} {field}s)" if ids else f"{value} (no such {field})"
        return next(name.label for name in self.names if name.field == field and name.id == ids[0])

    def suggest(self, typed: str, field: str | None = None, limit: int = 8) -> list[Name]:
        """Names that are, begin with or hold what is typed, or are read so, the closest first, then by count.

        Where there are none, names that are written with one character more, less or other.
        """
        folded = bare(typed)
        if not folded:
            return []
        read = reading(folded)
        # What is typed in pinyin may be the beginning of a reading; of other characters it must be all.
        heard = str.startswith if read == folded else str.__eq__
        found = [
            (closeness(folded, name, own == read), -name.count, name.name, number)
            for number, (name, own) in enumerate(zip(self.names, self._readings, strict=True))
            if (folded in name.folded or heard(own, read)) and field in (None, name.field)
        ]
        ranked = [self.names[number] for *_, number in sorted(found)] or self.one_slip_from(folded, field)
        best: dict[tuple[str, int], Name] = {}
        for name in ranked:
            best.setdefault((name.field, name.id), name)
        return list(best.values())[:limit]

    @cached_property
    def _readings(self) -> list[str]:
        return [reading(name.folded) for name in self.names]

    def read_as(self, field: str, typed: str) -> list[Name]:
        """Those who are read just so, in pinyin or as other characters, the most quoted first."""
        read = reading(bare(typed))
        pairs = zip(self.names, self._readings, strict=True)
        found = [name for name, own in pairs if own == read and name.field == field] if read else []
        return list({name.id: name for name in sorted(found, key=lambda n: -n.count)}.values())

    def one_slip_from(self, folded: str, field: str | None) -> list[Name]:
        """Names that differ in one character, the most quoted first. Two characters are too few to tell."""
        if len(folded) < 3:
            return []
        near = process.extract(
            folded, [n.folded for n in self.names], scorer=Levenshtein.distance, score_cutoff=1, limit=None
        )
        found = (self.names[number] for _, _, number in near)
        return sorted((n for n in found if field in (None, n.field)), key=lambda n: (-n.count, n.name))


def closeness(typed: str, name: Name, read_so: bool) -> int:
    """How close a name that holds what is typed, or is read like it, comes to it; 0 is the same."""
    if name.folded == typed:
        return 0
    begins = name.folded.startswith(typed) or typed in name.name.lower().split()
    return 1 if read_so else 2 if begins else 3


def bare(name: str) -> str:
    """A folded name without spaces and punctuation."""
    return "".join(character for character in fold(name) if character.isalnum())


def read_again(connection: sqlite3.Connection) -> Names:
    """The names of a database that may have been built in the same second as the one before."""
    _kept.clear()
    return names_of(connection)


_kept: dict[tuple[str, str], Names] = {}


def names_of(connection: sqlite3.Connection) -> Names:
    """The names of a database, read once for each build of it."""
    build = build_of(connection)
    if build not in _kept:
        _kept.clear()
        _kept[build] = Names(tuple(row) for row in connection.execute(NAMES))
    return _kept[build]


def names_kept() -> Names | None:
    """The names that were read last."""
    return next(iter(_kept.values()), None)


def build_of(connection: sqlite3.Connection) -> tuple[str, str]:
    """Which database this is, and when it was built."""
    [_, _, path] = connection.execute("pragma database_list").fetchone()
    [built] = connection.execute("select max(finished) from builds").fetchone()
    return path, built
