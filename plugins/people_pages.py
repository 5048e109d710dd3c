"""`/people`: everyone who is quoted; `/people/<name>`: the one address of a speaker, whatever the alias."""

from functools import partial
from sqlite3 import Connection
from typing import Any
from urllib.parse import quote, unquote

from datasette import hookimpl
from datasette.app import Datasette
from datasette.utils.asgi import Request, Response

from yulu.site import removed
from yulu.site.people.everyone import KINDS, everyone
from yulu.site.people.lookup import nearest, several, who
from yulu.site.people.speaker_profile import speaker_profile
from yulu.site.published import NEWS
from yulu.site.serving import in_news

NAME_OF = "select name from speakers where id = ?"


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [(r"/people$", people_page), (r"/people/(?P<name>.+)$", person_page)]


async def people_page(datasette: Datasette, request: Request) -> Response:
    typed = request.args.get("page") or ""
    page = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 7 else 1
    q, kind, initial = ((request.args.get(name) or "").strip() for name in ("q", "kind", "initial"))
    kind = kind if kind in KINDS else ""
    ask = partial(everyone, q=q, kind=kind, initial=initial.upper(), page=max(page, 1))
    found = await in_news(datasette, request, ask)
    context = {**found, "asked_name": q, "kind": kind, "kinds": KINDS, "news": NEWS}
    return Response.html(await datasette.render_template("people.html", context, request=request))


async def person_page(datasette: Datasette, request: Request) -> Response:
    """The page; a redirect to it for another name; the likeliest people for a name that leads to no one."""
    name = unquote(request.url_vars["name"]).replace("\0", "").strip()
    found = await in_news(datasette, request, partial(person, name=name))
    if "canonical" in found and found["canonical"] != name:
        return Response.redirect(datasette.urls.path(f"/people/{quote(found['canonical'])}"))
    if "speaker" not in found:
        if gone := await removed.gone(datasette, request):
            return gone
        html = await datasette.render_template(
            "no_person.html", {**found, "name": name, "news": NEWS}, request=request
        )
        return Response.html(html, status=300 if found["shared_by"] else 404)
    context = {**found, "database": NEWS}
    return Response.html(await datasette.render_template("person.html", context, request=request))


def person(connection: Connection, name: str) -> dict[str, Any]:
    """The name to go to, and everything about who has it; or who else may be meant."""
    ids = who(connection, name)
    if len(ids) == 1:
        [canonical] = connection.execute(NAME_OF, ids).fetchone()
        return {"canonical": canonical} | (speaker_profile(connection, ids[0]) if canonical == name else {})
    return {"shared_by": len(ids), "nearest": several(connection, ids) or nearest(connection, name)}
