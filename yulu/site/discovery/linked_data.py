"""What pages say to programs in the words of schema.org, as JSON-LD.

Only what the page itself shows goes in, so that nothing of an excerpt's rest is told here. Templates
write it with `tojson`, which escapes <, > and &: no text can end the script element it stands in.
"""

import urllib.parse
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from datasette.app import Datasette
from datasette.utils.asgi import Request
from markupsafe import Markup

from yulu.database.tables import TABLES
from yulu.export.datapackage import MEDIA_TYPES
from yulu.reading.address import web_url
from yulu.site.published import NEWS, about, links, package

SCHEMA = "https://schema.org"
BEGINNING = 200  # characters of a description
SPEAKERS = {"person": "Person", "organisation": "Organization"}  # documents and unnamed sources are neither
DAYS = "select min(day), max(day) from articles"
Link = Callable[[str], str]  # the absolute address of a path inside the publication


async def publication(datasette: Datasette, request: Request) -> dict[str, Any]:
    """The publication as it is served now."""
    db, link = datasette.get_database(NEWS), links(datasette, request)
    first, last = (await db.execute(DAYS)).rows[0]
    given_away = not db.is_mutable and datasette.setting("allow_download")
    files = downloads(package(datasette), given_away, link)
    return dataset(about(datasette), (first, last), files, link)


def dataset(
    site: Mapping[str, Any],
    days: tuple[str | None, str | None],
    files: Iterable[Mapping[str, Any]],
    link: Link,
) -> dict[str, Any]:
    """The whole publication, with the files to take away."""
    return without_empty(
        {
            "@context": SCHEMA,
            "@type": "Dataset",
            "name": site["title"],
            "description": plain(site["description_html"]),
            "url": link(f"/{NEWS}"),
            "license": site["license_url"],
            "isAccessibleForFree": True,
            "inLanguage": ["zh-Hans", "zh-Hant"],
            "temporalCoverage": f"{days[0]}/{days[1]}" if days[0] else None,
            "distribution": list(files),
        }
    )


def downloads(exported: Mapping[str, Any] | None, database: bool, link: Link) -> list[dict[str, Any]]:
    """The database if it is given away, and the files of the export; before the first, whole tables."""
    files = [download(link(f"/{NEWS}.db"), MEDIA_TYPES["db"])] if database else []
    if exported:
        return files + [
            {
                **download(link(f"/export/{resource['path']}"), resource["mediatype"]),
                "name": resource["title"],
                "contentSize": f"{resource['bytes']} B",
                "sha256": resource["hash"].removeprefix("sha256:"),
            }
            for resource in exported["resources"]
        ]
    return files + [
        download(link(f"/-/download/{NEWS}/{table}.{extension}"), MEDIA_TYPES[extension])
        for table in TABLES
        for extension in ("csv", "ndjson")
    ]


def download(address: str, media_type: str) -> dict[str, Any]:
    return {"@type": "DataDownload", "encodingFormat": media_type, "contentUrl": address}


def article(row: Mapping[str, Any], quotes: Iterable[Mapping[str, Any]], link: Link) -> dict[str, Any]:
    """An article with its quotes. `row` has the columns of articles and its outlet's name and homepage."""
    address = link(f"/{NEWS}/articles/{row['id']}")
    return without_empty(
        {
            "@context": SCHEMA,
            "@type": "NewsArticle",
            "@id": address,
            "url": address,
            "isBasedOn": web_url(row["url"]),
            "headline": row["title"],
            "description": row["text"][:BEGINNING],
            "inLanguage": f"zh-{row['script']}" if row["script"] else "zh",
            "datePublished": row["published"] or row["day"],
            "dateModified": row["revised"],
            "author": row["byline"] and {"@type": "Person", "name": row["byline"]},
            "publisher": without_empty(
                {"@type": "Organization", "name": row["outlet"], "url": row["homepage"]}
            ),
            "hasPart": [quotation(quote, address, link) for quote in quotes],
        }
    )


def quotation(quote: Mapping[str, Any], article_address: str, link: Link) -> dict[str, Any]:
    """A quote. `quote` has the columns of quotes and its speaker's name and kind."""
    address = link(f"/{NEWS}/quotes/{quote['id']}")
    return without_empty(
        {
            "@type": "Quotation",
            "@id": address,
            "url": address,
            "text": quote["text"],
            "creator": speaker(quote, link),
            "isPartOf": {"@id": article_address},
        }
    )


def speaker(quote: Mapping[str, Any], link: Link) -> dict[str, Any] | None:
    """Who said it, where that is a person or an organisation."""
    if quote["speaker_kind"] not in SPEAKERS:
        return None
    return {
        "@type": SPEAKERS[quote["speaker_kind"]],
        "name": quote["speaker"],
        "url": link(f"/people/{urllib.parse.quote(quote['speaker'])}"),
    }


def without_empty(described: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in described.items() if value not in (None, "", [])}


def plain(html: str) -> str:
    """The text of HTML, its white space made single."""
    return Markup(html).striptags()
