"""What one file gives: an article with its quotes, or the reason why it gives none; many in parallel."""

import hashlib
import os
import signal
import sys
import threading
import traceback
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from itertools import chain
from multiprocessing import parent_process
from pathlib import Path
from typing import TypeVar

from tqdm import tqdm

from yulu import dependencies
from yulu.corpus import beginnings, near_copies, speakers
from yulu.database.kept import Kept
from yulu.database.parts import Parts, parts_of
from yulu.model import Article, Quote, Skipped
from yulu.processor_time import TooSlow, processor_time
from yulu.quotes import TooMany, extract, extract_many
from yulu.reading import article
from yulu.reading.outlets import outlet_named

T = TypeVar("T")
Done = tuple[str, str, Parts]  # digests of a file and of the rules it was read by, and what it gave
SUFFIXES = {".md", ".markdown", ".txt", ".html"}
TOGETHER = 8  # files whose quotes are looked for at once
CHUNK = 3  # of these go to a process at once
FEW = 50  # files for which no processes are started
BATCH = 200  # files that are kept at once
# Of a processor: a hundred times what an article takes, and the last net under all that is linear.
SECONDS, SECONDS_A_MEGABYTE = 10.0, 2.0
NOT_LOOKED_FOR = "Quotes were not looked for:"
FRAMES = 3  # of a traceback, the last


class ExtractionError(Exception):
    """Files could not be read at all; the message says why. What was read before is not lost."""


@dataclass(frozen=True, slots=True)
class File:
    """A file to be read, and its path as it is published: from the folder that was given."""

    path: Path | str  # an address, where it is elsewhere
    name: str
    sha256: str | None  # of its bytes; None where it cannot be read


def find(paths: Sequence[Path]) -> Iterator[File]:
    """Every article file, each once, in the order of its path.

    Names begin in the folder that was given, or in the innermost one that holds everything given:
    where a machine keeps its files is nobody's business, and differs from machine to machine.
    """
    folders = [path.absolute() if path.is_dir() else path.absolute().parent for path in paths]
    base = Path(os.path.commonpath(folders))
    seen: set[str] = set()
    for path in map(Path.absolute, paths):
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if (file == path or file.suffix in SUFFIXES) and file.is_file():
                there = os.path.realpath(file)
                if there in seen:
                    continue
                seen.add(there)
                yield File(file, readable(file.relative_to(base)), digest_of(file))


def digest_of(path: Path) -> str | None:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None


def readable(path: Path) -> str:
    """A path as text; what of it is not UTF-8 is replaced."""
    return os.fsencode(path.as_posix()).decode("utf-8", "replace")


def load(path: Path, name: str | None = None) -> Article | Skipped:
    """One file, read, with its quotes, under the name that is published. Never raises for what it holds."""
    shown = name or readable(Path(path.name))
    try:
        with processor_time(SECONDS + SECONDS_A_MEGABYTE * path.stat().st_size / 1_000_000):
            loaded = article.load(path)
            found = loaded if isinstance(loaded, Skipped) else extracted(loaded)
    except OSError as error:
        found = Skipped(shown, "unreadable", f"{type(error).__name__}: {error}")
    except TooSlow as error:
        found = Skipped(shown, "too-slow", str(error))
    except Exception as error:  # one bad file must not stop the other thousands: it is reported by name
        found = Skipped(shown, "error", last_lines(error))
    if isinstance(found, Skipped):  # the message of an error may hold the path
        found = replace(found, detail=found.detail.replace(str(path), shown))
    return replace(found, source_path=shown)


def load_together(files: Sequence[File]) -> list[Article | Skipped]:
    """Several files, read, with their quotes; each alone where one of them gives trouble."""
    try:
        with processor_time(SECONDS):
            read = [article.load(Path(file.path)) for file in files]
            articles = [one for one in read if isinstance(one, Article)]
            found = iter(extract_many([asked(one) for one in articles]))
            loaded = [quoted(one, next(found)) if isinstance(one, Article) else None for one in read]
    except Exception:
        loaded = [None] * len(files)
    return [
        replace(one, source_path=file.name) if one else load_one(file)
        for one, file in zip(loaded, files, strict=True)
    ]


