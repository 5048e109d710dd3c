"""Compiled modules are used only as long as they are of the sources beside them."""

import hashlib
import sys
import warnings
from collections.abc import Sequence
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import ModuleType

QUOTES = Path(__file__).parent / "quotes"
NOTED = "compiled.sha256"  # beside the sources: the digest of those that were compiled


def digest(folder: Path) -> str:
    """Of all sources of a folder, with their names."""
    found = hashlib.sha256()
    for source in sorted(folder.glob("*.py")):
        found.update(f"{source.name}\n".encode() + source.read_bytes())
    return found.hexdigest()


def stale(folder: Path) -> bool:
    """Whether there are compiled modules of other sources than those that are there."""
    noted = folder / NOTED
    return any(folder.glob("*.so")) and (not noted.exists() or noted.read_text() != digest(folder))


class Sources:
    """Finds the modules of a package by their sources, before the compiled ones are found."""

    def __init__(self, package: str, folder: Path) -> None:
        self.package, self.folder = package, folder

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        package, _, module = name.rpartition(".")
        source = self.folder / f"{module}.py"
        if package != self.package or not source.exists():
            return None
        return spec_from_file_location(name, source, loader=SourceFileLoader(name, str(source)))


def guard(folder: Path = QUOTES, package: str = "yulu.quotes") -> None:
    """Use the sources where what was compiled is not of them."""
    if stale(folder):
        warnings.warn("the sources changed since `make fast`: what was compiled is not used", stacklevel=2)
        sys.meta_path.insert(0, Sources(package, folder))
