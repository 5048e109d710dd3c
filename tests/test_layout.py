"""A text, its quotes and pictures -> paragraphs of text and marks, nested."""

from yulu.site.article.layout import Marked, lay_out


def quote(name, start, end):
    return {"name": name, "start": start, "end": end}


def shape(parts):
    """`["ab", ("q", "cd", ["cd"])]`: text as it is, a mark as name, how it begins and ends, and its parts."""
    return [
        part
        if isinstance(part, str)
        else (part.quote["name"], "[" * part.first + "]" * part.last, shape(part.parts))
        for part in parts
    ]


def shapes(text, *quotes):
    paragraphs, _ = lay_out(text, frozenset(), quotes, [])
    return [shape(paragraph.parts) for paragraph in paragraphs]


def all_text(parts):
    return "".join(part if isinstance(part, str) else all_text(part.parts) for part in parts)


def test_text_without_quotes_is_one_part():
    assert shapes("甲乙\n丙") == [["甲乙"], ["丙"]]


def test_a_quote_is_marked_where_it_stands():
    assert shapes("他说好。", quote("a", 2, 3)) == [["他说", ("a", "[]", ["好"]), "。"]]


def test_a_quote_inside_another_is_nested():
    inside, around = quote("inside", 2, 4), quote("around", 1, 5)
    assert shapes("一二三四五六", inside, around) == [
        ["一", ("around", "[]", ["二", ("inside", "[]", ["三四"]), "五"]), "六"]
    ]


def test_of_two_that_begin_together_the_longer_is_around_the_other():
    assert shapes("一二三", quote("short", 0, 1), quote("long", 0, 3)) == [
        [("long", "[]", [("short", "[]", ["一"]), "二三"])]
    ]


def test_adjacent_quotes_stay_apart():
    assert shapes("一二三四", quote("a", 0, 2), quote("b", 2, 4)) == [
        [("a", "[]", ["一二"]), ("b", "[]", ["三四"])]
    ]


def test_where_quotes_cross_the_later_one_is_cut():
    assert shapes("一二三四五", quote("a", 0, 3), quote("b", 2, 5)) == [
        [("a", "[]", ["一二", ("b", "[", ["三"])]), ("b", "]", ["四五"])]
    ]


def test_a_quote_over_paragraphs_has_a_piece_in_each():
    assert shapes("一二\n三\n四五", quote("a", 1, 6)) == [
        ["一", ("a", "[", ["二"])],
        [("a", "", ["三"])],
        [("a", "]", ["四"]), "五"],
    ]


def test_a_quote_is_listed_where_it_begins():
    a, b = quote("a", 1, 6), quote("b", 3, 4)
    paragraphs, _ = lay_out("一二\n三\n四五", frozenset(), [b, a], [])
    assert [[q["name"] for q in p.quotes] for p in paragraphs] == [["a"], ["b"], []]


def test_whatever_the_quotes_the_text_stays_the_same():
    text = "一二三四五六\n七八九十\n\n百"
    quotes = [quote(f"{a}-{b}", a, b) for a in range(len(text)) for b in range(a + 1, len(text) + 1)]
    paragraphs, _ = lay_out(text, frozenset(), quotes, [])
    assert "\n".join(all_text(p.parts) for p in paragraphs) == text


def test_a_mark_never_leaves_the_one_around_it():
    def check(parts):
        for part in parts:
            if isinstance(part, Marked):
                assert len(all_text(part.parts)) > 0
                check(part.parts)

    paragraphs, _ = lay_out("一二三四五六", frozenset(), [quote(n, n, n + 3) for n in range(4)], [])
    check(paragraphs[0].parts)


def test_headings_and_pictures_stand_where_the_article_has_them():
    images = [{"paragraph": n} for n in (0, 1, 2, 7)]
    paragraphs, closing = lay_out("一\n二", {1}, [], images)
    assert [(p.number, p.heading, p.images) for p in paragraphs] == [
        (0, False, (images[0],)),
        (1, True, (images[1],)),
    ]
    assert closing == images[2:]
