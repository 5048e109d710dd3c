"""What only the whole corpus can tell: wrong feed clocks, versions, house pictures, near copies."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from yulu.corpus.near_copies import TOO_SHORT, Sketch, relate, sketch
from yulu.corpus.versions import merge
from yulu.measures import Measured
from yulu.model import Article
from yulu.reading import clock
from yulu.reading.outlets import Rules, rules_named

# A picture in this share of an outlet's articles, and in this many, is furniture of its pages.
HOUSE_SHARE, HOUSE_LEAST = 0.02, 8


def itself(article: Article) -> Article:
    return article


def settle(
    articles: Iterable[Article],
    measured: Measured | None = None,
    sketch_of: Callable[[Article], bytes] = sketch,
    whole: Callable[[Article], Article] = itself,
) -> list[Article]:
    """One article a story, in the order of keys, whatever the order of the files.

    `measured` is what earlier builds found out of near copies. The articles may be outlines, and then
    outlines are given: `sketch_of` and `whole` give the sketch and the article of one.
    """
    outlines = list(articles)
    sketches = {article.source_path: sketch_of(article) for article in outlines}
    texts = {path: Sketch(kept) for path, kept in sketches.items() if kept != TOO_SHORT}
    merged = merge(on_time(outlines), whole)
    return relate(without_house_pictures(merged), texts, measured or Measured(), whole)


def on_time(articles: Iterable[Article]) -> list[Article]:
    """Feed times corrected by what the other articles of the same crawl day show."""
    settled: list[Article] = []
    days: dict[tuple[str, str], list[tuple[Article, datetime]]] = defaultdict(list)
    for article in articles:
        rules = rules_named(article.outlet)
        crawled = article.crawled or article.feed
        if article.basis == "feed" and article.feed and crawled and _unsure(crawled, rules):
            days[article.outlet, crawled.date().isoformat()].append((article, article.feed))
        else:
            settled.append(article)
    for (outlet, _), group in days.items():
        rules = rules_named(outlet)
        hours = clock.regime([(feed, a.crawled, a.url) for a, feed in group], rules)
        settled += [_shifted(article, feed, hours, rules) for article, feed in group]
    return settled


def _unsure(crawled: datetime, rules: Rules) -> bool:
    return rules.shifted is not None and not clock.known_hours(crawled, rules)


def _shifted(article: Article, feed: datetime, hours: int, rules: Rules) -> Article:
    """Under the shift of its day, where the article allows it; else as its own file tells."""
    if not hours or not clock.possible(hours, feed, article.crawled, article.url, rules):
        return article
    published = feed - timedelta(hours=hours)
    return replace(article, published=published, day=clock.local_day(published, article.url, rules))


def without_house_pictures(articles: list[Article]) -> list[Article]:
    """Without pictures that recur in an outlet's articles: logos, banners. One with two captions is real."""
    total: dict[str, int] = defaultdict(int)
    places: dict[tuple[str, str], int] = defaultdict(int)
    captions: dict[tuple[str, str], set[str]] = defaultdict(set)
    for article in articles:
        total[article.outlet] += 1
        for image in article.images:
            places[article.outlet, image.url] += 1
            captions[article.outlet, image.url].update([image.caption] if image.caption else [])
    house = {
        (outlet, url)
        for (outlet, url), count in places.items()
        if count >= HOUSE_LEAST and count > HOUSE_SHARE * total[outlet] and len(captions[outlet, url]) < 2
    }
    return [_without(article, house) for article in articles]


def _without(article: Article, house: set[tuple[str, str]]) -> Article:
    images = tuple(image for image in article.images if (article.outlet, image.url) not in house)
    return article if len(images) == len(article.images) else replace(article, images=images)
