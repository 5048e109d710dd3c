"""The number of an article, quote, statement, speaker or outlet leads to its page, in canned queries too."""

from typing import Any

from datasette import hookimpl
from datasette.app import Datasette
from markupsafe import Markup

TABLES = {
    "article_id": "articles",
    "quote_id": "quotes",
    "speaker_id": "speakers",
    "outlet_id": "outlets",
    "statement_id": "statements",
    "story_id": "stories",
}


@hookimpl
def render_cell(value: Any, column: str, database: str, datasette: Datasette) -> Markup | None:
    if column == "permalink" and isinstance(value, str):
        return Markup('<a href="{}">{}</a>').format(datasette.urls.path(value), value)
    if column not in TABLES or not isinstance(value, int):
        return None
    url = datasette.urls.row(database, TABLES[column], str(value))
    return Markup('<a href="{}">{}</a>').format(url, value)
