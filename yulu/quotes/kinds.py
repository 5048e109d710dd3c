"""What kind of speaker a noun phrase without a personal name is: a body, a text, somebody unnamed."""

import re
from functools import lru_cache

import rjieba

from yulu.lexicon.grammar import registered, tail, words
from yulu.model import SpeakerKind
from yulu.quotes.names import after_title, apposed_body, is_body, personal_name

# Parts of speech (of the dictionary behind rjieba) in a noun phrase without verb.
NAMING = frozenset(
    ["n", "nr", "nrt", "nrfg", "ns", "nt", "nz", "ng", "j", "l", "i", "eng", "an", "x", "s", "uj"]
)
DESCRIBING = frozenset(["a", "b", "k"])
COUNTED = re.compile(r"(?:一|两|三|几|多|数|这|那|该|另|某|\d+)(?:名|位|群|组|对)")
# A company with its foreign name: 美国公司莫德纳Moderna
ABROAD = re.compile(r"(?:公司|集团|机构|企业|银行|大学|组织).{0,6}[A-Za-z][\w&.-]*$")


NUMBER_OF_THINGS = re.compile(r"[\d一二三四五六七八九十百千万多余]+[个处家项次条]")
JOIN = re.compile("[与和及、]")
MARKED_AT_END = re.compile("[“「『](.+?)[”」』]$")
BOOK_AT_END = re.compile("《.+》$")
PAPERS = ("报》", "刊》", "杂志》", "网》", "新闻》")
LATIN_WORDS = re.compile(r"(?=[^A-Za-z]*[A-Za-z])[A-Za-z0-9][\w&.\- ]*")
PAIRS = ("《》", "“”", "「」", "『』")


@lru_cache(maxsize=100_000)
def kind_of(phrase: str) -> SpeakerKind | None:
    """Whether a noun phrase without personal name is a body, a text, or somebody unnamed.

    None: nothing that can speak.
    """
    entry = registered().get(phrase)
    if entry:
        return "person" if entry[1] == "person" else "organisation"
    if COUNTED.match(phrase):
        return "unnamed"
    if NUMBER_OF_THINGS.fullmatch(phrase):
        return None
    parts = JOIN.split(phrase)
    if len(parts) > 1 and all(len(part) > 1 for part in parts):
        kinds = [kind_of(part) or ("person" if personal_name(part) else None) for part in parts]
        return "unnamed" if None not in kinds and kinds[-1] != "document" else kinds[-1]
    marked = MARKED_AT_END.search(phrase)
    if marked:
        before = phrase[: marked.start()]
        return kind_of(marked[1]) or (kind_of(before) if before else None)
    if phrase.endswith("》") and phrase.startswith("《"):
        return "organisation" if phrase.endswith(PAPERS) else "document"
    if is_text(phrase):
        return "document"
    if (
        ends_with(phrase, "organisation")
        or any(is_body(phrase[at:]) for at in range(len(phrase) - 2))  # 中国大陆|国台办
        or ABROAD.search(phrase)
        or BOOK_AT_END.search(phrase)
        or is_place(phrase)
    ):
        return "organisation"
    if after_title(phrase) == "" or tail("person_like", phrase):
        return "unnamed"
    if apposed_body(phrase):
        return "organisation"
    return "organisation" if LATIN_WORDS.fullmatch(phrase) else None


@lru_cache(maxsize=100_000)
def kind_unlisted(phrase: str) -> SpeakerKind | None:
    """Of a subject that no list knows: 三菱重工 and 香港迪士尼乐园 are names, 当地阿訇 and 民调 are none.

    None where it is no noun phrase, or nothing but a text or a number of things.
    """
    tagged = rjieba.tag(phrase)
    tags = {tag for _, tag in tagged}
    if not 2 <= len(phrase) <= 16 or not tags & NAMING or tags - NAMING - DESCRIBING:
        return None
    if is_text(phrase) or ends_with(phrase, "thing"):
        return None
    return "unnamed" if tagged[-1][1] == "n" else "organisation"


@lru_cache(maxsize=100_000)
def is_place(phrase: str) -> bool:
    """A country or a town, which newspapers let speak: 北京, 华盛顿."""
    tagged = rjieba.tag(phrase)
    return all(tag in ("ns", "nt", "nrfg") for _, tag in tagged) and len(tagged) <= 2


@lru_cache(maxsize=10_000)
def unmarked(phrase: str, ends: str) -> str:
    """A phrase without `ends` around it, but whole where half a pair would stay: 台湾《自由时报》."""
    bare = phrase.strip(ends)
    return bare if all(bare.count(p[0]) == bare.count(p[1]) for p in PAIRS) else phrase.strip("，,、。 的")


def text_named(phrase: str) -> str:
    """声明中 -> 声明; 克里 stays."""
    if not phrase.endswith(("中", "里", "内", "上")):
        return phrase
    inside = re.fullmatch(r"(.+?)(?:一?文)?(?:中|里|内|上)", phrase)
    return inside[1] if inside and is_text(inside[1]) else phrase


def is_text(phrase: str) -> bool:
    """声明, 公开信; 电信 only looks so."""
    return ends_with(phrase, "document") and not ends_with(phrase, "no_document")


def ends_with(phrase: str, group: str) -> bool:
    return any(phrase[at:] in words(group) for at in range(max(0, len(phrase) - 6), len(phrase)))
