"""Compiles the finding of quotes with mypyc, which makes it half as fast again; `--undo` takes it back.

The compiled modules stand beside their sources and are imported instead of them, as long as these are
the same. What they share goes
into the environment's packages, its name into a list there, by which it is found again.
"""

import argparse
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

from yulu.compiled import NOTED, digest

ROOT = Path(__file__).parents[1]
QUOTES = ROOT / "yulu" / "quotes"


def undo(packages: Path) -> None:
    """Removes what was compiled; without it the sources are imported again."""
    names = listed(packages).read_text(encoding="utf-8").split("\n") if listed(packages).exists() else []
    for path in [
        *QUOTES.glob("*.so"),
        QUOTES / NOTED,
        *(packages / name for name in names),
        listed(packages),
    ]:
        path.unlink(missing_ok=True)


def build(packages: Path) -> None:
    """Raises CalledProcessError where nothing can be compiled; why stands above, as mypyc printed it."""
    sources = sorted(str(path.relative_to(ROOT)) for path in QUOTES.glob("[!_]*.py"))
    subprocess.run([Path(sys.executable).parent / "mypyc", *sources], cwd=ROOT, check=True)
    libraries = list(ROOT.glob("*__mypyc.*"))
    listed(packages).write_text("\n".join(library.name for library in libraries), encoding="utf-8")
    for library in libraries:
        shutil.move(library, packages / library.name)
    shutil.rmtree(ROOT / "build")
    (QUOTES / NOTED).write_text(digest(QUOTES))


def listed(packages: Path) -> Path:
    return packages / "yulu_compiled.txt"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--undo", action="store_true", help="remove what was compiled")
    parser.add_argument(
        "--packages",
        type=Path,
        default=Path(sysconfig.get_path("platlib")),
        help="a folder that is imported from",
    )
    args = parser.parse_args()
    undo(args.packages)
    if not args.undo:
        build(args.packages)
