"""The news are served under their name whatever their file is called, and a new build without a restart."""

from collections.abc import Callable
from functools import partial

from datasette import hookimpl
from datasette.app import Datasette

from yulu.site.current import App, following, install


@hookimpl(tryfirst=True)  # before anything asks the databases
def startup(datasette: Datasette) -> None:
    install(datasette)


@hookimpl
def asgi_wrapper(datasette: Datasette) -> Callable[[App], App]:
    return partial(following, datasette)
