"""`/llms.txt`: what the publication is and where its data are, for programs that read pages (llmstxt.org)."""

from collections.abc import Callable, Mapping
from typing import Any

from yulu.site.discovery.linked_data import plain
from yulu.site.published import NEWS

ENDPOINTS = {
    "/search.json?q=气候&type=quote": "Search quotes, articles and captions, with filters",
    "/search.atom?type=quote": "The newest finds of any search as an Atom feed",
    "/compare.json": "What outlets quoted, side by side: ?outlet=…&outlet=…&from=…&to=…&speaker=…",
    "/timeline.json": "A month day by day, with counts and stories: ?month=2024-05&outlet=…&speaker=…",
    "/trends.json?q=气候": "How often a search finds something, by month and outlet",
    "/openapi.json": "Every JSON endpoint with its parameters and answers, as OpenAPI 3.1",
    f"/-/download/{NEWS}/quotes.csv": "A whole table, and so for each; or .ndjson",
    f"/{NEWS}.json?sql=select+1&_shape=objects": "Own SQL, read only, three seconds at most",
    f"/{NEWS}": "Every file to take away, own SQL, and what each column means",
    "/export/datapackage.json": "The files of the export as a Frictionless data package, once they are made",
    "/sitemap.xml": "Every page",
}
TO_KNOW = (
    "Add `.json?_shape=objects` to the address of a table, of a row or of a question.",
    "`substr(articles.text, quotes.start + 1, quotes.end - quotes.start)` is `quotes.text`.",
    "A quote says what an article reports, not what is true; speaker_id is empty where none is named.",
)


def text(site: Mapping[str, Any], link: Callable[[str], str]) -> str:
    """The document. `site` is metadata.yml, `link(path)` an absolute address."""
    news = site["databases"][NEWS]

    def listed(items: Mapping[str, Mapping[str, Any]]) -> list[str]:
        return [
            f"- [{it['title']}]({link(f'/{NEWS}/{name}')}): {it['description']}" for name, it in items.items()
        ]

    return "\n".join(
        [
            f"# {site['title']}",
            "",
            f"> {plain(site['description_html'])}",
            "",
            f"{site['license']} Source: {site['source']}.",
            "",
            *(f"- {sentence}" for sentence in TO_KNOW),
            "",
            "## Endpoints",
            "",
            *(f"- [{path}]({link(path)}): {about}" for path, about in ENDPOINTS.items()),
            "",
            "## Tables",
            "",
            *listed(news["tables"]),
            "",
            "## Questions",
            "",
            *listed(news["queries"]),
            "",
        ]
    )
