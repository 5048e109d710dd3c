"""What the database looks like: tables, what is unique, what is indexed, what can be searched."""

from typing import Any

TABLES: dict[str, dict[str, Any]] = {
    "outlets": {
        "columns": {
            "id": int,
            "name": str,
            "name_en": str,
            "slug": str,
            "homepage": str,
            "country": str,
            "language": str,
            "text": str,
        },
        "not_null": {"name", "slug", "text"},
    },
    "articles": {
        "columns": {
            "id": int,
            "outlet_id": int,
            "title": str,
            "url": str,
            "published": str,
            "published_basis": str,
            "day": str,
            "first_seen": str,
            "revised": str,
            "byline": str,
            "dateline": str,
            "text": str,
            "headings": str,
            "characters": int,
            "script": str,
            "source_path": str,
            "source_sha256": str,
        },
        "not_null": {"outlet_id", "title", "text", "characters", "source_path", "source_sha256"},
        "foreign_keys": [("outlet_id", "outlets", "id")],
    },
    "speakers": {
        "columns": {"id": int, "name": str, "kind": str, "name_latin": str, "note": str},
        "not_null": {"name", "kind"},
    },
    "speaker_aliases": {
        "columns": {"speaker_id": int, "alias": str},
        "pk": ("speaker_id", "alias"),
        "foreign_keys": [("speaker_id", "speakers", "id")],
    },
    "rules": {
        "columns": {"name": str, "description": str},
        "pk": "name",
        "not_null": {"description"},
    },
    "quotes": {
        "columns": {
            "id": int,
            "article_id": int,
            "position": int,
            "kind": str,
            "text": str,
            "start": int,
            "end": int,
            "paragraph": int,
            "speaker_id": int,
            "mention": str,
            "cue": str,
            "via": str,
            "rule": str,
            "confidence": str,
            "score": float,
        },
        "not_null": {"article_id", "position", "kind", "text", "start", "end", "paragraph", "rule", "score"},
        "foreign_keys": [
            ("article_id", "articles", "id"),
            ("speaker_id", "speakers", "id"),
            ("rule", "rules", "name"),
        ],
    },
    "quote_speakers": {
        "columns": {"quote_id": int, "speaker_id": int, "position": int},
        "pk": ("quote_id", "speaker_id"),
        "not_null": {"position"},
        "foreign_keys": [("quote_id", "quotes", "id"), ("speaker_id", "speakers", "id")],
    },
    "statements": {
        "columns": {
            "id": int,
            "speaker_id": int,
            "text": str,
            "first_day": str,
            "last_day": str,
            "quotes": int,
            "articles": int,
            "outlets": int,
        },
        "not_null": {"speaker_id", "text", "first_day", "last_day", "quotes", "articles", "outlets"},
        "foreign_keys": [("speaker_id", "speakers", "id")],
    },
    "statement_quotes": {
        "columns": {"statement_id": int, "quote_id": int, "similarity": float},
        "pk": ("statement_id", "quote_id"),
        "not_null": {"similarity"},
        "foreign_keys": [("statement_id", "statements", "id"), ("quote_id", "quotes", "id")],
    },
    "stories": {
        "columns": {
            "id": int,
            "day": str,
            "last_day": str,
            "title": str,
            "articles": int,
            "outlets": int,
            "quotes": int,
        },
        "not_null": {"day", "last_day", "title", "articles", "outlets", "quotes"},
    },
    "story_articles": {
        "columns": {"story_id": int, "article_id": int},
        "pk": ("story_id", "article_id"),
        "foreign_keys": [("story_id", "stories", "id"), ("article_id", "articles", "id")],
    },
    "images": {
        "columns": {
            "id": int,
            "article_id": int,
            "position": int,
            "paragraph": int,
            "url": str,
            "alt": str,
            "caption": str,
            "credit": str,
        },
        "not_null": {"article_id", "position", "paragraph", "url"},
        "foreign_keys": [("article_id", "articles", "id")],
    },
    "article_versions": {
        "columns": {
            "id": int,
            "article_id": int,
            "position": int,
            "source_path": str,
            "sha256": str,
            "title": str,
            "seen": str,
            "relation": str,
            "text": str,
        },
        "not_null": {"article_id", "position", "source_path", "sha256", "title"},
        "foreign_keys": [("article_id", "articles", "id")],
    },
    "related_articles": {
        "columns": {"article_id": int, "other_id": int, "similarity": float, "kind": str},
        "pk": ("article_id", "other_id"),
        "not_null": {"similarity", "kind"},
        "foreign_keys": [("article_id", "articles", "id"), ("other_id", "articles", "id")],
    },
    "tags": {"columns": {"id": int, "name": str}, "not_null": {"name"}},
    "article_tags": {
        "columns": {"article_id": int, "tag_id": int},
        "pk": ("article_id", "tag_id"),
        "foreign_keys": [("article_id", "articles", "id"), ("tag_id", "tags", "id")],
    },
    "speaker_counts": {
        "columns": {"speaker_id": int, "quotes": int, "articles": int, "first_day": str, "last_day": str},
        "pk": "speaker_id",
        "not_null": {"quotes", "articles"},
        "foreign_keys": [("speaker_id", "speakers", "id")],
    },
    "speaker_months": {
        "columns": {"speaker_id": int, "month": str, "outlet_id": int, "kind": str, "quotes": int},
        "pk": ("speaker_id", "month", "outlet_id", "kind"),
        "not_null": {"quotes"},
        "foreign_keys": [("speaker_id", "speakers", "id"), ("outlet_id", "outlets", "id")],
    },
    "speaker_pairs": {
        "columns": {"speaker_id": int, "other_id": int, "articles": int},
        "pk": ("speaker_id", "other_id"),
        "not_null": {"articles"},
        "foreign_keys": [("speaker_id", "speakers", "id"), ("other_id", "speakers", "id")],
    },
    "quote_counts": {
        "columns": {
            "day": str,
            "outlet_id": int,
            "script": str,
            "kind": str,
            "confidence": str,
            "quotes": int,
        },
        "pk": ("day", "outlet_id", "script", "kind", "confidence"),
        "not_null": {"quotes"},
        "foreign_keys": [("outlet_id", "outlets", "id")],
    },
    "article_counts": {
        "columns": {"day": str, "outlet_id": int, "script": str, "articles": int},
        "pk": ("day", "outlet_id", "script"),
        "not_null": {"articles"},
        "foreign_keys": [("outlet_id", "outlets", "id")],
    },
    "tag_counts": {
        "columns": {"tag_id": int, "outlet_id": int, "articles": int},
        "pk": ("tag_id", "outlet_id"),
        "not_null": {"articles"},
        "foreign_keys": [("tag_id", "tags", "id"), ("outlet_id", "outlets", "id")],
    },
    "facet_counts": {
        "columns": {"table_name": str, "column_name": str, "value": str, "rows": int},
        "pk": ("table_name", "column_name", "value"),
        "not_null": {"rows"},
    },
    "skipped_files": {
        "columns": {"source_path": str, "reason": str, "detail": str},
        "pk": "source_path",
        "not_null": {"reason"},
    },
    "verdicts": {
        "columns": {
            "id": int,
            "verdict": str,
            "state": str,
            "quote_id": int,
            "article_id": int,
            "was": str,
            "now": str,
            "by": str,
            "model": str,
            "sure": float,
            "date": str,
            "why": str,
            "note": str,
            "file": str,
            "line": int,
        },
        "not_null": {"verdict", "state", "date", "file", "line"},
        "foreign_keys": [("article_id", "articles", "id")],
    },
    "skipped_verdicts": {
        "columns": {"id": int, "file": str, "line": int, "reason": str, "detail": str},
        "not_null": {"file", "line", "reason"},
    },
    "removed": {
        "columns": {"table_name": str, "row_id": int, "verdict_id": int},
        "pk": ("table_name", "row_id"),
        "not_null": {"verdict_id"},
        "foreign_keys": [("verdict_id", "verdicts", "id")],
    },
    "builds": {
        "columns": {
            "id": int,
            "started": str,
            "finished": str,
            "version": str,
            "files": int,
            "articles": int,
            "quotes": int,
            "skipped": int,
        },
    },
}

