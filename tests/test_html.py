"""Every page is the HTML that it means to be, and names what it refers to, in both languages."""

import html5lib
import pytest
from page_types import NOT_FOUND, PAGES

REFERENCES = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "aria-activedescendant")

# In addresses that Datasette writes: html5lib keeps to a rule that HTML has given up.
AMPERSAND = "expected-named-entity"


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", PAGES)
async def test_a_page_is_valid_and_refers_to_what_is_there(served, paths, name, language):
    response = await served.client.get(paths[name], headers={"accept-language": language})
    assert response.status_code == (404 if name in NOT_FOUND else 200)
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree = parser.parse(response.text)
    # Links in links, unclosed and misplaced elements, attributes given twice, and whatever else is no HTML.
    assert [error for error in parser.errors if error[1] != AMPERSAND] == []
    identities = [element.get("id") for element in tree.iter() if element.get("id")]
    assert len(identities) == len(set(identities))
    referred = {i for e in tree.iter() for name in REFERENCES for i in (e.get(name) or "").split()}
    referred |= {e.get("href")[1:] for e in tree.iter("a") if (e.get("href") or "").startswith("#")}
    assert referred <= set(identities)
    assert [e.get("name") for e in controls(tree) if not labelled(e, tree)] == []


def controls(tree):
    for element in tree.iter():
        if element.tag in ("input", "select", "textarea") and element.get("type") not in ("hidden", "submit"):
            yield element


def labelled(control, tree):
    labels = list(tree.iter("label"))
    around = any(control in list(label.iter()) for label in labels)
    return control.get("aria-label") or around or control.get("id") in {label.get("for") for label in labels}
