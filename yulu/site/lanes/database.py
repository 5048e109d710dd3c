"""A database that asks in the lane of the request, and stops asking when nobody waits for the answer."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Any

from datasette.app import Datasette
from datasette.database import Database, QueryInterrupted, Results
from datasette.utils.sqlite import sqlite3

from yulu.site.lanes.own_sql import SqlProcess
from yulu.site.lanes.routes import OWN_SQL, SEARCH, STREAMS, TABLES, lane, milliseconds_left

THREADS = {SEARCH: 2, TABLES: 2, STREAMS: 1}  # those of all other pages are Datasette's own
PROCESSES = 2
AGAIN = 0.05  # seconds after which a question that goes on is told again to stop


class Question:
    """What a thread is asked, which can be told to stop."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._stop: Callable[[], None] | None = None
        self._unwanted = False

    def ask(self, ask: Callable[[], Any], stop: Callable[[], None]) -> Any:
        """What `ask` gives; `stop` interrupts it. Raises QueryInterrupted where nobody waits any more."""
        with self._lock:
            if self._unwanted:
                raise QueryInterrupted("interrupted", "", None)
            self._stop = stop
        try:
            return ask()
        finally:
            with self._lock:
                self._stop = None

    def stop(self) -> None:
        with self._lock:
            self._unwanted = True
            if self._stop is not None:
                self._stop()


async def unless_nobody_waits(answer: Future[Any], question: Question) -> Any:
    """The answer; where the task that waits for it is cancelled, the question is stopped first."""
    waited_for = asyncio.wrap_future(answer)
    waited_for.add_done_callback(lambda done: done.cancelled() or done.exception())  # not to be reported
    try:
        return await asyncio.shield(waited_for)
    except asyncio.CancelledError:
        answer.cancel()
        while not answer.done():
            question.stop()
            await asyncio.sleep(AGAIN)
        raise


class LaneDatabase(Database):  # type: ignore[misc]  # Datasette has no types
    """Datasette's database with threads for every lane; a reader's own SQL is asked in processes."""

    def __init__(self, datasette: Datasette, path: str, is_mutable: bool) -> None:
        super().__init__(datasette, path=path, is_mutable=is_mutable)
        self._executors = {name: ThreadPoolExecutor(n, name) for name, n in THREADS.items()}
        self._apart = ThreadPoolExecutor(PROCESSES, OWN_SQL)  # each thread talks to a process
        self._of_thread = threading.local()
        self._processes: list[SqlProcess] = []
        self._opened: list[sqlite3.Connection] = []

    @property
    def uri(self) -> str:
        mutable = "mode=ro&nolock=1" if self.ds.nolock else "mode=ro"
        return f"file:{self.path}?{mutable if self.is_mutable else 'immutable=1'}"

    def open_now(self) -> None:
        """A connection for every thread before it asks: later the file may be another.

        Raises sqlite3.Error where it is no database.
        """
        for _ in range(self.ds.setting("num_sql_threads") + sum(THREADS.values())):
            connection = super().connect()
            connection.execute("select count(*) from sqlite_master")  # only this opens the file
            self._opened.append(connection)

    def connect(self, write: bool = False) -> sqlite3.Connection:
        if self._opened and not write:
            return self._opened.pop()
        return super().connect(write)

    async def execute_fn(self, fn: Callable[[sqlite3.Connection], Any]) -> Any:
        if self.ds.executor is None:
            return await super().execute_fn(fn)
        question = Question()

        def ask() -> Any:
            connection = self._connection()
            return question.ask(partial(fn, connection), connection.interrupt)

        executor = self._executors.get(lane.get(), self.ds.executor)
        return await unless_nobody_waits(executor.submit(ask), question)

    async def execute(
        self,
        sql: str,
        params: Any = None,
        truncate: bool = False,
        custom_time_limit: int | None = None,
        page_size: int | None = None,
        log_sql_errors: bool = True,
    ) -> Results:
        limit = milliseconds_left(
            min(custom_time_limit or self.ds.sql_time_limit_ms, self.ds.sql_time_limit_ms)
        )
        of_datasette = sql.startswith("PRAGMA")  # a reader's statement is a select
        if lane.get() != OWN_SQL or of_datasette or self.ds.executor is None:
            return await super().execute(sql, params, truncate, limit, page_size, log_sql_errors)
        most = self.ds.max_returned_rows + (self.ds.max_returned_rows == page_size) if truncate else None
        question = Question()

        def ask() -> Any:
            process = self._process()
            return question.ask(partial(process.ask, sql, params, most, limit / 1000), process.end)

        return await unless_nobody_waits(self._apart.submit(ask), question)

    def close(self) -> None:
        for executor in (self._apart, *self._executors.values()):
            executor.shutdown(wait=False, cancel_futures=True)
        for process in self._processes:
            process.end()
        super().close()

    def _connection(self) -> sqlite3.Connection:
        """That of this thread."""
        if not hasattr(self._of_thread, "connection"):
            connection = self.connect()
            self.ds._prepare_connection(connection, self.name)
            self._of_thread.connection = connection
        kept: sqlite3.Connection = self._of_thread.connection
        return kept

    def _process(self) -> SqlProcess:
        if not hasattr(self._of_thread, "process"):
            self._of_thread.process = SqlProcess(self.uri)
            self._processes.append(self._of_thread.process)
        process: SqlProcess = self._of_thread.process
        return process
