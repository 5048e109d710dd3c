"""Rows that are too many to be held, sorted."""

import sqlite3
from collections.abc import Iterable, Iterator
from typing import Any


class Scratch:
    """Rows of one length. They last as long as this, on disk where they are many."""

    def __init__(self, columns: int) -> None:
        self.connection = sqlite3.connect("")
        self.connection.execute(f"create table rows ({', '.join(f'c{n}' for n in range(columns))})")
        self.insert = f"insert into rows values ({', '.join('?' * columns)})"

    def close(self) -> None:
        self.connection.close()

    def add(self, rows: Iterable[tuple[Any, ...]]) -> None:
        self.connection.executemany(self.insert, rows)

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        """By their first value, and those of one as they were added."""
        return iter(self.connection.execute("select * from rows order by c0, rowid"))
