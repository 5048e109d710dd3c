"""Articles of all outlets on one event within a few days: stories.

An article is a vector of the words it begins with, of which those weigh most that are rare in the days
around it. The articles of a day are grouped by average linkage; then each group joins the story of the days
before that it is most like. So time grows with the number of articles, and what is found from a day on
depends on the articles of a few days and on the stories that are under way then, on nothing else.
"""

import re
import zlib
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import groupby

import numpy as np
import rjieba
from rapidfuzz.fuzz import ratio
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.sparse import csr_array, diags_array, vstack
from scipy.sparse.csgraph import connected_components
from scipy.spatial.distance import squareform

from yulu.measures import Measured, digest
from yulu.model import Article, Story
from yulu.text.chinese import fold

# All chosen on pairs judged by reading, which benchmarks/stories.py measures.
BEGINNING = 600  # characters of the text, which tell what it is about
HEADLINE = 2  # words of the headline count twice
LEAST = 0.33  # mean cosine of the articles of a story
FADING = 0.85  # of the likeness is left after each day
AROUND = 10  # days before and after, in whose articles a word is rare or common
COMMON = 0.1  # of these articles: a word in more of them tells nothing
GAP, LONGEST = 2, 4  # days: from one article of a story to the next, and from its first to its last
SERIES = 85  # of 100: headlines of an outlet so alike but for numbers, on different days, are a series
COLUMNS = 2**18
HEADER = b"w"  # of what is kept, which is never empty
NOTHING = csr_array((1, COLUMNS))
_WORD = re.compile(r"(?=.*\D)\w\w+")
_NUMBER = re.compile(r"[\d/.,:]+")


@dataclass(frozen=True, slots=True, eq=False)
class Beginning:
    """What of an article tells which event it is about."""

    key: str
    outlet: str
    day: int  # days since year 1
    title: str
    columns: Sequence[int]  # of the words, with repeats


@dataclass(slots=True, eq=False)
class Group:
    """Articles on one event, and the sum of their vectors as long as more may come."""

    articles: list[Beginning]
    total: csr_array

    @property
    def first(self) -> int:
        return self.articles[0].day

    @property
    def last(self) -> int:
        return self.articles[-1].day


def beginning(article: Article, measured: Measured | None = None) -> Beginning | None:
    """What `find` takes of an article; None where it has no day and so belongs to no story.

    `measured` are the words of articles of earlier builds.
    """
    if article.day is None:
        return None
    text = "\n".join(article.paragraphs)[:BEGINNING]

    def columns() -> bytes:
        words = (w for part in (*(article.title,) * HEADLINE, text) for w in rjieba.cut(fold(part)))
        found = [column(word) for word in words if _WORD.fullmatch(word)]
        return HEADER + array("I", found).tobytes()

    kept = (measured or Measured()).of(digest("words", article.title, text), columns)
    day = date.fromisoformat(article.day).toordinal()
    return Beginning(
        article.key, article.outlet, day, article.title, memoryview(kept)[len(HEADER) :].cast("I")
    )


@lru_cache(100_000)
def column(word: str) -> int:
    """The column of a word: the same in every process and build."""
    return zlib.crc32(word.encode()) % COLUMNS


def find(beginnings: Iterable[Beginning]) -> list[Story]:
    """Every story that at least two articles tell, by its first day, whatever the order of the articles."""
    in_order = sorted(beginnings, key=lambda b: (b.day, b.key))
    days = {day: list(articles) for day, articles in groupby(in_order, key=lambda b: b.day)}
    found: list[Group] = []
    under_way: list[Group] = []
    for day, vectors in weighted(days):
        over = [story for story in under_way if day - story.last > GAP or day - story.first >= LONGEST]
        for story in over:
            story.total = NOTHING
        under_way = [story for story in under_way if story.total is not NOTHING]
        new = groups(days[day], vectors)
        continued = dict(continuations(under_way, new, day))
        for number, group in enumerate(new):
            if number in continued:
                story = continued[number]
                story.articles += group.articles
                story.total = story.total + group.total
            else:
                found.append(group)
                under_way.append(group)
    return [as_story(group) for group in found if len(group.articles) > 1]


