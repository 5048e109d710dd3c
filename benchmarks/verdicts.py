"""Verdicts on a large folder: many of each sort, seen on pages, in JSON and exports; what takedowns leave.

    python benchmarks/verdicts.py [FOLDER] [--each 200] [--takedowns 100] [--jobs N] [--kept FILE]

Builds the folder, draws quotes at random, writes a verdict about each, builds again (from what the first
build kept, and once more from nothing) and compares. Prints how many verdicts of each sort are where
they should be, and how many of the words that were taken down are left in any published file.
"""

import argparse
import asyncio
import random
import shutil
import sqlite3
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import ahocorasick_rs
import yaml
from datasette.app import Datasette

from yulu.build import build
from yulu.export.__main__ import export
from yulu.second_reader.question import sentences
from yulu.verdicts.folder import Verdicts

ROOT = Path(__file__).parent.parent
SERVED = ("metadata.yml", "settings.json", "plugins", "templates", "static", "CHANGELOG.md", "CITATION.cff")
TOLD = {"by": "benchmark", "date": "2026-01-01"}
SORTS = ("right", "no quote", "speaker", "kind", "words", "missed")
LONG = 12  # characters: shorter words may stand anywhere
QUOTES = """
select quotes.id, quotes.article_id, quotes.text, quotes.kind, name as speaker, articles.url as article,
       articles.source_path as file, quotes.paragraph
from quotes join articles on articles.id = article_id left join speakers on speakers.id = speaker_id
where articles.url is not null order by quotes.id"""
BUILT_WITH = {"builds", "sqlite_stat1", "sqlite_stat4"}  # tables that differ from build to build

Row = dict[str, Any]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("articles", nargs="?", type=Path, default=ROOT / "samples")
    parser.add_argument("--each", type=int, default=200)
    parser.add_argument("--takedowns", type=int, default=100)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--kept", type=Path, help="what an earlier build of FOLDER kept, to begin with")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for served in SERVED:
            (folder / served).symlink_to(ROOT / served)
        if args.kept:
            shutil.copy(args.kept, folder / "news.db.kept")
        print(f"first build: {built(args.articles, folder, args.jobs)}")
        shutil.copy(folder / "news.db", folder / "first.db")
        before = ask(folder / "news.db", QUOTES)
        texts = dict(ask_pairs(folder / "news.db", "select id, text from articles"))
        said = drawn(before, texts, args.each)
        hidden = takedowns(before, said, args.takedowns)
        write(folder, [*said, *hidden])
        print(f"with verdicts: {built(args.articles, folder, args.jobs)}")
        print(f"unchanged: {built(args.articles, folder, args.jobs)}")
        compare_with_a_whole_build(args.articles, folder, args.jobs)
        export(folder / "news.db", ROOT, folder / "export")
        asyncio.run(seen(folder, said))
        invariants(folder, before, said, hidden)
        searched(folder, before, texts, hidden)


def built(articles: Path, folder: Path, jobs: int, rebuild: bool = False) -> str:
    verdicts = folder / "verdicts"
    said = Verdicts.of(verdicts if verdicts.exists() else None)
    started = time.perf_counter()
    report = build([articles], folder / "news.db", jobs, progress=False, said=said, rebuild=rebuild)
    problems = Counter(problem.reason for problem in report.verdicts.problems)
    return f"{report} ({time.perf_counter() - started:.1f} s in all) {dict(problems) or ''}"


def ask(db: Path, sql: str, *parameters: object) -> list[Row]:
    with sqlite3.connect(db) as connection:
        connection.row_factory = sqlite3.Row
        return [dict(row) for row in connection.execute(sql, parameters)]


def ask_pairs(db: Path, sql: str) -> list[tuple[Any, Any]]:
    with sqlite3.connect(db) as connection:
        return connection.execute(sql).fetchall()


def drawn(rows: list[Row], texts: dict[int, str], each: int) -> list[Row]:
    """Verdicts about quotes drawn at random, no two about one."""
    chance = random.Random(1)
    left = chance.sample(rows, len(rows))
    speakers = sorted({row["speaker"] for row in rows if row["speaker"]})
    said: list[Row] = []
    for sort in SORTS:
        made = 0
        while left and made < each:
            entry = verdict(sort, left.pop(), texts, chance.choice(speakers))
            if entry:
                said.append(entry | TOLD)
                made += 1
    return said


