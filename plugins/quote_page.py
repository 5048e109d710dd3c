"""What the page of a quote shows: the words, who said them where, in which context; and other renderings."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from datasette import hookimpl
from datasette.app import Datasette
from datasette.utils.asgi import Request

from yulu.site.article import citation
from yulu.site.article.layout import lay_out
from yulu.site.article.report import report_address
from yulu.site.published import links, report_to

QUOTE = """
select quotes.*, speakers.name as speaker, articles.title, articles.day, articles.script,
       articles.text as article_text, articles.byline, articles.url, outlets.name as outlet
from quotes
join articles on articles.id = quotes.article_id
join outlets on outlets.id = articles.outlet_id
left join speakers on speakers.id = quotes.speaker_id
where quotes.id = :id"""
# Other renderings of what is said here, if it is a statement that other articles quote too.
RENDERINGS = """
select there.statement_id, quotes.id, quotes.article_id, quotes.kind, quotes.cue, quotes.text,
       articles.day, articles.script, articles.title, outlets.name as outlet
from statement_quotes as here
join statement_quotes as there on there.statement_id = here.statement_id and there.quote_id <> here.quote_id
join quotes on quotes.id = there.quote_id
join articles on articles.id = quotes.article_id
join outlets on outlets.id = articles.outlet_id
where here.quote_id = :id order by quotes.id limit 50"""

CORRECTIONS = """
select verdict, state, was, "by", model, date, why from verdicts
where quote_id = :id and state <> 'unsure' order by date desc, id desc limit 50"""


@hookimpl
def extra_template_vars(
    template: str, database: str, request: Request, datasette: Datasette
) -> Callable[[], Awaitable[dict[str, Any]]] | None:
    if template != "row-news-quotes.html":
        return None
    return partial(quote_page, datasette, database, request)


async def quote_page(datasette: Datasette, database: str, request: Request) -> dict[str, Any]:
    db, quote_id = datasette.get_database(database), request.url_vars["pks"]
    quote = dict((await db.execute(QUOTE, {"id": quote_id})).first())
    text = quote.pop("article_text")
    paragraphs, _ = lay_out(text, frozenset(), [quote], [])
    first, last = (text.count("\n", 0, quote[offset]) for offset in ("start", "end"))
    renderings = [dict(row) for row in (await db.execute(RENDERINGS, {"id": quote_id})).rows]
    corrections = [dict(row) for row in (await db.execute(CORRECTIONS, {"id": quote_id})).rows]
    address = links(datasette, request)(f"/{database}/quotes/{quote_id}")
    return {
        "quote": quote,
        "paragraphs": paragraphs[first : last + 1],
        "renderings": renderings,
        "corrections": corrections,
        "citation": citation.forms(citation.of_quote(quote, address)),
        "report": report_address(report_to(datasette), quote, address),
    }
