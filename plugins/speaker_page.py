"""What the page of a speaker shows: every name, and the latest quotes."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from datasette import hookimpl
from datasette.app import Datasette
from datasette.database import Database
from datasette.utils.asgi import Request

ALIASES = "select alias from speaker_aliases where speaker_id = :id order by alias"
SPEAKER = "select * from speakers where id = :id"
# Ids of articles rise with the date, and the index on (speaker_id, article_id) finds the last of them.
LATEST = """
select quotes.id, quotes.article_id, quotes.kind, quotes.text, quotes.cue, articles.day,
       articles.script, articles.title, outlets.name as outlet, speakers.id as speaker_id,
       speakers.name as speaker
from quotes
join articles on articles.id = quotes.article_id
join outlets on outlets.id = articles.outlet_id
join speakers on speakers.id = quotes.speaker_id
where quotes.speaker_id = :id
order by quotes.article_id desc, quotes.start
limit 20"""


@hookimpl
def extra_template_vars(
    template: str, database: str, request: Request, datasette: Datasette
) -> Callable[[], Awaitable[dict[str, Any]]] | None:
    if template != "row-news-speakers.html":
        return None
    return partial(speaker_page, datasette.get_database(database), request.url_vars["pks"])


async def speaker_page(db: Database, speaker_id: str) -> dict[str, Any]:
    async def rows(sql: str) -> list[dict[str, Any]]:
        return [dict(row) for row in (await db.execute(sql, {"id": speaker_id})).rows]

    return {
        "speaker": (await rows(SPEAKER))[0],
        "aliases": [row["alias"] for row in await rows(ALIASES)],
        "quotes": await rows(LATEST),
    }
