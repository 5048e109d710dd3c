"""Counts that pages show, made once with the rows, so that no page counts while a reader waits."""

from yulu.database.tables import FACETS

COMPANIONS = 24  # of each speaker: the most frequent

COUNTS = {
    "speaker_counts": """
        select said.speaker_id, count(*), count(distinct quotes.article_id),
               min(articles.day), max(articles.day)
        from quote_speakers as said join quotes on quotes.id = said.quote_id
        join articles on articles.id = quotes.article_id
        group by said.speaker_id""",
    "speaker_months": """
        select said.speaker_id, coalesce(substr(articles.day, 1, 7), 'unknown') as month,
               articles.outlet_id, quotes.kind, count(*)
        from quote_speakers as said join quotes on quotes.id = said.quote_id
        join articles on articles.id = quotes.article_id
        group by said.speaker_id, month, articles.outlet_id, quotes.kind""",
    "speaker_pairs": f"""
        with said as (
            select distinct quotes.article_id, quote_speakers.speaker_id
            from quote_speakers join quotes on quotes.id = quote_speakers.quote_id
        ),
        pairs as (
            select a.speaker_id, b.speaker_id as other_id, count(*) as articles
            from said as a
            join said as b on b.article_id = a.article_id and b.speaker_id <> a.speaker_id
            group by a.speaker_id, b.speaker_id
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
