"""The articles of a build, one after the other and as often as they are asked for: none of them is held.

What the corpus level holds of an article is its outline: what files of one article, clocks, pictures and
relatives are told by. The rest is taken from what is kept whenever it is needed.
"""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from sys import intern

from yulu.database.kept import Kept
from yulu.extraction import ExtractionError, File, load_one
from yulu.model import Article, Skipped
from yulu.verdicts.folder import Verdicts


class Articles:
    """What files give, from what is kept."""

    def __init__(self, files: Sequence[File], kept: Kept) -> None:
        """What the files give must be kept already; what could not be kept is held here."""
        self.files = files
        self.kept = kept
        self.held: dict[str, Article] = {}  # by path
        self.skipped: list[Skipped] = []  # after `read`

    def read(self) -> Iterator[Article]:
        """What every file gives, in their order; what gives no article, or one without quotes, is noted."""
        for file in self.files:
            found = self.kept.extract(file.sha256) if file.sha256 else None
            if found is None:
                found = load_one(file)
                if isinstance(found, Article):
                    self.held[file.name] = found
            found = replace(found, source_path=file.name)
            if isinstance(found, Skipped):
                self.skipped.append(found)
                continue
            if found.error:
                self.skipped.append(Skipped(found.source_path, "no-quotes", found.error))
            yield found

    def whole(self, outline: Article) -> Article:
        """The article of an outline, as far as it is settled. Raises ExtractionError where it is lost."""
        found = self.held.get(outline.source_path) or self.kept.extract(outline.source_sha256)
        if not isinstance(found, Article):
            raise ExtractionError(f"what is kept of {outline.source_path} is damaged: build again")
        pictures = {image.url for image in outline.images}
        return replace(
            found,
            key=outline.key,
            url=outline.url,
            published=outline.published,
            day=outline.day,
            first_seen=outline.first_seen,
            revised=outline.revised,
            images=tuple(image for image in found.images if image.url in pictures),
            versions=outline.versions,
            related=outline.related,
            source_path=outline.source_path,
        )


def outline_of(article: Article) -> Article:
    """Without what takes most memory; what many articles have is held once."""
    return replace(
        article,
        outlet=intern(article.outlet),
        day=intern(article.day) if article.day else None,
        images=tuple(replace(image, alt=None, credit=None) for image in article.images),
        tags=tuple(map(intern, article.tags)),
        title="",
        byline=None,
        dateline=None,
        paragraphs=(),
        headings=frozenset(),
        quotes=(),
        glosses=(),
        seen=(),
    )


@dataclass
class Published:
    """The articles that are published, as verdicts want them: their outlines, and they themselves when they
    are walked through, in the order of keys.
    """

    outlines: list[Article]
    whole: Callable[[Article], Article]
    changed: dict[str, Article] = field(default_factory=dict)  # by key: what verdicts touched, whole
    hidden: list[Article] = field(default_factory=list)

    @classmethod
    def of(
        cls, settled: Sequence[Article], whole: Callable[[Article], Article], said: Verdicts
    ) -> "Published":
        """All settled articles with the verdicts applied. Where nothing is said none is looked at."""
        published = cls(list(settled), whole)
        if not said.by_name:
            return published
        changed: dict[str, Article] = {}
        for outline in settled:
            article = whole(outline)
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
            self.outlines = [outline_of(articles.get(o.key, o)) for o in self.outlines]

    def __iter__(self) -> Iterator[Article]:
        return self.walk(self.outlines)

    def walk(self, outlines: Iterable[Article]) -> Iterator[Article]:
        """The articles of these outlines, whole."""
        for outline in outlines:
            yield self.changed.get(outline.key) or self.whole(outline)

    def of_keys(self, keys: Container[str]) -> Iterator[Article]:
        return self.walk(outline for outline in self.outlines if outline.key in keys)


def unrelated(article: Article, hidden: set[str]) -> Article:
    """The article without the mention of those that are taken down."""
    left = tuple(related for related in article.related if related.key not in hidden)
    return article if len(left) == len(article.related) else replace(article, related=left)
