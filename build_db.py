"""Load folders of news articles into one SQLite database of who said what."""

import argparse
import gc
import json
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

if __name__ == "__main__":  # the packages below take a second or two to load

    def stop(number: int, _: object) -> None:
        os.write(2, f"build_db.py: stopped by {signal.Signals(number).name} before it began\n".encode())
        os._exit(128 + number)

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)

from watchfiles import Change, watch

from yulu.build import BuildError, build
from yulu.database.check import problems
from yulu.extraction import SUFFIXES, ExtractionError
from yulu.publishing import remove_leftovers
from yulu.verdicts.folder import TRUST, Verdicts

if TYPE_CHECKING:  # its packages are an extra
    from yulu.extracts.mirror import Mirror

SAMPLES = Path(__file__).parent / "samples"
VERDICTS = Path("verdicts")
DEBOUNCE, STEP = 60_000, 2_000  # milliseconds: files that come within a step are built together


def main() -> int:
    """Exit codes: 0 the database was written, 1 it was not, 128 + n a signal n stopped the build."""
    parser = command()
    args = parser.parse_args()
    if args.jobs < 1:
        parser.error("--jobs must be at least 1")
    if args.check:
        return check(args.check, args.quiet)
    if args.verdicts and not args.verdicts.is_dir():
        parser.error(f"--verdicts: {args.verdicts} is not a folder")
    gc.set_threshold(
        200_000, 50, 1000
    )  # among a million records, looking for cycles takes a fifth of the time
    stop_at_once(args.db)
    paths = args.paths or [SAMPLES]
    elsewhere = [path for path in paths if isinstance(path, str)]
    if args.dask and not args.extracts:
        parser.error("--dask needs --extracts, where the cluster leaves what it has read")
    if elsewhere and (args.watch or not args.extracts):
        parser.error(f"{elsewhere[0]} needs --extracts, and cannot be watched")
    if not args.watch or not all(Path(path).exists() for path in paths):
        return load(args, paths)
    changes = watch(
        *paths,
        watch_filter=is_article,
        debounce=DEBOUNCE,
        step=STEP,
        rust_timeout=STEP,
        yield_on_timeout=True,
    )
    next(changes)  # from here on it is noted what comes, while what is there is read
    code = load(args, paths)
    args.rebuild = False
    for changed in changes:
        if changed:
            load(args, paths)
    return code


def command() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "paths",
        nargs="*",
        type=place,
        metavar="PATH",
        help="files and folders of articles (default: samples/); with --extracts also s3://bucket/folder",
    )
    parser.add_argument("--db", type=Path, default=Path("news.db"), help="the database to write (news.db)")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes (one a core)")
    parser.add_argument("--rebuild", action="store_true", help="start from nothing; the content is the same")
    parser.add_argument(
        "--extracts",
        type=place,
        metavar="DIR",
        help="keep what every file gives as Parquet here too: a folder of this database's own, or an address",
    )
    parser.add_argument("--dask", metavar="ADDRESS", help="let this Dask cluster read the files")
    parser.add_argument("--watch", action="store_true", help="build again whenever articles come or change")
    parser.add_argument(
        "--verdicts",
        type=Path,
        metavar="DIR",
        help="corrections and takedowns to apply (default: verdicts/ where it is there)",
    )
    parser.add_argument(
        "--trust",
        type=float,
        default=TRUST,
        help=f"apply a model's verdict from this sureness of its own, 0 to 1 ({TRUST})",
    )
    parser.add_argument("--strict", action="store_true", help="exit 1 when a verdict needs a look")
    parser.add_argument(
        "--check", type=Path, metavar="DB", help="only look whether this database is whole: exit 0, else 1"
    )
    parser.add_argument(
        "--log-format", choices=("text", "json"), default="text", help="how the closing line is written"
    )
    parser.add_argument("--quiet", action="store_true", help="print nothing but errors")
    return parser


def place(text: str) -> Path | str:
    """A path of this machine, or an address that fsspec knows."""
    return text if "://" in text else Path(text)


def load(args: argparse.Namespace, paths: Sequence[Path | str]) -> int:
    """Build once and say what was done. The exit code."""
    folder = args.verdicts or (VERDICTS if VERDICTS.is_dir() else None)
    try:
        progress = sys.stderr.isatty() and not args.quiet
        said = Verdicts.of(folder, args.trust)
        with mirror(args) as extracts:
            report = build(paths, args.db, args.jobs, progress, said, args.rebuild, extracts)
    except (BuildError, ExtractionError) as error:
        failed = {"database": str(args.db), "error": str(error)}
        print(json.dumps(failed) if args.log_format == "json" else f"build_db.py: {error}", file=sys.stderr)
        return 1
    problems = report.verdicts.problems
    for problem in problems:
        print(f"{folder}/{problem}", file=sys.stderr)
    if not args.quiet:
        done = {"database": str(args.db), **report.as_data()}
        print(json.dumps(done) if args.log_format == "json" else f"{args.db}: {report}", flush=True)
    return 1 if args.strict and problems else 0


@contextmanager
def mirror(args: argparse.Namespace) -> "Iterator[Mirror | None]":
    """The extracts of --extracts. Raises ExtractionError where packages or the cluster are missing."""
    if not args.extracts:
        yield None
        return
    try:
        from yulu.extracts.cluster import Cluster
        from yulu.extracts.mirror import Mirror
        from yulu.extracts.work import Processes
    except ModuleNotFoundError as error:
        raise ExtractionError(f"--extracts needs {error.name}: pip install 'yulu[dask]'") from error
    folder = args.extracts if isinstance(args.extracts, str) else str(args.extracts.absolute())
    with Cluster(args.dask) if args.dask else nullcontext(Processes(args.jobs)) as workers:
        yield Mirror(folder, workers)


def is_article(_: Change, path: str) -> bool:
    return Path(path).suffix in SUFFIXES


def check(db: Path, quiet: bool) -> int:
    """Print what is wrong with a database, a line each."""
    found = list(problems(db))
    for problem in found:
        print(f"{db}: {problem}", file=sys.stderr)
    if not found and not quiet:
        print(f"{db}: whole")
    return 1 if found else 0


def stop_at_once(db: Path) -> None:
    """From now on a signal ends the build: nothing has to be put in order but what it leaves behind."""

    def stop(number: int, _: object) -> None:
        remove_leftovers(db)
        print(f"build_db.py: stopped by {signal.Signals(number).name}; {db} is as it was", file=sys.stderr)
        sys.stderr.flush()
        os._exit(128 + number)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)


if __name__ == "__main__":
    sys.exit(main())
