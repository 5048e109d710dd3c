"""Verdicts -> the article that they name, corrected: its quotes, and what became of each verdict."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from yulu.corpus.speakers import plain_name, registered_names, registry
from yulu.database.ids import SPAN, digest
from yulu.model import Article, Correction, Kind, Quote, Removed, SpeakerKind
from yulu.verdicts.hiding import redacted, stripped, with_keys
from yulu.verdicts.verdict import Verdict

RULE = "verdict"  # of a quote that a verdict added
NO_SUCH_WORDS = "the article has no such words"
UNPLACED = {
    "other words": "the quote of this number has other words now",
    "several quotes": "several quotes of the article have these words: name it by its number",
    "unknown quote": "the article has no such quote",
}
COLLISIONS = 3  # a number may be so much higher than the digest it is made from
# What a verdict settles: two that settle the same in different ways disagree.
SETTLES = {"right": "quote", "no quote": "quote", "speaker": "speaker", "kind": "kind", "words": "words"}


def number(key: str) -> int:
    """The last eight digits of the id of a key, as long as no other key of the day has them."""
    return digest(key) % SPAN


def same_words(a: str, b: str) -> bool:
    return "".join(a.split()) == "".join(b.split())


@dataclass
class Page:
    """An article while its verdicts are applied."""

    article: Article
    text: str
    quotes: dict[str, Quote]  # by key, as they are so far
    found: dict[str, Quote]  # as the extraction found them
    corrections: list[Correction]

    @classmethod
    def of(cls, article: Article) -> "Page":
        quotes = {quote.key or "": quote for quote in with_keys(article).quotes}
        return cls(article, "\n".join(article.paragraphs), quotes, dict(quotes), [])

    def say(self, verdict: Verdict, state: str, key: str | None = None, **more: str | None) -> None:
        place = number(key) if key else None
        self.corrections.append(Correction(verdict.id, state, place, **more))  # type: ignore[arg-type]


def applied(article: Article, named: Sequence[Verdict], trust: float) -> Article:
    """The article as the verdicts that name it want it; `trust` is how sure a model must be of itself."""
    whole = next((v for v in named if v.verdict == "hide" and v.quote is None and v.speaker is None), None)
    if whole:
        return stripped(article, whole, named)
    page = Page.of(article)
    for verdict in sorted((v for v in named if v.verdict == "missed"), key=strength):
        add(page, verdict, trust)
    about: dict[str, list[Verdict]] = defaultdict(list)
    for verdict in sorted((v for v in named if v.verdict != "missed"), key=strength):
        key = place_of(page, verdict, named)
        if key:
            about[key].append(verdict)
    hidden = {key: v for key, verdicts in about.items() for v in verdicts if v.verdict == "hide"}
    for key, verdicts in about.items():
        if key not in hidden:
            correct(page, key, verdicts, trust)
    quotes = sorted(page.quotes.values(), key=lambda q: (q.start, -q.end, q.kind))
    changed = replace(article, quotes=tuple(quotes), corrections=tuple(page.corrections), removed=gone(page))
    return redacted(changed, hidden, page.found) if hidden else changed


def strength(verdict: Verdict) -> tuple[bool, str]:
    """Of two that disagree, the stronger sorts last: a person, and the later."""
    return verdict.model is None, verdict.date


def place_of(page: Page, verdict: Verdict, named: Iterable[Verdict]) -> str | None:
    """The key of the quote that a verdict names by its number and words, or by its article and words.

    Words are those of the extraction or those that another verdict gave the quote. Where the
    verdict names this article but none of its quotes, that is noted.
    """
    numbered = [key for key in page.found if verdict.quote and is_number(page.article, key, verdict.quote)]
    if verdict.words is None:
        exact = [key for key in numbered if number(key) == (verdict.quote or 0) % SPAN]
        fits = (exact or numbered)[:1]
    else:
        words = verdict.words
        given = {v.text for v in named if v.verdict == "words" and v.quote == verdict.quote and v.text}
        corrected = any(same_words(words, text) for text in given)
        fits = [key for key in numbered if corrected or same_words(words, page.found[key].text)]
        if not fits and _is_named(page.article, verdict):
            fits = [key for key, quote in page.found.items() if same_words(words, quote.text)]
    if len(fits) == 1:
        return fits[0]
    if numbered or _is_named(page.article, verdict):
        reason = "several quotes" if fits else "other words" if numbered else "unknown quote"
        page.say(verdict, "skipped", reason=reason, detail=UNPLACED[reason])
    return None


def is_number(article: Article, key: str, quote: int) -> bool:
    """Whether a quote's id may be this: its day, and its digest or a little more."""
    day = int((article.day or "0").replace("-", ""))
    return quote // SPAN == day and 0 <= quote % SPAN - number(key) <= COLLISIONS


def _is_named(article: Article, verdict: Verdict) -> bool:
    """Verdicts come here by the number of a quote too: then another article may be meant."""
    return verdict.article is not None and (
        verdict.article == article.url or verdict.article_key == article.key
    )


def correct(page: Page, key: str, verdicts: Sequence[Verdict], trust: float) -> None:
    """Apply what is said of one quote, in the order of strength."""
    persons = any(v.model is None for v in verdicts)
    last: dict[str, Verdict] = {}
    for verdict in verdicts:
        if verdict.model and (persons or (verdict.sure or 0) < trust):
            page.say(verdict, "overruled" if persons else "unsure", key)
            continue
        before = last.get(SETTLES[verdict.verdict])
        last[SETTLES[verdict.verdict]] = verdict
        if before:
            overrule(page, key, before, verdict)
    for verdict in last.values():
        change(page, key, verdict)


