"""The models that decide, read from data/models: gradient boosting in LightGBM's text format."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from yulu.quotes.attribution import Attribution
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

    def decide(self, article: Attribution) -> list[float]:
        """Walk an article through all stages; the probability that each of its quotes is right."""
        table = article.content_table()
        first = self.likely("contents", table)
        again = np.hstack([table, article.neighbour_table(first)])
        article.accept_contents(self.likely("contents_again", again))
        article.accept_marks(self.likely("marks", article.mark_table()))
        article.decide_speakers(self.likely("speakers", article.speaker_table()))
        outcome = article.outcome_table()
        return self.scores([s.kind for s in article.sayings], self.likely("outcome", outcome))

    def scores(self, kinds: Sequence[str], likely: NDArray[np.float64]) -> list[float]:
        """Calibrated: among quotes of a kind with score 0.9 nine of ten are right."""
        worth = {kind: np.interp(likely, *curve).tolist() for kind, curve in self.worth.items()}
        return [round(worth[kind][n], 4) for n, kind in enumerate(kinds)]


@cache
def models() -> Models:
    """The models of this release. Raises FileNotFoundError where a file of them is missing."""
    folder = files("yulu") / "data" / "models"
    boosters = {stage: booster(folder / f"{stage}.txt") for stage in STAGES}
    return Models(boosters, json.loads((folder / "worth.json").read_text(encoding="utf-8")))


def booster(path: Traversable) -> Any:
    return lightgbm.Booster(model_str=path.read_text(encoding="utf-8"))
