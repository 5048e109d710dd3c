"""How much a second reader is worth: the labels answer for the most doubtful quotes.

    python benchmarks/second_reading.py [--labels PATH... --articles FOLDER...] [--write]

Without labels: the samples, which the models have not learnt from, with theirs. With labels: every article
is read by models that have not seen it, as benchmarks/quotes.py does. The answers go the way of any second
reader's: only words that stand in the article are taken, and become verdicts that are applied. `--write`
records the curve in benchmarks/second_reading.json, which the page /about draws.
"""

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from yulu.model import Quote
from yulu.quotes.labels import load
from yulu.quotes.labels import read as read_labels
from yulu.quotes.train import calibrate, cross_validate
from yulu.quotes.training import Lesson
from yulu.scoring import Label, overlap, places, squeeze
from yulu.second_reader.answer import Answer, Rejected, Said, verdicts
from yulu.second_reader.measure import KINDS, TOLD, Labelled, labelled, scored
from yulu.second_reader.question import Given, Page, about_quote, page_of
from yulu.verdicts.verdict import Verdict, verdict_of

ROOT = Path(__file__).parent.parent
CURVE = ROOT / "benchmarks" / "second_reading.json"
SHARES = (0, 5, 10, 20, 40, 100)  # percent of the quotes, the most doubtful first
SAME = 0.3  # of the characters: less is another quote


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--labels", type=Path, nargs="+")
    parser.add_argument("--articles", type=Path, nargs="+", default=[])
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    read = unseen(args.labels, args.articles) if args.labels else samples()
    curve = [point(read, share) for share in SHARES]
    print(f"{len(read)} labelled articles")
    columns = ("quotes", "changed", "not taken", *KINDS)
    print(f"{'read again':>10} " + " ".join(f"{column:>9}" for column in columns))
    for row in curve:
        cells = (f"{row[c]:9.3f}" if c in KINDS else f"{row[c]:9}" for c in columns)
        print(f"{row['percent']:>9}% " + " ".join(cells))
    if args.write:
        write(len(read), curve)


def samples() -> list[Labelled]:
    return labelled(ROOT / "tests" / "samples_quotes.json", ROOT)


def unseen(paths: Sequence[Path], articles: Sequence[Path]) -> list[Labelled]:
    """The articles with the quotes and scores that models trained on the others give."""
    known = cross_validate([Lesson.of(one) for one in load(read_labels(paths), articles)])
    calibrate(known)
    return [
        Labelled(
            replace(one.lesson.labelled.article, quotes=tuple(map(scored_so, one.quotes, one.scores))),
            {"quotes": one.lesson.labelled.raw},
        )
        for one in known
    ]


def scored_so(quote: Quote, score: float) -> Quote:
    return replace(quote, score=score)


def point(read: Sequence[Labelled], percent: int) -> dict[str, float]:
    """Who said what (F1) of each kind, after so many percent of the quotes were read again."""
    doubtful = sorted(
        ((quote.score, quote.id, n) for n, one in enumerate(read) for quote in page_of(one.article).quotes)
    )
    chosen: dict[int, set[int]] = {}
    for _, id, n in doubtful[: round(len(doubtful) * percent / 100)]:
        chosen.setdefault(n, set()).add(id)
    counts: Counter[str] = Counter()
    said = [v for n, ids in chosen.items() for v in read_again(read[n], ids, counts)]
    total = scored(read, said)
    return {
        "percent": percent,
        "quotes": sum(map(len, chosen.values())),
        "changed": counts["changed"],
        "not taken": counts["not taken"],
        **{kind: total.kinds[kind].row()["who said what"] for kind in KINDS},
    }


def read_again(one: Labelled, ids: set[int], counts: Counter[str]) -> list[Verdict]:
    page, said = page_of(one.article), []
    for quote in page.quotes:
        if quote.id not in ids:
            continue
        try:
            entries = verdicts(about_quote(page, quote), answer(page, quote, one.label))
        except Rejected:
            counts["not taken"] += 1
            continue
        counts["changed"] += any(entry["verdict"] != "right" for entry in entries)
        said += [verdict_of(entry | TOLD | {"sure": 1.0}, "labels", 1) for entry in entries]
    return said


def answer(page: Page, quote: Given, label: Label) -> Answer:
    """What the labels say of a quote: the one that covers most of the same characters, or none."""
    text = squeeze(page.text)
    [here] = places(text, [quote.text])
    wanted = label["quotes"]
    alike = [overlap(here, place) for place in places(text, (w["text"] for w in wanted))]
    best = max(range(len(wanted)), key=lambda n: (alike[n], wanted[n]["kind"] == quote.kind), default=None)
    if best is None or alike[best] < SAME:
        return Answer((), 1.0)
    found = wanted[best]
    speaker = quote.speaker if found["speaker"] is None else found["speaker"]
    return Answer((Said(found["text"], found["kind"], speaker),), 1.0)


def write(articles: int, curve: list[dict[str, float]]) -> None:
    CURVE.write_text(json.dumps({"articles": articles, "curve": curve}, indent=1) + "\n", encoding="utf-8")
    print(f"\nwritten: {CURVE.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
