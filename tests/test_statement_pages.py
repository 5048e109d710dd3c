"""The pages that show how each outlet rendered the same words."""

from asking import get, one, page


async def test_the_page_of_a_quote_lists_the_other_renderings_of_the_same_words(served, db):
    here, there = (
        row[0] for row in db.execute("select quote_id from statement_quotes order by similarity desc")
    )
    html = await page(served, f"/news/quotes/{here}")
    (card,) = html.select("[aria-labelledby=renderings] .renderings > li")
    assert f"/news/quotes/{there}" in [a["href"] for a in card.select("a")] and "山城晚報" in card.get_text()
    assert [mark.get_text() for mark in card.select("mark.own")] == ["氣候變化使"]
    statement = one(db, "select id from statements")
    assert (
        html.select_one(f"a[href='/news/statements/{statement}']").get_text() == "All renderings side by side"
    )
    alone = one(db, "select id from quotes where text = '橋很美'")
    assert not (await page(served, f"/news/quotes/{alone}")).select("[aria-labelledby=renderings]")


async def test_the_page_of_a_statement_shows_how_each_outlet_rendered_it(served, db):
    html = await page(served, f"/news/statements/{one(db, 'select id from statements')}")
    assert html.h1.get_text() == "港务局: one statement, 2 renderings"
    assert "2 articles of 2 outlets · 2031-05-04" in html.main.get_text()
    renderings = html.select(".renderings > li")
    assert [li["class"] for li in renderings] == [["indirect"], ["indirect"]]
    assert [li.blockquote["lang"] for li in renderings] == ["zh-Hans", "zh-Hant"]
    for li, outlet, cue in zip(renderings, ("海湾日报", "山城晚報"), ("指出", "說"), strict=True):
        text = li.get_text(" ", strip=True)
        assert outlet in text and "2031-05-04" in text and cue in text
        for a in li.select("a"):
            await get(served, a["href"].partition("#")[0])
