"""`/search`: quotes, articles and captions in one ranked list, for people and as `/search.json`."""

import json
from collections.abc import Callable
from functools import partial
from sqlite3 import OperationalError
from typing import Any

from datasette import hookimpl
from datasette.app import Datasette
from datasette.utils.asgi import Request, Response

from yulu.site.filters import Filters
from yulu.site.published import NEWS
from yulu.site.search.answer import COLUMNS, Answer, answer
from yulu.site.search.finding import RANKED
from yulu.site.serving import address, in_news


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [(r"/search$", search_page), (r"/search\.json$", search_json)]


async def search(datasette: Datasette, request: Request) -> tuple[Filters, Answer | None]:
    """What is asked and the answer; None where it would take too long."""
    filters = Filters.of(request.args.getlist)
    try:
        return filters, await in_news(datasette, request, partial(answer, filters=filters))
    except OperationalError:
        return filters, None


async def search_page(datasette: Datasette, request: Request) -> Response:
    filters, found = await search(datasette, request)
    context = {"filters": filters, "found": found, "news": NEWS, "q": filters.q, "most_ranked": RANKED}
    return Response.html(await datasette.render_template("search.html", context, request=request))


async def search_json(datasette: Datasette, request: Request) -> Response:
    _, found = await search(datasette, request)
    if found is None:
        return Response.json({"error": "The search took too long. Add a word or a filter."}, status=503)
    data = as_data(found, partial(address, datasette, request))
    body = json.dumps(data, ensure_ascii=False)
    return Response(body, content_type="application/json; charset=utf-8")


def as_data(found: Answer, link: Callable[[dict[str, Any]], str]) -> dict[str, Any]:
    return {
        "q": found.filters.q,
        "understood": dict(found.understood),
        "order": found.order,
        "total": found.total,
        "page": found.filters.page,
        "size": found.filters.size,
        "next": found.next and f"?{found.next.query_string()}",
        "counts": {name: {v.value: v.count for v in values} for name, values in found.facets.items()},
        "nearest": [{"what": n, "query": f"?{a.query_string()}", "total": t} for n, a, t in found.nearest],
        "rows": [{**{column: row[column] for column in COLUMNS}, "url": link(row)} for row in found.rows],
    }
