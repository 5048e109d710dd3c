"""Accuracy and speed of the quotes.

    python benchmarks/quotes.py [--speed FOLDER]
    python benchmarks/quotes.py --labels PATH... --articles FOLDER... [--errors]

Without labels: the samples, which the models have not learnt from, with their labels in tests/. With labels
(see yulu/quotes/labels.py): models are trained on four fifths of the articles and asked about the last, five
times; `--errors` lists what is wrong, by class. benchmarks/accuracy.json holds the figures of the last
training, which the pages show.
"""

import argparse
import json
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

from yulu.extraction import TOGETHER, asked, batched, load
from yulu.model import Article
from yulu.quotes import extract_many
from yulu.quotes.labels import Label
from yulu.quotes.labels import load as load_labels
from yulu.quotes.labels import read as read_labels
from yulu.quotes.train import Unseen, accuracy, calibrate, cross_validate, show
from yulu.quotes.training import SAME_CONTENT, Lesson, overlap
from yulu.reading import article
from yulu.scoring import Score, labels, score

ROOT = Path(__file__).parent.parent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--labels", type=Path, nargs="+")
    parser.add_argument("--articles", type=Path, nargs="+", default=[])
    parser.add_argument("--errors", action="store_true", help="list what is wrong, by class")
    parser.add_argument("--speed", type=Path, default=ROOT / "samples", help="folder of articles to time")
    args = parser.parse_args()
    if args.labels:
        unseen = cross_validate([*map(Lesson.of, load_labels(read_labels(args.labels), args.articles))])
        calibrate(unseen)
        show(accuracy(unseen))
        if args.errors:
            print("\n".join(errors(unseen)))
        return
    print(f"{'samples':9} labelled precision recall    F1 speaker who said what")
    for kind, row in samples().items():
        print(
            f"{kind:9} {row['labelled']:8} {row['precision']:9.3f} {row['recall']:6.3f}"
            f" {row['F1']:5.3f} {row['speaker']:7.3f} {row['who said what']:13.3f}"
        )
    trained = json.loads((ROOT / "benchmarks" / "accuracy.json").read_text(encoding="utf-8"))
    print(f"\ncross-validated when the models were trained, {trained['articles']} articles:")
    show(trained)
    speed(args.speed)


def samples() -> dict[str, dict[str, float]]:
    total = Score()
    for label in labels(ROOT / "tests" / "samples_quotes.json"):
        read = load(ROOT / label["source"])
        assert isinstance(read, Article), read
        score(read, label["quotes"], [total])
    return {kind: total.kinds[kind].row() for kind in ("direct", "indirect")}


def errors(unseen: Iterable[Unseen]) -> Iterator[str]:
    """What is wrong, by class: how often, then each."""
    found: dict[str, list[str]] = defaultdict(list)
    for one in unseen:
        for kind, line in wrong(one):
            found[kind].append(f"  {one.lesson.labelled.name} {line}")
    for kind, lines in sorted(found.items(), key=lambda pair: -len(pair[1])):
        yield f"\n{kind}: {len(lines)}"
        yield from lines


def wrong(one: Unseen) -> Iterator[tuple[str, str]]:
    """Each quote that is wrong or missing in an article: the class of the mistake, and the words."""
    article_, lesson = one.lesson.article, one.lesson
    spans = [
        lesson.span(q.paragraph, s.start, s.end) for q, s in zip(one.quotes, article_.sayings, strict=True)
    ]
    for quote, span, right in zip(one.quotes, spans, one.right, strict=True):
        if right or np.isnan(right):
            continue
        label = lesson.label_of(quote.kind, span)
        if label is None:
            yield f"{quote.kind}: nothing labelled there", quote.text[:60]
        else:
            shape = (
                "a name" if quote.mention and quote.speaker and quote.mention in quote.speaker else "another"
            )
            yield (
                f"{quote.kind}: wrong speaker, {shape} mention",
                f"{quote.speaker} not {label.names[0]}: {quote.text[:40]}",
            )
    for label in lesson.labelled.labels:
        if label.kind != "partial" and not any(
            quote.kind == label.kind and overlap(span, label.span) >= SAME_CONTENT
            for quote, span in zip(one.quotes, spans, strict=True)
        ):
            yield f"{label.kind}: missed, {missed(lesson, label)}", f"{label.names[:1]} {label.cue}"


def missed(lesson: Lesson, label: Label) -> str:
    if label.kind == "direct":
        return "not taken for speech"
    spans = [lesson.span(r.paragraph, c.start, c.end) for r, c in lesson.article.contents()]
    fits = any(overlap(span, label.span) >= SAME_CONTENT for span in spans)
    return "not accepted or another end" if fits else "no candidate"


def speed(folder: Path) -> None:
    """Megabytes of UTF-8 text a second of processor time, on one core, reading of files not counted.

    As a build looks for quotes: in several articles at once.
    """
    read = [
        article.load(path) for path in sorted(folder.rglob("*")) if path.suffix in {".md", ".txt", ".html"}
    ]
    texts = [asked(a) for a in read if isinstance(a, Article)]
    extract_many(texts[:50])
    started = time.process_time()
    found = sum(len(quotes) for some in batched(texts, TOGETHER) for quotes in extract_many(some))
    seconds = time.process_time() - started
    size = sum(len(p.encode()) for paragraphs, *_ in texts for p in paragraphs) / 1e6
    print(
        f"\n{len(texts)} articles, {size:.2f} MB, {found} quotes in {seconds:.2f} s:"
        f" {size / seconds:.2f} MB/s, {1000 * seconds / len(texts):.2f} ms an article"
    )


if __name__ == "__main__":
    main()
