"""One row a person or body, joined across articles by evidence and never by a surname alone."""

import itertools
from dataclasses import replace

from press import bridge

from yulu.corpus.joint import split_joint
from yulu.corpus.speakers import glosses, identify
from yulu.model import Article, Gloss, Quote

BLANK = bridge()


def quoting(key: str, *speakers: str, kind: str = "person", gloss: dict[str, str] | None = None) -> Article:
    """An article that quotes speakers, and explains some names in brackets."""
    quotes = tuple(
        Quote("direct", "好。", 0, 2, 0, name, kind, name, "说", None, "cue-marks")  # type: ignore[arg-type]
        for name in speakers
    )
    return replace(
        BLANK, key=key, quotes=quotes, glosses=tuple(Gloss(*pair) for pair in (gloss or {}).items())
    )


def names(*articles: Article) -> set[str]:
    return {speaker.name for speaker in identify(list(articles))[0]}


def test_the_registry_joins_every_rendering() -> None:
    speakers, who = identify(
        [quoting("a:1", "特朗普"), quoting("b:1", "川普"), quoting("c:1", "Donald Trump")]
    )
    assert len(speakers) == 1
    assert {"川普", "特朗普", "Donald Trump"} <= speakers[0].aliases | {speakers[0].name}
    assert {said for quotes in who.values() for said in quotes} == {(speakers[0].name,)}


def test_scripts_and_dots_do_not_tell_people_apart() -> None:
    assert names(quoting("a:1", "莱奥·班特"), quoting("b:1", "萊奧．班特"), quoting("c:1", "莱奥-班特")) == {
        "莱奥·班特"
    }


def test_a_latin_name_joins_transliterations() -> None:
    (speaker,), _ = identify(
        [
            quoting("a:1", "班特", gloss={"班特": "Leo Bant"}),
            quoting("b:1", "邦特", gloss={"邦特": "Leo J. Bant"}),
        ]
    )
    assert speaker.aliases | {speaker.name} >= {"班特", "邦特"}
    assert speaker.latin in ("Leo Bant", "Leo J. Bant")


def test_two_people_of_one_surname_stay_two() -> None:
    found = names(
        quoting("a:1", "莫雷尔", gloss={"莫雷尔": "Anna Morel"}),
        quoting("b:1", "莫雷尔", gloss={"莫雷尔": "Paul Morel"}),
        quoting("c:1", "莫雷尔"),
    )
    assert found == {"莫雷尔", "莫雷尔（Anna Morel）", "莫雷尔（Paul Morel）"}


def test_a_slip_of_the_pen_makes_no_second_person() -> None:
    assert names(
        quoting("a:1", "唐纳德·特朗普", gloss={"唐纳德·特朗普": "Donald Trum"}),
        quoting("b:1", "特朗普"),
    ) == {"唐纳德·特朗普"}
    assert names(
        quoting("a:1", "德莱·贝斯科", gloss={"德莱·贝斯科": "Dmitri Besko"}),
        quoting("b:1", "德莱·贝斯科", gloss={"德莱·贝斯科": "Dmitry Besko"}),
        quoting("c:1", "德莱·贝斯科"),
    ) == {"德莱·贝斯科"}


def test_who_is_registered_may_be_spelled_otherwise() -> None:
    assert names(
        quoting("a:1", "卢卡申科", gloss={"卢卡申科": "Alyaksandr Lukashenka"}),
        quoting("b:1", "卢卡申科", gloss={"卢卡申科": "Alexander Grigorjewitsch Lukashenko"}),
        quoting("c:1", "卢卡申科"),
    ) == {"亚历山大·卢卡申科"}


def test_another_first_name_is_another_person_than_the_registered() -> None:
    found = names(quoting("a:1", "约翰逊", gloss={"约翰逊": "Benny Johnson"}), quoting("b:1", "约翰逊"))
    assert found == {"约翰逊", "鲍里斯·约翰逊"}


def test_titles_are_no_part_of_a_latin_name() -> None:
    assert names(
        quoting("a:1", "班特", gloss={"班特": "Sen. Leo Bant"}),
        quoting("b:1", "班特", gloss={"班特": "Leo Bant"}),
    ) == {"班特"}


