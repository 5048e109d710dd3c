"""Files in, one database out: the stages of a build, and the report of what was done."""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import yulu
from yulu import dependencies
from yulu.articles import Articles, Published
from yulu.corpus import excerpts, settling, speakers, stories
from yulu.corpus.beginnings import beginning
from yulu.corpus.statements import Spoken
from yulu.database.check import is_newer, made_by
from yulu.database.ids import DatedIds
from yulu.database.kept import Kept, Newer, beside
from yulu.database.rows import occurrence_keys
from yulu.database.store import Last, Store
from yulu.export import stale
from yulu.extraction import ExtractionError, File, find, keep_all
from yulu.measures import Measured
from yulu.model import Article
from yulu.publishing import alone, described_in, publish, remove_leftovers, under_way
from yulu.reading.outlets import outlet_named
from yulu.report import Report
from yulu.verdicts.folder import Verdicts
from yulu.verdicts.record import Record, record
from yulu.verdicts.speakers import without_speakers

if TYPE_CHECKING:  # its packages are an extra
    from yulu.extracts.mirror import Mirror

NO_VERDICTS = Verdicts()
NAMED = 3  # of the skipped files, where there is no database that could list them


class BuildError(Exception):
    """Nothing could be written; the message says why."""


def build(
    paths: Sequence[Path | str],
    db: Path,
    jobs: int,
    progress: bool,
    said: Verdicts = NO_VERDICTS,
    rebuild: bool = False,
    mirror: "Mirror | None" = None,
) -> Report:
    """Load files and folders into a new database at `db`, replacing an old one only when complete.

    What the last build kept is used again, unless `rebuild`: the content is the same. `said` is what
    people and second readers say of quotes and articles. With a `mirror` others may read the files, and
    paths may be addresses. Raises BuildError when there is nothing to load, the database cannot be written,
    files cannot be read at all, or another build is at work in its folder.
    """
    started = datetime.now(UTC)
    missing = [path for path in paths if isinstance(path, Path) and not path.exists()]
    if missing:
        raise BuildError(f"{missing[0]} does not exist")
    try:
        with alone(db.parent):
            keep_newer(db)
            if rebuild:
                beside(db).unlink(missing_ok=True)
            with closing(Kept(beside(db))) as kept, measured(kept, "objects") as known:
                files = list(mirror.find(paths, known) if mirror else find([Path(path) for path in paths]))
                inputs = dependencies.inputs(((file.name, file.sha256) for file in files), said)
                report = unchanged(kept, db, inputs)
                if mirror and not report:
                    mirror.fill(kept, files, progress, rebuild)
                report = report or _build(files, paths, db, jobs, progress, said, kept)
                note(kept, db, inputs, report)
                if mirror:
                    mirror.settle(kept)
                return replace(report, seconds=(datetime.now(UTC) - started).total_seconds())
    except BlockingIOError as error:
        raise BuildError(
            f"another build is at work in {db.parent.absolute()}: try again when it is done"
        ) from error
    except (ExtractionError, Newer) as error:
        raise BuildError(str(error)) from error
    except BrokenProcessPool as error:
        raise BuildError("a process was killed, perhaps for want of memory: try fewer --jobs") from error
    except (OSError, sqlite3.Error) as error:
        raise BuildError(f"{db} cannot be written: {error}") from error


def _build(
    files: Sequence[File],
    paths: Sequence[Path | str],
    db: Path,
    jobs: int,
    progress: bool,
    said: Verdicts,
    kept: Kept,
) -> Report:
    started = datetime.now(UTC)
    keep_all(files, jobs, progress, kept)
    sources = Articles(files, kept)
    with measured(kept, "copies") as likenesses:
        settled = settling.settle(sources.read(), likenesses, sources.sketch, sources.whole)
    skipped = [s for s in sources.skipped if not said.hides(s)]
    if not settled:
        where = ", ".join(map(str, paths))
        why = "".join(f"; {s.source_path}: {s.detail or s.reason}" for s in skipped[:NAMED])
        raise BuildError(f"no article found in {where}: {len(files)} files, {len(skipped)} skipped{why}")
    articles = Published.of(settled, sources, said)
    quote_ids = DatedIds()
    known, who = speakers.identify(numbered(articles.said(), quote_ids))
    changed, known, who, gone = without_speakers(articles.of_keys, known, who, said)
    articles.change(changed)
    for article in changed.values():
        quote_ids.note(article.key, article.day, occurrence_keys(article))
    quote_ids.settle(lambda keys: ((a.key, keys_of_quotes(a)) for a in articles.of_keys(keys)))
    verdicts = record(said, settled, [*articles.changed.values(), *articles.hidden], who, gone)
    outlets = [outlet_named(slug) for slug in sorted({a.outlet for a in articles.outlines})]
    partly = {outlet.slug for outlet in outlets if outlet.text == "excerpt"}

    new = under_way(db)
    try:
        last = last_database(kept, db, verdicts)
        store = Store(str(new), last)
        store.save_names(outlets, known, skipped)

        save_articles(store, articles, who, quote_ids, partly, kept)
        del known, who  # a fifth of what is held
        begun = (beginning(outline, words) for outline, words in articles.words())
        store.save_stories(stories.find(one for one in begun if one))
        touched = articles.changed.values()
        store.save_verdicts(verdicts.verdicts, verdicts.skipped, verdicts.removed, touched)
        rows = store.finish(yulu.__version__, started, datetime.now(UTC), len(files))
        publish(new, db)
        forgotten = {file.sha256 for file in files if file.name in verdicts.forget}
        wanted = {file.sha256 for file in files} - forgotten
        kept.forget(wanted.__contains__)
        kept.keep_articles(store.fingerprints, store.index_words)
        stale.drop(db.with_name("export"), verdicts.removed)
    finally:
        remove_leftovers(db)
    return Report(rows, len(files), Counter(s.reason for s in skipped), 0, verdicts)


