"""A database of many more articles than there are: what building and searching it takes.

    python benchmarks/simulate.py NEWS.DB.KEPT --articles 100000 --into FOLDER

NEWS.DB.KEPT is what a build of real articles has kept, and is only read. Its articles are multiplied after
their files were read, so nothing is read again. Every further one has the outlet, the people and the shape
of a real one, but a paragraph at a time comes, with its quotes, from other articles of the outlet, drawn by
chance; its address, key and pictures are its own, and each copy of the whole lies at another time of ten
years. People do not grow in number. The build is one from nothing, in a process of its own; reading files is
not in its time.
"""

import argparse
import hashlib
import json
import random
import resource
import sqlite3
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import accumulate
from pathlib import Path

from search import COLUMNS, Truth, draw, first_page, milliseconds

from yulu import dependencies
from yulu.build import build
from yulu.database.kept import Kept, beside
from yulu.extraction import BATCH, File, as_kept, batched
from yulu.model import Article, Gloss, Quote, Seen

DAYS = 3653  # ten years
TRUTH = 20_000  # articles from which queries are drawn


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a real article, with those of its quotes that lie in it, counted from its start."""

    text: str
    heading: bool
    quotes: tuple[Quote, ...]
    seen: tuple[Seen, ...]
    glosses: tuple[Gloss, ...]


def paragraphs(article: Article) -> Iterator[Paragraph]:
    starts = [0, *accumulate(len(text) + 1 for text in article.paragraphs)]
    for number, text in enumerate(article.paragraphs):
        quotes = tuple(
            replace(quote, start=quote.start - starts[number], end=quote.end - starts[number])
            for quote in article.quotes
            if quote.paragraph == number and quote.end <= starts[number] + len(text)
        )
        speakers = {quote.speaker for quote in quotes}
        seen = tuple(one for one in article.seen if one.name in speakers)
        glosses = tuple(gloss for gloss in article.glosses if gloss.name in speakers)
        yield Paragraph(text, number in article.headings, quotes, seen, glosses)


def mixed(
    article: Article, copy: int, pool: Sequence[Paragraph], chance: random.Random, days: int
) -> Article:
    """Another article in the shape of this one."""
    taken = [chance.choice(pool) for _ in article.paragraphs]
    starts = [0, *accumulate(len(one.text) + 1 for one in taken)]
    quotes = [
        replace(quote, start=quote.start + starts[number], end=quote.end + starts[number], paragraph=number)
        for number, one in enumerate(taken)
        for quote in one.quotes
    ]
    images = [replace(image, url=f"{image.url}?copy={copy}") for image in article.images]
    return replace(
        article,
        key=f"{article.key}-{copy}",
        url=article.url and f"{article.url}?copy={copy}",
        title=article.title if not taken else f"{article.title}：{taken[0].text[:12]}",
        published=later(article.published, days),
        crawled=later(article.crawled, days),
        feed=later(article.feed, days),
        day=article.day and (date.fromisoformat(article.day) + timedelta(days)).isoformat(),
        paragraphs=tuple(one.text for one in taken),
        headings=frozenset(number for number, one in enumerate(taken) if one.heading),
        images=tuple(images),
        source_path=f"{copy}/{article.source_path}",
        source_sha256=hashlib.sha256(f"{article.source_sha256} {copy}".encode()).hexdigest(),
        quotes=tuple(quotes),
        seen=tuple({seen.name: seen for one in taken for seen in one.seen}.values()),
        glosses=tuple(dict.fromkeys(gloss for one in taken for gloss in one.glosses)),
    )


def later(moment: datetime | None, days: int) -> datetime | None:
    return moment and moment + timedelta(days)


def multiplied(real: Sequence[Article], number: int) -> Iterator[Article]:
    """So many articles, the real ones among them."""
    pools: dict[str, list[Paragraph]] = defaultdict(list)
    for article in real:
        pools[article.outlet].extend(paragraphs(article))
    copies = -(-number // len(real))
    chance = random.Random(1)
    for n in range(number):
        copy, article = divmod(n, len(real))
        days = -DAYS * copy // copies
        one = real[article]
        yield mixed(one, copy, pools[one.outlet], chance, days) if copy and pools[one.outlet] else one


def make(source: Path, number: int, into: Path) -> None:
    """Keep so many articles, as if a build had read them."""
    with closing(Kept(source)) as kept:
        records = [kept.extract(sha256) for sha256 in sorted(kept.rules())]
    real = [record for record in records if isinstance(record, Article)]
    with closing(Kept(beside(into / "news.db"))) as kept:
        for some in batched(multiplied(real, number), BATCH):
            kept.keep((one.source_sha256, dependencies.rules(one.outlet), as_kept(one)) for one in some)


@dataclass(frozen=True)
class Simulated:
    """Stands where yulu.extracts.mirror.Mirror stands: everything has been read."""

    kept: Path

    def find(self, *_: object) -> Iterator[File]:
        with closing(Kept(self.kept)) as kept:
            for sha256 in kept.rules():
                yield File(f"simulated://{sha256}", f"{sha256}.md", sha256)

    def fill(self, *_: object) -> None:
        pass

    settle = fill


def search(db: Path) -> str:
    """Milliseconds of the first page of a search, as benchmarks/search.py takes them."""
    with closing(sqlite3.connect(f"file:{db}?mode=ro", uri=True)) as connection:
        few = sqlite3.connect(":memory:")
        columns = ", ".join(COLUMNS["articles"])
        few.execute(f"create table articles (id, {columns})")
        some = connection.execute(f"select id, {columns} from articles where id % 7 = 0 limit {TRUTH}")
        few.executemany("insert into articles values (?, ?, ?)", some)
        page = first_page(connection)
        times = sorted(
            milliseconds(page, query)
            for query in draw(Truth(few, "articles"), random.Random(7))
            if page(query)
        )
    return f"{statistics.median(times):.1f} | {times[int(0.95 * len(times))]:.0f}"


def timed(db: Path) -> None:
    began = time.perf_counter()
    report = build([], db, jobs=1, progress=False, mirror=Simulated(beside(db)))
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(
        json.dumps(
            {
                "articles": report.rows["articles"],
                "quotes": report.rows["quotes"],
                "wall": time.perf_counter() - began,
                "processor": used.ru_utime + used.ru_stime,
                "memory": most_memory(),
            }
        )
    )


def most_memory() -> float:
    """In MB, of this process since it began."""
    status = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in status if line.startswith("VmHWM:")) / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("kept", type=Path)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--into", type=Path, required=True)
    parser.add_argument("--only-build", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    db = args.into / "news.db"
    if args.only_build:
        timed(db)
        return
    args.into.mkdir(parents=True, exist_ok=True)
    for path in (db, beside(db)):
        path.unlink(missing_ok=True)
    make(args.kept, args.articles, args.into)
    command = [sys.executable, __file__, str(args.kept), "--into", str(args.into), "--only-build"]
    found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    print(
        "| articles | quotes | seconds | of a processor | MB of memory | MB of database | search, ms | 95% |"
    )
    print(
        f"| {found['articles']:,} | {found['quotes']:,} | {found['wall']:.0f} | {found['processor']:.0f} "
        f"| {found['memory']:,.0f} | {db.stat().st_size / 1e6:,.0f} | {search(db)} |"
    )


if __name__ == "__main__":
    main()
