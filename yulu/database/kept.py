"""What builds keep beside the database, so that the next one redoes only what changed.

One SQLite file: it is written in batches and in one transaction each, read by key, survives being killed,
and needs no server. It is never needed: deleted, damaged or of an older version, it is made again. That of a
newer version is left as it is.
"""

import io
import pickle
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from yulu.model import Article, Skipped

VERSION = 1  # of the tables below
TABLES = """
create table extracts (sha256 text primary key, rules text not null, data blob not null) without rowid;
create table measures (kind text, key blob, value blob not null, primary key (kind, key)) without rowid;
create table state (name text primary key, value text not null) without rowid;
"""
MODEL = "yulu.model"
ALLOWED = {  # the classes of kept records that are not of the model
    ("builtins", "frozenset"),
    ("collections", "Counter"),
    ("datetime", "datetime"),
    ("datetime", "timezone"),
    ("datetime", "timedelta"),
    ("yulu.report", "Report"),
    ("yulu.verdicts.record", "Record"),
}


class Newer(Exception):
    """What is kept was kept by a newer version."""


class Kept:
    """The file beside a database; what cannot be read of it is not there."""

    def __init__(self, path: Path) -> None:
        """Raises sqlite3.Error or OSError where nothing can be written, and Newer."""
        self.path = path
        try:
            self.connection = self._open()
        except sqlite3.DatabaseError:
            path.unlink(missing_ok=True)
            self.connection = self._open()

    def _open(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path)
        connection.execute("pragma secure_delete = on")  # what is taken down leaves no byte
        connection.execute("pragma synchronous = off")
        [version] = connection.execute("pragma user_version").fetchone()
        if version != VERSION:
            names = [name for (name,) in connection.execute("select name from sqlite_master")]
            if names:
                connection.close()
                if version > VERSION:
                    raise Newer(
                        f"{self.path} is of a newer version: update, or start from nothing with --rebuild"
                    )
                raise sqlite3.DatabaseError("of another version")
            connection.executescript(f"begin; {TABLES} pragma user_version = {VERSION}; commit")
        return connection

    def close(self) -> None:
        self.connection.close()

    def rules(self) -> dict[str, str]:
        """For the digest of each file that was read, the digest of the rules it was read by."""
        return dict(self.connection.execute("select sha256, rules from extracts"))

    def extract(self, sha256: str) -> Article | Skipped | None:
        """What a file of these bytes gave; None where that is damaged."""
        row = self.connection.execute("select data from extracts where sha256 = ?", (sha256,)).fetchone()
        found = readable(row[0]) if row else None
        return found if isinstance(found, Article | Skipped) else None

    def keep(self, extracts: Iterable[tuple[str, str, bytes]]) -> None:
        """(digest of the file, digest of the rules, what it gave, packed)."""
        with self.connection:
            self.connection.executemany("insert or replace into extracts values (?, ?, ?)", extracts)

    def forget(self, wanted: Callable[[str], bool]) -> None:
        """Keep of the extracts only those of wanted files."""
        unwanted = [(sha256,) for sha256 in self.rules() if not wanted(sha256)]
        with self.connection:
            self.connection.executemany("delete from extracts where sha256 = ?", unwanted)

    def measures(self, kind: str) -> dict[bytes, bytes]:
        """Everything of a kind that was measured before."""
        return dict(self.connection.execute("select key, value from measures where kind = ?", (kind,)))

    def replace_measures(self, kind: str, before: Mapping[bytes, bytes], now: Mapping[bytes, bytes]) -> None:
        gone = [(kind, key) for key in before.keys() - now.keys()]
        new = [(kind, key, value) for key, value in now.items() if before.get(key) != value]
        with self.connection:
            self.connection.executemany("delete from measures where kind = ? and key = ?", gone)
            self.connection.executemany("insert or replace into measures values (?, ?, ?)", new)

    def words(self) -> dict[int, str]:
        """The words of articles that are searched but not published, as the last build indexed them."""
        return {int.from_bytes(key): value.decode() for key, value in self.measures("words").items()}

    def keep_words(self, before: Mapping[int, str], now: Mapping[int, str]) -> None:
        def measures(words: Mapping[int, str]) -> dict[bytes, bytes]:
            return {number.to_bytes(8): text.encode() for number, text in words.items()}

        self.replace_measures("words", measures(before), measures(now))

    def state(self) -> dict[str, str]:
        """What the last build noted."""
        return dict(self.connection.execute("select name, value from state"))

    def report(self) -> Any:
        """What the last build did."""
        row = self.connection.execute("select value from measures where kind = 'report'").fetchone()
        return readable(row[0]) if row else None

    def note(self, state: Mapping[str, str], report: object) -> None:
        """Replace what the last build noted and did."""
        with self.connection:
            self.connection.execute("delete from state")
            self.connection.execute(
                "insert or replace into measures values ('report', x'', ?)", (packed(report),)
            )
            self.connection.executemany("insert into state values (?, ?)", state.items())


def packed(record: Any) -> bytes:
    return zlib.compress(pickle.dumps(record, pickle.HIGHEST_PROTOCOL), 1)


def readable(data: bytes) -> Any:
    """The record; None where it is damaged."""
    with suppress(zlib.error, pickle.UnpicklingError, AttributeError, EOFError, TypeError, ValueError):
        return _Records(io.BytesIO(zlib.decompress(data))).load()
    return None


class _Records(pickle.Unpickler):
    """Reads records and nothing that could do anything."""

    def find_class(self, module: str, name: str) -> Any:
        if module != MODEL and (module, name) not in ALLOWED:
            raise pickle.UnpicklingError(f"{module}.{name} is no record")
        return super().find_class(module, name)


def beside(db: Path) -> Path:
    return db.with_name(f"{db.name}.kept")
