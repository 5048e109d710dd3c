"""How many speakers have a name, or a description, that a reader accepts: drawn at random and read by eye.

    python benchmarks/names.py                        the share accepted in every draw that was judged
    python benchmarks/names.py DATABASE               also: which judged names this database (still) has
    python benchmarks/names.py DATABASE --draw SEED   300 speakers to be judged, with a place in an article
    python benchmarks/names.py DATABASE --draw SEED --not-accepted 3 17 40 --as NAME   keep the judgement

A speaker counts once, however often quoted. Not accepted is a piece of a name or of a sentence, a name with
a word of the sentence on it, and what cannot say anything. Every draw was judged before what it showed was
mended, so only its own figure is a measure; the draws before it are what was learned from. `first` is
before names were judged by evidence, to 7 speakers are found by rules in 37,227 articles, from 8 on by the
learned models (8 and 9 in 8,961 articles, 8 before what is seen once had to be something that can speak;
10 to 12 in all of them, 11 after the words before a cue were considered too, 12 when only noun phrases
among them were). The labels keep digests and places, no words: benchmarks/labels/names.csv.
"""

import argparse
import csv
import hashlib
import random
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from math import sqrt
from pathlib import Path

LABELS = Path(__file__).parent / "labels" / "names.csv"
DRAWN, AROUND = 300, 16  # speakers; characters shown on either side of a mention
Z = 1.96  # of the 95% interval

QUOTES = """
select quotes.start, quotes.end, quotes.mention, articles.text, articles.source_sha256
from quote_speakers join quotes on quotes.id = quote_speakers.quote_id
join articles on articles.id = quotes.article_id where quote_speakers.speaker_id = ? order by quotes.id"""


@dataclass(frozen=True)
class Judged:
    """One speaker of a draw. `name` and `article` are the first 16 digits of a SHA-256."""

    draw: str
    name: str
    article: str
    start: int  # of the quote that it was judged by, in the text of the article
    end: int
    accepted: int


def digest(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()[:16]


def labels() -> list[Judged]:
    with LABELS.open(encoding="utf-8", newline="") as file:
        return [
            Judged(r["draw"], r["name"], r["article"], int(r["start"]), int(r["end"]), int(r["accepted"]))
            for r in csv.DictReader(file)
        ]


def interval(good: int, all_of_them: int) -> tuple[float, float]:
    """Wilson's 95% interval of a share."""
    share, n = good / all_of_them, all_of_them
    centre = (share + Z * Z / (2 * n)) / (1 + Z * Z / n)
    half = Z * sqrt(share * (1 - share) / n + Z * Z / (4 * n * n)) / (1 + Z * Z / n)
    return centre - half, centre + half


def print_draws(judged: list[Judged]) -> None:
    draws: dict[str, list[int]] = defaultdict(list)
    for one in judged:
        draws[one.draw].append(one.accepted)
    for name, accepted in draws.items():
        low, high = interval(sum(accepted), len(accepted))
        share = sum(accepted) / len(accepted)
        print(f"draw {name:>6}: {share:.1%} of {len(accepted)} accepted (95%: {low:.1%} to {high:.1%})")


def print_kept(judged: list[Judged], connection: sqlite3.Connection) -> None:
    """How many accepted names are still names of speakers or aliases, and how many others are."""
    here = {
        digest(name)
        for [name] in connection.execute("select name from speakers union select alias from speaker_aliases")
    }
    for accepted, words in ((1, "accepted"), (0, "not accepted")):
        names = {one.name for one in judged if one.accepted == accepted}
        print(f"{words}: {len(names & here):,} of {len(names):,} are names of this database")


def draw(connection: sqlite3.Connection, seed: int) -> Iterator[tuple[str, str, sqlite3.Row]]:
    """Speakers at random, each with its kind and one of its quotes."""
    chance = random.Random(seed)
    speakers = connection.execute("""
        select id, name, kind from speakers
        where id in (select speaker_id from quote_speakers) order by name""").fetchall()
    for speaker in chance.sample(speakers, min(DRAWN, len(speakers))):
        quotes = connection.execute(QUOTES, [speaker["id"]]).fetchall()
        yield speaker["name"], speaker["kind"], chance.choice(quotes)


def place(quote: sqlite3.Row) -> str:
    """The words around the mention nearest before the quote's end, or around the quote's beginning."""
    text, mention = quote["text"], quote["mention"] or ""
    at = text.rfind(mention, 0, quote["end"] + 60) if mention else quote["start"]
    at = max(at, 0)
    shown = text[max(0, at - AROUND) : at] + "[" + mention + "]" + text[at + len(mention) :][:AROUND]
    return shown.replace("\n", "/")


def keep(drawn: list[tuple[str, str, sqlite3.Row]], not_accepted: set[int], name: str) -> None:
    with LABELS.open("a", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(asdict(labels()[0])), lineterminator="\n")
        for n, (speaker, _, quote) in enumerate(drawn):
            article = quote["source_sha256"][:16]
            accepted = int(n not in not_accepted)
            one = Judged(name, digest(speaker), article, quote["start"], quote["end"], accepted)
            writer.writerow(asdict(one))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("database", nargs="?", type=Path)
    parser.add_argument("--draw", type=int, metavar="SEED")
    parser.add_argument("--not-accepted", type=int, nargs="*", metavar="NUMBER")
    parser.add_argument("--as", dest="name", metavar="NAME")
    asked = parser.parse_args()
    if asked.database is None:
        print_draws(labels())
        return
    connection = sqlite3.connect(f"file:{asked.database}?mode=ro", uri=True)
    connection.row_factory = sqlite3.Row
    if asked.draw is None:
        print_draws(labels())
        print_kept(labels(), connection)
        return
    drawn = list(draw(connection, asked.draw))
    if asked.not_accepted is not None and asked.name:
        keep(drawn, set(asked.not_accepted), asked.name)
        print_draws(labels())
        return
    for n, (name, kind, quote) in enumerate(drawn):
        print(f"{n}\t{kind}\t{name}\t{place(quote)}")


if __name__ == "__main__":
    main()
