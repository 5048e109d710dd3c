"""A speaker as one article names them -> the speaker, across all articles.

Names are joined by evidence only: the registry (data/speakers.yml), the Latin name that an
article puts in brackets behind a name, or the same full name. A short name that several people
may bear (史密斯) joins nobody unless every gloss of the articles agrees.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any

from rapidfuzz.distance import Levenshtein

from yulu.corpus.evidence import seen
from yulu.corpus.flaws import in_dictionary, person_like, tagged
from yulu.corpus.joint import split_joint
from yulu.corpus.names import settle
from yulu.lexicon.data_files import load
from yulu.model import Article, Gloss, Seen, Speaker, SpeakerKind
from yulu.quotes.glosses import glosses as name_glosses
from yulu.quotes.kinds import kind_of
from yulu.quotes.names import DOT, is_chinese_name, personal_name
from yulu.text.chinese import simplify

# So many articles must explain a short name, all in the same way, before the name alone will do.
AGREEING = 3
# What stands before or behind a Latin name and is no part of it: Sen. Marco Rubio, Moderna Inc.
NO_NAME = re.compile(
    "sen|rep|gov|dr|gen|mr|mrs|ms|prof|adm|lt|col|sir|dame|lord|pres|president|senator|inc|ltd|corp"
)
# Letters by which two spellings of one Latin name may differ: Dmitri and Dmitry Peskov.
MISSPELT = 2
# Article key -> for each of its quotes, in order, the `Speaker.name` of everyone who says it; () is nobody.
Who = Mapping[str, tuple[tuple[str, ...], ...]]


# Of a quote: speaker, kind, mention, and whether it is settled who speaks.
Told = tuple[str | None, SpeakerKind | None, str | None, bool]
# Everyone who says a quote: what tells them from all others, their names and kinds.
Said = tuple[tuple[str, str, SpeakerKind], ...]


@dataclass(frozen=True, slots=True)
class Cast:
    """Whom an article quotes and which names it explains."""

    key: str
    glosses: tuple[Gloss, ...]
    quotes: tuple[Told, ...]


def glosses(paragraphs: Sequence[str]) -> Iterator[Gloss]:
    """The names that a text explains in brackets: 章家敦（Gordon Chang）."""
    for name, latin in name_glosses(simplify("\n".join(paragraphs)).split("\n")).items():
        yield Gloss(name, latin)


@lru_cache(maxsize=50_000)
def plain_name(name: str) -> str:
    """One script and one dot: 約翰．克里 and 约翰-克里 are 约翰·克里."""
    simple = simplify(name).strip()
    return re.sub(f"(?<=[\u4e00-\u9fff])[{DOT}－—-](?=[\u4e00-\u9fffA-Z])", "·", simple)


@lru_cache(maxsize=50_000)
def latin_key(latin: str) -> str | None:
    """John F. Kerry, Sen. John Kerry and John Kerry are one key; a single word is none."""
    words = [w for w in re.findall("[a-zß-ž]+", latin.casefold()) if len(w) > 1 and not NO_NAME.fullmatch(w)]
    return " ".join(words) if len(words) > 1 else None


@cache
def registry() -> dict[str, Speaker]:
    """The registry's speakers by name."""
    return {
        entry["name"]: Speaker(
            entry["name"],
            entry["kind"],
            entry.get("latin"),
            entry.get("note"),
            frozenset(entry.get("aliases", [])) - {entry["name"]},
        )
        for entry in load("speakers.yml")
    }


@cache
def registered_names() -> dict[str, str]:
    """Every name, alias and Latin name of the registry, plain -> the registry's name."""
    known: dict[str, str] = {}
    for speaker in registry().values():
        for alias in [speaker.name, *sorted(speaker.aliases)]:
            known.setdefault(latin_key(alias) or plain_name(alias), speaker.name)
        if speaker.latin:
            known.setdefault(latin_key(speaker.latin) or speaker.latin, speaker.name)
    return known


def identify(articles: Iterable[Article]) -> tuple[list[Speaker], Who]:
    """All speakers, and who they are in every quote of every article, of which each is looked at once."""
    casts: list[Cast] = []
    names = settle(seen_on_the_way(articles, casts))
    spellings = one_spelling(casts)
    meanings = explained(casts, spellings)
    told = {quote for cast in casts for quote in cast.quotes}
    alone = {plain_name(name) for name, *_ in told if name}
    elsewhere = {quote: said(quote, names, alone, meanings) for quote in told}
    times: Counter[Said] = Counter()
    keys: dict[str, list[Said]] = {}
    for cast in casts:
        own = dict(meant(cast, spellings))
        here = [elsewhere[quote] for quote in cast.quotes]
        keys[cast.key] = [explained_here(each, own, meanings) for each in here] if own else here
        times.update(keys[cast.key])
    latin_names = spelled(casts)
    del casts, told, elsewhere
    written = sorted((*one, number) for each, number in times.items() for one in each)
    speakers = {
        key: speaker_of(key, [fields for _, *fields in rows], latin_names.get(key))
        for key, rows in groupby(written, key=itemgetter(0))
    }
    del written
    unique = told_apart(speakers)
    names_of = {each: tuple(dict.fromkeys(unique[key].name for key, _, _ in each)) for each in times}
    who = {article: tuple(names_of[each] for each in quotes) for article, quotes in keys.items()}
    for remembered in (plain_name, latin_key, split_joint, tagged, in_dictionary):
        remembered.cache_clear()  # names are not asked about again
    return sorted(unique.values(), key=lambda s: s.name), who


