"""Which of the words that stand where a speaker is named are a name, by the evidence of all articles.

An article tells how its text treats a word (evidence.py): how often it stands there, whether the dictionary
cuts it at an end (马云最|近), whether a title or a gloss names it, whether a shorter form stands alone.
`settle` adds this up over all articles and says for every word which name it is, or that it is none.
"""

import re
from collections.abc import Iterable

import rjieba

from yulu.corpus.evidence import Evidence, Witnesses, group, most
from yulu.corpus.flaws import (
    Words,
    flaw,
    is_common,
    is_function_word,
    people,
    person_like,
    tagged,
    words_of_saying,
)
from yulu.lexicon.grammar import double_surnames, registered, transliteration, words
from yulu.model import Seen, SpeakerKind
from yulu.quotes.names import DOT, JOINTS, is_chinese_name, is_transliterated

LEADING = re.compile(r"^[^\w《“「『‘（(【]+|^[」』”》）)】]+")
TIME_BEFORE = re.compile(
    r"^(?:\d+ ?年 ?)?\d+ ?月(?: ?\d+ ?日)?|^\d+ ?日(?!本)|^[一二三四五六七八九十\d]+点(?:[多半]|\d+分)?"
)
GIVEN_TAGS = frozenset(["ag", "ng", "g", "nr"])


def settle(seen: Iterable[Seen]) -> dict[str, str | None]:
    """For every name the one it stands for: itself, a shorter or longer one, None where it is no name."""
    witnesses = Witnesses(seen)
    known_words = Words.of(witnesses.kinds())
    return {name: name_of(name, known, known_words) for name, known in witnesses}


def name_of(name: str, known: Evidence, corpus: Words) -> str | None:
    """The name that a word stands for by what is known of it, None where it is no name."""
    if name in registered():
        return name
    name = without_end(without_front(whole(name, known), known), known)
    if name in registered():
        return name
    return name if flaw(name, known, corpus) is None else None


def whole(name: str, known: Evidence) -> str:
    """The words whole at both ends: 些媒体 -> 有些媒体, 马云最|近 -> 马云, 银保监|会 -> 银保监会."""
    then = most(known.then)
    inside, outside = most(known.behind)
    if known.kind == "person" and then and goes_on(name, then, known):
        name += then.rstrip("（(")
    elif known.kind != "person" and known.then[then] == known.articles and then in group("ends_of_bodies"):
        name += then
    elif outside and list(rjieba.cut(name, hmm=False)) != [name]:
        if belongs(name, inside, outside, known.kind):
            name += outside
        elif len(inside) == 1 and len(name) > 2 and is_cut(name, inside, outside, known):
            name = name[:-1].rstrip(DOT)
    outside, inside = most(known.before)
    person, dotted = known.kind == "person", JOINTS.search(name)
    if not outside or (person and not dotted and (known.titled or len(inside) > 1)):
        return name
    if not inside:
        return outside + name  # 强|纳森·米勒
    if person and len(inside) == 1:
        return name[1:] if dotted else ""  # 丈|夫卡雷尔·帕内克; 裁判|官上
    return outside + name


def goes_on(name: str, then: str, known: Evidence) -> bool:
    """刘国|强, 库普|干（Kupchan）: in every article the text goes on with what is no word of its own."""
    if known.then[then] < known.articles:
        return False
    if len(then) > 1 and (then[-1] in "（(" or then[0] in DOT):
        return is_transliterated(JOINTS.split(name)[-1])
    function = group("adverbs_behind") | words("name_stop") | words_of_saying()
    return len(name) == 2 and len(then) == 1 and then not in function and is_one_name(name + then)


def is_one_name(name: str) -> bool:
    tags = [tag for _, tag in tagged(name)]
    return is_chinese_name(name) and (len(tags) == 1 or (len(tags) == 2 and tags[1] in GIVEN_TAGS))


def belongs(name: str, inside: str, outside: str, kind: SpeakerKind) -> bool:
    """Whether the rest of a word that goes over the end of a name is of the name."""
    if outside.isascii():
        return True
    if kind == "person":
        whole_name = name + outside
        chinese = inside == name and is_chinese_name(whole_name)  # 刘国|强
        return chinese or whole_name in people() or all(c in transliteration() for c in whole_name)
    if len(inside) == 1:
        return outside[-1] in words("body_end") | {"所", "行", "会"}
    return inside != name and outside not in words_of_saying()


def is_cut(name: str, inside: str, outside: str, known: Evidence) -> bool:
    """马云最|近; but 何伟文|说 is no 文说, and 朴元淳|于 no 淳于."""
    if known.kind != "person":
        return inside != "人" and ends_with_single(name)
    stands = known.shorter[name[:-1]] > 0
    return stands or (outside not in words_of_saying() and inside + outside not in double_surnames())


def ends_with_single(name: str) -> bool:
    """学生|报, but not 媒体人."""
    return len(rjieba.cut(name, hmm=False)[-1]) == 1


def without_front(name: str, known: Evidence) -> str:
    """Without marks and conjunctions: --华为高管, 但|白宫, 据|路透社; the negation back: 未|具名官员."""
    name = LEADING.sub("", name).rpartition("：")[2]
    if known.kind == "person":
        return name if known.marked else without_common_word(name.rpartition("的")[2])
    name = TIME_BEFORE.sub("", name)
    if not name:
        return name
    before = most(known.restored)
    cut_off = len(before) > 1 or (tagged(name)[0][1] in ("v", "vn") and (before != "被" or "的" in name))
    if before and cut_off:
        return before + name
    first = rjieba.cut(name, hmm=False)[0]
    return name[len(first) :] if first in group("dropped_before") and len(name) > len(first) + 1 else name


def without_common_word(name: str) -> str:
    """总监|法勒, 女婿|库什纳: a foreign name without the word of the dictionary before it."""
    first = rjieba.cut(name, hmm=False)[0] if name else ""
    rest = name[len(first) :]
    if len(first) < 2 or len(rest) < 2 or not is_common(first) or all(c in transliteration() for c in first):
        return name
    return rest if is_transliterated(rest) else name


def without_end(name: str, known: Evidence) -> str:
    """Without what stands behind or before the name itself: 王毅|才, 蓬佩奥|本人, 札幌市长|秋元克广."""
    for form, times in known.shorter.items():
        behind = name[len(form) :] if name.startswith(form) else ""
        if known.kind == "person" and behind and is_longer_by_chance(form, behind, times, known):
            return form
        if known.kind != "person" and name.endswith(form) and person_like(form) and times >= known.times:
            return form
    ends = (name[:at] for at in range(2, len(name)) if name[at:] in group("behind_names"))
    return next((base for base in ends if base in people()), name)


def is_longer_by_chance(form: str, behind: str, alone: int, known: Evidence) -> bool:
    """王毅|才 beside 王毅; but 阿比特 is not 阿比, where the text never has it alone."""
    adverb = all(c in group("adverbs_behind") for c in behind)
    then = most(known.then)
    if form in people() and then and list(rjieba.cut(behind + then[0], hmm=False)) == [behind + then[0]]:
        return True  # 奥布莱恩|本|月初
    if form in people():
        foreign = all(c in transliteration() for c in form + behind)
        return alone > known.times or (not foreign and (adverb or is_function_word(behind)))
    return adverb and alone >= known.times > 0
