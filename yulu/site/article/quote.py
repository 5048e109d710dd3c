"""The page of a quote: the words, who said them where, in which context, and other renderings of them."""

from sqlite3 import Connection
from typing import Any

from yulu.site.article import citation
from yulu.site.article.layout import lay_out
from yulu.site.article.report import report_address
from yulu.site.published import NEWS, Site
from yulu.site.rows import dicts
from yulu.site.statements.renderings import with_wordings

# Who says a quote together with its speaker.
OTHERS = """(select group_concat(others.name, '、') from quote_speakers
        join speakers as others on others.id = quote_speakers.speaker_id
        where quote_speakers.quote_id = quotes.id and quote_speakers.position > 1) as others"""
QUOTE = f"""
select quotes.*, speakers.name as speaker, {OTHERS}, articles.title, articles.day, articles.script,
       articles.text as article_text, articles.byline, articles.url, articles.outlet_id,
       outlets.name as outlet
from quotes
join articles on articles.id = quotes.article_id
join outlets on outlets.id = articles.outlet_id
left join speakers on speakers.id = quotes.speaker_id
where quotes.id = :id"""
# Other renderings of what is said here, if it is a statement that other articles quote too.
RENDERINGS = """
select there.statement_id, quotes.id, quotes.article_id, quotes.kind, quotes.cue, quotes.via, quotes.text,
       articles.day, articles.script, articles.title, articles.outlet_id,
       outlets.name as outlet, speakers.name as speaker
from statement_quotes as here
join statement_quotes as there on there.statement_id = here.statement_id and there.quote_id <> here.quote_id
join quotes on quotes.id = there.quote_id
join articles on articles.id = quotes.article_id
join outlets on outlets.id = articles.outlet_id
left join speakers on speakers.id = quotes.speaker_id
where here.quote_id = :id order by quotes.id limit 50"""

CORRECTIONS = """
select verdict, state, was, "by", model, date, why from verdicts
where quote_id = :id and state <> 'unsure' order by date desc, id desc limit 50"""


def quote(connection: Connection, number: int, site: Site) -> dict[str, Any]:
    """Everything the page shows. The row is there: Datasette has looked."""
    asked = {"id": number}
    [row] = dicts(connection, QUOTE, asked)
    text = row.pop("article_text")
    paragraphs, _ = lay_out(text, frozenset(), [row], [])
    first, last = (text.count("\n", 0, row[offset]) for offset in ("start", "end"))
    _, *renderings = with_wordings([row, *dicts(connection, RENDERINGS, asked)])
    address = site.link(f"/{NEWS}/quotes/{number}")
    return {
        "quote": row,
        "paragraphs": paragraphs[first : last + 1],
        "renderings": renderings,
        "corrections": dicts(connection, CORRECTIONS, asked),
        "citation": citation.forms(citation.of_quote(row, address)),
        "report": report_address(site.report_to, row, address),
    }
