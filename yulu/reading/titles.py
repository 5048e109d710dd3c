"""A title as the article has it, without what its feed or its site put around it."""

import html
import re
from collections.abc import Iterable

from yulu.reading.outlets import Rules
from yulu.text.characters import tidy


def clean(raw: str, rules: Rules, names: Iterable[str] = ()) -> tuple[str, tuple[str, ...]]:
    """The title, and the words that were cut off it and say something: a section, a series, a source.

    `names` are those the file gives its outlet: a title may end in one of them (`title | name`).
    Entities are resolved twice: some feeds escape titles twice (`&amp;#21328;`).
    """
    title = tidy(html.unescape(html.unescape(raw)))
    for name in names:
        found = re.search(rf"\s*[|｜–—_-]\s*{re.escape(name)}$", title)
        title = title[: found.start()] if found and found.start() else title
    labels = []
    for pattern in rules.title:
        found = pattern.search(title)
        rest = tidy(title[: found.start()] + title[found.end() :]) if found else ""
        if found and rest:
            title = rest
            labels += [label for label in found.groupdict().values() if label]
    return title, tuple(labels)
