"""How far extracted quotes agree with labels made by reading.

A label file is one JSON object: source (a path that ends in the article's file name), text,
quotes (kind, text, speaker). A quote matches a label of its kind when the characters they
cover, white space aside, overlap by at least THRESHOLD (intersection over union). Partial
quotes count for their rules only, and a direct quote on the words of a labelled partial one is no error.
"""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from yulu.lexicon.grammar import load, registered
from yulu.model import Article, Quote
from yulu.text.chinese import simplify

THRESHOLD = {"direct": 0.8, "indirect": 0.5, "partial": 0.8}
Label = dict[str, Any]
EDGES = "“”‘’「」『』\"'，,。.；;：:、 "


@dataclass
class Tally:
    """Counts of one kind of quote in one set of articles."""

    labelled: int = 0
    given: int = 0
    hit: int = 0
    named: int = 0
    named_right: int = 0
    said_right: int = 0

    def row(self) -> dict[str, float]:
        return {
            "labelled": self.labelled,
            "precision": share(self.hit, self.given),
            "recall": share(self.hit, self.labelled),
            "F1": share(2 * self.hit, self.given + self.labelled),
            "speaker": share(self.named_right, self.named),
            "who said what": share(2 * self.said_right, self.given + self.labelled),
        }


@dataclass
class Score:
    kinds: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    rules: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))


def share(part: float, whole: float) -> float:
    return round(part / whole, 3) if whole else 0.0


def labels(path: Path) -> list[Label]:
    """The label files of a folder, or the articles of one JSON file that lists them."""
    if path.is_dir():
        return [json.loads(file.read_text(encoding="utf-8")) for file in sorted(path.glob("*.json"))]
    listed: list[Label] = json.loads(path.read_text(encoding="utf-8"))
    return listed


def squeeze(text: str) -> str:
    return re.sub(r"\s+", "", text)


def same_speaker(wanted: str, given: str | None) -> bool:
    """The same name, or one contained in the other, marks and dots aside."""
    a, b = (re.sub(r"[\s·・‧•\-－—–．.（）()「」“”\"']", "", name or "").lower() for name in (wanted, given))
    return bool(b) and (a == b or (min(len(a), len(b)) >= 2 and (a in b or b in a)))


def is_right(wanted: Iterable[str], given: str | None) -> bool:
    """Whether a name, or another name of the same speaker in the registry, is one of the right answers."""
    forms = renderings().get(simplify(given or ""), (given,))
    return any(
        same_speaker(simplify(name), simplify(form or "")) for name in wanted for form in (given, *forms)
    )


@cache
def renderings() -> dict[str, tuple[str, ...]]:
    """Every name of the registry, simplified -> all names of the same speaker."""
    forms = {
        entry["name"]: tuple(simplify(name) for name in (entry["name"], *entry.get("aliases", ())))
        for entry in load("speakers.yml")
    }
    return {name: forms[canonical] for name, (canonical, _) in registered().items()}


def places(text: str, quotes: Iterable[str]) -> Iterator[tuple[int, int] | None]:
    """Where the quotes stand in a squeezed text, in reading order."""
    at = 0
    for quote in quotes:
        needle = squeeze(quote).strip(EDGES)
        start = text.find(needle, at) if needle else -1
        start = start if start >= 0 or not needle else text.find(needle)
        at = max(at, start)
        yield (start, start + len(needle)) if start >= 0 else None


def overlap(a: tuple[int, int] | None, b: tuple[int, int] | None) -> float:
    if a is None or b is None:
        return 0.0
    return max(0, min(a[1], b[1]) - max(a[0], b[0])) / (max(a[1], b[1]) - min(a[0], b[0]))


def score(article: Article, wanted: Sequence[Label], into: Iterable[Score]) -> None:
    """Compare an article's quotes with its labels and add the counts to every score in `into`."""
    text = squeeze("\n".join(article.paragraphs))
    gold = list(zip(wanted, places(text, (q["text"] for q in wanted)), strict=True))
    found = list(zip(article.quotes, places(text, (q.text for q in article.quotes)), strict=True))
    partial = [place for quote, place in gold if quote["kind"] == "partial"]
    for kind, threshold in THRESHOLD.items():
        here = [(q, p) for q, p in gold if q["kind"] == kind and p]
        given = [(q, p) for q, p in found if q.kind == kind and p]
        pairs = sorted(
            (
                (-overlap(p, r), i, j)
                for i, (_, p) in enumerate(here)
                for j, (_, r) in enumerate(given)
                if overlap(p, r) >= threshold
            )
        )
        matched: dict[int, int] = {}
        for _, i, j in pairs:
            if i not in matched.values() and j not in matched:
                matched[j] = i
        for n, (quote, place) in enumerate(given):
            on_partial = kind == "direct" and any(overlap(place, p) > 0.5 for p in partial)
            if n in matched or not on_partial:
                label = here[matched[n]][0] if n in matched else None
                for one in into:
                    count(one, kind, quote, label)
        for one in into:
            one.kinds[kind].labelled += len(here)


def count(into: Score, kind: str, quote: Quote, label: Label | None) -> None:
    tally, rule = into.kinds[kind], into.rules[quote.rule]
    tally.given += 1
    rule["given"] += 1
    if label is None:
        return
    right = label["speaker"] is None or is_right((label["speaker"], *label.get("also", ())), quote.speaker)
    tally.hit += 1
    tally.said_right += right
    rule["right"] += right
    if label["speaker"] is not None:
        tally.named += 1
        tally.named_right += right


def squeezed_offsets(paragraphs: Sequence[str]) -> list[list[int]]:
    """For each paragraph: its offsets, as offsets in the article's text without white space."""
    found, at = [], 0
    for text in paragraphs:
        offsets = [at]
        for character in text:
            at += not character.isspace()
            offsets.append(at)
        found.append(offsets)
    return found
