"""Who is called so: speakers and outlets by any of their names, and the names nearest to one nobody has."""

from collections.abc import Sequence
from sqlite3 import Connection
from typing import Any

from rapidfuzz import fuzz, process

from yulu.site.people.everyone import PERSON
from yulu.site.rows import dicts
from yulu.site.search.names import Name, bare, names_of

LONGEST = 60  # characters of a name that is looked for among others
ALIKE = 50  # of 100
DOMINANT = 3
MOST_MEANT, FEW = 3, 20
SPEAKER = "select id, name from speakers where id = ?"
OUTLET = "select id from outlets where ? in (slug, name)"


def who(connection: Connection, name: str) -> list[int]:
    """The ids of those who may be meant by a name or alias, in any script, the most quoted first.

    The one who goes by this name is meant unless others called so are quoted more; of these one who is
    quoted DOMINANT times more than the next is meant.
    """
    names = names_of(connection)
    ids = names.called("speaker", name)
    exact = connection.execute("select id from speakers where name = ?", [name]).fetchone()
    if exact and exact[0] == ids[0]:
        return ids[:1]
    if len(ids) < 2:
        return ids
    first, second = (names.count("speaker", number) for number in ids[:2])
    return ids[:1] if first > DOMINANT * second else ids


def the_one(connection: Connection, name: str) -> dict[str, Any]:
    """The speaker with this name; where it leads to none or to several, who may be meant. "" is nobody."""
    ids = who(connection, name) if name else []
    speaker = dicts(connection, SPEAKER, ids)[0] if len(ids) == 1 else None
    missed = bool(name) and speaker is None
    return {
        "speaker": speaker,
        "no_speaker": name if missed else "",
        "shared_by": len(ids) if missed else 0,
        "nearest": (several(connection, ids) or nearest(connection, name, 8)) if missed else [],
    }


def several(connection: Connection, ids: Sequence[int]) -> list[Name]:
    """Those who share a name, each under the name they go by."""
    names = names_of(connection)
    return [name for number in ids if (name := names.main("speaker", number))]


def called_alike(connection: Connection, speaker_id: int) -> list[Name]:
    """Others who share a name or an alias with a speaker, the most quoted first."""
    names = names_of(connection)
    theirs = names.written("speaker", speaker_id)
    others = {number for name in theirs for number in names.called("speaker", name)} - {speaker_id}
    return sorted(several(connection, list(others)), key=lambda name: (-name.count, name.label))


def meant(connection: Connection, phrases: Sequence[str], found: int) -> list[dict[str, Any]]:
    """The people whom words of a search name: all of them together or one of them, just so; then, where
    little is `found` by the words, in pinyin or with a slip. MOST_MEANT at most.
    """
    names = names_of(connection)
    asked = ["".join(phrases), *phrases] if len(phrases) > 1 else phrases
    ids = [number for phrase in asked for number in names.called("speaker", phrase)[:MOST_MEANT]]
    if not ids and asked and (found < FEW or asked[0].isascii()):
        alike = names.read_as("speaker", asked[0]) or names.one_slip_from(bare(asked[0]), "speaker")
        ids = [name.id for name in alike]
    people = (dicts(connection, f"{PERSON} where speakers.id = ?", [i]) for i in dict.fromkeys(ids))
    return [row for rows in people for row in rows][:MOST_MEANT]


def outlet_called(connection: Connection, name: str) -> int | None:
    """The id of the outlet with this name or short name, in any script."""
    exact = connection.execute(OUTLET, [name]).fetchone()
    ids = [exact[0]] if exact else names_of(connection).called("outlet", name) if name else []
    return ids[0] if ids else None


def nearest(connection: Connection, name: str, limit: int = 10) -> list[Name]:
    """Speakers whose names hold this one, then those whose names are written most alike."""
    names = names_of(connection)
    found = names.suggest(name, "speaker", limit)
    speakers = [n for n in names.names if n.field == "speaker"]
    alike = process.extract(
        bare(name)[:LONGEST],
        [n.folded for n in speakers],
        scorer=fuzz.ratio,
        score_cutoff=ALIKE,
        limit=5 * limit,
    )
    alike.sort(key=lambda match: (-match[1], -speakers[match[2]].count))
    best: dict[int, Name] = {}
    for one in [*found, *(speakers[n] for _, _, n in alike)]:
        best.setdefault(one.id, one)
    return list(best.values())[:limit]
