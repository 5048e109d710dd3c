"""Questions and answers as lines of files: what was answered is kept, and anybody can be the reader."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TextIO

from yulu.second_reader.answer import Answer, Rejected, answer_of, parsed, verdicts
from yulu.second_reader.model import Reply
from yulu.second_reader.question import ASKED, RULES, SCHEMA, Question


def write_questions(questions: Iterable[Question], path: Path) -> int:
    """One question a line, each with all that its reader needs. Returns how many."""
    count = 0
    with path.open("w", encoding="utf-8") as file:
        for question in questions:
            line = question.shown() | {"task": ASKED[question.ask]}
            if count == 0:
                line |= {"rules": RULES, "schema": SCHEMA}
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
            count += 1
    return count


@dataclass(frozen=True, slots=True)
class Answered:
    """A line of an answers file: an answer, or why there is none."""

    id: str
    answer: Answer | None
    problem: str | None


def read_answers(path: Path) -> dict[str, Answered]:
    """Answers by the id of their question; of two for one question the later. Bad lines are malformed.

    A line has the id of the question and the answer: {"id": …, "quotes": […], "sure": …}.
    """
    found: dict[str, Answered] = {}
    for number, line in enumerate(_lines(path), 1):
        try:
            data = json.loads(line)
            answered = _answered(data, number)
        except (ValueError, RecursionError):
            answered = Answered(f"line {number}", None, "malformed")
        found[answered.id] = answered
    return found


def _lines(path: Path) -> Iterator[str]:
    if path.exists():
        yield from filter(str.strip, path.read_text(encoding="utf-8", errors="replace").split("\n"))


def _answered(data: Any, number: int) -> Answered:
    id = data.get("id") if isinstance(data, dict) else None
    if not isinstance(id, str):
        return Answered(f"line {number}", None, "malformed")
    if data.get("problem"):
        return Answered(id, None, str(data["problem"]))
    try:
        return Answered(id, answer_of(data), None)
    except Rejected as error:
        return Answered(id, None, str(error))


def keep(reply: Reply, file: TextIO) -> None:
    """Write a reply down at once, so that it is not asked again. Failed and slow ones are not kept."""
    if reply.problem:
        return
    line: dict[str, Any] = {"id": reply.question.id}
    try:
        answer = parsed(reply.text)
        line |= {"quotes": [asdict(said) for said in answer.quotes], "sure": answer.sure}
    except Rejected as error:
        line |= {"problem": str(error)}
    line |= {"read": reply.read, "written": reply.written}
    file.write(json.dumps(line, ensure_ascii=False) + "\n")
    file.flush()


def as_verdicts(
    questions: Iterable[Question],
    answers: Mapping[str, Answered],
    told: Mapping[str, Any],
    done: Counter[str],
) -> Iterator[dict[str, Any]]:
    """Entries of a verdict file. `told` is who and when; in `done` everything is counted."""
    for question in questions:
        answered = answers.get(question.id)
        if answered is None:
            continue
        try:
            if answered.answer is None:
                raise Rejected(answered.problem or "malformed")
            entries = verdicts(question, answered.answer)
        except Rejected as error:
            done[f"rejected: {error}"] += 1
            continue
        done["taken"] += 1
        for entry in entries:
            done[entry["verdict"]] += 1
            yield entry | dict(told) | {"sure": answered.answer.sure}


def append_verdicts(entries: Iterable[Mapping[str, Any]], path: Path) -> int:
    """Add verdicts to a file, each line once, whatever its date. Returns how many are new."""

    def what(entry: Mapping[str, Any]) -> str:
        return json.dumps({k: v for k, v in entry.items() if k != "date"}, ensure_ascii=False, sort_keys=True)

    known = {what(json.loads(line)) for line in _lines(path)}
    new = [entry for entry in entries if what(entry) not in known]
    if new:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as file:
            file.writelines(json.dumps(entry, ensure_ascii=False) + "\n" for entry in new)
    return len(new)


def file_name(reader: str) -> str:
    return re.sub(r"[^\w.-]+", "_", reader).strip("._") or "reader"