def test_other_initials_are_other_people() -> None:
    found = names(
        quoting("a:1", "沈若川", gloss={"沈若川": "Tim Shen"}),
        quoting("b:1", "沈若川", gloss={"沈若川": "Jim Shen"}),
    )
    assert found == {"沈若川（Tim Shen）", "沈若川（Jim Shen）"}


def test_a_surname_is_not_its_only_bearer() -> None:
    assert names(
        quoting("a:1", "陈远山"), quoting("b:1", "陈晚照"), quoting("c:1", "陈女士", kind="unnamed")
    ) == {
        "陈远山",
        "陈晚照",
        "陈女士",
    }


def test_a_full_name_means_its_gloss_everywhere() -> None:
    (speaker,), _ = identify(
        [quoting("a:1", "莱奥·班特", gloss={"莱奥·班特": "Leo Bant"}), quoting("b:1", "莱奥·班特")]
    )
    assert (speaker.name, speaker.latin) == ("莱奥·班特", "Leo Bant")


def test_a_short_name_means_its_gloss_where_three_articles_agree() -> None:
    agreeing = [quoting(f"a:{n}", "班特", gloss={"班特": "Leo Bant"}) for n in range(3)]
    assert len(names(*agreeing, quoting("b:1", "班特"))) == 1
    assert len(names(*agreeing[:2], quoting("b:1", "班特"))) == 2


def test_the_order_of_articles_does_not_matter() -> None:
    articles = [
        quoting("a:1", "莫雷尔", "特朗普", gloss={"莫雷尔": "Anna Morel"}),
        quoting("b:1", "莫雷尔", gloss={"莫雷尔": "Paul Morel"}),
        quoting("c:1", "川普", "萊奧．班特"),
        quoting("d:1", "莱奥·班特", "莫雷尔", gloss={"莱奥·班特": "Leo Bant"}),
    ]
    results = [identify(list(order)) for order in itertools.permutations(articles)]
    assert all(speakers == results[0][0] and who == results[0][1] for speakers, who in results)


def test_a_gloss_is_read_from_the_text() -> None:
    text = ["水文学家萊奧·班特（Leo Bant）与联合国儿童基金会（UNICEF）的顾问见面。"]
    assert list(glosses(text)) == [Gloss("莱奥·班特", "Leo Bant")]


JOINT = {
    "范德赖恩与米歇尔": ("范德赖恩", "米歇尔"),
    "林望舒（Lin Wangshu）、白鹭州参议员莱奥·班特和王远山": ("林望舒", "莱奥·班特", "王远山"),
    "荷兰、比利时和加拿大": ("荷兰", "比利时", "加拿大"),
    "路透社以及法新社": ("路透社", "法新社"),
    "台湾国防部与外交部": ("台湾国防部", "台湾外交部"),
    "普京和其他官员": ("普京", "其他官员"),
}
ONE = (
    "魏凤和",
    "战略与国际研究中心",
    "中国官员和专家",
    "福建、浙江两省当地有关部门",
    "特朗普和拜登团队",
    "法国和德国卫生部",
    "共和党参议员",
)


def test_a_joint_statement_is_said_by_each() -> None:
    assert {phrase: split_joint(phrase) for phrase in JOINT} == JOINT


def test_what_only_looks_like_several_stays_one() -> None:
    assert [split_joint(phrase) for phrase in ONE] == [(phrase,) for phrase in ONE]


def test_joint_speakers_are_each_a_speaker_of_the_quote() -> None:
    together = quoting("a:1", "林望舒与班特", kind="unnamed", gloss={"班特": "Leo Bant"})
    alone = quoting("b:1", "莱奥·班特", gloss={"莱奥·班特": "Leo Bant"})
    speakers, who = identify([together, alone])
    assert {s.name for s in speakers} == {"林望舒", "莱奥·班特"}
    assert who == {"a:1": (("林望舒", "莱奥·班特"),), "b:1": (("莱奥·班特",),)}


def test_joint_speakers_may_be_named_behind_their_titles() -> None:
    article = quoting("a:1", "王远山")
    (quote,) = article.quotes
    titled = replace(quote, mention="港务局局长林望舒（Lin Wangshu）与市长王远山")
    assert identify([replace(article, quotes=(titled,))])[1] == {"a:1": (("林望舒", "王远山"),)}
