"""Accuracy and speed of the quotes, against labels made by reading.

    python benchmarks/quotes.py [--labels FOLDER --articles FOLDER] [--speed FOLDER] [--write]

Without arguments: the samples and their labels. `--labels` takes a folder of label files (see
scoring.py), `--articles` the folder below which the articles lie. `--write` records how often
each rule was right in yulu/data/rule_precision.yml, from which `confidence` is taken.
"""

import argparse
import itertools
import time
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import yaml

from yulu.extraction import load
from yulu.model import Article
from yulu.quotes import extract, reader
from yulu.reading import article
from yulu.scoring import Score, labels, score, share

ROOT = Path(__file__).parent.parent
PRECISION = ROOT / "yulu" / "data" / "rule_precision.yml"
FOLDS = 5
# Fewer quotes than this say nothing about a rule.
ENOUGH = 5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--labels", type=Path, default=ROOT / "tests" / "samples_quotes.json")
    parser.add_argument("--articles", type=Path, default=ROOT)
    parser.add_argument("--speed", type=Path, default=ROOT / "samples", help="folder of articles to time")
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    total, outlets, folds = measure(args.labels, args.articles)
    table("all", [("all", total)])
    table("outlet", sorted(outlets.items()))
    table("fold (every fifth article of an outlet)", enumerate(folds, 1))
    rules = {
        name: {"precision": share(c["right"], c["given"]), "quotes": c["given"]}
        for name, c in sorted(total.rules.items())
    }
    print(f"\n{'rule':28} precision  quotes")
    for name, row in rules.items():
        print(f"{name:28} {row['precision']:9.3f} {row['quotes']:7}")
    if args.write:
        write(rules)
    speed(args.speed)


def measure(label_path: Path, articles: Path) -> tuple[Score, dict[str, Score], list[Score]]:
    files = {path.name: path for path in articles.rglob("*") if path.is_file() and ".venv" not in path.parts}
    total, outlets, folds = Score(), defaultdict(Score), [Score() for _ in range(FOLDS)]
    turns: dict[str, Iterable[int]] = defaultdict(lambda: itertools.cycle(range(FOLDS)))
    for label in labels(label_path):
        read = load(files[Path(label["source"]).name])
        assert isinstance(read, Article), read
        fold = folds[next(iter(turns[read.outlet]))]
        score(read, label["quotes"], [total, outlets[read.outlet], fold])
    return total, outlets, folds


def table(title: str, scores: Iterable[tuple[object, Score]]) -> None:
    print(f"\n{title:14} {'kind':9} labelled precision recall    F1 speaker who said what")
    for name, one in scores:
        for kind in ("direct", "indirect"):
            tally = one.kinds[kind]
            row = tally.row()
            print(
                f"{name!s:14} {kind:9} {row['labelled']:8} {row['precision']:9.3f} {row['recall']:6.3f}"
                f" {row['F1']:5.3f} {row['speaker']:7.3f} {row['who said what']:13.3f}"
            )


def write(rules: dict[str, dict[str, float]]) -> None:
    """Record the precision of every rule that was seen often enough."""
    known = {name: row for name, row in rules.items() if row["quotes"] >= ENOUGH}
    head = (
        "# How often each rule named the right words and the right speaker, on labels made by reading.\n"
        f"# Written by benchmarks/quotes.py --write; a rule with fewer than {ENOUGH} quotes is left out.\n"
    )
    PRECISION.write_text(head + yaml.safe_dump(known, allow_unicode=True), encoding="utf-8")
    print(f"\nwritten: {PRECISION.relative_to(ROOT)}")


def speed(folder: Path) -> None:
    """Megabytes of UTF-8 text a second of processor time, on one core, reading of files not counted."""
    read = [
        article.load(path) for path in sorted(folder.rglob("*")) if path.suffix in {".md", ".txt", ".html"}
    ]
    texts = [(a.paragraphs, a.headings) for a in read if isinstance(a, Article)]
    for paragraphs, headings in texts[:50]:
        extract(paragraphs, headings)
    started = time.process_time()
    found = sum(len(extract(paragraphs, headings)) for paragraphs, headings in texts)
    seconds = time.process_time() - started
    how = "interpreted" if (reader.__file__ or "").endswith(".py") else "compiled"
    size = sum(len(p.encode()) for paragraphs, _ in texts for p in paragraphs) / 1e6
    print(
        f"\n{len(texts)} articles, {size:.2f} MB, {found} quotes in {seconds:.2f} s:"
        f" {size / seconds:.2f} MB/s, {1000 * seconds / len(texts):.2f} ms an article ({how})"
    )


if __name__ == "__main__":
    main()
