"""The words that an article begins with, by which stories.py tells which event it is about."""

import re
import zlib
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import rjieba

from yulu.model import Article
from yulu.text.chinese import fold

# Chosen with the numbers of stories.py, on the same pairs.
BEGINNING = 600  # characters of the text, which tell what it is about
HEADLINE = 2  # words of the headline count twice
COLUMNS = 2**18
_WORD = re.compile(r"(?=.*\D)\w\w+")


@dataclass(frozen=True, slots=True, eq=False)
class Beginning:
    """What of an article tells which event it is about."""

    key: str
    outlet: str
    day: int  # days since year 1
    title: str
    columns: Sequence[int]  # of the words, with repeats


def words(article: Article) -> bytes:
    """The columns of the words of an article, as they are kept."""
    text = "\n".join(article.paragraphs)[:BEGINNING]
    found = (w for part in (*(article.title,) * HEADLINE, text) for w in rjieba.cut(fold(part)))
    return array("I", [column(word) for word in found if _WORD.fullmatch(word)]).tobytes()


def beginning(article: Article, words: bytes) -> Beginning | None:
    """What stories.find takes of an article; None where it has no day and so belongs to no story."""
    if article.day is None:
        return None
    day = date.fromisoformat(article.day).toordinal()
    return Beginning(article.key, article.outlet, day, article.title, memoryview(words).cast("I"))


@lru_cache(100_000)
def column(word: str) -> int:
    """The column of a word: the same in every process and build."""
    return zlib.crc32(word.encode()) % COLUMNS
