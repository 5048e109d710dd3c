"""What is worth a second reading: doubtful quotes, and sentences with a cue in which none was found."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import count
from sqlite3 import Connection

from yulu.second_reader.question import Given, Page, Question, about_quote, about_sentence, sentences

MISSED = 4  # every so many questions is one about a sentence
CUES = 60  # of those that announce most quotes
ARTICLES = """
select articles.id, articles.url, articles.title, articles.text from articles where articles.id = ?"""
QUOTES = """
select quotes.id, quotes.kind, quotes.text, quotes.start, quotes."end", speakers.name, quotes.score
from quotes left join speakers on speakers.id = quotes.speaker_id
where quotes.article_id = ? order by quotes.position"""
# Whatever somebody has said of a quote already is not asked again.
DOUBTFUL = """
select score, id, article_id from quotes
where score < ? and id not in (select quote_id from verdicts where quote_id is not null) order by score, id"""


def questions(connection: Connection, below: float) -> Iterator[Question]:
    """The most doubtful quotes with a score under `below` and, every MISSEDth, a cue sentence."""
    quotes = _about_quotes(connection, below)
    missed = _about_sentences(connection)
    for n in count(1):
        first, second = (missed, quotes) if n % MISSED == 0 else (quotes, missed)
        question = next(first, None) or next(second, None)
        if question is None:
            return
        yield question


def _about_quotes(connection: Connection, below: float) -> Iterator[Question]:
    for _, quote, article in connection.execute(DOUBTFUL, [below]).fetchall():
        page = page_in(connection, article)
        yield about_quote(page, next(given for given in page.quotes if given.id == quote))


def _about_sentences(connection: Connection) -> Iterator[Question]:
    """The newest articles first."""
    cues = [
        cue
        for (cue,) in connection.execute(
            "select cue from quotes where cue is not null group by cue order by count(*) desc limit ?", [CUES]
        )
    ]
    for (article,) in connection.execute("select id from articles order by id desc").fetchall():
        page = page_in(connection, article)
        yield from (about_sentence(page, start, end) for start, end in unquoted(page, cues))


def unquoted(page: Page, cues: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Sentences with a cue before a comma, a colon or a mark, in which no quote stands."""
    words = "|".join(sorted(map(re.escape, cues), key=len, reverse=True))
    announced = re.compile(f"(?:{words})[，,：:“「]") if words else None
    for start, end in sentences(page.text):
        if (
            announced
            and announced.search(page.text, start, end)
            and not any(quote.start < end and start < quote.end for quote in page.quotes)
        ):
            yield start, end


def page_in(connection: Connection, article: int) -> Page:
    id, url, title, text = connection.execute(ARTICLES, [article]).fetchone()
    quotes = [Given(*row) for row in connection.execute(QUOTES, [article])]
    return Page(id, url, title, text, tuple(quotes))


def question_named(connection: Connection, name: str) -> Question | None:
    """The question with this id, if the row is still there and everything shown of it is the same."""
    kind, number, start = ([*name.split(":"), "", ""])[:3]
    if not number.isdigit():
        return None
    question = None
    if kind == "quote":
        found = connection.execute("select article_id from quotes where id = ?", [int(number)]).fetchone()
        page = page_in(connection, found[0]) if found else None
        quote = next((q for q in page.quotes if q.id == int(number)), None) if page else None
        question = about_quote(page, quote) if page and quote else None
    elif connection.execute(ARTICLES, [int(number)]).fetchone():
        page = page_in(connection, int(number))
        place = next((p for p in sentences(page.text) if str(p[0]) == start), None)
        question = about_sentence(page, *place) if place else None
    return question if question and question.id == name else None


def of_pages(pages: Sequence[Page], below: float, limit: int, cues: Iterable[str]) -> list[Question]:
    """The same of articles that are in no database: for measuring."""
    doubtful = sorted((q.score, q.id, n) for n, page in enumerate(pages) for q in page.quotes)
    found = [
        about_quote(pages[n], next(q for q in pages[n].quotes if q.id == id))
        for score, id, n in doubtful
        if score < below
    ]
    cues = list(cues)
    missed = [about_sentence(page, *place) for page in pages for place in unquoted(page, cues)]
    most = limit - min(len(missed), limit // MISSED)
    return [*found[:most], *missed[: limit - min(len(found), most)]]
