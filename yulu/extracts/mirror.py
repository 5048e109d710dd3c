"""A folder of extracts beside a build: filled on one machine or many, and always what the build keeps."""

import sqlite3
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tqdm import tqdm

from yulu import dependencies, extraction
from yulu.database.kept import Kept
from yulu.extraction import BATCH, ExtractionError, File, as_kept, batched
from yulu.extracts import places
from yulu.extracts.parts import Origin, Parts, Rows
from yulu.extracts.work import Reading, Workers, extract
from yulu.measures import Measured, digest

FILES = 500  # of a piece of work
ROWS = 20_000  # of a part that is large enough
SPARE = 8  # smaller ones that a folder may have


@dataclass(frozen=True)
class Mirror:
    """Extracts in a folder, by its path or address, and who makes them."""

    place: str
    workers: Workers

    @property
    def parts(self) -> Parts:
        return Parts(self.place)

    def find(self, paths: Sequence[Path | str], known: Measured) -> Iterator[File]:
        """As extraction.find, also of addresses, where the workers look into the files that are not known."""
        addresses = [path for path in paths if isinstance(path, str)]
        here = [path for path in paths if isinstance(path, Path)]
        if addresses and here:
            raise ExtractionError("the articles must be all on this machine or all elsewhere")
        yield from self._find(addresses, known) if addresses else extraction.find(here)

    def _find(self, addresses: Sequence[str], known: Measured) -> Iterator[File]:
        with in_a_line(", ".join(addresses)):
            objects = places.find(addresses)
            tags = {address: digest(address, tag) for address, (_, tag) in objects.items() if tag}
            new = [address for address in objects if address not in tags or not known.get(tags[address])]
            done = self.workers.map(places.digests, batched(new, FILES))
            digests = dict(one for some in done for one in some)
        for address, sha256 in digests.items():
            if sha256 and address in tags:
                known.now[tags[address]] = sha256.encode()
        for address, (name, _) in objects.items():
            before = known.get(tags[address]) if address in tags else None
            yield File(address, name, before.decode() if before else digests.get(address))

    def fill(self, kept: Kept, files: Sequence[File], progress: bool, rebuild: bool) -> None:
        """Keep what every file gives: what the folder holds is taken, unless `rebuild`; what it lacks is
        read by the workers. Raises ExtractionError.
        """
        with in_a_line(self.place):
            if rebuild:
                self.parts.remove()
            self._fill(kept, files, progress)

    def _fill(self, kept: Kept, files: Sequence[File], progress: bool) -> None:
        valid = dependencies.valid()
        known = {sha256 for sha256, rules in kept.rules().items() if rules in valid}
        lacking = {file.sha256: file for file in files if file.sha256 and file.sha256 not in known}
        with tqdm(total=len(lacking), unit=" files", disable=not progress, file=sys.stderr) as bar:
            for part in self._new(lacking, valid):
                for some in batched(self.parts.read(part), BATCH):
                    kept.keep(
                        (sha256, rules, as_kept(found))
                        for sha256, rules, found in some
                        if sha256 in lacking and rules in valid
                    )
                    bar.update(len(some))

    def _new(self, lacking: dict[str, File], valid: frozenset[str]) -> Iterator[str]:
        """The parts that hold what is lacking."""
        held = set()
        for part, origins in self.parts.origins().items():
            there = {sha256 for sha256, rules in origins if sha256 in lacking and rules in valid}
            if there:
                held |= there
                yield part
        new = [file for sha256, file in lacking.items() if sha256 not in held]
        code = dependencies.code()
        readings = (Reading(tuple(some), self.place, code) for some in batched(new, FILES))
        for parts in self.workers.map(extract, readings):
            yield from parts

    def settle(self, kept: Kept) -> None:
        """Make the folder hold what is kept and no more, and few large files rather than many small.

        Raises ExtractionError. The next build goes on with it.
        """
        with in_a_line(f"the database is written, but not all extracts: {self.place}"):
            self._settle(kept)

    def _settle(self, kept: Kept) -> None:
        wanted = kept.rules()
        there = {origin for origins in self.parts.origins().values() for origin in origins}
        missing = [sha256 for sha256, rules in wanted.items() if (sha256, rules) not in there]
        for some in batched(missing, FILES):
            extracts = ((sha256, wanted[sha256], kept.extract(sha256)) for sha256 in some)
            self.parts.add((sha256, rules, found) for sha256, rules, found in extracts if found)
        for _ in self.workers.map(self.parts.merge, merges(self.parts.origins(), wanted)):
            pass


@contextmanager
def in_a_line(where: str) -> Iterator[None]:
    """Whatever a store of files has to say."""
    try:
        yield
    except (ExtractionError, BrokenProcessPool, sqlite3.Error):
        raise
    except Exception as error:
        raise ExtractionError(f"{where}: {type(error).__name__}: {error}".replace("\n", " ")) from error


def merges(held: Mapping[str, list[Origin]], wanted: Mapping[str, str]) -> Iterator[list[Rows]]:
    """The parts that are to be made into one: those with rows that are not wanted or stand in a part
    before, and all small ones of a folder that has too many.
    """
    seen: set[Origin] = set()
    folders: dict[str, list[tuple[int, Rows]]] = defaultdict(list)
    for part, origins in held.items():
        bad = frozenset((sha256, rules) for sha256, rules in origins if wanted.get(sha256) != rules)
        bad |= seen.intersection(origins)
        seen.update(origins)
        folders[part.rpartition("/")[0]].append((len(origins), Rows(part, bad)))
    for parts in folders.values():
        crowded = sum(number < ROWS for number, _ in parts) > SPARE
        chosen = [(number, rows) for number, rows in parts if rows.unwanted or (crowded and number < ROWS)]
        yield from groups(chosen)


def groups(parts: Iterable[tuple[int, Rows]]) -> Iterator[list[Rows]]:
    """Parts of ROWS rows together, or a little more."""
    group: list[Rows] = []
    size = 0
    for number, rows in parts:
        group.append(rows)
        size += number
        if size >= ROWS:
            yield group
            group, size = [], 0
    if group:
        yield group
