"""Trains the models from labels made by reading, and measures them on articles they have not seen.

    python -m yulu.quotes.train LABELS... --corpus DIR [--corpus DIR ...] [--held LABELS] [--measure]

LABELS are files and folders of labels (see labels.py), DIR folders below which the articles lie. The models
go to yulu/data/models, the figures to benchmarks/accuracy.json: those of the cross-validation, and below
`held` what the models make of labels that are kept back. The same labels give the same bytes. `--measure`
cross-validates alone and writes nothing: whoever chooses a feature looks at no article that is held.
"""

import argparse
import hashlib
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import isotonic_regression

from yulu import scoring
from yulu.quotes.labels import LabelError, load, read
from yulu.quotes.models import KINDS, STAGES, Models
from yulu.quotes.rules import confidence
from yulu.quotes.training import STAGES as STAGE
from yulu.quotes.training import Lesson, learn

FOLDS = 5
BINS = 10  # of equal size, over which the calibration error is a mean
ROOT = Path(__file__).parents[2]
MODELS, ACCURACY = ROOT / "yulu" / "data" / "models", ROOT / "benchmarks" / "accuracy.json"


@dataclass
class Unseen:
    """What models that had not seen an article found in it, and whether each quote is right."""

    lesson: Lesson
    table: NDArray[np.float32]
    right: NDArray[np.float64]
    kinds: list[str]
    quotes: list[Any] = field(default_factory=list)
    scores: list[float] = field(default_factory=list)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("labels", type=Path, nargs="+")
    parser.add_argument("--corpus", type=Path, action="append", required=True)
    parser.add_argument("--held", type=Path, action="append", default=[], help="labels to measure on alone")
    parser.add_argument("--measure", action="store_true", help="write nothing")
    args = parser.parse_args()
    try:
        labelled = load(read(args.labels), args.corpus)
        held = load(read(args.held), args.corpus)
    except LabelError as error:
        sys.exit(str(error))
    twice = {one.name for one in labelled} & {one.name for one in held}
    if twice:
        sys.exit(f"{min(twice)} is held, and learnt from")
    lessons = [Lesson.of(one) for one in labelled]
    unseen = cross_validate(lessons)
    outcome, worth = calibrate(unseen)
    figures = {"folds": FOLDS} | accuracy(unseen)
    show(figures)
    if args.measure:
        return
    trained = learn(lessons)
    boosters = {**trained.boosters, "outcome": outcome}
    MODELS.mkdir(exist_ok=True)
    for stage in STAGES:
        boosters[stage].save_model(MODELS / f"{stage}.txt")
    (MODELS / "worth.json").write_text(json.dumps(worth) + "\n", encoding="utf-8")
    if held:
        figures["held"] = accuracy(asked(Models(boosters, worth), map(Lesson.of, held)))
        print("held:")
        show(figures["held"])
    ACCURACY.write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def cross_validate(lessons: Sequence[Lesson]) -> list[Unseen]:
    """Every article read by models trained on the other four fifths, and on all patterns."""
    patterns = [lesson for lesson in lessons if lesson.labelled.is_pattern]
    articles = [lesson for lesson in lessons if not lesson.labelled.is_pattern]
    found: list[tuple[int, Unseen]] = []
    for fold in range(FOLDS):
        models = learn([*(lesson for n, lesson in enumerate(articles) if n % FOLDS != fold), *patterns])
        found += [(n, ask(models, articles[n])) for n in range(fold, len(articles), FOLDS)]
    return [one for _, one in sorted(found, key=lambda pair: pair[0])]


def ask(models: Models, lesson: Lesson) -> Unseen:
    article = lesson.article
    models.read([article], [lesson.table])
    kinds = [saying.kind for saying in article.sayings]
    table = article.outcome_table()
    found = Unseen(lesson, table, lesson.outcome_answers(), list(kinds))
    found.quotes = article.quotes([0.0] * len(kinds))
    return found


def asked(models: Models, lessons: Iterable[Lesson]) -> list[Unseen]:
    """What finished models make of articles that nothing was made on."""
    found = [ask(models, lesson) for lesson in lessons]
    give_scores(models, found)
    return found


def give_scores(models: Models, found: Iterable[Unseen]) -> None:
    """Give the quotes of each article their scores."""
    for one in found:
        one.scores = models.scores(one.kinds, models.likely("outcome", one.table))


def calibrate(unseen: Sequence[Unseen]) -> tuple[Any, dict[str, tuple[list[float], list[float]]]]:
    """A model of what is right, and what its answers are worth for each kind.

    The scores that the quotes of an article get here come from articles beside it.
    """
    for fold in range(FOLDS):
        booster, worth = judge([one for n, one in enumerate(unseen) if n % FOLDS != fold])
        give_scores(Models({"outcome": booster}, worth), unseen[fold::FOLDS])
    return judge(unseen)


