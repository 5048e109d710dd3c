"""What a query finds, as dictionaries: the served connections give rows of several kinds."""

from collections.abc import Mapping, Sequence
from sqlite3 import Connection
from typing import Any


def dicts(
    connection: Connection, sql: str, parameters: Mapping[str, Any] | Sequence[Any]
) -> list[dict[str, Any]]:
    cursor = connection.execute(sql, parameters)
    columns = [column[0] for column in cursor.description]
    return [dict(zip(columns, row, strict=True)) for row in cursor]
