"""A reader's own SQL, asked in a process apart, as Datasette expects what a database answers."""

import base64
import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from datasette.database import QueryInterrupted, Results
from datasette.utils.sqlite import sqlite3


class Row(tuple[Any, ...]):
    """A row, by position and by name, as sqlite3.Row is."""

    columns: tuple[str, ...]

    @classmethod
    def of(cls, columns: tuple[str, ...], values: Sequence[Any]) -> "Row":
        row = cls(values)
        row.columns = columns
        return row

    def __getitem__(self, key: Any) -> Any:
        if isinstance(key, str):
            if key not in self.columns:
                raise IndexError("No item with that key")
            key = self.columns.index(key)
        return super().__getitem__(key)

    def keys(self) -> list[str]:
        return list(self.columns)


class SqlProcess:
    """One process for one database: started when first asked, and again after it was ended."""

    def __init__(self, uri: str) -> None:
        self.uri = uri
        self._process: subprocess.Popen[bytes] | None = None
        self._ended = False

    def ask(self, sql: str, parameters: Any, rows: int | None, seconds: float) -> Results:
        """The answer to a statement.

        Raises QueryInterrupted when it takes longer than `seconds` or the process is ended meanwhile, and
        sqlite3.OperationalError for what SQLite or the limits refuse.
        """
        asked = {"sql": sql, "parameters": _plain(parameters), "rows": rows, "seconds": seconds}
        line = self._answer(json.dumps(asked).encode() + b"\n")
        answer = json.loads(line, object_hook=_decoded) if line else {"error": "interrupted"}
        if "error" in answer:
            if answer["error"] == "interrupted":
                raise QueryInterrupted("interrupted", sql, parameters)
            raise sqlite3.OperationalError(answer["message"])
        columns = tuple(answer["columns"])
        found = [Row.of(columns, values) for values in answer["rows"]]
        return Results(found, answer["truncated"], tuple((name, *[None] * 6) for name in columns))

    def end(self) -> None:
        """End the process, whatever it does: who asked gets QueryInterrupted."""
        if self._process is not None:
            self._ended = True
            self._process.kill()

    def _answer(self, line: bytes) -> bytes:
        """The line it answers; none where it ended."""
        process = self._running()
        assert process.stdin is not None and process.stdout is not None
        try:
            process.stdin.write(line)
            process.stdin.flush()
            answer = process.stdout.readline()
        except BrokenPipeError:
            answer = b""
        if not answer.endswith(b"\n"):
            self._ended = True
            return b""
        return answer

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is not None and (self._ended or self._process.poll() is not None):
            self._process.communicate()  # closes the pipes
            self._process = None
        if self._process is None:
            self._ended = False
            command = [sys.executable, "-m", "yulu.site.lanes.sql_process", self.uri]
            self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        return self._process


def _plain(parameters: Any) -> Any:
    """Parameters as JSON has them; a mapping that makes its values when asked gives each of its keys."""
    if isinstance(parameters, Mapping):
        return {str(name): parameters[name] for name in parameters}
    return list(parameters or ())


def _decoded(blob: dict[str, Any]) -> Any:
    """What is an object in an answer: the answer itself, or bytes."""
    return base64.b64decode(blob["base64"]) if blob.keys() == {"base64"} else blob
