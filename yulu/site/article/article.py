"""The page of an article: its paragraphs with the quotes and pictures where they stand, other articles that
report the same, and its neighbours at its outlet."""

from collections import Counter
from itertools import groupby, pairwise
from sqlite3 import Connection
from typing import Any

from yulu.reading.address import web_url
from yulu.site.article import citation
from yulu.site.article.changes import changes
from yulu.site.article.layout import lay_out
from yulu.site.article.quote import OTHERS
from yulu.site.discovery import linked_data
from yulu.site.published import NEWS, Site
from yulu.site.rows import dicts

ARTICLE = """
select articles.*, outlets.name as outlet, outlets.homepage, outlets.text as published_text
from articles join outlets on outlets.id = articles.outlet_id where articles.id = :id"""
QUOTES = f"""
select quotes.*, speakers.name as speaker, speakers.kind as speaker_kind, {OTHERS}
from quotes left join speakers on speakers.id = quotes.speaker_id
where quotes.article_id = :id order by quotes.start, quotes.position"""
IMAGES = "select * from images where article_id = :id order by position"
TAGS = """
select tags.id, tags.name
from article_tags join tags on tags.id = article_tags.tag_id
where article_tags.article_id = :id order by tags.name"""

VERSIONS = "select * from article_versions where article_id = :id order by position"
RELATED = """
select articles.id, articles.title, articles.day, articles.script, outlets.name as outlet,
       related_articles.kind
from related_articles
join articles on articles.id = related_articles.other_id
join outlets on outlets.id = articles.outlet_id
where related_articles.article_id = :id order by related_articles.similarity desc, articles.id"""
# Quotes in articles of other outlets that render a statement which this article quotes too.
ELSEWHERE = """
select other.id as quote_id, other.article_id, here.statement_id, quotes.id as own_id, quotes.position,
       articles.title, articles.day, articles.script, outlets.name as outlet
from quotes
join articles as this on this.id = quotes.article_id
join statement_quotes as here on here.quote_id = quotes.id
join statement_quotes as there on there.statement_id = here.statement_id
join quotes as other on other.id = there.quote_id
join articles on articles.id = other.article_id and articles.outlet_id <> this.outlet_id
join outlets on outlets.id = articles.outlet_id
where quotes.article_id = :id order by articles.id, quotes.position, other.id limit 200"""
STORY = """
select stories.id, stories.articles from story_articles
join stories on stories.id = story_articles.story_id where story_articles.article_id = :id"""
# The neighbours by day, then by number, in the order of an index: nothing is sorted.
NEIGHBOUR = """
select other.id, other.title, other.day, other.script
from articles as this
join articles as other on other.outlet_id = this.outlet_id and (other.day, other.id) {0} (this.day, this.id)
where this.id = :id order by other.day {1}, other.id {1} limit 1"""
VOICES = 6  # colours of speakers in the stylesheet
STUB = 80  # characters: less is the introduction of something that is no text
PREVIOUS, NEXT = NEIGHBOUR.format("<", "desc"), NEIGHBOUR.format(">", "asc")


def article(connection: Connection, number: int, site: Site) -> dict[str, Any]:
    """Everything the page shows. The row is there: Datasette has looked."""

    def rows(sql: str) -> list[dict[str, Any]]:
        return dicts(connection, sql, {"id": number})

    [row] = rows(ARTICLE)
    quotes = with_voices(rows(QUOTES))
    headings = {int(heading) for heading in (row["headings"] or "").split()}
    paragraphs, closing_images = lay_out(
        row["text"], headings, quotes, with_loading(rows(IMAGES), site.loads_images)
    )
    return {
        "article": row,
        "stub": row["characters"] < STUB and "\n" not in row["text"],
        "quotes": quotes,
        "voices": voices_of(quotes),
        "others": any(quote["voice"] is None for quote in quotes),
        "paragraphs": paragraphs,
        "closing_images": closing_images,
        "tags": rows(TAGS),
        "story": next(iter(rows(STORY)), None),
        "versions": with_changes(rows(VERSIONS), row["text"]),
        "related": rows(RELATED),
        "elsewhere": by_article(rows(ELSEWHERE)),
        "neighbours": {"prev": rows(PREVIOUS), "next": rows(NEXT)},
        "citation": citation.forms(citation.of_article(row, site.link(f"/{NEWS}/articles/{number}"))),
        "linked_data": linked_data.article(row, quotes, site.link),
    }


def with_voices(quotes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The quotes; `voice` numbers the speakers who are quoted most, each of whom has a colour."""
    said = Counter(quote["speaker_id"] for quote in quotes if quote["speaker_id"] is not None)
    voices = {speaker: n for n, (speaker, _) in enumerate(said.most_common(VOICES), 1)}
    return [{**quote, "voice": voices.get(quote["speaker_id"])} for quote in quotes]


def voices_of(quotes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One quote of each speaker who has a colour, in the order of the colours."""
    first = {quote["voice"]: quote for quote in reversed(quotes) if quote["voice"]}
    return [first[voice] for voice in sorted(first)]


def with_loading(images: list[dict[str, Any]], load: bool) -> list[dict[str, Any]]:
    """The images; `loaded` are those that the page itself shows, which the policy of headers allows."""
    return [{**i, "loaded": load and (web_url(i["url"]) or "").startswith("https://")} for i in images]


def by_article(quotes: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """The quotes of each article, one of each statement."""
    articles = (list(rows) for _, rows in groupby(quotes, key=lambda quote: quote["article_id"]))
    return [list({quote["statement_id"]: quote for quote in rows}.values()) for rows in articles]


def with_changes(versions: list[dict[str, Any]], published: str) -> list[dict[str, Any]]:
    """Each version with what it changed in the one before; a version without text has the published one."""
    texts = [published if version["text"] is None else version["text"] for version in versions]
    found = [changes(before, after) for before, after in pairwise([*texts[:1], *texts])]
    return [{**version, "changes": changed} for version, changed in zip(versions, found, strict=True)]
