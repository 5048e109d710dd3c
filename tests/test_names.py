"""Only names are speakers: what is a piece of a sentence, or a name and a word behind it, is none."""

from dataclasses import replace

import pytest
from press import bridge

from yulu.corpus.names import settle
from yulu.corpus.speakers import identify, seen_in
from yulu.model import Article, Quote, SpeakerKind

BLANK = bridge()


def article(key: str, text: str, *speakers: str, kind: SpeakerKind = "person") -> Article:
    """An article with a quote of each speaker, whose text is the evidence."""
    quotes = tuple(
        Quote("direct", "好。", 0, 2, 0, name, kind, name, "说", None, "cue-marks") for name in speakers
    )
    written = replace(BLANK, key=key, paragraphs=tuple(text.split("\n")), quotes=quotes, glosses=())
    return replace(written, seen=seen_in(written))


def name(text: str, speaker: str, kind: SpeakerKind = "person") -> str | None:
    """The name that an article's speaker is given."""
    return settle(article("a:1", text, speaker, kind=kind).seen)[speaker]


SHORTER = [
    ("外长王毅早前批评了这个决定。王毅还说，双方会再谈。", "王毅早", "王毅"),
    ("外长王毅才刚刚抵达。王毅说，双方会再谈。", "王毅才", "王毅"),
    ("创办人马云最近在会上说，监管应当改变。", "马云最", "马云"),
    ("发言人唐瑭周三说，双方会再谈。唐瑭不愿多说。", "唐瑭周", "唐瑭"),
]


@pytest.mark.parametrize(("text", "speaker", "expected"), SHORTER)
def test_a_name_ends_before_the_word_behind_it(text: str, speaker: str, expected: str) -> None:
    assert name(text, speaker) == expected


LONGER = [
    ("也有些媒体认为，桥太贵了。", "些媒体", "organisation", "有些媒体"),
    ("美国网络公司CrowdStrike表示，没有泄密。", "美国网络公司C", "organisation", "美国网络公司CrowdStrike"),
    ("分析师克利夫·库普干(Cliff Kupchan)说，桥太贵了。", "克利夫·库普", "person", "克利夫·库普干"),
    ("报道引述未具名的港务官员说，桥太贵了。", "具名的港务官员", "unnamed", "未具名的港务官员"),
    ("台湾移民署今天表示，名额已满。", "台湾移民", "unnamed", "台湾移民署"),
]


@pytest.mark.parametrize(("text", "speaker", "kind", "expected"), LONGER)
def test_what_is_cut_from_a_name_comes_back(
    text: str, speaker: str, kind: SpeakerKind, expected: str
) -> None:
    assert name(text, speaker, kind) == expected


WHOLE = [
    ("王室专家阿比特（Victoria Arbiter）说，王子会回来。", "阿比特", "person"),
    ("外长王毅夫今天说，双方会再谈。王毅夫还说，不急。", "王毅夫", "person"),
    ("渔民姚向福说，水太浅。", "姚向福", "person"),
    ("市民林小姐说，船票贵了。", "林小姐", "person"),
    ("多位不愿透露姓名的官员说，预算不够。", "多位不愿透露姓名的官员", "unnamed"),
    ("《白鹭晚报》报道说，桥太贵了。", "《白鹭晚报》", "organisation"),
    ("美国国防部匿名官员证实，军舰已经离开。", "美国国防部匿名官员", "unnamed"),
    ("加州执法部门表示，嫌犯已经落网。", "加州执法部门", "organisation"),
]


@pytest.mark.parametrize(("text", "speaker", "kind"), WHOLE)
def test_a_name_stays_as_it_is(text: str, speaker: str, kind: SpeakerKind) -> None:
    assert name(text, speaker, kind) == speaker


def test_a_name_that_no_list_lets_speak_needs_a_likely_quote() -> None:
    written = article("a:1", "临江帮说，桥太贵了。", "临江帮", kind="organisation")
    likely = replace(written, quotes=tuple(replace(quote, score=0.9) for quote in written.quotes))
    assert settle(seen_in(written))["临江帮"] is None
    assert settle(seen_in(likely))["临江帮"] == "临江帮"


NONE: list[tuple[str, str, SpeakerKind]] = [
    ("有人强行要求她回家。", "强行", "person"),
    ("记者说，总理警告不能再拖。", "总理警告", "person"),
    ("因此今天的成绩他认为还不错。", "成绩他", "person"),
    ("连瑞士这个中立国，都挺身谴责这种做法。", "都挺身", "person"),
    ("她说，他不知道世界贸易组织认为有错。", "他不知道世界贸易组织", "organisation"),
    ("对此，法官应控方要求押后案件。", "法官应控方", "organisation"),
    ("现场有市民举起标语。", "现场有市民", "unnamed"),
    ("指警方至今没有说明。", "指警方", "organisation"),
    ("另有一名在场的人说，船慢了。", "一名", "unnamed"),
    ("整条航线如此拥挤而危险，船员说。", "航线如此拥挤", "organisation"),
    ("它的支持者说，这样更好。", "它的支持者", "unnamed"),
    ("记者几周前说，桥太贵了。", "几周前", "unnamed"),
    ("调查认为维权的成功率大概很低。", "维权的成功率", "unnamed"),
    ("「白鹭晚报」和「港口日报」报导，桥太贵了。", "白鹭晚报」和「港口日报", "organisation"),
]


@pytest.mark.parametrize(("text", "speaker", "kind"), NONE)
def test_a_piece_of_a_sentence_is_no_name(text: str, speaker: str, kind: SpeakerKind) -> None:
    assert name(text, speaker, kind) is None


def test_what_many_articles_name_is_a_name() -> None:
    text = "因此，{}要求再查一次。"
    slip = article("a:1", text.format("北岸守望"), "北岸守望", kind="organisation")
    often = [replace(slip, key=f"a:{n}") for n in range(4)]
    assert settle(slip.seen) == {"北岸守望": None}
    assert settle(one for a in often for one in a.seen) == {"北岸守望": "北岸守望"}


def test_a_quote_keeps_its_mention_where_its_speaker_is_no_name() -> None:
    speakers, who = identify([article("a:1", "有人强行要求她回家。", "强行")])
    assert (speakers, who) == ([], {"a:1": ((),)})


def test_a_name_with_a_word_behind_it_is_the_person() -> None:
    slip = article("a:1", "外长王毅早前批评了这个决定。王毅还说，双方会再谈。", "王毅早", "王毅")
    speakers, who = identify([slip])
    assert [speaker.name for speaker in speakers] == ["王毅"]
    assert who == {"a:1": (("王毅",), ("王毅",))}
    assert "王毅早" not in speakers[0].aliases


def test_what_a_verdict_sets_stands() -> None:
    slip = article("a:1", "有人强行要求她回家。", "强行")
    decided = replace(slip, quotes=(replace(slip.quotes[0], key="a verdict"),))
    assert identify([decided])[1] == {"a:1": (("强行",),)}


def test_a_description_before_a_name_is_no_part_of_it() -> None:
    text = "札幌市长秋元克广说，雪太大。秋元克广还说，路不通。秋元克广回家了。"
    found = article("a:1", text, "札幌市长秋元克广", kind="organisation")
    speakers, _ = identify([found])
    assert [(speaker.name, speaker.kind) for speaker in speakers] == [("秋元克广", "person")]
