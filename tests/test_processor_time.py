"""Work that takes too long is stopped, in the main thread and in others; other work is left alone."""

import subprocess
import sys
import threading
from collections.abc import Callable

import pytest

from yulu.processor_time import TooSlow, processor_time


def endless() -> None:
    while True:
        sum(range(1000))


def in_another_thread(work: Callable[[], object]) -> list[object]:
    """What the work gives, or the error it raises."""
    found: list[object] = []

    def run() -> None:
        try:
            found.append(work())
        except TooSlow as error:
            found.append(str(error))

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(timeout=60)
    return found


def limited(work: Callable[[], object], seconds: float) -> object:
    with processor_time(seconds):
        return work()


def test_in_the_main_thread():
    with pytest.raises(TooSlow, match="more than 0 s of processor time"):
        limited(endless, 0.1)


def test_in_another_thread():
    assert in_another_thread(lambda: limited(endless, 0.1)) == ["more than 0 s of processor time"]


@pytest.mark.parametrize("seconds", [0.001, 5])
def test_work_that_ends_in_time_is_not_disturbed_and_nothing_comes_later(seconds):
    def many() -> int:
        slow = 0
        for _ in range(300):
            try:
                limited(lambda: sum(range(30_000)), seconds)
            except TooSlow:
                slow += 1
        for _ in range(1000):  # here nothing may be raised any more
            sum(range(1000))
        return slow

    [slow] = in_another_thread(many)
    assert isinstance(slow, int) and (seconds < 1 or slow == 0)


def test_a_thread_that_waits_takes_no_processor_time():
    assert in_another_thread(lambda: limited(lambda: threading.Event().wait(0.3), 0.1)) == [False]


PROFILED = """
import sys, threading
from yulu.processor_time import processor_time

def limited():
    with processor_time(5):
        pass

thread = threading.Thread(target=limited)
thread.start()
thread.join()
sys.setprofile(lambda *event: None)
limited.__call__()
sys.setprofile(None)
print("done")
"""


def test_a_limit_in_a_thread_leaves_nothing_that_the_interpreter_looks_for_ever_after():
    """Which makes it hang when it is profiled next."""
    run = subprocess.run(
        [sys.executable, "-c", PROFILED], capture_output=True, text=True, timeout=120, check=False
    )
    assert run.stdout == "done\n", run.stderr
