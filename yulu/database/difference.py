"""The rows that a table should have against those that it has: what goes, what comes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from sqlite3 import Connection
from typing import Any

from yulu.database.tables import TABLES, keys

Row = tuple[Any, ...]


@dataclass(frozen=True)
class Difference:
    """What turns the rows of a table into those that it should have."""

    table: str
    gone: Sequence[Row]  # keys of rows that are no longer there or are different
    new: Sequence[Row]  # rows that are new or different

    def touched(self, column: str) -> set[Any]:
        """The values of a column of the key in all these rows."""
        place = keys(self.table).index(column)
        columns = list(TABLES[self.table]["columns"])
        return {key[place] for key in self.gone} | {row[columns.index(column)] for row in self.new}


class Filled:
    """A new table, row by row."""

    def __init__(self, connection: Connection, table: str) -> None:
        self.connection = connection
        self.insert = insertion(table)
        self.columns = list(TABLES[table]["columns"])

    def add(self, rows: Iterable[Mapping[str, Any]]) -> None:
        self.connection.executemany(self.insert, (tuple(map(row.get, self.columns)) for row in rows))


class Compared:
    """The rows that a table should have, one by one, against those that it has, of all or of some.

    They are compared by key, and rows of one key by a hash of 64 bits: rows of large tables are not held.
    """

    def __init__(self, connection: Connection, table: str, which: str) -> None:
        self.table = table
        self.columns = list(TABLES[table]["columns"])
        self.places = [self.columns.index(column) for column in keys(table)]
        self.had = {self._key_of(row): hash(row) for row in rows_of(connection, table, which)}
        self.gone: list[Row] = []
        self.new: list[Row] = []

    def _key_of(self, row: Row) -> Row:
        return tuple(row[place] for place in self.places)

    def add(self, rows: Iterable[Mapping[str, Any]]) -> None:
        for record in rows:
            row = tuple(map(record.get, self.columns))
            key = self._key_of(row)
            before = self.had.pop(key, None)
            if before == hash(row):
                continue
            if before is not None:
                self.gone.append(key)
            self.new.append(row)

    def difference(self) -> Difference:
        """After all rows were added. What is then left is no longer there."""
        gone = [*self.had, *self.gone]
        self.had.clear()
        return Difference(self.table, gone, self.new)


def rows_of(connection: Connection, table: str, which: str) -> Iterable[Row]:
    names = ", ".join(f'"{column}"' for column in TABLES[table]["columns"])
    return connection.execute(f"select {names} from {table} where {which}")


def remove(connection: Connection, change: Difference) -> None:
    """The rows that go; before any comes, for another may take its unique value."""
    where = " and ".join(f'"{column}" = ?' for column in keys(change.table))
    connection.executemany(f"delete from {change.table} where {where}", change.gone)


def add(connection: Connection, change: Difference) -> None:
    connection.executemany(insertion(change.table), change.new)


def insertion(table: str) -> str:
    values = ", ".join("?" * len(TABLES[table]["columns"]))
    return f"insert into {table} values ({values})"
