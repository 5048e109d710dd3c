"""The page of a story: headlines by outlet, who is quoted by whom and by whom not, and shared words."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import groupby
from sqlite3 import Connection
from typing import Any

from yulu.site.rows import dicts
from yulu.site.statements.renderings import of_each_outlet, with_wordings

MOST_SPEAKERS, MOST_STATEMENTS = 60, 3

STORY = "select * from stories where id = ?"
ARTICLES = """
select articles.id, articles.title, articles.day, articles.script, outlets.slug, outlets.name as outlet,
       articles.outlet_id, (select count(*) from quotes where article_id = articles.id) as quotes
from story_articles
join articles on articles.id = story_articles.article_id
join outlets on outlets.id = articles.outlet_id
where story_articles.story_id = ? order by outlets.name, articles.id"""
# For each speaker and outlet, how many quotes in the story's articles, and one of them to begin with.
QUOTED = """
select speakers.name as speaker, articles.outlet_id, count(*) as quotes, min(quotes.id) as quote_id,
       quotes.article_id
from story_articles
join articles on articles.id = story_articles.article_id
join quotes on quotes.article_id = articles.id
join quote_speakers on quote_speakers.quote_id = quotes.id
join speakers on speakers.id = quote_speakers.speaker_id
where story_articles.story_id = ? and speakers.kind <> 'unnamed'
group by speakers.id, articles.outlet_id"""
# What several of its outlets quote, those of most outlets first.
STATEMENTS = f"""
select statement_quotes.statement_id as id, speakers.name as speaker,
       count(distinct articles.outlet_id) as outlets
from story_articles
join articles on articles.id = story_articles.article_id
join quotes on quotes.article_id = articles.id
join statement_quotes on statement_quotes.quote_id = quotes.id
join speakers on speakers.id = quotes.speaker_id
where story_articles.story_id = ?
group by statement_quotes.statement_id having count(distinct articles.outlet_id) > 1
order by outlets desc, min(statement_quotes.similarity), id limit {MOST_STATEMENTS}"""
OTHERS = """
select id, title, outlets from stories where day = ? and id <> ?
order by outlets desc, articles desc, id limit 5"""


def story(connection: Connection, number: int) -> dict[str, Any]:
    """The story and its parts. The row is there: Datasette has looked."""
    [row] = dicts(connection, STORY, [number])
    articles = dicts(connection, ARTICLES, [number])
    outlets = outlets_of(articles)
    statements = dicts(connection, STATEMENTS, [number])
    for statement in statements:
        statement["renderings"] = with_wordings(of_each_outlet(connection, statement["id"]))
    return {
        "story": row,
        "outlets": outlets,
        "speakers": quoted(dicts(connection, QUOTED, [number]), outlets),
        "statements": statements,
        "others": dicts(connection, OTHERS, [row["day"], number]),
    }


def outlets_of(articles: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The outlets with their articles, the one with most first."""
    grouped = [list(group) for _, group in groupby(articles, key=lambda article: article["outlet_id"])]
    outlets = [
        {"id": group[0]["outlet_id"], "slug": group[0]["slug"], "name": group[0]["outlet"], "articles": group}
        for group in grouped
    ]
    return sorted(outlets, key=lambda outlet: -len(outlet["articles"]))


def quoted(rows: Iterable[dict[str, Any]], outlets: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Who is quoted, those in most outlets first: by which outlets how often, and by which not."""
    by_name: dict[str, dict[int, dict[str, Any]]] = defaultdict(dict)
    for row in rows:
        by_name[row["speaker"]][row["outlet_id"]] = row
    speakers = [
        {
            "name": name,
            "by": [here[o["id"]] | {"name": o["name"]} for o in outlets if o["id"] in here],
            "not_by": [o["name"] for o in outlets if o["id"] not in here],
            "quotes": sum(row["quotes"] for row in here.values()),
        }
        for name, here in by_name.items()
    ]
    speakers.sort(key=lambda speaker: (-len(speaker["by"]), -speaker["quotes"], speaker["name"]))
    return speakers[:MOST_SPEAKERS]
