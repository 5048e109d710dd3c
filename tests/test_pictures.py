"""The pictures of an article have their true address, their caption and their credit; furniture is none."""

from pathlib import Path

import pytest
from pages import PICTURE, loaded, page, read

from yulu.corpus.settling import settle
from yulu.model import Image


def image(html: str, outlet: str = "example.org") -> tuple[str | None, str | None, str | None]:
    """Alt, caption and credit of the one picture of a page."""
    [found] = read(f"{html}<p>两岸有了桥。</p>", outlet).images
    assert found.url == PICTURE
    return found.alt, found.caption, found.credit


@pytest.mark.parametrize(
    "tag",
    [
        f'<img src="{PICTURE}">',
        f'<img data-src="{PICTURE}" class="lazyload">',
        f"<img src='https://example.org/undefined' data-src='{PICTURE}'>",
        '<img src="https://images.weserv.nl/?url=img.example.org/bridge.jpg">',
        '<img src="https://images.weserv.nl?url=ssl:img.example.org%2Fbridge.jpg">',
        '<img src="//img.example.org/bridge.jpg">',
        f'<img src="data:image/gif;base64,R0"><noscript><img src="{PICTURE}"></noscript>',
        f'<img srcset="{PICTURE} 1280w, https://img.example.org/small.jpg 300w">',
        f'<img src="{PICTURE}"><img src="{PICTURE}">',
    ],
)
def test_a_picture_has_its_true_address(tag: str) -> None:
    assert [i.url for i in read(f"{tag}<p>两岸有了桥。</p>").images] == [PICTURE]


@pytest.mark.parametrize(
    "tag",
    [
        '<img src="">',
        '<img src="https://example.org/img/icon-zoom.png">',
        '<img src="https://example.org/logo.png">',
        f'<a href="https://example.org/subscribe"><img src="{PICTURE}"></a>',
        f'<img src="{PICTURE}" width="1" height="1">',
        f'<img src="{PICTURE}" alt="presentational grey line">',
        '<video poster="https://img.example.org/v.jpg"></video>',
        '<img src="javascript:alert(1)">',
    ],
)
def test_icons_banners_and_counting_pixels_are_no_pictures(tag: str) -> None:
    assert read(f"{tag}<p>两岸有了桥。</p>").images == ()


@pytest.mark.parametrize(
    ("outlet", "html", "caption"),
    [
        ("example.org", '<figure><img src="{}"><figcaption>新桥</figcaption></figure>', "新桥"),
        ("example.org", '<figure><figcaption>新桥</figcaption><img src="{}"></figure>', "新桥"),
        (
            "example.org",
            '<div class="figure-media"><img src="{}"></div> <figcaption>新桥</figcaption>',
            "新桥",
        ),
        ("example.org", '<img src="{}"><div><small style="color:#999">新桥</small></div>', "新桥"),
        (
            "example.org",
            '<div class="wp-caption"><img src="{}"><p class="wp-caption-text">新桥</p></div>',
            "新桥",
        ),
        (
            "example.org",
            '<div class="wrap"><img src="{}" alt="旧"></div><div class="picinfo">新桥</div>',
            "新桥",
        ),
        ("example.org", '<img src="{}" data-caption="新桥">', "新桥"),
        ("example.org", '<img src="{}" aria-label="新桥">', "新桥"),
        ("example.org", '<img src="{}" alt="新桥">', None),
        ("example.org", '<img src="{}" title="新桥">', None),
        ("zaobao", '<img src="{}" title="新桥">', "新桥"),
        ("rti", '<img src="{}" alt="新桥">', "新桥"),
        ("zaobao", '<img src="{}" title=" "><figcaption> </figcaption>', None),
        ("zaobao", '<img src="{}" title="bridge_01.jpg">', None),
        ("voa", '<img src="{}"><div><small>桥通车了</small></div>', None),  # the title once more
        ("cna", '<img src="{}"><iframe></iframe><div class="picinfo">影片</div>', None),  # of the video
        ("dw", '<div><img src="{}"><br><b>新桥</b>：两公里长。</div>', "新桥：两公里长。"),
    ],
)
def test_a_caption_is_what_is_printed_with_the_picture(outlet: str, html: str, caption: str | None) -> None:
    assert image(html.format(PICTURE), outlet)[1] == caption


@pytest.mark.parametrize(
    ("caption", "kept", "credit"),
    [
        ("新桥。（路透社）", "新桥。（路透社）", "路透社"),
        ("新桥 (记者林桥摄)", "新桥 (记者林桥摄)", "记者林桥摄"),
        ("新桥。（2020年6月13日）", "新桥。（2020年6月13日）", None),
        ("新桥（左）", "新桥（左）", None),
        ("新桥。REUTERS/Lin Qiao", "新桥。REUTERS/Lin Qiao", "REUTERS/Lin Qiao"),
        ("新桥 ©Getty Images", "新桥", "Getty Images"),
        ("©Getty Images", None, "Getty Images"),
        ('新桥 <span class="credits">© 网上截图</span>', "新桥", "网上截图"),
        (
            "新橋。中央社記者林小橋攝　109年9月3日",
            "新橋。中央社記者林小橋攝 109年9月3日",
            "中央社記者林小橋攝",
        ),
    ],
)
def test_a_caption_names_who_made_the_picture(caption: str, kept: str | None, credit: str | None) -> None:
    assert image(f'<img src="{PICTURE}"><figcaption>{caption}</figcaption>')[1:] == (kept, credit)


def test_a_picture_stands_before_its_paragraph() -> None:
    html = f'<p>一。</p><p>© 2020</p><img src="{PICTURE}" alt="桥"><p>二。</p><img src="{PICTURE}?2">'
    assert read(html).images == (
        Image(1, PICTURE, "桥", None, None),
        Image(2, f"{PICTURE}?2", None, None, None),
    )


def test_a_gallery_is_pictures_with_captions_that_are_the_text() -> None:
    html = "".join(f"<div><img src='{PICTURE}?{n}'><br><b>桥{n}</b>：好。</div>" for n in (1, 2))
    found = read(html, "dw")
    assert found.paragraphs == ("桥1：好。", "桥2：好。")
    assert [(i.paragraph, i.caption) for i in found.images] == [(0, "桥1：好。"), (1, "桥2：好。")]


def test_a_gallery_of_another_article_is_not_part_of_this_one() -> None:
    html = f"<p>一。</p><h3>相关图集：桥</h3><div><img src='{PICTURE}'><br><b>桥</b>：好。</div><p>二。</p>"
    found = read(html, "dw")
    assert (found.paragraphs, found.images) == (("一。", "二。"), ())


def test_a_picture_that_recurs_in_an_outlets_articles_is_furniture(tmp_path: Path) -> None:
    articles = [
        loaded(
            tmp_path,
            page(
                f'<img src="{PICTURE}"><p>好。</p><img src="{PICTURE}?{n}"><p>一。</p>',
                outlet="某报",
                url=f"https://example.org/{n}",
                title=f"桥{n}",
            ),
            f"{n}.md",
        )
        for n in range(8)
    ]
    assert [i.url for a in settle(articles) for i in a.images] == [f"{PICTURE}?{n}" for n in range(8)]
    assert [len(a.images) for a in settle(articles[:7])] == [2] * 7
