"""Whoever edits a data file is told of a slip by its file and its place, and not by a quote gone missing."""

from importlib.resources import files

import pytest

from yulu.lexicon.data_files import SHAPES, DataFileError, parse

SPEAKER = "- {name: 林望舒, kind: person, latin: Lin Wangshu, note: 市长, aliases: [林市长]}"
OUTLET = "outlets: {bay: {name: 湾报, hosts: [bay.example]}}"

SLIPS = [
    ("speakers.yml", SPEAKER.replace("aliases", "alias"), "alias"),
    ("speakers.yml", SPEAKER.replace("kind: person, ", ""), "kind"),
    ("speakers.yml", SPEAKER.replace("person", "persons"), "persons"),
    ("speakers.yml", SPEAKER.replace("[林市长]", "林市长"), "$[0].aliases"),
    ("titles.yml", "titles: [市长]\nsurname: [林]", "surname"),
    ("names.yml", "times: 时候\njoint: 和", "joint"),
    ("outlets.yml", OUTLET.replace("hosts", "host"), "host"),
    ("outlets.yml", OUTLET.replace("[bay.example]", "3"), "$.outlets[...].hosts"),
    ("interface.yml", "every page: {Menu: 3}", "$[...]"),
    ("interface.yml", "every page: {Menu: 菜单, Menu: 目录}", "'Menu' stands twice"),
    ("cues.yml", "say: 说\nsay: 称", "'say' stands twice"),
    ("cues.yml", "say: 说\nclauses: 宣布", "clauses"),
    ("grammar.yml", "leads: 但是", "leads"),
]


@pytest.mark.parametrize(("name", "text", "place"), SLIPS)
def test_a_slip_in_a_data_file_names_the_file_and_the_key(name: str, text: str, place: str) -> None:
    with pytest.raises(DataFileError) as slip:
        parse(name, text)
    assert f"yulu/data/{name}" in str(slip.value)
    assert place in str(slip.value)


@pytest.mark.parametrize("name", SHAPES)
def test_every_data_file_holds_to_its_shape(name: str) -> None:
    assert parse(name, (files("yulu") / "data" / name).read_text(encoding="utf-8"))
