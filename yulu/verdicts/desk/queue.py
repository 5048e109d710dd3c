"""Which quotes wait for an editor, the most doubtful first, and how sure the publication has become."""

import csv
import json
import re
import sqlite3
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from yulu.second_reader.doubts import page_in
from yulu.second_reader.question import Given, Page
from yulu.verdicts import reading
from yulu.verdicts.verdict import verdict_of

BAND = 0.05  # scores so close are alike: of these the quote that is read most comes first
_ID = re.compile(r"quotes/([0-9]+)")
QUOTES = """
select quotes.id, quotes.article_id, quotes.score, coalesce(shared.quotes, 0) from quotes
left join statement_quotes on statement_quotes.quote_id = quotes.id
left join statements as shared on shared.id = statement_quotes.statement_id"""


@dataclass
class Queue:
    """The quotes of a database, in the order in which they should be judged.

    reads: id of a quote -> how often its page was read, where that is known.
    """

    db: Path
    file: Path  # where verdicts are written
    by: str
    below: float
    reads: Mapping[int, int]
    waiting: list[tuple[int, int]] = field(default_factory=list)  # quote, article
    scores: dict[int, float] = field(default_factory=dict)
    judged: set[int] = field(default_factory=set)
    skipped: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        with self.connection() as connection:
            rows = connection.execute(QUOTES).fetchall()
            done = connection.execute("select quote_id from verdicts where model is null").fetchall()
        self.scores = {quote: score for quote, _, score, _ in rows}
        shared = {quote: renderings for quote, _, _, renderings in rows}
        articles = {quote: article for quote, article, _, _ in rows}
        order = in_order(self.scores, self.reads, shared)
        self.waiting = [(quote, articles[quote]) for quote in order if self.scores[quote] < self.below]
        verdicts, _ = reading.read(self.file.parent)
        self.judged = {quote for (quote,) in done if quote} | {
            v.quote for v in verdicts if v.quote and v.model is None
        }

    def connection(self) -> sqlite3.Connection:
        return sqlite3.connect(f"file:{self.db.absolute()}?mode=ro", uri=True)

    def next(self) -> tuple[Page, Given] | None:
        """The first quote that nobody has judged, with its article."""
        for quote, article in self.waiting:
            if quote not in self.judged and quote not in self.skipped:
                return self.find(quote, article)
        return None

    def find(self, quote: int, article: int) -> tuple[Page, Given]:
        with self.connection() as connection:
            page = page_in(connection, article)
        return page, next(given for given in page.quotes if given.id == quote)

    def named(self, quote: int) -> tuple[Page, Given] | None:
        """A quote that waits, by its number."""
        article = next((article for id, article in self.waiting if id == quote), None)
        return self.find(quote, article) if article else None

    def judge(self, entry: dict[str, Any]) -> None:
        """Write a verdict down. Raises NotAVerdict."""
        verdict_of(entry, self.file.name, 1)
        self.file.parent.mkdir(parents=True, exist_ok=True)
        with self.file.open("a", encoding="utf-8") as file:
            file.write(json.dumps(entry, ensure_ascii=False) + "\n")
        self.judged.add(entry["quote"])

    def undo(self) -> int | None:
        """Take back the last verdict of the file; the quote that it was about."""
        lines = self.file.read_text(encoding="utf-8").splitlines() if self.file.exists() else []
        if not lines:
            return None
        quote: int = json.loads(lines.pop())["quote"]
        self.file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        self.judged.discard(quote)
        self.skipped.discard(quote)
        return quote

    def progress(self) -> dict[str, Any]:
        """How many are done, and the share of all quotes that is expected to be right, before and now."""
        waiting = {quote for quote, _ in self.waiting}
        total = sum(self.scores.values())
        gained = sum(1 - self.scores[quote] for quote in self.judged & self.scores.keys())
        count = max(1, len(self.scores))
        return {
            "done": len(waiting & self.judged),
            "doubtful": len(waiting),
            "before": total / count,
            "now": (total + gained) / count,
        }


def in_order(
    scores: Mapping[int, float], reads: Mapping[int, int], renderings: Mapping[int, int]
) -> list[int]:
    """Quotes, the most doubtful first; of those alike the most read, then what most articles quote too."""
    return sorted(
        scores, key=lambda q: (int(scores[q] / BAND), -reads.get(q, 0), -renderings.get(q, 0), scores[q], q)
    )


def reads_in(path: Path | None) -> Mapping[int, int]:
    """How often pages were read: a table of addresses and counts, as a web server's log gives it."""
    counts: Counter[int] = Counter()
    if path:
        with path.open(encoding="utf-8", newline="") as file:
            for address, *rest in csv.reader(file):
                found = _ID.search(address)
                if found and rest and rest[0].strip().isdigit():
                    counts[int(found[1])] += int(rest[0])
    return counts
