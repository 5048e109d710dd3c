"""What the home page shows: how much there is, the latest quotes and who is quoted most."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from datasette import hookimpl
from datasette.app import Datasette
from datasette.utils.asgi import Request

from yulu.linked_data import publication
from yulu.published import NEWS

# One direct quote of each of the latest articles that have one.
LATEST = """
select quotes.id, quotes.article_id, quotes.kind, quotes.text, quotes.cue, articles.day,
       articles.script, articles.title, outlets.name as outlet, speakers.id as speaker_id,
       speakers.name as speaker
from (
    select article_id, min(id) as id from quotes
    where speaker_id is not null and kind = 'direct'
    group by article_id order by article_id desc limit 6
) as latest
join quotes on quotes.id = latest.id
join articles on articles.id = quotes.article_id
join outlets on outlets.id = articles.outlet_id
join speakers on speakers.id = quotes.speaker_id
order by quotes.article_id desc"""
SPEAKERS = """
select speakers.id, speakers.name, counted.quotes
from (
    select speaker_id, count(*) as quotes from quotes
    where speaker_id is not null group by speaker_id order by quotes desc, speaker_id limit 24
) as counted
join speakers on speakers.id = counted.speaker_id
order by counted.quotes desc, speakers.name"""
DAYS = "select min(day) as first, max(day) as last from articles"


@hookimpl
def extra_template_vars(
    template: str, request: Request, datasette: Datasette
) -> Callable[[], Awaitable[dict[str, Any]]] | None:
    if template != "index.html" or NEWS not in datasette.databases:
        return None
    return partial(home_page, datasette, request)


async def home_page(datasette: Datasette, request: Request) -> dict[str, Any]:
    db = datasette.get_database(NEWS)

    async def rows(sql: str) -> list[dict[str, Any]]:
        return [dict(row) for row in (await db.execute(sql)).rows]

    return {
        "news": NEWS,
        "counts": await db.table_counts(1000),
        "days": (await rows(DAYS))[0],
        "latest_quotes": await rows(LATEST),
        "speakers": await rows(SPEAKERS),
        "queries": list((await datasette.get_canned_queries(NEWS, request.actor)).values()),
        "download_size": db.size if not db.is_mutable and datasette.setting("allow_download") else None,
        "linked_data": await publication(datasette, request),
    }
