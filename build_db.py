"""Load folders of news articles into one SQLite database of who said what."""

import argparse
import os
import sys
from pathlib import Path

from yulu.build import BuildError, build

SAMPLES = Path(__file__).parent / "samples"


def main() -> int:
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


if __name__ == "__main__":
    sys.exit(main())
