"""Takedown of a speaker: who is meant is known only when names are joined across articles."""

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from itertools import chain

from yulu.corpus.speakers import Who, latin_key, plain_name
from yulu.database.ids import digest
from yulu.model import Article, Removed, Speaker
from yulu.verdicts.folder import Verdicts
from yulu.verdicts.hiding import redacted, with_keys
from yulu.verdicts.verdict import Verdict


def without_speakers(
    walk: Callable[[Container[str]], Iterable[Article]],
    speakers: Sequence[Speaker],
    who: Who,
    said: Verdicts,
) -> tuple[dict[str, Article], list[Speaker], Who, list[Removed]]:
    """Speakers and who says what without those whom a verdict hides, and the articles, by key, that are
    others without their words. `walk` gives the articles of some keys.
    """
    hidden: dict[str, Verdict] = {}
    for verdict in said.verdicts:
        if verdict.verdict == "hide" and verdict.speaker:
            hidden |= dict.fromkeys(named(verdict.speaker, speakers), verdict)
    if not hidden:
        return {}, list(speakers), who, []
    gone = [
        Removed("speakers", digest(name), hidden[speaker.name].id)
        for speaker in speakers
        if speaker.name in hidden
        for name in (speaker.name, *speaker.aliases)  # the number of a name, from which nobody reads it
    ]
    left, says = {}, dict(who)
    for article in walk({key for key, said_by in who.items() if hidden.keys() & chain(*said_by)}):
        left[article.key], says[article.key] = without_words(article, who[article.key], hidden)
    return left, [speaker for speaker in speakers if speaker.name not in hidden], says, gone


def named(name: str, speakers: Iterable[Speaker]) -> list[str]:
    """Names of the speakers who have this name; of those who have it as another name if nobody has."""
    plain, latin = plain_name(name), latin_key(name)
    own = [s.name for s in speakers if plain_name(s.name) == plain]
    return own or [
        s.name
        for s in speakers
        if plain in {plain_name(alias) for alias in s.aliases}
        or (latin is not None and s.latin is not None and latin_key(s.latin) == latin)
    ]


def without_words(
    article: Article, names: Sequence[tuple[str, ...]], hidden: Mapping[str, Verdict]
) -> tuple[Article, tuple[tuple[str, ...], ...]]:
    """The article without what hidden speakers say in it, and the speakers of the quotes that are left."""
    article = with_keys(article)
    quotes = {quote.key or "": quote for quote in article.quotes}
    said_by = dict(zip(quotes, names, strict=True))
    words = {key: hidden[name] for key, speakers in said_by.items() for name in speakers if name in hidden}
    article = redacted(article, words, quotes)
    return article, tuple(said_by[quote.key or ""] for quote in article.quotes)
