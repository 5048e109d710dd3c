"""`/cite/articles/<id>.bib`, `.json` and `.txt`, likewise for quotes: files for reference managers."""

from functools import partial
from sqlite3 import Connection
from typing import Any

from datasette import hookimpl
from datasette.app import Datasette
from datasette.utils.asgi import NotFound, Request, Response

from yulu.site.article.citation import FORMS, of_article, of_quote
from yulu.site.published import NEWS, links
from yulu.site.serving import in_news

ARTICLE = """
select articles.id, articles.title, articles.byline, articles.day, articles.url, articles.script,
       outlets.name as outlet
from articles join outlets on outlets.id = articles.outlet_id where articles.id = :id"""
QUOTE = """
select quotes.id, quotes.kind, quotes.text, speakers.name as speaker,
       articles.title, articles.byline, articles.day, articles.url, articles.script, outlets.name as outlet
from quotes
join articles on articles.id = quotes.article_id
join outlets on outlets.id = articles.outlet_id
left join speakers on speakers.id = quotes.speaker_id
where quotes.id = :id"""
CITED = {"articles": (ARTICLE, of_article), "quotes": (QUOTE, of_quote)}


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [(r"/cite/(?P<table>articles|quotes)/(?P<id>[0-9]{1,18})\.(?P<form>bib|json|txt)$", cite)]


async def cite(datasette: Datasette, request: Request) -> Response:
    table, number = request.url_vars["table"], int(request.url_vars["id"])
    form = FORMS[request.url_vars["form"]]
    sql, citation_of = CITED[table]
    found = await in_news(datasette, request, partial(row, sql=sql, number=number))
    if found is None:
        raise NotFound(f"There is no row {number} in {table}")
    citation = citation_of(found, links(datasette, request)(f"/{NEWS}/{table}/{number}"))
    return Response(form.write(citation), content_type=f"{form.content_type}; charset=utf-8")


def row(connection: Connection, sql: str, number: int) -> dict[str, Any] | None:
    found = connection.execute(sql, {"id": number}).fetchone()
    return dict(found) if found else None
