"""Articles on one event within a few days are one story, whatever outlet and script they are in."""

import pytest

from yulu.corpus import stories
from yulu.corpus.beginnings import Beginning, column, words
from yulu.corpus.stories import find, unnumbered

BRIDGE = "白鹭港 新桥 通车 林望舒 工程师 九年 海平面 桥面 渡船 停航"
FLOOD = "青石河 洪水 决堤 撤离 村民 沙袋 水位 救援 民兵 帐篷"


def told(key, text, day=100, outlet="bay", title=None):
    """An article that begins with these words."""
    columns = tuple(column(word) for word in text.split())
    return Beginning(key, outlet, day, title or key, columns)


def noise():
    """What else is in the news of the days around: every article of its own."""
    return [told(f"n{n}", " ".join(f"词{n}之{m}" for m in range(8)), day=90 + n % 20) for n in range(60)]


def grouped(*articles):
    return [set(story.articles) for story in find([*articles, *noise()])]


def test_two_outlets_on_one_event_are_a_story():
    story, *others = find([told("a", BRIDGE), told("b", BRIDGE + " 市长", day=101, outlet="hill"), *noise()])
    assert not others
    assert (story.articles, story.outlets) == (("a", "b"), 2)
    assert (story.day, story.last_day) == ("0001-04-10", "0001-04-11")


def test_different_events_are_different_stories():
    flood = [told("c", FLOOD), told("d", FLOOD + " 市长", outlet="hill")]
    assert grouped(told("a", BRIDGE), told("b", BRIDGE, outlet="hill"), *flood) == [{"a", "b"}, {"c", "d"}]


def test_what_only_one_article_tells_is_no_story():
    assert grouped(told("a", BRIDGE)) == []


@pytest.mark.parametrize(("days", "stories"), [((100, 102), 1), ((100, 103), 0), ((100, 102, 103, 105), 1)])
def test_a_story_ends_after_days_without_an_article_and_is_not_longer_than_a_few(days, stories):
    found = grouped(*(told(f"a{day}", BRIDGE, day=day, outlet=f"o{day}") for day in days))
    assert len(found) == stories and "a105" not in set().union(*found)


def test_the_report_of_another_day_is_another_story():
    first, second = "疫情：新增12例", "疫情：新增7例"
    same = [told("a", BRIDGE, title=first), told("b", BRIDGE, day=101, title=second)]
    assert grouped(*same) == []
    assert grouped(same[0], told("b", BRIDGE, day=101, title=second, outlet="hill")) == [{"a", "b"}]
    assert unnumbered(first) == unnumbered(second)


def test_the_order_of_the_articles_does_not_matter():
    articles = [told("a", BRIDGE), told("b", BRIDGE, day=101), told("c", FLOOD), told("d", FLOOD, day=102)]
    assert len({tuple(find([*order, *noise()])) for order in (articles, articles[::-1])}) == 1


def test_a_story_is_called_as_the_headline_most_like_all():
    titles = ["新桥通车了", "白鹭港新桥通车", "白鷺港新橋通車 有人歡喜"]
    [story] = find([told(f"a{n}", BRIDGE, title=title) for n, title in enumerate(titles)] + noise())
    assert story.title == "白鹭港新桥通车"


def test_days_far_away_change_nothing():
    near = [told("a", BRIDGE), told("b", BRIDGE, outlet="hill"), *noise()]
    far = [told(f"f{n}", BRIDGE, day=100 + stories.AROUND + 30 + n, outlet=f"o{n}") for n in range(3)]
    assert find(near) == [story for story in find(near + far) if "a" in story.articles]


def test_nothing_is_no_story():
    assert find([]) == [] and find([told("a", "")]) == []


def test_script_and_numbers_do_not_matter(tmp_path):
    from pages import loaded, page

    html = "<p>{}</p>"
    simple = loaded(tmp_path, page(html.format("白鹭港的新桥通车了，共有12人到场。"), title="新桥通车"))
    other = loaded(tmp_path, page(html.format("白鷺港的新橋通車了，共有99人到場。"), title="新橋通車"))
    assert words(simple) == words(other) != b""