def verdict(sort: str, row: Row, texts: dict[int, str], speaker: str) -> Row | None:
    naming = {"quote": row["id"], "words": row["text"]}
    if sort in ("right", "no quote"):
        return {"verdict": sort, **naming}
    if sort == "speaker":
        return {"verdict": sort, "speaker": speaker, **naming} if speaker != row["speaker"] else None
    if sort == "kind":
        return {"verdict": sort, "kind": "partial" if row["kind"] != "partial" else "direct", **naming}
    if sort == "words":
        shorter = row["text"][:-2].strip()
        return {"verdict": sort, "text": shorter, **naming} if shorter else None
    text = texts[row["article_id"]]
    missed = next((text[a:b].strip() for a, b in sentences(text) if len(text[a:b].strip()) > LONG), None)
    if missed is None or text.count(missed) > 1:
        return None
    return {
        "verdict": "missed",
        "article": row["article"],
        "kind": "partial",
        "text": missed,
        "speaker": speaker,
    }


def takedowns(rows: list[Row], said: list[Row], count: int) -> list[Row]:
    """Half quotes, a third articles, the rest speakers; of articles that no other verdict is about."""
    chance = random.Random(2)
    judged = {entry.get("quote") for entry in said}
    heard = {row["speaker"] for row in rows if row["id"] in judged} | {None}
    busy = {row["article"] for row in rows if row["id"] in judged} | {e.get("article") for e in said}
    free = [row for row in chance.sample(rows, len(rows)) if row["article"] not in busy]
    hidden: list[Row] = []
    used: set[str] = set()
    for row in free:
        if (
            len(hidden) == count
            or row["article"] in used
            or row["speaker"] in {None, *heard}
            or len(row["text"]) < LONG
        ):
            continue
        used.add(row["article"])
        what = len(hidden) % 6
        if what < 3:
            target = {"quote": row["id"], "article": row["article"]}
        elif what < 5:
            target = {"article": row["article"]} if what == 3 else {"file": row["file"]}
        else:
            target = {"speaker": row["speaker"]}
        hidden.append({"verdict": "hide", **target, **TOLD})
    return hidden


def write(folder: Path, entries: Iterable[Row]) -> None:
    (folder / "verdicts").mkdir()
    text = yaml.safe_dump(list(entries), allow_unicode=True, sort_keys=False)
    (folder / "verdicts" / "all.yml").write_text(text, encoding="utf-8")


def compare_with_a_whole_build(articles: Path, folder: Path, jobs: int) -> None:
    """The database that was made from what was kept has the rows of one that is made from nothing."""
    now = contents(folder / "news.db")
    print(f"from nothing: {built(articles, folder, jobs, rebuild=True)}")
    whole = contents(folder / "news.db")
    differ = [table for table in whole if now[table] != whole[table]]
    print(f"tables that differ between the two: {', '.join(differ) or 'none'} of {len(whole)}")


def contents(db: Path) -> dict[str, list[tuple[Any, ...]]]:
    with sqlite3.connect(db) as connection:
        names = [
            name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")
        ]
        names = [name for name in names if name not in BUILT_WITH and "_fts" not in name]
        return {name: connection.execute(f"select * from {name} order by 1, 2").fetchall() for name in names}


