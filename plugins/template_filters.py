"""Filters that the templates share."""

from urllib.parse import urlsplit

from datasette import hookimpl
from jinja2 import Environment


@hookimpl
def prepare_jinja2_environment(env: Environment) -> None:
    env.filters["web_url"] = web_url
    env.filters["thousands"] = lambda number: f"{number:,}"


def web_url(url: str | None) -> str | None:
    """The URL if a browser would go to a web page with it, else None: an article may say anything."""
    try:
        parts = urlsplit((url or "").strip())
    except ValueError:
        return None
    return url if parts.scheme in {"http", "https"} and parts.netloc else None
