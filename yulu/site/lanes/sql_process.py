"""A process that asks a reader's SQL: `python -m yulu.site.lanes.sql_process URI`.

A call inside SQLite, such as instr() on two long strings, cannot be interrupted from within; a process can
be ended. An alarm ends this one where a statement runs on, even if the server that started it is gone.
Statements come as lines of JSON on standard input, answers go as lines of JSON to standard output.
"""

import base64
import json
import os
import resource
import signal
import sqlite3
import sys
import time
from typing import Any

from yulu.site.lanes.allowed import restrict
from yulu.site.sql_functions import FUNCTIONS, register

MEMORY = 160_000_000  # bytes that SQLite may take, for sorting above all
PROCESS_MEMORY = 600_000_000
LARGEST_ANSWER = 8_000_000  # bytes
GRACE = 0.5  # seconds that an uninterruptible call may take longer than the limit
STEPS = 1000  # of SQLite's machine between two looks at the clock
NICENESS = 10  # pages go first
TOO_LARGE = f"The answer is larger than {LARGEST_ANSWER // 1_000_000} MB: ask for fewer columns or rows"


def main() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server, which gets it too, ends this process
    os.nice(NICENESS)
    _, most = resource.getrlimit(resource.RLIMIT_DATA)
    least = PROCESS_MEMORY if most == resource.RLIM_INFINITY else min(PROCESS_MEMORY, most)
    resource.setrlimit(resource.RLIMIT_DATA, (least, most))
    connection = connect(sys.argv[1])
    for line in sys.stdin.buffer:
        asked = json.loads(line)
        load_tables(asked["sql"])
        signal.setitimer(signal.ITIMER_REAL, asked["seconds"] + GRACE)  # its default action ends the process
        answer = answered(connection, **asked)
        encoded = json.dumps(answer, default=lambda blob: {"base64": base64.b64encode(blob).decode()})
        signal.setitimer(signal.ITIMER_REAL, 0)
        sys.stdout.buffer.write(encoded.encode() + b"\n")
        sys.stdout.buffer.flush()


def load_tables(sql: str) -> None:
    """What our functions in a statement load when first called, a second of it, is not the reader's time."""
    for name, (arguments, function) in FUNCTIONS.items():
        if name in sql:
            function(*["桥"] * arguments)


def connect(uri: str) -> sqlite3.Connection:
    connection = sqlite3.connect(uri, uri=True)
    connection.text_factory = lambda data: str(data, "utf-8", "replace")
    connection.execute("pragma temp_store = memory")
    connection.execute(f"pragma hard_heap_limit = {MEMORY}")
    connection.execute("pragma query_only = 1")
    register(connection)
    restrict(connection)
    return connection


def answered(
    connection: sqlite3.Connection, sql: str, parameters: Any, rows: int | None, seconds: float
) -> dict[str, Any]:
    """The columns and the first `rows` rows (all where it is None), or the error as its class and message."""
    deadline = time.monotonic() + seconds
    connection.set_progress_handler(lambda: time.monotonic() > deadline, STEPS)
    try:
        cursor = connection.execute(sql, parameters)
        found: list[tuple[Any, ...]] = []
        size = 0
        for row in cursor:
            if rows is not None and len(found) == rows:
                return {"columns": columns(cursor), "rows": found, "truncated": True}
            size += sum(len(value) if isinstance(value, str | bytes) else 8 for value in row)
            if size > LARGEST_ANSWER:
                return {"error": "OperationalError", "message": TOO_LARGE}
            found.append(row)
        return {"columns": columns(cursor), "rows": found, "truncated": False}
    except (sqlite3.Error, sqlite3.Warning, MemoryError, OverflowError, ValueError) as error:
        message = str(error) or "out of memory"
        return {
            "error": "interrupted" if message == "interrupted" else "OperationalError",
            "message": message,
        }
    finally:
        connection.set_progress_handler(None, STEPS)


def columns(cursor: sqlite3.Cursor) -> list[str]:
    return [column[0] for column in cursor.description or ()]


if __name__ == "__main__":
    main()
