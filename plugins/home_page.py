"""What the home page shows: how much there is, who says what of late, and the doors to everything else."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from datasette import hookimpl
from datasette.app import Datasette
from datasette.utils.asgi import Request

from yulu.site.home.front_page import front_page
from yulu.site.machines.linked_data import publication
from yulu.site.published import NEWS


@hookimpl
def extra_template_vars(
    template: str, request: Request, datasette: Datasette
) -> Callable[[], Awaitable[dict[str, Any]]] | None:
    if template != "index.html" or NEWS not in datasette.databases:
        return None
    return partial(home_page, datasette, request)


async def home_page(datasette: Datasette, request: Request) -> dict[str, Any]:
    db = datasette.get_database(NEWS)
    return {
        **await db.execute_fn(front_page),
        "news": NEWS,
        "counts": await db.table_counts(1000),
        "queries": list((await datasette.get_canned_queries(NEWS, request.actor)).values()),
        "download_size": db.size if not db.is_mutable and datasette.setting("allow_download") else None,
        "linked_data": await publication(datasette, request),
    }
