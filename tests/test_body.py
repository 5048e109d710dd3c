"""The text of an article is its paragraphs: without the furniture of the page, and with nothing lost."""

import pytest
from pages import FOOTER, read

from yulu.text.characters import tidy


@pytest.mark.parametrize(
    ("html", "paragraphs"),
    [
        ("<p>一。</p><p>二。</p>", ("一。", "二。")),
        ("<div>一。</div><div>&nbsp;</div><div>二。</div>", ("一。", "二。")),
        ("一。<br/> <br/>二。", ("一。", "二。")),
        ("<p>一。<br>二。</p>", ("一。", "二。")),
        ("<p>桥<span><span>通<b>车</b></span></span>了。</p>", ("桥通车了。",)),
        ("<ul><li>一。</li><li>二。</li></ul>", ("一。", "二。")),
        ("<li>一。</li><li>二。</li>", ("一。", "二。")),
        (
            "<table><tr><td>东岸</td><td>西岸</td></tr><tr><td>1</td><td>2</td></tr></table>",
            ("东岸 西岸", "1 2"),
        ),
        ("<div><p>一。</div></div></div><p>二。</p>", ("一。", "二。")),  # text after the root was closed
        ("<p>一。<blockquote>二。</blockquote>三。", ("一。", "二。", "三。")),
        ("一。", ("一。",)),
        ("一。\n\n二。\n", ("一。", "二。")),
        ("<p>\n   桥通车\n   <a href='x'>了</a>\n   。\n</p>", ("桥通车了。",)),  # printed over several lines
        (
            "<p>市长宣布大桥今天上午十点钟正式通车当天就有数以万计的居民步行过桥并且在桥上合影留念大家都很<br>高兴。</p>",
            (
                "市长宣布大桥今天上午十点钟正式通车当天就有数以万计的居民步行过桥并且在桥上合影留念大家都很高兴。",
            ),
        ),
    ],
)
def test_every_block_is_a_paragraph(html: str, paragraphs: tuple[str, ...]) -> None:
    assert read(html).paragraphs == paragraphs


@pytest.mark.parametrize(
    ("written", "published"),
    [
        ("桥\u3000通\u00a0车\r\n了", "桥 通 车 了"),
        ("桥\u200b通\ufeff车\u00ad了", "桥通车了"),
        ("移⺠、⽔桥", "移民、水桥"),
        ("张三丶李四", "张三、李四"),
        ("e\u0301cole", "école"),
        ("“Ａ，１２”", "“Ａ，１２”"),  # width is a matter of the index
    ],
)
def test_characters_have_one_form_and_keep_their_width(written: str, published: str) -> None:
    assert tidy(written) == published


@pytest.mark.parametrize(
    "furniture",
    [
        FOOTER,
        "<script>DV.load('桥');</script>",
        "<style>.桥{}</style>",
        "<noscript><a href='x'>桥.pdf</a></noscript>",
        "<iframe src='x'>桥</iframe>",
        '<section id="imu"><div id="dfp-ad-imu1">桥</div></section>',
        '<div class="o-ads in-article-advert">桥</div>',
        '<div class="moreArticle">延伸阅读<a href="x">桥</a></div>',
        "<div>分享 :</div>",
        "<p>© 2020 AFP</p>",
        "<p>https://example.org/bridge</p>",
        "<p>延伸阅读：桥</p>",
        "<button>继续浏览后续</button>",
        '<ul><li><a href="x">旧桥拆了</a></li><li><b><a href="y">新桥要建</a></b></li></ul>',
        "<p>&nbsp;</p>",
        '<p style="display:none">桥</p>',
        "<!-- 桥 -->",
        "<div data-selfpromo-app><p>下载</p></div>",
        "<h1>桥通车了</h1>",
    ],
)
def test_the_furniture_of_a_page_is_not_text(furniture: str) -> None:
    for html in (f"<p>一。</p><p>二。</p>{furniture}", f"<div><p>一。</p><p>二。</p>{furniture}</div>"):
        assert read(html).paragraphs == ("一。", "二。")


def test_a_list_of_links_that_is_all_there_is_stays() -> None:
    html = '<li><a href="x">大桥通车</a></li><li><a href="y">渡船停航</a></li>'
    assert read(html, "cctv").paragraphs == ("大桥通车", "渡船停航")


