"""A folder of Parquet files: articles by month of publication, and the files that gave none.

    articles/month=2026-03/<name>.parquet    a row an article, its quotes a list of structs
    articles/month=unknown/<name>.parquet
    skipped/<name>.parquet

`source_sha256` and `rules` say of which bytes and by which code and rules a row was made. A file is written
whole or not at all, and its name comes from what it holds: written twice, it is there once.
"""

import io
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import msgspec
import pyarrow as pa
from fsspec import AbstractFileSystem
from fsspec.core import url_to_fs
from pyarrow import parquet

from yulu.dependencies import digest
from yulu.extracts.columns import records_of, table_of
from yulu.model import Article, Skipped

ARTICLES, SKIPPED, UNKNOWN = "articles", "skipped", "unknown"
OURS = re.compile(r"/(?:articles/month=[^/]+|skipped)/[0-9a-f]{24}\.parquet$")
ORIGIN = ["source_sha256", "rules"]

Origin = tuple[str, str]  # digest of the bytes of a file, and of the rules it was read by
Extract = tuple[str, str, Article | Skipped]  # and what it gave


@dataclass(frozen=True, slots=True)
class Rows:
    """A file, and the rows of it that are not wanted."""

    part: str
    unwanted: frozenset[Origin]


@dataclass(frozen=True)
class Parts:
    """The folder, by its path or address. Raises OSError where it cannot be read or written."""

    place: str

    @cached_property
    def there(self) -> tuple[AbstractFileSystem, str]:
        files, root = url_to_fs(self.place)
        return files, root.rstrip("/")

    def add(self, extracts: Iterable[Extract]) -> list[str]:
        """Write rows, one file a month. Gives the files."""
        folders: dict[str, list[Extract]] = defaultdict(list)
        for extract in extracts:
            folders[folder_of(extract[2])].append(extract)
        _, root = self.there
        return [self._write(f"{root}/{folder}", table(some)) for folder, some in sorted(folders.items())]

    def origins(self) -> dict[str, list[Origin]]:
        """For each file the digests of bytes and rules of its rows. One that is damaged is removed."""
        files, root = self.there
        files.invalidate_cache()
        found = {}
        for part in sorted(path for path in files.find(root) if OURS.search(path)):
            try:
                found[part] = origins(self._table(part, ORIGIN))
            except (pa.ArrowInvalid, pa.ArrowKeyError):
                files.rm_file(part)
        return found

    def read(self, part: str) -> Iterator[Extract]:
        """The rows of a file; none where it is damaged."""
        try:
            rows = self._table(part)
            loaded: list[Any] = records_of(rows, Skipped if f"/{SKIPPED}/" in part else Article)
        except (pa.ArrowInvalid, msgspec.ValidationError):
            return
        for (sha256, rules), one in zip(origins(rows), loaded, strict=True):
            yield sha256, rules, one

    def merge(self, parts: Sequence[Rows]) -> None:
        """Make one file of some of a folder."""
        tables = []
        for rows in parts:
            table = self._table(rows.part)
            wanted = [origin not in rows.unwanted for origin in origins(table)]
            tables.append(table.filter(pa.array(wanted, pa.bool_())))
        tables = [table for table in tables if len(table)]  # others may have been written by other code
        folder = parts[0].part.rpartition("/")[0]
        new = self._write(folder, pa.concat_tables(tables)) if tables else None
        for rows in parts:
            if rows.part != new:
                self.there[0].rm_file(rows.part)

    def remove(self) -> None:
        files, root = self.there
        for path in files.find(root):
            if OURS.search(path.removesuffix(".new")):
                files.rm_file(path)

    def _table(self, part: str, columns: list[str] | None = None) -> pa.Table:
        with self.there[0].open(part, "rb") as file:
            return parquet.ParquetFile(file).read(columns)

    def _write(self, folder: str, rows: pa.Table) -> str:
        files, _ = self.there
        name = digest(sorted(map("".join, origins(rows))))[:24]
        path = f"{folder}/{name}.parquet"
        data = io.BytesIO()
        parquet.write_table(rows, data, compression="zstd")
        files.makedirs(folder, exist_ok=True)
        # A store of objects shows them whole or not at all; on a disk a name is given to what is whole.
        if "file" in files.protocol:
            files.pipe_file(f"{path}.new", data.getvalue())
            files.mv(f"{path}.new", path)
        else:
            files.pipe_file(path, data.getvalue())
        return path


def folder_of(found: Article | Skipped) -> str:
    if isinstance(found, Skipped):
        return SKIPPED
    return f"{ARTICLES}/month={found.day[:7] if found.day else UNKNOWN}"


def table(extracts: Sequence[Extract]) -> pa.Table:
    """The rows of one folder."""
    digests, rules, found = zip(*extracts, strict=True)
    if isinstance(found[0], Article):
        return table_of(found, Article, rules=rules)
    return table_of(found, Skipped, source_sha256=digests, rules=rules)


def origins(rows: pa.Table) -> list[Origin]:
    return list(zip(*(rows[name].to_pylist() for name in ORIGIN), strict=True))
