"""The sample articles and the quotes they were written to hold."""

import json
import re
from pathlib import Path

import pytest
from conftest import ROOT

EXPECTED = json.loads((ROOT / "tests" / "samples_quotes.json").read_text(encoding="utf-8"))


def test_every_sample_has_its_quotes_listed() -> None:
    files = {f"samples/{path.name}" for path in (ROOT / "samples").iterdir()}
    assert files == {entry["source"] for entry in EXPECTED}


@pytest.mark.parametrize("entry", EXPECTED, ids=lambda entry: Path(entry["source"]).stem[:24])
def test_the_listed_quotes_stand_in_the_sample(entry: dict) -> None:
    text = (ROOT / entry["source"]).read_text(encoding="utf-8")
    missing = [quote["text"] for quote in entry["quotes"] if quote["text"] not in text]
    assert not missing
    assert {quote["kind"] for quote in entry["quotes"]} <= {"direct", "partial", "indirect"}
    for quote in entry["quotes"]:
        assert quote["mention"] is None or quote["mention"] in text
        assert quote["cue"] is None or quote["cue"] in text


def test_samples_name_no_real_host() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "samples").iterdir())
    # The proxy in front of some pictures is real: telling it from the picture is what is sampled.
    hosts = set(re.findall(r"(?:https?:)?//+([a-z0-9.-]+\.[a-z]+)", text)) - {"images.weserv.nl"}
    assert {host for host in hosts if not host.endswith(".example")} == set()
