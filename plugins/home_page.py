"""`/`: one statement as each outlet worded it, the latest of all, who is quoted most, and what there is."""

from typing import Any

from datasette import hookimpl
from datasette.app import Datasette
from datasette.utils.asgi import Request, Response
from datasette.views.index import IndexView

from yulu.site.discovery.linked_data import publication
from yulu.site.home.front_page import front_page
from yulu.site.published import NEWS, about
from yulu.site.serving import in_news


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [(r"/(?P<format>)$", home)]


async def home(datasette: Datasette, request: Request) -> Response:
    """Datasette's own asks about every table, which takes longer than all that is shown here."""
    if NEWS not in datasette.databases:
        answer: Response = await IndexView(datasette).get(request)
        return answer
    db = datasette.get_database(NEWS)
    context = {
        **await in_news(datasette, request, front_page),
        "metadata": about(datasette),
        "news": NEWS,
        "counts": await db.table_counts(1000),
        "queries": list((await datasette.get_canned_queries(NEWS, request.actor)).values()),
        "download_size": db.size if not db.is_mutable and datasette.setting("allow_download") else None,
        "linked_data": await publication(datasette, request),
    }
    return Response.html(await datasette.render_template("index.html", context, request=request))
