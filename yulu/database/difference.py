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


def difference(connection: Connection, table: str, rows: Iterable[Mapping[str, Any]]) -> Difference:
    """Compare by key, and rows of one key by a hash of 64 bits: the rows of a large table are not held."""
    columns = list(TABLES[table]["columns"])
    places = [columns.index(column) for column in keys(table)]

    def key_of(row: Row) -> Row:
        return tuple(row[place] for place in places)

    had = {key_of(row): hash(row) for row in _rows(connection, table, columns)}
    gone, new = [], []
    for record in rows:
        row = tuple(record.get(column) for column in columns)
        key = key_of(row)
        before = had.pop(key, None)
        if before == hash(row):
            continue
        if before is not None:
            gone.append(key)
        new.append(row)
    return Difference(table, [*had, *gone], new)


def _rows(connection: Connection, table: str, columns: Sequence[str]) -> Iterable[Row]:
    names = ", ".join(f'"{column}"' for column in columns)
    return connection.execute(f"select {names} from {table}")


def remove(connection: Connection, change: Difference) -> None:
    """The rows that go; before any comes, for another may take its unique value."""
    where = " and ".join(f'"{column}" = ?' for column in keys(change.table))
    connection.executemany(f"delete from {change.table} where {where}", change.gone)


def add(connection: Connection, change: Difference) -> None:
    values = ", ".join("?" * len(TABLES[change.table]["columns"]))
    connection.executemany(f"insert into {change.table} values ({values})", change.new)
