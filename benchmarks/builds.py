"""How long builds take: the first, one where nothing changed, one with 1% new or changed files; and a script
that loads the same files with the same packages but finds no quotes.

    python benchmarks/builds.py FOLDER [--files 3000] [--jobs 2]
    python benchmarks/builds.py FOLDER --sizes 5000 10000 20000 38000 [--kept news.db.kept]

With --sizes a first build of each size is measured, how it grows with the number of files; with --kept, which
an earlier build of FOLDER by the same code left, without reading the files and finding quotes.

FOLDER is copied, as many files as asked for, evenly spread. Wall time depends on what else the machine does;
the time of the processors less. Memory is the most that all processes have together (proportional set size).
"""

import argparse
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
SUFFIXES = {".md", ".markdown", ".txt", ".html"}
NAIVE = """
import sys
from pathlib import Path
import frontmatter
from bs4 import BeautifulSoup
from sqlite_utils import Database

def rows(folder):
    for path in sorted(Path(folder).rglob("*.*")):
        post = frontmatter.loads(path.read_text(encoding="utf-8", errors="replace"))
        text = BeautifulSoup(post.content, "lxml").get_text("\\n")
        meta = {name: str(post.get(name)) for name in ("title", "date")}
        yield {"path": str(path), "text": text, **meta}

db = Database(sys.argv[2])
db["articles"].insert_all(rows(sys.argv[1]), pk="path")
db["articles"].enable_fts(["title", "text"])
"""


@dataclass(frozen=True)
class Measured:
    """Seconds by the clock and of the processors, and the most memory in MB."""

    wall: float
    processors: float
    memory: float

    def row(self, name: str, first: "Measured") -> str:
        return (
            f"| {name} | {self.wall:.1f} | {self.processors:.1f} | {self.processors / first.processors:.3f}"
            f" | {self.memory:.0f} |"
        )


def run(*command: str) -> Measured:
    """Run a command to its end. Raises CalledProcessError where it fails."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=ROOT)
    most = [0.0]
    watcher = threading.Thread(target=watch, args=(process.pid, most), daemon=True)
    watcher.start()
    if process.wait():
        raise subprocess.CalledProcessError(process.returncode, command)
    wall, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    processors = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Measured(wall, processors, most[0])


def watch(pid: int, most: list[float]) -> None:
    """Note the most memory of a process and its children, while it lasts."""
    while Path(f"/proc/{pid}/smaps_rollup").exists():
        most[0] = max(most[0], sum(map(memory, [pid, *children(pid)])))
        time.sleep(0.2)


def children(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def memory(pid: int) -> float:
    """In MB; what processes share is counted once."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def sample(folder: Path, number: int, into: Path) -> list[Path]:
    """Copy as many files, evenly spread over the folder."""
    files = sorted(path for path in folder.rglob("*") if path.suffix in SUFFIXES)
    chosen = files[:: max(1, len(files) // number)][:number]
    for path in chosen:
        target = into / path.relative_to(folder)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    return sorted(path for path in into.rglob("*") if path.is_file())


def grown(folder: Path, sizes: list[int], jobs: int, kept: Path | None) -> None:
    """Print what first builds of different sizes take."""
    print("| files | seconds | seconds of processors | a thousand files | MB | database, MB | load |")
    print("|---|---|---|---|---|---|---|")
    for size in sizes:
        with tempfile.TemporaryDirectory() as place:
            articles, db = Path(place, "articles"), Path(place, "news.db")
            number = len(sample(folder, size, articles))
            if kept:
                shutil.copyfile(kept, f"{db}.kept")
            built = run(sys.executable, "build_db.py", str(articles), "--db", str(db), "--jobs", str(jobs))
            print(
                f"| {number:,} | {built.wall:.1f} | {built.processors:.1f} "
                f"| {1000 * built.processors / number:.2f} | {built.memory:.0f} "
                f"| {db.stat().st_size / 1e6:.0f} | {os.getloadavg()[0]:.1f} |",
                flush=True,
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--files", type=int, default=3000)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--sizes", type=int, nargs="+", metavar="N", help="first builds of so many files")
    parser.add_argument(
        "--kept", type=Path, help="with --sizes: what an earlier build kept of the same files"
    )
    args = parser.parse_args()
    if args.sizes:
        grown(args.folder, args.sizes, args.jobs, args.kept)
        return
    with tempfile.TemporaryDirectory() as place:
        articles, db = Path(place, "articles"), Path(place, "news.db")
        files = sample(args.folder, args.files, articles)
        last = len(files) // 100
        by_day = sorted(files, key=lambda path: path.parts[-2:])
        held = {path: path.read_bytes() for path in by_day[-last:]}
        for path in held:
            path.unlink()
        command = (sys.executable, "build_db.py", str(articles), "--db", str(db), "--jobs", str(args.jobs))
        first = run(*command)
        print(f"{len(files):,} files, {args.jobs} jobs\n")
        print("| | seconds | seconds of processors | of the first | MB |\n|---|---|---|---|---|")
        print(first.row("first build", first))
        print(run(*command).row("nothing changed", first))
        for path, content in held.items():
            path.write_bytes(content)
        print(run(*command).row("the newest 1% added", first))
        for path in random.Random(1).sample(files, last):
            path.write_text(path.read_text(encoding="utf-8") + "\n<p>天气晴。</p>", encoding="utf-8")
        print(run(*command).row("1% changed, anywhere", first))
        naive = run(sys.executable, "-c", NAIVE, str(articles), str(Path(place, "naive.db")))
        print(naive.row("script without quotes", first))
        size = db.stat().st_size / sum(path.stat().st_size for path in files)
        print(f"\ndatabase: {db.stat().st_size / 1e6:.0f} MB, {size:.2f} of the files")


if __name__ == "__main__":
    main()
