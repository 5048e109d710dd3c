"""The endpoints that are Yulu's own, such as the search, as OpenAPI has them; and its words."""

from typing import Any

from yulu.export import spreadsheet
from yulu.site.article.citation import FORMS
from yulu.site.filters import DAYS, LARGEST_SIZE, MANY, SIZE
from yulu.site.search import feed, finding, records

Described = dict[str, Any]
# The filters of the search. A test holds them against what the search knows.
FILTERS = {
    "type": "quote, article or caption",
    "outlet": "an outlet, by name or short name",
    "speaker": "who said it, by any name",
    "kind": "direct, partial or indirect",
    "confidence": "how sure it is that the quote and its speaker are right: high, medium or low",
    "script": "Hans or Hant",
    "tag": "a tag of the article",
    "from": "from this day, month or year on: 2024-05-01, 2024-05 or 2024",
    "to": "up to this day, month or year",
}
SYNTAX = (
    'Words in either script; characters that stand together are a phrase. Also "a phrase", OR, NOT, begin*, '
    "and every filter as filter:value."
)
# What each list is called, what is in it, and what it is limited to.
LISTS = {
    "search": ("Search everything", "Quotes, articles and captions in one ranked list.", finding.EVERYTHING),
    "quotes": ("Quotes", "Quotes with whole words, names and addresses.", finding.QUOTES),
    "articles": ("Articles", "Articles with whole text, names and addresses.", finding.ARTICLES),
}
OBJECTS = {"type": "object"}
STRING = {"type": "string"}
OR_NULL = {"type": ["string", "null"]}
COUNT = {"type": "integer", "minimum": 0}
COUNTS = {"type": "object", "additionalProperties": COUNT}
OF_OBJECTS = {"type": "array", "items": OBJECTS}


def asked() -> list[Described]:
    """What the search can be asked, whatever the form of its answer."""
    many = {"type": "array", "items": STRING}
    return [
        query("q", SYNTAX, STRING),
        *(query(name, f"Any of these values: {FILTERS[name]}", many) for name in MANY),
        *(query(name, FILTERS[name], STRING) for name in DAYS),
        query("page", "Which page", {"type": "integer", "minimum": 1, "default": 1}),
        query("size", "Rows of a page", {"type": "integer", "maximum": LARGEST_SIZE, "default": SIZE}),
    ]


def found_list(name: str) -> Described:
    """A list that can be searched and filtered."""
    title, about, scope = LISTS[name]
    of_any = {"type": ["string", "integer", "null"]}
    found = object_of(dict.fromkeys(records.columns(scope), of_any))
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
        "people": {**OF_OBJECTS, "description": "Whom the words name"},
        "rows": {"type": "array", "items": found},
    }
    return operation(name, title, about, [*asked(), SORT], json_of(answer))


def list_file(name: str, ending: str) -> Described:
    """What a list finds as CSV or as an Atom feed."""
    title, _, _ = LISTS[name]
    if ending == "atom":
        about = f"What /{name}.json finds, always the newest first: a feed to follow."
        return operation(f"{name}_atom", f"{title}: feed", about, asked(), text_of(feed.CONTENT_TYPE))
    stream = query(
        "stream", "1 for everything that is found; else one page", {"type": "string", "enum": ["1"]}
    )
    about = (
        f"The rows of /{name}.json for spreadsheets, in UTF-8 with a byte order mark. A letter before every "
        "number of a row keeps spreadsheets from rounding it."
    )
    parameters = [*asked(), SORT, stream]
    return operation(f"{name}_csv", f"{title}: CSV", about, parameters, text_of(spreadsheet.CONTENT_TYPE))


def cite(ending: str) -> Described:
    """A file for a reference manager."""
    parameters = [
        path("table", "What is cited", {"type": "string", "enum": ["articles", "quotes"]}),
        path("id", "The number of the article or the quote", {"type": "integer", "minimum": 0}),
    ]
    about = "How to cite an article, or a quote in it: .txt is a line, .bib BibTeX, .json CSL-JSON."
    answer = text_of(FORMS[ending].content_type, {"type": "array"} if ending == "json" else STRING)
    return operation(f"cite_{ending}", f"Cite, as .{ending}", about, parameters, answer, missing=True)


