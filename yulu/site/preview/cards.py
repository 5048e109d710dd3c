"""What stands on the card of a quote, an article and a speaker."""

from collections.abc import Callable, Mapping
from sqlite3 import Connection
from typing import Any

from yulu.site.preview.card import Card
from yulu.site.rows import dicts

MOST = 400  # characters that are looked at
QUOTE = """
select quotes.text, quotes.kind, speakers.name as speaker, outlets.name as outlet, articles.day
from quotes join articles on articles.id = quotes.article_id join outlets on outlets.id = articles.outlet_id
left join speakers on speakers.id = quotes.speaker_id where quotes.id = ?"""
ARTICLE = """
select articles.title, articles.day, outlets.name as outlet
from articles join outlets on outlets.id = articles.outlet_id where articles.id = ?"""
SPEAKER = """
select speakers.name, coalesce(speakers.note, speakers.name_latin, '') as note, quotes, first_day, last_day
from speakers join speaker_counts on speaker_counts.speaker_id = speakers.id where speakers.id = ?"""
MARKS = {"direct": ("“", "”"), "partial": ("“", "”"), "indirect": ("", "")}


def of_quote(row: Mapping[str, Any]) -> Card:
    opening, closing = MARKS[row["kind"]]
    words = f"{opening}{row['text'][:MOST]}{closing}"
    return Card(words, row["speaker"] or "", f"{row['outlet']} · {row['day'] or ''}")


def of_article(row: Mapping[str, Any]) -> Card:
    return Card(row["title"][:MOST], row["outlet"], row["day"] or "")


def of_speaker(row: Mapping[str, Any]) -> Card:
    days = f"{row['first_day'] or ''} – {row['last_day'] or ''}"
    return Card(row["name"], row["note"], f"{row['quotes']:,} 条引语 · {days}")


CARDS: dict[str, tuple[str, Callable[[Mapping[str, Any]], Card]]] = {
    "quotes": (QUOTE, of_quote),
    "articles": (ARTICLE, of_article),
    "speakers": (SPEAKER, of_speaker),
}


def card_of(connection: Connection, table: str, number: int) -> Card | None:
    """The card of a row; None where there is no such row, or nobody quotes that speaker."""
    sql, make = CARDS[table]
    return next((make(row) for row in dicts(connection, sql, [number])), None)
