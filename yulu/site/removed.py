"""Rows that are published no more: their old addresses answer 410 and say why."""

import re
from typing import Any
from urllib.parse import unquote

from datasette.app import Datasette
from datasette.utils.asgi import Request, Response

from yulu.database.ids import digest
from yulu.site.published import NEWS, ensure_visible
from yulu.site.replies import as_json

_ROW = re.compile(rf"/(?:{NEWS}|cite|preview)/(?P<table>[a-z_]+)/(?P<id>[0-9]{{1,18}})(?:\.[a-z]+)?$")
_PERSON = re.compile(r"/people/(?P<name>.+?)(?:\.(?:json|csv|atom))?$")
WHY = """
select verdicts.verdict, verdicts.date, verdicts.why
from removed join verdicts on verdicts.id = removed.verdict_id
where removed.table_name = ? and removed.row_id = ?"""


def row_of(path: str) -> tuple[str, int] | None:
    """The table and number that the address of a page names."""
    if found := _ROW.search(path):
        return found["table"], int(found["id"])
    if found := _PERSON.search(path):
        return "speakers", digest(unquote(found["name"]))
    return None


async def gone(datasette: Datasette, request: Request) -> Response | None:
    """410 and the reason, to people and to programs, where the address names something that was removed."""
    why = await reason(datasette, request)
    if why is None:
        return None
    if request.path.endswith(".json"):
        return as_json({"ok": False, "error": "This is published no more", "status": 410, **why}, status=410)
    html = await datasette.render_template("removed.html", {"why": why}, request=request)
    return Response.html(html, status=410)


async def reason(datasette: Datasette, request: Request) -> dict[str, Any] | None:
    """The verdict that took out what an address names; None if no verdict did."""
    row = row_of(request.path)
    if row is None or NEWS not in datasette.databases:
        return None
    await ensure_visible(datasette, request)
    found = (await datasette.get_database(NEWS).execute(WHY, row)).first()
    return dict(found) if found else None
