"""Requests that are too long, ask for too much at once, or ask for what a publication does not do."""

from datasette.utils.asgi import Response

from yulu.site.lanes.serving import App, Event, Receive, Send

LONGEST_PATH, LONGEST_QUERY = 8_000, 64_000  # bytes
LONGEST_HEADER = 4_000  # Python's reader of cookies takes time with the square of their length
MOST_ARGUMENTS = 100
METHODS = ("GET", "HEAD", "OPTIONS")


def limited(app: App) -> App:
    async def answer(scope: Event, receive: Receive, send: Send) -> None:
        refused = refusal(scope) if scope["type"] == "http" else None
        await (refused.asgi_send(send) if refused else app(scope, receive, send))

    return answer


def refusal(scope: Event) -> Response | None:
    """What to answer instead; None where nothing is wrong."""
    if scope["method"] not in METHODS:
        return Response.text("Nothing can be changed here.", 405, {"Allow": ", ".join(METHODS)})
    path, query = scope.get("raw_path") or scope["path"].encode(), scope["query_string"]
    if len(path) > LONGEST_PATH or len(query) > LONGEST_QUERY:
        return Response.text("This address is too long.", 414)
    if any(len(value) > LONGEST_HEADER for _, value in scope["headers"]):
        return Response.text("A header of this request is too long.", 431)
    if query.count(b"&") >= MOST_ARGUMENTS:
        return Response.text(f"An address has at most {MOST_ARGUMENTS} arguments.", 400)
    return None