UNIQUE = [
    ("outlets", "slug"),
    ("outlets", "name"),
    ("articles", "url"),
    ("speakers", "name"),
    ("tags", "name"),
    ("statement_quotes", "quote_id"),
    ("story_articles", "article_id"),
]

# The pages ask: an outlet's articles, a day, an article's quotes and images, a speaker's quotes.
INDEXES = [
    ("articles", ("outlet_id", "day")),
    ("articles", ("day",)),
    ("quotes", ("article_id", "start")),
    ("quotes", ("speaker_id", "article_id")),
    ("quote_speakers", ("speaker_id", "quote_id")),
    ("statements", ("speaker_id",)),
    ("stories", ("day",)),
    ("images", ("article_id", "position")),
    ("article_versions", ("article_id", "position")),
    ("article_tags", ("tag_id",)),
    ("speaker_aliases", ("alias",)),
    ("quotes", ("cue", "article_id")),
    ("quotes", ("via", "article_id")),
    ("facet_counts", ("table_name", "column_name", "rows")),
    ("speaker_counts", ("quotes", "speaker_id")),
    ("speaker_months", ("outlet_id", "speaker_id", "quotes")),
    ("verdicts", ("quote_id",)),
    ("verdicts", ("article_id",)),
]

# By which columns the pages of large tables count their rows.
FACETS = {
    "articles": ("outlet_id", "day", "script", "published_basis", "byline", "dateline"),
    "quotes": ("kind", "speaker_id", "confidence", "cue", "via", "rule"),
    "statements": ("speaker_id", "outlets", "articles", "first_day"),
    "stories": ("outlets", "day"),
    "images": ("credit",),
}

