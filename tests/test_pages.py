"""The pages in a real browser: on a phone and on a desk, by day and by night."""

import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from urllib.error import URLError
from urllib.request import urlopen

import pytest

CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine: apt install chromium")

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PHONE, DESK = 390, 1280

# The contrast of every visible text with what is behind it, where it is below WCAG AA.
LOW_CONTRAST = """() => {
    const channels = color => color.match(/[\\d.]+/g).map(Number);
    const luminance = ([r, g, b]) => [r, g, b].map(v => v / 255)
        .map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
        .reduce((sum, v, n) => sum + v * [0.2126, 0.7152, 0.0722][n], 0);
    const behind = element => {
        for (let e = element; e; e = e.parentElement) {
            const color = channels(getComputedStyle(e).backgroundColor);
            if (color.length === 3 || color[3] === 1) return color;
        }
        return matchMedia('(prefers-color-scheme: dark)').matches ? [0, 0, 0] : [255, 255, 255];
    };
    const low = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const element = walker.currentNode.parentElement;
        if (!walker.currentNode.data.trim() || !element.checkVisibility()
            || element.closest('.for-screen-readers, script, style')) continue;
        const style = getComputedStyle(element);
        const [a, b] = [luminance(channels(style.color)), luminance(behind(element))];
        const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
        const size = parseFloat(style.fontSize);
        const large = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
        if (ratio < (large ? 3 : 4.5))
            low.push([ratio, element.outerHTML]);
    }
    return low;
}"""


