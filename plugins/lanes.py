"""Every kind of question in a lane of its own: see yulu/site/lanes."""

from collections.abc import Callable

from datasette import hookimpl
from datasette.app import Datasette

from yulu.site.lanes.database import LaneDatabase
from yulu.site.lanes.serving import App, in_lanes


@hookimpl(tryfirst=True)  # before anything asks the databases
def startup(datasette: Datasette) -> None:
    for name, database in list(datasette.databases.items()):
        if database.path and type(database) is not LaneDatabase:
            datasette.remove_database(name)
            replacement = LaneDatabase(datasette, database.path, database.is_mutable)
            datasette.add_database(replacement, name=name, route=database.route)


@hookimpl
def asgi_wrapper(datasette: Datasette) -> Callable[[App], App]:
    return lambda app: in_lanes(datasette, app)