def weighted(days: Mapping[int, Sequence[Beginning]]) -> Iterator[tuple[int, csr_array]]:
    """The days in order, each with a vector of length one for each of its articles."""
    counts: dict[int, csr_array] = {}
    for day in days:
        near = [d for d in range(day - AROUND, day + AROUND + 1) if d in days]
        counts = {d: counts[d] if d in counts else counted(days[d]) for d in near}
        here, around = counts[day], list(counts.values())
        articles = sum(matrix.shape[0] for matrix in around)
        holders = np.bincount(np.concatenate([m.indices for m in around]), minlength=COLUMNS)
        weights = np.log((articles + 1) / (holders + 1))
        weights[(holders < 2) | (holders > max(COMMON * articles, 2))] = 0
        vectors = here @ diags_array(weights)
        lengths = np.sqrt(vectors.multiply(vectors).sum(axis=1))
        yield day, csr_array(diags_array(1 / np.maximum(lengths, 1e-9)) @ vectors)


def counted(articles: Sequence[Beginning]) -> csr_array:
    """A row for each article, of how often it has each word, dampened."""
    columns = np.concatenate([np.array(a.columns, dtype=np.int32) for a in articles])
    rows = np.repeat(np.arange(len(articles)), [len(a.columns) for a in articles])
    matrix = csr_array((np.ones(len(columns)), (rows, columns)), shape=(len(articles), COLUMNS))
    matrix.sum_duplicates()
    matrix.data = 1 + np.log(matrix.data)
    return matrix


def groups(articles: Sequence[Beginning], vectors: csr_array) -> list[Group]:
    """The articles of a day by event: groups whose articles are alike on average. Most are of one article."""
    alike = csr_array(vectors @ vectors.T)
    _, parts = connected_components(alike >= LEAST, directed=False)
    labels = np.arange(len(articles))
    for part in np.flatnonzero(np.bincount(parts) > 1):
        members = np.flatnonzero(parts == part)
        apart = np.clip(1 - alike[members][:, members].toarray(), 0, 1)
        np.fill_diagonal(apart, 0)
        tree = linkage(squareform(apart, checks=False), "average")
        labels[members] = members[fcluster(tree, 1 - LEAST, "distance") - 1]
    names, labels = np.unique(labels, return_inverse=True)
    totals = incidence(labels, len(names)) @ vectors
    return [
        Group([articles[int(n)] for n in np.flatnonzero(labels == label)], totals[[label]])
        for label in range(len(names))
    ]


def incidence(labels: np.ndarray, of: int) -> csr_array:
    """A row for each label, with a one for each of its articles."""
    return csr_array((np.ones(len(labels)), (labels, np.arange(len(labels)))), shape=(of, len(labels)))


def continuations(under_way: Sequence[Group], new: Sequence[Group], day: int) -> Iterator[tuple[int, Group]]:
    """(number of a new group, the story it continues): the most alike first, each group once."""
    if not under_way:
        return
    before, after = (
        diags_array([1 / len(g.articles) for g in them]) @ vstack([g.total for g in them])
        for them in (under_way, new)
    )
    fading = diags_array([FADING ** (day - story.last) for story in under_way])
    alike = (fading @ before @ after.T).tocoo()
    taken: set[int] = set()
    for nearest in np.argsort(-alike.data, kind="stable"):
        story, number = under_way[alike.row[nearest]], int(alike.col[nearest])
        if alike.data[nearest] < LEAST:
            return
        if number not in taken and not a_series(story, new[number]):
            taken.add(number)
            yield number, story


def a_series(story: Group, group: Group) -> bool:
    """Whether an outlet has the same headline in both but for numbers: the report of another day."""
    return any(
        a.outlet == b.outlet and a.day != b.day and ratio(unnumbered(a.title), unnumbered(b.title)) >= SERIES
        for a in story.articles
        for b in group.articles
    )


def unnumbered(title: str) -> str:
    return _NUMBER.sub("", fold(title))


def as_story(group: Group) -> Story:
    """The story is called as the article whose headline is most like those of all."""
    titles = [fold(article.title) for article in group.articles]
    best = max(range(len(titles)), key=lambda n: (sum(ratio(titles[n], other) for other in titles), -n))
    return Story(
        title=group.articles[best].title,
        day=date.fromordinal(group.first).isoformat(),
        last_day=date.fromordinal(group.last).isoformat(),
        outlets=len({article.outlet for article in group.articles}),
        articles=tuple(article.key for article in group.articles),
    )
