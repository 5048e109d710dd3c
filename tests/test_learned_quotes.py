"""What the models decide is honest: scores, rules, explanations, labels, training."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from yulu.quotes import extract
from yulu.quotes.attribution import Attribution
from yulu.quotes.explain import explain
from yulu.quotes.labels import LabelError, load, read
from yulu.quotes.models import models
from yulu.quotes.rules import RULES, confidence, descriptions
from yulu.quotes.train import calibration_error, curve
from yulu.quotes.training import STAGES, Lesson, learn
from yulu.reading import article

ROOT = Path(__file__).parents[1]
REPORT = ["港务局局长罗以安说，渡轮周五复航。", "“我们等了三年。”他没有说明原因。"]


def test_every_quote_has_a_score_and_a_rule_that_is_described() -> None:
    found = [q for path in (ROOT / "samples").iterdir() for q in extract(article.load(path).paragraphs)]
    assert len(found) > 150
    assert all(0 < q.score < 1 and q.rule in RULES for q in found)
    assert set(descriptions()) == set(RULES)


@pytest.mark.parametrize(
    ("score", "level"), [(1.0, "high"), (0.95, "high"), (0.949, "medium"), (0.8, "medium"), (0.799, "low")]
)
def test_confidence_follows_the_score(score: float, level: str) -> None:
    assert confidence(score) == level


def test_the_rules_described_must_be_the_rules_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yulu.quotes.rules.load", lambda name: {"cue-marks": "x", "hearsay": "y"})
    descriptions.cache_clear()
    with pytest.raises(ValueError, match=r"rules.yml: .*'hearsay'"):
        descriptions()
    descriptions.cache_clear()


def test_an_explanation_tells_what_was_considered_and_why_a_cue_announces_nothing() -> None:
    trace = explain(Attribution(REPORT), models())
    accepted = {cue["cue"]: cue["accepted"] for cue in trace["cues"]}
    assert accepted["说"] and not accepted.get("说明", False)
    (quote, *_) = trace["quotes"]
    assert quote["speakers"][0]["name"] == quote["speaker"] == "罗以安"
    assert all({"feature", "value", "moved"} <= set(reason) for reason in quote["speakers"][0]["because"])


def test_explain_is_a_command(tmp_path: Path) -> None:
    sample = next(path for path in sorted((ROOT / "samples").iterdir()) if path.suffix == ".md")
    command = [sys.executable, "-m", "yulu.quotes.explain"]
    told = subprocess.run(
        [*command, str(sample)], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert "QUOTE" in told and "no report" in told
    broken = tmp_path / "broken.md"
    broken.write_bytes(b"\xff\xfe\x00")
    failed = subprocess.run([*command, str(broken)], cwd=ROOT, capture_output=True, text=True, check=False)
    assert failed.returncode == 1 and "broken.md" in failed.stderr and "Traceback" not in failed.stderr


def test_labels_are_kept_as_offsets_and_tell_when_the_text_is_another(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(
        "---\ntitle: 复航\n---\n<div><p>罗以安说，渡轮周五复航。</p></div>", "utf-8"
    )
    text = "罗以安说，渡轮周五复航。"
    label = {
        "source": "x/a.md",
        "digest": hashlib.sha256(text.encode()).hexdigest(),
        "quotes": [{"kind": "indirect", "start": 5, "end": 11, "speaker": "罗以安", "cue": "说"}],
    }
    (labelled,) = load([label], [tmp_path])
    assert [(one.kind, one.span, one.names) for one in labelled.labels] == [
        ("indirect", (5, 11), ("罗以安",))
    ]
    nameless = {**label, "source": f"x/{hashlib.sha256(b'a.md').hexdigest()[:16]}"}
    assert load([nameless], [tmp_path])[0].labels == labelled.labels
    with pytest.raises(LabelError, match=r"x/a\.md: the text is not the one that was labelled"):
        load([{**label, "digest": "0" * 64}], [tmp_path])
    with pytest.raises(LabelError, match="in none of the folders"):
        load([{**label, "source": "b.md"}], [tmp_path])
    (tmp_path / "l.json").write_text("[{", "utf-8")
    with pytest.raises(LabelError, match=r"l\.json"):
        read([tmp_path / "l.json"])


def test_the_same_labels_give_the_same_models() -> None:
    labels = [*read([ROOT / "tests/samples_quotes.json"]), *read([ROOT / "benchmarks/labels/quotes"])]
    once, again = (
        learn([Lesson.of(one) for one in load(labels, [ROOT / "samples"])]).boosters for _ in range(2)
    )
    assert set(once) == set(STAGES) - {"outcome"}
    assert all(once[stage].model_to_string() == again[stage].model_to_string() for stage in once)


def test_a_model_has_as_many_columns_as_its_stage() -> None:
    """A feature added or taken out without training would be read as another."""
    for stage, one in STAGES.items():
        names = [name.replace(" ", "_") for name in one.columns]
        assert models().boosters[stage].feature_name() == names


def test_calibration_rises_and_its_error_is_the_distance_from_the_share_right() -> None:
    scores, shares = curve([(0.1, 0.0), (0.2, 1.0), (0.3, 0.0), (0.8, 1.0), (0.9, 1.0)])
    assert scores == sorted(scores) and shares == sorted(shares) and shares[0] > 0 and shares[-1] < 1
    assert float(np.interp(0.25, scores, shares)) == pytest.approx(0.5)
    assert calibration_error([(0.9, 1.0), (0.9, 1.0), (0.9, 0.0), (0.9, 1.0)]) > 0.1
    assert calibration_error([(1.0, 1.0), (0.0, 0.0)]) == 0


def test_figures_come_from_articles_that_were_not_learnt_from() -> None:
    figures = json.loads((ROOT / "benchmarks/accuracy.json").read_text("utf-8"))
    assert figures["folds"] == 5
    for kind in ("direct", "indirect"):
        assert 0 < figures[kind]["who_said_what_f1"] <= figures[kind]["f1"] < 1
        assert figures[kind]["confidence"]["high"]["right"] >= 0.95
        assert figures[kind]["calibration_error"] <= 0.03
