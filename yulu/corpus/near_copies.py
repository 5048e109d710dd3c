"""Articles with nearly the same text under different keys: agency copy, reprints. Never merged.

Candidates come from MinHash and locality-sensitive hashing, so the time grows with the
number of articles and not with its square; every candidate is then measured exactly.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from rensa import RMinHash, RMinHashLSH

from yulu.model import Article, Kinship, Related
from yulu.text.shingles import jaccard, shingles, words

SHORTEST = 150  # characters: shorter texts are alike by chance
NEAR, SAME = 0.6, 0.95
PERMUTATIONS, BANDS, SEED = 128, 32, 20_200_721  # finds 99 of 100 pairs at 0.6
MOST = 25  # relatives of one article


def relate(articles: Sequence[Article]) -> list[Article]:
    """The articles, each with those that tell it in the same words, most alike first."""
    found: dict[str, list[Related]] = {}
    for a, b, similarity in pairs(articles):
        kind: Kinship = "same text" if similarity >= SAME else "near copy"
        found.setdefault(a, []).append(Related(b, round(similarity, 3), kind))
        found.setdefault(b, []).append(Related(a, round(similarity, 3), kind))
    relatives = {key: sorted(them, key=lambda r: (-r.similarity, r.key)) for key, them in found.items()}
    return [replace(a, related=tuple(relatives.get(a.key, ())[:MOST])) for a in articles]


def pairs(articles: Sequence[Article]) -> Iterator[tuple[str, str, float]]:
    """(key, key, similarity) of every two articles of near the same text, in the order of their keys.

    Of articles with equal texts all are paired with the first.
    """
    texts: dict[str, str] = {}  # text: the first key with it
    for key, text in sorted((article.key, words("".join(article.paragraphs))) for article in articles):
        if len(text) < SHORTEST:
            continue
        first = texts.setdefault(text, key)
        if first != key:
            yield first, key, 1.0
    distinct = list(texts)
    sketches = [sketch(text) for text in distinct]
    index = RMinHashLSH(NEAR, PERMUTATIONS, BANDS)
    for number, minhash in enumerate(sketches):
        alike = [(minhash.jaccard(sketches[other]), other) for other in set(index.query(minhash))]
        for _, other in sorted((a for a in alike if a[0] >= NEAR - 0.15), reverse=True)[:MOST]:
            similarity = jaccard(shingles(distinct[number]), shingles(distinct[other]))
            if similarity >= NEAR:
                yield texts[distinct[other]], texts[distinct[number]], similarity
        index.insert(number, minhash)


def sketch(text: str) -> RMinHash:
    """The MinHash of a text."""
    minhash = RMinHash(num_perm=PERMUTATIONS, seed=SEED)
    minhash.update(list(shingles(text)))
    return minhash
