"""Articles of all outlets on one event within a few days: stories.

An article is a vector of the words it begins with, of which those weigh most that are rare in the days
around it. The articles of a day are grouped by average linkage; then each group joins the story of the days
before that it is most like. So time grows with the number of articles, and what is found from a day on
depends on the articles of a few days and on the stories that are under way then, on nothing else.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

import numpy as np
from rapidfuzz.fuzz import ratio
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.sparse import csr_array, diags_array, vstack
from scipy.sparse.csgraph import connected_components
from scipy.spatial.distance import squareform

from yulu.corpus.beginnings import COLUMNS, Beginning
from yulu.model import Story
from yulu.text.chinese import fold

# All chosen on pairs judged by reading, which benchmarks/stories.py measures.
LEAST = 0.33  # mean cosine of the articles of a story
FADING = 0.85  # of the likeness is left after each day
AROUND = 10  # days before and after, in whose articles a word is rare or common
COMMON = 0.1  # of these articles: a word in more of them tells nothing
GAP, LONGEST = 2, 4  # days: from one article of a story to the next, and from its first to its last
SERIES = 85  # of 100: headlines of an outlet so alike but for numbers, on different days, are a series
_NUMBER = re.compile(r"[\d/.,:]+")


@dataclass(slots=True, eq=False)
class Group:
    """Articles on one event."""

    articles: list[Beginning]

    @property
    def first(self) -> int:
        return self.articles[0].day

    @property
    def last(self) -> int:
        return self.articles[-1].day


def find(beginnings: Iterable[Beginning]) -> list[Story]:
    """Every story that at least two articles tell, by its first day, whatever the order of the articles."""
    in_order = sorted(beginnings, key=lambda b: (b.day, b.key))
    days = {day: list(articles) for day, articles in groupby(in_order, key=lambda b: b.day)}
    found: list[Group] = []
    under_way: list[Group] = []
    totals = csr_array((0, COLUMNS))  # of the stories under way: the sums of the vectors of their articles
    for day, vectors in weighted(days):
        on = [n for n, g in enumerate(under_way) if day - g.last <= GAP and day - g.first < LONGEST]
        under_way, totals = [under_way[n] for n in on], totals[on]
        new, sums = groups(days[day], vectors)
        continued = dict(continuations(under_way, totals, new, sums, day))
        for number, story in sorted(continued.items()):
            under_way[story].articles += new[number].articles
        begun = [number for number in range(len(new)) if number not in continued]
        totals = vstack([totals + joined(continued, len(on), len(new)) @ sums, sums[begun]], "csr")
        found += [new[number] for number in begun]
        under_way += [new[number] for number in begun]
    return [as_story(group) for group in found if len(group.articles) > 1]


def joined(continued: Mapping[int, int], stories: int, groups: int) -> csr_array:
    """A row for each story, with a one for each of the groups that continue it."""
    places = (list(continued.values()), list(continued.keys()))
    return csr_array((np.ones(len(continued)), places), shape=(stories, groups))


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
        vectors = csr_array(
            (here.data * weights[here.indices], here.indices, here.indptr), here.shape, copy=True
        )
        vectors.eliminate_zeros()
        rows = np.repeat(np.arange(vectors.shape[0]), np.diff(vectors.indptr))
        lengths = np.sqrt(np.bincount(rows, vectors.data**2, minlength=vectors.shape[0]))
        vectors.data *= (1 / np.maximum(lengths, 1e-9))[rows]
        yield day, vectors


def counted(articles: Sequence[Beginning]) -> csr_array:
    """A row for each article, of how often it has each word, dampened."""
    columns = np.concatenate([np.array(a.columns, dtype=np.int32) for a in articles])
    rows = np.repeat(np.arange(len(articles)), [len(a.columns) for a in articles])
    matrix = csr_array((np.ones(len(columns)), (rows, columns)), shape=(len(articles), COLUMNS))
    matrix.sum_duplicates()
    matrix.data = 1 + np.log(matrix.data)
    return matrix


def groups(articles: Sequence[Beginning], vectors: csr_array) -> tuple[list[Group], csr_array]:
    """The articles of a day by event, and the sums of their vectors: groups whose articles are alike on
    average. Most are of one article.
    """
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
    members_of = np.split(np.argsort(labels, kind="stable"), np.cumsum(np.bincount(labels))[:-1])
    return [Group([articles[n] for n in members]) for members in members_of], incidence(
        labels, len(names)
    ) @ vectors


def incidence(labels: np.ndarray, of: int) -> csr_array:
    """A row for each label, with a one for each of its articles."""
    return csr_array((np.ones(len(labels)), (labels, np.arange(len(labels)))), shape=(of, len(labels)))


def continuations(
    under_way: Sequence[Group], totals: csr_array, new: Sequence[Group], sums: csr_array, day: int
) -> Iterator[tuple[int, int]]:
    """(number of a new group, number of the story it continues): the most alike first, each group once."""
    if not under_way:
        return
    fading = [FADING ** (day - story.last) / len(story.articles) for story in under_way]
    sizes = [1 / len(group.articles) for group in new]
    alike = (diags_array(fading) @ totals @ (diags_array(sizes) @ sums).T).tocoo()
    enough = np.flatnonzero(alike.data >= LEAST)
    taken: set[int] = set()
    for nearest in enough[np.argsort(-alike.data[enough], kind="stable")]:
        story, number = int(alike.row[nearest]), int(alike.col[nearest])
        if number not in taken and not a_series(under_way[story], new[number]):
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
