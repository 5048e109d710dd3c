"""One pattern of quotation each, in sentences of our own: what is said, by whom, with which cue."""

import json
from pathlib import Path
from typing import Any

import pytest

from yulu.quotes import extract

PATTERNS: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "benchmarks/labels/quotes/patterns.json").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("pattern", PATTERNS, ids=[pattern["id"] for pattern in PATTERNS])
def test_pattern(pattern: dict[str, Any]) -> None:
    found = [(q.kind, q.text, q.speaker, q.cue) for q in extract(pattern["paragraphs"])]
    assert found == [(q["kind"], q["text"], q["speaker"], q["cue"]) for q in pattern["quotes"]]
