"""What the page of an article shows: its paragraphs, with the quotes and pictures where they stand."""

from collections.abc import Awaitable, Callable
from functools import partial
from itertools import pairwise
from typing import Any

from datasette import hookimpl
from datasette.app import Datasette
from datasette.utils.asgi import Request

from yulu import linked_data
from yulu.changes import changes
from yulu.layout import lay_out
from yulu.published import links

ARTICLE = """
select articles.*, outlets.name as outlet, outlets.homepage, outlets.text as published_text
from articles join outlets on outlets.id = articles.outlet_id where articles.id = :id"""
QUOTES = """
select quotes.*, speakers.name as speaker, speakers.kind as speaker_kind
from quotes left join speakers on speakers.id = quotes.speaker_id
where quotes.article_id = :id order by quotes.start, quotes.position"""
IMAGES = "select * from images where article_id = :id order by position"
TAGS = """
select tags.id, tags.name
from article_tags join tags on tags.id = article_tags.tag_id
where article_tags.article_id = :id order by tags.name"""

VERSIONS = "select * from article_versions where article_id = :id order by position"
RELATED = """
select articles.id, articles.title, articles.day, outlets.name as outlet, related_articles.kind
from related_articles
join articles on articles.id = related_articles.other_id
join outlets on outlets.id = articles.outlet_id
where related_articles.article_id = :id order by related_articles.similarity desc, articles.id"""


@hookimpl
def extra_template_vars(
    template: str, database: str, request: Request, datasette: Datasette
) -> Callable[[], Awaitable[dict[str, Any]]] | None:
    if template != "row-news-articles.html":
        return None
    return partial(article_page, datasette, database, request)


async def article_page(datasette: Datasette, database: str, request: Request) -> dict[str, Any]:
    db, article_id = datasette.get_database(database), request.url_vars["pks"]

    async def rows(sql: str) -> list[dict[str, Any]]:
        return [dict(row) for row in (await db.execute(sql, {"id": article_id})).rows]

    article = (await rows(ARTICLE))[0]
    quotes = await rows(QUOTES)
    headings = {int(number) for number in (article["headings"] or "").split()}
    paragraphs, closing_images = lay_out(article["text"], headings, quotes, await rows(IMAGES))
    return {
        "article": article,
        "paragraphs": paragraphs,
        "closing_images": closing_images,
        "tags": await rows(TAGS),
        "versions": with_changes(await rows(VERSIONS), article["text"]),
        "related": await rows(RELATED),
        "linked_data": linked_data.article(article, quotes, links(datasette, request)),
    }


def with_changes(versions: list[dict[str, Any]], published: str) -> list[dict[str, Any]]:
    """Each version with what it changed in the one before; a version without text has the published one."""
    texts = [published if version["text"] is None else version["text"] for version in versions]
    found = [changes(before, after) for before, after in pairwise([*texts[:1], *texts])]
    return [{**version, "changes": changed} for version, changed in zip(versions, found, strict=True)]
