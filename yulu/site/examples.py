"""Examples that find something in the database that is served: names, words and days that it has."""

import re
from collections.abc import Mapping
from itertools import pairwise
from sqlite3 import Connection

import rjieba

from yulu.site.search.names import build_of

_WORD = re.compile("[\u4e00-\u9fff]{2,4}")
SPEAKERS = """
select speakers.name, speakers.name_latin, speakers.id from speaker_counts
join speakers on speakers.id = speaker_counts.speaker_id
where speakers.kind = 'person' order by speaker_counts.quotes desc, speakers.id limit 50"""
COMPANION = """
select speakers.name from speaker_pairs join speakers on speakers.id = speaker_pairs.other_id
where speaker_pairs.speaker_id = ? and speakers.kind = 'person'
order by speaker_pairs.articles desc, speakers.id limit 1"""
OUTLETS = """
select outlets.slug from quote_counts join outlets on outlets.id = quote_counts.outlet_id
group by outlets.id order by sum(quote_counts.quotes) desc, outlets.id limit 2"""
VALUES = """
select value from facet_counts where table_name = 'quotes' and column_name = ?
order by rows desc, value limit 2"""
RELAYING = """
select outlets.slug from quotes
join articles on articles.id = quotes.article_id join outlets on outlets.id = articles.outlet_id
where quotes.via = ? limit 1"""
REPORTED = """
select speakers.name from statements join speakers on speakers.id = statements.speaker_id
where statements.outlets > 1 order by statements.outlets desc, statements.id limit 1"""
TAG = """
select tags.name from tag_counts join tags on tags.id = tag_counts.tag_id
where tags.name not in (select name from outlets)
group by tags.id order by sum(articles) desc, tags.id limit 1"""
DAY = "select max(day) from quote_counts where day <> 'unknown'"
WIDEST = """
select text from statements order by last_day >= date(:day, '-6 days') desc, outlets desc, id desc limit 20"""
NEWEST = "select text from quotes where kind <> 'partial' order by id desc limit 200"


_kept: dict[tuple[str, str], dict[str, str]] = {}


def examples(connection: Connection) -> Mapping[str, str]:
    """By what they are examples of: `speaker`, `other_speaker`, `reported_speaker`, `latin`, `beginning`,
    `cue`, `other_cue`, `relaying_outlet`, `outlet`,
    `other_outlet`, `via`, `tag`, `word`, `other_word`, `day`, `month`. What the database has none of is not
    there.
    """
    build = build_of(connection)
    if build not in _kept:
        _kept.clear()
        _kept[build] = found_in(connection)
    return _kept[build]


def found_in(connection: Connection) -> dict[str, str]:
    """Looks for an example of each sort."""

    def column(sql: str, *parameters: object) -> list[str]:
        return [row[0] for row in connection.execute(sql, parameters)]

    found: dict[str, str | None] = {}
    speakers = connection.execute(SPEAKERS).fetchall()
    if speakers:
        found["speaker"], found["other_speaker"] = speakers[0][0], first(column(COMPANION, speakers[0][2]))
        found["latin"] = first([latin for _, latin, _ in speakers if latin and " " in latin])
        found["beginning"] = found["latin"] and found["latin"][:4].strip().lower()
    found["outlet"], found["other_outlet"] = (*column(OUTLETS), None, None)[:2]
    found["cue"], found["other_cue"] = (*column(VALUES, "cue"), None, None)[:2]
    found["via"], found["tag"], found["day"] = (
        first(column(VALUES, "via")),
        first(column(TAG)),
        first(column(DAY)),
    )
    found["relaying_outlet"] = first(column(RELAYING, found["via"]))
    found["reported_speaker"] = first(column(REPORTED))
    found["month"] = found["day"] and found["day"][:7]
    widest = [row[0] for row in connection.execute(WIDEST, {"day": found["day"]})]
    for text in [*widest, *column(NEWEST)]:
        if words := two_words(text):
            found["word"], found["other_word"] = words
            break
    return {name: value for name, value in found.items() if value}


def first(values: list[str]) -> str | None:
    return next(iter(values), None)


def two_words(text: str) -> tuple[str, str] | None:
    """Two words of a text that follow each other."""
    words = rjieba.cut(text)
    return next((pair for pair in pairwise(words) if all(map(_WORD.fullmatch, pair))), None)
