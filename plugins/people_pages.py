"""`/people`: everyone who is quoted; `/people/<name>`: the one address of a speaker, whatever the alias, with
everything they said; both also as `.json` and `.csv`, a speaker as `.atom` too."""

from functools import partial
from sqlite3 import Connection
from typing import Any
from urllib.parse import quote, unquote

from datasette import hookimpl
from datasette.app import Datasette
from datasette.utils.asgi import AsgiStream, Request, Response

from yulu.export import spreadsheet
from yulu.site import removed
from yulu.site.examples import examples
from yulu.site.filters import Filters
from yulu.site.people.everyone import COLUMNS, KINDS, everyone
from yulu.site.people.lookup import nearest, several, who
from yulu.site.people.speaker_profile import speaker_profile
from yulu.site.published import NEWS
from yulu.site.replies import as_json
from yulu.site.search import takeaway
from yulu.site.search.answer import answer
from yulu.site.search.finding import Scope
from yulu.site.search.names import names_of
from yulu.site.serving import in_news

EVERYONE = 10**6
NAME_OF = "select name from speakers where id = ?"
TOLD = ("id", "name", "name_latin", "kind", "note", "quotes", "articles", "first_day", "last_day")


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [
        (r"/people(?:\.(?P<form>json|csv))?$", people_page),
        (r"/people/(?P<name>.+?)(?:\.(?P<form>json|csv|atom))?$", person_page),
    ]


async def people_page(datasette: Datasette, request: Request) -> Response:
    typed = request.args.get("page") or ""
    page = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 7 else 1
    q, kind, initial = ((request.args.get(name) or "").strip() for name in ("q", "kind", "initial"))
    kind = kind if kind in KINDS else "" if q else KINDS[0]
    whole = request.url_vars["form"] == "csv"
    asked: dict[str, Any] = {
        "q": q,
        "kind": kind,
        "initial": initial.upper(),
        "page": 1 if whole else max(page, 1),
    }
    ask = partial(everyone, **asked, size=EVERYONE if whole else 0)
    found = await in_news(datasette, request, ask)
    people = [{column: person[column] for column in COLUMNS} for person in found["people"]]
    if request.url_vars["form"] == "json":
        return as_json({name: found[name] for name in ("total", "page", "pages")} | {"rows": people})
    if whole:
        lines = spreadsheet.lines([COLUMNS[1:], *(list(person.values())[1:] for person in people)])
        return Response(spreadsheet.BYTE_ORDER_MARK + lines, content_type=spreadsheet.CONTENT_TYPE)
    example = await in_news(datasette, request, examples)
    context = {**found, "asked_name": q, "kind": kind, "kinds": KINDS, "news": NEWS, "example": example}
    return Response.html(await datasette.render_template("people.html", context, request=request))


async def person_page(datasette: Datasette, request: Request) -> Response | AsgiStream:
    """The page; a redirect to it for another name; the likeliest people for a name that leads to no one."""
    name = unquote(request.url_vars["name"]).replace("\0", "").strip()
    form = request.url_vars["form"]
    found = await in_news(datasette, request, partial(person, name=name))
    if "path" not in found:
        if gone := await removed.gone(datasette, request):
            return gone
        if form:
            told = [other.label for other in found["nearest"]]
            return as_json({"error": f"Nobody here is called {name}", "nearest": told}, status=404)
        context = {**found, "name": name, "news": NEWS}
        html = await datasette.render_template("no_person.html", context, request=request)
        return Response.html(html, status=300 if found["shared_by"] else 404)
    if found["path"] != name:
        ending = f".{form}" if form else ""
        query = f"?{request.query_string}" if request.query_string else ""
        return Response.redirect(datasette.urls.path(f"/people/{quote(found['path'])}{ending}{query}"))
    scope = Scope(f"/people/{quote(name)}", ("quote",), found["id"])
    filters = Filters.of(request.args.getlist)
    if form == "csv":
        return await takeaway.csv(datasette, request, filters, scope, "quotes")
    if form == "atom":
        return await takeaway.atom(datasette, request, filters, scope, found["name"])
    quotes = await in_news(datasette, request, partial(answer, filters=filters, scope=scope))
    profile = await in_news(datasette, request, partial(speaker_profile, speaker_id=found["id"]))
    if form == "json":
        speaker = {column: profile["speaker"][column] for column in TOLD}
        about = {"speaker": speaker, "aliases": profile["aliases"], "outlets": profile["outlets"]}
        return await takeaway.json_page(datasette, request, quotes, scope, **about)
    shown = {"scope": scope, "filters": filters, "found": quotes, "news": NEWS, "database": NEWS}
    return Response.html(await datasette.render_template("person.html", profile | shown, request=request))


def person(connection: Connection, name: str) -> dict[str, Any]:
    """Who is meant and under which address; or who may be meant. A number means who has it."""
    number = int(name) if name.isascii() and name.isdigit() and len(name) < 17 else None
    ids = (
        [number]
        if number is not None and names_of(connection).main("speaker", number)
        else who(connection, name)
    )
    if len(ids) == 1:
        [called] = connection.execute(NAME_OF, ids).fetchone()
        path = str(ids[0]) if called in names_of(connection).overshadowed else called
        return {"id": ids[0], "name": called, "path": path}
    return {"shared_by": len(ids), "nearest": several(connection, ids) or nearest(connection, name)}
