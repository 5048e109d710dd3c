"""The data files of yulu/data: read once, and checked against what they may hold.

A key that is mistyped or missing, or a value of another type, is an error that names the file and the key.
"""

from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import msgspec
import yaml


class DataFileError(Exception):
    """A data file holds what it may not; the message names the file and the place in it."""


class Registered(msgspec.Struct, forbid_unknown_fields=True):
    """An entry of speakers.yml."""

    name: str
    kind: Literal["person", "organisation"]
    latin: str
    note: str
    aliases: list[str]
    pronoun: Literal["他", "她", "他她"] = "他"


class Titles(msgspec.Struct, forbid_unknown_fields=True):
    """titles.yml."""

    titles: list[str]
    surnames: list[str]
    weak_surnames: list[str]
    double_surnames: list[str]
    japanese_surnames: list[str]
    transliteration: str


class Names(msgspec.Struct, forbid_unknown_fields=True):
    """names.yml: the words of a class in one string."""

    dropped_before: str
    no_name_behind: str
    no_name_with: str
    verbs_of_bodies: str
    unnamed_by: str
    pronouns: str
    restored: str
    adverbs_behind: str
    behind_names: str
    times: str
    demands: str
    verbs_of_issue: str
    treats: str
    located: str
    joins: str
    heads: str
    ends_of_bodies: str


class Compound(msgspec.Struct, forbid_unknown_fields=True):
    first: str
    last: str


def word_groups(name: str, groups: str, *others: tuple[str, type]) -> type[msgspec.Struct]:
    """The shape of a file of closed word classes, each in one string."""
    fields = [*((group, str) for group in groups.split()), *others]
    return msgspec.defstruct(name, fields, forbid_unknown_fields=True)


Grammar = word_groups(
    "Grammar",
    "lead adverb pronoun demonstrative first_person document no_document organisation what_body thing"
    " preposition localiser towards titular join body_end no_pronoun officer not_given name_stop behind_name"
    " person_like act degree determiner classifier narrator honorific asks interviewer answers",
)
Cues = word_groups(
    "Cues",
    "say clause judge estimate demand tell topic modal noun ask loud act stop nominal_behind linked"
    " nominal_before unsaid",
    ("compound", Compound),
)


class Period(msgspec.Struct, forbid_unknown_fields=True):
    start: datetime
    end: datetime
    hours: int


class Shifted(msgspec.Struct, forbid_unknown_fields=True):
    url_day: str
    hours: list[int]
    quiet: list[int]
    periods: list[Period] = []


class OutletEntry(msgspec.Struct, forbid_unknown_fields=True):
    """An outlet of outlets.yml: who it is, and what is particular about its pages."""

    name: str
    hosts: list[str]
    name_en: str | None = None
    homepage: str | None = None
    country: str | None = None
    language: str | None = None
    text: Literal["full", "excerpt"] = "full"
    names: list[str] = []
    id: list[str] = []
    zone: str | None = None
    page_zone: str | None = None
    day: str | None = None
    shifted: Shifted | None = None
    title: list[str] = []
    tags: list[str] = []
    classes: list[str] = []
    captions: list[str] = []
    gallery_lists: list[str] = []
    head: list[str] = []
    tail: list[str] = []
    lines: list[str] = []
    end: list[str] = []


class AnyPage(msgspec.Struct, forbid_unknown_fields=True):
    """What outlets.yml says of any page."""

    tags: list[str]
    classes: list[str]
    ids: list[str]
    attributes: list[str]
    caption_tags: list[str]
    caption_classes: list[str]
    credit_classes: list[str]
    byline_classes: list[str]
    emoji: list[str]
    furniture: list[str]
    furniture_alt: str
    selling: str
    not_captions: str
    credits: str
    head: list[str]
    tail: list[str]
    lines: list[str]
    end: list[str]


class Outlets(msgspec.Struct, forbid_unknown_fields=True):
    """outlets.yml."""

    outlets: dict[str, OutletEntry]
    everywhere: AnyPage


SHAPES: dict[str, Any] = {
    "speakers.yml": list[Registered],
    "titles.yml": Titles,
    "names.yml": Names,
    "grammar.yml": Grammar,
    "cues.yml": Cues,
    "rules.yml": dict[str, str],
    "outlets.yml": Outlets,
    "interface.yml": dict[str, dict[str, str]],
}


class OnceLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """A loader to which a key that stands twice is an error: YAML would drop the first without a word."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        twice = next((key for n, key in enumerate(keys) if key in keys[:n] and key != "<<"), None)
        if twice is not None:
            raise yaml.MarkedYAMLError(None, None, f"the key {twice!r} stands twice", node.start_mark)
        mapping: dict[Any, Any] = super().construct_mapping(node, deep)
        return mapping


@cache
def load(name: str) -> Any:
    """A data file, read once; what comes of it is not to be changed. Raises DataFileError."""
    return parse(name, (files("yulu") / "data" / name).read_text(encoding="utf-8"))


def parse(name: str, text: str) -> Any:
    """The content of a data file by its name. Raises DataFileError."""
    try:
        loaded = yaml.load(text, Loader=OnceLoader)
        if name in SHAPES:
            msgspec.convert(loaded, SHAPES[name])
    except (yaml.YAMLError, msgspec.ValidationError) as error:
        raise DataFileError(f"yulu/data/{name}: {error}") from error
    return loaded
