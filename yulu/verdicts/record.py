"""What became of every verdict: rows of the tables, and lines for the publisher."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import chain
from typing import Any

from yulu.corpus.speakers import Who, plain_name, registered_names
from yulu.database.ids import SPAN, dated_ids, digest
from yulu.model import Article, Correction, Problem, Removed
from yulu.verdicts.folder import Verdicts
from yulu.verdicts.verdict import Verdict

Outcomes = Mapping[str, Sequence[tuple[Article, Correction]]]  # of verdicts, by their id
NOTES = {"new speaker"}  # said, though the verdict was applied


@dataclass(frozen=True)
class Record:
    """Rows of `verdicts`, `skipped_verdicts` and `removed`, and a line for each problem."""

    verdicts: Sequence[dict[str, Any]] = ()
    skipped: Sequence[dict[str, Any]] = ()
    removed: Sequence[dict[str, Any]] = ()
    problems: Sequence[Problem] = ()
    forget: frozenset[str] = frozenset()  # source files of which no copy may be kept

    def __bool__(self) -> bool:
        return bool(self.verdicts or self.problems)

    def __str__(self) -> str:
        applied = sum(row["state"] == "applied" for row in self.verdicts)
        waiting = sum(row["state"] == "unsure" for row in self.verdicts)
        unsure = f", {waiting:,} of a model that is not sure enough" if waiting else ""
        return f"{applied:,} verdicts applied{unsure}, {len(self.skipped):,} skipped"


NOTHING_SAID = Record()


def record(
    said: Verdicts,
    before: Iterable[Article],
    articles: Sequence[Article],
    who: Who,
    removed: Iterable[Removed],
) -> Record:
    """What was done. `before` are the outlines of the articles as they were settled, `articles` those that
    verdicts touched, as they are now, also those that are taken down; `removed` are speakers.
    """
    if not said.verdicts and not said.problems:
        return NOTHING_SAID
    by_id = {verdict.id: verdict for verdict in said.verdicts}
    removed = [*removed]
    outcomes = outcomes_of(articles, removed)
    new = new_speakers(by_id, articles, who, outcomes)
    problems = [*said.problems, *missing(said, outcomes), *noted(by_id, outcomes, new)]
    problems.sort(key=lambda p: (p.file, p.line))
    ids = dated_ids((by_id[id].date, id) for id in outcomes)
    nameless = {plain_name(v.speaker) for v in said.verdicts if v.verdict == "hide" and v.speaker}
    rows = [
        row
        for id, places in outcomes.items()
        for row in verdict_rows(by_id[id], ids[id], places, "new speaker" if id in new else None, nameless)
    ]
    hidden = {a.key for a in articles if any(by_id[c.verdict].verdict == "hide" for c in a.corrections)}
    return Record(
        verdicts=sorted(rows, key=lambda row: int(row["id"])),
        skipped=[
            {"id": n, **{f: getattr(p, f) for f in ("file", "line", "reason", "detail")}}
            for n, p in enumerate((p for p in problems if p.reason not in NOTES), 1)
        ],
        removed=removed_rows(articles, removed, ids),
        problems=problems,
        forget=frozenset(file for a in before if a.key in hidden for file in files(a)),
    )


def outcomes_of(articles: Iterable[Article], removed: Iterable[Removed]) -> Outcomes:
    """What became of each verdict that names something."""
    outcomes: dict[str, list[tuple[Article, Correction]]] = {}
    for article in articles:
        for correction in article.corrections:
            outcomes.setdefault(correction.verdict, []).append((article, correction))
    for gone in removed:
        outcomes.setdefault(gone.verdict, [])
    return outcomes


def noted(by_id: Mapping[str, Verdict], outcomes: Outcomes, new: Set[str]) -> Iterator[Problem]:
    """What should be looked at of verdicts that name something. A verdict may name a quote of two
    articles; then it is enough that it fits one.
    """
    for id, places in outcomes.items():
        verdict = by_id[id]
        fits = any(c.state != "skipped" for _, c in places)
        for _, c in places:
            if c.reason and not (fits and c.state == "skipped"):
                yield Problem(verdict.file, verdict.line, c.reason, c.detail or "")
        if id in new:
            detail = f"nobody else is quoted under the name {verdict.speaker}"
            yield Problem(verdict.file, verdict.line, "new speaker", detail)


def missing(said: Verdicts, outcomes: Outcomes) -> Iterator[Problem]:
    """Verdicts that name nothing there is."""
    for verdict in said.verdicts:
        if verdict.id not in outcomes:
            thing = next(
                name
                for name, value in (
                    ("quote", verdict.quote),
                    ("article", verdict.article),
                    ("file", verdict.source),
                    ("outlet", verdict.outlet),
                    ("speaker", verdict.speaker),
                )
                if value is not None
            )
            yield Problem(verdict.file, verdict.line, f"unknown {thing}", f"there is no such {thing} now")


def new_speakers(
    by_id: Mapping[str, Verdict],
    articles: Sequence[Article],
    who: Who,
    outcomes: Outcomes,
) -> set[str]:
    """Verdicts that name a speaker whom no other quote, no registry and not even the article has."""
    given = {
        (article.key, c.quote): id
        for id, places in outcomes.items()
        for article, c in places
        if c.state == "applied" and stranger(by_id[id], article, c)
    }
    if not given:
        return set()
    known = set(registered_names().values())
    mine: dict[str, str] = {}  # speaker -> verdict
    touched = {article.key for article in articles}
    others = {name for key, said in who.items() if key not in touched for name in chain(*said)}
    for article in articles:
        for quote, names in zip(article.quotes, who.get(article.key, ()), strict=False):
            id = given.get((article.key, digest(quote.key) % SPAN)) if quote.key else None
            if id:
                mine |= dict.fromkeys(names, id)
            else:
                others.update(names)
    return {id for name, id in mine.items() if name not in others | known}


def stranger(verdict: Verdict, article: Article, correction: Correction) -> bool:
    """Whether a verdict gave a quote a speaker whose name does not stand in the article."""
    given = verdict.verdict == "speaker" or (verdict.verdict == "missed" and correction.was is None)
    name = verdict.speaker
    return given and name is not None and not any(name in text for text in article.paragraphs)


def verdict_rows(
    verdict: Verdict,
    id: int,
    places: Sequence[tuple[Article, Correction]],
    note: str | None,
    nameless: Set[str],
) -> Iterator[dict[str, Any]]:
    """One row; none for a verdict that was skipped. A takedown names nothing that it has taken down.

    `nameless` are speakers who are taken down.
    """
    told = [(article, c) for article, c in places if c.state != "skipped"]
    if not told and not (verdict.verdict == "hide" and not places):
        return
    row: dict[str, Any] = {
        "id": id,
        "verdict": verdict.verdict,
        "state": "applied",
        "quote_id": None,
        "article_id": None,
        "was": None,
        "now": None,
        "by": verdict.by,
        "model": verdict.model,
        "sure": verdict.sure,
        "date": verdict.date,
        "why": verdict.why,
        "note": note,
        "file": verdict.file,
        "line": verdict.line,
    }
    if told and verdict.verdict != "hide":
        article, c = told[0]
        was, now = (None if plain_name(value or "") in nameless else value for value in (c.was, c.now))
        row |= {"state": c.state, "was": was, "now": now, "article_id": article.key}
        row["quote_id"] = dated(article, c.quote) if c.quote is not None else None
    yield row


def dated(article: Article, number: int) -> int:
    """The id of a row with these last digits."""
    return int((article.day or "0").replace("-", "")) * SPAN + number


def removed_rows(
    articles: Iterable[Article], more: Iterable[Removed], ids: Mapping[str, int]
) -> list[dict[str, Any]]:
    rows = {(r.table, dated(a, r.number)): r.verdict for a in articles for r in a.removed}
    rows |= {(r.table, r.number): r.verdict for r in more}
    return [
        {"table_name": table, "row_id": number, "verdict_id": ids.get(verdict)}
        for (table, number), verdict in sorted(rows.items())
    ]


def files(article: Article) -> Iterator[str]:
    yield article.source_path
    yield from (version.source_path for version in article.versions)
