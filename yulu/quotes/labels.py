"""Labels made by reading: who said what in an article, as files that hold it in one of two forms.

A file holds one article, or a list of them: `source` (a path that ends in the article's file name, or in the
first 16 digits of that name's SHA-256, since names hold headlines) and `quotes` (kind, text or start and end,
speaker, and where there are any: mention, cue, `also`). Labels with `text` carry the words; labels with
`start` and `end` count characters of the article's text, whose SHA-256 is `digest`: so labels can be kept
without the article. A pattern has its `paragraphs` in place of a source.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from yulu.model import Article, Skipped
from yulu.reading import article as reading
from yulu.reading.outlets import outlet_named
from yulu.scoring import places, squeeze
from yulu.text.chinese import simplify


class LabelError(ValueError):
    """A label file that cannot be used; the message names it and says why."""


@dataclass(frozen=True)
class Label:
    """One labelled quote. span: in the text without white space. names: right answers, simplified."""

    kind: str
    span: tuple[int, int]
    names: tuple[str, ...]
    cue: str


@dataclass(frozen=True)
class Labelled:
    """An article with its labels, as the files have them (`raw`) and made ready."""

    name: str
    article: Article
    labels: tuple[Label, ...]
    raw: list[dict[str, Any]]
    outlet: str
    is_pattern: bool = False  # sentences made to show a pattern: learnt from, never measured on


def read(paths: Iterable[Path]) -> list[dict[str, Any]]:
    """The labelled articles of files and folders, in the order of their names."""
    found: list[dict[str, Any]] = []
    for path in paths:
        for file in sorted(path.rglob("*.json")) if path.is_dir() else [path]:
            try:
                data = json.loads(file.read_text(encoding="utf-8"))
            except (OSError, ValueError) as error:
                raise LabelError(f"{file}: {error}") from error
            found += data if isinstance(data, list) else [data]
    return found


def load(labels: Sequence[dict[str, Any]], corpora: Iterable[Path]) -> list[Labelled]:
    """Labels with their articles, which lie somewhere below the folders of the corpora.

    Raises LabelError where an article is missing or is not the text that was labelled.
    """
    files = {p.name: p for corpus in corpora for p in sorted(corpus.rglob("*")) if p.suffix and p.is_file()}
    files |= {hashlib.sha256(name.encode()).hexdigest()[:16]: path for name, path in files.items()}
    return [pair(label, files) for label in labels]


def pair(label: dict[str, Any], files: dict[str, Path]) -> Labelled:
    source = label.get("source", "")
    article = pattern(label) if "paragraphs" in label else find(source, files)
    text = "\n".join(article.paragraphs)
    raw = label["quotes"]
    if "digest" in label:
        if hashlib.sha256(text.encode()).hexdigest() != label["digest"]:
            raise LabelError(f"{source}: the text is not the one that was labelled")
        raw = [{**quote, "text": text[quote["start"] : quote["end"]]} for quote in raw]
    spans = places(squeeze(text), (quote["text"] for quote in raw))
    found = tuple(
        Label(
            quote["kind"],
            span,
            tuple(map(simplify, filter(None, (quote["speaker"], *quote.get("also", ()))))),
            simplify(quote.get("cue") or ""),
        )
        for quote, span in zip(raw, spans, strict=True)
        if span
    )
    outlet = outlet_named(article.outlet).name if source else ""
    return Labelled(label.get("id", source), article, found, raw, outlet, not source)


def find(source: str, files: dict[str, Path]) -> Article:
    path = files.get(Path(source).name)
    if path is None:
        raise LabelError(f"{source} is labelled, but in none of the folders given")
    article = reading.load(path)
    if isinstance(article, Skipped):
        raise LabelError(f"{source}: {article.reason}: {article.detail}")
    return article


def pattern(label: dict[str, Any]) -> Article:
    """Sentences that stand in the label file itself, as an article."""
    known: dict[str, Any] = dict.fromkeys(field.name for field in fields(Article))
    empty = dict.fromkeys(("headings", "images", "tags", "quotes", "glosses", "versions", "related"), ())
    return Article(
        **known | empty | {"key": label["id"], "outlet": "", "paragraphs": tuple(label["paragraphs"])}
    )