@pytest.fixture(scope="module")
def address(site):
    """A server of the publication, as `datasette serve .` starts it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "datasette", "serve", str(site), "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    for _ in range(300):
        try:
            urlopen(f"{url}/-/versions.json").close()
            break
        except URLError:
            assert server.poll() is None, "the server did not start"
            time.sleep(0.1)
    yield url
    server.terminate()
    server.wait()


@pytest.fixture(scope="module")
def browser():
    # Imported here: while it runs it holds an event loop, which asynchronous tests cannot share.
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield chromium
        chromium.close()


@pytest.fixture
def visit(browser, address):
    """Opens a page of the publication; what the browser complained about is in `complaints`."""
    contexts = []

    def open_page(path, width=DESK, scheme="light", **more):
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, base_url=address, **more
        )
        contexts.append(context)
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda message: page.complaints.append(message.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def paths(site):
    """One page of each type."""
    with sqlite3.connect(site / "news.db") as db:
        [article] = db.execute("select id from articles where title = '白鹭港新桥通车'").fetchone()
        [quote] = db.execute("select id from quotes where text like '我们等这一天%'").fetchone()
        [speaker] = db.execute("select id from speakers where name = '约翰·米勒'").fetchone()
        [attack] = db.execute("select id from articles where url like 'javascript:%'").fetchone()
        [outlet] = db.execute("select id from outlets where slug = 'bay'").fetchone()
        [statement] = db.execute("select id from statements").fetchone()
    return {
        "home": "/",
        "database": "/news",
        "quotes": "/news/quotes",
        "articles": "/news/articles",
        "images": "/news/images",
        "article": f"/news/articles/{article}",
        "attack": f"/news/articles/{attack}",
        "quote": f"/news/quotes/{quote}",
        "speaker": f"/news/speakers/{speaker}",
        "outlet": f"/news/outlets/{outlet}",
        "statement": f"/news/statements/{statement}",
        "people": "/people",
        "person": "/people/约翰·米勒",
        "much quoted": "/people/港务局",
        "no person": "/people/米尔",
        "data": "/data",
        "canned query": "/news/what_a_speaker_said?speaker=米勒",
        "own SQL": "/news?sql=select+id,+title,+url,+source_sha256+from+articles+limit+3",
        "search": "/search?q=氣候&outlet=bay",
        "no find": "/search?q=沒有這個&script=hant",
        "no search": "/search",
        "search of all tables": "/-/search?q=氣候",
    }


PAGES = (
    "home", "database", "quotes", "articles", "images", "article", "attack", "quote", "speaker", "outlet",
    "statement", "people", "person", "much quoted", "data",
    "canned query", "own SQL", "search", "no find", "no search", "search of all tables",
)  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [PHONE, DESK])
def test_a_page_fits_is_legible_and_gives_no_complaint(visit, paths, name, width, scheme):
    page = visit(paths[name], width, scheme)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(LOW_CONTRAST) == []
    assert page.complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_of_nobody_fits_and_is_legible(visit, paths, scheme):
    page = visit(paths["no person"], PHONE, scheme)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE
    assert page.evaluate(LOW_CONTRAST) == []
    assert [text for text in page.complaints if "404" not in text] == []


def test_a_number_in_the_text_leads_to_the_margin_and_back(visit, paths):
    page = visit(paths["article"])
    mark = page.locator(".text mark.direct").nth(1)
    identity = mark.get_attribute("id")
    mark.locator("a.number").click()
    assert page.url.endswith(f"#n{identity[1:]}")
    note = page.locator(f"#n{identity[1:]}")
    assert note.is_visible() and "米勒" in note.inner_text()
    note.locator("a.number").click()
    assert page.url.endswith(f"#{identity}")


@pytest.mark.parametrize("target", ["#p2", ".margin li", ".text mark.direct"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_an_address_leads_to_is_outlined(visit, paths, target, scheme):
    page = visit(paths["article"], scheme=scheme)
    outline = "e => getComputedStyle(e).outlineStyle"
    place = page.locator(target).first
    assert place.evaluate(outline) == "none"
    page.goto(f"{paths['article']}#{place.get_attribute('id')}")
    assert place.evaluate(outline) == "solid" and page.locator(":target").count() == 1


def test_a_permalink_appears_under_the_mouse_or_with_focus_and_stays_on_touch(visit, paths):
    opacity = "e => getComputedStyle(e).opacity"
    page = visit(paths["article"])
    for link in (page.get_by_label("Link to paragraph 3"), page.get_by_label("Link to quote 3")):
        assert link.evaluate(opacity) == "0"
        link.locator("xpath=..").hover()
        assert link.evaluate(opacity) == "1"
        page.mouse.move(0, 0)
        assert link.evaluate(opacity) == "0"
        link.focus()
        assert link.evaluate(opacity) == "1"
    page.get_by_label("Link to paragraph 3").press("Enter")
    assert page.url.endswith("#p2")
    touched = visit(paths["article"], PHONE, has_touch=True, is_mobile=True)
    assert set(touched.locator("a.permalink").evaluate_all(f"links => links.map({opacity})")) == {"1"}


@pytest.mark.parametrize("name", ["article", "quote"])
def test_a_citation_is_copied_with_a_button_which_says_so(visit, paths, name):
    page = visit(paths[name], PHONE, permissions=["clipboard-read", "clipboard-write"])
    page.locator("details.cite summary").click()
    for ending, form in (("txt", "Plain text"), ("bib", "BibTeX"), ("json", "CSL-JSON")):
        button = page.get_by_role("button", name=f"Copy: {form}")
        button.click()
        status = button.locator("xpath=..").get_by_role("status")
        status.get_by_text("copied", exact=True).wait_for()
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied == page.locator(f"#cite-{ending}").text_content() and copied
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject() }")
    button.click()
    status.get_by_text("could not be copied").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE
    assert page.complaints == []


def test_a_citation_is_read_without_scripts(visit, paths):
    page = visit(paths["quote"], java_script_enabled=False)
    page.locator("details.cite summary").click()
    assert "@online{" in page.locator("#cite-bib").inner_text()
    assert page.get_by_role("button", name="Copy").count() == 0


def test_notes_stand_beside_the_text_on_a_desk_and_below_it_on_a_phone(visit, paths):
    def boxes(width):
        page = visit(paths["article"], width)
        return page.locator("#p2").bounding_box(), page.locator("#p2 + .margin").bounding_box()

    text, notes = boxes(DESK)
    assert notes["x"] > text["x"] + text["width"] and notes["y"] < text["y"] + text["height"]
    text, notes = boxes(PHONE)
    assert notes["y"] >= text["y"] + text["height"] - 8


def test_the_kinds_of_quotes_differ_by_their_lines(visit, paths):
    page = visit(paths["article"])
    styles = [
        page.locator(f".text mark.{kind}").first.evaluate("e => getComputedStyle(e).borderBottomStyle")
        for kind in ("direct", "partial", "indirect")
    ]
    assert styles == ["solid", "double", "dashed"]


def test_a_quote_leads_to_its_place_in_the_article(visit, paths):
    page = visit(paths["quote"], PHONE)
    page.locator(".one-quote .source a").first.click()
    mark = page.locator(page.url[page.url.index("#") :])
    assert "我们等这一天" in mark.inner_text()
    box = mark.bounding_box()
    assert 0 <= box["y"] < 900


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


def test_an_attack_does_nothing(visit, paths):
    page = visit(paths["attack"])
    dialogs = []
    page.on("dialog", lambda dialog: dialogs.append(dialog.message) or dialog.dismiss())
    page.reload()
    assert dialogs == [] and page.complaints == []


def test_the_sql_editor_works_under_the_policy(visit):
    page = visit("/news?sql=select+1")
    assert page.locator(".CodeMirror").is_visible()
    page.get_by_role("button", name="Format SQL").click()
    assert page.locator(".CodeMirror-line").count() > 1
    assert page.complaints == []


def test_the_menu_of_a_column_works_under_the_policy(visit):
    page = visit("/news/speakers")
    page.locator("th[data-column=name] svg").click()
    page.locator(".dropdown-menu .dropdown-sort-desc").click()
    page.wait_for_url("**_sort_desc=name*")
    assert page.complaints == []


def test_a_table_is_counted_by_another_column_with_a_click(visit):
    page = visit("/news/quotes?_search=桥")
    page.locator(".more-facets").get_by_text("cue", exact=True).click()
    page.locator("#facet-cue").wait_for()
    assert page.locator("#_search").input_value() == "桥"


def test_a_query_that_takes_too_long_is_told_so(visit):
    endless = "with+recursive+n(i)+as+(select+1+union+all+select+i+from+n)+select+count(*)+from+n"
    page = visit(f"/news?sql={endless}&_timelimit=50")
    assert "took too long" in page.locator("main").inner_text()
    assert not [text for text in page.complaints if "Content Security Policy" in text]


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
