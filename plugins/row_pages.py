"""The row pages of articles, quotes, outlets, speakers, statements and stories, each as a reader sees it."""

from collections.abc import Awaitable, Callable
from functools import partial
from sqlite3 import Connection
from typing import Any

from datasette import hookimpl
from datasette.app import Datasette
from datasette.utils.asgi import Request

from yulu.site.article.article import article
from yulu.site.article.quote import quote
from yulu.site.people.outlet_profile import outlet_profile
from yulu.site.people.speaker_profile import speaker_profile
from yulu.site.published import Site, site_of
from yulu.site.serving import in_news
from yulu.site.statements.renderings import statement
from yulu.site.stories.story import story

# By template, what fills it from a row's number.
ROW_PAGES: dict[str, Callable[[Connection, int, Site], dict[str, Any]]] = {
    "row-news-articles.html": article,
    "row-news-quotes.html": quote,
    "row-news-outlets.html": lambda connection, number, _: outlet_profile(connection, number),
    "row-news-speakers.html": lambda connection, number, _: speaker_profile(connection, number),
    "row-news-statements.html": lambda connection, number, _: statement(connection, number),
    "row-news-stories.html": lambda connection, number, _: story(connection, number),
}


@hookimpl
def extra_template_vars(
    template: str, request: Request, datasette: Datasette
) -> Callable[[], Awaitable[dict[str, Any]]] | None:
    if template not in ROW_PAGES:
        return None
    number = int(float(request.url_vars["pks"]))  # SQLite finds a row by 1.0 too
    page, site = ROW_PAGES[template], site_of(datasette, request)
    return partial(in_news, datasette, request, lambda connection: page(connection, number, site))
