"""`/about`: how quotes are found, how reliable that is, what is here, how to cite and to report errors."""

from typing import Any

from datasette import hookimpl
from datasette.app import Datasette
from datasette.utils.asgi import Request, Response

from yulu.site.about.reliability import by_confidence, by_kind, corpus, measured, of_outlets
from yulu.site.about.second_reading import SECOND_READING, curve
from yulu.site.published import NEWS, about, folder, report_to
from yulu.site.serving import in_news


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [(r"/about$", about_page)]


async def about_page(datasette: Datasette, request: Request) -> Response:
    trained = measured(folder(datasette)) or {}
    figures = trained.get("held") or trained
    context = {
        **await in_news(datasette, request, corpus),
        "site": about(datasette),
        "figures": figures,
        "held": "held" in trained,
        "kinds": by_kind(figures),
        "levels": by_confidence(figures),
        "worded": of_outlets(trained),
        "second_reading": curve(measured(folder(datasette), SECOND_READING)),
        "report_to": report_to(datasette),
        "news": NEWS,
    }
    return Response.html(await datasette.render_template("about.html", context, request=request))
