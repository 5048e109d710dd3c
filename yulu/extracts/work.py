"""Pieces of work, wherever they are done: files are read, and what they give is written as Parquet."""

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol, TypeVar

from yulu import dependencies
from yulu.extraction import (
    TOGETHER,
    ExtractionError,
    File,
    batched,
    load_together,
    origin,
    start_process,
)
from yulu.extracts.parts import Parts
from yulu.extracts.places import fetched
from yulu.model import Skipped

Piece = TypeVar("Piece")
Done = TypeVar("Done")
ONE_AT_A_TIME = threading.Lock()  # the threads of a process would only wait for each other
OTHER_CODE = "the workers have another version of Yulu, of Python or of a package than this machine"


class Workers(Protocol):
    def map(self, work: Callable[[Piece], Done], pieces: Iterable[Piece]) -> Iterator[Done]:
        """What every piece gives, in any order."""


@dataclass(frozen=True)
class Processes:
    """The processes of this machine."""

    jobs: int

    def map(self, work: Callable[[Piece], Done], pieces: Iterable[Piece]) -> Iterator[Done]:
        if self.jobs == 1:
            yield from map(work, pieces)
            return
        pool = ProcessPoolExecutor(self.jobs, initializer=start_process)
        try:
            yield from pool.map(work, pieces)
        finally:
            pool.shutdown(cancel_futures=True)


@dataclass(frozen=True, slots=True)
class Reading:
    """Files of one store to be read, and where their extracts go."""

    files: tuple[File, ...]
    extracts: str
    code: str  # dependencies.code() of the build


def extract(reading: Reading) -> list[str]:
    """Read the files, and give the parts that were written.

    Raises ExtractionError where this machine has other code than the build, or cannot read a file
    that the build could.
    """
    if dependencies.code() != reading.code:
        raise ExtractionError(OTHER_CODE)
    with ONE_AT_A_TIME, copies(reading.files) as paths:
        here = [replace(file, path=path) for file, path in zip(reading.files, paths, strict=True)]
        loaded = [found for some in batched(here, TOGETHER) for found in load_together(some)]
    for file, found in zip(reading.files, loaded, strict=True):
        if isinstance(found, Skipped) and found.reason == "unreadable":
            raise ExtractionError(f"a worker cannot read {file.path}: {found.detail}")
    rows = zip(reading.files, loaded, strict=True)
    return Parts(reading.extracts).add((*origin(found, file), found) for file, found in rows)


def copies(files: Sequence[File]) -> AbstractContextManager[list[Path]]:
    """Where the files are to be read."""
    addresses = [file.path for file in files if isinstance(file.path, str)]
    return fetched(addresses) if addresses else nullcontext([Path(file.path) for file in files])
