"""An invented press: two outlets, one in each script, a bridge, and the people who talk about it."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from sqlite_utils import Database

from yulu.database import counts
from yulu.database.ids import DatedIds
from yulu.database.rows import occurrence_keys
from yulu.database.store import Store
from yulu.model import Article, Image, Kind, Outlet, Quote, Rendering, Skipped, Speaker, Statement, Story
from yulu.text.chinese import script

OUTLETS = [
    Outlet("bay", "海湾日报", "Bay Daily", "https://bay.example/", "SG", "zh-Hans"),
    Outlet("hill", "山城晚報", "Hill Evening News", "https://hill.example/", "TW", "zh-Hant"),
]
SPEAKERS = [
    Speaker("林望舒", "person", "Lin Wangshu", "桥梁工程师", frozenset({"林工", "林望舒博士"})),
    Speaker("约翰·米勒", "person", "John Miller", None, frozenset({"米勒", "約翰·米勒"})),
    Speaker("港务局", "organisation", None, None, frozenset({"港務局"})),
    Speaker("外交部", "organisation", None, None, frozenset()),
    Speaker("知情人士", "unnamed", None, None, frozenset()),
]
TABLES = (
    "outlets",
    "articles",
    "quotes",
    "speakers",
    "speaker_aliases",
    "quote_speakers",
    "rules",
    "statements",
    "statement_quotes",
    "stories",
    "story_articles",
    "images",
    "article_versions",
    "related_articles",
    "tags",
    "article_tags",
    "speaker_counts",
    "speaker_months",
    "speaker_pairs",
    "quote_counts",
    "article_counts",
    "tag_counts",
    "facet_counts",
    "skipped_files",
    "verdicts",
    "skipped_verdicts",
    "removed",
    "builds",
)
RULES = {"direct": "cue-marks", "partial": "marks-inside", "indirect": "cue-content"}
NAMES = {name: s.name for s in SPEAKERS for name in (s.name, *s.aliases)}
# What the port authority says of the sea, in both outlets: an indirect quote of each.
STATEMENT = Statement(
    speaker="港务局",
    text="海平面上升“比预想的快”，所以桥面抬高了两米",
    first_day="2031-05-04",
    last_day="2031-05-04",
    outlets=2,
    renderings=(Rendering("bay:1", 1, 1.0), Rendering("hill:2", 1, 0.75)),
    key="",  # of the quote, when the article is there
)
# The bridge, in both outlets.
STORY = Story("新橋通車 有人歡喜", "2031-05-04", "2031-05-04", 2, ("bay:1", "hill:2"))
ATTACK = "<script>alert('标题')</script><img src=x onerror=alert(1)>\"'"
FILLERS = 560


def said(
    text: str,
    kind: Kind,
    words: str,
    speaker: str | None,
    cue: str = "说",
    mention: str | None = None,
    via: str | None = None,
) -> Quote:
    """The first place where a text has these words, as a quote."""
    start = text.index(words)
    return Quote(
        kind,
        words,
        start,
        start + len(words),
        text.count("\n", 0, start),
        speaker,
        "person" if speaker else None,
        mention or speaker,
        cue,
        via,
        RULES[kind],
    )


def article(
    outlet: str,
    number: int,
    title: str,
    text: str,
    *quotes: Quote,
    day: str = "2031-05-04",
    url: str | None = None,
    images: tuple[Image, ...] = (),
    headings: frozenset[int] = frozenset(),
) -> Article:
    key = f"{outlet}:{number}"
    return Article(
        key=key,
        outlet=outlet,
        title=title,
        url=url or f"https://{outlet}.example/{number}",
        published=datetime.fromisoformat(f"{day}T02:30:00+00:00"),
        basis="page",
        day=day,
        byline="记者 周小满",
        dateline="白鹭港",
        paragraphs=tuple(text.split("\n")),
        headings=headings,
        images=images,
        tags=("桥梁",),
        script=script(text),
        source_path=f"press/{key}.md",
        source_sha256=hashlib.sha256(key.encode()).hexdigest(),
        crawled=None,
        feed=None,
        quotes=tuple(sorted(quotes, key=lambda quote: (quote.start, -quote.end))),
    )


def bridge() -> Article:
    """Nested quotes of every kind, a heading, and pictures at the beginning, inside and after the end."""
    text = (
        "白鹭港的新桥星期天通车。工程师林望舒说：“我们等这一天等了九年。”\n"
        "气候与桥\n"
        "港务局指出，海平面上升“比预想的快”，所以桥面抬高了两米。约翰·米勒则声称，“桥太贵了”。\n"
        "外交部表示，欢迎各国代表来参加气候会议。知情人士透露，预算有两份清单。\n"
        "新华社报道，港务局说第二座桥将在三年后动工。"
    )
    return article(
        "bay",
        1,
        "白鹭港新桥通车",
        text,
        said(text, "direct", "我们等这一天等了九年。", "林望舒"),
        said(text, "indirect", "海平面上升“比预想的快”，所以桥面抬高了两米", "港务局", "指出"),
        said(text, "partial", "比预想的快", "港务局", "指出"),
        said(text, "direct", "桥太贵了", "米勒", "声称", mention="约翰·米勒"),
        said(text, "indirect", "欢迎各国代表来参加气候会议", "外交部", "表示"),
        said(text, "indirect", "预算有两份清单", "知情人士", "透露"),
        said(text, "indirect", "第二座桥将在三年后动工", "港务局", via="新华社"),
        headings=frozenset({1}),
        images=(
            Image(0, "https://bay.example/1.jpg", None, "新桥通车当天", "林小雨摄"),
            Image(2, "javascript:alert(1)", None, "气候变化下的海岸", None),
            Image(5, "https://bay.example/3.jpg", "夜里的桥", None, None),
        ),
    )


def bridge_in_the_hills() -> Article:
    """The same day in the other outlet, in the other script; one quote runs over two paragraphs, and
    the picture is not encrypted."""
    text = (
        "白鷺港新橋通車。約翰·米勒說：“這座橋是給遊客看的。\n"
        "本地人還是坐船。”\n"
        "港務局說，氣候變化使海平面上升。有人說橋很美。"
    )
    return article(
        "hill",
        2,
        "新橋通車 有人歡喜",
        text,
        said(text, "direct", "這座橋是給遊客看的。\n本地人還是坐船。", "約翰·米勒", "說"),
        said(text, "indirect", "氣候變化使海平面上升", "港務局", "說"),
        said(text, "indirect", "橋很美", None, "說"),
        images=(Image(1, "http://hill.example/1.jpg", None, None, None),),
    )


def attack() -> Article:
    """An article that tries to get into the page."""
    text = f"{ATTACK}\n有人说：“</mark></p><script>alert(2)</script>”。{{{{ 7*7 }}}}"
    return article(
        "bay",
        3,
        ATTACK,
        text,
        said(text, "direct", "</mark></p><script>alert(2)</script>", None, ATTACK),
        url="javascript:alert(document.domain)",
        day="2031-05-03",
        images=(Image(1, 'https://bay.example/"><script>alert(3)</script>', None, ATTACK, ATTACK),),
    )


def fillers() -> Iterator[Article]:
    """Enough articles that a table has many pages, most of them on the same few days."""
    for n in range(FILLERS):
        text = f"第{n}班渡船准点。港务局说，今天有风。船员说，明天有雨。"
        day = f"2031-04-{n % 3 + 1:02d}"
        yield article(
            OUTLETS[n % 2].slug,
            1000 + n,
            f"第{n}班渡船",
            text,
            said(text, "indirect", "今天有风", "港务局"),
            said(text, "indirect", "明天有雨", None),
            day=day,
            images=(Image(0, f"https://bay.example/{n}.jpg", None, "渡船", "港务局"),) * (n % 2),
        )


def build(path: Path) -> None:
    """The whole press as a database."""
    articles = [bridge(), bridge_in_the_hills(), attack(), *fillers()]
    who = {a.key: [[NAMES[q.speaker]] if q.speaker else [] for q in a.quotes] for a in articles}
    now = datetime(2031, 5, 5, tzinfo=UTC)
    store = Store(str(path))
    skipped = [Skipped("press/empty.md", "no text", "only a picture")]
    ids = DatedIds()
    for one in articles:
        ids.note(one.key, one.day, occurrence_keys(one))
    store.save_names(OUTLETS, SPEAKERS, skipped)
    store.save_articles(articles, iter, who, ids.of)
    first = list(occurrence_keys(articles[0]))[STATEMENT.renderings[0].quote]
    store.save_statements([replace(STATEMENT, key=first)])
    store.save_stories([STORY])
    store.finish("0.1.0", now, now, files=len(articles) + 1)


def change(path: Path, sql: str) -> None:
    """Changes a press that is built, and makes its counts anew."""
    with Database(path) as db, db.atomic():
        db.execute(sql)
        for table in counts.COUNTS:
            db.execute(f"delete from {table}")
            counts.fill(db.conn, table)
