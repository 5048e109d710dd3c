"""What an export holds, for programs: a Frictionless data package.

Titles and descriptions come from metadata.yml and types and keys from the tables, so that neither is
written down twice.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from yulu.database.tables import TABLES, UNIQUE, keys

TYPES = {int: "integer", str: "string", float: "number"}
DATES = {"day", "first_day", "last_day"}
TIMES = {"published", "first_seen", "revised", "seen", "started", "finished"}
MAY_BE_EMPTY = {("articles", "text")}  # a feed may give a headline alone; CSV cannot tell empty from none
MEDIA_TYPES = {
    "csv": "text/csv",
    "ndjson": "application/x-ndjson",
    "parquet": "application/vnd.apache.parquet",
    "db": "application/vnd.sqlite3",
}
FORMULAS = "A cell that a spreadsheet would take for a formula has an apostrophe before it."


@dataclass(frozen=True)
class File:
    """A file of the export."""

    path: str  # inside the export
    table: str | None  # None for the whole database
    size: int  # bytes
    sha256: str

    @property
    def format(self) -> str:
        return self.path.rpartition(".")[2]


def package(about: Mapping[str, Any], files: Sequence[File], created: str, version: str) -> dict[str, Any]:
    """The descriptor of an export. `about` is metadata.yml, `created` the end of the build in UTC."""
    news = about["databases"]["news"]
    return {
        "profile": "data-package",
        "name": "yulu",
        "title": about["title"],
        "description": news["description"],
        "version": version,
        "created": created,
        "licenses": [{"name": "CC-BY-4.0", "title": about["license"], "path": about["license_url"]}],
        "sources": [{"title": about["source"]}],
        "resources": [resource(file, news) for file in files],
    }


def resource(file: File, news: Mapping[str, Any]) -> dict[str, Any]:
    described = news["tables"][file.table] if file.table else news
    common = {
        "name": f"{file.table}-{file.format}"
        if file.format in ("ndjson", "parquet")
        else file.table or "database",
        "path": file.path,
        "title": described["title"],
        "description": described["description"],
        "format": file.format,
        "mediatype": MEDIA_TYPES[file.format],
        "bytes": file.size,
        "hash": f"sha256:{file.sha256}",
    }
    if file.format != "csv" or not file.table:
        return {"profile": "data-resource", "type": "file", **common}  # else frictionless reads it as a table
    return {
        "profile": "tabular-data-resource",
        **common,
        "description": f"{described['description']} {FORMULAS}",
        "encoding": "utf-8",
        "schema": schema(file.table, described["columns"]),
    }


def schema(table: str, described: Mapping[str, str]) -> dict[str, Any]:
    """Fields, keys and foreign keys of a table. Columns without a description raise KeyError."""
    declared = TABLES[table]
    key = keys(table)
    required = {*key, *declared.get("not_null", ())}
    return {
        "fields": [
            {
                "name": column,
                "type": "date" if column in DATES else "datetime" if column in TIMES else TYPES[python],
                "description": described[column],
                "constraints": {
                    "required": column in required and (table, column) not in MAY_BE_EMPTY,
                    "unique": (table, column) in UNIQUE or key == [column],
                },
            }
            for column, python in declared["columns"].items()
        ],
        "missingValues": [""],
        "primaryKey": key,
        "foreignKeys": [
            {"fields": [column], "reference": {"resource": other, "fields": [other_column]}}
            for column, other, other_column in declared.get("foreign_keys", ())
        ],
    }
