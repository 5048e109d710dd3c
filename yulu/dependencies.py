"""What the reading of a file depends on besides its bytes, as digests: code, word lists, rules, packages."""

import hashlib
import json
import sys
from collections.abc import Iterable
from functools import cache
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from re import match

from yulu.reading.outlets import rules_data

ROOMS = Path(__file__).parent
# They do not read files, or are digested by outlet.
APART = ("site", "export", "extracts", "database", "verdicts", "data/outlets.yml", "data/interface.yml")


def digest(parts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


@cache
def code() -> str:
    """Changes with any module, word list or package that reads files or finds quotes."""
    return digest([*files_but(APART), *packages(), sys.version])


def files_but(apart: tuple[str, ...]) -> list[str]:
    """The files of this package with the digests of their bytes."""
    files = (path for path in ROOMS.rglob("*") if path.suffix != ".pyc" and path.is_file())
    here = sorted((path.relative_to(ROOMS).as_posix(), path) for path in files)
    return [
        f"{name} {hashlib.sha256(path.read_bytes()).hexdigest()}"
        for name, path in here
        if not name.startswith(apart)
    ]


def inputs(files: Iterable[tuple[str, str | None]], said: object) -> str:
    """Changes with anything that the content of the database depends on. `said` are the verdicts."""
    return digest([all_code(), rules(None), repr(said), *(f"{n} {sha}" for n, sha in files)])


@cache
def all_code() -> str:
    """Changes with anything that makes a database."""
    return digest([*files_but(("site", "data/interface.yml")), *packages(), sys.version])


def packages() -> list[str]:
    """The packages that this one requires, but for extras, with the versions that are there."""
    try:
        required = [line for line in requires("yulu") or () if "extra ==" not in line]
        names = [found[0] for line in required if (found := match(r"[\w.-]+", line))]
    except PackageNotFoundError:
        return []
    installed = []
    for name in sorted(set(names)):
        try:
            installed.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            continue
    return installed


@cache
def rules(slug: str | None) -> str:
    """Changes with what is said of one outlet, and with what is said of all; of None with anything said."""
    everywhere, outlets = rules_data()
    known = {name: (entry.get("hosts"), entry.get("names")) for name, entry in outlets.items()}
    own = outlets if slug is None else outlets.get(slug)
    return digest([code(), json.dumps([everywhere, known, own], ensure_ascii=False, default=str)])


@cache
def valid() -> frozenset[str]:
    """Every digest of rules by which a file may have been read that need not be read again."""
    _, outlets = rules_data()
    return frozenset(rules(slug) for slug in (*outlets, "one that is not listed", None))
