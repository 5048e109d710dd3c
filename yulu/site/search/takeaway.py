"""A list to take away: as JSON page by page, as CSV page by page or whole, as a feed of what is new."""

from functools import partial
from sqlite3 import Connection
from typing import Any

from datasette.app import Datasette
from datasette.utils.asgi import AsgiStream, Request, Response

from yulu.export import spreadsheet
from yulu.site import interface
from yulu.site.filters import LARGEST_SIZE, Filters
from yulu.site.published import NEWS, links
from yulu.site.replies import as_json
from yulu.site.search import feed, finding, records
from yulu.site.search.answer import Answer, understood
from yulu.site.search.finding import Scope
from yulu.site.search.names import names_of
from yulu.site.search.records import Record
from yulu.site.serving import in_news

ADDRESSES = ("url", "permalink")  # columns that hold an address inside of the publication
LETTERS = {"id": None, "article_id": "a", "speaker_id": "s"}  # before numbers that spreadsheets would round
OF_TYPE = {"quote": "q", "article": "a", "caption": "c"}


async def json_page(
    datasette: Datasette, request: Request, found: Answer, scope: Scope, **more: Any
) -> Response:
    """One page of a list, with the counts of every filter."""
    rows = await in_news(datasette, request, partial(records.page, filters=found.filters, scope=scope))
    before = links(datasette, request)(f"/{NEWS}")
    data = {
        **more,
        "q": found.filters.q,
        "understood": dict(found.understood),
        "order": found.order,
        "total": found.total,
        "page": found.filters.page,
        "size": found.filters.size,
        "next": found.next and f"?{found.next.query_string()}",
        "counts": {name: {v.value: v.count for v in values} for name, values in found.facets.items()},
        "nearest": [{"what": n, "query": f"?{a.query_string()}", "total": t} for n, a, t in found.nearest],
        "people": found.people,
        "rows": [addressed(row, before) for row in rows],
    }
    return as_json(data)


async def csv(
    datasette: Datasette, request: Request, filters: Filters, scope: Scope, name: str
) -> AsgiStream:
    """One page, or with `stream=1` everything that is found, the newest first."""
    columns = [column for column in records.columns(scope) if column != "excerpt"]
    # Once: an address takes longer to make than a row to read.
    before, every = links(datasette, request)(f"/{NEWS}"), bool(request.args.get("stream"))
    more = partial(records.after, filters=filters, scope=scope, size=LARGEST_SIZE)
    # What is forbidden or takes too long is said before the file begins.
    if every:
        rows, last = await in_news(datasette, request, partial(more, last=None))
    else:
        rows, last = (
            await in_news(datasette, request, partial(records.page, filters=filters, scope=scope)),
            None,
        )

    def lines(rows: list[Record]) -> str:
        return spreadsheet.lines(cells(addressed(row, before), columns, scope) for row in rows)

    async def stream(response: Any) -> None:
        nonlocal rows, last
        await response.write(spreadsheet.BYTE_ORDER_MARK + spreadsheet.lines([columns]) + lines(rows))
        while last:
            rows, last = await in_news(datasette, request, partial(more, last=last))
            await response.write(lines(rows))

    headers = {"content-disposition": f'attachment; filename="{name}.csv"'}
    return AsgiStream(stream, headers=headers, content_type=spreadsheet.CONTENT_TYPE)


def addressed(row: Record, before: str) -> Record:
    """A record with whole addresses, which begin with `before`."""
    return {k: f"{before}{v}" if k in ADDRESSES else v for k, v in row.items()}


def cells(row: Record, columns: list[str], scope: Scope) -> list[Any]:
    """A record as a line of a spreadsheet, which keeps no more than 15 digits of a number."""
    letters = LETTERS | {"id": OF_TYPE[row.get("type") or scope.types[0]]}
    return [f"{letters[c]}{row[c]}" if row[c] and c in letters else row[c] for c in columns]


async def atom(datasette: Datasette, request: Request, filters: Filters, scope: Scope, name: str) -> Response:
    """The newest finds first, whatever order is asked for. The title says what is followed."""
    rows, asked = await in_news(datasette, request, partial(newest, filters=filters, scope=scope))
    link = links(datasette, request)
    query = filters.query_string()
    page, itself = (link(scope.path + ending + (query and f"?{query}")) for ending in ("", ".atom"))
    title = " · ".join(filter(None, ["语录 Yulu", name, *asked]))

    def address(row: Record) -> str:
        return link(f"/{NEWS}/{finding.TABLES[row['type']]}/{row['id']}")

    return Response(feed.atom(title, page, itself, rows, address), content_type=feed.CONTENT_TYPE)


def newest(connection: Connection, filters: Filters, scope: Scope) -> tuple[list[dict[str, Any]], list[str]]:
    """The finds of a page in full, and what is asked for in words."""
    names = names_of(connection)
    c = finding.criteria(filters, names, scope)
    asked = [interface.translated(meaning) for _, meaning in understood(filters, c, names)]
    if not filters.asks and scope is finding.EVERYTHING:
        return [], asked
    found, _ = finding.find(connection, c, True, (filters.page - 1) * filters.size, filters.size)
    return finding.rows(connection, found), asked
