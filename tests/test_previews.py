"""Pictures that other sites show for a link to a quote, an article or a person."""

from io import BytesIO

import pytest
from asking import get, one, page
from PIL import Image

from yulu.site.preview import card
from yulu.site.preview.card import HEIGHT, MARGIN, WIDTH, Card, cut, fitting, font, png
from yulu.site.preview.cards import of_quote

pytestmark = pytest.mark.skipif(card.font_file() is None, reason="no font with Chinese characters here")
PAGES = {
    "/news/articles/{}": "select id from articles where title = '白鹭港新桥通车'",
    "/news/quotes/{}": "select id from quotes where text like '我们等这一天%'",
    "/people/港务局": "select 1",
}


@pytest.mark.parametrize("path", PAGES)
async def test_a_page_names_a_picture_of_the_size_that_others_ask_for(served, db, path):
    html = await page(served, path.format(one(db, PAGES[path])))
    [address] = [meta["content"] for meta in html.select("meta[property='og:image']")]
    response = await get(served, address.removeprefix("http://localhost"))
    assert response.headers["content-type"] == "image/png"
    picture = Image.open(BytesIO(response.content))
    assert picture.size == (WIDTH, HEIGHT) and len(picture.getcolors(100_000)) > 10


async def test_what_is_not_there_has_no_picture(served, monkeypatch, paths):
    for path in ("/preview/quotes/1.png", "/preview/outlets/1.png", "/preview/speakers/x.png"):
        await get(served, path, 404)
    monkeypatch.setattr("yulu.site.preview.card.FONTS", ())
    card.font_file.cache_clear()
    try:
        html = await page(served, paths["article"])
        assert not html.select("meta[property='og:image']")
    finally:
        card.font_file.cache_clear()


@pytest.mark.parametrize(
    "words", ["桥", "白鹭港新桥星期天通车" * 9, "白鹭港" * 200, "x" * 500, "", "\n\t 桥"]
)
def test_words_of_any_length_fit_into_the_card(words):
    size, lines = fitting(" ".join(words.split()))
    assert all(font(size).getlength(line) <= WIDTH - 2 * MARGIN for line in lines)
    assert len(lines) * size * card.SPACING <= HEIGHT - 165 - MARGIN
    assert png(Card(words, words, words)).startswith(b"\x89PNG")


def test_of_the_longest_words_no_more_is_looked_at_than_there_is_room_for():
    start, longest = (Card(piece * card.LONGEST, "", "") for piece in ("桥", "桥" * 10_000))
    assert png(longest) == png(start)
    narrow = fitting("i" * card.LONGEST)[1]
    assert narrow[-1].endswith("…") and len("".join(narrow)) < card.LONGEST


def test_a_line_is_cut_where_the_room_ends():
    assert cut("桥", 34, 100) == "桥" and cut("白鹭港新桥", 34, 100) == "白…"
    line = cut("i桥" * 300, 34, 1000)
    assert font(34).getlength(line) <= 1000 < font(34).getlength(line[:-1] + "i桥…")
    assert cut("桥", 34, 1) == "…"


def test_words_in_marks_are_shown_in_marks():
    row = {"text": "桥太贵了", "speaker": None, "outlet": "海湾日报", "day": None}
    assert of_quote({**row, "kind": "direct"}) == Card("“桥太贵了”", "", "海湾日报 · ")
    assert of_quote({**row, "kind": "indirect"}).words == "桥太贵了"
