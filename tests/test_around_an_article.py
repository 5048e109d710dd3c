"""What the page of an article leads to: its parts, its data, its neighbours, others that report the same."""

import re
from copy import deepcopy

import pytest
from asking import article_id, get, one, page
from datasette.app import Datasette
from press import ATTACK


@pytest.fixture
def with_pictures(site, metadata):
    """The publication as it is when its publisher switches pictures on."""
    switched = deepcopy(metadata)
    switched["plugins"]["yulu"]["load_images"] = True
    return Datasette(config_dir=site, metadata=switched)


async def test_every_paragraph_and_every_quote_has_a_link_to_itself(served, db):
    html = await page(served, f"/news/articles/{article_id(db, '白鹭港新桥通车')}")
    links = html.select("a.permalink")
    assert [a["aria-label"] for a in links if a["href"].startswith("#p")] == [
        f"Link to paragraph {n}" for n in range(1, 6)
    ]
    assert {a["aria-label"] for a in links if a["href"].startswith("#n")} == {
        f"Link to quote {n}" for n in range(1, 8)
    }
    for a in links:
        assert a in html.find(id=a["href"][1:]).select("a")
        assert not a.get_text()  # the words of the article stay as they are


async def test_an_article_leads_to_its_neighbours_at_its_outlet_by_day(served, db):
    outlet = one(db, "select id from outlets where slug = 'bay'")
    articles = db.execute(
        "select id, title, day from articles where outlet_id = ? order by id", (outlet,)
    ).fetchall()
    for n in (0, 1, len(articles) // 2, len(articles) - 1):
        nav = (await page(served, f"/news/articles/{articles[n]['id']}")).select_one("nav.neighbours")
        found = {
            a["rel"][0]: (a["href"], a.get_text(), a.find_next("time").get_text()) for a in nav.select("a")
        }
        assert found == {
            rel: (f"/news/articles/{articles[m]['id']}", articles[m]["title"], articles[m]["day"])
            for rel, m in (("prev", n - 1), ("next", n + 1))
            if 0 <= m < len(articles)
        }


async def test_an_article_names_others_that_report_what_it_quotes(served, db):
    here, there = article_id(db, "白鹭港新桥通车"), article_id(db, "新橋通車 有人歡喜")
    quote = one(db, "select id from quotes where article_id = ? and text like '氣候變化%'", there)
    html = await page(served, f"/news/articles/{here}")
    (other,) = html.find("h2", string="Reported elsewhere").find_next("ul").select("li")
    assert other.get_text(" ", strip=True) == "新橋通車 有人歡喜 · 山城晚報 · 2031-05-04 · quotes 2"
    assert [a["href"] for a in other.select("a")] == [
        f"/news/articles/{there}#q{quote}",
        f"/news/statements/{one(db, 'select id from statements')}",
    ]
    alone = await page(served, f"/news/articles/{article_id(db, '第1班渡船')}")
    assert alone.find("h2", string="Reported elsewhere") is None


async def test_an_article_leads_to_its_data(served, db):
    number = article_id(db, "白鹭港新桥通车")
    html = await page(served, f"/news/articles/{number}")
    [quotes] = [a["href"] for a in html.article.header.select("a") if a.get_text() == "CSV"]
    assert len((await get(served, quotes)).text.splitlines()) == 8
    [row] = [a["href"] for a in html.select(".record a") if a.get_text() == "JSON"]
    assert (await get(served, f"{row}?_shape=array")).json()[0]["id"] == number


async def test_around_the_words_of_an_article_the_page_speaks_chinese(served, db):
    article = article_id(db, "白鹭港新桥通车")
    quote = one(db, "select id from quotes where text = '第二座桥将在三年后动工'")
    html = await page(served, f"/news/articles/{article}?lang=zh")
    text = html.article.get_text(" ", strip=True)
    for words in (
        "原文",
        "7条引语",
        "引用",
        "线型表示引语类型： 直接 、 部分 或 间接",
        "其他媒体的报道",
        "据 新华社",
    ):
        assert words in text, words
    assert html.find(id=f"q{quote}")["title"] == "间接引语，港务局 说"
    assert html.find(id=f"n{quote}").find_parent("ol")["lang"] == "zh-Hans"
    html = await page(served, f"/news/quotes/{quote}?lang=zh")
    assert "间接引语 · 由 新华社 转述" in html.article.get_text(" ", strip=True)
    english = re.compile(r"\b(?:quote|speaker|picture|link|copy|previous|next|article)s?\b", re.IGNORECASE)
    for hidden in html.select("pre"):
        hidden.decompose()
    assert not english.search(html.article.get_text())


# Pictures


async def test_pictures_stay_with_their_publishers_unless_they_are_switched_on(served, db):
    policy = "img-src 'self' data:;"
    for title in ("白鹭港新桥通车", "新橋通車 有人歡喜", ATTACK):
        response = await get(served, f"/news/articles/{article_id(db, title)}")
        assert "<img" not in response.text and policy in response.headers["content-security-policy"]


async def test_pictures_that_are_switched_on_are_shown_lazily_and_tell_nobody_who_reads(with_pictures, db):
    path = f"/news/articles/{article_id(db, '白鹭港新桥通车')}"
    policy = (await get(with_pictures, path)).headers["content-security-policy"]
    assert "img-src 'self' data: https:;" in policy and policy.count("https:") == 1
    images = (await page(with_pictures, path)).select("img")
    assert [(i["src"], i["alt"], i["loading"], i["referrerpolicy"], i.parent["href"]) for i in images] == [
        (src, alt, "lazy", "no-referrer", src)
        for src, alt in (
            ("https://bay.example/1.jpg", "新桥通车当天"),
            ("https://bay.example/3.jpg", "夜里的桥"),
        )
    ]


async def test_a_picture_that_is_not_encrypted_is_only_linked_to(with_pictures, db):
    figure = (await page(with_pictures, f"/news/articles/{article_id(db, '新橋通車 有人歡喜')}")).select_one(
        "figure"
    )
    assert figure.a["href"] == "http://hill.example/1.jpg" and figure.img is None


async def test_the_address_of_a_picture_cannot_leave_its_place(with_pictures, db):
    (image,) = (await page(with_pictures, f"/news/articles/{article_id(db, ATTACK)}")).select("img")
    assert image["src"] == 'https://bay.example/"><script>alert(3)</script>' and image["alt"] == ATTACK
