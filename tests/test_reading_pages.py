"""Reading an article and its quotes in a real browser: notes, marks, links and citations."""

import pytest
from page_types import DESK, PHONE


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


def test_an_attack_does_nothing(visit, paths):
    page = visit(paths["attack"])
    dialogs = []
    page.on("dialog", lambda dialog: dialogs.append(dialog.message) or dialog.dismiss())
    page.reload()
    assert dialogs == [] and page.complaints == []


def test_kinds_differ_in_their_line_and_not_in_colour(visit, paths):
    style = "e => [getComputedStyle(e).borderBottomStyle, getComputedStyle(e).borderBottomColor]"
    drawn = visit(paths["article"]).locator(".legend mark").evaluate_all(f"marks => marks.map({style})")
    assert [line for line, _ in drawn] == ["solid", "double", "dashed"]
    assert len({colour for _, colour in drawn}) == 1
