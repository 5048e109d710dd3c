"""`/timeline`: the news day by day, a month at a time; `/timeline.json`: the same."""

from collections.abc import Callable
from functools import partial
from sqlite3 import OperationalError
from typing import Any

from datasette import hookimpl
from datasette.app import Datasette
from datasette.utils.asgi import Request, Response

from yulu.site.filters import Filters, no_day
from yulu.site.published import NEWS, links
from yulu.site.replies import as_json, too_long
from yulu.site.serving import in_news
from yulu.site.timeline.timeline import timeline


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [(r"/timeline(?P<json>\.json)?$", day_by_day)]


async def day_by_day(datasette: Datasette, request: Request) -> Response:
    typed = Filters.of(request.args.getlist)
    no_month = no_day(request.args.getlist)
    try:
        found = await in_news(datasette, request, partial(timeline, typed=typed, no_day=no_month))
    except OperationalError:
        return await too_long(datasette, request)
    if request.url_vars["json"]:
        return as_json(as_data(found, links(datasette, request)))
    context = {"typed": typed, "found": found, "news": NEWS}
    return Response.html(await datasette.render_template("timeline.html", context, request=request))


def as_data(found: dict[str, Any], link: Callable[[str], str]) -> dict[str, Any]:
    """What the page shows, with whole addresses."""
    for day in found["days"]:
        for story in day["stories"]:
            story["url"] = link(f"/{NEWS}/stories/{story['id']}")
        for quote in day["leads"]:
            quote["url"] = link(f"/{NEWS}/articles/{quote['article_id']}#q{quote['id']}")
    return {
        "month": found["month"] or None,
        "outlet": found["outlet"] and found["outlet"]["slug"],
        "speaker": found["speaker"] and found["speaker"]["name"],
        "not_understood": [found[no] for no in ("no_month", "no_outlet", "no_speaker") if found[no]],
        "months": {month["month"]: month["articles"] for month in found["months"]},
        "days": found["days"],
    }
