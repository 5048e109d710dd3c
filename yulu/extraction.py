"""What one file gives: an article with its quotes, or the reason why it gives none; many in parallel."""

import os
import signal
import sys
import threading
import traceback
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import parent_process
from pathlib import Path

from tqdm import tqdm

from yulu.corpus import speakers
from yulu.model import Article, Skipped
from yulu.quotes import extract
from yulu.reading import article
from yulu.reading.outlets import outlet_named

SUFFIXES = {".md", ".markdown", ".txt", ".html"}
CHUNK = 25  # files that go to a process at once
FEW = 50  # files for which no processes are started
FRAMES = 3  # of a traceback, the last


@dataclass(frozen=True, slots=True)
class File:
    """A file to be read, and its path as it is published: from the folder that was given."""

    path: Path
    name: str


def find(paths: Sequence[Path]) -> Iterator[File]:
    """Every article file, each once, in the order of its path.

    Names begin in the folder that was given, or in the innermost one that holds everything given:
    where a machine keeps its files is nobody's business, and differs from machine to machine.
    """
    folders = [path.absolute() if path.is_dir() else path.absolute().parent for path in paths]
    base = Path(os.path.commonpath(folders))
    seen: set[Path] = set()
    for path in map(Path.absolute, paths):
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if (file == path or file.suffix in SUFFIXES) and file.is_file() and file.resolve() not in seen:
                seen.add(file.resolve())
                yield File(file, readable(file.relative_to(base)))


def readable(path: Path) -> str:
    """A path as text; what of it is not UTF-8 is replaced."""
    return os.fsencode(path.as_posix()).decode("utf-8", "replace")


def load(path: Path, name: str | None = None) -> Article | Skipped:
    """One file, read, with its quotes, under the name that is published. Never raises for what it holds."""
    shown = name or readable(Path(path.name))
    try:
        loaded = article.load(path)
        found = loaded if isinstance(loaded, Skipped) else extracted(loaded)
    except OSError as error:
        found = Skipped(shown, "unreadable", f"{type(error).__name__}: {error}")
    except Exception as error:  # one bad file must not stop the other thousands: it is reported by name
        found = Skipped(shown, "error", last_lines(error))
    if isinstance(found, Skipped):  # the message of an error may hold the path
        found = replace(found, detail=found.detail.replace(str(path), shown))
    return replace(found, source_path=shown)


def extracted(read: Article) -> Article:
    """The article with its quotes; without them, and with the reason, where they cannot be found."""
    try:
        return replace(
            read,
            quotes=tuple(extract(read.paragraphs, read.headings, outlet_named(read.outlet).name)),
            glosses=tuple(speakers.glosses(read.paragraphs)),
        )
    except Exception as error:  # an error of ours: the text is worth having all the same
        return replace(read, error=last_lines(error))


def last_lines(error: Exception) -> str:
    """The error, and the last places of the code it went through."""
    frames = traceback.extract_tb(error.__traceback__)[-FRAMES:]
    places = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}: {frame.line}" for frame in frames]
    return "\n".join([f"{type(error).__name__}: {error}", *reversed(places)])


def load_all(files: Sequence[File], jobs: int, progress: bool) -> Iterator[Article | Skipped]:
    """Every file, loaded, in the order given: in `jobs` processes, with a bar on standard error if asked."""
    with tqdm(total=len(files), unit=" files", disable=not progress, file=sys.stderr) as bar:
        for loaded in _loaded(files, jobs):
            yield loaded
            bar.update()


def _loaded(files: Sequence[File], jobs: int) -> Iterable[Article | Skipped]:
    paths, names = [file.path for file in files], [file.name for file in files]
    if jobs == 1 or len(files) < FEW:
        yield from map(load, paths, names)
        return
    pool = ProcessPoolExecutor(jobs, initializer=start_process)
    try:
        yield from pool.map(load, paths, names, chunksize=CHUNK)
    finally:
        pool.shutdown(cancel_futures=True)  # what has not begun when the build is stopped


def start_process() -> None:
    """A process works on until the build is done, or gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_stop_with_parent, daemon=True).start()


def _stop_with_parent() -> None:
    parent = parent_process()
    if parent:
        parent.join()
        os._exit(1)
