"""The page of a story: who told of it under which headline, whom they quote, and how they word it."""

from asking import get, one, page


async def test_a_story_has_the_headlines_of_each_outlet(served, db, paths):
    html = await page(served, paths["story"])
    assert html.h1.get_text() == "新橋通車 有人歡喜"
    assert "2 articles of 2 outlets · 10 quotes · 2031-05-04" in html.article.get_text(" ", strip=True)
    outlets = [dt.get_text() for dt in html.select(".headlines dt")]
    headlines = [dd.a.get_text() for dd in html.select(".headlines dd")]
    assert dict(zip(outlets, headlines, strict=True)) == {
        "海湾日报": "白鹭港新桥通车",
        "山城晚報": "新橋通車 有人歡喜",
    }
    for a in html.select("main a[href^='/news'], main a[href^='/people']"):
        await get(served, a["href"].partition("#")[0])


async def test_it_tells_who_is_quoted_by_whom_and_by_whom_not(served, db, paths):
    html = await page(served, paths["story"])
    quoted = {
        li.select_one(".speaker").get_text(): (
            {by.span.get_text(): int(by.a.get_text()) for by in li.select(".by")},
            getattr(li.select_one(".not-by"), "text", None),
        )
        for li in html.select(".quoted-by li")
    }
    assert quoted["港务局"] == ({"海湾日报": 3, "山城晚報": 1}, None)
    assert quoted["林望舒"] == ({"海湾日报": 1}, "not by 山城晚報") and "知情人士" not in quoted
    first = html.select_one(".quoted-by .by a")["href"]
    address, _, place = first.partition("#")
    assert (await page(served, address)).find(id=place)


async def test_what_both_outlets_quote_stands_side_by_side_with_its_own_words_marked(served, paths):
    html = await page(served, paths["story"])
    texts = [quote.get_text() for quote in html.select(".renderings blockquote")]
    assert texts == ["海平面上升“比预想的快”，所以桥面抬高了两米", "氣候變化使海平面上升"]
    own = [[mark.get_text() for mark in li.select("mark.own")] for li in html.select(".renderings > li")]
    assert own[1] == ["氣候變化使"] and "海平面" not in "".join(own[0])


async def test_the_page_of_an_article_leads_to_its_story(served, db, paths):
    html = await page(served, paths["article"])
    [link] = [a for a in html.article.header.select("a") if a["href"] == paths["story"]]
    assert link.get_text() == "2 articles on this"
    alone = one(db, "select id from articles where title = '第1班渡船'")
    assert not (await page(served, f"/news/articles/{alone}")).select("a[href^='/news/stories']")
