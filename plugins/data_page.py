"""`/data`: every file to take away with its size and sum, the licence, and what each column means."""

from pathlib import Path
from typing import Any

from datasette import hookimpl
from datasette.app import Datasette
from datasette.utils.asgi import Request, Response

from yulu.site.machines.linked_data import publication
from yulu.site.published import NEWS, about, ensure_visible, package

FORMATS = {"csv": "CSV", "ndjson": "NDJSON", "parquet": "Parquet"}


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [(r"/data$", data_page)]


async def data_page(datasette: Datasette, request: Request) -> Response:
    await ensure_visible(datasette, request)
    site, exported = about(datasette), package(datasette)
    resources = exported["resources"] if exported else []
    context = {
        "about": site,
        "tables": site["databases"][NEWS]["tables"],
        "news": NEWS,
        "package": exported,
        "database_file": next((r for r in resources if r["format"] == "db"), None),
        "files": files_by_table(resources),
        "formats": FORMATS,
        "linked_data": await publication(datasette, request),
    }
    return Response.html(await datasette.render_template("data.html", context, request=request))


def files_by_table(resources: list[dict[str, Any]]) -> dict[str, dict[str, dict[str, Any]]]:
    """Table -> format -> file, for the files that hold a table."""
    files: dict[str, dict[str, dict[str, Any]]] = {}
    for resource in resources:
        if resource["format"] in FORMATS:
            files.setdefault(Path(resource["path"]).stem, {})[resource["format"]] = resource
    return files
