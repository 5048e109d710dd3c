"""The closed list of ways in which a quote is found; each is described in data/rules.yml."""

from functools import cache
from typing import Literal, get_args

from yulu.lexicon.grammar import load
from yulu.quotes.sayings import ADDRESSED, ATTRIBUTED, BEFORE, CHAINED, HELD, OPENED, TURN, Saying

Rule = Literal[
    "cue-marks", "marks-cue", "cue-content", "content-cue", "marks-inside", "marks-chained",
    "marks-behind-clause", "marks-alone", "interview-turn", "verdict",
]  # fmt: skip
RULES: tuple[Rule, ...] = get_args(Rule)
OF_TIE: dict[int, Rule] = {
    OPENED: "cue-marks",
    ADDRESSED: "cue-marks",
    ATTRIBUTED: "marks-cue",
    HELD: "marks-inside",
    CHAINED: "marks-chained",
    BEFORE: "marks-behind-clause",
    TURN: "interview-turn",
}
HIGH, MEDIUM = 0.95, 0.80


def rule_of(saying: Saying) -> Rule:
    """How a quote was found."""
    if saying.kind == "indirect":
        before = saying.report is not None and saying.start < saying.report.cue.start
        return "content-cue" if before else "cue-content"
    return OF_TIE.get(saying.tie, "marks-alone")


def confidence(score: float) -> Literal["high", "medium", "low"]:
    """high from 0.95, medium from 0.80 of the probability that span and speaker are both right."""
    return "high" if score >= HIGH else "medium" if score >= MEDIUM else "low"


@cache
def descriptions() -> dict[Rule, str]:
    """Each rule in a sentence. Raises ValueError where data/rules.yml names other rules than these."""
    described: dict[Rule, str] = load("rules.yml")
    if set(described) != set(RULES):
        raise ValueError(f"rules.yml: {sorted(set(described) ^ set(RULES))} stand there or here alone")
    return described
