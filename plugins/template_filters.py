"""Filters that the templates share."""

import re
from collections.abc import Iterable, Mapping

from datasette import hookimpl
from jinja2 import Environment
from markupsafe import Markup, escape

from yulu.reading.address import web_url
from yulu.site import interface
from yulu.text.chinese import segment


@hookimpl
def prepare_jinja2_environment(env: Environment) -> None:
    env.policies["json.dumps_kwargs"] = {"ensure_ascii": False}  # Chinese as it is: half the size
    env.filters["web_url"] = web_url
    env.filters["thousands"] = lambda number: f"{number:,}"
    env.filters["labelled"] = labelled
    env.filters["spoken"] = spoken
    env.filters["breakable"] = breakable


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
