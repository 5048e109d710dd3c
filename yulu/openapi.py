"""The JSON endpoints as an OpenAPI description, made from metadata.yml and the tables.

Columns, their meanings, tables and questions are written down there; here is only what Datasette and
the search do with them.
"""

from collections.abc import Mapping
from typing import Any

from yulu.datapackage import DATES, TIMES, TYPES
from yulu.published import NEWS
from yulu.search.answer import COLUMNS
from yulu.search.asked import DAYS, LARGEST_SIZE, MANY, SIZE
from yulu.tables import FULL_TEXT, TABLES, keys

Described = dict[str, Any]
# The filters of the search. A test holds them against what the search knows.
FILTERS = {
    "type": "quote, article or caption",
    "outlet": "an outlet, by name or short name",
    "speaker": "who said it, by any name",
    "kind": "direct, partial or indirect",
    "script": "Hans or Hant",
    "tag": "a tag of the article",
    "from": "from this day, month or year on: 2024-05-01, 2024-05 or 2024",
    "to": "up to this day, month or year",
}
SYNTAX = (
    'Words in either script; characters that stand together are a phrase. Also "a phrase", OR, NOT, begin*, '
    "and every filter as filter:value."
)
OBJECTS = {"type": "object"}
STRING = {"type": "string"}
COUNT = {"type": "integer", "minimum": 0}


def describe(site: Mapping[str, Any], server: str, version: str) -> Described:
    """The description. `site` is metadata.yml, `server` the absolute address of the publication."""
    news = site["databases"][NEWS]
    paths = {"/search.json": {"get": search()}}
    for table, about in news["tables"].items():
        paths[f"/{NEWS}/{table}.json"] = {"get": table_rows(table, about)}
        paths[f"/{NEWS}/{table}/{{key}}.json"] = {"get": one_row(table, about)}
    for name, query in news["queries"].items():
        paths[f"/{NEWS}/{name}.json"] = {"get": canned_query(name, query)}
    rows = {table: row(table, about["columns"]) for table, about in news["tables"].items()}
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
    return operation(f"list_{table}", about["title"], about["description"], parameters, page)


def one_row(table: str, about: Mapping[str, Any]) -> Described:
    """A row by its key."""
    key = {
        "name": "key",
        "in": "path",
        "required": True,
        "description": f"{', '.join(keys(table))} of the row; with commas between and what is not a letter, "
        "a digit, - or _ in tilde encoding",
        "schema": STRING,
    }
    rows = {"type": "array", "items": {"$ref": f"#/components/schemas/{table}"}, "maxItems": 1}
    title = f"{about['title']}: one row"
    return operation(f"get_{table}", title, about["description"], [key, SHAPE], {"rows": rows}, missing=True)


def canned_query(name: str, about: Mapping[str, Any]) -> Described:
    """A question with its parameters. `about` is what metadata.yml says of it."""
    example = about.get("example", {})
    parameters = [
        query(parameter, "Empty is no filter", STRING, example=str(example.get(parameter, "")))
        for parameter in about.get("params", ())
    ]
    answer = {
        "rows": {"type": "array", "items": OBJECTS},
        "columns": {"type": "array", "items": STRING},
        "truncated": {"type": "boolean", "description": "Whether there are more rows than are given"},
    }
    return operation(f"ask_{name}", about["title"], about["description"], [SHAPE, *parameters], answer)


def search() -> Described:
    """The search of everything, with its filters."""
    many = {"type": "array", "items": STRING}
    parameters = [
        query("q", SYNTAX, STRING),
        *(query(name, f"Any of these values: {FILTERS[name]}", many) for name in MANY),
        *(query(name, FILTERS[name], STRING) for name in DAYS),
        query("sort", "The newest first; else the best first", {"type": "string", "enum": ["newest"]}),
        query("page", "Which page", {"type": "integer", "minimum": 1, "default": 1}),
        query("size", "Rows of a page", {"type": "integer", "maximum": LARGEST_SIZE, "default": SIZE}),
    ]
    of_any = {"type": ["string", "integer", "null"]}
    found = {
        "type": "object",
        "properties": {**dict.fromkeys(COLUMNS, of_any), "url": {"type": "string", "format": "uri"}},
        "required": [*COLUMNS, "url"],
    }
    answer = {
        "q": STRING,
        "understood": {**OBJECTS, "description": "How the question was read"},
        "order": STRING,
        "total": COUNT,
        "page": COUNT,
        "size": COUNT,
        "next": {"type": ["string", "null"], "description": "The parameters of the next page"},
        "counts": {**OBJECTS, "description": "For each filter its values with the number of finds"},
        "nearest": {
            "type": "array",
            "items": OBJECTS,
            "description": "Where nothing is found: what finds more",
        },
        "rows": {"type": "array", "items": found},
    }
    about = (
        "Quotes, articles and captions in one ranked list. The same parameters give /search.atom and .csv."
    )
    return operation("search", "Search everything", about, parameters, answer)


def query(name: str, about: str, schema: Described, **more: Any) -> Described:
    """A parameter of a URL."""
    return {"name": name, "in": "query", "description": about, "schema": schema, **more}


SHAPE = query("_shape", "Rows as objects", {"type": "string", "enum": ["objects"]}, required=True)


def operation(
    name: str,
    title: str,
    about: str,
    parameters: list[Described],
    answer: Described,
    missing: bool = False,
) -> Described:
    """What can be asked of one address; `answer` are the properties of what it gives, all always there."""
    schema = {"type": "object", "properties": answer, "required": list(answer)}
    responses = {"200": {"description": "OK", "content": {"application/json": {"schema": schema}}}}
    if missing:
        responses["404"] = {"description": "There is no such row"}
    return {
        "operationId": name,
        "summary": title,
        "description": about,
        "parameters": parameters,
        "responses": responses,
    }
