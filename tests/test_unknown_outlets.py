"""An outlet of which nothing is known is read well by what all pages of news have in common."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pages import FOOTER, PICTURE, loaded, page

from yulu.reading import outlets

FEED = datetime(2021, 9, 2, 8, 34, tzinfo=UTC)


@pytest.fixture(autouse=True)
def nothing_known(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The rules of any page, and of no outlet."""
    everywhere = outlets._data()["everywhere"]
    monkeypatch.setattr(outlets, "_data", lambda: {"outlets": {}, "everywhere": everywhere})
    caches = (outlets._by, outlets.rules_named)
    for cache in caches:
        cache.cache_clear()
    yield
    for cache in caches:
        cache.cache_clear()


FORMS = {
    "a proxied picture, its caption in <small>, the time as in mail": (
        "<div><i>Thu, 02 Sep 2021 07:00:30 GMT</i></div>"
        '<img src="https://images.weserv.nl?url=img.example.org/bridge.jpg">'
        '<div><small style="color: #999;">新桥（路透社）</small></div><p>桥通车了。</p>',
        datetime(2021, 9, 2, 7, 0, 30, tzinfo=UTC),
        "新桥（路透社）",
    ),
    "author and time in one line": (
        "<div><i>  林桥（摘编）<br>2021-09-02T07:00:30.518Z</i></div>"
        f'<img src="{PICTURE}"><div><small>新桥</small></div>'
        "<p>(德国之声中文网) 桥通车了。</p><p><em>© 2021年德国之声版权声明：桥。</em></p>",
        datetime(2021, 9, 2, 7, 0, 30, 518000, tzinfo=UTC),
        "新桥",
    ),
    "a time of which the zone is not known": (
        f'<div>02/09/2021 - 09:00</div><img src="{PICTURE}"><p>桥通车了。</p>'
        '<div data-selfpromo-app></div><div><div>分享 :</div><div><a href="whatsapp://x"></a></div></div>',
        FEED,
        None,
    ),
    "a figure next to its caption, slots of advertisements, a banner": (
        f'<div class="figure-media"><img data-src="{PICTURE}" title="新桥" alt></div>'
        "<figcaption>新桥</figcaption>"
        '<p>桥通车了。</p><section id="imu"><div id="dfp-ad-imu1"></div></section>'
        '<a href="https://subscribe.example.org/x"><img src="https://img.example.org/banner.png"></a>',
        FEED,
        "新桥",
    ),
    "an agency's dateline and a lazy picture in a figure": (
        "<div><i>2021-09-02T07:00:30Z</i></div>"
        '<figure><div><img src="//img.example.org/bridge.jpg" aria-label="新桥"></div></figure>'
        '<figcaption><div class="Image_caption"><span>新桥</span></div></figcaption>'
        "<p>路透巴黎9月2日 - 桥通车了。(完)</p>",
        datetime(2021, 9, 2, 7, 0, 30, tzinfo=UTC),
        "新桥",
    ),
    "further reading, a form, a bracket of editors": (
        f'<div class="wrap"><img src="{PICTURE}" alt="新桥"></div><div class="picinfo">新桥</div>'
        "<div class='SubscriptionInner'><input><a href='javascript:'>订阅</a></div>"
        "<p>（中央社記者林小橋台北2日電）桥通车了。（編輯：王一）1100902</p>"
        "<div class='moreArticle'><div>延伸閱讀</div><a href='x'>旧桥</a></div>",
        FEED,
        "新桥",
    ),
}


@pytest.mark.parametrize("form", FORMS)
def test_title_text_time_and_picture_are_right(tmp_path: Path, form: str) -> None:
    html, published, caption = FORMS[form]
    text = page(html + FOOTER, outlet="某报", url="https://www.example.org/a/1", title="桥通车了 | 某报")
    article = loaded(tmp_path, text)
    assert (article.outlet, article.title) == ("example.org", "桥通车了")
    assert article.paragraphs == ("桥通车了。",)
    assert article.published == published
    assert [(image.url, image.caption) for image in article.images] == [(PICTURE, caption)]
