"""Asks a served publication for addresses that nobody would type, and counts what it should not answer.

    python benchmarks/fuzz_addresses.py http://127.0.0.1:8001 --database news.db --number 20000

A 500, an answer after more than a second, one without the security headers and one that tells where the
machine keeps its files are faults; each is printed with its address, and the exit status is 1.
"""

import argparse
import random
import sqlite3
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import quote, urlsplit

SLOW = 1.0  # seconds
HEADERS = ("content-security-policy", "x-content-type-options", "referrer-policy")
_PAGES = """
/ /news /data /search /people /compare /timeline /-/search /search.json /search.csv /search.atom /quotes
/articles /search/suggest.json /timeline.json /compare.json /llms.txt /openapi.json /robots.txt /sitemap.xml
/sitemap/pages.xml /sitemap/articles-1.xml /CHANGELOG.md /CITATION.cff /export/ /about /stories /trends
/-/metadata /-/versions /-/plugins /-/settings /-/config /-/threads /-/databases /-/actor /-/auth-token
/-/logout /-/permissions /-/messages /-/allow-debug /-/patterns /-/static/app.css /static/yulu.css /news.db
/favicon.ico
"""
_PARAMETERS = """
q page size sort type kind outlet outlets speaker tag script from to day month stream lang confidence sql
_sort _sort_desc _sort_by_desc _where _through _facet _facet_size _facet_array _facet_date _facet_m2m _size
_next _col _nocol _search _search_text _searchmode _fts_table _fts_pk _shape _json _labels _label _stream
_trace _timelimit _ttl _dl _header _nl _nocount _nofacet _extra _extras _format _filter_column _filter_op
_filter_value _blob_column _blob_hash _hide_sql _show_sql _size _context _noFacet id__in id__gt day__date
text__contains text__like text__glob text__regexp title__isnull tags__arraycontains a__b
"""
PAGES, PARAMETERS = _PAGES.split(), _PARAMETERS.split()
VALUES = (
    "",
    "0",
    "-1",
    "1",
    "max",
    "99999999999999999999",
    "1e308",
    "nan",
    "id",
    "text",
    "day",
    "nobody",
    "on",
    "2026",
    "2026-13-45",
    "0000",
    "-的",
    "的",
    "氣候 OR",
    '"',
    "'",
    "\\",
    "%",
    "%00",
    "\x00",
    "\ud800",
    "\u202e",
    "(((",
    "[1,2",
    "[]",
    "{}",
    "null",
    '{"table":"quotes","column":"kind","value":"direct"}',
    '{"table":"x"}',
    "1;drop table quotes",
    "1=1",
    "select 1",
    "select * from quotes",
    "select",
    "../../etc/passwd",
    "//evil.example/",
    "javascript:alert(1)",
    "<script>alert(1)</script>",
    "{{7*7}}",
    "a" * 3000,
    "*",
    "NEAR(a b)",
    "text:的",
    "$null",
    "~00",
    "a,b,c",
    "a~2Cb",
    "csv",
)
SUFFIXES = (
    "",
    "",
    "",
    ".json",
    ".csv",
    ".jsono",
    ".blob",
    ".atom",
    ".db",
    ".xml",
    ".x",
    "/",
    "//",
    "/x",
    "~2F",
    "%2F",
    "%",
)


def addresses(database: Path, chosen: random.Random) -> Iterator[str]:
    """Addresses without end: known places with arguments that they may or may not know, and ruins."""
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        places = [*PAGES, *table_places(connection)]
    while True:
        place = chosen.choice(places)
        if chosen.random() < 0.15:
            place = ruined(place, chosen)
        place += chosen.choice(SUFFIXES)
        pairs = [
            f"{quote(chosen.choice(PARAMETERS))}={encoded(chosen)}"
            for _ in range(chosen.choice((0, 1, 1, 1, 2, 2, 3, 12)))
        ]
        yield place + ("?" + "&".join(pairs) if pairs else "")


