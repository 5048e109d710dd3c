"""The accuracy on the labelled samples does not fall."""

from pathlib import Path

import pytest

from yulu import scoring
from yulu.extraction import load
from yulu.model import Article

ROOT = Path(__file__).parents[1]
# Somewhat below what is measured: one article of other rules may cost a quote, a broken rule costs several.
LEAST = {
    "direct": {"precision": 0.97, "recall": 0.90, "speaker": 0.90, "who said what": 0.87},
    "indirect": {"precision": 0.86, "recall": 0.93, "speaker": 0.89, "who said what": 0.81},
}


@pytest.fixture(scope="module")
def measured() -> dict[str, dict[str, float]]:
    total = scoring.Score()
    for label in scoring.labels(ROOT / "tests" / "samples_quotes.json"):
        article = load(ROOT / label["source"])
        assert isinstance(article, Article)
        scoring.score(article, label["quotes"], [total])
    return {kind: tally.row() for kind, tally in total.kinds.items()}


@pytest.mark.parametrize(("kind", "figure"), [(kind, figure) for kind in LEAST for figure in LEAST[kind]])
def test_the_quotes_of_the_samples(measured: dict[str, dict[str, float]], kind: str, figure: str) -> None:
    assert measured[kind][figure] >= LEAST[kind][figure]


def test_the_measure_tells_right_from_wrong() -> None:
    """A measure that passed anything would guard nothing."""
    label = scoring.labels(ROOT / "tests" / "samples_quotes.json")[0]
    article = load(ROOT / label["source"])
    assert isinstance(article, Article)
    strangers = [{**quote, "speaker": "无名氏"} for quote in label["quotes"]]
    total = scoring.Score()
    scoring.score(article, strangers, [total])
    assert total.kinds["indirect"].hit and not total.kinds["indirect"].named_right
    shifted = [{**quote, "text": quote["text"][::-1]} for quote in label["quotes"]]
    total = scoring.Score()
    scoring.score(article, shifted, [total])
    assert not total.kinds["indirect"].hit
