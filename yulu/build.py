"""Files in, one database out: the stages of a build, and the report of what was done."""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import yulu
from yulu.corpus import excerpts, settling, speakers, statements, stories
from yulu.database.store import Store
from yulu.export import stale
from yulu.extraction import File, find, load_all
from yulu.model import Article, Skipped
from yulu.publishing import alone, publish, remove_leftovers, under_way
from yulu.reading.outlets import outlet_named
from yulu.verdicts.folder import Verdicts
from yulu.verdicts.record import NOTHING_SAID, Record, record, without_speakers

NO_VERDICTS = Verdicts()
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
    verdicts: Record = NOTHING_SAID

    def __str__(self) -> str:
        counts = {"files": self.files} | {
            name: self.rows[name] for name in ("articles", "quotes", "speakers", "images")
        }
        reasons = ", ".join(f"{n:,} {reason}" for reason, n in sorted(self.skipped.items()))
        skipped = f"{self.skipped.total():,} skipped" + (f" ({reasons})" if reasons else "")
        verdicts = [str(self.verdicts)] if self.verdicts else []
        return ", ".join(
            [*(f"{n:,} {name}" for name, n in counts.items()), skipped, *verdicts, f"{self.seconds:.1f} s"]
        )


def build(paths: Sequence[Path], db: Path, jobs: int, progress: bool, said: Verdicts = NO_VERDICTS) -> Report:
    """Load files and folders into a new database at `db`, replacing an old one only when complete.

    `said` is what people and second readers say of quotes and articles. Raises BuildError when there
    is nothing to load, the database cannot be written, or another build is at work in its folder.
    """
    missing = [path for path in paths if not path.exists()]
    if missing:
        raise BuildError(f"{missing[0]} does not exist")
    try:
        files = list(find(paths))
        with alone(db.parent):
            return _build(files, paths, db, jobs, progress, said)
    except BlockingIOError as error:
        raise BuildError(
            f"another build is at work in {db.parent.absolute()}: try again when it is done"
        ) from error
    except BrokenProcessPool as error:
        raise BuildError("a process was killed, perhaps for want of memory: try fewer --jobs") from error
    except (OSError, sqlite3.Error) as error:
        raise BuildError(f"{db} cannot be written: {error}") from error


def _build(
    files: Sequence[File], paths: Sequence[Path], db: Path, jobs: int, progress: bool, said: Verdicts
) -> Report:
    started = datetime.now(UTC)
    loaded = list(load_all(files, jobs, progress))
    settled = settling.settle(a for a in loaded if isinstance(a, Article))
    skipped = [s for s in not_loaded(loaded) if not said.hides(s)]
    if not settled:
        where = ", ".join(map(str, paths))
        why = "".join(f"; {s.source_path}: {s.detail or s.reason}" for s in skipped[:NAMED])
        raise BuildError(f"no article found in {where}: {len(files)} files, {len(skipped)} skipped{why}")
    articles, hidden = said.shown(settled)
    known, who = speakers.identify(articles)
    articles, known, who, gone = without_speakers(articles, known, who, said)
    verdicts = record(said, settled, [*articles, *hidden], who, gone)
    same_words = statements.find(articles, who)
    events = stories.find(b for a in articles if (b := stories.beginning(a)))
    outlets = [outlet_named(slug) for slug in sorted({a.outlet for a in articles})]
    partly = {outlet.slug for outlet in outlets if outlet.text == "excerpt"}
    articles = [excerpts.cut(a) if a.outlet in partly else a for a in articles]

    new = under_way(db)
    try:
        store = Store(str(new))
        store.save(articles, outlets, known, who, skipped, same_words, events)
        store.save_verdicts(verdicts.verdicts, verdicts.skipped, verdicts.removed, articles)
        rows = store.finish(yulu.__version__, started, datetime.now(UTC), len(files))
        publish(new, db)
        stale.drop(db.with_name("export"), verdicts.removed)
    finally:
        remove_leftovers(db)
    seconds = (datetime.now(UTC) - started).total_seconds()
    return Report(rows, len(files), Counter(s.reason for s in skipped), seconds, verdicts)


def not_loaded(loaded: Iterable[Article | Skipped]) -> Iterable[Skipped]:
    """The files that gave no article, and those that gave one without its quotes."""
    for one in loaded:
        if isinstance(one, Skipped):
            yield one
        elif one.error:
            yield Skipped(one.source_path, "no-quotes", one.error)
