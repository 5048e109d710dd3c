"""Pages of Datasette that serve whoever develops or signs in, of which a publication has nobody."""

from typing import Any

from datasette import NotFound, hookimpl
from datasette.app import Datasette
from datasette.utils.asgi import Response

from yulu.site.replies import as_json

CLOSED = "threads|permissions|messages|allow-debug|patterns|auth-token|logout|actor"


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [(rf"/-/(?:{CLOSED})(?:\.json)?$", closed), (r"/-/databases(?:\.json)?$", databases)]


def closed() -> Response:
    raise NotFound("There is no such page")


def databases(datasette: Datasette) -> Response:
    """What Datasette tells of its databases, but for where the machine keeps them."""
    return as_json([{**told, "path": None} for told in datasette._connected_databases()])
