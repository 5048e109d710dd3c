"""What a reader sees of an earlier version."""

from yulu.site.article.changes import Piece, changes


def test_equal_texts_have_no_changes() -> None:
    assert changes("甲\n乙", "甲\n乙") == []


def test_a_changed_word_is_shown_inside_its_paragraph() -> None:
    before = "渡轮周一停航。\n两人失踪，船长没有回应。"
    after = "渡轮周一停航。\n两人获救，船长没有回应。"
    assert changes(before, after) == [
        [
            Piece("same", "两人"),
            Piece("removed", "失踪"),
            Piece("added", "获救"),
            Piece("same", "，船长没有回应。"),
        ]
    ]


def test_new_and_dropped_paragraphs_are_whole() -> None:
    assert changes("甲甲甲\n乙乙乙", "甲甲甲\n乙乙乙\n丙丙丙") == [[Piece("added", "丙丙丙")]]
    assert changes("甲甲甲\n乙乙乙", "乙乙乙") == [[Piece("removed", "甲甲甲")]]


def test_a_rewritten_paragraph_is_not_cut_to_shreds() -> None:
    assert changes("天气晴朗，风力三级。", "议会通过了预算案。") == [
        [Piece("removed", "天气晴朗，风力三级。"), Piece("added", "议会通过了预算案。")]
    ]


def test_a_huge_paragraph_is_compared_as_a_whole() -> None:
    before, after = "甲" * 1500, "甲" * 1400 + "乙"
    assert changes(before, after) == [[Piece("removed", before), Piece("added", after)]]