# The long column goes first: every entry of a later one takes two bytes more (18% of this index).
FULL_TEXT = {
    "articles": ("text", "title"),
    "quotes": ("text", "mention"),
    "images": ("caption", "alt"),
}

# What readers, spreadsheets and own SQL start from: names instead of numbers, whole words, the newest last.
VIEWS = {
    "quotes_in_full": """
        select quotes.id, articles.day, outlets.name as outlet, speakers.name as speaker,
               (select group_concat(others.name, '、')
                from quote_speakers as said join speakers as others on others.id = said.speaker_id
                where said.quote_id = quotes.id and others.id <> quotes.speaker_id) as together_with,
               quotes.kind, quotes.text as quote, quotes.cue, quotes.via, quotes.confidence,
               articles.title as article, articles.url as published_at,
               '/quotes/' || quotes.id as permalink, quotes.article_id, quotes.speaker_id, articles.outlet_id
        from quotes
        join articles on articles.id = quotes.article_id
        join outlets on outlets.id = articles.outlet_id
        left join speakers on speakers.id = quotes.speaker_id""",
    "articles_in_full": """
        select articles.id, articles.day, outlets.name as outlet, articles.title as article,
               articles.byline, articles.dateline, articles.text, articles.characters, articles.script,
               (select count(*) from quotes where quotes.article_id = articles.id) as quotes,
               articles.url as published_at, '/articles/' || articles.id as permalink, articles.outlet_id
        from articles
        join outlets on outlets.id = articles.outlet_id""",
}

# What is indexed for each row, of all or of those that `which` chooses. An article is found by words that
# are not published too, and a quote by its mention and by every name of its speakers.
TEXTS = {
    "articles": """
        select id, title, text || coalesce(words, '') as text
        from articles left join temp.index_words on index_words.article_id = articles.id {which}""",
    "images": "select id, caption, alt from images {which}",
    "quotes": """
        select quotes.id, quotes.text,
               different_names(coalesce(quotes.mention, '') || coalesce(group_concat(names.names, ''), ''))
                   as mention
        from quotes left join quote_speakers on quote_speakers.quote_id = quotes.id left join (
            select speakers.id as speaker_id,
                   char(10) || speakers.name || char(10) || coalesce(speakers.name_latin, '') || char(10)
                   || coalesce(group_concat(alias, char(10)), '') as names
            from speakers left join speaker_aliases on speaker_aliases.speaker_id = speakers.id
            group by speakers.id
        ) as names on names.speaker_id = quote_speakers.speaker_id {which} group by quotes.id""",
}


def keys(table: str) -> list[str]:
    """The columns of the primary key of a table."""
    key = TABLES[table].get("pk", "id")
    return [key] if isinstance(key, str) else list(key)
