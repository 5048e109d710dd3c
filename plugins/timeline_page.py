"""`/timeline`: the news day by day, a month at a time; `/timeline.json`: the same."""

import json
from functools import partial
from typing import Any

from datasette import hookimpl
from datasette.app import Datasette
from datasette.utils.asgi import Request, Response

from yulu.published import NEWS, links
from yulu.search.serving import in_news
from yulu.timeline import Asked, timeline


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [(r"/timeline$", timeline_page), (r"/timeline\.json$", timeline_json)]


async def timeline_page(datasette: Datasette, request: Request) -> Response:
    asked = Asked.of(request.args.getlist)
    found = await in_news(datasette, request, partial(timeline, asked=asked))
    context = {"asked": asked, "found": found, "news": NEWS}
    return Response.html(await datasette.render_template("timeline.html", context, request=request))


async def timeline_json(datasette: Datasette, request: Request) -> Response:
    found = await in_news(datasette, request, partial(timeline, asked=Asked.of(request.args.getlist)))
    link = links(datasette, request)
    for quote in (quote for day in found["days"] for quote in day["leads"]):
        quote["url"] = link(f"/{NEWS}/articles/{quote['article_id']}#q{quote['id']}")
    not_understood = [typed for typed in map(found.get, ("no_month", "no_outlet", "no_speaker")) if typed]
    data = {
        "month": found["month"] or None,
        "outlet": found["outlet"] and found["outlet"]["slug"],
        "speaker": found["speaker"] and found["speaker"]["name"],
        "not_understood": not_understood,
        "months": {month["month"]: month["articles"] for month in found["months"]},
        "days": found["days"],
    }
    body = json.dumps(data, ensure_ascii=False)
    return Response(body, content_type="application/json; charset=utf-8")