async def seen(folder: Path, said: list[Row]) -> None:
    """How many verdicts of each sort are in the database, on the page, in JSON and in the export."""
    rows = {row["quote_id"]: row for row in ask(folder / "news.db", "select * from verdicts")}
    missed = {(row["verdict"], row["now"], row["article_id"]): row for row in rows.values()}
    by_words: dict[str, list[Row]] = defaultdict(list)
    for (sort, now, _), row in missed.items():
        if sort == "missed":
            by_words[now].append(row)
    exported = {
        int(line.partition(",")[0])
        for line in (folder / "export" / "csv" / "quotes.csv").read_text("utf-8-sig").split("\n")
        if line.partition(",")[0].isdigit()
    }
    speakers = dict(ask_pairs(folder / "news.db", "select id, name from speakers"))
    served = Datasette(config_dir=folder)
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for entry in said:
        sort, count = entry["verdict"], counts[entry["verdict"]]
        count["said"] += 1
        row = rows.get(entry["quote"]) if "quote" in entry else next(iter(by_words[entry["text"]]), None)
        if row is None or row["state"] != "applied":
            continue
        count["applied"] += 1
        number, gone = row["quote_id"], sort == "no quote"
        page = await served.client.get(f"/news/quotes/{number}")
        data = await served.client.get(f"/news/quotes/{number}.json?_shape=objects&_labels=on")
        count["on its page"] += (
            page.status_code == 410 if gone else 'class="bullets corrections"' in page.text
        )
        count["in JSON"] += (
            data.status_code == 410 if gone else shows(sort, entry, data.json()["rows"][0], speakers)
        )
        count["in the export"] += (number not in exported) == gone
    columns = ("said", "applied", "on its page", "in JSON", "in the export")
    print(f"\n{'':10}" + " ".join(f"{column:>13}" for column in columns))
    for sort, count in counts.items():
        print(f"{sort:10}" + " ".join(f"{count[column]:13}" for column in columns))


def shows(sort: str, entry: Row, row: Row, speakers: dict[int, str]) -> bool:
    if sort == "speaker":
        return speakers.get(row["speaker_id"]) == entry["speaker"]
    column = {"kind": "kind", "words": "text", "missed": "text"}.get(sort)
    return column is None or row[column] == entry[column]


def invariants(folder: Path, before: list[Row], said: list[Row], hidden: list[Row]) -> None:
    db = folder / "news.db"
    [wrong] = ask(
        db,
        "select count(*) as n, (select count(*) from quotes) as quotes from quotes"
        " join articles on articles.id = article_id"
        ' where substr(articles.text, start + 1, "end" - start) <> quotes.text',
    )
    print(f"\nquotes whose place does not hold their words: {wrong['n']} of {wrong['quotes']:,}")
    now = {row["id"] for row in ask(db, "select id from quotes")}
    old = {row["id"] for row in before}
    gone = {row["row_id"] for row in ask(db, "select row_id from removed where table_name = 'quotes'")}
    added = {row["quote_id"] for row in ask(db, "select quote_id from verdicts where verdict = 'missed'")}
    unsaid = len(old - now - gone), len(now - old - added)
    print(f"quotes that are gone without a verdict: {unsaid[0]}, new without one: {unsaid[1]}")


def searched(folder: Path, before: list[Row], texts: dict[int, str], hidden: list[Row]) -> None:
    """Words that only what was taken down had, looked for in every published file."""
    gone = {row["row_id"] for row in ask(folder / "news.db", "select row_id from removed")}
    titles = "select title, null from articles union all select caption, alt from images"
    elsewhere = ask_pairs(folder / "first.db", titles)
    everything = "\0".join([*texts.values(), *(text for pair in elsewhere for text in pair if text)])
    words = {
        row["text"].replace("\n", "")
        for row in before
        if row["id"] in gone and len(row["text"]) >= LONG and "\n" not in row["text"]
    }
    unique = [word for word in sorted(words) if everything.count(word) == 1]
    judged = {
        entry["words"]
        for entry in ask(folder / "news.db", "select was as words from verdicts")
        if entry["words"]
    }
    unique = [word for word in unique if word not in judged]
    finder = ahocorasick_rs.AhoCorasick(unique)
    found: Counter[str] = Counter()
    for path in published(folder):
        text = path.read_bytes().decode("utf-8", "ignore")
        for word in {unique[n] for n, _, _ in finder.find_matches_as_indexes(text)}:
            found[word] += 1
            print(f"still in {path.name}: {word}")
    print(f"{len(hidden)} takedowns, {len(unique):,} quotes with words of their own, {len(found)} found")


def published(folder: Path) -> Iterator[Path]:
    yield folder / "news.db"
    yield from (p for p in (folder / "export").rglob("*") if p.is_file() and p.suffix != ".parquet")


if __name__ == "__main__":
    main()
