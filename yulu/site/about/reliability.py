"""How often quotes and speakers were right on articles that the extraction had not seen."""

import json
from collections.abc import Mapping
from pathlib import Path
from sqlite3 import Connection
from typing import Any

import yulu
from yulu.site.rows import dicts

MEASURED = Path("benchmarks") / "accuracy.json"
KINDS = ("direct", "indirect")
LEVELS = ("high", "medium", "low")
FEWEST = 20  # labelled quotes of an outlet and kind
FIGURES = ("precision", "recall", "f1", "speaker_accuracy", "who_said_what_f1")
# What an outlet has here, as counted at build time.
OUTLETS = """
select outlets.id, outlets.slug, outlets.name, outlets.text, coalesce(published.articles, 0) as articles,
       published.first, published.last, coalesce(said.quotes, 0) as quotes
from outlets
left join (
    select outlet_id, sum(articles) as articles, min(nullif(day, 'unknown')) as first,
           max(nullif(day, 'unknown')) as last from article_counts group by outlet_id
) as published on published.outlet_id = outlets.id
left join (select outlet_id, sum(quotes) as quotes from quote_counts group by outlet_id) as said
    on said.outlet_id = outlets.id
order by articles desc, outlets.name"""
BUILT = "select finished, version from builds order by id desc limit 1"


def measured(served: Path, figures: Path | None = None) -> dict[str, Any] | None:
    """The figures of the folder that is served, or of the project; None where none were measured."""
    for folder in (served, Path(yulu.__file__).parents[1]):
        if (folder / (figures or MEASURED)).is_file():
            found: dict[str, Any] = json.loads((folder / (figures or MEASURED)).read_text(encoding="utf-8"))
            return found
    return None


def corpus(connection: Connection) -> dict[str, Any]:
    """What there is of each outlet, and when it was built."""
    return {
        "outlets": dicts(connection, OUTLETS, ()),
        "built": next(iter(dicts(connection, BUILT, ())), None),
    }


def by_kind(figures: Mapping[str, Any]) -> dict[str, dict[str, float]]:
    """The kinds that were measured, each with those of the FIGURES that it has."""
    return {
        kind: {name: figures[kind][name] for name in FIGURES if figures[kind].get(name) is not None}
        for kind in KINDS
        if isinstance(figures.get(kind), Mapping)
    }


def by_confidence(figures: Mapping[str, Any]) -> dict[str, dict[str, dict[str, float]]]:
    """Level -> kind -> the share of quotes that have it, and of these the share that is right."""
    found: dict[str, dict[str, dict[str, float]]] = {level: {} for level in LEVELS}
    for kind in by_kind(figures):
        levels = figures[kind].get("confidence") or {}
        quotes = sum(levels[level]["quotes"] for level in levels)
        for level in (level for level in LEVELS if levels.get(level, {}).get("quotes")):
            share = levels[level]["quotes"] / quotes
            found[level][kind] = {"share": share, "right": levels[level]["right"]}
    return {level: kinds for level, kinds in found.items() if kinds}


def of_outlets(figures: Mapping[str, Any]) -> dict[str, dict[str, float]]:
    """Slug -> kind -> F1 of who said what, where FEWEST labelled quotes or more tell it."""
    found = {
        slug: {
            kind: values["who_said_what_f1"]
            for kind, values in by_kind(of_one).items()
            if "who_said_what_f1" in values and of_one[kind].get("labelled", 0) >= FEWEST
        }
        for slug, of_one in (figures.get("outlets") or {}).items()
    }
    return {slug: kinds for slug, kinds in found.items() if kinds}
