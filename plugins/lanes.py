"""Every kind of question in a lane of its own: see yulu/site/lanes."""

from collections.abc import Callable

from datasette import hookimpl
from datasette.app import Datasette

from yulu.site.delivery import delivered
from yulu.site.lanes.database import LaneDatabase
from yulu.site.lanes.serving import App, in_lanes
from yulu.site.limits import limited


@hookimpl(tryfirst=True)  # before anything asks the databases
def startup(datasette: Datasette) -> None:
    for name, database in list(datasette.databases.items()):
        if database.path and type(database) is not LaneDatabase:
            datasette.remove_database(name)
            replacement = LaneDatabase(datasette, database.path, database.is_mutable)
            datasette.add_database(replacement, name=name, route=database.route)


@hookimpl(tryfirst=True)  # within what chooses the language and the database
def asgi_wrapper(datasette: Datasette) -> Callable[[App], App]:
    """An answer that is kept waits in no lane."""
    return lambda app: limited(delivered(datasette, in_lanes(datasette, app)))