def overrule(page: Page, key: str, before: Verdict, after: Verdict) -> None:
    """The later one wins; where two people say different things, that is noted."""

    def says(verdict: Verdict) -> tuple[str | None, ...]:
        return verdict.verdict, verdict.speaker, verdict.kind, verdict.text

    if says(before) == says(after):
        page.say(before, "applied", key)
    elif before.model:
        page.say(before, "overruled", key)
    else:
        detail = f"{after.file}:{after.line} says otherwise and is later"
        page.say(before, "overruled", key, reason="disagrees", detail=detail)


def change(page: Page, key: str, verdict: Verdict) -> None:
    quote = page.quotes.get(key)
    if quote is None:  # another verdict has taken it out
        page.say(verdict, "overruled", key)
        return
    new: Quote | None = quote
    was, now = None, None
    if verdict.verdict == "no quote":
        new, was = None, quote.text
    elif verdict.verdict == "speaker":
        new, was, now = spoken_by(page.article, quote, verdict), quote.speaker, verdict.speaker
    elif verdict.verdict == "kind" and verdict.kind:
        new, was, now = replace(quote, kind=verdict.kind), quote.kind, verdict.kind
    elif verdict.verdict == "words" and verdict.text:
        start = nearest(page.text, verdict.text, quote.start)
        if start is None:
            page.say(
                verdict, "skipped", key, reason="not in the text", detail="the article has no such words"
            )
            return
        new, was, now = moved(page, quote, start, verdict.text), quote.text, verdict.text
    if new:
        page.quotes[key] = replace(new, score=sureness(verdict))
    else:
        del page.quotes[key]
    page.say(verdict, "applied", key, was=was, now=now)


def sureness(verdict: Verdict) -> float:
    """The score of a quote that a verdict has settled: a person is sure, a model as sure as it says."""
    return 1.0 if verdict.model is None else verdict.sure or 0.0


def moved(page: Page, quote: Quote, start: int, text: str) -> Quote:
    paragraph = page.text.count("\n", 0, start)
    return replace(quote, text=text, start=start, end=start + len(text), paragraph=paragraph)


def nearest(text: str, words: str, start: int) -> int | None:
    """Where words stand in a text, nearest to a place."""
    found = list(places(text, words))
    return min(found, key=lambda place: abs(place - start)) if found else None


def places(text: str, words: str) -> Iterator[int]:
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + 1)


def spoken_by(article: Article, quote: Quote, verdict: Verdict) -> Quote:
    """The quote with another speaker. A mention that named the former one goes, a pronoun stays."""
    name = verdict.speaker
    kind = kind_of(article, name, verdict.speaker_kind) if name else None
    mention = quote.mention
    if mention and quote.speaker and (mention in quote.speaker or quote.speaker in mention):
        mention = name if name and name in article.paragraphs[quote.paragraph] else None
    return replace(quote, speaker=name, speaker_kind=kind, mention=verdict.mention or mention)


def kind_of(article: Article, name: str, said: SpeakerKind | None) -> SpeakerKind:
    """As the verdict says, else as the article's other quotes or the registry know them, else a person."""
    here = next((q.speaker_kind for q in article.quotes if q.speaker == name and q.speaker_kind), None)
    known = registry().get(registered_names().get(plain_name(name), ""))
    return said or here or (known.kind if known else "person")


def add(page: Page, verdict: Verdict, trust: float) -> None:
    """A quote that was missed; one that is found by now has its speaker checked."""
    kind, text = verdict.kind, verdict.text
    assert kind and text  # fields that the verdict must have
    if verdict.model and (verdict.sure or 0) < trust:
        page.say(verdict, "unsure")
        return
    there = next((k for k, q in page.quotes.items() if q.kind == kind and q.text == text), None)
    if there:
        now = spoken_by(page.article, page.quotes[there], verdict)
        page.quotes[there] = replace(now, score=sureness(verdict))
        page.say(verdict, "applied", there, was=text, now=text)
        return
    start = next(places(page.text, text), None)
    if start is None:
        page.say(verdict, "skipped", reason="not in the text", detail=NO_SUCH_WORDS)
        return
    before = sum((q.kind, q.text) == (kind, text) for q in page.found.values())
    key = key_of(page.article, kind, text, before + 1)
    speaker = verdict.speaker
    speaker_kind = kind_of(page.article, speaker, verdict.speaker_kind) if speaker else None
    who = (speaker, speaker_kind, verdict.mention, verdict.cue, verdict.via)
    paragraph = page.text.count("\n", 0, start)
    quote = Quote(kind, text, start, start + len(text), paragraph, *who, RULE, sureness(verdict), key)
    page.quotes[key] = page.found[key] = quote
    page.say(verdict, "applied", key, now=text)


def key_of(article: Article, kind: Kind, text: str, occurrence: int) -> str:
    """By the rule of every key, so that a quote that the extraction finds one day keeps its id."""
    return "\n".join((article.key, kind, text, str(occurrence)))


def gone(page: Page) -> tuple[Removed, ...]:
    by_number = {c.quote: c.verdict for c in page.corrections if c.state == "applied"}
    return tuple(
        Removed("quotes", number(key), by_number.get(number(key), ""))
        for key in page.found
        if key not in page.quotes
    )
