"""The command as from a shell, but in this process: a new one takes a second to import what it needs."""

import gc
import io
import runpy
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from subprocess import CompletedProcess

import pytest

ROOT = Path(__file__).parents[1]
SCRIPT = ROOT / "build_db.py"


def build_db(*arguments: object, cwd: Path | None = None) -> CompletedProcess[str]:
    """What `python build_db.py` prints and its exit code."""
    out, err = io.StringIO(), io.StringIO()
    command = [str(SCRIPT), *map(str, arguments)]
    with pytest.MonkeyPatch.context() as patch, as_before(), redirect_stdout(out), redirect_stderr(err):
        patch.setattr(sys, "argv", command)
        patch.chdir(cwd or Path.cwd())
        with pytest.raises(SystemExit) as ended:
            runpy.run_path(str(SCRIPT), run_name="__main__")
    code = ended.value.code
    return CompletedProcess(command, code if isinstance(code, int) else 0, out.getvalue(), err.getvalue())


@contextmanager
def as_before() -> Iterator[None]:
    """What the command sets for its whole process."""
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    threshold = gc.get_threshold()
    try:
        yield
    finally:
        gc.set_threshold(*threshold)
        for number, handler in handlers.items():
            signal.signal(number, handler)
