"""A lane: how many requests of a kind are answered at once, and how many wait for that, and how long."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Busy(Exception):
    """No place is free, nor will one be soon."""

    def __init__(self, retry_after: int) -> None:
        super().__init__("busy")
        self.retry_after = retry_after  # seconds


class Lane:
    """`width` requests at once; up to `queue` more wait for `patience` seconds."""

    def __init__(self, name: str, width: int, queue: int, patience: float) -> None:
        self.name, self.width, self.queue, self.patience = name, width, queue, patience
        self.running = 0
        self._waiting: deque[asyncio.Future[None]] = deque()

    @asynccontextmanager
    async def place(self) -> AsyncIterator[None]:
        """A place in the lane, in the order of arrival. Raises Busy where none is to be had."""
        if self.running < self.width:
            self.running += 1
        else:
            await self._wait()
        try:
            yield
        finally:
            self._leave()

    async def _wait(self) -> None:
        if len(self._waiting) >= self.queue:
            raise Busy(int(self.patience))
        turn = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        try:
            async with asyncio.timeout(self.patience):
                await turn
        except BaseException as error:
            if turn.done() and not turn.cancelled():  # the place came at the same moment
                self._leave()
            else:
                self._waiting.remove(turn)
            if isinstance(error, TimeoutError):
                raise Busy(int(self.patience)) from None
            raise

    def _leave(self) -> None:
        """Give the place to the first who waits."""
        while self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(None)  # it stays taken
                return
        self.running -= 1
