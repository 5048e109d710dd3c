"""Articles that lie where fsspec leads: listed, told apart by their bytes, fetched."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from fsspec.core import url_to_fs

from yulu.extraction import SUFFIXES, ExtractionError, digest_of


def find(addresses: Sequence[str]) -> dict[str, tuple[str, str]]:
    """The address of every article file at or below some addresses, the name under which it is published, and
    what the store calls its bytes (ETag; empty where it has no such thing).

    They have the order and the names that the same files have on a disk (extraction.find). Raises
    ExtractionError for an address where nothing is.
    """
    found: dict[str, tuple[PurePosixPath, str]] = {}
    folders = []
    for address in addresses:
        files, path = url_to_fs(address)
        files.invalidate_cache()
        given = PurePosixPath(path)
        objects = files.find(path, detail=True)
        below = sorted(map(PurePosixPath, objects))
        if not below:
            raise ExtractionError(f"nothing is at {address}")
        folders.append(given.parent if given in below else given)
        for file in below:
            if file == given or file.suffix in SUFFIXES:
                tag = str(objects[str(file)].get("ETag") or "")
                found.setdefault(files.unstrip_protocol(str(file)), (file, tag))
    base = os.path.commonpath(folders)
    return {address: (file.relative_to(base).as_posix(), tag) for address, (file, tag) in found.items()}


def digests(addresses: Sequence[str]) -> list[tuple[str, str | None]]:
    """The digests of the bytes of files, by address."""
    with fetched(addresses) as copies:
        return [(address, digest_of(copy)) for address, copy in zip(addresses, copies, strict=True)]


@contextmanager
def fetched(addresses: Sequence[str]) -> Iterator[list[Path]]:
    """While this lasts, copies of the files are on this machine."""
    files, _ = url_to_fs(addresses[0])
    with TemporaryDirectory() as folder:
        copies = [Path(folder, str(number)) for number in range(len(addresses))]
        files.get([*addresses], [str(copy) for copy in copies])
        yield copies
