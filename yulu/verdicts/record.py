"""What became of every verdict: rows of the tables, lines for the publisher, and who is taken down."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import chain
from typing import Any

from yulu.corpus.speakers import Who, latin_key, plain_name, registered_names
from yulu.database.ids import SPAN, dated_ids, digest
from yulu.model import Article, Correction, Problem, Removed, Speaker
from yulu.verdicts.folder import Verdicts
from yulu.verdicts.hiding import redacted, with_keys
from yulu.verdicts.verdict import Verdict

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


def without_speakers(
    articles: Sequence[Article], speakers: Sequence[Speaker], who: Who, said: Verdicts
) -> tuple[list[Article], list[Speaker], Who, list[Removed]]:
    """Articles, speakers and who says what without those whom a verdict hides, and without their words."""
    hidden: dict[str, Verdict] = {}
    for verdict in said.verdicts:
        if verdict.verdict == "hide" and verdict.speaker:
            hidden |= dict.fromkeys(named(verdict.speaker, speakers), verdict)
    if not hidden:
        return list(articles), list(speakers), who, []
    gone = [Removed("speakers", digest(name), verdict.id) for name, verdict in hidden.items()]
    left, says = [], dict(who)
    for article in articles:
        if hidden.keys() & chain.from_iterable(who[article.key]):
            article, says[article.key] = without_words(article, who[article.key], hidden)
        left.append(article)
    return left, [speaker for speaker in speakers if speaker.name not in hidden], says, gone


def named(name: str, speakers: Iterable[Speaker]) -> list[str]:
    """Names of the speakers who have this name; of those who have it as another name if nobody has."""
    plain, latin = plain_name(name), latin_key(name)
    own = [s.name for s in speakers if plain_name(s.name) == plain]
    return own or [
        s.name
        for s in speakers
        if plain in {plain_name(alias) for alias in s.aliases}
        or (latin is not None and s.latin is not None and latin_key(s.latin) == latin)
    ]


def without_words(
    article: Article, names: Sequence[tuple[str, ...]], hidden: Mapping[str, Verdict]
) -> tuple[Article, tuple[tuple[str, ...], ...]]:
    """The article without what hidden speakers say in it, and the speakers of the quotes that are left."""
    article = with_keys(article)
    quotes = {quote.key or "": quote for quote in article.quotes}
    said_by = dict(zip(quotes, names, strict=True))
    words = {key: hidden[name] for key, speakers in said_by.items() for name in speakers if name in hidden}
    article = redacted(article, words, quotes)
    return article, tuple(said_by[quote.key or ""] for quote in article.quotes)


def record(
    said: Verdicts,
    before: Iterable[Article],
    articles: Sequence[Article],
    who: Who,
    removed: Iterable[Removed],
) -> Record:
    """What was done. `before` are the articles as they were settled, `articles` the same after
    verdicts, also those that are taken down; `removed` are speakers.
    """
    if not said.verdicts and not said.problems:
        return NOTHING_SAID
    by_id = {verdict.id: verdict for verdict in said.verdicts}
    outcomes: dict[str, list[tuple[Article, Correction]]] = {}
    for article in articles:
        for correction in article.corrections:
            outcomes.setdefault(correction.verdict, []).append((article, correction))
    removed = [*removed]
    for gone in removed:
        outcomes.setdefault(gone.verdict, [])
    problems = [*said.problems, *missing(said, outcomes.keys())]
    new = new_speakers(by_id, articles, who, outcomes)
    nameless = {plain_name(v.speaker) for v in said.verdicts if v.verdict == "hide" and v.speaker}
    for id, places in outcomes.items():
        verdict = by_id[id]
        told = [c for _, c in places if c.state != "skipped"]
        for correction in [c for _, c in places if c.reason and (c.state != "skipped" or not told)]:
            detail = correction.detail or ""
            problems.append(Problem(verdict.file, verdict.line, correction.reason or "", detail))
        if id in new:
            detail = f"nobody else is quoted under the name {verdict.speaker}"
            problems.append(Problem(verdict.file, verdict.line, "new speaker", detail))
    problems.sort(key=lambda p: (p.file, p.line))
    hidden = {a.key for a in articles if any(by_id[c.verdict].verdict == "hide" for c in a.corrections)}
    ids = dated_ids((by_id[id].date, id) for id in outcomes)
    rows = [
        row
        for id, places in outcomes.items()
        for row in verdict_rows(by_id[id], ids[id], places, "new speaker" if id in new else None, nameless)
    ]
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


def missing(said: Verdicts, seen: Iterable[str]) -> Iterator[Problem]:
    """Verdicts that name nothing there is."""
    known = set(seen)
    for verdict in said.verdicts:
        if verdict.id not in known:
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
    articles: Iterable[Article],
    who: Who,
    outcomes: Mapping[str, Sequence[tuple[Article, Correction]]],
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
    others: set[str] = set()
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
