"""A speaker as one article names them -> the speaker, across all articles."""

import re
from collections.abc import Iterable, Iterator, Sequence

from yulu.model import Article, Gloss, Speaker

_GLOSS = re.compile(
    r"([\u4e00-\u9fff][\u4e00-\u9fff·•‧・．-]{1,20})\s?[（(]\s?([A-Z][A-Za-zÀ-ÿ.'’ -]{2,40})\s?[)）]"
)


def glosses(paragraphs: Iterable[str]) -> Iterator[Gloss]:
    """The names that a text explains in brackets: 章家敦（Gordon Chang）."""
    for paragraph in paragraphs:
        for match in _GLOSS.finditer(paragraph):
            yield Gloss(match[1], match[2].strip())


def identify(articles: Sequence[Article]) -> tuple[list[Speaker], dict[tuple[str, str], str]]:
    """All speakers, and for (article key, speaker as the article names them) the `Speaker.name`."""
    kinds = {q.speaker: q.speaker_kind for a in articles for q in a.quotes if q.speaker}
    who = {(a.key, q.speaker): q.speaker for a in articles for q in a.quotes if q.speaker}
    return [
        Speaker(name, kind or "unnamed", None, None, frozenset()) for name, kind in sorted(kinds.items())
    ], who
