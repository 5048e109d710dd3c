"""The endpoints for programs as an OpenAPI description, made from metadata.yml and the tables.

Columns, their meanings, tables and questions are written down there; here is only what Datasette does
with them.
"""

from collections.abc import Mapping
from typing import Any

from yulu.database.tables import FULL_TEXT, TABLES, keys
from yulu.export.datapackage import DATES, TIMES, TYPES
from yulu.site.article.citation import FORMS
from yulu.site.discovery.endpoints import (
    COUNT,
    LISTS,
    OBJECTS,
    STRING,
    Described,
    cite,
    compare,
    compare_file,
    found_list,
    json_of,
    list_file,
    operation,
    path,
    query,
    timeline,
    trends,
)
from yulu.site.published import NEWS

SHAPE = query("_shape", "Rows as objects", {"type": "string", "enum": ["objects"]}, required=True)


def describe(site: Mapping[str, Any], server: str, version: str, examples: Mapping[str, str]) -> Described:
    """The description. `site` is metadata.yml, `server` the absolute address of the publication, `examples`
    are those of yulu.site.examples."""
    news = site["databases"][NEWS]
    paths = {
        "/compare.json": {"get": compare()},
        "/compare.csv": {"get": compare_file()},
        "/timeline.json": {"get": timeline()},
        "/trends.json": {"get": trends()},
    }
    for name in LISTS:
        paths[f"/{name}.json"] = {"get": found_list(name)}
        paths |= {f"/{name}.{ending}": {"get": list_file(name, ending)} for ending in ("csv", "atom")}
    paths |= {f"/cite/{{table}}/{{id}}.{ending}": {"get": cite(ending)} for ending in FORMS}
    tables = {table: about for table, about in news["tables"].items() if table in TABLES}
    for table, about in tables.items():
        paths[f"/{NEWS}/{table}.json"] = {"get": table_rows(table, about)}
        paths[f"/{NEWS}/{table}/{{key}}.json"] = {"get": one_row(table, about)}
    for name, question in news["queries"].items():
        paths[f"/{NEWS}/{name}.json"] = {"get": canned_query(name, question, examples)}
    rows = {table: row(table, about["columns"]) for table, about in tables.items()}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": site["title"],
            "description": news["description"],
            "version": version,
            "license": {"name": site["license"], "url": site["license_url"]},
        },
        "servers": [{"url": server.rstrip("/")}],
        "paths": paths,
        "components": {"schemas": rows},
    }


def row(table: str, described: Mapping[str, str]) -> Described:
    """A row of a table, as in _shape=objects."""
    required = {*keys(table), *TABLES[table].get("not_null", ())}
    properties = {}
    for column, python in TABLES[table]["columns"].items():
        kind = TYPES[python]
        properties[column] = {
            "type": kind if column in required else [kind, "null"],
            "description": described[column],
        }
        if column in DATES | TIMES:
            properties[column]["format"] = "date" if column in DATES else "date-time"
    return {"type": "object", "properties": properties, "required": list(properties)}


def table_rows(table: str, about: Mapping[str, Any]) -> Described:
    """A page of rows, filtered by any column. `about` is what metadata.yml says of the table."""
    parameters = [
        SHAPE,
        query("_size", "Rows of a page", {"type": "integer", "minimum": 0, "maximum": 1000}),
        query("_next", "The value of next of the page before", STRING),
    ]
    if table in FULL_TEXT:
        parameters.append(query("_search", "Words to be found, in either script", STRING))
    for column, python in TABLES[table]["columns"].items():
        parameters.append(query(column, f"Only rows with this value: {column}", {"type": TYPES[python]}))
    page = {
        "rows": {"type": "array", "items": {"$ref": f"#/components/schemas/{table}"}},
        "next": {
            "type": ["string", "null"],
            "description": "What _next of the next page is; null on the last",
        },
        "next_url": {"type": ["string", "null"], "description": "The address of the next page"},
        "filtered_table_rows_count": {**COUNT, "description": "How many rows there are on all pages"},
    }
    return operation(f"list_{table}", about["title"], about["description"], parameters, json_of(page))


def one_row(table: str, about: Mapping[str, Any]) -> Described:
    """A row by its key."""
    about_key = (
        f"{', '.join(keys(table))} of the row; with commas between and what is not a letter, a digit, - or _ "
        "in tilde encoding"
    )
    key = path("key", about_key, STRING)
    rows = {"type": "array", "items": {"$ref": f"#/components/schemas/{table}"}, "maxItems": 1}
    title = f"{about['title']}: one row"
    return operation(
        f"get_{table}", title, about["description"], [key, SHAPE], json_of({"rows": rows}), missing=True
    )


def canned_query(name: str, about: Mapping[str, Any], examples: Mapping[str, str]) -> Described:
    """A question with its parameters. `about` is what metadata.yml says of it."""
    example = {name: examples.get(what, "") for name, what in about.get("example", {}).items()}
    parameters = [
        query(parameter, "Empty is no filter", STRING, example=example.get(parameter, ""))
        for parameter in about.get("params", ())
    ]
    answer = {
        "rows": {"type": "array", "items": OBJECTS},
        "columns": {"type": "array", "items": STRING},
        "truncated": {"type": "boolean", "description": "Whether there are more rows than are given"},
    }
    return operation(
        f"ask_{name}", about["title"], about["description"], [SHAPE, *parameters], json_of(answer)
    )
