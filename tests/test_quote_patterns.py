"""One pattern of quotation each, in sentences of our own: what is said, by whom, with which cue.

Those that the models get wrong are marked `missed`: they are known, and one that is right again must lose its
mark.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from yulu.quotes import extract

PATTERNS: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "benchmarks/labels/quotes/patterns.json").read_text(encoding="utf-8")
)
MISSED = pytest.mark.xfail(strict=True, reason="the models get this wrong")


@pytest.mark.parametrize(
    "pattern",
    [
        pytest.param(pattern, id=pattern["id"], marks=MISSED if pattern.get("missed") else ())
        for pattern in PATTERNS
    ],
)
def test_pattern(pattern: dict[str, Any]) -> None:
    found = [(q.kind, q.text, q.speaker, q.cue) for q in extract(pattern["paragraphs"])]
    assert found == [(q["kind"], q["text"], q["speaker"], q["cue"]) for q in pattern["quotes"]]


def test_most_patterns_are_right() -> None:
    assert sum(not pattern.get("missed", False) for pattern in PATTERNS) >= 0.85 * len(PATTERNS)
