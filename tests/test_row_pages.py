"""The pages of an article, a quote and a speaker; and what an article may not do to them."""

from urllib.parse import quote as quoted

import press
from asking import article_id, get, one, page
from conftest import configured
from datasette.app import Datasette

from yulu.build import build


async def test_an_article_shows_its_facts_its_headings_and_its_pictures(served, db):
    article = (await page(served, f"/news/articles/{article_id(db, '白鹭港新桥通车')}")).select_one("article")
    assert article["lang"] == "zh-Hans"
    head = article.header.get_text(" ", strip=True)
    for fact in (
        "海湾日报",
        "2031-05-04",
        "2031-05-04 02:30:00 UTC",
        "记者 周小满",
        "白鹭港",
        "7 quotes",
        "#桥梁",
    ):
        assert fact in head, fact
    original = article.find("a", string="Original article")
    assert original["href"] == "https://bay.example/1" and original["rel"] == [
        "nofollow",
        "noopener",
        "noreferrer",
    ]
    assert [(p.name, p["id"]) for p in article.select(".text")] == [
        ("p", "p0"), ("h2", "p1"), ("p", "p2"), ("p", "p3"), ("p", "p4"),
    ]  # fmt: skip
    captions = [f.get_text(" ", strip=True) for f in article.select("figure")]
    assert captions == [
        "Picture 1 at the publisher 新桥通车当天 林小雨摄",
        "Picture 2 气候变化下的海岸",
        "Picture 3 at the publisher 夜里的桥",
    ]
    assert article.select("img") == []  # pictures stay with their publishers
    assert article.select("figure")[-1].find_previous(class_="text")["id"] == "p4"


async def test_every_quote_is_marked_in_the_text_and_listed_beside_it(served, db):
    number = article_id(db, "白鹭港新桥通车")
    html = await page(served, f"/news/articles/{number}")
    quotes = db.execute(
        """select quotes.*, speakers.name as speaker
        from quotes join speakers on speakers.id = quotes.speaker_id where article_id = ?""",
        (number,),
    ).fetchall()
    assert len(quotes) == 7
    for quote in quotes:
        mark = html.find(id=f"q{quote['id']}")
        assert quote["kind"] in mark["class"]
        for hidden in mark.select(".for-screen-readers, a.number"):
            hidden.extract()
        assert mark.get_text() == quote["text"]
        note = html.find(id=f"n{quote['id']}")
        assert note.select_one("a.number")["href"] == f"#q{quote['id']}"
        assert note.select_one("a.kind")["href"] == f"/news/quotes/{quote['id']}"
        assert note.select_one("a.speaker")["href"] == f"/people/{quoted(quote['speaker'])}"


async def test_a_quote_inside_another_is_marked_inside_it(served, db):
    html = await page(served, f"/news/articles/{article_id(db, '白鹭港新桥通车')}")
    assert [mark["class"][1] for mark in html.select(".text mark mark")] == ["partial"]
    assert "indirect" in html.select_one(".text mark mark").parent["class"]


async def test_a_mark_says_who_speaks_to_eyes_and_ears(served, db):
    html = await page(served, f"/news/articles/{article_id(db, '白鹭港新桥通车')}")
    quote = one(db, "select id from quotes where cue = '声称'")
    mark = html.find(id=f"q{quote}")
    assert mark["title"] == "direct quote, 约翰·米勒 声称"
    assert mark.select_one(".for-screen-readers").get_text() == "[direct quote, 约翰·米勒 声称: "


async def test_a_quote_over_two_paragraphs_is_marked_in_both_with_one_anchor(served, db):
    html = await page(served, f"/news/articles/{article_id(db, '新橋通車 有人歡喜')}")
    assert html.select_one("article")["lang"] == "zh-Hant"
    pieces = html.select(".text mark.direct")
    assert [piece.find_parent(class_="text")["id"] for piece in pieces] == ["p0", "p1"]
    assert [piece.has_attr("id") for piece in pieces] == [True, False]


async def test_an_unknown_speaker_is_called_unknown(served, db):
    html = await page(served, f"/news/articles/{article_id(db, '新橋通車 有人歡喜')}")
    note = html.find(id=f"n{one(db, 'select id from quotes where text = ?', '橋很美')}")
    assert "speaker unknown" in note.get_text() and note.select_one("a.speaker") is None


