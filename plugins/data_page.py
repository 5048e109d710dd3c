"""`/data`: every file to take away with its size and sum, the licence, and what each column means."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from datasette import hookimpl
from datasette.app import Datasette
from datasette.utils.asgi import Request, Response

NEWS = "news"
FORMATS = {"csv": "CSV", "ndjson": "NDJSON", "parquet": "Parquet"}


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [(r"/data$", data_page)]


async def data_page(datasette: Datasette, request: Request) -> Response:
    await datasette.ensure_permissions(request.actor, [("view-database", NEWS), "view-instance"])
    folder = Path(datasette.config_dir or ".")
    descriptor = folder / "export" / "datapackage.json"
    package = json.loads(descriptor.read_text(encoding="utf-8")) if descriptor.exists() else None
    about = metadata(folder / "metadata.yml", (folder / "metadata.yml").stat().st_mtime_ns)
    context = {
        "about": about,
        "tables": about["databases"][NEWS]["tables"],
        "news": NEWS,
        "package": package,
        "database_file": next((r for r in package["resources"] if r["format"] == "db"), None)
        if package
        else None,
        "files": files_by_table(package["resources"]) if package else {},
        "formats": FORMATS,
    }
    return Response.html(await datasette.render_template("data.html", context, request=request))


@lru_cache(maxsize=1)
def metadata(path: Path, changed: int) -> dict[str, Any]:
    """metadata.yml as it was when last changed."""
    loaded: dict[str, Any] = yaml.load(
        path.read_text(encoding="utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    )
    return loaded


def files_by_table(resources: list[dict[str, Any]]) -> dict[str, dict[str, dict[str, Any]]]:
    """Table -> format -> file, for the files that hold a table."""
    files: dict[str, dict[str, dict[str, Any]]] = {}
    for resource in resources:
        if resource["format"] in FORMATS:
            files.setdefault(Path(resource["path"]).stem, {})[resource["format"]] = resource
    return files