def save_articles(
    store: Store, articles: Published, who: speakers.Who, ids: DatedIds, partly: Set[str], kept: Kept
) -> None:
    """Articles and statements; of the outlets of `partly` excerpts."""
    with closing(Spoken(who)) as spoken:

        def whole(outlines: Iterable[Article]) -> Iterator[Article]:
            for article in articles.walk(outlines):
                spoken.note(article, keys_of_quotes(article), who[article.key])
                yield excerpts.cut(article) if article.outlet in partly else article

        written = store.save_articles(articles.outlines, whole, who, ids.of, articles.changed)
        for article in articles.said(but=written):
            spoken.note(article, keys_of_quotes(article), who[article.key])
        with measured(kept, "statements") as likenesses:
            store.save_statements(spoken.statements(likenesses))


@contextmanager
def measured(kept: Kept, kind: str) -> Iterator[Measured]:
    """What the same code measured before; what is used of it or new is kept."""
    found = Measured(kept.measures(kind) if same_code(kept) else {})
    yield found
    kept.replace_measures(kind, kept.measures(kind), found.now)


def numbered(articles: Iterable[Article], quote_ids: DatedIds) -> Iterator[Article]:
    """The articles, whose quotes get their ids on the way."""
    for article in articles:
        quote_ids.note(article.key, article.day, occurrence_keys(article))
        yield article


def keys_of_quotes(article: Article) -> list[str]:
    return list(occurrence_keys(article))


def unchanged(kept: Kept, db: Path, inputs: str) -> Report | None:
    """The report of the last build, if this one would do the same and its database is still there."""
    last = kept.state()
    if not db.exists() or (last.get("inputs"), last.get("database")) != (inputs, identity(db)):
        return None
    report = kept.report(Report)
    return replace(report, unchanged=True) if report else None


def keep_newer(db: Path) -> None:
    """Raises BuildError where a newer version made the database: it may hold more than this one knows of."""
    version = made_by(db)
    if version and is_newer(version, yulu.__version__):
        raise BuildError(
            f"{db} was made by Yulu {version}, and this is {yulu.__version__}: it is left as it is;"
            " update, or give another --db"
        )


def same_code(kept: Kept) -> bool:
    return kept.state().get("code") == dependencies.all_code()


def last_database(kept: Kept, db: Path, verdicts: Record) -> Last | None:
    """The database of the last build, if the next may be a copy of it: the same code made it, and nothing
    that was taken down since may be left in it.
    """
    last = kept.state()
    if not same_code(kept) or not db.exists() or last.get("database") != identity(db):
        return None
    return Last(db, kept.fingerprints(), kept.words()) if last.get("removed") == removed(verdicts) else None


def removed(verdicts: Record) -> str:
    return dependencies.digest(sorted(repr(sorted(row.items())) for row in verdicts.removed))


def note(kept: Kept, db: Path, inputs: str, report: Report) -> None:
    """What the next build compares with."""
    state = {
        "inputs": inputs,
        "code": dependencies.all_code(),
        "database": identity(db),
        "removed": removed(report.verdicts),
    }
    kept.note(state, replace(report, unchanged=False))


def identity(db: Path) -> str:
    """What tells this database from any other at its path, and whether it is described."""
    found = db.stat()
    return f"{found.st_size} {found.st_mtime_ns} {db.stem in described_in(db.parent)}"