def seen_on_the_way(articles: Iterable[Article], casts: list[Cast]) -> Iterator[Seen]:
    """How the articles treat names; whom they quote is put down in `casts`."""
    before: dict[Told, Told] = {}  # what is written often is held once
    for article in articles:
        quotes: list[Told] = [
            (q.speaker, q.speaker_kind, q.mention, q.key is not None) for q in article.quotes
        ]
        casts.append(Cast(article.key, article.glosses, tuple(before.setdefault(q, q) for q in quotes)))
        yield from article.seen


def said(
    quote: Told, names: Mapping[str, str | None], alone: Container[str], meanings: Mapping[str, str]
) -> Said:
    """Who says a quote, in an article that explains none of the names."""
    speaker, kind, mention, is_settled = quote
    return tuple(
        (identity(name, kind_of_name, {}, meanings), name, kind_of_name)
        for word, kind_seen in together(speaker, kind, mention, alone)
        for name, kind_of_name in named(word, kind_seen, {} if is_settled else names)
    )


def explained_here(said: Said, own: Mapping[str, str], meanings: Mapping[str, str]) -> Said:
    """The same in an article that says itself for which Latin names some stand."""
    if not any(plain_name(name) in own for _, name, _ in said):
        return said
    return tuple((identity(name, kind, own, meanings), name, kind) for _, name, kind in said)


def together(
    speaker: str | None, kind: SpeakerKind | None, mention: str | None, alone: Container[str] | None = None
) -> Iterator[tuple[str, SpeakerKind]]:
    """Everyone who says a quote, as its article names them, with their kinds: none, one, or several together.

    Several may stand in the mention alone, where titles stand before their names. alone: the names that
    speak by themselves somewhere, without which a body is no part of a joint statement: 美国海关及边境保护局.
    """
    if speaker is None or kind is None:
        return
    parts = split_joint(plain_name(speaker)) if kind != "document" else ()
    if len(parts) < 2 and mention and kind == "person":
        names = split_joint(plain_name(mention))
        own = next((name for name in names if plain_name(speaker).endswith(name)), None)
        parts = tuple(speaker if name == own else name for name in names) if own else ()
    kinds = {name: kind_of_part(name) for name in parts}
    if len(kinds) < 2 or (alone and any(k == "organisation" and n not in alone for n, k in kinds.items())):
        yield speaker, kind
    else:
        yield from kinds.items()


def kind_of_part(name: str) -> SpeakerKind:
    return "person" if personal_name(name) else kind_of(name) or "unnamed"


def named(word: str, kind: SpeakerKind, names: Mapping[str, str | None]) -> Iterator[tuple[str, SpeakerKind]]:
    """The name that a word stands for and its kind; nothing where it is no name."""
    plain = plain_name(word)
    name = names.get(plain, plain)
    if name == plain:
        yield word, kind
    elif name is not None:
        yield name, "person" if kind == "person" or person_like(name) else kind


def seen_in(article: Article) -> tuple[Seen, ...]:
    """How an article treats the names of everyone whom it quotes."""
    text = simplify("\n".join(article.paragraphs))
    said: dict[tuple[str, SpeakerKind], float] = {}
    for quote in article.quotes:
        for name, kind in together(quote.speaker, quote.speaker_kind, quote.mention):
            key = plain_name(name), kind
            said[key] = max(quote.score, said.get(key, 0.0))
    return tuple(seen(name, kind, text, score) for (name, kind), score in said.items())


def identity(name: str, kind: SpeakerKind, own: Mapping[str, str], meanings: Mapping[str, str]) -> str:
    """What tells a speaker from all others: the registry's name, a Latin name, or the plain name."""
    plain = plain_name(name)
    known = registered_names()
    if kind == "person":
        latin = own.get(plain) or latin_key(name) or meanings.get(plain)
        if latin:
            return known.get(latin) or so_registered(plain, latin) or f"latin:{latin}"
    return known.get(plain, plain)


def so_registered(plain: str, latin: str) -> str | None:
    """The registry's person of this name, where it is the Latin name in other letters or with more words.

    卢卡申科（Alyaksandr Lukashenka） and 薛瑞福（Randy Schriver） are who the registry says, but
    约翰逊（Benny Johnson） is not Boris Johnson.
    """
    speaker = registry().get(registered_names().get(plain, ""))
    own = latin_key(speaker.latin) if speaker and speaker.latin else None
    if speaker is None or own is None:
        return None
    theirs, ours = latin.split(), own.split()
    last = ours[-1][0] == theirs[-1][0] and Levenshtein.distance(ours[-1], theirs[-1]) <= MISSPELT
    first = any(word[:2] == ours[0][:2] for word in theirs[:-1])
    return speaker.name if set(ours) <= set(theirs) or (first and last) else None


