"""What builds keep beside the database, so that the next one redoes only what changed.

One SQLite file: it is written in batches and in one transaction each, read by key, survives being killed,
and needs no server. It is never needed: deleted, damaged or of an older version, it is made again. That of a
newer version is left as it is.
"""

import sqlite3
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TypeVar

from yulu.database.parts import Parts, Rest, Said, packed, readable, whole
from yulu.model import Article, Skipped

T = TypeVar("T")
VERSION = 2  # of the tables below
TABLES = """
create table extracts (
    sha256 text primary key, rules text not null,
    outline blob not null, sketch blob not null, words blob not null, said blob not null, rest blob not null
) without rowid;
create table measures (kind text, key blob, value blob not null, primary key (kind, key)) without rowid;
create table state (name text primary key, value text not null) without rowid;
"""


PART = {name: f"select {name} from extracts where sha256 = ?" for name in Parts._fields}


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

    def part(self, name: str, sha256: str, kind: type[T]) -> T | None:
        """A part (see Parts) of what a file of these bytes gave; None where that is damaged."""
        row = self.connection.execute(PART[name], (sha256,)).fetchone()
        return readable(row[0], kind) if row else None

    def outline(self, sha256: str) -> Article | Skipped | None:
        """What a file of these bytes gave, of an article the outline; None where that is damaged."""
        return self.part("outline", sha256, Article) or self.part("outline", sha256, Skipped)

    def said(self, sha256: str) -> Said | None:
        return self.part("said", sha256, Said)

    def rest(self, sha256: str) -> Rest | None:
        return self.part("rest", sha256, Rest)

    def extract(self, sha256: str) -> Article | Skipped | None:
        """All that a file of these bytes gave; None where that is damaged."""
        found, said, rest = self.outline(sha256), self.said(sha256), self.rest(sha256)
        if not isinstance(found, Article):
            return found
        return whole(found, said, rest) if said and rest else None

    def keep(self, extracts: Iterable[tuple[str, str, Parts]]) -> None:
        """(digest of the file, digest of the rules, what it gave)."""
        with self.connection:
            self.connection.executemany(
                "insert or replace into extracts values (?, ?, ?, ?, ?, ?, ?)",
                ((sha256, rules, *parts) for sha256, rules, parts in extracts),
            )

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

    def fingerprints(self) -> dict[int, bytes]:
        """Of the articles of the last build, by their ids."""
        return {int.from_bytes(key): value for key, value in self.measures("articles").items()}

    def keep_articles(self, fingerprints: Mapping[int, bytes], words: Mapping[int, str]) -> None:
        """What `words` and `fingerprints` are to give from now on."""
        articles = {number.to_bytes(8): value for number, value in fingerprints.items()}
        searched = {number.to_bytes(8): text.encode() for number, text in words.items()}
        self.replace_measures("articles", self.measures("articles"), articles)
        self.replace_measures("words", self.measures("words"), searched)

    def state(self) -> dict[str, str]:
        """What the last build noted."""
        return dict(self.connection.execute("select name, value from state"))

    def report(self, kind: type[T]) -> T | None:
        """What the last build did."""
        row = self.connection.execute("select value from measures where kind = 'report'").fetchone()
        return readable(row[0], kind) if row else None

    def note(self, state: Mapping[str, str], report: object) -> None:
        """Replace what the last build noted and did."""
        with self.connection:
            self.connection.execute("delete from state")
            self.connection.execute(
                "insert or replace into measures values ('report', x'', ?)", (packed(report),)
            )
            self.connection.executemany("insert into state values (?, ?)", state.items())


def beside(db: Path) -> Path:
    return db.with_name(f"{db.name}.kept")
