"""How renderings of the same words differ, word by word."""

import pytest

from yulu.site import wording
from yulu.site.wording import Piece, wordings


def shown(pieces):
    """Own words in brackets."""
    return "".join(f"[{piece.text}]" if piece.own else piece.text for piece in pieces)


CASES = [
    ([], []),
    (["桥太贵了"], ["桥太贵了"]),
    (["桥太贵了", "桥太贵了"], ["桥太贵了", "桥太贵了"]),
    (["桥面抬高了两米。", "「橋面抬高了兩米」"], ["桥面抬高了两米。", "「橋面抬高了兩米」"]),
    (["新桥是给游客看的", "新桥是给本地人看的"], ["新桥是给[游客]看的", "新桥是给[本地人]看的"]),
    (["海平面上升，桥面抬高了", "海平面上升"], ["海平面上升，[桥面][抬高][了]", "海平面上升"]),
    (["", "桥太贵了"], ["", "[桥太贵了]"]),
    (["新桥通车了，游客来了", "新桥通车了", "游客来了"], ["新桥通车了，游客来了", "新桥通车了", "游客来了"]),
]


@pytest.mark.parametrize(("renderings", "expected"), CASES)
def test_own_words_are_marked_and_script_and_punctuation_are_no_difference(renderings, expected):
    found = [shown(pieces) for pieces in wordings(renderings)]
    assert found == [text.replace("][", "") for text in expected]


def test_the_text_stays_the_same_and_beyond_the_first_characters_nothing_is_marked(monkeypatch):
    monkeypatch.setattr(wording, "LONGEST", 4)
    texts = ["新桥通车游客来了", "新桥停航本地人走了\n天亮了"]
    found = wordings(texts)
    assert ["".join(piece.text for piece in pieces) for pieces in found] == texts
    assert [pieces[-1] for pieces in found] == [Piece("游客来了", False), Piece("本地人走了\n天亮了", False)]
