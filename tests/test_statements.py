"""The same words in different articles are one statement, as each outlet rendered it."""

import random
from contextlib import closing
from dataclasses import replace

import pytest
from press import NAMES, article, said

from yulu.corpus.statements import MOST, Spoken, Words, candidates, likeness
from yulu.database.ids import dated_ids
from yulu.database.rows import occurrence_keys, statement_ids, statement_rows
from yulu.measures import Measured
from yulu.model import Article, Kind, Statement

SENTENCE = "第二座桥将在三年后动工，届时两岸之间不用再等渡船"
DAY = "2031-05-04"


def quoting(
    number: int,
    words: str,
    *,
    kind: Kind = "indirect",
    speaker: str | None = "港务局",
    day: str = DAY,
    outlet: str = "bay",
) -> Article:
    """An article with one quote."""
    text = f"白鹭港有新消息。有人说：{words}。"
    return article(outlet, number, "桥", text, said(text, kind, words, speaker), day=day)


def statements(*articles: Article) -> list[Statement]:
    who = {a.key: [[NAMES[q.speaker]] if q.speaker else [] for q in a.quotes] for a in articles}
    with closing(Spoken(who)) as spoken:
        for one in articles:
            spoken.note(one, list(occurrence_keys(one)), who[one.key])
        return spoken.statements(Measured())


def test_renderings_of_every_kind_and_script_meet_in_one_statement():
    found = statements(
        quoting(1, SENTENCE, kind="direct"),
        quoting(2, "第二座橋將在三年後動工，屆時兩岸不用再等渡船", outlet="hill", speaker="港務局"),
        quoting(3, "届时两岸之间不用再等渡船", kind="partial", day="2031-05-06"),
        quoting(4, "第一座桥已经通车，费用由两岸各自承担一半", day="2031-05-06"),
    )
    (statement,) = found
    assert (statement.speaker, statement.text) == ("港务局", SENTENCE)
    assert (statement.first_day, statement.last_day, statement.outlets) == (DAY, "2031-05-06", 2)
    assert [r.article for r in statement.renderings] == ["bay:1", "hill:2", "bay:3"]
    assert [r.similarity for r in statement.renderings] == [1.0, pytest.approx(0.95, abs=0.05), 1.0]


def test_the_text_is_the_most_complete_rendering_whenever_it_came():
    (statement,) = statements(
        quoting(1, SENTENCE[:16]), quoting(2, SENTENCE, day="2031-05-05"), quoting(3, SENTENCE[:14])
    )
    assert statement.text == SENTENCE and statement.first_day == DAY


def test_quotes_of_one_article_alone_are_no_statement():
    text = f"港务局说：“{SENTENCE}。”又说：“{SENTENCE}！”"
    first = said(text, "direct", f"{SENTENCE}。", "港务局")
    twice = article("bay", 1, "桥", text, first, said(text, "direct", f"{SENTENCE}！", "港务局"))
    assert statements(twice) == []
    (statement,) = statements(twice, quoting(2, SENTENCE))
    assert [(r.article, r.quote) for r in statement.renderings] == [("bay:1", 0), ("bay:1", 1), ("bay:2", 0)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"words": SENTENCE}, {"words": SENTENCE, "speaker": "外交部"}),
        ({"words": SENTENCE, "speaker": None}, {"words": SENTENCE, "speaker": None}),
        ({"words": SENTENCE}, {"words": SENTENCE, "day": "2031-05-09"}),
        ({"words": "我们坚决反对"}, {"words": "我们坚决反对"}),
        ({"words": "桥的安全没有问题"}, {"words": "桥的安全没有问题", "day": "2031-05-06"}),
        (
            {"words": "当天有214人乘坐渡船来往两岸，秩序良好"},
            {"words": "当天有305人乘坐渡船来往两岸，秩序良好"},
        ),
        ({"words": "桥不是一定要修，先看两岸的需要"}, {"words": "两岸居民一定要修桥"}),
    ],
    ids=[
        "other speaker",
        "no speaker",
        "days apart",
        "too short",
        "set phrase",
        "other number",
        "other words",
    ],
)
def test_what_is_no_statement(one, other):
    assert statements(quoting(1, **one), quoting(2, **other)) == []


def test_articles_without_a_day_have_no_part_in_it():
    undated = replace(quoting(1, SENTENCE), day=None)
    assert statements(undated, quoting(2, SENTENCE)) == []


def test_a_quote_is_in_one_statement_at_most_and_every_rendering_is_like_its_text():
    ends = [quoting(n, SENTENCE[: 24 - n] + "风浪再大也不要紧啊"[: n % 8]) for n in range(1, 9)]
    found = statements(*ends)
    places = [(r.article, r.quote) for s in found for r in s.renderings]
    assert len(places) == len(set(places))
    assert all(r.similarity >= 0.8 for s in found for r in s.renderings)


def test_the_order_of_the_articles_changes_nothing():
    articles = [quoting(n, SENTENCE[n % 5 :], day=f"2031-05-{n % 4 + 1:02d}") for n in range(1, 40)]
    found = statements(*articles)
    for seed in range(3):
        random.Random(seed).shuffle(articles)
        assert statements(*articles) == found


def test_a_statement_keeps_its_number_when_later_articles_quote_it_too():
    early = [quoting(1, SENTENCE[:20]), quoting(2, SENTENCE[:20])]
    late = [*early, quoting(3, SENTENCE, day="2031-05-05")]
    (before,), (after,) = statements(*early), statements(*late)
    assert before.text != after.text
    assert statement_ids([before])[before] == statement_ids([after])[after]
    (row,) = statement_rows([after], {"港务局": 7})
    key = f"bay:1\nindirect\n{SENTENCE[:20]}\n1"
    first = dated_ids([(DAY, key)])[key]
    assert row == {
        "id": dated_ids([(DAY, f"statement\n{key}")]).popitem()[1],
        "speaker_id": 7,
        "text": SENTENCE,
        "first_day": DAY,
        "last_day": "2031-05-05",
        "quotes": 3,
        "articles": 3,
        "outlets": 1,
    }
    assert row["id"] // 10**8 == first // 10**8


def test_a_phrase_said_a_thousand_times_is_not_compared_a_million_times():
    said_often = [Words(1, "桥的安全没有问题", f"bay:{n}", 0) for n in range(1000)]
    assert len(list(candidates({1: said_often}, {1}))) <= MOST * len(said_often)


def test_likeness_is_the_share_of_the_shorter_in_the_longer():
    whole, part = Words(1, SENTENCE.replace("，", ""), "a", 0), Words(1, SENTENCE[-12:], "b", 0)
    assert likeness(whole, part) == likeness(part, whole) == 1.0
