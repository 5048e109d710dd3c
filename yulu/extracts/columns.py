"""Records of the model as rows of Parquet, and back: a field is a column, a record in a record a struct."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, fields, is_dataclass
from datetime import UTC, datetime
from functools import cache
from types import NoneType
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

import msgspec
import pyarrow as pa

from yulu.model import Article, Quote

T = TypeVar("T")
SIMPLE = {
    str: pa.string(),
    int: pa.int64(),
    float: pa.float64(),
    datetime: pa.timestamp("us", tz="UTC"),
}
# What a build finds in several articles, or people say of one: what one file gives does not have it.
LATER: dict[type, set[str]] = {
    Article: {
        *("first_seen", "revised", "versions", "related"),
        *("index_words", "corrections", "removed", "hidden"),
    },
    Quote: {"key"},
}


@cache
def columns(record: type) -> tuple[pa.Field, ...]:
    """The columns of a kind of record."""
    hints = get_type_hints(record)
    names = [field.name for field in fields(record) if field.name not in LATER.get(record, ())]
    return tuple(pa.field(name, column_type(hints[name])) for name in names)


def column_type(hint: Any) -> pa.DataType:
    """The type of a column for what a field may hold; every column may hold nothing."""
    items = [item for item in get_args(hint) if item not in (NoneType, ...)]
    if hint in SIMPLE:
        return SIMPLE[hint]
    if is_dataclass(hint):
        return pa.struct(columns(hint))  # type: ignore[arg-type]
    if get_origin(hint) is Literal:
        return pa.string()
    if get_origin(hint) not in (tuple, frozenset):  # one of the above, or None
        return column_type(items[0])
    pair = get_args(items[0])
    if pair == (str, int):
        return pa.map_(pa.string(), pa.int64())
    return pa.list_(column_type(items[0]))


def table_of(records: Iterable[Any], record: type, **more: Sequence[str]) -> pa.Table:
    """Records as rows. `more` are columns before theirs."""
    schema = pa.schema(columns(record))
    table = pa.Table.from_pylist([asdict(one, dict_factory=row) for one in records], schema)
    for name, values in reversed(more.items()):
        table = table.add_column(0, name, pa.array(values, pa.string()))
    return table


def row(values: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    return {name: sorted(value) if isinstance(value, frozenset) else value for name, value in values}


def records_of(table: pa.Table, record: type[T]) -> list[T]:
    """The records again. Raises msgspec.ValidationError where a row is none."""
    moments = [field.name for field in table.schema if pa.types.is_timestamp(field.type)]
    rows = table.to_pylist()
    for row in rows:
        for name in moments:  # the same instant, in the zone that the reading of files gives
            row[name] = row[name] and row[name].astimezone(UTC)
    return msgspec.convert(rows, list[record])  # type: ignore[valid-type]
