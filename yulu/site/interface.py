"""In which language the site speaks to its reader, and what it says in each.

Templates say everything in English; `data/interface.yml` has the Chinese of it.
"""

import re
from contextvars import ContextVar
from functools import cache

from markupsafe import Markup, escape

from yulu.lexicon.data_files import load

# What ?lang= and Accept-Language call a language: what HTML calls it, and what it calls itself.
LANGUAGES = {"en": ("en", "English"), "zh": ("zh-Hans", "中文")}
DEFAULT = "en"
# That of the request being answered; error pages, which get no variables from plugins, know it too.
current: ContextVar[str] = ContextVar("current", default=DEFAULT)

# One language of an Accept-Language header, and how much it is liked.
_ACCEPTED = re.compile(r"\s*([a-z]+)(?:-[-\w]*)?\s*(?:;\s*q\s*=\s*([01](?:\.\d*)?)\s*)?", re.IGNORECASE)


def choose(*asked: str | None, accepted: str) -> str:
    """The first language asked for that there is, or the one that an Accept-Language header likes most."""
    for language in asked:
        if language in LANGUAGES:
            return language
    ranges = filter(None, map(_ACCEPTED.fullmatch, accepted.split(",")))
    liked = [(one[1].lower(), float(one[2] or 1)) for one in ranges]
    known = [(code, weight) for code, weight in liked if code in LANGUAGES and weight]
    return max(known, key=lambda language: language[1], default=(DEFAULT, 1))[0]


def say(sentence: str, **values: object) -> Markup:
    """A sentence of the templates in the reader's language, with its {values}, which are escaped."""
    return Markup(escape(translated(sentence))).format(**values) if values else escape(translated(sentence))


def say_count(one: str, many: str, n: int, **values: object) -> Markup:
    """A sentence about `n` things. Chinese has no plural: the catalogue knows the sentence about many."""
    return say(one if n == 1 and current.get() == "en" else many, n=n, **values)


def link(text: object, address: str) -> Markup:
    """A link, as the value of a sentence."""
    return Markup('<a href="{}">{}</a>').format(address, text)


def in_chinese(text: object) -> Markup:
    """A name or words of an article, as the value of a sentence."""
    return Markup('<span lang="zh">{}</span>').format(text)


def translated(sentence: str) -> str:
    return sentence if current.get() == "en" else catalogue().get(sentence, sentence)


@cache
def catalogue() -> dict[str, str]:
    """The Chinese of every sentence."""
    pages = load("interface.yml").values()
    return {sentence: chinese for page in pages for sentence, chinese in page.items()}
