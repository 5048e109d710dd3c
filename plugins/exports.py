"""The files of `make export` under /export/, and the two documents that say what changed and how to cite."""

from pathlib import Path
from typing import Any

from datasette import NotFound, hookimpl
from datasette.app import Datasette
from datasette.utils.asgi import Request, Response

from yulu.site.published import NEWS, folder
from yulu.site.static_files import send_file

TEXT = "text/plain; charset=utf-8"
TYPES = {
    ".csv": "text/csv; charset=utf-8",
    ".ndjson": "application/x-ndjson; charset=utf-8",
    ".parquet": "application/vnd.apache.parquet",
    ".db": "application/vnd.sqlite3",
    ".json": "application/json; charset=utf-8",
}


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [
        (r"/export/?$", overview),
        (r"/export/(?P<name>.+)$", exported),
        (r"/(?P<name>CHANGELOG\.md|CITATION\.cff)$", document),
    ]


def overview(datasette: Datasette) -> Response:
    return Response.redirect(datasette.urls.database(NEWS))


async def exported(datasette: Datasette, request: Request, send: Any) -> None:
    """A file is found by its name in the list of files, so that no name leads out of the folder."""
    allowed = [("view-database-download", NEWS), ("view-database", NEWS), "view-instance"]
    await datasette.ensure_permissions(request.actor, allowed)
    await answer(request, send, files_in(folder(datasette) / "export"))


async def document(datasette: Datasette, request: Request, send: Any) -> None:
    await answer(request, send, {path.name: path for path in folder(datasette).glob("C*.*")})


async def answer(request: Request, send: Any, files: dict[str, Path]) -> None:
    path = files.get(request.url_vars["name"])
    if path is None:
        raise NotFound("There is no such file")
    await send_file(send, request.method, dict(request.headers), path, TYPES.get(path.suffix, TEXT))


def files_in(top: Path) -> dict[str, Path]:
    paths = (path for path in top.rglob("*") if path.is_file() and not path.is_symlink())
    return {path.relative_to(top).as_posix(): path for path in paths}
