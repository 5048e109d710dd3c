"""Load folders of news articles into one SQLite database of who said what."""

import argparse
import os
import signal
import sys
from pathlib import Path

from yulu.build import BuildError, build
from yulu.publishing import remove_leftovers

SAMPLES = Path(__file__).parent / "samples"


def main() -> int:
    """Exit codes: 0 the database was written, 1 it was not, 128 + n a signal n stopped the build."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "paths",
        nargs="*",
        type=Path,
        metavar="PATH",
        help="files and folders of articles (default: samples/)",
    )
    parser.add_argument("--db", type=Path, default=Path("news.db"), help="the database to write (news.db)")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes (one a core)")
    parser.add_argument(
        "--rebuild", action="store_true", help="read every file again (every build does, so far)"
    )
    parser.add_argument("--quiet", action="store_true", help="print nothing but errors")
    args = parser.parse_args()
    if args.jobs < 1:
        parser.error("--jobs must be at least 1")
    stop_at_once(args.db)
    try:
        report = build(
            args.paths or [SAMPLES], args.db, args.jobs, progress=sys.stderr.isatty() and not args.quiet
        )
    except BuildError as error:
        print(f"build_db.py: {error}", file=sys.stderr)
        return 1
    if not args.quiet:
        print(f"{args.db}: {report}")
    return 0


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
