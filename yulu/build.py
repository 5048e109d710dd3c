"""Which files, in parallel, then one atomic swap; and the report of what was done."""

import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from sqlite_utils import Database
from tqdm import tqdm

import yulu
from yulu.corpus import excerpts, settling, speakers, statements
from yulu.database.store import Store
from yulu.model import Article, Skipped
from yulu.quotes import extract
from yulu.reading import article
from yulu.reading.outlets import outlet_named

SUFFIXES = {".md", ".markdown", ".txt", ".html"}
PROJECT = Path(__file__).parents[1]
NAMED = 3  # of the skipped files, where there is no database that could list them


class BuildError(Exception):
    """Nothing could be written; the message says why."""


@dataclass(frozen=True)
class Report:
    """What a build did: the rows of every table, files seen, files skipped by reason, seconds taken."""

    rows: dict[str, int]
    files: int
    skipped: Counter[str]
    seconds: float

    def __str__(self) -> str:
        counts = {"files": self.files} | {
            name: self.rows[name] for name in ("articles", "quotes", "speakers", "images")
        }
        reasons = ", ".join(f"{n:,} {reason}" for reason, n in sorted(self.skipped.items()))
        skipped = f"{self.skipped.total():,} skipped" + (f" ({reasons})" if reasons else "")
        return ", ".join([*(f"{n:,} {name}" for name, n in counts.items()), skipped, f"{self.seconds:.1f} s"])


def build(paths: Sequence[Path], db: Path, jobs: int, progress: bool) -> Report:
    """Load files and folders into a new database at `db`, replacing an old one only when complete.

    Raises BuildError when there is nothing to load or the database cannot be written.
    """
    started = datetime.now(UTC)
    files = list(find(paths))
    loaded = list(load_all(files, jobs, progress))
    articles = settling.settle(a for a in loaded if isinstance(a, Article))
    skipped = [s for s in loaded if isinstance(s, Skipped)]
    if not articles:
        where = ", ".join(map(str, paths))
        why = "".join(f"; {s.source_path}: {s.detail or s.reason}" for s in skipped[:NAMED])
        raise BuildError(f"no article found in {where}: {len(files)} files, {len(skipped)} skipped{why}")
    known, who = speakers.identify(articles)
    same_words = statements.find(articles, who)
    outlets = [outlet_named(slug) for slug in sorted({a.outlet for a in articles})]
    partly = {outlet.slug for outlet in outlets if outlet.text == "excerpt"}
    articles = [excerpts.cut(a) if a.outlet in partly else a for a in articles]

    new = db.with_name(db.name + ".new")
    try:
        store = Store(str(new))
        store.save(articles, outlets, known, who, skipped, same_words)
        rows = store.finish(yulu.__version__, started, datetime.now(UTC), len(files))
        publish(new, db)
    except OSError as error:
        raise BuildError(f"{db} cannot be written: {error}") from error
    finally:
        new.unlink(missing_ok=True)
    seconds = (datetime.now(UTC) - started).total_seconds()
    return Report(rows, len(files), Counter(s.reason for s in skipped), seconds)


def find(paths: Iterable[Path]) -> Iterator[Path]:
    """Every article file, each once, in the order of its path. Raises BuildError for a missing path."""
    seen: set[Path] = set()
    for path in paths:
        if not path.exists():
            raise BuildError(f"{path} does not exist")
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if (file == path or file.suffix in SUFFIXES) and file.is_file() and file.resolve() not in seen:
                seen.add(file.resolve())
                yield file


def published_path(path: Path) -> str:
    """A path as the publication shows it: as it was given, but inside this project from there on.

    Where a machine keeps the project is nobody's business, and differs from machine to machine.
    """
    for base in (PROJECT, PROJECT.resolve()):
        if path.is_relative_to(base):
            return path.relative_to(base).as_posix()
    return path.as_posix()


def load(path: Path) -> Article | Skipped:
    """One file, read, with its quotes, under the path that is published. Never raises for what it holds."""
    loaded, shown = _load(path), published_path(path)
    if isinstance(loaded, Skipped):  # the message of an error may hold the path again
        loaded = replace(loaded, detail=loaded.detail.replace(str(path), shown))
    return replace(loaded, source_path=shown)


def _load(path: Path) -> Article | Skipped:
    try:
        loaded = article.load(path)
        if isinstance(loaded, Skipped):
            return loaded
        return replace(
            loaded,
            quotes=tuple(extract(loaded.paragraphs, loaded.headings, outlet_named(loaded.outlet).name)),
            glosses=tuple(speakers.glosses(loaded.paragraphs)),
        )
    except Exception as error:  # one bad file must not stop the other thousands: it is reported by name
        return Skipped(str(path), "error", f"{type(error).__name__}: {error}")


def load_all(files: Sequence[Path], jobs: int, progress: bool) -> Iterator[Article | Skipped]:
    """Every file, loaded, in the order given: in `jobs` processes, with a bar on standard error if asked."""
    with tqdm(total=len(files), unit=" files", disable=not progress, file=sys.stderr) as bar:
        if jobs == 1 or len(files) < 50:
            for file in files:
                yield load(file)
                bar.update()
            return
        with ProcessPoolExecutor(jobs) as pool:
            for loaded in pool.map(load, files, chunksize=25):
                yield loaded
                bar.update()


def publish(new: Path, db: Path) -> None:
    """Rename the complete database over the old one, and say in inspect-data.json that it is immutable."""
    inspect_file = db.with_name("inspect-data.json")
    known = json.loads(inspect_file.read_text()) if inspect_file.exists() else {}
    known = {name: entry for name, entry in known.items() if db.with_name(entry["file"]).exists()}
    known[db.stem] = inspect_data(new, db.name)
    inspect_new = inspect_file.with_name(inspect_file.name + ".new")
    inspect_new.write_text(json.dumps(known, indent=1))
    new.replace(db)
    inspect_new.replace(inspect_file)


def inspect_data(path: Path, served_as: str) -> dict[str, object]:
    """What `datasette inspect` finds out: hash, size and row counts."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    with Database(path) as db:
        tables = {name: {"count": db.table(name).count} for name in db.table_names()}
    return {"hash": digest, "size": path.stat().st_size, "file": served_as, "tables": tables}