async def test_the_page_of_a_quote_shows_it_in_its_place(served, db):
    quote = db.execute("select * from quotes where text like '這座橋%'").fetchone()
    html = await page(served, f"/news/quotes/{quote['id']}")
    article = html.select_one("article")
    assert article.blockquote.get_text() == quote["text"].replace("\n", "")
    assert article.select_one("h1 a")["href"] == f"/people/{quoted('约翰·米勒')}"
    assert [len(p.select("mark")) for p in article.select(".context")] == [1, 1]
    assert article.select_one(".source a")["href"] == f"/news/articles/{quote['article_id']}#q{quote['id']}"


async def test_the_page_of_a_speaker_shows_names_and_latest_quotes(served, db):
    html = await page(served, "/people/约翰·米勒")
    text = html.main.get_text(" ", strip=True)
    for fact in ("约翰·米勒", "person", "John Miller", "Also written 米勒"):
        assert fact in text, fact
    assert len(html.select(".found-rows > li")) == 2
    for a in html.select("main a[href^='/news']"):
        await get(served, a["href"].partition("#")[0])


async def test_the_record_itself_is_below_every_page(served, db):
    for table in ("articles", "quotes", "speakers", "outlets", "images"):
        number = one(db, f"select id from {table} order by id desc")
        html = await page(served, f"/news/{table}/{number}")
        columns = [row["name"] for row in db.execute(f"pragma table_info({table})")]
        assert [th.get_text() for th in html.select(".record-table th")] == columns


# What an article may say, and may not do


async def test_an_article_cannot_bring_markup_or_scripts_into_any_page(served, db):
    article = article_id(db, press.ATTACK)
    quote = one(db, "select id from quotes where article_id = ?", article)
    image = one(db, "select id from images where article_id = ?", article)
    paths = [
        "/",
        "/-/search?q=alert",
        f"/news/articles/{article}",
        f"/news/quotes/{quote}",
        f"/news/images/{image}",
        "/news/articles?_size=50",
        "/quotes?q=script",
        "/search?q=type:caption",
        f"/-/search?q={press.ATTACK}",
        f"/news/quotes?_search={press.ATTACK}",
        f"/people?q={press.ATTACK}",
    ]
    for path in paths:
        html = await page(served, path)
        scripts = html.select('script:not([type="application/ld+json"])')
        assert not [s for s in scripts if "alert" in (s.string or "")], path
        assert not html.select("img, [onerror]"), path
        assert not [a for a in html.select("[href]") if a["href"].startswith("javascript:")], path


async def test_the_words_of_an_attack_are_shown_as_words(served, db):
    html = await page(served, f"/news/articles/{article_id(db, press.ATTACK)}")
    assert html.h1.get_text() == press.ATTACK
    assert html.find(id="p0").get_text() == press.ATTACK
    assert "</mark></p><script>alert(2)</script>" in html.find(id="p1").get_text()
    assert "{{ 7*7 }}" in html.find(id="p1").get_text()
    assert html.find("a", string="Original article") is None


async def test_an_article_shows_what_its_versions_changed(tmp_path):
    head = "<!--{time}000-->\n[{title}](https://www.chenxing.example/realtime/story20260504-7)\n------\n\n"
    story = (
        "<p>渡轮周一清晨在水道停航，港务局正在调查原因。</p><p>船上{fate}，乘客已经全部上岸，没有人受伤。</p>"
    )
    (tmp_path / "in").mkdir()
    (tmp_path / "site").mkdir()
    for n, fate in enumerate(["两人失踪", "两人获救"]):
        text = head.format(time=1777860000 + 3600 * n, title="渡轮停航") + story.format(fate=fate)
        (tmp_path / "in" / f"{n}.md").write_text(text, encoding="utf-8")
    site = configured(tmp_path / "site")
    build([tmp_path / "in"], site / "news.db", jobs=1, progress=False)
    datasette = Datasette(config_dir=site)
    (article,) = (await datasette.client.get("/news/articles.json?_shape=array")).json()
    changed = (await page(datasette, f"/news/articles/{article['id']}")).select_one(".versions details p")
    assert [(piece.name, piece.text) for piece in changed.find_all(True)] == [
        ("del", "失踪"),
        ("ins", "获救"),
    ]
