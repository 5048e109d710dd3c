"""What the page of the database shows beyond tables: every file to take away with its size and sum, the
licence, what each column means. `/data` leads there."""

from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import Any

from datasette import hookimpl
from datasette.app import Datasette
from datasette.utils.asgi import Request, Response

from yulu.site.discovery.linked_data import publication
from yulu.site.published import NEWS, about, package

FORMATS = {"csv": "CSV", "ndjson": "NDJSON", "parquet": "Parquet"}


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [(r"/data$", data)]


def data(datasette: Datasette) -> Response:
    return Response.redirect(datasette.urls.database(NEWS), status=301)


@hookimpl
def extra_template_vars(
    template: str, database: str, request: Request, datasette: Datasette
) -> Callable[[], Awaitable[dict[str, Any]]] | dict[str, Any] | None:
    if template != "database.html":
        return None
    if database != NEWS:
        return {"dictionary": {}}
    return partial(data_page, datasette, request)


async def data_page(datasette: Datasette, request: Request) -> dict[str, Any]:
    site, exported = about(datasette), package(datasette)
    resources = exported["resources"] if exported else []
    return {
        "about": site,
        "dictionary": site["databases"][NEWS]["tables"],
        "package": exported,
        "database_file": next((r for r in resources if r["format"] == "db"), None),
        "files": files_by_table(resources),
        "formats": FORMATS,
        "size_of_database": datasette.get_database(NEWS).size,
        "linked_data": await publication(datasette, request),
    }


def files_by_table(resources: list[dict[str, Any]]) -> dict[str, dict[str, dict[str, Any]]]:
    """Table -> format -> file, for the files that hold a table."""
    files: dict[str, dict[str, dict[str, Any]]] = {}
    for resource in resources:
        if resource["format"] in FORMATS:
            files.setdefault(Path(resource["path"]).stem, {})[resource["format"]] = resource
    return files
