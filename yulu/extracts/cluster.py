"""The workers of a Dask cluster."""

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import islice
from time import monotonic
from typing import Any, Self, TypeVar

from distributed import Client, Future, wait
from distributed.client import FutureCancelledError, FuturesCancelledError
from distributed.scheduler import KilledWorker

from yulu.extraction import ExtractionError

Piece = TypeVar("Piece")
Done = TypeVar("Done")
CONNECT = 10  # seconds
PATIENCE = 60  # seconds in which a worker must come, or come back
LOOK = 5  # seconds between two looks at who is there
AHEAD = 3  # pieces for each thread of the workers
RETRIES = 2  # of a piece, where a store of files does not answer


class Cluster:
    def __init__(self, address: str, patience: float = PATIENCE) -> None:
        """Raises ExtractionError where no scheduler answers at the address."""
        self.address, self.patience = address, patience
        quiet()
        try:
            self.client = Client(address, timeout=CONNECT)
        except (OSError, ValueError, ImportError) as error:
            raise ExtractionError(f"no Dask scheduler answers at {address}: {error}") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(Exception):
            self.client.close(timeout=1)
        self.client.status = "closed"  # else it goes on looking for its scheduler when the build has ended

    def map(self, work: Callable[[Piece], Done], pieces: Iterable[Piece]) -> Iterator[Done]:
        """What every piece gives, in any order. A piece whose worker is gone is done by another.

        Raises ExtractionError where the cluster is gone, a piece kills the workers that do it, or there
        has been no worker for some time.
        """
        try:
            yield from self._map(work, iter(pieces))
        except (FutureCancelledError, FuturesCancelledError) as error:
            raise ExtractionError(f"the cluster at {self.address} is gone; what it did is kept") from error
        except KilledWorker as error:
            raise ExtractionError(
                f"workers of {self.address} were killed at the same piece of work, perhaps for want of memory"
            ) from error

    def _map(self, work: Callable[[Any], Any], pieces: Iterator[Any]) -> Iterator[Any]:
        running: set[Future[Any]] = set()
        seen = monotonic()
        while True:
            threads = sum(self.client.nthreads().values())
            seen = monotonic() if threads else seen
            if monotonic() - seen > self.patience:
                raise ExtractionError(f"the cluster at {self.address} has no workers")
            for piece in islice(pieces, max(0, max(1, AHEAD * threads) - len(running))):
                running.add(self.client.submit(work, piece, pure=False, retries=RETRIES))
            if not running:
                return
            with suppress(TimeoutError):
                done, running = wait(running, timeout=LOOK, return_when="FIRST_COMPLETED")
                for future in done:
                    yield future.result()


def quiet() -> None:
    """What is wrong is said in one line, by the build."""
    for name in list(logging.root.manager.loggerDict):
        if name.split(".")[0] in ("distributed", "tornado", "asyncio"):
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
