"""The names of a large database take seconds to read: they are read before the first reader asks."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from sqlite3 import Connection, OperationalError

from datasette import hookimpl
from datasette.app import Datasette

from yulu.site.examples import examples
from yulu.site.people.everyone import counted
from yulu.site.published import NEWS
from yulu.site.search.names import names_of


@hookimpl
def startup(datasette: Datasette) -> Callable[[], Awaitable[None]]:
    async def read() -> None:
        if NEWS in datasette.databases:
            with suppress(OperationalError):  # a database of something else has no such tables
                for read_once in (overshadowed, counted, examples):
                    await datasette.get_database(NEWS).execute_fn(read_once)

    return read


def overshadowed(connection: Connection) -> None:
    """Whoever asks first for one name asks for the index of all."""
    names_of(connection).overshadowed  # noqa: B018