def judge(unseen: Sequence[Unseen]) -> tuple[Any, dict[str, tuple[list[float], list[float]]]]:
    """The model of what is right; worth from answers about articles that it had not seen."""
    known = [~np.isnan(one.right) for one in unseen]
    tables = [one.table[keep] for one, keep in zip(unseen, known, strict=True)]
    answers = [one.right[keep] for one, keep in zip(unseen, known, strict=True)]
    held: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for fold in range(FOLDS):
        booster = STAGE["outcome"].fit(
            [t for n, t in enumerate(tables) if (n // FOLDS) % FOLDS != fold],
            [a for n, a in enumerate(answers) if (n // FOLDS) % FOLDS != fold],
        )
        for n, one in enumerate(unseen):
            if (n // FOLDS) % FOLDS == fold and len(tables[n]):
                kinds = np.array(one.kinds)[known[n]]
                for kind, likely, right in zip(kinds, booster.predict(tables[n]), answers[n], strict=True):
                    held[kind].append((likely, right))
    worth = {}
    for kind in KINDS:
        worth[kind] = curve(sorted(held[kind]))
    return STAGE["outcome"].fit(tables, answers), worth


def curve(held: Sequence[tuple[float, float]]) -> tuple[list[float], list[float]]:
    """Isotonic regression: the ends of each step, and the share right there. Nothing is quite certain."""
    likely, right = (np.array(column) for column in zip(*held, strict=True))
    shares = np.clip(isotonic_regression(right).x, 0.01, 0.99)
    ends = [n for n in range(len(shares)) if n in (0, len(shares) - 1) or len({*shares[n - 1 : n + 2]}) > 1]
    return [round(float(likely[n]), 5) for n in ends], [round(float(shares[n]), 5) for n in ends]


def accuracy(unseen: Sequence[Unseen]) -> dict[str, Any]:
    """The figures: over all articles, by outlet; how sure the quotes are, and how often that is right."""
    total = scoring.Score()
    outlets: dict[str, scoring.Score] = defaultdict(scoring.Score)
    for one in unseen:
        article = replace(one.lesson.labelled.article, quotes=tuple(one.quotes))
        scoring.score(article, one.lesson.labelled.raw, [total, outlets[article.outlet]])
    figures: dict[str, Any] = {"articles": len(unseen)}
    digest = hashlib.sha256()
    for one in unseen:
        digest.update(json.dumps(one.lesson.labelled.raw, sort_keys=True, ensure_ascii=False).encode())
    figures["labels"] = digest.hexdigest()
    for kind in ("direct", "indirect"):
        judged = [
            (score, right)
            for one in unseen
            for k, score, right in zip(one.kinds, one.scores, one.right, strict=True)
            if k == kind and not np.isnan(right)
        ]
        levels = {
            level: [right for score, right in judged if confidence(score) == level]
            for level in ("high", "medium", "low")
        }
        figures[kind] = named(total.kinds[kind]) | {
            "confidence": {
                level: {"quotes": len(found), "right": round(float(np.mean(found)), 4) if found else None}
                for level, found in levels.items()
            },
            "calibration_error": calibration_error(judged),
        }
    figures["outlets"] = {
        slug: {kind: named(found.kinds[kind]) for kind in ("direct", "indirect")}
        for slug, found in sorted(outlets.items())
    }
    return figures


def named(tally: scoring.Tally) -> dict[str, float]:
    row = tally.row()
    return {
        "labelled": row["labelled"],
        "precision": row["precision"],
        "recall": row["recall"],
        "f1": row["F1"],
        "speaker_accuracy": row["speaker"],
        "who_said_what_f1": row["who said what"],
    }


def calibration_error(judged: Sequence[tuple[float, float]]) -> float:
    """The mean distance between score and share right, over bins of equal size."""
    ordered = np.array(sorted(judged))
    bins = np.array_split(ordered, BINS)
    return round(float(sum(abs(part[:, 0].sum() - part[:, 1].sum()) for part in bins) / len(ordered)), 4)


def show(figures: dict[str, Any]) -> None:
    for kind in ("direct", "indirect"):
        row = figures[kind]
        print(kind, " ".join(f"{name}={value}" for name, value in row.items() if name != "confidence"))
        print("  ", ", ".join(f"{k}: {v['right']} of {v['quotes']}" for k, v in row["confidence"].items()))


if __name__ == "__main__":
    main()
