"""`/trends`: how often a search finds something, by month (or day) and outlet; also as `.json` and `.csv`."""

from functools import partial
from sqlite3 import OperationalError
from typing import Any

from datasette import hookimpl
from datasette.app import Datasette
from datasette.utils.asgi import Request, Response

from yulu.site.filters import Filters
from yulu.site.published import NEWS
from yulu.site.replies import as_csv, as_json, too_long
from yulu.site.serving import in_news
from yulu.site.trends.trends import trends

COLUMNS = ("period", "outlet", "finds")


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [(r"/trends(?P<format>\.json|\.csv)?$", by_month)]


async def by_month(datasette: Datasette, request: Request) -> Response:
    filters = Filters.of(request.args.getlist)
    try:
        found = await in_news(datasette, request, partial(trends, filters=filters))
    except OperationalError:
        return await too_long(datasette, request)
    rows = [dict(zip(COLUMNS, row, strict=True)) for row in found.rows]
    match request.url_vars["format"]:
        case ".json":
            return as_json({"type": found.type, "total": found.total, "rows": rows})
        case ".csv":
            return as_csv(COLUMNS, rows, "trends.csv")
    context = {"found": found, "filters": filters, "news": NEWS, "q": filters.q}
    return Response.html(await datasette.render_template("trends.html", context, request=request))
