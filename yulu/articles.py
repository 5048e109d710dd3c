"""The articles of a build, one after the other and as often as they are asked for: none of them is held.

What the corpus level holds of an article is its outline: what files of one article, clocks, pictures and
relatives are told by. The rest is taken from what is kept whenever it is needed.
"""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from yulu.corpus import beginnings, near_copies
from yulu.database.kept import Kept
from yulu.database.parts import named, outline_of, whole, with_said
from yulu.extraction import ExtractionError, File, load_one
from yulu.model import Article, Skipped
from yulu.verdicts.folder import Verdicts


class Articles:
    """What files give, from what is kept."""

    def __init__(self, files: Sequence[File], kept: Kept) -> None:
        """What the files give must be kept already; what of it is damaged is read again and held here."""
        self.files = files
        self.kept = kept
        self.held: dict[str, Article] = {}  # by path
        self.skipped: list[Skipped] = []  # after `read`

    def read(self) -> Iterator[Article]:
        """The outline of what every file gives, in their order; what gives no article, or one without
        quotes, is noted.
        """
        for file in self.files:
            found = (self.kept.outline(file.sha256) if file.sha256 else None) or self._loaded(file)
            if isinstance(found, Skipped):
                self.skipped.append(replace(found, source_path=file.name))
                continue
            if found.error:
                self.skipped.append(Skipped(file.name, "no-quotes", found.error))
            yield named(found, file.name)

    def sketch(self, outline: Article) -> bytes:
        kept = self.kept.part("sketch", outline.source_sha256, bytes)
        return kept or near_copies.sketch(self.whole(outline))

    def words(self, outline: Article) -> bytes:
        """Of its beginning."""
        kept = self.kept.part("words", outline.source_sha256, bytes)
        return beginnings.words(self.whole(outline)) if kept is None else kept

    def said(self, outline: Article) -> Article:
        """The article of an outline, without its text. Raises ExtractionError where it is lost."""
        held = self.held.get(outline.source_path)
        said = held or self.kept.said(outline.source_sha256) or self._again(outline)
        return with_said(outline, said)

    def whole(self, outline: Article) -> Article:
        """The article of an outline, as far as it is settled. Raises ExtractionError where it is lost."""
        held = self.held.get(outline.source_path)
        said = held or self.kept.said(outline.source_sha256)
        rest = held or self.kept.rest(outline.source_sha256)
        if said and rest:
            return whole(outline, said, rest)
        again = self._again(outline)
        return whole(outline, again, again)

    def _loaded(self, file: File) -> Article | Skipped:
        found = load_one(file)
        if isinstance(found, Article):
            self.held[file.name] = found
            return outline_of(found)
        return found

    def _again(self, outline: Article) -> Article:
        file = next(file for file in self.files if file.name == outline.source_path)
        if isinstance(self._loaded(file), Skipped) or file.sha256 != outline.source_sha256:
            raise ExtractionError(f"what is kept of {file.name} is damaged: build again with --rebuild")
        return self.held[file.name]


@dataclass
class Published:
    """The articles that are published, as verdicts want them: their outlines, and they themselves when they
    are walked through, in the order of keys.
    """

    outlines: list[Article]
    sources: Articles
    changed: dict[str, Article] = field(default_factory=dict)  # by key: what verdicts touched, whole
    hidden: list[Article] = field(default_factory=list)

    @classmethod
    def of(cls, settled: Sequence[Article], sources: Articles, said: Verdicts) -> "Published":
        """All settled articles with the verdicts applied. Where nothing is said none is looked at."""
        published = cls(list(settled), sources)
        if not said.by_name:
            return published
        changed: dict[str, Article] = {}
        for outline in settled:
            article = sources.whole(outline)
            named = said.applied(article)
            if named is not article:
                changed[outline.key] = named
        published.hidden = [article for article in changed.values() if article.hidden]
        keys = {article.key for article in published.hidden}
        published.outlines = [unrelated(o, keys) for o in published.outlines if o.key not in keys]
        published.change({key: unrelated(a, keys) for key, a in changed.items() if key not in keys})
        return published

    def change(self, articles: Mapping[str, Article]) -> None:
        """From now on these articles, by their keys, are others."""
        if articles:
            self.changed |= articles
            self.outlines = [outline_of(articles[o.key]) if o.key in articles else o for o in self.outlines]

    def said(self, but: Container[str] = ()) -> Iterator[Article]:
        """Who says what in all articles `but` those of these keys; a text only where verdicts touched it."""
        for outline in self.outlines:
            if outline.key not in but:
                yield self.changed.get(outline.key) or self.sources.said(outline)

    def words(self) -> Iterator[tuple[Article, bytes]]:
        """Every outline with the words of its beginning."""
        for outline in self.outlines:
            changed = self.changed.get(outline.key)
            yield outline, beginnings.words(changed) if changed else self.sources.words(outline)

    def walk(self, outlines: Iterable[Article]) -> Iterator[Article]:
        """The articles of these outlines, whole."""
        for outline in outlines:
            yield self.changed.get(outline.key) or self.sources.whole(outline)

    def of_keys(self, keys: Container[str]) -> Iterator[Article]:
        return self.walk(outline for outline in self.outlines if outline.key in keys)


def unrelated(article: Article, hidden: set[str]) -> Article:
    """The article without the mention of those that are taken down."""
    left = tuple(related for related in article.related if related.key not in hidden)
    return article if len(left) == len(article.related) else replace(article, related=left)