def asked(read: Article) -> tuple[Sequence[str], frozenset[int], str]:
    """What of an article is asked for quotes."""
    return read.paragraphs, read.headings, outlet_named(read.outlet).name


def quoted(read: Article, quotes: Iterable[Quote]) -> Article:
    found = replace(read, quotes=tuple(quotes), glosses=tuple(speakers.glosses(read.paragraphs)))
    return replace(found, seen=speakers.seen_in(found))


def extracted(read: Article) -> Article:
    """The article with its quotes; without them, and with the reason, where they cannot be found."""
    try:
        return quoted(read, extract(*asked(read)))
    except TooMany as error:
        return replace(read, error=f"{NOT_LOOKED_FOR} {error}")
    except TooSlow as error:
        return replace(read, error=f"Quotes were not looked for to the end: {error}")
    except Exception as error:  # an error of ours: the text is worth having all the same
        return replace(read, error=last_lines(error))


def last_lines(error: Exception) -> str:
    """The error, and the last places of the code it went through."""
    frames = traceback.extract_tb(error.__traceback__)[-FRAMES:]
    places = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}: {frame.line}" for frame in frames]
    return "\n".join([f"{type(error).__name__}: {error}", *reversed(places)])


def keep_all(files: Sequence[File], jobs: int, progress: bool, kept: Kept) -> None:
    """Keep what every file gives; one that was read before by the same rules is not read again.

    What is new is read in `jobs` processes, with a bar on standard error if asked.
    """
    known = {sha256 for sha256, rules in kept.rules().items() if rules in dependencies.valid()}
    new = list({file.sha256: file for file in files if file.sha256 and file.sha256 not in known}.values())
    with tqdm(total=len(new), unit=" files", disable=not progress, file=sys.stderr) as bar:
        for some in batched(_read(new, jobs), BATCH):
            kept.keep(some)
            bar.update(len(some))


def _read(files: Sequence[File], jobs: int) -> Iterable[Done]:
    if len(files) < FEW:
        yield from (done(load_one(file), file) for file in files)
        return
    together = batched(files, TOGETHER)
    if jobs == 1:
        yield from chain.from_iterable(map(read_together, together))
        return
    pool = ProcessPoolExecutor(jobs, initializer=start_process)
    try:
        yield from chain.from_iterable(pool.map(read_together, together, chunksize=CHUNK))
    finally:
        pool.shutdown(cancel_futures=True)  # what has not begun when the build is stopped


def read_together(files: Sequence[File]) -> list[Done]:
    return [done(found, file) for found, file in zip(load_together(files), files, strict=True)]


def done(found: Article | Skipped, file: File) -> Done:
    """What a file gives as it is kept."""
    return (*origin(found, file), as_kept(found))


def as_kept(found: Article | Skipped) -> Parts:
    """What a file gives, with what is measured of one article alone: its sketch, words of its beginning."""
    if isinstance(found, Skipped):
        return parts_of(found)
    return parts_of(found, near_copies.sketch(found), beginnings.words(found))


def load_one(file: File) -> Article | Skipped:
    if isinstance(file.path, str):
        raise ExtractionError(f"what is kept of {file.name} is damaged: build again with --rebuild")
    return load(file.path, file.name)


def origin(loaded: Article | Skipped, file: File) -> tuple[str, str]:
    """The digest of the bytes of a file, and of the rules it was read by."""
    if isinstance(loaded, Article):
        return loaded.source_sha256, dependencies.rules(loaded.outlet)
    return file.sha256 or "", dependencies.rules(None)


def batched(rows: Iterable[T], size: int) -> Iterator[list[T]]:
    """Lists of `size` rows, the last one shorter."""
    some: list[T] = []
    for row in rows:
        some.append(row)
        if len(some) == size:
            yield some
            some = []
    if some:
        yield some


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
