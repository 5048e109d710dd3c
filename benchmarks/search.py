"""How search does on a database: what it finds, how fast its first page is, how large its index is.

    python benchmarks/search.py [DATABASE]      (or YULU_DB=DATABASE; without either, the samples)

Queries of 1 to 8 characters are drawn from the articles, rare, middling and common ones alike, and
every second one is asked in the other script. The truth is what a scan of the folded text finds. Side
by side: this project's index, FTS5's trigram and unicode61 tokenizers over the text as it is, and LIKE.
Every index knows the rows by their ids. Every query is asked once before it is timed.
"""

import argparse
import os
import random
import re
import sqlite3
import statistics
import tempfile
import time
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import opencc

from yulu.build import build
from yulu.site.filters import Filters
from yulu.site.search import finding
from yulu.site.search.names import Names
from yulu.site.search.query import match_expression
from yulu.text.chinese import CJK, fold

SAMPLES = Path(__file__).parents[1] / "samples"
SEED, LENGTHS, EACH, DRAWS, PAGE = 7, range(1, 9), 8, 8000, 20
BANDS = {"rare": 0.0005, "middling": 0.02, "common": 1.0}  # up to this share of the articles
COLUMNS = {"articles": ("text", "title"), "quotes": ("text",), "images": ("caption", "alt")}
LIKE_EACH = 6  # LIKE reads whole tables, so it is asked only every sixth query
Rows = set[tuple[str, int]]


class Truth:
    """The folded text of a table in one string, to be scanned."""

    def __init__(self, connection: sqlite3.Connection, table: str) -> None:
        self.ids: list[int] = []
        self.starts: list[int] = []
        parts, at = [], 0
        for row_id, *columns in connection.execute(f"select id, {', '.join(COLUMNS[table])} from {table}"):
            parts.append(fold("\n".join(column or "" for column in columns)) + "\0")
            self.ids.append(row_id)
            self.starts.append(at)
            at += len(parts[-1])
        self.text = "".join(parts)

    def holding(self, phrase: str) -> Iterator[int]:
        at = self.text.find(phrase)
        while at >= 0:
            n = bisect_right(self.starts, at)
            yield self.ids[n - 1]
            at = self.text.find(phrase, self.starts[n]) if n < len(self.starts) else -1


def draw(truth: Truth, chance: random.Random) -> list[str]:
    """Up to EACH phrases of every length and band, as they stand in the articles."""
    taken: Counter[tuple[int, str]] = Counter()
    phrases: set[str] = set()
    for _ in range(DRAWS):
        start, length = chance.randrange(len(truth.text)), chance.choice(LENGTHS)
        phrase = truth.text[start : start + length]
        if phrase in phrases or not re.fullmatch(f"[{CJK}]+", phrase):
            continue
        if all(taken[length, band] >= EACH for band in BANDS):
            continue
        share = sum(1 for _ in truth.holding(phrase)) / len(truth.ids)
        band = next(name for name, most in BANDS.items() if share <= most)
        taken[length, band] += 1
        if taken[length, band] <= EACH:
            phrases.add(phrase)
    print(
        "queries:",
        ", ".join(f"{sum(taken[n, b] > i for n in LENGTHS for i in range(EACH))} {b}" for b in BANDS),
    )
    return sorted(phrases)


def full_text(path: Path, source: Path, tokenize: str) -> sqlite3.Connection:
    """Indexes of the same columns, the text as it is, in a database of their own."""
    connection = sqlite3.connect(path)
    connection.execute("pragma mmap_size = 2147418112")
    connection.execute("attach ? as source", [f"file:{source}?mode=ro"])
    for table, columns in COLUMNS.items():
        names = ", ".join(columns)
        connection.execute(
            f"create virtual table {table}_fts using fts5({names}, content='', tokenize='{tokenize}')"
        )
        connection.execute(f"insert into {table}_fts(rowid, {names}) select id, {names} from source.{table}")
        connection.execute(f"insert into {table}_fts({table}_fts) values ('optimize')")
    connection.commit()
    return connection


def bytes_of_index(connection: sqlite3.Connection) -> int:
    """All shadow tables of the three indexes."""
    sql = "select sum(pgsize) from dbstat where name like '%\\_fts\\_%' escape '\\'"
    return int(connection.execute(sql).fetchone()[0])


def every_match(
    connection: sqlite3.Connection, expression: Callable[[str, str], str]
) -> Callable[[str], Rows]:
    def find(query: str) -> Rows:
        return {
            (table, row_id)
            for table in COLUMNS
            for [row_id] in connection.execute(
                f"select rowid from {table}_fts where {table}_fts match ?", [expression(table, query)]
            )
        }

    return find


