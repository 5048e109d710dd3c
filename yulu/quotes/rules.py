"""How far each rule can be trusted, as measured on labelled articles."""

from functools import cache
from typing import Literal

from yulu.lexicon.grammar import load

HIGH, MEDIUM = 0.95, 0.80


@cache
def precisions() -> dict[str, float]:
    """Rule name to the share of its quotes that are right, from data/rule_precision.yml."""
    return {name: row["precision"] for name, row in load("rule_precision.yml").items()}


def confidence(rule: str) -> Literal["high", "medium", "low"]:
    """high from 0.95 precision, medium from 0.80; a rule that was never measured is low."""
    precision = precisions().get(rule, 0.0)
    return "high" if precision >= HIGH else "medium" if precision >= MEDIUM else "low"
