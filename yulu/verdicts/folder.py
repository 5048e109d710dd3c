"""All verdicts of a folder, by what they name."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from yulu.database.ids import SPAN
from yulu.database.rows import occurrence_keys
from yulu.model import Article, Problem, Skipped
from yulu.reading.outlets import outlet_named
from yulu.verdicts import applying, reading
from yulu.verdicts.verdict import Verdict

TRUST = 0.8  # a model's verdict is applied when the model is at least so sure
Name = tuple[str, str | int]  # of a thing: ("address", …), ("number", …), ("file", …), ("outlet", …)


@dataclass(frozen=True)
class Verdicts:
    """What is said, and what of the files is no verdict."""

    verdicts: Sequence[Verdict] = ()
    problems: Sequence[Problem] = ()
    trust: float = TRUST

    @classmethod
    def of(cls, folder: Path | None, trust: float = TRUST) -> "Verdicts":
        """The verdicts of a folder; none of None."""
        return cls(*reading.read(folder), trust) if folder else cls()

    @cached_property
    def by_name(self) -> Mapping[Name, list[int]]:
        """Numbers of the verdicts that name a thing."""
        index: dict[Name, list[int]] = defaultdict(list)
        for n, verdict in enumerate(self.verdicts):
            for name in names(verdict):
                index[name].append(n)
        return dict(index)

    def applied(self, article: Article) -> Article:
        """An article after `settle`, as the verdicts that name it want it. Depends on these alone."""
        named = self.naming(article)
        return applying.applied(article, named, self.trust) if named else article

    def fingerprint(self, article: Article) -> str:
        """Changes when what is said of an article does; empty where nothing is said."""
        ids = [verdict.id for verdict in self.naming(article)]
        return hashlib.sha256(f"{self.trust} {ids}".encode()).hexdigest()[:16] if ids else ""

    def naming(self, article: Article) -> list[Verdict]:
        """The verdicts that may name an article, in the order of files and lines."""
        if not self.by_name:
            return []
        found = {n for name in names_of(article) for n in self.by_name.get(name, ())}
        added = [applying.number(key) for n in found for key in keys_of(self.verdicts[n], article)]
        found |= {n for number in added for n in self.by_name.get(("number", number), ())}
        return [self.verdicts[n] for n in sorted(found)]

    def hides(self, skipped: Skipped) -> bool:
        """Whether a file that gave no article is taken down: its name may be a headline."""
        return ("file", skipped.source_path) in self.by_name


def names(verdict: Verdict) -> Iterator[Name]:
    if verdict.article:
        yield "address", verdict.article
        yield "address", verdict.article_key or ""
    if verdict.quote:
        for n in range(applying.COLLISIONS + 1):
            yield "number", verdict.quote % SPAN - n
    if verdict.source:
        yield "file", verdict.source
    if verdict.outlet:
        yield "outlet", verdict.outlet


def keys_of(verdict: Verdict, article: Article) -> Iterator[str]:
    """Of a quote that was missed: other verdicts may name it by its number."""
    if verdict.verdict == "missed" and verdict.kind and verdict.text:
        yield applying.key_of(article, verdict.kind, verdict.text, 1)


def names_of(article: Article) -> Iterator[Name]:
    outlet = outlet_named(article.outlet)
    yield "address", article.url or ""
    yield "address", article.key.partition("~")[0]
    for file in (article.source_path, *(version.source_path for version in article.versions)):
        yield "file", file
    for name in (outlet.slug, outlet.name, outlet.name_en):
        yield "outlet", name or ""
    for key in occurrence_keys(article):
        yield "number", applying.number(key)
