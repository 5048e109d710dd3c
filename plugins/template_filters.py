"""Filters that the templates share."""

import re
from collections.abc import Iterable, Mapping
from functools import partial
from urllib.parse import quote

from datasette import hookimpl
from datasette.app import Datasette
from jinja2 import Environment
from markupsafe import Markup, escape

from yulu.reading.address import web_url
from yulu.site import interface
from yulu.site.article.report import report_address
from yulu.site.search.names import names_kept
from yulu.text.chinese import segment


@hookimpl
def prepare_jinja2_environment(env: Environment, datasette: Datasette) -> None:
    env.policies["json.dumps_kwargs"] = {"ensure_ascii": False}  # Chinese as it is: half the size
    env.filters["web_url"] = web_url
    env.filters["thousands"] = lambda number: f"{number:,}"
    env.filters["labelled"] = labelled
    env.filters["spoken"] = spoken
    env.globals["person_path"] = partial(person_path, datasette)
    env.filters["breakable"] = breakable
    env.globals["report_address"] = report_address


def person_path(datasette: Datasette, name: str) -> str:
    """Where a speaker has a page: under the name, or under the number where others are called so."""
    names = names_kept()
    number = names and names.overshadowed.get(name)
    return str(datasette.urls.path(f"/people/{number or quote(name)}"))


def labelled(form: str, labels: Mapping[str, str]) -> Markup:
    """Datasette's form with labels for the controls that have none, by name; `_1` and so on may follow it."""
    names = "|".join(map(re.escape, labels))
    control = re.compile(rf'<(?:select|textarea id="[\w-]+"|input type="text") name="({names})(?:_\d+)?"')
    return Markup(
        control.sub(lambda tag: Markup('{} aria-label="{}"').format(Markup(tag[0]), labels[tag[1]]), form)
    )


def spoken(page: str, sentences: Iterable[str]) -> Markup:
    """A page of Datasette, with sentences that fill an element of it in the reader's language."""
    text = str(page)
    for sentence in sentences:
        text = text.replace(f">{escape(sentence)}<", f">{interface.say(sentence)}<")
    return Markup(text)


def breakable(line: str) -> Markup:
    """A headline that may be broken between its words: the browser does not know where Chinese words end."""
    return Markup("<wbr>").join(segment(line))
