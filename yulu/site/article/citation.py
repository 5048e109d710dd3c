"""How an article, or a quote in it, is cited: as a line of text, in BibTeX and in CSL-JSON.

The work cited is the article at its outlet; where it is read here stands in a note, for the outlet's
page may be gone. When somebody looked at that page nobody knows, so no form says so.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote as percent_encoded

from yulu.reading.address import web_url

HERE = "语录 Yulu"
# What LaTeX takes for a command. BibTeX counts braces even behind a backslash, so those are named.
_COMMANDS = {character: f"\\{character}" for character in "%&$#_"} | {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
_ESCAPES = str.maketrans(_COMMANDS)
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
_IN_URLS = ":/?#[]@!$&'()*+,;=%~"  # what RFC 3986 lets stand: no brace, backslash, quote or space
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Citation:
    """What is told of an article, whatever the form."""

    key: str  # names it in a bibliography
    title: str
    author: str  # the byline as printed, or the outlet
    outlet: str
    day: str | None  # 2021-09-02
    url: str | None  # at the outlet
    language: str  # zh-Hans
    address: str  # in this publication
    said: str = ""  # the quote that is meant, if it is one


def of_article(row: Row, address: str) -> Citation:
    """An article. `row` has its columns and its outlet's name; `address` is that of its page here."""
    return Citation(
        key=f"yulu-article-{row['id']}",
        title=_line(row["title"]),
        author=_line(row["byline"] or row["outlet"]),
        outlet=_line(row["outlet"]),
        day=row["day"],
        url=_safe(web_url(row["url"])),
        language=f"zh-{row['script']}" if row["script"] else "zh",
        address=_safe(address) or "",
    )


def of_quote(row: Row, address: str) -> Citation:
    """A quote in its article. `row` has the quote's columns, its speaker's name and its article's."""
    return replace(of_article(row, address), key=f"yulu-quote-{row['id']}", said=_said(row))


def _said(row: Row) -> str:
    """Who said what. Words that were only reported get no quotation marks, and are called so."""
    who, words = _line(row["speaker"] or "说话人不明"), _line(row["text"])
    if row["kind"] == "indirect":
        return f"{who}（间接引语）：{words}"
    return f"{who}：「{words}」" if row["script"] == "Hant" else f"{who}：“{words}”"


def plain(citation: Citation) -> str:
    """A line in the manner of GB/T 7714, which libraries in China ask for: N/OL is a paper read online."""
    parts = [
        citation.author,
        f"{citation.title}[N/OL]",
        ", ".join(filter(None, [citation.outlet, citation.day])),
        citation.url,
        f"{HERE}, {citation.address}",
    ]
    reference = ". ".join(part for part in parts if part)
    return f"{citation.said}——{reference}" if citation.said else reference


def bibtex(citation: Citation) -> str:
    """An entry for biblatex and gbt7714. The second braces keep names whole and letters as they are."""
    note = "——".join(filter(None, [citation.said, HERE]))
    fields = {
        "author": f"{{{_latex(citation.author)}}}",
        "title": f"{{{_latex(citation.title)}}}",
        "organization": f"{{{_latex(citation.outlet)}}}",
        "date": citation.day,
        "url": citation.url,
        "note": f"{_latex(note)}, \\url{{{citation.address}}}",
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@online{{{citation.key},\n{lines}}}\n"


def csl(citation: Citation) -> str:
    """A list of one item, as reference managers read it (citationstyles.org, csl-data.json)."""
    item = {
        "id": citation.key,
        "type": "article-newspaper",
        "title": citation.title,
        "author": [{"literal": citation.author}],
        "container-title": citation.outlet,
        "issued": citation.day and {"date-parts": [[int(part) for part in citation.day.split("-")]]},
        "URL": citation.url or citation.address,
        "language": citation.language,
        "source": HERE,
        "note": "——".join(filter(None, [citation.said, citation.address])),
    }
    told = {name: value for name, value in item.items() if value}
    lines = (f'  "{name}": {json.dumps(value, ensure_ascii=False)}' for name, value in told.items())
    return "[{\n" + ",\n".join(lines) + "\n}]\n"


@dataclass(frozen=True, slots=True)
class Form:
    """A way to write a citation."""

    content_type: str
    write: Callable[[Citation], str]


FORMS = {
    "txt": Form("text/plain", plain),
    "bib": Form("application/x-bibtex", bibtex),
    "json": Form("application/vnd.citationstyles.csl+json", csl),
}


def forms(citation: Citation) -> dict[str, str]:
    """The text of every form, by the ending of its file."""
    return {ending: form.write(citation) for ending, form in FORMS.items()}


def _latex(text: str) -> str:
    return text.translate(_ESCAPES)


def _line(text: str) -> str:
    """Text on one line, without control characters."""
    return " ".join(_CONTROLS.sub(" ", text).split())


def _safe(url: str | None) -> str | None:
    """A URL in ASCII, in which nothing can end or hide a field."""
    return percent_encoded(url, safe=_IN_URLS) if url else None
