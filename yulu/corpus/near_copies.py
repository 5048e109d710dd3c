"""Articles with nearly the same text under different keys: agency copy, reprints. Never merged.

Candidates come from MinHash and locality-sensitive hashing, so the time grows with the
number of articles and not with its square; every candidate is then measured exactly.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from struct import pack, unpack

from rensa import RMinHash, RMinHashLSH

from yulu.measures import Measured, digest
from yulu.model import Article, Kinship, Related
from yulu.text.shingles import jaccard, shingles, words

SHORTEST = 150  # characters: shorter texts are alike by chance
NEAR, SAME = 0.6, 0.95
PERMUTATIONS, BANDS, SEED = 128, 32, 20_200_721  # finds 99 of 100 pairs at 0.6
MOST = 25  # relatives of one article
DIGEST = 16  # bytes
LAST = 30  # texts that are held for the next comparison, a tenth of a megabyte each
TOO_SHORT = b"-"


def relate(
    articles: Sequence[Article],
    sketches: Mapping[str, "Sketch"],
    measured: Measured,
    whole: Callable[[Article], Article],
) -> list[Article]:
    """The articles, each with those that tell it in the same words, most alike first.

    `sketches` are those of their files that are long enough; `measured` are the likenesses of earlier
    builds; `whole` gives an article with its text.
    """
    found: dict[str, list[Related]] = {}
    for a, b, similarity in pairs(articles, sketches, measured, whole):
        kind: Kinship = "same text" if similarity >= SAME else "near copy"
        found.setdefault(a, []).append(Related(b, round(similarity, 3), kind))
        found.setdefault(b, []).append(Related(a, round(similarity, 3), kind))
    relatives = {key: sorted(them, key=lambda r: (-r.similarity, r.key)) for key, them in found.items()}
    return [replace(a, related=tuple(relatives[a.key][:MOST])) if a.key in relatives else a for a in articles]


@dataclass(frozen=True, slots=True)
class Sketch:
    """A text, as far as likeness goes: equal texts have equal digests."""

    kept: bytes  # an object of rensa takes five times as much, so it is made when it is asked

    @property
    def digest(self) -> bytes:
        return self.kept[:DIGEST]

    @property
    def minhash(self) -> RMinHash:
        minhash = RMinHash(num_perm=PERMUTATIONS, seed=SEED)
        minhash.__setstate__(self.kept[DIGEST:])
        return minhash


def pairs(
    articles: Sequence[Article],
    sketches: Mapping[str, Sketch],
    measured: Measured,
    whole: Callable[[Article], Article],
) -> Iterator[tuple[str, str, float]]:
    """(key, key, similarity) of every two articles of near the same text, in the order of their keys.

    Of articles with equal texts all are paired with the first.
    """
    distinct: dict[bytes, tuple[Sketch, Article]] = {}  # the first with each text
    for article in sorted(articles, key=lambda article: article.key):
        sketched = sketches.get(article.source_path)
        if sketched is not None:
            _, first = distinct.setdefault(sketched.digest, (sketched, article))
            if first is not article:
                yield first.key, article.key, 1.0
    texts = Texts(whole)
    different = list(distinct.values())
    index = RMinHashLSH(NEAR, PERMUTATIONS, BANDS)
    for number, (one, article) in enumerate(different):
        minhash = one.minhash
        alike = [(minhash.jaccard(different[n][0].minhash), n) for n in set(index.query(minhash))]
        for _, n in sorted((a for a in alike if a[0] >= NEAR - 0.15), reverse=True)[:MOST]:
            before, other = different[n]
            measure = partial(likeness, texts, other, article)
            [similarity] = unpack("d", measured.of(digest(before.digest, one.digest), measure))
            if similarity >= NEAR:
                yield other.key, article.key, similarity
        index.insert(number, minhash)


@dataclass
class Texts:
    """The sequences of the texts of articles: of the last few, for one is compared with several."""

    whole: Callable[[Article], Article]
    last: dict[str, frozenset[str]] = field(default_factory=dict)

    def shingles(self, article: Article) -> frozenset[str]:
        found = self.last.pop(article.key, None)
        if found is None:
            found = shingles(words("".join(self.whole(article).paragraphs)))
            if len(self.last) == LAST:
                del self.last[next(iter(self.last))]
        self.last[article.key] = found
        return found


def sketch(article: Article) -> bytes:
    """The sketch of the text of an article, as it is kept; of a short one that it is short."""
    text = words("".join(article.paragraphs))
    if len(text) < SHORTEST:
        return TOO_SHORT
    minhash = RMinHash(num_perm=PERMUTATIONS, seed=SEED)
    minhash.update(list(shingles(text)))
    return digest(text) + bytes(minhash.__getstate__())


def likeness(texts: Texts, a: Article, b: Article) -> bytes:
    """Of two texts the share of five-character sequences that they have in common, packed."""
    return pack("d", jaccard(texts.shingles(a), texts.shingles(b)))
