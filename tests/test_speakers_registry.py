"""The registry of speakers: whoever edits it cannot make one rendering mean two people."""

from collections import defaultdict
from importlib.resources import files

import yaml

from yulu.text.chinese import fold

ENTRIES = yaml.safe_load((files("yulu") / "data" / "speakers.yml").read_text(encoding="utf-8"))


def test_it_is_large_and_holds_the_two_kinds_that_have_names() -> None:
    assert len(ENTRIES) >= 300
    assert {entry["kind"] for entry in ENTRIES} == {"person", "organisation"}


def test_every_field_is_filled() -> None:
    for entry in ENTRIES:
        assert set(entry) - {"pronoun"} == {"name", "kind", "latin", "note", "aliases"}
        assert entry.get("pronoun", "她") in ("她", "他她") and (
            entry["kind"] == "person" or "pronoun" not in entry
        )
        for field in ("name", "kind", "latin", "note"):
            assert isinstance(entry[field], str) and entry[field].strip() == entry[field] != "", entry
        for alias in entry["aliases"]:
            assert isinstance(alias, str) and alias.strip() == alias != "", entry


def test_no_rendering_belongs_to_two_entries_in_any_script() -> None:
    owners = defaultdict(set)
    for number, entry in enumerate(ENTRIES):
        for form in (entry["name"], entry["latin"], *entry["aliases"]):
            owners[fold(form)].add(number)
    shared = {
        form: [ENTRIES[number]["name"] for number in numbers]
        for form, numbers in owners.items()
        if len(numbers) > 1
    }
    assert shared == {}


def test_an_alias_is_another_name_and_longer_than_a_character() -> None:
    for entry in ENTRIES:
        assert entry["name"] not in entry["aliases"], entry
        assert len(set(entry["aliases"])) == len(entry["aliases"]), entry
        assert all(len(form) > 1 for form in (entry["name"], *entry["aliases"])), entry
