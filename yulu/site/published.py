"""What the folder of the publication says of itself: metadata.yml, and the descriptor of the export."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from datasette.app import Datasette
from datasette.utils.asgi import Request

NEWS = "news"


def about(datasette: Datasette) -> dict[str, Any]:
    """metadata.yml as it is now."""
    path = folder(datasette) / "metadata.yml"
    return metadata(path, path.stat().st_mtime_ns)


def package(datasette: Datasette) -> dict[str, Any] | None:
    """The descriptor of the export; None before the first."""
    descriptor = folder(datasette) / "export" / "datapackage.json"
    return json.loads(descriptor.read_text(encoding="utf-8")) if descriptor.exists() else None


def links(datasette: Datasette, request: Request) -> Callable[[str], str]:
    """A function that gives the absolute address of a path inside the publication."""

    def absolute(path: str) -> str:
        return str(datasette.absolute_url(request, datasette.urls.path(path)))

    return absolute


@dataclass(frozen=True, slots=True)
class Site:
    """What the page of a row takes of the publication beside the row."""

    link: Callable[[str], str]  # the absolute address of a path
    loads_images: bool
    report_to: str | None


def site_of(datasette: Datasette, request: Request) -> Site:
    return Site(links(datasette, request), loads_images(datasette), report_to(datasette))


def loads_images(datasette: Datasette) -> bool:
    """Whether pages show pictures themselves, which their publishers' servers then send to every reader."""
    return bool((datasette.plugin_config("yulu") or {}).get("load_images"))


def report_to(datasette: Datasette) -> str | None:
    """The e-mail address, or the address of a tracker's form, to which readers report errors."""
    return (datasette.plugin_config("yulu") or {}).get("report_to")


async def ensure_visible(datasette: Datasette, request: Request) -> None:
    """Raises Forbidden for who may not see the news."""
    await datasette.ensure_permissions(request.actor, [("view-database", NEWS), "view-instance"])


def folder(datasette: Datasette) -> Path:
    """What is served: metadata.yml, the pages' templates, the export."""
    return Path(datasette.config_dir or ".")


@lru_cache(maxsize=1)
def metadata(path: Path, changed: int) -> dict[str, Any]:
    """metadata.yml as it was when last changed."""
    loaded: dict[str, Any] = yaml.load(
        path.read_text(encoding="utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    )
    return loaded
