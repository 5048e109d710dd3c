"""What a second reader would gain on labelled articles, read blind, and what it costs."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from yulu.extraction import load
from yulu.model import Article
from yulu.quotes import labels
from yulu.scoring import Label, Score, score
from yulu.second_reader.doubts import of_pages
from yulu.second_reader.exchange import Answered, as_verdicts
from yulu.second_reader.question import Question, page_of
from yulu.verdicts.folder import Verdicts
from yulu.verdicts.verdict import Verdict, verdict_of

TRUSTS = (0.0, 0.5, 0.8, 0.9, 0.95)
KINDS = ("direct", "indirect")
TOLD = {"model": "measured", "date": "2000-01-01"}


@dataclass(frozen=True, slots=True)
class Labelled:
    article: Article
    label: Label


def labelled(label_path: Path, articles: Path) -> list[Labelled]:
    """The labelled articles with their quotes as they are found. `articles` is a folder above the files.

    Raises LabelError where one is missing.
    """
    found = []
    for one in labels.load(labels.read([label_path]), [articles]):
        article = load(Path(one.article.source_path))
        if isinstance(article, Article) and not one.is_pattern:
            found.append(Labelled(article, {"quotes": one.raw}))
    return found


def questions(read: Sequence[Labelled], below: float, limit: int) -> list[Question]:
    """What would be asked of these articles; the labels play no part in it."""
    cues = Counter(quote.cue for one in read for quote in one.article.quotes if quote.cue)
    return of_pages(
        [page_of(one.article) for one in read], below, limit, [c for c, _ in cues.most_common(60)]
    )


def table(
    read: Sequence[Labelled], asked: Iterable[Question], answers: Mapping[str, Answered]
) -> Iterator[str]:
    """Who said what, without the second reader, and with it for each sureness that may be asked for."""
    counts: Counter[str] = Counter()
    entries = list(as_verdicts(asked, answers, TOLD, counts))
    said = [verdict_of(entry, "measure", n) for n, entry in enumerate(entries, 1)]
    yield ", ".join(f"{n:,} {what}" for what, n in sorted(counts.items()))
    yield f"{'trust':>8}  {'verdicts':>8}  " + "  ".join(
        f"{kind} {name}" for kind in KINDS for name in ("F1", "who said what")
    )
    yield row("without", 0, scored(read, []))
    for trust in TRUSTS:
        applied = sum((verdict.sure or 0) >= trust for verdict in said)
        yield row(f"{trust:.2f}", applied, scored(read, said, trust))


def scored(read: Sequence[Labelled], said: Sequence[Verdict], trust: float = 0.0) -> Score:
    total, verdicts = Score(), Verdicts(said, trust=trust)
    for one in read:
        score(verdicts.applied(one.article), one.label["quotes"], [total])
    return total


def row(name: str, applied: int, total: Score) -> str:
    figures = [total.kinds[kind].row() for kind in KINDS]
    cells = [f"{f[column]:.3f}" for f in figures for column in ("F1", "who said what")]
    widths = [len(f"{kind} {name}") for kind in KINDS for name in ("F1", "who said what")]
    return f"{name:>8}  {applied:8,}  " + "  ".join(f"{c:>{w}}" for c, w in zip(cells, widths, strict=True))
