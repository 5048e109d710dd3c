"""The desk as a web application for one editor: it answers nobody who has not its token."""

import hmac
from collections.abc import Callable
from datetime import UTC, datetime
from http.cookies import CookieError, SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from datasette.utils.asgi import Request, Response
from jinja2 import Environment, FileSystemLoader

from yulu.second_reader.question import Given, Page, about_quote
from yulu.verdicts.desk.queue import Queue
from yulu.verdicts.verdict import NotAVerdict

HERE = Path(__file__).parent
COOKIE = "desk"
KEYS = 9  # candidates that have a key of their own
LARGEST = 50_000  # bytes of a form
HEADERS = {
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; form-action 'self';"
    " frame-ancestors 'none'; base-uri 'none'",
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}
FILES = {"/desk.js": "text/javascript", "/desk.css": "text/css"}


class Desk:
    """An ASGI application. `hosts` are the names under which it answers, against rebinding of names."""

    def __init__(self, queue: Queue, token: str, hosts: frozenset[str]) -> None:
        self.queue, self.token, self.hosts = queue, token, hosts
        self.pages = Environment(loader=FileSystemLoader(HERE), autoescape=True)

    async def __call__(self, scope: dict[str, Any], receive: Callable[..., Any], send: Any) -> None:
        if scope["type"] == "http":
            response = await self.answer(Request(scope, receive))
            response.headers.update(HEADERS)
            await response.asgi_send(send)

    async def answer(self, request: Request) -> Response:
        if request.host not in self.hosts:
            return Response.text("This desk answers on its own machine only", status=403)
        if request.method == "GET" and self.is_token(request.args.get("token")):
            response = Response.redirect("/")
            response.set_cookie(COOKIE, self.token, httponly=True, samesite="strict")
            return response
        if not self.is_token(cookie(request)):
            return Response.text("Open the address that the desk printed, with its token", status=403)
        if request.path in FILES and request.method == "GET":
            body = (HERE / request.path[1:]).read_text(encoding="utf-8")
            return Response(body, content_type=f"{FILES[request.path]}; charset=utf-8")
        if request.path != "/":
            return Response.text("There is no such page", status=404)
        if request.method == "POST":
            return await self.judge(request)
        return self.show(self.queue.next())

    def is_token(self, given: str | None) -> bool:
        return given is not None and hmac.compare_digest(given.encode(), self.token.encode())

    def show(self, found: tuple[Page, Given] | None, problem: str = "", status: int = 200) -> Response:
        page, quote = found or (None, None)
        question = about_quote(page, quote) if page and quote else None
        html = self.pages.get_template("desk.html").render(
            page=page,
            quote=quote,
            question=question,
            keys=KEYS,
            progress=self.queue.progress(),
            problem=problem,
            token=self.token,
            file=self.queue.file,
        )
        return Response.html(html, status=status)

    async def judge(self, request: Request) -> Response:
        body = await request.post_body()
        form = {k: v[-1] for k, v in parse_qs(body[:LARGEST].decode("utf-8", "replace")).items()}
        if not self.is_token(form.get("token")):
            return Response.text("The form has not the token of this desk", status=403)
        if "undo" in form:
            self.queue.undo()
            return Response.redirect("/", status=303)
        number = form.get("quote", "")
        found = self.queue.named(int(number)) if number.isascii() and number.isdigit() else None
        if found is None:
            return Response.text("No such quote waits here", status=404)
        if "skip" in form:
            self.queue.skipped.add(found[1].id)
            return Response.redirect("/", status=303)
        try:
            self.queue.judge(self.entry(*found, form))
        except NotAVerdict as error:
            return self.show(found, str(error), status=400)
        return Response.redirect("/", status=303)

    def entry(self, page: Page, quote: Given, form: dict[str, str]) -> dict[str, Any]:
        """What a form says, as an entry of a verdict file. Raises NotAVerdict."""
        naming = {"quote": quote.id, "words": quote.text}
        if page.address:
            naming["article"] = page.address
        said: dict[str, Any]
        if "right" in form or "none" in form:
            said = {"verdict": "right" if "right" in form else "no quote"}
        elif "nobody" in form:
            said = {"verdict": "speaker", "speaker": None}
        elif "speaker" in form or "other" in form:
            said = {"verdict": "speaker", "speaker": (form.get("speaker") or form.get("name") or "").strip()}
        elif "span" in form:
            text = form.get("text", "").replace("\r\n", "\n").strip()
            if not text or text not in page.text:
                raise NotAVerdict("not in the text", "these words do not stand in the article 文中没有这些字")
            said = {"verdict": "words", "text": text}
        else:
            raise NotAVerdict("unknown verdict", "nothing was said")
        today = datetime.now(UTC).date().isoformat()
        why = {"why": form["why"]} if form.get("why", "").strip() else {}
        return said | naming | {"by": self.queue.by, "date": today} | why


def cookie(request: Request) -> str | None:
    try:
        found = SimpleCookie(request.headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return None
    return found.value if found else None