def best_matches(
    connection: sqlite3.Connection, expression: Callable[[str, str], str]
) -> Callable[[str], object]:
    arms = " union all ".join(
        f"select * from (select rowid, rank from {table}_fts where {table}_fts match :{table}"
        f" order by rank limit {PAGE})"
        for table in COLUMNS
    )

    def find(query: str) -> object:
        parameters = {table: expression(table, query) for table in COLUMNS}
        return connection.execute(f"{arms} order by 2 limit {PAGE}", parameters).fetchall()

    return find


def like(connection: sqlite3.Connection, limit: str) -> Callable[[str], Rows]:
    def find(query: str) -> Rows:
        found = set()
        for table, columns in COLUMNS.items():
            anywhere = " or ".join(f"{column} like :like" for column in columns)
            sql = f"select id from {table} where {anywhere} order by id desc {limit}"
            found |= {(table, row_id) for [row_id] in connection.execute(sql, {"like": f"%{query}%"})}
        return found

    return find


def first_page(connection: sqlite3.Connection) -> Callable[[str], object]:
    """The SQL of the first page of /search: the order and the rows."""
    nobody = Names([])

    def find(query: str) -> object:
        criteria = finding.criteria(Filters(q=query), nobody)
        found, _ = finding.find(connection, criteria, newest=False, offset=0, size=PAGE)
        return finding.rows(connection, found)

    return find


def milliseconds(find: Callable[[str], object], query: str) -> float:
    start = time.perf_counter()
    find(query)
    return (time.perf_counter() - start) * 1000


def measure(
    name: str,
    everything: Callable[[str], Rows],
    page: Callable[[str], object],
    true: dict[str, Rows],
    index: str,
) -> None:
    """Prints one row of the table."""
    right = found = missing = 0
    for query, truth in true.items():
        got = everything(query)
        right, found, missing = right + len(got & truth), found + len(got), missing + len(truth - got)
    times = sorted(milliseconds(page, query) for query in true if page(query) is not None)
    median, p95 = statistics.median(times), times[int(0.95 * len(times))]
    print(
        f"| {name:18} | {right / (right + missing):6.3f} | {right / found if found else 1:9.3f} "
        f"| {median:9.2f} | {p95:6.1f} | {times[-1]:6.1f} | {index:>12} |"
    )


def run(database: Path, folder: Path) -> None:
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    connection.execute("pragma mmap_size = 2147418112")  # as it is served
    truths = {table: Truth(connection, table) for table in COLUMNS}
    other_script = [opencc.OpenCC("s2t").convert, str]
    drawn = [
        other_script[n % 2](phrase) for n, phrase in enumerate(draw(truths["articles"], random.Random(SEED)))
    ]
    true: dict[str, Rows] = {
        query: {(table, row_id) for table, truth in truths.items() for row_id in truth.holding(fold(query))}
        for query in drawn
    }
    size = sum(
        connection.execute(
            f"select sum(length(cast(coalesce({column}, '') as blob))) from {table}"
        ).fetchone()[0]
        for table, columns in COLUMNS.items()
        for column in columns
    )
    counts = ", ".join(f"{len(truth.ids):,} {table}" for table, truth in truths.items())
    print(f"{database.name}: {counts}, {size / 1e6:.1f} MB of text, {len(true)} queries\n")
    print("| index              | recall | precision | median ms | p95 ms | max ms | index / text |")
    print("|--------------------|--------|-----------|-----------|--------|--------|--------------|")

    def ours(table: str, query: str) -> str:
        expression = match_expression(query)
        return f"{{text}} : ({expression})" if table == "quotes" else expression  # names of speakers apart

    ratio = f"{bytes_of_index(connection) / size:.2f}"
    measure("this project", every_match(connection, ours), first_page(connection), true, ratio)
    for tokenize in ("trigram", "unicode61"):
        other = full_text(folder / f"{tokenize}.db", database, tokenize)
        ratio = f"{bytes_of_index(other) / size:.2f}"

        def quoted(table: str, query: str) -> str:
            return f'"{query}"'

        measure(f"FTS5 {tokenize}", every_match(other, quoted), best_matches(other, quoted), true, ratio)
        other.close()
    few = {query: true[query] for query in list(true)[::LIKE_EACH]}
    measure("LIKE", like(connection, ""), like(connection, f"limit {PAGE}"), few, "0")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("database", nargs="?", type=Path, default=os.environ.get("YULU_DB"))
    database = parser.parse_args().database
    with tempfile.TemporaryDirectory() as folder:
        if not database:
            database = Path(folder) / "samples.db"
            build([SAMPLES], database, jobs=1, progress=False)
        run(Path(database), Path(folder))


if __name__ == "__main__":
    main()
