"""Tiny article files in the real forms, with invented words."""

from datetime import datetime
from pathlib import Path

from yulu.model import Article, Body
from yulu.reading import body
from yulu.reading.article import load
from yulu.reading.outlets import rules_named

PICTURE = "https://img.example.org/bridge.jpg"
FOOTER = (
    '<br><hr><div>获取更多RSS：<br><a href="https://feedx.net">https://feedx.net</a> <br>'
    '<a href="https://feedx.top">https://feedx.top</a><br></div>'
)


def page(
    html: str,
    *,
    outlet: str = "联合早报",
    url: str = "https://www.zaobao.com/realtime/china/story20210902-1000001",
    title: str = "桥通车了",
    feed: str | None = "2021-09-02T08:34:00+00:00",
    crawled: str | None = "2021-09-02T09:00:00Z",
    author: str | None = None,
) -> str:
    """A file with front matter, the feed's time and the heading line."""
    date = f"date: {crawled}\n" if crawled else ""
    front = f'---\nlayout: post\ntitle: "{title}"\n{date}author: {author or outlet}\nfrom: {url}\n'
    tags = f"tags: [ {outlet} ]\ncategories: [ {outlet} ]\n---\n"
    comment = f"<!--{int(datetime.fromisoformat(feed).timestamp() * 1000)}-->\n" if feed else ""
    return f"{front}{tags}{comment}[{title}]({url})\n------\n\n<div>\n{html}\n</div>\n"


def write(folder: Path, text: str, name: str = "article.md") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def loaded(folder: Path, text: str, name: str = "article.md") -> Article:
    """The article of a file, which must not be skipped."""
    article = load(write(folder, text, name))
    assert isinstance(article, Article), article
    return article


def read(html: str, outlet: str = "example.org", title: str = "桥通车了") -> Body:
    """What is read of a page, by the rules of an outlet."""
    return body.read(body.parse(html), title, "https://example.org/1", rules_named(outlet))
