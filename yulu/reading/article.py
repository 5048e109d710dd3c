"""One file, read to the end: header and page composed into an article."""

from pathlib import Path

from yulu.model import Article, Skipped, Source
from yulu.reading import address, body, clock, titles
from yulu.reading.outlets import Rules, rules_named, slug_of
from yulu.reading.source import read
from yulu.text.characters import tidy
from yulu.text.chinese import script

MOST_PIECES = 20_000  # tags or paragraphs, of which each takes a kilobyte in memory; news have hundreds
LONGEST_TITLE = 2000  # characters
SCRIPT_SAMPLE = 1000  # characters that show which script a text is written in


def load(path: Path) -> Article | Skipped:
    """Read a file. It is skipped when it is not UTF-8, has no title, or nothing but a title.

    An article known by title and address alone is kept: some feeds carry no text.
    """
    source = read(path)
    if isinstance(source, Skipped):
        return source
    if source.html.count("<") > MOST_PIECES or source.html.count("\n") > 2 * MOST_PIECES:
        return Skipped(source.path, "too-complex", f"more than {MOST_PIECES:,} tags or paragraphs")
    rules = rules_named(slug_of(source))
    try:
        soup = body.parse(source.html)
    except body.TooDeep as error:
        return Skipped(source.path, "too-complex", str(error))
    # Without a heading line the page's own headline is the better title: file names alter the other.
    headline = body.headline(soup) if source.feed is None else ""
    title, labels = titles.clean((headline or source.title)[:LONGEST_TITLE], rules, source.tags)
    if not title:
        return Skipped(source.path, "no-title", "neither front matter nor heading nor <h1> has a title")
    url = address.canonical(source.url, rules)
    page = body.read(soup, title, url, rules)
    if not (page.paragraphs or page.images or url):
        return Skipped(source.path, "no-text", f"nothing but a title: {title[:80]}")
    published, basis = clock.published(page.page_time, source.feed, source.crawled, url, rules)
    day = clock.local_day(published, url, rules)
    return Article(
        key=address.key(url, title, day, rules),
        outlet=rules.slug,
        title=title,
        url=url,
        published=published,
        basis=basis,
        day=day,
        byline=page.byline or author(source, rules),
        dateline=page.dateline,
        paragraphs=page.paragraphs,
        headings=page.headings,
        images=page.images,
        tags=tuple(dict.fromkeys((*(tidy(tag) for tag in source.tags), *labels))),
        script=script("".join(page.paragraphs)[:SCRIPT_SAMPLE] or title),
        source_path=source.path,
        source_sha256=source.sha256,
        crawled=source.crawled,
        feed=source.feed,
    )


def author(source: Source, rules: Rules) -> str | None:
    """The author of the front matter, where it is a person and not the outlet once more."""
    name = tidy(source.author or "")
    return name if name and name not in rules.names | set(source.tags) | {"unknown"} else None
