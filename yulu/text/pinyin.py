"""How Chinese names are read, and under which letter they stand. Apart from chinese.py, because the tables of
readings take fifty megabytes and a build needs none of them.
"""

import unicodedata
from functools import cache, lru_cache
from string import ascii_uppercase

from pypinyin import lazy_pinyin
from pypinyin.constants import PINYIN_DICT as pinyin_dict

from yulu.text.chinese import simplify

# Surnames that are read otherwise than the same characters elsewhere.
SURNAMES = {"曾": "Z", "单": "S", "解": "X", "仇": "Q", "区": "O", "查": "Z", "翟": "Z"}


@lru_cache(maxsize=100_000)
def initial(name: str, kind: str) -> str:
    """The letter under which an index lists a speaker of a kind: that of the pinyin; "#" where none is."""
    first = next((character for character in simplify(name) if character.isalnum()), "")
    if kind == "person" and first in SURNAMES:
        return SURNAMES[first]
    letter = unicodedata.normalize("NFD", "".join(lazy_pinyin(first)))[:1].upper()
    return letter if letter and letter in ascii_uppercase else "#"


@cache
def _reading(character: str) -> str:
    written = pinyin_dict.get(ord(character))
    if written is None:
        return character
    return "".join(
        c for c in unicodedata.normalize("NFD", written.split(",")[0]) if not unicodedata.combining(c)
    )


def reading(folded: str) -> str:
    """Folded text in pinyin, without tones and spaces: each character in its most frequent reading."""
    return "".join(map(_reading, folded))
