"""Every page worth finding, for search engines: a list of parts, and parts of addresses (sitemaps.org)."""

from collections.abc import Callable, Iterable, Iterator
from sqlite3 import Connection
from urllib.parse import quote
from xml.sax.saxutils import escape

from yulu.database.tables import TABLES
from yulu.site.published import NEWS

LARGEST_PART = 50_000  # what the format allows
AT_ONCE = 1000  # addresses that are written together
NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
# What the addresses end with, in the order of an index that holds it: no part reads or sorts whole rows.
ROWS = {
    "articles": "select id from articles order by day, id",
    "speakers": "select name from speakers order by name",
    "statements": "select id from statements order by speaker_id, id",
    "stories": "select id from stories order by day, id",
    "outlets": "select id from outlets order by slug",
}
PATHS = {table: f"/{NEWS}/{table}/" for table in ROWS} | {"speakers": "/people/"}
LAST_BUILD = "select finished from builds order by id desc limit 1"
Link = Callable[[str], str]  # the absolute address of a path inside the publication


def parts(connection: Connection) -> tuple[list[str], str | None]:
    """The names of the parts, and when the last build ended."""
    names = ["pages"]
    for table in ROWS:
        [rows] = connection.execute(f"select count(*) from {table}").fetchone()
        names += [f"{table}-{number}" for number in range(1, -(-rows // LARGEST_PART) + 1)]
    build = connection.execute(LAST_BUILD).fetchone()
    return names, build and build[0]


def rows(connection: Connection, table: str, number: int) -> list[str]:
    """What the addresses of a part end with; parts are counted from 1."""
    sql = f"{ROWS[table]} limit :size offset :skipped"
    asked = {"size": LARGEST_PART, "skipped": (number - 1) * LARGEST_PART}
    return [quote(str(end)) for [end] in connection.execute(sql, asked)]


def pages(queries: Iterable[str]) -> list[str]:
    """The paths of what is no row: pages, tables and canned queries."""
    return [
        "/",
        "/quotes",
        "/articles",
        "/people",
        "/compare",
        "/timeline",
        "/about",
        f"/{NEWS}",
        "/search",
        *(f"/{NEWS}/{name}" for name in (*TABLES, *queries)),
    ]


def index(names: Iterable[str], changed: str | None, link: Link) -> str:
    """The list of the parts; `changed` is when the last build ended."""
    time = f"<lastmod>{escape(changed)}</lastmod>" if changed else ""
    addresses = (escape(link(f"/sitemap/{name}.xml")) for name in names)
    entries = "".join(f"<sitemap><loc>{address}</loc>{time}</sitemap>\n" for address in addresses)
    return f"{HEAD}<sitemapindex {NAMESPACE}>\n{entries}</sitemapindex>\n"


def urlset(addresses: list[str]) -> Iterator[str]:
    """A part, piece by piece."""
    yield f"{HEAD}<urlset {NAMESPACE}>\n"
    for start in range(0, len(addresses), AT_ONCE):
        some = addresses[start : start + AT_ONCE]
        yield "".join(f"<url><loc>{escape(address)}</loc></url>\n" for address in some)
    yield "</urlset>\n"


def robots(path: Callable[[str], str], sitemap: str) -> str:
    """What crawlers may read: pages, but not what makes the server count, sort or search for each address.

    `path` puts what the publication is served under before a path.
    """
    rules = [
        ("Disallow", f"/{NEWS}?"),  # readers' own SQL
        ("Disallow", f"/{NEWS}.json"),
        ("Disallow", f"/{NEWS}.csv"),
        ("Disallow", f"/{NEWS}/*?"),  # filters, facets, canned queries with parameters
        ("Disallow", "/people?"),
        ("Disallow", "/compare?"),
        ("Disallow", "/compare.json"),
        ("Disallow", "/timeline?"),
        ("Disallow", "/timeline.json"),
        ("Disallow", "/trends"),
        ("Disallow", "/search?"),
        ("Disallow", "/search.json"),
        ("Disallow", "/search.csv"),
        ("Disallow", "/search/"),
        ("Disallow", "/-/"),
        ("Allow", "/-/static/"),
        ("Allow", "/"),
    ]
    lines = ["User-agent: *", *(f"{name}: {path(rule)}" for name, rule in rules), "", f"Sitemap: {sitemap}"]
    return "\n".join(lines) + "\n"
