"""How long each type of page takes, and whether every name leads to whom it should, on a served database.

    datasette serve FOLDER --port 8001
    python benchmarks/pages.py http://127.0.0.1:8001 FOLDER/news.db --addresses 100
    python benchmarks/pages.py http://127.0.0.1:8001 FOLDER/news.db --names

Every address is asked once, one after the other, after a few of the same type that warm the server up: a
second answer would come from the server's memory.
"""

import argparse
import random
import sqlite3
import statistics
import time
from collections.abc import Iterator
from urllib.error import HTTPError
from urllib.parse import quote, urlencode
from urllib.request import HTTPRedirectHandler, build_opener, urlopen

from yulu.site.people.lookup import DOMINANT
from yulu.site.search.names import Names, names_of

WORDS = "select text from quotes order by id % 9973, id limit ?"
IDS = "select id from {table} order by id % 9973, id limit ?"
PEOPLE = """
select speakers.name from speaker_counts join speakers on speakers.id = speaker_id
order by quotes desc limit ?"""
MONTHS = "select distinct substr(day, 1, 7) from quote_counts where day <> 'unknown' limit ?"
QUESTIONS = ("same_statement", "articles_with_two_speakers")
DAYS = "select distinct day from quote_counts where day <> 'unknown' order by day desc limit ?"


WARM = 5  # addresses of each type that are not counted


class Stay(HTTPRedirectHandler):
    """A redirect is an answer."""

    def redirect_request(self, *_: object) -> None:
        return None


def addresses(connection: sqlite3.Connection, most: int) -> dict[str, list[str]]:
    """By type of page, different addresses of it."""

    def column(sql: str) -> list[str]:
        return [str(row[0]) for row in connection.execute(sql, [most])]

    def ids(table: str) -> list[str]:
        return column(IDS.format(table=table))

    draw = random.Random(20)
    words = [text[(at := draw.randrange(max(1, len(text) - 3))) : at + 2] for text in column(WORDS)]
    people, days, outlets = column(PEOPLE), column(DAYS), column("select slug from outlets limit ?")
    months = sorted(set(column(MONTHS)))
    pairs = [(outlet, month) for month in months for outlet in outlets]
    asked = [f"/news/{name}?{urlencode({'speaker': who})}" for who in people for name in QUESTIONS]
    return {
        "search": [f"/search?{urlencode({'q': word})}" for word in words],
        "trends": [f"/trends?{urlencode({'q': word})}" for word in words],
        "quotes of a day": [f"/quotes?from={day}&to={day}" for day in days],
        "quotes of a speaker": [f"/quotes?{urlencode({'speaker': name})}" for name in people],
        "quotes of an outlet": [f"/quotes?outlet={of}&from={m}&to={m}" for of, m in pairs],
        "quotes, all": ["/quotes", *(f"/quotes?page={n}" for n in range(2, most))],
        "articles": ["/articles", *(f"/articles?from={day}&to={day}" for day in days[1:])],
        "person": [f"/people/{quote(name)}" for name in people],
        "people": [f"/people?page={n}" for n in range(1, most + 1)],
        "article": [f"/news/articles/{number}" for number in ids("articles")],
        "quote": [f"/news/quotes/{number}" for number in ids("quotes")],
        "statement": [f"/news/statements/{number}" for number in ids("statements")],
        "story": [f"/news/stories/{number}" for number in ids("stories")],
        "picture": [f"/news/images/{number}" for number in ids("images")],
        "outlet": [f"/news/outlets/{number}" for number in ids("outlets")],
        "compare a day": [f"/compare?from={day}&to={day}" for day in days],
        "compare a speaker": [f"/compare?{urlencode({'speaker': name})}" for name in people],
        "timeline": [f"/timeline?month={month}" for month in months],
        "timeline of an outlet": [f"/timeline?month={m}&outlet={of}" for of, m in pairs],
        "table": [f"/news/quotes?_next={number}" for number in ids("quotes")],
        "question": asked[:most],
        "data": ["/news"],
        "about": ["/about"],
        "home": ["/"],
    }


def seconds(address: str) -> float:
    start = time.perf_counter()
    with urlopen(address) as response:
        response.read()
    return time.perf_counter() - start


def print_times(site: str, connection: sqlite3.Connection, most: int) -> None:
    print(f"{'page':22} {'addresses':>9} {'median ms':>9} {'95% ms':>9} {'worst ms':>9} {'errors':>6}")
    for name, paths in addresses(connection, most + WARM).items():
        times, errors = [], 0
        for path in paths:
            try:
                times.append(1000 * seconds(site + path))
            except HTTPError:
                errors += 1
        times = sorted(times[WARM:] or times)
        at_95 = times[int(0.95 * (len(times) - 1))] if times else 0
        median = statistics.median(times) if times else 0
        print(
            f"{name:22} {len(times):9} {median:9.0f} {at_95:9.0f} {times[-1] if times else 0:9.0f} {errors:6}"
        )


def aliases(names: Names) -> list[str]:
    """Every name but those that are one speaker's own and nobody else's, which are addresses."""

    def is_address(name: str) -> bool:
        bearers = [names.main("speaker", number) for number in names.called("speaker", name)]
        return len(bearers) == 1 and bearers[0] is not None and bearers[0].label == name

    spoken = {name.name.strip() for name in names.names if name.field == "speaker"}
    return sorted(name for name in spoken if not is_address(name))


def wrong_names(site: str, names: Names, asked: list[str]) -> Iterator[tuple[str, str]]:
    """Names that lead to somebody although others called so are quoted more, or nowhere: (name, where to)."""
    opener = build_opener(Stay)
    for name in asked:
        try:
            status, location = (r := opener.open(f"{site}/people/{quote(name)}")).status, r.url
        except HTTPError as answer:
            status, location = answer.code, answer.headers.get("location", "")
        if status not in (200, 300, 302) or (status != 300 and not leads(names, name, location)):
            yield name, f"{status} {location}"


def leads(names: Names, name: str, location: str) -> bool:
    """Whether an address is that of the one who is quoted most of those called so."""
    best, *others = (names.main("speaker", number) for number in names.called("speaker", name))
    second = max((other.count for other in others if other), default=0)
    meant = {quote(best.label), str(best.id)} if best else set()
    dominates = not others or not best or best.count >= second
    return location.rpartition("/people/")[2] in meant and dominates and DOMINANT > 1


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("site")
    parser.add_argument("database")
    parser.add_argument("--addresses", type=int, default=100)
    parser.add_argument("--names", action="store_true", help="ask for every alias instead")
    asked = parser.parse_args()
    connection = sqlite3.connect(f"file:{asked.database}?mode=ro", uri=True)
    if not asked.names:
        return print_times(asked.site.rstrip("/"), connection, asked.addresses)
    names = names_of(connection)
    every = aliases(names)
    wrong = list(wrong_names(asked.site.rstrip("/"), names, every))
    print(f"{len(wrong)} of {len(every):,} names lead astray", *wrong[:20], sep="\n")


if __name__ == "__main__":
    main()
