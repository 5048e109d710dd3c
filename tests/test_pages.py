"""Every type of page in a real browser: on a phone and on a desk, by day and by night, in both languages."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from page_types import DESK, NOT_FOUND, PAGES, PHONE

TALLEST = 12_000  # pixels of a first view


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(("width", "scheme", "locale"), [(DESK, "light", "en-US"), (PHONE, "dark", "zh-CN")])
def test_a_page_fits_is_accessible_and_gives_no_complaint(visit, paths, name, width, scheme, locale):
    page = visit(paths[name], width, scheme, locale=locale)
    assert barriers(page) == []
    for other in (DESK, PHONE):
        page.set_viewport_size({"width": other, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= other
    assert page.evaluate("document.documentElement.scrollHeight") < TALLEST  # on a phone
    assert [text for text in page.complaints if not (name in NOT_FOUND and "404" in text)] == []


def barriers(page):
    """What axe-core finds that keeps readers out or holds them up."""
    return [
        (violation["id"], [node["html"] for node in violation["nodes"]])
        for violation in Axe().run(page).response["violations"]
        if violation["impact"] in ("serious", "critical")
    ]
