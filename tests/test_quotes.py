"""Who said what beyond single patterns: interviews, relays, rules, and what is a name."""

import pytest

from yulu.quotes import extract
from yulu.quotes.clauses import Paragraph
from yulu.quotes.names import is_no_name
from yulu.quotes.subjects import readings
from yulu.text.chinese import simplify


def test_interview_turns_are_direct_and_the_reporter_of_the_outlet_asks() -> None:
    paragraphs = [
        "本报专访阿尔温研究所所长艾米尔·塔尔谢，谈试验的下一步。",
        "记者：试验什么时候结束？",
        "答：要等最后一场雨季。",
        "记者：副作用呢？",
        "答：发热的人不到百分之三。",
    ]
    found = [(q.kind, q.text, q.speaker) for q in extract(paragraphs, outlet="晨星日报")]
    assert found == [
        ("direct", "试验什么时候结束？", "晨星日报记者"),
        ("direct", "要等最后一场雨季。", "艾米尔·塔尔谢"),
        ("direct", "副作用呢？", "晨星日报记者"),
        ("direct", "发热的人不到百分之三。", "艾米尔·塔尔谢"),
    ]


def test_an_answer_goes_on_over_paragraphs_and_a_bold_question_is_one() -> None:
    paragraphs = [
        "本报专访阿尔温研究所所长艾米尔·塔尔谢，谈试验的下一步。",
        "记者：试验什么时候结束？",
        "答：要等最后一场雨季。",
        "那时候才有足够的数据。",
        "记者：副作用呢？",
        "答：发热的人不到百分之三。",
        "访谈经过编辑。",
    ]
    found = [(q.text, q.speaker) for q in extract(paragraphs, frozenset([4]), outlet="晨星日报")]
    assert found == [
        ("试验什么时候结束？", "晨星日报记者"),
        ("要等最后一场雨季。", "艾米尔·塔尔谢"),
        ("那时候才有足够的数据。", "艾米尔·塔尔谢"),
        ("副作用呢？", "晨星日报记者"),
        ("发热的人不到百分之三。", "艾米尔·塔尔谢"),
    ]


@pytest.mark.parametrize("label", ["记者", "记者：……", "问", "答", "问："])
def test_a_turn_without_words_costs_nothing(label: str) -> None:
    paragraphs = [
        "记者：……",
        "答：要等最后一场雨季。",
        "记者：副作用呢？",
        "答：不到百分之三。",
        f"{label}：……",
    ]
    assert [q.text for q in extract(paragraphs, outlet="晨星日报")] == [
        "要等最后一场雨季。",
        "副作用呢？",
        "不到百分之三。",
    ]


def test_a_turn_of_nothing_but_a_bracket_is_kept() -> None:
    paragraphs = [
        "记者：（林望舒笑着摇头）",
        "答：要等最后一场雨季。",
        "记者：副作用呢？",
        "答：不到百分之三。",
    ]
    assert len(extract(paragraphs, outlet="晨星日报")) == 4
    assert len(extract([*paragraphs, "（掌声）"], outlet="晨星日报")) == 4


def test_the_relaying_medium_is_kept() -> None:
    (quote,) = extract(["据远声报道，海事局局长费以谦说，速限是纸本公告的。"])
    assert (quote.speaker, quote.via) == ("费以谦", "远声")


def test_headings_are_never_quoted() -> None:
    assert extract(["秦望舒说：“没有津贴，就没有夜车。”"], headings=frozenset({0})) == []


def test_mended_marks_are_found_by_the_same_rule() -> None:
    (mended,) = extract(['顾明岚宣布："谈判桌还在原来的地方”。'])
    (whole,) = extract(["顾明岚宣布：“谈判桌还在原来的地方”。"])
    assert (whole.rule, mended.rule) == ("cue-marks", "cue-marks")
    assert whole.text == mended.text


def test_a_speaker_nobody_names_stays_unknown() -> None:
    (quote,) = extract(["“水位涨得太吓人了，我们都往山上跑。”他说。"])
    assert (quote.text, quote.speaker, quote.mention) == ("水位涨得太吓人了，我们都往山上跑。", None, "他")


def test_a_bracket_that_explains_nothing_names_nobody() -> None:
    (quote,) = extract(["顾明岚说，渡轮停航和（John Miller）没有关系。"])
    assert quote.speaker == "顾明岚"


@pytest.mark.parametrize(
    ("text", "cue", "expected"),
    [
        ("渡轮派则认为，码头应当扩建。", "认为", ["渡轮派"]),
        ("码头管理处昨天在会上透露，船坏了。", "透露", ["码头管理处", "管理处"]),
        ("在港湾的商会星期三（28日）透露，船坏了。", "透露", ["在港湾的商会", "港湾的商会", "商会"]),
        ("沈渡修好了船并认为，码头应当扩建。", "认为", ["沈渡"]),  # before the verb
        ("他认为，码头应当扩建。", "认为", []),
        ("昨天又表示，码头应当扩建。", "表示", []),
    ],
)
def test_words_before_a_cue_may_name_whom_no_rule_knows(text: str, cue: str, expected: list[str]) -> None:
    assert readings(Paragraph(text, simplify(text)), 0, text.index(cue), ()) == expected


def test_a_day_of_the_week_is_nobody_though_it_stands_behind_a_title() -> None:
    (quote,) = extract(["两名首席顾问周三（28日）透露，大桥明年完工。"])
    assert (quote.speaker, quote.mention) == ("两名首席顾问", "两名首席顾问")


@pytest.mark.parametrize(
    "words",
    [
        "卫健委",
        "关务署",
        "白皮书",
        "周三",
        "许多人",
        "强调要",
        "经济上",
        "习虽然",
        "于昨天",
        "和央行",
        "都应",
        "印政府",
    ],
)
def test_words_that_only_look_like_a_name_are_nobody(words: str) -> None:
    assert is_no_name(words)


@pytest.mark.parametrize(
    "name", ["林望舒", "陈时中", "郑永年", "查建国", "都丽华", "库德洛", "陈一新", "栗战书"]
)
def test_names_of_everyday_words_are_names(name: str) -> None:
    assert not is_no_name(name)
