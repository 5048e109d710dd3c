"""The models that decide, read from data/models: gradient boosting in LightGBM's text format."""

import gc
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from yulu.quotes.attribution import Attribution, Likely
from yulu.quotes.features.codes import Table

try:
    import lightgbm
except OSError as error:  # the wheel links against the system's OpenMP library
    raise ImportError(
        f"LightGBM cannot be loaded: {error}. On Debian and Ubuntu: apt install libgomp1"
    ) from error

STAGES = ("contents", "contents_again", "marks", "speakers", "outcome")
KINDS = ("direct", "partial", "indirect")


@dataclass(frozen=True)
class Models:
    """One booster a stage; and for each kind of quote what a score of the last one is worth.

    worth: kind -> scores, rising, and the share of quotes with about this score that are right.
    """

    boosters: dict[str, Any]
    worth: dict[str, tuple[list[float], list[float]]]

    def likely(self, stage: str, table: Table) -> NDArray[np.float64]:
        """What the model of a stage says of each row; an empty table asks nothing."""
        if not len(table):
            return np.zeros((0, 3) if stage == "marks" else 0)
        found: NDArray[np.float64] = self.boosters[stage].predict(table, num_threads=1)
        return found

    def answers(self, stage: str, tables: Sequence[Table]) -> Iterator[Likely]:
        """What the model of a stage says of the rows of several articles: each question has its price."""
        found, at = self.likely(stage, np.concatenate(tables)), 0
        for table in tables:
            yield found[at : at + len(table)]
            at += len(table)

    def read(self, articles: Sequence[Attribution], tables: Sequence[Table]) -> None:
        """Walk articles through all stages but the last. tables: their content tables."""
        first = self.answers("contents", tables)
        again = [a.second_table(table, p) for a, table, p in zip(articles, tables, first, strict=True)]
        for article, likely in zip(articles, self.answers("contents_again", again), strict=True):
            article.accept_contents(likely)
        marks = self.answers("marks", [article.mark_table() for article in articles])
        for article, likely in zip(articles, marks, strict=True):
            article.accept_marks(likely)
        speakers = self.answers("speakers", [article.speaker_table() for article in articles])
        for article, likely in zip(articles, speakers, strict=True):
            article.decide_speakers(likely)

    def decide(self, articles: Sequence[Attribution]) -> list[list[float]]:
        """Walk articles through all stages; the probability that each of their quotes is right."""
        self.read(articles, [article.content_table() for article in articles])
        outcome = self.answers("outcome", [article.outcome_table() for article in articles])
        return [
            self.scores([s.kind for s in article.sayings], likely)
            for article, likely in zip(articles, outcome, strict=True)
        ]

    def scores(self, kinds: Sequence[str], likely: NDArray[np.float64]) -> list[float]:
        """Calibrated: among quotes of a kind with score 0.9 nine of ten are right."""
        worth = {kind: np.interp(likely, *curve).tolist() for kind, curve in self.worth.items()}
        return [round(worth[kind][n], 4) for n, kind in enumerate(kinds)]


@cache
def models() -> Models:
    """The models of this release. Raises FileNotFoundError where a file of them is missing."""
    folder = files("yulu") / "data" / "models"
    boosters = {stage: booster(folder / f"{stage}.txt") for stage in STAGES}
    gc.freeze()  # lists and models stay; the collector would look through them every few articles
    return Models(boosters, json.loads((folder / "worth.json").read_text(encoding="utf-8")))


def booster(path: Traversable) -> Any:
    return lightgbm.Booster(model_str=path.read_text(encoding="utf-8"))
