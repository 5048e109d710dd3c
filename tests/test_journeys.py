"""Finding one's way in a real browser: with the mouse or the keyboard, with scripts or without."""

import csv
from urllib.parse import urljoin
from xml.etree import ElementTree

import pytest
from page_types import DESK, PHONE


@pytest.mark.parametrize("javascript", [True, False])
def test_the_search_box_finds_with_and_without_scripts(visit, javascript):
    page = visit("/", java_script_enabled=javascript)
    page.get_by_label("Search quotes, articles and captions").fill("氣候")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=*")
    assert {"气候", "氣候"} <= set(page.locator("mark.found").all_inner_texts())


def test_the_search_of_all_tables_leads_into_a_table_with_the_search_kept(visit):
    page = visit("/-/search?q=氣候")
    page.locator("#search-all-results h2 a").first.click()
    assert page.locator("#_search").input_value() == "氣候"


def test_the_first_stop_of_the_keyboard_skips_to_the_content(visit):
    page = visit("/news/quotes")
    page.keyboard.press("Tab")
    skip = page.locator("a.skip")
    assert skip.evaluate("e => e === document.activeElement")
    assert skip.bounding_box()["x"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_focus_is_visible(visit):
    page = visit("/")
    page.locator("#home-q").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_the_sql_editor_works_under_the_policy(visit):
    page = visit("/news?sql=select+1")
    assert page.locator(".CodeMirror").is_visible()
    page.get_by_role("button", name="Format SQL").click()
    assert page.locator(".CodeMirror-line").count() > 1
    assert page.complaints == []


def test_a_column_is_sorted_by_with_a_click(visit):
    page = visit("/news/speakers")
    page.locator("th.col-name a").click()
    page.wait_for_url("**_sort=name*")
    assert page.complaints == []


def test_a_table_is_counted_by_another_column_with_a_click(visit):
    page = visit("/news/quotes?_search=桥")
    page.get_by_text("Count by column").click()
    page.locator(".more-facets").get_by_text("cue", exact=True).click()
    page.locator("#facet-cue").wait_for()
    assert page.locator("#_search").input_value() == "桥"


def test_a_query_that_takes_too_long_is_told_so(visit):
    endless = "select+sum(length(a.text||b.text||c.text))+from+quotes+as+a,+quotes+as+b,+quotes+as+c"
    page = visit(f"/news?sql={endless}")
    assert "Ask for fewer rows with limit" in page.locator("main").inner_text()
    assert not [text for text in page.complaints if "Content Security Policy" in text]


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_what_somebody_said_of_something_in_a_month_and_who_quotes_it_directly(visit, width, db):
    page = visit("/quotes", width)
    page.get_by_label("Words, in simplified or traditional Chinese").fill("桥")
    page.locator("#search-speaker").fill("米勒")
    page.get_by_label("From").fill("2031-05")
    page.get_by_label("to", exact=True).fill("2031-05")
    page.get_by_role("search").get_by_role("button", name="Search").click()
    assert page.locator("#found").inner_text() == "2 found"
    page.locator("#filters").get_by_role("link", name="direct").click()
    outlets = page.locator("[aria-labelledby=by-outlet] a").all_inner_texts()
    assert sorted(outlets) == ["山城晚報", "海湾日报"]
    page.locator(".found-rows li").filter(has_text="海湾日报").locator("blockquote a").click()
    page.wait_for_url("**/news/quotes/*")
    assert "桥太贵了" in page.locator("main").inner_text()


def test_all_that_a_speaker_said_is_taken_away_as_a_spreadsheet(visit, db):
    page = visit("/people/港务局")
    with page.expect_download() as download:
        page.get_by_role("link", name="All quotes as CSV").click()
    with download.value.path().open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    told = "select id, day, outlet, kind, quote from quotes_in_full where speaker = '港务局' order by id desc"
    table = [(f"q{row['id']}", *tuple(row)[1:]) for row in db.execute(told)]
    assert [(r["id"], r["day"], r["outlet"], r["kind"], r["quote"]) for r in rows] == table and len(
        rows
    ) == 564


def test_a_speaker_is_followed_by_a_feed(visit):
    page = visit("/people/约翰·米勒")
    feed = page.get_by_role("link", name="Atom feed").first
    named = page.locator("link[rel=alternate][type='application/atom+xml']").get_attribute("href")
    assert urljoin(page.url, feed.get_attribute("href")) == urljoin(page.url, named)
    answer = page.request.get(urljoin(page.url, named))
    assert answer.headers["content-type"].startswith("application/atom+xml")
    entries = ElementTree.fromstring(answer.text()).findall("{*}entry")
    assert [entry.findtext("{*}updated") for entry in entries] == sorted(
        (entry.findtext("{*}updated") for entry in entries), reverse=True
    )
    page.goto(entries[0].find("{*}link").get("href"))
    assert "约翰·米勒" in page.locator("main").inner_text() and "/news/quotes/" in page.url


def test_a_bar_of_the_chart_leads_to_its_quotes(visit):
    page = visit("/people/港务局")
    bar = page.locator(".plot a").first
    count = bar.get_attribute("title").partition(": ")[2]
    bar.click()
    page.wait_for_url("**from=2031-04-01*")
    assert page.locator("#found").inner_text() == f"{count} found"


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_a_speaker_is_chosen_from_the_suggestions_with_the_keyboard(visit, width):
    page = visit("/search", width)
    box = page.get_by_label("Words, in simplified or traditional Chinese")
    box.press_sequentially("海平面 港")
    options = page.get_by_role("listbox", name="Speakers, outlets and tags").get_by_role("option")
    options.first.wait_for()
    assert box.get_attribute("aria-expanded") == "true"
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    box.press("ArrowDown")
    active = page.locator(f"#{box.get_attribute('aria-activedescendant')}")
    assert "港务局" in active.inner_text() and active.get_attribute("aria-selected") == "true"
    box.press("Enter")
    assert box.input_value() == "海平面 speaker:港务局 "
    assert box.get_attribute("aria-expanded") == "false" and not options.count()
    box.press("Enter")
    page.wait_for_url("**/search?q=*")
    assert page.locator("#found").inner_text() == "2 found"
    assert page.complaints == []


def test_escape_closes_the_suggestions_and_keeps_what_was_typed(visit):
    page = visit("/")
    box = page.get_by_label("Search quotes, articles and captions")
    box.press_sequentially("米")
    page.get_by_role("option").first.wait_for()
    box.press("Escape")
    assert box.input_value() == "米" and not page.get_by_role("option").count()
    box.press("ArrowDown")
    page.get_by_role("option").first.click()
    assert box.input_value() == "speaker:约翰·米勒 "


@pytest.mark.parametrize("javascript", [True, False])
def test_a_search_is_filtered_and_paged(visit, javascript):
    page = visit("/search?q=渡船", java_script_enabled=javascript)
    total = page.locator("#found").inner_text()
    page.locator("#filters").get_by_role("link", name="山城晚報").click()
    page.wait_for_url("**outlet=hill*")
    assert page.locator("#found").inner_text() != total
    first = page.locator(".found-rows li").first.inner_text()
    page.get_by_role("link", name="Next").click()
    page.wait_for_url("**page=2*")
    assert "Page 2 of" in page.locator(".paging").inner_text()
    assert page.locator(".found-rows li").first.inner_text() != first
    page.get_by_label("From").fill("2031-04-02")
    page.get_by_label("From").press("Enter")
    page.wait_for_url("**from=2031-04-02*")
    assert page.get_by_label("From").input_value() == "2031-04-02" and "outlet=hill" in page.url
    page.get_by_role("link", name="Remove all filters").click()
    page.wait_for_url(lambda url: "outlet" not in url)
    assert page.locator("#found").inner_text() == total


@pytest.mark.parametrize("javascript", [True, False])
def test_from_a_search_to_an_article_to_who_speaks_and_back(visit, javascript):
    page = visit("/", java_script_enabled=javascript)
    page.get_by_label("Search quotes, articles and captions").fill("桥")
    page.keyboard.press("Enter")
    page.locator("#filters").get_by_role("link", name="Quotes").click()
    page.wait_for_url("**type=quote*")
    page.locator("#filters").get_by_role("link", name="海湾日报").click()
    page.wait_for_url("**outlet=bay*")
    search, found = page.url, page.locator(".found-rows").inner_text()
    assert "type=quote" in search and page.locator("#filters .chosen").count() == 2
    page.locator(".found-rows .source a").first.click()
    page.wait_for_url("**/news/articles/*#q*")
    page.locator(".margin a.speaker", has_text="约翰·米勒").click()
    page.wait_for_url("**/people/*")
    assert page.locator("h1").inner_text() == "约翰·米勒"
    page.go_back()
    assert "/news/articles/" in page.url
    page.go_back()
    assert page.url == search and page.locator(".found-rows").inner_text() == found


@pytest.mark.parametrize("javascript", [True, False])
def test_the_keyboard_alone_searches_and_opens_a_find(visit, javascript):
    page = visit("/", java_script_enabled=javascript)
    tab_to(page, "#home-q")
    page.keyboard.type("新桥")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=*")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # past the header
    title = page.locator(".found-rows a").first.inner_text()
    tab_to(page, ".found-rows a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/news/articles/*")
    assert page.locator("h1").inner_text() == title


def tab_to(page, selector, most=20):
    """Presses Tab until the focus is on what a selector matches."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.locator(":focus").and_(page.locator(selector)).count():
            return
    raise AssertionError(f"{most} tabs do not lead to {selector}")


def test_chinese_once_chosen_is_spoken_on_the_pages_that_follow(visit):
    page = visit("/news/quotes")  # in English, which the browser may keep for a minute
    page.locator("header .site-name").click()
    page.get_by_role("link", name="中文").click()
    page.wait_for_url("**lang=zh*")
    page.locator("header nav").get_by_role("link", name="引语", exact=True).click()
    page.wait_for_url("**/quotes")
    assert page.locator("h1").inner_text() == "引语"
    page.locator("header nav").get_by_role("link", name="说话人", exact=True).click()
    page.wait_for_url("**/people")
    assert page.locator("h1").inner_text() == "说话人"
    page.get_by_role("link", name="林望舒").click()
    page.wait_for_url("**/people/*")
    assert page.locator("h1").inner_text() == "林望舒"
    page.get_by_role("combobox", name="搜索全部").press_sequentially("米")
    page.get_by_role("listbox", name="说话人、媒体与标签").get_by_text("说话人").first.wait_for()


@pytest.mark.parametrize("javascript", [True, False])
def test_two_outlets_are_compared_on_a_day(visit, javascript):
    page = visit("/compare", java_script_enabled=javascript)
    page.get_by_label("From").fill("2031-05-04")
    page.get_by_label("to", exact=True).fill("2031-05-04")
    page.get_by_label("Speaker, by any name").fill("米勒")
    page.keyboard.press("Enter")
    page.wait_for_url("**/compare?outlet=*&speaker=*&from=2031-05-04&to=2031-05-04")
    assert page.locator("#shown").inner_text() == "2031-05-04 · 约翰·米勒"
    assert page.locator(".cell blockquote").count() == 2
    page.get_by_role("checkbox", name="山城晚報").uncheck()
    page.get_by_role("button", name="Compare").click()
    page.wait_for_url("**/compare?outlet=bay&speaker=*")
    assert page.locator(".cell blockquote").all_inner_texts() == ["桥太贵了"]


@pytest.mark.parametrize("path", ["/compare", "/timeline"])
def test_a_box_for_a_speaker_takes_the_name_that_is_suggested(visit, path):
    page = visit(path, PHONE)
    box = page.get_by_label("Speaker, by any name")
    box.press_sequentially("mill")
    page.get_by_role("listbox", name="Speakers, outlets and tags").get_by_role("option").first.wait_for()
    box.press("ArrowDown")
    box.press("Enter")
    assert box.input_value() == "约翰·米勒"
    box.press("Enter")
    page.wait_for_url("**speaker=*")
    assert "约翰·米勒" in page.title() and page.complaints == []


@pytest.mark.parametrize("javascript", [True, False])
def test_a_story_leads_from_the_timeline_to_a_quote_at_its_source(visit, javascript):
    page = visit("/timeline?month=2031-05", PHONE, java_script_enabled=javascript)
    page.get_by_role("link", name="新橋通車 有人歡喜").click()
    page.wait_for_url("**/news/stories/*")
    assert page.locator(".headlines dd").count() == 2
    page.locator(".quoted-by li").filter(has_text="林望舒").get_by_role(
        "link", name="1 quote of 林望舒"
    ).click()
    page.wait_for_url("**/news/articles/*#q*")
    assert "我们等这一天等了九年。" in page.locator("mark:target").inner_text()
    page.locator(".margin li").filter(has_text="林望舒").get_by_role("link", name="direct").click()
    page.wait_for_url("**/news/quotes/*")
    assert page.get_by_role("link", name="Original article").get_attribute("href") == "https://bay.example/1"
