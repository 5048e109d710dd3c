"""Everything to take away: the database, every table in three formats, and what describes them."""

import argparse
import csv
import hashlib
import json
import os
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import yaml

from yulu.database.tables import TABLES, keys
from yulu.export.datapackage import File, package
from yulu.export.spreadsheet import harmless

PARQUET_TYPES = {int: "BIGINT", str: "VARCHAR", float: "DOUBLE"}
DOCUMENTS = ("CHANGELOG.md", "CITATION.cff", "LICENSE")
SUMS = "SHA256SUMS"


class ExportError(Exception):
    """Nothing was exported; the message says why."""


def export(db: Path, project: Path, folder: Path) -> list[File]:
    """Write the export of a database to `folder`, replacing an old one only when complete.

    `project` is the folder with metadata.yml and the documents. Raises ExportError for a database
    that is missing or was not built by this version.
    """
    if not db.is_file():
        raise ExportError(f"{db} does not exist: build it first")
    about = yaml.safe_load((project / "metadata.yml").read_text(encoding="utf-8"))
    new = folder.with_name(folder.name + ".new")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(parents=True)
    try:
        with sqlite3.connect(f"file:{db.resolve()}?mode=ro", uri=True) as connection:
            for table in TABLES:
                write_table(connection, table, new)
            finished, version = connection.execute("select finished, version from builds").fetchone()
    except sqlite3.Error as error:
        raise ExportError(f"{db} cannot be exported: {error}") from error
    link_or_copy(db, new / "news.db")
    files = [described(new, path) for path in sorted(new.rglob("*.*"))]
    descriptor = json.dumps(package(about, files, finished, version), ensure_ascii=False, indent=2)
    (new / "datapackage.json").write_text(descriptor + "\n", encoding="utf-8")
    for document in DOCUMENTS:
        shutil.copyfile(project / document, new / document)
    (new / SUMS).write_text(
        "".join(f"{digest(new / name)}  {name}\n" for name in names(new)), encoding="utf-8"
    )
    shutil.rmtree(folder, ignore_errors=True)
    new.rename(folder)
    return files


def write_table(connection: sqlite3.Connection, table: str, folder: Path) -> None:
    """A table as CSV, NDJSON and Parquet, in the order of its key."""
    columns = list(TABLES[table]["columns"])
    as_csv, as_ndjson, as_parquet = (folder / f / f"{table}.{f}" for f in ("csv", "ndjson", "parquet"))
    for path in (as_csv, as_ndjson, as_parquet):
        path.parent.mkdir(exist_ok=True)
    with (
        as_csv.open("w", encoding="utf-8-sig", newline="") as sheet,
        as_ndjson.open("w", encoding="utf-8") as lines,
    ):
        writer = csv.writer(sheet)
        writer.writerow(columns)
        for row in rows(connection, table, columns):
            writer.writerow(map(harmless, row))
            lines.write(json.dumps(dict(zip(columns, row, strict=True)), ensure_ascii=False) + "\n")
    types = {name: PARQUET_TYPES[python] for name, python in TABLES[table]["columns"].items()}
    with duckdb.connect(config={"autoinstall_known_extensions": "false"}) as duck:
        relation = duck.read_json(str(as_ndjson), columns=types, format="newline_delimited")
        relation.write_parquet(str(as_parquet), compression="zstd")


def rows(connection: sqlite3.Connection, table: str, columns: list[str]) -> Iterator[tuple[Any, ...]]:
    selected = ", ".join(f'"{column}"' for column in columns)  # names of this project, no reader's word
    return connection.execute(f"select {selected} from {table} order by {', '.join(keys(table))}")


def link_or_copy(db: Path, target: Path) -> None:
    """The database once more, without its bytes where the disk allows."""
    try:
        os.link(db, target)
    except OSError:
        shutil.copyfile(db, target)


def described(folder: Path, path: Path) -> File:
    table = path.stem if path.parent != folder else None
    return File(path.relative_to(folder).as_posix(), table, path.stat().st_size, digest(path))


def names(folder: Path) -> list[str]:
    """Every file of an export, as a path inside it."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--db", type=Path, default=Path("news.db"), help="the database (news.db)")
    parser.add_argument("--to", type=Path, default=Path("export"), help="the folder to write (export)")
    args = parser.parse_args()
    try:
        files = export(args.db, Path(__file__).parents[2], args.to)
    except (ExportError, OSError) as error:
        print(f"export: {error}", file=sys.stderr)
        return 1
    print(f"{args.to}: {len(files)} files, {sum(file.size for file in files):,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
