"""Whom a pronoun or another word that points back means, by what the article has said so far."""

import re
from collections.abc import Iterator

import rjieba

from yulu.lexicon.grammar import pronouns
from yulu.quotes.cast import Cast, Event, Who
from yulu.quotes.names import DOTS, HAN

PLURAL = re.compile(
    r"们$|^[这那该]?(?:些|两|三|几|多|数|一些|部分|许多|不少|众|各|其他|\d+)(?:名|位|个|家)?|与|和|、"
)
SINGULAR = re.compile(r"^(?:一|另一|另|这|该|那|某)(?:名|位)?")
# What stands before a body's noun: 法国一家|博物馆; and its letters behind: 公司|AB
DESCRIBED = re.compile(f"(?:^|[，。、；“”\u3000的是在和与])((?:(?!是)[{HAN}]){{1,16}})$")
COUNTED = re.compile("[一两三几][名位个家]")
POINTS = re.compile("^[该这此那]|[该这此那本]$")
CAPITALS = re.compile("[A-Z]*")
LOOK_BACK = 4  # paragraphs in which a pronoun may find its person


def who_spoke(cast: Cast, first: int) -> Iterator[Event]:
    """Who spoke, the last first, back to paragraph number `first`."""
    for event in reversed(cast.events):
        if event.paragraph < first:
            return
        if not event.medium:
            yield event


def antecedent(cast: Cast, pronoun: str, paragraph: int, sentence: int, at: int) -> Who:
    """Whom 他, 她, 他们, 其 mean: the speaker or the first person of the nearest sentence before.

    An empty pronoun is anybody: the subject that a clause leaves out.
    """
    plural = pronoun in ("他们", "她们", "它们", "双方", "两人", "二人", "三人", "大家", "众人", "人们")
    thing = pronoun in ("它", "它们")
    for n in range(paragraph, max(-1, paragraph - LOOK_BACK - 1), -1):
        sentences = cast.paragraphs[n].sentences
        for s in range(min(sentence, len(sentences) - 1) if n == paragraph else len(sentences) - 1, -1, -1):
            before = at if (n, s) == (paragraph, sentence) else None
            who = spoke_in(cast, n, s, pronoun, plural, thing, before)
            if who:
                return who
    return None


def spoke_in(
    cast: Cast, paragraph: int, sentence: int, pronoun: str, plural: bool, thing: bool, before: int | None
) -> Who:
    """Who speaks in a sentence, or is the first person named in it (up to the offset `before`)."""
    last_first = cast.told.get((paragraph, sentence), [])[::-1]
    for event in sorted(last_first, key=lambda e: e.nested):
        many = bool(PLURAL.search(event.speaker)) or (
            event.kind == "unnamed" and not SINGULAR.match(event.speaker)
        )
        if plural:
            fits = many or event.kind == "organisation"
        elif thing:
            fits = event.kind in ("organisation", "document")
        else:
            fits = event.kind == "person" or (event.kind == "unnamed" and not many)
        if fits and may_be(event.speaker, pronoun):
            return event.speaker, event.kind
    if plural or thing:
        return None
    bounds = cast.paragraphs[paragraph].sentences[sentence]
    plain = cast.paragraphs[paragraph].plain[bounds.start : bounds.end if before is None else before]
    people = [name for name in sorted(cast.names) if may_be(name, pronoun)]
    called = {part: name for name in people for part in (name, DOTS.split(name)[-1])}
    places = [(plain.find(part), -len(part), called[part]) for part in called if part in plain]
    return (cast.fullest(min(places)[2]), "person") if places else None


def may_be(name: str, pronoun: str) -> bool:
    """Whether 他 or 她 can mean a person, as far as the registry knows."""
    return pronoun not in ("他", "她") or pronoun in pronouns().get(name, pronoun)


def named_part(words: str) -> str:
    """Without conjunctions, prepositions, adverbs and modal verbs: 但可能会对|中资, 收到|一家非政府."""
    counted = COUNTED.search(words)
    if counted:
        return words[counted.start() :]
    at = cut = 0
    for word, tag in rjieba.tag(words):
        at += len(word)
        cut = at if tag in ("c", "p", "d", "r") or word in ("可能", "会", "将", "要", "应") else cut
    return words[cut:]


def body_before(cast: Cast, noun: str, paragraph: int, back: int = LOOK_BACK) -> Who:
    """这家博物馆 -> 法国一家博物馆: the body that the text named so, though it has not spoken yet."""
    for n in range(paragraph, max(-1, paragraph - back - 1), -1):
        plain = cast.paragraphs[n].plain
        at = plain.rfind(noun)
        while at > 0:
            before = DESCRIBED.search(plain, max(0, at - 17), at)
            if before and not POINTS.search(before[1]):
                letters = CAPITALS.match(plain, at + len(noun))
                name = named_part(before[1]) + noun + (letters[0] if letters else "")
                return cast.longer_form(name), "organisation"
            at = plain.rfind(noun, 0, at)
    return None
