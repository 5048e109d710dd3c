"""What tables, columns and questions are called and mean, in the reader's language."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from yulu.site import interface

_BOTH = re.compile(r"(?P<en>.*?[^\u4e00-\u9fff]) (?P<zh>[\u4e00-\u9fff]+)")


def titled(title: str) -> str:
    """The half of a title that has both languages, `Quotes 引语`; a title of one language as it is."""
    halves = _BOTH.fullmatch(title)
    return halves[interface.current.get()] if halves else interface.translated(title)


def described(table: str, about: Mapping[str, Any], column: str | None = None) -> str:
    """What a table or a column of it is. `about` is what metadata.yml says of the table, in English."""
    english = about.get("columns", {}).get(column, "") if column else about.get("description", "")
    if interface.current.get() == "en":
        return str(english)
    chinese = in_chinese()
    of_table = chinese["tables"].get(table, {})
    if column is None:
        return str(of_table.get("description", english))
    return str(of_table.get("columns", {}).get(column) or chinese["columns"].get(column) or english)


def explained(query: str, english: str) -> str:
    """What a question asks, and its parameters."""
    return english if interface.current.get() == "en" else str(in_chinese()["queries"].get(query, english))


def told(what: str, english: str) -> str:
    """The licence, the source or what the database is."""
    return english if interface.current.get() == "en" else str(in_chinese().get(what, english))


def in_order(cells: Iterable[Any], about: Mapping[str, Any], name: str) -> list[Any]:
    """Columns or cells as a reader wants them: first those of `reading_order`, last the technical ones.

    `name` is the attribute or key that holds the column's name.
    """
    first: Sequence[str] = about.get("reading_order", ())
    last: Sequence[str] = about.get("technical", ())

    def place(cell: Any) -> int:
        column = cell[name]
        return first.index(column) - len(first) if column in first else int(column in last)

    return sorted(cells, key=place)


@cache
def in_chinese() -> dict[str, Any]:
    text = files("yulu").joinpath("data/dictionary_zh.yml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded
