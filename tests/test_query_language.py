"""The language of the search page: operators, fields, and what is read literally."""

import pytest

from yulu.site.filters import Filters, ids_from, ids_to
from yulu.site.search.names import Names
from yulu.site.search.query import match_expression, parse


@pytest.mark.parametrize(
    ("typed", "expression"),
    [
        ("甲 -乙", '(("甲") NOT ("乙"))'),
        ("-乙 甲", '(("甲") NOT ("乙"))'),
        ("甲 －乙", '(("甲") NOT ("乙"))'),
        ("甲 AND NOT 乙", '(("甲") NOT ("乙"))'),
        ('甲 -"乙 丙" NOT 丁', '(("甲") NOT ("乙 丙" OR "丁"))'),
        ("约翰-克里", '("约 翰 - 克 里")'),
        ('"甲乙"*', '("甲 乙" *)'),
        ("甲 OR 甲", '("甲")'),
        ("甲 OR NOT 乙", '("甲" AND "or" AND "not" AND "乙")'),
        ("-甲 OR 乙", '("甲" AND "or" AND "乙")'),
        ("text:甲", '("text: 甲")'),
        ("speaker:", '("speaker:")'),
    ],
)
def test_operators(typed, expression):
    query = parse(typed)
    assert query.expression() == expression and not query.filters
    assert query.literal == (typed in ("甲 OR NOT 乙", "-甲 OR 乙"))


@pytest.mark.parametrize("typed", ['-甲 -"乙 丙"', 'NOT 甲 NOT "乙 丙"', '-甲 -"乙 丙" outlet:rfi -甲'])
def test_nothing_but_unwanted_words_asks_for_all_the_rest(typed):
    query = parse(typed)
    assert query.expression() is None and query.excluded() == '"甲" OR "乙 丙"'
    assert parse("丁 -甲").excluded() is None
    assert match_expression("-甲") == '("甲")'  # the search box of a table, where FTS5 has no such query


@pytest.mark.parametrize(
    ("typed", "words", "filters"),
    [
        ("speaker:王毅 气候", '("气 候")', [("speaker", "王毅")]),
        ("气候 Speaker：王毅", '("气 候")', [("speaker", "王毅")]),
        ('speaker:"John Kerry" outlet:rfi', None, [("speaker", "John Kerry"), ("outlet", "rfi")]),
        ("說話人:王毅 媒體:rfi", None, [("speaker", "王毅"), ("outlet", "rfi")]),
        ("from:2024-05 to:2024-12-31 甲", '("甲")', [("from", "2024-05"), ("to", "2024-12-31")]),
        ("-speaker:王毅 甲", '(("甲") NOT ("王 毅"))', []),
        ('speaker:"" 甲', '("甲")', []),
    ],
)
def test_fields(typed, words, filters):
    query = parse(typed)
    assert query.expression() == words
    assert [(f.field, f.value) for f in query.filters] == filters


def test_in_the_search_box_of_a_table_the_value_of_a_field_is_a_word():
    assert match_expression("speaker:王毅 气候") == '("王 毅" AND "气 候")'


def test_a_query_that_is_too_long_is_cut_between_its_words():
    for length in range(4, 9):
        query = parse("长" * length + " OR 甲乙" * 200)
        assert not query.literal and len(query.alternatives) > 60


def filters(**arguments):
    return Filters.of(lambda name: [arguments[name]] if name in arguments else [])


def test_a_request_takes_whatever_stands_in_the_address():
    odd = filters(q="甲", page="-1", size="9" * 5000, sort="?", to="yesterday", **{"from": "2024-13"})
    assert (odd.page, odd.size, odd.newest, odd.chosen) == (1, 1000, False, (("from", "2024-13"),))
    assert filters(page="x", size="0").size == 1


def test_an_address_leads_back_to_the_same_request():
    one = Filters("甲 OR 乙", (("outlet", "bay"), ("outlet", "hill"), ("from", "2024")), True, 3, 50)
    values = {}
    for pair in one.query_string().split("&"):
        name, _, value = pair.partition("=")
        values.setdefault(name, []).append(value.replace("+", " "))
    values["q"] = ["甲 OR 乙"]
    assert Filters.of(lambda name: values.get(name, [])) == one


def test_a_filter_can_be_taken_away_wherever_it_stands():
    one = Filters('气候 speaker:"John Miller" kind:direct', (("outlet", "bay"), ("kind", "partial")))
    assert one.without("kind") == Filters('气候 speaker:"John Miller"', (("outlet", "bay"),))
    assert one.without() == Filters("气候")
    assert one.toggled("outlet", "bay").chosen == (("kind", "partial"),)


def test_a_day_a_month_and_a_year_are_ranges_of_ids():
    assert (ids_from("2031-05-04"), ids_to("2031-05-04")) == (2031050400000000, 2031050499999999)
    assert ids_from("2031-05") < ids_from("2031-05-01") and ids_to("2031-05") > ids_to("2031-05-31")
    assert ids_from("2031") < ids_from("2031-01") and ids_to("2031") > ids_to("2031-12")


NAMES = Names(
    [
        ("speaker", 1, "约翰·米勒", "约翰·米勒", "约翰·米勒", 5),
        ("speaker", 1, "John Miller", "约翰·米勒", "约翰·米勒", 5),
        ("speaker", 2, "米勒", "米勒", "米勒", 1),
        ("speaker", 3, "米勒家", "米勒家", "米勒家", 9),
        ("outlet", 4, "山城晚報", "hill", "山城晚報", 7),
    ]
)


@pytest.mark.parametrize(
    ("field", "value", "ids"),
    [
        ("speaker", "約翰-米勒", [1]),
        ("speaker", "ＪＯＨＮ miller", [1]),
        ("speaker", "米勒", [2]),
        ("speaker", "勒", [3, 1, 2]),
        ("speaker", "没有", []),
        ("speaker", "·", []),
        ("outlet", "山城晚报", [4]),
    ],
)
def test_a_name_is_found_in_any_script_width_case_and_punctuation(field, value, ids):
    assert NAMES.ids(field, value) == ids


def test_suggestions_are_the_name_itself_then_what_begins_so_then_the_most_quoted():
    assert [name.id for name in NAMES.suggest("米勒")] == [2, 3, 1]
    assert [name.id for name in NAMES.suggest("山城", "speaker")] == []
    assert NAMES.suggest("，") == []
