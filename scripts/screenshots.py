"""Pictures for the README from a served publication: `make serve`, then `python scripts/screenshots.py docs`.

Needs chromium. Takes the home page, an article that has every kind of quote, and a search, by day
and by night.
"""

import argparse
import json
import shutil
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import urlopen

from playwright.sync_api import sync_playwright

FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
ARTICLE = """
select article_id from quotes
group by article_id order by count(distinct kind) desc, count(*) desc, article_id desc limit 1"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path, help="where to put the pictures")
    parser.add_argument("--url", default="http://127.0.0.1:8001", help="where the publication is served")
    parser.add_argument("--search", default="疫苗", help="what to search for")
    args = parser.parse_args()
    args.folder.mkdir(parents=True, exist_ok=True)
    pages = {
        "home": "/",
        "article": f"/news/articles/{richest_article(args.url)}",
        "search": f"/search?{urlencode({'q': args.search})}",
    }
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        for scheme in ("light", "dark"):
            page = browser.new_page(viewport={"width": 1280, "height": 900}, color_scheme=scheme)
            for name, path in pages.items():
                page.goto(args.url + path)
                page.screenshot(path=args.folder / f"{name}-{scheme}.png")
        browser.close()


def richest_article(url: str) -> int:
    """The article with the most kinds of quotes, and of those the one with the most quotes."""
    with urlopen(f"{url}/news.json?{urlencode({'sql': ARTICLE, '_shape': 'arrayfirst'})}") as answer:
        return int(json.load(answer)[0])


if __name__ == "__main__":
    main()
