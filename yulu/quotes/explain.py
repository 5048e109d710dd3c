"""Why each quote of an article was found, why each speaker was chosen, and why what is missing is missing.

python -m yulu.quotes.explain FILE [--json]
"""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from yulu.model import Skipped
from yulu.quotes.attribution import ACCEPT_CONTENT, Attribution
from yulu.quotes.features import contents, marks, neighbours, speakers
from yulu.quotes.features.codes import Table
from yulu.quotes.models import Models, models
from yulu.quotes.rules import descriptions, rule_of
from yulu.reading import article as reading
from yulu.reading.outlets import outlet_named

REASONS = 4  # features that are named for a decision
SPEAKERS = 4  # candidates that are named for a quote
Trace = dict[str, Any]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--json", action="store_true", help="everything as one JSON object")
    args = parser.parse_args()
    try:
        source = reading.load(args.file)
    except OSError as error:
        sys.exit(f"{args.file}: {error.strerror}")
    if isinstance(source, Skipped):
        sys.exit(f"{args.file}: {source.reason}: {source.detail}")
    article = Attribution(source.paragraphs, source.headings, outlet_named(source.outlet).name)
    trace = explain(article, models())
    if args.json:
        print(json.dumps(trace, ensure_ascii=False, indent=1))
    else:
        print("\n".join(lines(trace)))


def explain(article: Attribution, decide: Models) -> Trace:
    """Every cue, every pair of marks and every quote of an article with what was decided and why."""
    table = article.content_table()
    again = article.second_table(table, decide.likely("contents", table))
    [scores] = decide.decide([article])
    return {
        "cues": list(cues(article, decide, table, again)),
        "marks": list(marked(article, decide)),
        "quotes": list(quotes(article, decide, scores)),
    }


def cues(article: Attribution, decide: Models, table: Table, again: Table) -> Iterator[Trace]:
    """Each cue with its likeliest content: whether it was accepted, and by which features."""
    columns = (*contents.COLUMNS, *neighbours.COLUMNS)
    second = np.cumsum(article.hopeful) - 1  # where a row of the table stands in that of the second look
    row = 0
    for report in article.found:
        likely = article.likely_contents[row : row + len(report.contents)]
        best = int(likely.argmax())
        content = report.contents[best]
        text = article.texts[report.paragraph]
        if article.hopeful[row + best]:
            because = reasons(decide, "contents_again", again[second[row + best]], columns)
        else:
            because = reasons(decide, "contents", table[row + best], contents.COLUMNS)
        yield {
            "paragraph": report.paragraph,
            "at": report.cue.start,
            "cue": report.cue.word,
            "subject": report.mention.phrase or None,
            "shape": report.mention.shape,
            "content": text[content.start : content.end],
            "candidates": len(likely),
            "likely": round(float(likely[best]), 3),
            "accepted": bool(likely[best] >= ACCEPT_CONTENT),
            "because": because,
        }
        row += len(report.contents)


def marked(article: Attribution, decide: Models) -> Iterator[Trace]:
    """Each pair of marks: how likely its words are speech, a fragment of it, or no quote."""
    table = article.mark_table()
    for (number, span), likely, row in zip(article.spans, article.likely_marks.tolist(), table, strict=True):
        kind = int(np.argmax(likely))
        yield {
            "paragraph": number,
            "at": span.start,
            "words": article.texts[number][span.inner_start : span.inner_end],
            "likely": dict(zip(("none", "partial", "direct"), (round(p, 3) for p in likely), strict=True)),
            "because": reasons(decide, "marks", row, marks.COLUMNS, kind),
        }


def quotes(article: Attribution, decide: Models, scores: list[float]) -> Iterator[Trace]:
    """Each quote with the speakers considered."""
    table = article.speaker_table()
    for saying, voice, score in zip(article.sayings, article.voices, scores, strict=True):
        ranked = sorted(range(len(voice.likely)), key=lambda n: -voice.likely[n])[:SPEAKERS]
        rows = table[slice(*voice.rows)]
        yield {
            "paragraph": saying.paragraph,
            "at": saying.start,
            "kind": saying.kind,
            "words": article.texts[saying.paragraph][saying.start : saying.end],
            "rule": rule_of(saying),
            "score": score,
            "speaker": voice.who[0] if voice.who else None,
            "speakers": [
                {
                    "name": article.discourse.entities[voice.candidates[n]].name,
                    "likely": round(voice.likely[n], 3),
                    "because": reasons(decide, "speakers", rows[n], speakers.COLUMNS) if len(rows) else [],
                }
                for n in ranked
            ],
        }


def reasons(
    decide: Models, stage: str, row: Table, columns: tuple[str, ...], part: int = 0
) -> list[dict[str, object]]:
    """The features that moved a decision most, each with its value and how far it moved it (log odds)."""
    moved = decide.boosters[stage].predict(row.reshape(1, -1), pred_contrib=True, num_threads=1)[0]
    width = len(columns) + 1
    moved = moved[part * width : (part + 1) * width - 1] if len(moved) > width else moved[:-1]
    strongest = np.argsort(-np.abs(moved))[:REASONS]
    return [
        {"feature": columns[n], "value": round(float(row[n]), 3), "moved": round(float(moved[n]), 2)}
        for n in strongest
    ]


def lines(trace: Trace) -> Iterator[str]:
    """The trace for a reader, paragraph by paragraph."""
    found = [(one["paragraph"], one["at"], kind, one) for kind in trace for one in trace[kind]]
    last = None
    for paragraph, _, kind, one in sorted(found, key=lambda f: (f[0], f[1], f[2])):
        if paragraph != last:
            yield f"\n== paragraph {paragraph}"
        last = paragraph
        if kind == "cues":
            verdict = "content" if one["accepted"] else "no report"
            subject = one["subject"] or one["shape"]
            yield f"cue {one['cue']} ({subject}), {verdict} {one['likely']}: {one['content']}"
            yield f"    {told(one['because'])}"
        elif kind == "marks":
            likely = ", ".join(f"{name} {p}" for name, p in one["likely"].items())
            yield f"marks “{one['words']}”: {likely}"
            yield f"    {told(one['because'])}"
        else:
            yield f"QUOTE {one['kind']} {one['score']} ({descriptions()[one['rule']]})"
            yield f"    {one['speaker'] or 'speaker unknown'}: {one['words']}"
            for who in one["speakers"]:
                yield f"    {who['likely']:.3f} {who['name']}: {told(who['because'])}"


def told(because: list[dict[str, object]]) -> str:
    return ", ".join(f"{r['feature']} = {r['value']:g} ({r['moved']:+})" for r in because)


if __name__ == "__main__":
    main()
