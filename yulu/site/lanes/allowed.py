"""What SQL that a reader wrote may do: the functions, the tables and the sizes it gets."""

import sqlite3
from collections.abc import Callable
from contextlib import suppress

from yulu.site.sql_functions import FUNCTIONS as OWN_FUNCTIONS

# Everything that computes from its arguments alone. Not here: what loads code, gives or takes addresses in
# memory (fts3_tokenizer), tells of the server, or writes.
_FUNCTIONS = """
-> ->> abs acos acosh asin asinh atan atan2 atanh avg bm25 ceil ceiling char coalesce cos cosh count cume_dist
current_date current_time current_timestamp date datetime degrees dense_rank exp first_value floor format glob
group_concat hex highlight ifnull iif instr json json_array json_array_length json_error_position json_extract
json_group_array json_group_object json_insert json_object json_patch json_quote json_remove json_replace
json_set json_type json_valid julianday lag last_value lead length like likelihood likely ln log log10 log2
lower ltrim match max min mod nth_value ntile nullif octet_length percent_rank pi pow power printf quote
radians random rank replace round row_number rtrim sign sin sinh sqrt strftime string_agg substr substring sum
tan tanh time timediff total trim trunc typeof unhex unicode unixepoch unlikely upper zeroblob
"""
# What describes tables and indexes; data_version is what a full-text index asks of itself.
_PRAGMAS = "data_version foreign_key_list index_info index_list index_xinfo table_info table_xinfo"
FUNCTIONS = frozenset((*_FUNCTIONS.split(), *OWN_FUNCTIONS))
PRAGMAS = frozenset(_PRAGMAS.split())
TABLE_FUNCTIONS = frozenset(("json_each", "json_tree", "sqlite_master", "sqlite_schema"))
# Never to be called, not even by the statements of a page.
DANGEROUS = frozenset(("fts3_tokenizer", "load_extension"))

LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: 5_000_000,  # bytes of a value
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 20_000,
    sqlite3.SQLITE_LIMIT_COLUMN: 300,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 100,
    sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 50,
    sqlite3.SQLITE_LIMIT_VDBE_OP: 100_000,
    sqlite3.SQLITE_LIMIT_FUNCTION_ARG: 100,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 1_000,
    sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER: 1_000,
    sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH: 1,
    sqlite3.SQLITE_LIMIT_WORKER_THREADS: 0,
}

_PASSED = frozenset((sqlite3.SQLITE_SELECT, sqlite3.SQLITE_RECURSIVE))
Authorizer = Callable[[int, str | None, str | None, str | None, str | None], int]


def restrict(connection: sqlite3.Connection) -> None:
    """From here on the connection only reads the tables of its database, within the limits."""
    for limit, most in LIMITS.items():
        connection.setlimit(limit, most)
    tables = {name for [name] in connection.execute("select name from sqlite_master where type <> 'index'")}
    readable = frozenset(tables) | TABLE_FUNCTIONS
    for name in (*readable, *(f"pragma_{pragma}" for pragma in PRAGMAS)):
        with suppress(
            sqlite3.OperationalError
        ):  # a virtual table is declared when first used, which is no reading
            connection.execute('select 1 from "{}" limit 0'.format(name.replace('"', '""')))
    connection.set_authorizer(readers_authorizer(readable))


def readers_authorizer(tables: frozenset[str]) -> Authorizer:
    """Lets a statement read these tables and call what is on the lists; anything else is an error."""

    def allowed(action: int, first: str | None, second: str | None) -> bool:
        match action:
            case sqlite3.SQLITE_READ:
                table = first or ""
                return table in tables or table.removeprefix("pragma_") in PRAGMAS
            case sqlite3.SQLITE_FUNCTION:
                return (second or "").lower() in FUNCTIONS
            case sqlite3.SQLITE_PRAGMA:
                return (first or "").lower() in PRAGMAS
            case _:
                return action in _PASSED

    def authorize(action: int, first: str | None, second: str | None, *_: str | None) -> int:
        return sqlite3.SQLITE_OK if allowed(action, first, second) else sqlite3.SQLITE_DENY

    return authorize


def pages_authorizer(action: int, first: str | None, second: str | None, *_: str | None) -> int:
    """For the statements of pages, which nobody writes but this site: the last net."""
    called = (second or "").lower() if action == sqlite3.SQLITE_FUNCTION else ""
    dangerous = called in DANGEROUS or action == sqlite3.SQLITE_ATTACH
    return sqlite3.SQLITE_DENY if dangerous else sqlite3.SQLITE_OK
