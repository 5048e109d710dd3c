"""Builds killed at random moments: whether what is served stays whole, and the next build makes good.

    python benchmarks/kills.py FOLDER [--files 300] [--kills 50] [--seed 1]

FOLDER is copied, as many files as asked for. Every build has new and changed files to read, and every second
one starts from nothing. It is killed (SIGKILL) at a moment of the time that such a build takes. Then the
database must be sound and the one that inspect-data.json describes, if it describes one. In the end one more
build must give what a build from nothing gives, and leave nothing beside the database.
"""

import argparse
import hashlib
import json
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing
from pathlib import Path

from builds import ROOT, sample

ADDED = "\n<p>港务局局长罗以安说：“渡轮第{}次复航。”</p>"


def command(articles: Path, db: Path, *more: str) -> list[str]:
    return [sys.executable, "build_db.py", str(articles), "--db", str(db), "--jobs", "2", "--quiet", *more]


def timed(args: list[str]) -> float:
    began = time.monotonic()
    subprocess.run(args, check=True, cwd=ROOT)
    return time.monotonic() - began


def problem(db: Path) -> str | None:
    """What is wrong with the database and its description."""
    with closing(sqlite3.connect(db)) as connection:
        [answer] = connection.execute("pragma integrity_check(1)").fetchone()
    described = json.loads((db.parent / "inspect-data.json").read_text()).get(db.stem)
    if answer != "ok":
        return str(answer)
    digest = hashlib.sha256(db.read_bytes()).hexdigest()
    return None if described is None or described["hash"] == digest else "another database is described"


def content(db: Path) -> list[str]:
    with closing(sqlite3.connect(db)) as connection:
        return sorted(line for line in connection.iterdump() if '"builds"' not in line)


def change(files: list[Path], chance: random.Random, number: int) -> None:
    for path in chance.sample(files, max(1, len(files) // 100)):
        path.write_text(path.read_text(encoding="utf-8") + ADDED.format(number), encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--files", type=int, default=300)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    chance = random.Random(args.seed)
    with tempfile.TemporaryDirectory() as place:
        articles, served = Path(place, "articles"), Path(place, "served")
        files = sample(args.folder, args.files, articles)
        served.mkdir()
        db = served / "news.db"
        timed(command(articles, db))
        whole = timed(command(articles, db, "--rebuild"))
        change(files, chance, 0)
        usual = {True: whole, False: timed(command(articles, db))}
        found: Counter[str] = Counter()
        for number in range(1, args.kills + 1):
            change(files, chance, number)
            rebuild = number % 2 == 0
            before = db.stat().st_ino
            build = subprocess.Popen(command(articles, db, *["--rebuild"] * rebuild), cwd=ROOT)
            try:
                build.wait(chance.uniform(0, usual[rebuild]))
            except subprocess.TimeoutExpired:
                build.kill()
                build.wait()
                found["killed"] += 1
            found["new database there"] += db.stat().st_ino != before
            found["left-overs"] += any(".new" in path.name for path in served.iterdir())
            if wrong := problem(db):
                found["NOT WHOLE"] += 1
                print(f"{number}: {wrong}")
        timed(command(articles, db))
        left = sorted(path.name for path in served.iterdir())
        timed(command(articles, Path(place, "plain.db")))
        same = content(db) == content(Path(place, "plain.db"))
    print(f"{args.kills} builds of {len(files)} files: {dict(found)}; whole builds take {whole:.1f} s")
    print(f"after one more build: {', '.join(left)}; content as from nothing: {same}")
    sys.exit(1 if found["NOT WHOLE"] or not same or len(left) != 3 else 0)


if __name__ == "__main__":
    main()
