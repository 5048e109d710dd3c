"""A limit on the processor time that a piece of work takes, however busy the machine is."""

import ctypes
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType

ARRIVES = 100  # steps in which what another thread raised has arrived


class TooSlow(Exception):
    """The work took more than it may."""


@contextmanager
def processor_time(seconds: float) -> Iterator[None]:
    """Raise TooSlow in what takes longer, in whatever thread it runs."""
    main = threading.current_thread() is threading.main_thread()
    try:
        with by_signal(seconds) if main else by_watching(seconds):
            yield
    except TooSlow as error:
        raise TooSlow(f"more than {seconds:.0f} s of processor time") from error


@contextmanager
def by_signal(seconds: float) -> Iterator[None]:
    """In the main thread, the only one that signals interrupt."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise TooSlow

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


@contextmanager
def by_watching(seconds: float) -> Iterator[None]:
    """In any thread, such as those of a worker of a cluster: another looks at its clock.

    Without a limit where the system has no clocks of threads (macOS).
    """
    if not hasattr(time, "pthread_getcpuclockid"):
        yield
        return
    worker = threading.get_ident()
    clock = time.pthread_getcpuclockid(worker)
    end = time.clock_gettime(clock) + seconds
    done = threading.Event()

    def watch() -> None:
        while not done.wait(max(0.01, end - time.clock_gettime(clock))):
            if time.clock_gettime(clock) >= end:
                raise_in(worker, TooSlow)
                return

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        with suppress(TooSlow):  # raised while the work came to its end, it arrives here
            done.set()
            watcher.join()
            for _ in range(ARRIVES):
                pass


def raise_in(thread: int, error: type[Exception]) -> None:
    """Raise in another thread at its next step.

    It cannot be taken back: the interpreter would look for it for ever after, and hang when it is profiled.
    """
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(error))