def compare() -> Described:
    """What outlets quoted, side by side."""
    cell = object_of({"total": COUNT, "quotes": OF_OBJECTS})
    row = {
        "what": {"type": "string", "enum": ["statement", "speaker", "rest"]},
        "speaker": OR_NULL,
        "statement_id": {"type": ["integer", "null"]},
        "cells": {**OBJECTS, "additionalProperties": cell, "description": "By the short name of the outlet"},
    }
    answer = {
        "day": OR_NULL,
        "from": OR_NULL,
        "to": OR_NULL,
        "speaker": OR_NULL,
        "not_understood": {"type": "array", "items": STRING},
        "outlets": {**COUNTS, "description": "For each outlet how many quotes this day or speaker has"},
        "columns": {"type": "array", "items": STRING},
        "rows": {"type": "array", "items": object_of(row)},
        "left_out": {**COUNTS, "description": "How many rows of each sort are not given"},
    }
    about = (
        "Quotes of the same words first, then of the same speakers, then the rest: a cell for each outlet."
    )
    return operation("compare", "Compare outlets", about, COMPARED, json_of(answer))


def compare_file() -> Described:
    """The same for spreadsheets."""
    about = "A row for each quote of /compare.json; those of one `row` stand side by side."
    answer = text_of(spreadsheet.CONTENT_TYPE)
    return operation("compare_csv", "Compare outlets: CSV", about, COMPARED, answer)


def trends() -> Described:
    """How often a search finds something."""
    row = {"period": OR_NULL, "outlet": STRING, "finds": COUNT}
    answer = {
        "type": {"type": "string", "enum": ["quote", "article"]},
        "total": COUNT,
        "rows": {"type": "array", "items": object_of(row)},
    }
    about = "How many quotes, or with type=article how many articles, a search finds, by month and outlet."
    parameters = [parameter for parameter in asked() if parameter["name"] not in ("page", "size")]
    return operation("trends", "Trends", about, parameters, json_of(answer))


def timeline() -> Described:
    """A month day by day."""
    parameters = [
        query("month", "A month, or a year for its last month; else the last that is whole", STRING),
        query("outlet", FILTERS["outlet"], STRING),
        query("speaker", FILTERS["speaker"], STRING),
    ]
    day = {
        "day": {"type": "string", "format": "date"},
        "articles": COUNT,
        "quotes": COUNT,
        "outlets": OF_OBJECTS,
        "stories": {**OF_OBJECTS, "description": "The stories in most outlets"},
        "all_stories": COUNT,
        "leads": {**OF_OBJECTS, "description": "A few quotes, of a speaker or where there are no stories"},
    }
    answer = {
        "month": OR_NULL,
        "outlet": OR_NULL,
        "speaker": OR_NULL,
        "not_understood": {"type": "array", "items": STRING},
        "months": {**COUNTS, "description": "Articles of every month"},
        "days": {"type": "array", "items": object_of(day)},
    }
    about = "The days of a month, the newest first, with counts by outlet and its stories."
    return operation("timeline", "Day by day", about, parameters, json_of(answer))


def query(name: str, about: str, schema: Described, **more: Any) -> Described:
    """A parameter of a URL."""
    return {"name": name, "in": "query", "description": about, "schema": schema, **more}


COMPARED = [
    query(
        "outlet",
        "Short names, six at most; else those with the most quotes",
        {"type": "array", "items": STRING},
    ),
    query(
        "from",
        "From this day, month or year on; else, without a speaker, the latest day worth comparing",
        STRING,
    ),
    query("to", FILTERS["to"], STRING),
    query("speaker", FILTERS["speaker"], STRING),
]
SORT = query("sort", "The newest first; else the best first", {"type": "string", "enum": ["newest"]})


def path(name: str, about: str, schema: Described) -> Described:
    """A part of a URL's path."""
    return {"name": name, "in": "path", "required": True, "description": about, "schema": schema}


def json_of(properties: Described) -> Described:
    """The content of an answer that is an object with these properties, all always there."""
    return {"application/json": {"schema": object_of(properties)}}


def object_of(properties: Described) -> Described:
    """An object with these properties, all always there."""
    return {"type": "object", "properties": properties, "required": list(properties)}


def text_of(content_type: str, schema: Described = STRING) -> Described:
    """The content of an answer that is a file."""
    return {content_type.partition(";")[0]: {"schema": schema}}


def operation(
    name: str,
    title: str,
    about: str,
    parameters: list[Described],
    content: Described,
    missing: bool = False,
) -> Described:
    """What can be asked of one address, and the content of what it answers."""
    responses: Described = {"200": {"description": "OK", "content": content}}
    if missing:
        responses["404"] = {"description": "There is no such row"}
    return {
        "operationId": name,
        "summary": title,
        "description": about,
        "parameters": parameters,
        "responses": responses,
    }
