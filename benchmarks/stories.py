"""How well articles are grouped by event, on pairs judged by reading, and how long it takes.

    python benchmarks/stories.py [DATABASE]      (or YULU_DB=DATABASE)

The pairs are ids of articles of July to November 2020 in twelve outlets: `drawn_from_stories` at random from
the stories of a build, after all thresholds were chosen on `chosen_on`; `drawn_by_likeness` from all pairs at
most two days apart, of five bands of likeness, so that what is missed can be estimated. Articles that the
database does not have are left out, and counted.
"""

import argparse
import json
import os
import sqlite3
import time
from collections.abc import Iterable
from pathlib import Path
from types import SimpleNamespace

from yulu.corpus.beginnings import Beginning, beginning, words
from yulu.corpus.stories import find

LABELS = Path(__file__).parent / "labels" / "stories.json"
ARTICLES = """
select articles.id, day, outlets.slug, title, articles.text
from articles join outlets on outlets.id = outlet_id where day is not null"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("database", nargs="?", default=os.environ.get("YULU_DB"))
    database = parser.parse_args().database
    if database is None:
        print("no database given: stories are judged on pairs of real articles")
        return
    connection = sqlite3.connect(database)
    started = time.perf_counter()
    beginnings = [read(*row) for row in connection.execute(ARTICLES)]
    begun = time.perf_counter()
    stories = find(beginnings)
    done = time.perf_counter()
    story_of = {int(key): n for n, story in enumerate(stories) for key in story.articles}
    known = {int(b.key) for b in beginnings}
    told = sum(len(story.articles) for story in stories)
    print(f"{len(known):,} articles, {len(stories):,} stories of {told:,} articles,", end=" ")
    print(f"{sum(story.outlets > 1 for story in stories):,} in several outlets;", end=" ")
    print(f"words {begun - started:.1f} s, stories {done - begun:.1f} s")
    labels = json.loads(LABELS.read_text(encoding="utf-8"))
    for name in ("chosen_on", "drawn_from_stories"):
        precision(name, labels[name], story_of, known)
    recall(labels["drawn_by_likeness"], story_of, known)


def read(number: int, day: str, outlet: str, title: str, text: str) -> Beginning:
    article = SimpleNamespace(key=str(number), day=day, outlet=outlet, title=title, paragraphs=(text,))
    found = beginning(article, words(article))  # type: ignore[arg-type]
    assert found
    return found


def precision(name: str, pairs: Iterable[list[int]], story_of: dict[int, int], known: set[int]) -> None:
    here = [pair for pair in pairs if {pair[0], pair[1]} <= known]
    grouped = [same for a, b, same in here if together(a, b, story_of)]
    if grouped:
        print(f"{name}: {len(grouped)} of {len(here)} pairs are grouped,", end=" ")
        print(f"precision {sum(grouped) / len(grouped):.2f}")


def recall(bands: Iterable[dict], story_of: dict[int, int], known: set[int]) -> None:
    """Over all pairs of one event, and over those that are alike from each band on."""
    same = found = 0.0
    for band in reversed(list(bands)):
        here = [pair for pair in band["pairs"] if {pair[0], pair[1]} <= known]
        if here:
            of_event = [together(a, b, story_of) for a, b, is_same in here if is_same]
            same += band["in_the_corpus"] * len(of_event) / len(here)
            found += band["in_the_corpus"] * sum(of_event) / len(here)
            print(f"recall, pairs alike from {band['from']} on: {found / same:.2f}")


def together(a: int, b: int, story_of: dict[int, int]) -> bool:
    return a in story_of and story_of[a] == story_of.get(b)


if __name__ == "__main__":
    main()
