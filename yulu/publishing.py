"""One build at a time, and the complete database in the place of the old one."""

import fcntl
import hashlib
import json
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlite_utils import Database

INSPECT = "inspect-data.json"


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """While this lasts nobody else builds in the folder. Raises BlockingIOError where somebody does.

    The lock is on the folder itself: it leaves no file behind, and ends with its process.
    """
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(descriptor)


def publish(new: Path, db: Path) -> None:
    """Rename the complete database over the old one, and say in inspect-data.json that it is immutable.

    While the files change, inspect-data.json says nothing of the database, so that at no moment it
    says what another one is like.
    """
    with new.open("rb") as file:
        os.fsync(file.fileno())
    inspected = inspect_data(new, db.name)
    others = described_in(db.parent)
    others = {name: entry for name, entry in others.items() if entry["file"] != db.name}
    with uninterrupted():
        describe(db.parent, others)
        new.replace(db)
        describe(db.parent, others | {db.stem: inspected})


def under_way(db: Path) -> Path:
    """Where the database is while it is written."""
    return db.with_name(f"{db.name}.new")


def remove_leftovers(db: Path) -> None:
    """What a build leaves behind that has ended before its time."""
    for path in (under_way(db), db.with_name(f"{INSPECT}.new")):
        path.unlink(missing_ok=True)


@contextmanager
def uninterrupted() -> Iterator[None]:
    """While this lasts signals wait."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def described_in(folder: Path) -> dict[str, Any]:
    """What inspect-data.json says of the databases that are there; nothing where it is damaged."""
    try:
        known = json.loads((folder / INSPECT).read_text(encoding="utf-8"))
        return {name: entry for name, entry in known.items() if (folder / entry["file"]).exists()}
    except (OSError, ValueError, AttributeError, KeyError, TypeError):
        return {}


def describe(folder: Path, databases: dict[str, Any]) -> None:
    """Write inspect-data.json, at once or not at all."""
    new = folder / f"{INSPECT}.new"
    new.write_text(json.dumps(databases, indent=1), encoding="utf-8")
    new.replace(folder / INSPECT)


def inspect_data(path: Path, served_as: str) -> dict[str, object]:
    """What `datasette inspect` finds out: hash, size and row counts."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    with Database(path) as db:
        tables = {name: {"count": db.table(name).count} for name in db.table_names()}
    return {"hash": digest, "size": path.stat().st_size, "file": served_as, "tables": tables}
