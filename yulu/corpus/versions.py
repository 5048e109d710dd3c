"""The same article in several files: one article with its versions.

A feed gives an article again when its headline or text changes. Rarely an address is
used again for another story: that is another article, with `~2` after its key.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from difflib import SequenceMatcher
from itertools import groupby

from yulu.model import Article, Relation, Version
from yulu.text.characters import squeeze
from yulu.text.shingles import jaccard, overlap, shingles

STUB = 40  # characters: a text shorter than this says nothing of which story it is
_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class File:
    """One file of an article with what is compared of it."""

    article: Article  # may be the outline
    published: str  # its text
    text: str  # the same without what does not count
    grams: frozenset[str]


def merge(articles: Iterable[Article], whole: Callable[[Article], Article]) -> list[Article]:
    """One article a story, in the order of its key, whatever the order of the files.

    `whole` gives an article with its text: it is asked for where there are several files of a key.
    """
    merged: list[Article] = []
    for key, group in groupby(sorted(articles, key=_key), key=_key):
        first, *others = group
        if not others:
            merged.append(replace(first, first_seen=seen(first)))
            continue
        files = sorted((_file(article, whole) for article in (first, *others)), key=_order)
        for n, story in enumerate(stories(files), 1):
            merged.append(replace(_published(story), key=key if n == 1 else f"{key}~{n}"))
    return _with_own_addresses(merged)


def seen(article: Article) -> datetime | None:
    """When the feed had this version. A feed time that was corrected is the publication time."""
    return (article.published if article.basis == "feed" else article.feed) or (
        article.crawled or article.published
    )


def _key(article: Article) -> str:
    return article.key


def _order(file: File) -> tuple[datetime, datetime, int, str]:
    article = file.article
    return (
        seen(article) or _NEVER,
        article.crawled or _NEVER,
        len(file.published.replace("\n", "")),
        article.source_path,
    )


def stories(files: Sequence[File]) -> list[list[File]]:
    """Files of one key, in the order of time, parted into the stories they tell."""
    told: list[list[File]] = []
    for file in files:
        story = next((s for s in told if any(same_story(file, other) for other in (s[0], *s[-3:]))), None)
        if story is None:
            told.append([file])
        else:
            story.append(file)
    return told


def same_story(a: File, b: File) -> bool:
    """Whether two files of one key tell the same story, by the words they share and their headlines.

    Of 38,000 articles, two on one event share at least 0.16 of the three-character sequences
    of the shorter one, however much is rewritten; any other two at most 0.03. A stub can be either.
    """
    if a.text == b.text or min(len(a.text), len(b.text)) < STUB:
        return True
    titles = SequenceMatcher(None, a.article.title, b.article.title, autojunk=False).ratio()
    return titles >= 0.6 or overlap(shingles(a.text, 3), shingles(b.text, 3)) >= 0.1


def relation(before: File, after: File) -> Relation:
    """What changed from one version to the next."""
    if before.text == after.text:
        return "identical" if before.article.title == after.article.title else "minor"
    same = jaccard(before.grams, after.grams)
    if same >= 0.9:
        return "minor"
    grown = max(len(before.text), len(after.text)) >= 1.1 * min(len(before.text), len(after.text))
    if grown and overlap(before.grams, after.grams) >= 0.9:
        return "extended" if len(after.text) > len(before.text) else "shortened"
    return "revised" if same >= 0.5 else "rewritten"


def _file(article: Article, whole: Callable[[Article], Article]) -> File:
    paragraphs = whole(article).paragraphs
    text = squeeze("".join(paragraphs))
    return File(article, "\n".join(paragraphs), text, shingles(text))


def _published(files: Sequence[File]) -> Article:
    """The last full version, with all of them. A version of less than half the text is not full.

    The day is that of the first version: ids hold it, and stay when an article is revised.
    """
    if len(files) == 1:
        return replace(files[0].article, first_seen=seen(files[0].article))
    longest = max(len(file.text) for file in files)
    full = [file for file in files if 2 * len(file.text) >= longest]
    chosen = full[-1]
    first, *others = _versions(files, chosen)
    changes = [version for version in others if version.relation != "identical"]
    return replace(
        chosen.article,
        day=files[0].article.day or chosen.article.day,
        first_seen=first.seen,
        revised=changes[-1].seen if changes else None,
        versions=(first, *others),
    )


def _versions(files: Sequence[File], published: File) -> Iterable[Version]:
    for before, file in zip([None, *files], files, strict=False):
        article = file.article
        yield Version(
            source_path=article.source_path,
            source_sha256=article.source_sha256,
            title=article.title,
            seen=seen(article),
            relation=relation(before, file) if before else None,
            text=None if file.text == published.text else file.published,
        )


def _with_own_addresses(articles: list[Article]) -> list[Article]:
    """An address leads to one article: to the last one seen there, the others have a `#n` after it."""
    holders: dict[str, list[Article]] = {}
    for article in articles:
        if article.url:
            holders.setdefault(article.url, []).append(article)
    own: dict[str, str] = {}
    for url, sharing in holders.items():
        sharing.sort(key=lambda article: (seen(article) or _NEVER, article.key))
        own |= {article.key: f"{url}#{n}" for n, article in enumerate(sharing[:-1], 1)}
    return [replace(a, url=own[a.key]) if a.key in own else a for a in articles]
