"""One page of each type, of the press."""

from asking import one

PHONE, DESK = 390, 1280  # pixels wide

ROWS = {
    "article": "select id from articles where title = '白鹭港新桥通车'",
    "attack": "select id from articles where url like 'javascript:%'",
    "quote": "select id from quotes where text like '我们等这一天%'",
    "quote_of_statement": "select quote_id from statement_quotes",
    "speaker": "select id from speakers where name = '约翰·米勒'",
    "outlet": "select id from outlets where slug = 'bay'",
    "statement": "select id from statements",
    "story": "select id from stories",
    "image": "select id from images where caption = '新桥通车当天'",
}
PAGES = {
    "home": "/",
    "database": "/news",
    "quotes": "/news/quotes",
    "articles": "/news/articles",
    "filtered table": "/news/quotes?_search=桥&kind=direct&_facet=cue",
    "article": "/news/articles/{article}",
    "attack": "/news/articles/{attack}",
    "quote": "/news/quotes/{quote}",
    "quote of a statement": "/news/quotes/{quote_of_statement}",
    "speaker": "/news/speakers/{speaker}",
    "outlet": "/news/outlets/{outlet}",
    "statement": "/news/statements/{statement}",
    "story": "/news/stories/{story}",
    "image": "/news/images/{image}",
    "people": "/people",
    "much quoted": "/people/港务局",
    "no person": "/people/米尔",
    "compare": "/compare",
    "compare a speaker": "/compare?outlet=bay&outlet=hill&speaker=港务局",
    "no comparison": "/compare?outlets=bay,nowhere&day=x",
    "timeline": "/timeline",
    "no timeline": "/timeline?month=x&outlet=nowhere&speaker=米尔",
    "about": "/about",
    "trends": "/trends?q=新桥&type=article",
    "canned query": "/news/cues_by_outlet",
    "own SQL": "/news?sql=select+id,+title,+url,+source_sha256+from+articles+limit+3",
    "quotes to read": "/quotes?outlet=bay",
    "articles to read": "/articles",
    "search": "/search?q=新桥&outlet=bay",
    "no find": "/search?q=沒有這個&script=hant",
    "no search": "/search",
    "search of all tables": "/-/search?q=新桥",
    "no page": "/nowhere",
}
NOT_FOUND = {"no person", "no page"}


def page_address(db, name):
    return PAGES[name].format(**{row: one(db, sql) for row, sql in ROWS.items()})