def table_places(connection: sqlite3.Connection) -> Iterator[str]:
    """Every table, a row of it, its downloads, what cites it, and the pages of a few people."""
    for [table] in connection.execute("select name from sqlite_master where type in ('table', 'view')"):
        name = quote(table)
        yield from (f"/news/{name}", f"/-/download/news/{name}.csv", f"/-/download/news/{name}.ndjson")
        yield from (f"/cite/{name}/1.bib", f"/news/{name}/1", f"/news/{name}/1,2,3")
        for [row] in (
            connection.execute(f'select rowid from "{table}" limit 2') if "_fts" not in table else ()
        ):
            yield from (f"/news/{name}/{row}", f"/cite/{name}/{row}.json")
    for [name] in connection.execute("select name from speakers limit 20"):
        yield f"/people/{quote(name)}"
    yield from ("/people/x", "/outlets/x", "/-/download/x/y.csv", "/-/download/news/x.csv", "/x", "/x/y/z")


def encoded(chosen: random.Random) -> str:
    value = chosen.choice(VALUES)
    if chosen.random() < 0.1:
        value = "".join(chr(chosen.randrange(1, 0x3000)) for _ in range(chosen.randrange(40)))
    return quote(value.encode("utf-8", "surrogatepass"))


def ruined(place: str, chosen: random.Random) -> str:
    at = chosen.randrange(len(place))
    piece = chosen.choice(
        ("..", "%00", "%ff", "~", "~ff", "/", ".", "%2e%2e/", ":", "@", "%e4%b8", ";", "[", "{x}")
    )
    return place[:at] + piece + place[at + chosen.randrange(3) :]


def faults(site: str, address: str, secret: list[bytes]) -> tuple[int, float, list[str]]:
    """The status of an answer, the seconds it took, and what is wrong with it."""
    parts = urlsplit(site)
    connection = HTTPConnection(parts.hostname or "", parts.port, timeout=60)
    began = time.monotonic()
    try:
        connection.request("GET", address)
        response = connection.getresponse()
        body = response.read(3_000_000)
    except (HTTPException, OSError, ValueError) as error:
        return 0, time.monotonic() - began, [f"no answer: {type(error).__name__} {error}"]
    finally:
        connection.close()
    took = time.monotonic() - began
    wrong = [f"no {name}" for name in HEADERS if response.headers.get(name) is None]
    wrong += ["500"] * (response.status >= 500 and response.status != 503)
    location = response.headers.get("location", "")
    wrong += ["leads elsewhere"] * (location.startswith("//") or location.startswith("http"))
    wrong += [f"tells {path!r}" for path in secret if path in body]
    # A stream is as long as its table: how soon it begins is another question.
    streamed = (
        "stream=" in address or "/-/download/" in address or address.startswith(("/news.db", "/export"))
    )
    wrong += [f"{took:.1f} s"] * (took > SLOW and not streamed)
    return response.status, took, wrong


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("site")
    parser.add_argument("--database", type=Path, required=True)
    parser.add_argument("--number", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--connections", type=int, default=2)
    arguments = parser.parse_args()
    generated = addresses(arguments.database, random.Random(arguments.seed))
    asked = [next(generated) for _ in range(arguments.number)]
    secret = [str(arguments.database.resolve().parent).encode(), b"site-packages", b"Traceback", b'File "']
    statuses: Counter[int] = Counter()
    kinds: Counter[str] = Counter()
    with ThreadPoolExecutor(arguments.connections) as pool:
        answers = pool.map(lambda address: faults(arguments.site, address, secret), asked)
        for address, (status, _, wrong) in zip(asked, answers, strict=True):
            statuses[status] += 1
            kinds.update("slow" if fault.endswith(" s") else fault.split(":")[0] for fault in wrong)
            if wrong:
                print(", ".join(wrong), address[:300], sep="\t")
    print(f"{arguments.number} addresses: {dict(sorted(statuses.items()))}; faults: {dict(kinds) or 'none'}")
    return bool(kinds)


if __name__ == "__main__":
    sys.exit(main())
