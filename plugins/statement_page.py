"""What the page of a statement shows: how each outlet rendered it, side by side."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from datasette import hookimpl
from datasette.app import Datasette
from datasette.database import Database
from datasette.utils.asgi import Request

STATEMENT = """
select statements.*, speakers.name as speaker
from statements join speakers on speakers.id = statements.speaker_id where statements.id = :id"""
RENDERINGS = """
select quotes.id, quotes.article_id, quotes.kind, quotes.cue, quotes.via, quotes.text, articles.day,
       articles.script, articles.title, articles.outlet_id, outlets.name as outlet,
       statement_quotes.similarity
from statement_quotes
join quotes on quotes.id = statement_quotes.quote_id
join articles on articles.id = quotes.article_id
join outlets on outlets.id = articles.outlet_id
where statement_quotes.statement_id = :id order by articles.day, articles.id, quotes.start, quotes.position
limit 500"""


@hookimpl
def extra_template_vars(
    template: str, database: str, request: Request, datasette: Datasette
) -> Callable[[], Awaitable[dict[str, Any]]] | None:
    if template != "row-news-statements.html":
        return None
    return partial(statement_page, datasette.get_database(database), request.url_vars["pks"])


async def statement_page(db: Database, statement_id: str) -> dict[str, Any]:
    async def rows(sql: str) -> list[dict[str, Any]]:
        return [dict(row) for row in (await db.execute(sql, {"id": statement_id})).rows]

    return {"statement": (await rows(STATEMENT))[0], "renderings": await rows(RENDERINGS)}