def test_headings_are_paragraphs_of_their_own() -> None:
    found = read(
        "<p>一。</p><h2>两岸</h2><p>二。</p><p><strong>渡船</strong></p><p>三。</p><p>**票价**</p><p>四。</p>"
    )
    assert found.paragraphs == ("一。", "两岸", "二。", "渡船", "三。", "票价", "四。")
    assert found.headings == {1, 3, 5}


def test_a_bold_sentence_is_no_heading_and_a_heading_with_nothing_below_is_dropped() -> None:
    found = read("<p><b>两岸有了桥，居民高兴。</b></p><p>一。</p><h3>更多</h3>")
    assert (found.paragraphs, found.headings) == (("两岸有了桥，居民高兴。", "一。"), frozenset())


@pytest.mark.parametrize(
    ("outlet", "html", "byline", "dateline", "paragraphs"),
    [
        (
            "cna",
            "<p>（中央社記者林小橋台北3日電）橋通車了。（編輯：王一）1090803</p>",
            "林小橋",
            "中央社記者林小橋台北3日電",
            ("橋通車了。",),
        ),
        (
            "cna",
            "<p>（中央社巴黎2日綜合外電報導）橋通車了。（譯者：林一/核稿：王二）1090903</p>",
            None,
            "中央社巴黎2日綜合外電報導",
            ("橋通車了。",),
        ),
        (
            "rfi",
            "<p>（法新社巴黎7日电）    桥通车了。</p><p>© 2020 AFP</p>",
            None,
            "法新社巴黎7日电",
            ("桥通车了。",),
        ),
        (
            "reuters",
            "<p>发稿/林桥 </p><p>路透巴黎8月11日 - 桥通车了。(完)</p><p>编译 王一；审校 李二</p>",
            "林桥, 王一",
            "路透巴黎8月11日",
            ("桥通车了。",),
        ),
        ("reuters", "<p>桥通车了。（完）</p><p>记者 林桥; 审校 王一</p>", "林桥", None, ("桥通车了。",)),
        (
            "epochtimes",
            "<p>【大纪元2020年09月30日讯】（大纪元记者林桥台北报导）桥通车了。</p><p>责任编辑：王一#</p>",
            "林桥",
            "大纪元2020年09月30日讯",
            ("桥通车了。",),
        ),
        (
            "dw",
            "<div><i>  林桥（摘编）<br>2020-11-13T11:46:47.518Z</i></div>"
            "<p>(德国之声中文网) 桥通车了。</p><p>王一/李二（路透社）</p>",
            "林桥（摘编）, 王一/李二",
            "德国之声中文网",
            ("桥通车了。",),
        ),
        (
            "nytimes",
            "<div><i>LIN QIAO,LIN QIAO<br>2020-09-18 09:51:28</i></div>"
            "<p>桥通车了。</p><p>翻译：纽约时报中文网</p>",
            "LIN QIAO",
            None,
            ("桥通车了。",),
        ),
        (
            "rfa",
            "<p>桥通车了。</p><p>记者：林桥  责编：王一 李二  网编：张三</p>",
            "林桥",
            None,
            ("桥通车了。",),
        ),
        (
            "rfa",
            "<p>桥通车了。</p><p>自由亚洲电台记者林桥华盛顿报道。责编：王一 网编：李二</p>",
            "林桥",
            None,
            ("桥通车了。",),
        ),
        (
            "zaobao",
            "<p>桥通车了。</p><p><br>（联合早报记者林小桥台北报道）</p>",
            "联合早报记者林小桥台北报道",
            None,
            ("桥通车了。",),
        ),
        (
            "bbc",
            '<h1>桥通车了</h1><ul role="list" class="Person-sc-1"><li>林桥</li><li>BBC中文记者</li></ul>'
            "<time>5 小时前</time><p>两岸有了桥。</p>",
            "林桥",
            None,
            ("两岸有了桥。",),
        ),
    ],
)
def test_who_and_where_from_is_not_text(
    outlet: str, html: str, byline: str | None, dateline: str | None, paragraphs: tuple[str, ...]
) -> None:
    found = read(html, outlet)
    assert (found.byline, found.dateline, found.paragraphs) == (byline, dateline, paragraphs)


def test_emoji_are_text() -> None:
    html = (
        '<p>桥通车了<img src="https://s.w.org/images/core/emoji/1f604.png" class="wp-smiley" alt="😄">。</p>'
    )
    assert (read(html).paragraphs, read(html).images) == (("桥通车了😄。",), ())
