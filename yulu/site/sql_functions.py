"""What SQL knows of Chinese: how a search box asks, and the initial of a name."""

import sqlite3
from collections.abc import Callable


def escape_fts(query: object) -> str:
    from yulu.site.search.query import match_expression

    return match_expression(str(query or ""))


def initial(name: object, kind: object) -> str:
    from yulu.text import pinyin  # its tables take a moment to load: who never asks never waits

    return pinyin.initial(str(name or ""), str(kind or ""))


# Name -> number of arguments, function
FUNCTIONS: dict[str, tuple[int, Callable[..., str]]] = {
    "escape_fts": (1, escape_fts),
    "initial": (2, initial),
}


def register(connection: sqlite3.Connection) -> None:
    for name, (arguments, function) in FUNCTIONS.items():
        connection.create_function(name, arguments, function)
