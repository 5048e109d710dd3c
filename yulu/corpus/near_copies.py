"""Articles with nearly the same text under different keys: agency copy, reprints. Never merged.

Candidates come from MinHash and locality-sensitive hashing, so the time grows with the
number of articles and not with its square; every candidate is then measured exactly.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
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
TOO_SHORT = b"-"


def relate(articles: Sequence[Article], measured: Measured | None = None) -> list[Article]:
    """The articles, each with those that tell it in the same words, most alike first.

    `measured` are the sketches and likenesses of earlier builds.
    """
    found: dict[str, list[Related]] = {}
    for a, b, similarity in pairs(articles, measured or Measured()):
        kind: Kinship = "same text" if similarity >= SAME else "near copy"
        found.setdefault(a, []).append(Related(b, round(similarity, 3), kind))
        found.setdefault(b, []).append(Related(a, round(similarity, 3), kind))
    relatives = {key: sorted(them, key=lambda r: (-r.similarity, r.key)) for key, them in found.items()}
    return [replace(a, related=tuple(relatives.get(a.key, ())[:MOST])) for a in articles]


@dataclass(frozen=True, slots=True)
class Sketch:
    """A text, as far as likeness goes: equal texts have equal digests."""

    key: str
    digest: bytes
    minhash: RMinHash


def pairs(articles: Sequence[Article], measured: Measured) -> Iterator[tuple[str, str, float]]:
    """(key, key, similarity) of every two articles of near the same text, in the order of their keys.

    Of articles with equal texts all are paired with the first.
    """
    texts = {article.key: article.paragraphs for article in articles}
    distinct: dict[bytes, Sketch] = {}  # the first with each text
    for article in sorted(articles, key=lambda article: article.key):
        sketched = sketch(article, measured)
        if sketched is not None:
            first = distinct.setdefault(sketched.digest, sketched)
            if first is not sketched:
                yield first.key, sketched.key, 1.0
    sketches = list(distinct.values())
    index = RMinHashLSH(NEAR, PERMUTATIONS, BANDS)
    for number, one in enumerate(sketches):
        alike = [(one.minhash.jaccard(sketches[n].minhash), n) for n in set(index.query(one.minhash))]
        for _, n in sorted((a for a in alike if a[0] >= NEAR - 0.15), reverse=True)[:MOST]:
            other = sketches[n]
            measure = partial(likeness, texts[other.key], texts[one.key])
            [similarity] = unpack("d", measured.of(digest(other.digest, one.digest), measure))
            if similarity >= NEAR:
                yield other.key, one.key, similarity
        index.insert(number, one.minhash)


def sketch(article: Article, measured: Measured) -> Sketch | None:
    """The sketch of the text of an article; None of a short one."""

    def measure() -> bytes:
        text = words("".join(article.paragraphs))
        if len(text) < SHORTEST:
            return TOO_SHORT
        minhash = RMinHash(num_perm=PERMUTATIONS, seed=SEED)
        minhash.update(list(shingles(text)))
        return digest(text) + bytes(minhash.__getstate__())

    kept = measured.of(digest("sketch", "\n".join(article.paragraphs)), measure)
    if kept == TOO_SHORT:
        return None
    minhash = RMinHash(num_perm=PERMUTATIONS, seed=SEED)
    minhash.__setstate__(kept[DIGEST:])
    return Sketch(article.key, kept[:DIGEST], minhash)


def likeness(a: Sequence[str], b: Sequence[str]) -> bytes:
    """Of two texts, as paragraphs: the share of five-character sequences that they have in common, packed."""
    return pack("d", jaccard(shingles(words("".join(a))), shingles(words("".join(b)))))
