"""`/search`, `/quotes` and `/articles`: lists to read, to search and to filter, each also as `.json`, `.csv`
and `.atom`; `/quotes/<id>` and `/articles/<id>`: the permanent address of one."""

from functools import partial
from sqlite3 import OperationalError
from typing import Any

from datasette import hookimpl
from datasette.app import Datasette
from datasette.utils.asgi import AsgiStream, Request, Response

from yulu.site.examples import examples
from yulu.site.filters import Filters
from yulu.site.published import NEWS
from yulu.site.replies import as_json
from yulu.site.search import takeaway
from yulu.site.search.answer import answer
from yulu.site.search.finding import ARTICLES, EVERYTHING, QUOTES
from yulu.site.serving import in_news

SCOPES = {"search": EVERYTHING, "quotes": QUOTES, "articles": ARTICLES}
TOO_LONG = "The search took too long. Add a word or a filter."


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [
        (r"/(?P<list>search|quotes|articles)(?:\.(?P<form>json|csv|atom))?$", found_list),
        (r"/(?P<table>quotes|articles)/[qa]?(?P<id>[0-9]{1,18})$", permanent),
    ]


async def found_list(datasette: Datasette, request: Request) -> Response | AsgiStream:
    name, form = request.url_vars["list"], request.url_vars["form"]
    filters, scope = Filters.of(request.args.getlist), SCOPES[name]
    if form == "csv":
        return await takeaway.csv(datasette, request, filters, scope, name)
    if form == "atom":
        return await takeaway.atom(datasette, request, filters, scope, "")
    try:
        found = await in_news(datasette, request, partial(answer, filters=filters, scope=scope))
    except OperationalError as error:
        if str(error) != "interrupted":
            raise
        found = None
    if form == "json":
        if found is None:
            return as_json({"error": TOO_LONG}, status=503)
        return await takeaway.json_page(datasette, request, found, scope)
    context = {
        "filters": filters,
        "found": found,
        "list": name,
        "scope": scope,
        "example": await in_news(datasette, request, examples),
        "news": NEWS,
        "q": filters.q,
    }
    return Response.html(await datasette.render_template("search.html", context, request=request))


async def permanent(datasette: Datasette, request: Request) -> Response:
    table, number = request.url_vars["table"], request.url_vars["id"]
    return Response.redirect(datasette.urls.row(NEWS, table, number))