def one_spelling(casts: Iterable[Cast]) -> dict[tuple[str, str], str]:
    """For a full name and a Latin key, the key that the name has most often in nearly the same letters.

    The registry's own Latin name counts most, so that a slip of the pen makes no second person.
    """
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for cast in casts:
        for name, key in meant(cast, {}):
            seen[name][key] += 1
    known = registered_names()
    spellings: dict[tuple[str, str], str] = {}
    for name, keys in seen.items():
        speaker = registry().get(known.get(name, ""))
        registered = speaker.latin and latin_key(speaker.latin) if speaker else None
        ranked = sorted(keys, key=lambda key: (-keys[key], key))
        for n, key in enumerate(ranked):
            before = [registered, *ranked[:n]] if registered else ranked[:n]
            same = next((other for other in before if alike(key, other)), None) if is_full(name) else None
            if same:
                spellings[name, key] = spellings.get((name, same), same)
    return spellings


def alike(a: str, b: str) -> bool:
    """The same words but for a letter or two, none of them at the beginning of a word."""
    return [w[0] for w in a.split()] == [w[0] for w in b.split()] and (
        Levenshtein.distance(a, b, score_cutoff=MISSPELT) <= MISSPELT
    )


def meant(cast: Cast, spellings: Mapping[tuple[str, str], str]) -> Iterator[tuple[str, str]]:
    """The names that an article explains, with the Latin key each stands for."""
    for gloss in cast.glosses:
        key = latin_key(gloss.latin)
        if key:
            name = plain_name(gloss.name)
            yield name, spellings.get((name, key), key)


def explained(casts: Iterable[Cast], spellings: Mapping[tuple[str, str], str]) -> dict[str, str]:
    """Names that stand for a Latin name without their gloss: full names, and what all articles agree on."""
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for cast in casts:
        for name, key in meant(cast, spellings):
            seen[name][key] += 1
    return {
        name: next(iter(latin))
        for name, latin in seen.items()
        if len(latin) == 1 and (is_full(name) or latin.total() >= AGREEING)
    }


def is_full(name: str) -> bool:
    """A name that is more than a surname: 迈克尔·麦考尔, 章家敦."""
    return "·" in name or (len(name) >= 3 and is_chinese_name(name))


def spelled(casts: Iterable[Cast]) -> dict[str, str]:
    """latin:key -> the Latin name as it is written most often."""
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for cast in casts:
        for gloss in cast.glosses:
            key = latin_key(gloss.latin)
            if key:
                seen[f"latin:{key}"][gloss.latin] += 1
    return {key: most(written) for key, written in seen.items()}


def most(counts: Counter[str]) -> str:
    """The most frequent, of these the longest, of these the first in order."""
    return min(counts, key=lambda text: (-counts[text], -len(text), text))


def speaker_of(key: str, rows: Iterable[Sequence[Any]], latin: str | None) -> Speaker:
    """The speaker of a key. The rows: name as it is written, kind, how many quotes."""
    written: Counter[str] = Counter()
    plain: Counter[str] = Counter()
    kinds: Counter[SpeakerKind] = Counter()
    for name, kind, n in rows:
        written[name] += n
        plain[plain_name(name)] += n
        kinds[kind] += n
    if key in registry():
        known = registry()[key]
        aliases = (known.aliases | set(written)) - {known.name}
        return Speaker(known.name, known.kind, known.latin, known.note, aliases)
    full = Counter({name: n for name, n in plain.items() if is_full(name)})
    name = most(full or plain)
    kind = min(kinds, key=lambda k: (-kinds[k], k))
    if kind == "person" and latin is None and name.isascii():
        latin = name
    return Speaker(name, kind, latin, None, frozenset({*written, *plain} - {name}))


def told_apart(speakers: dict[str, Speaker]) -> dict[str, Speaker]:
    """Different people of one name get their Latin name behind it: 史密斯（Adam Smith）."""
    bearers = Counter(speaker.name for speaker in speakers.values())
    taken = {s.name for s in speakers.values() if bearers[s.name] == 1}
    result = {}
    for key, speaker in sorted(speakers.items()):
        name = speaker.name
        if bearers[name] > 1 and speaker.latin and key not in registry():
            name = f"{speaker.name}（{speaker.latin}）"
        n = 2
        while name in taken and bearers[speaker.name] > 1:
            name, n = f"{speaker.name}（{n}）", n + 1
        taken.add(name)
        aliases = speaker.aliases | ({speaker.name} if name != speaker.name else frozenset())
        result[key] = Speaker(name, speaker.kind, speaker.latin, speaker.note, frozenset(aliases))
    return result
