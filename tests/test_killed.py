"""Killed at any moment, or unable to write: what is served stays whole, and the next build makes good."""

import ctypes
import json
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from multiprocessing import get_context
from pathlib import Path

import pytest
from conftest import ROOT
from ferries import article, articles, content
from tqdm import tqdm
from wholeness import state, whole

from yulu.build import build

KILLS = 12  # benchmarks/kills.py has more, of the command itself
CAPBSET_DROP, DAC_OVERRIDE = 24, 1  # of prctl: root may write where nobody may, unless told otherwise


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = articles(tmp_path / "articles", 40)
    (tmp_path / "served").mkdir()
    build([folder], tmp_path / "served" / "news.db", jobs=1, progress=False)
    return folder


@pytest.fixture
def lock_of_its_own() -> Iterator[None]:
    """tqdm's lock is shared with forked processes: one killed while it holds it would hold up the others."""
    shared = tqdm.get_lock()
    tqdm.set_lock(threading.RLock())
    yield
    tqdm.set_lock(shared)


def test_killed_at_any_moment_the_database_and_its_description_are_whole(folder, lock_of_its_own):
    served = folder.parent / "served"
    chance, ended = random.Random(7), set()
    began = time.monotonic()
    build([folder], served / "news.db", jobs=1, progress=False, rebuild=True)
    usual = time.monotonic() - began
    for kill in range(KILLS):
        (folder / f"new-{kill}.md").write_text(article(100 + kill), encoding="utf-8")
        arguments = {"jobs": 1, "progress": False, "rebuild": kill % 2 == 0}
        building = get_context("fork").Process(
            target=build, args=([folder], served / "news.db"), kwargs=arguments
        )
        building.start()
        building.join(chance.uniform(0, usual))
        building.kill()
        building.join()
        ended.add(building.exitcode)
        assert whole(served)
    assert -signal.SIGKILL in ended
    build([folder], served / "news.db", jobs=1, progress=False)
    assert whole(served) and "news" in json.loads((served / "inspect-data.json").read_text())
    assert sorted(path.name for path in served.iterdir()) == ["inspect-data.json", "news.db", "news.db.kept"]
    build([folder], folder.parent / "plain.db", jobs=1, progress=False)
    assert content(served / "news.db") == content(folder.parent / "plain.db")


def unprivileged() -> None:
    """From now on the permissions of folders hold for root too."""
    ctypes.CDLL(None).prctl(CAPBSET_DROP, DAC_OVERRIDE, 0, 0, 0)


def test_a_folder_that_is_read_only_is_one_clear_line_and_the_old_database_stays(folder):
    served = folder.parent / "served"
    before = state(served)
    (folder / "new.md").write_text(article(99), encoding="utf-8")
    command = [sys.executable, str(ROOT / "build_db.py"), str(folder), "--db", str(served / "news.db")]
    served.chmod(0o555)
    try:
        ran = subprocess.run(command, capture_output=True, text=True, preexec_fn=unprivileged)
    finally:
        served.chmod(0o755)
    assert ran.returncode == 1 and ran.stderr.count("\n") == 1
    assert ran.stderr.startswith(f"build_db.py: {served}/news.db cannot be written: ")
    assert state(served) == before
    assert sorted(path.name for path in served.iterdir()) == ["inspect-data.json", "news.db", "news.db.kept"]
