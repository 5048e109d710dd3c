"""Words, characters and parts of speech as numbers."""

import re
import struct
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain
from zlib import crc32

import numpy as np
import rjieba
from numpy.typing import NDArray

from yulu.quotes.clauses import MASK

SHAPES = ("phrase", "pronoun", "demonstrative", "first_person", "elided")
Table = NDArray[np.float32]
KINDS = (None, "person", "organisation", "document", "unnamed")
TAGS = ("n", "nr", "ns", "nt", "nz", "r", "v", "vn", "vshi", "vyou", "a", "d", "p", "c", "m", "t", "f", "l")
STOP_KINDS = "，,；;：:。！？!?”、"
MARKED = re.compile(f"“?{MASK}+”?")
# How a clause begins
BEGINS = re.compile(
    "(并且|并|且)|(但|不过|然而|却)|(而|则)|(同时|此外|另外|随后|然后|之后)|(因此|所以|因为|由于|为此|对此|就此)"
    "|(他们|她们|他|她|它|其)|(这|该|此)|(我|咱|您|你)|(“)|(将|要|会|应|须|不|已|可)|(如果|若|虽|尽管|即使|只要|除非|如)"
)


def table(rows: Sequence[Sequence[float]], columns: Sequence[str]) -> Table:
    """Rows as the models take them; packed first, as NumPy takes numbers from Python one by one."""
    packed = struct.pack(f"{len(rows) * len(columns)}f", *chain.from_iterable(rows))
    return np.frombuffer(packed, dtype=np.float32).reshape(len(rows), len(columns))


def whole(rows: Sequence[Sequence[int]], columns: Sequence[str]) -> Table:
    """Rows of whole numbers, which are packed in a fifth of the time."""
    packed = struct.pack(f"{len(rows) * len(columns)}i", *chain.from_iterable(rows))
    return np.frombuffer(packed, dtype=np.int32).reshape(len(rows), len(columns)).astype(np.float32)


def spread(shared: Sequence[Sequence[int]], counts: Sequence[int], columns: Sequence[str]) -> Table:
    """Each row as often as its count says: what a cue or a quote shows stands beside all its candidates."""
    return whole(shared, columns).repeat(counts, axis=0)


@lru_cache(maxsize=10_000)
def code(character: str) -> int:
    """A character as a category, 0 for none: stops each for itself, all others in 200 groups."""
    if not character:
        return 0
    return STOP_KINDS.find(character) + 1 if character in STOP_KINDS else 20 + crc32(character.encode()) % 200


@lru_cache(maxsize=50_000)
def word_code(word: str) -> int:
    """A word as a category; the same in every release, whatever words the lexicon gains."""
    return crc32(word.encode()) % 1021


@lru_cache(maxsize=500)
def tag_code(tag: str) -> int:
    """A part of speech, or the one it belongs to, -1 for all others."""
    return TAGS.index(tag) if tag in TAGS else TAGS.index(tag[0]) if tag[:1] in TAGS else -1


@lru_cache(maxsize=20_000)
def shallow(text: str) -> tuple[int, int, int, int, int]:
    """Of a clause: its first two parts of speech and its last, its verbs, and those behind the last 的."""
    tagged = tag_masked(text) or [("", "")]
    second = tagged[1][1] if len(tagged) > 1 else ""
    is_verb = [tag[:1] == "v" for _, tag in tagged]
    last_of = max((n for n, (word, _) in enumerate(tagged) if word == "的"), default=-1)
    return (
        tag_code(tagged[0][1]),
        tag_code(second),
        tag_code(tagged[-1][1]),
        sum(is_verb),
        sum(is_verb[last_of + 1 :]),
    )


def tag_masked(text: str) -> list[tuple[str, str]]:
    """Words with parts of speech; marked words count as one noun."""
    bare = text.replace("\u3000", "")
    return [
        pair for pair in rjieba.tag(MARKED.sub("某某", bare) if MASK in bare else bare) if pair[0].strip()
    ]


def begins(text: str, at: int, end: int) -> int:
    """Which of the groups of BEGINS a clause begins with, 0 for none."""
    match = BEGINS.match(text, at, end)
    return match.lastindex or 0 if match else 0
