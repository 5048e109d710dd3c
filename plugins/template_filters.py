"""Filters that the templates share."""

from datasette import hookimpl
from jinja2 import Environment

from yulu.address import web_url


@hookimpl
def prepare_jinja2_environment(env: Environment) -> None:
    env.policies["json.dumps_kwargs"] = {"ensure_ascii": False}  # Chinese as it is: half the size
    env.filters["web_url"] = web_url
    env.filters["thousands"] = lambda number: f"{number:,}"
