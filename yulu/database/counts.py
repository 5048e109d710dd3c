"""Counts that pages show, made once with the rows, so that no page counts while a reader waits."""

from collections.abc import Iterable
from sqlite3 import Connection

from yulu.database.tables import FACETS, TABLES, keys

COMPANIONS = 24  # of each speaker: the most frequent
TYPES = {int: "integer", str: "text"}
OF_SPEAKERS = ("speaker_counts", "speaker_months", "speaker_pairs")
# Whose counts are made, where not all are.
THESE = "{speaker} in (select id from temp.counted)"

COUNTS = {
    "speaker_counts": """
        select said.speaker_id, count(*), count(distinct quotes.article_id),
               min(articles.day), max(articles.day)
        from quote_speakers as said join quotes on quotes.id = said.quote_id
        join articles on articles.id = quotes.article_id {which}
        group by said.speaker_id""",
    "speaker_months": """
        select said.speaker_id, coalesce(substr(articles.day, 1, 7), 'unknown') as month,
               articles.outlet_id, quotes.kind, count(*)
        from quote_speakers as said join quotes on quotes.id = said.quote_id
        join articles on articles.id = quotes.article_id {which}
        group by said.speaker_id, month, articles.outlet_id, quotes.kind""",
    "speaker_pairs": f"""
        with together as (
            select distinct quotes.article_id, quote_speakers.speaker_id
            from quote_speakers join quotes on quotes.id = quote_speakers.quote_id
        ),
        pairs as (
            select said.speaker_id, b.speaker_id as other_id, count(*) as articles
            from together as said
            join together as b on b.article_id = said.article_id and b.speaker_id <> said.speaker_id {{which}}
            group by said.speaker_id, b.speaker_id
        ),
        ranked as (
            select *, row_number() over (partition by speaker_id order by articles desc, other_id) as rank
            from pairs
        )
        select speaker_id, other_id, articles from ranked where rank <= {COMPANIONS}""",
    "quote_counts": """
        select coalesce(articles.day, 'unknown') as day, articles.outlet_id,
               coalesce(articles.script, 'unknown') as script, quotes.kind,
               coalesce(quotes.confidence, 'unknown') as confidence, count(*)
        from quotes join articles on articles.id = quotes.article_id group by 1, 2, 3, 4, 5""",
    "article_counts": """
        select coalesce(day, 'unknown'), outlet_id, coalesce(script, 'unknown'), count(*)
        from articles group by 1, 2, 3""",
    "tag_counts": """
        select article_tags.tag_id, articles.outlet_id, count(*)
        from article_tags join articles on articles.id = article_tags.article_id group by 1, 2""",
    "facet_counts": " union all ".join(
        f"select '{table}', '{column}', cast({column} as text), count(*)"
        f" from {table} where {column} is not null group by 3"
        for table, columns in FACETS.items()
        for column in columns
    ),
}


def fill(connection: Connection, table: str) -> None:
    """Count all, into a new table."""
    connection.execute(f"insert into {table} {COUNTS[table].format(which='')}")


def change(connection: Connection, table: str, speakers: Iterable[int]) -> None:
    """Count again, and write what is different. Counts of speakers are those of these alone."""
    among, which = "true", ""
    if table in OF_SPEAKERS:
        connection.execute("create temp table counted (id integer primary key)")
        connection.executemany("insert into temp.counted values (?)", ((speaker,) for speaker in speakers))
        among = THESE.format(speaker="speaker_id")
        which = f"where {THESE.format(speaker='said.speaker_id')}"
    key, columns = keys(table), list(TABLES[table]["columns"])
    typed = ", ".join(f'"{name}" {TYPES[kind]}' for name, kind in TABLES[table]["columns"].items())
    of_key = " and ".join(f"fresh.{column} = {table}.{column}" for column in key)
    same = " and ".join(f'fresh."{column}" is {table}."{column}"' for column in columns)
    connection.execute(f"create temp table fresh ({typed}, primary key ({', '.join(key)})) without rowid")
    connection.execute(f"insert into temp.fresh {COUNTS[table].format(which=which)}")
    connection.execute(
        f"delete from {table} where {among}"
        f" and not exists (select 1 from temp.fresh where {of_key} and {same})"
    )
    connection.execute(
        f"insert into {table} select * from temp.fresh"
        f" where not exists (select 1 from {table} where {of_key})"
    )
    connection.execute("drop table temp.fresh")
    connection.execute("drop table if exists temp.counted")
