"""The names of a large database take a second to read: they are read before the first reader asks."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from sqlite3 import OperationalError

from datasette import hookimpl
from datasette.app import Datasette

from yulu.site.published import NEWS
from yulu.site.search.names import names_of


@hookimpl
def startup(datasette: Datasette) -> Callable[[], Awaitable[None]]:
    async def read() -> None:
        if NEWS in datasette.databases:
            with suppress(OperationalError):  # a database of something else has no such tables
                await datasette.get_database(NEWS).execute_fn(names_of)

    return read
