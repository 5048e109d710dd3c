"""An answer, checked word by word, as verdicts. Nothing is taken that is not in the article."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, get_args

from yulu.model import Kind
from yulu.scoring import EDGES, same_speaker, squeeze
from yulu.second_reader.question import Question

_OBJECT = re.compile(r"\{.*\}", re.S)


class Rejected(ValueError):
    """The answer is not taken; the message is a word that is counted: malformed, invented words …"""


@dataclass(frozen=True, slots=True)
class Said:
    """One quote of an answer."""

    text: str
    kind: Kind
    speaker: str | None


@dataclass(frozen=True, slots=True)
class Answer:
    quotes: tuple[Said, ...]
    sure: float


def parsed(text: str) -> Answer:
    """The answer in what a model wrote, which may have words around it. Raises Rejected."""
    found = _OBJECT.search(text)
    try:
        return answer_of(json.loads(found[0]) if found else None)
    except (ValueError, RecursionError) as error:
        raise Rejected("malformed") from error


def answer_of(data: Any) -> Answer:
    """An answer in the form of `question.SCHEMA`. Raises Rejected."""
    if not isinstance(data, dict) or not isinstance(data.get("quotes"), list):
        raise Rejected("malformed")
    sure = data.get("sure")
    if isinstance(sure, bool) or not isinstance(sure, int | float) or not 0 <= sure <= 1:
        raise Rejected("malformed")
    return Answer(tuple(map(_said, data["quotes"])), float(sure))


def _said(data: Any) -> Said:
    if not isinstance(data, dict) or data.keys() != {"text", "kind", "speaker"}:
        raise Rejected("malformed")
    text, kind, speaker = data["text"], data["kind"], data["speaker"]
    if not isinstance(text, str) or not text.strip() or kind not in get_args(Kind):
        raise Rejected("malformed")
    if speaker is not None and not (isinstance(speaker, str) and speaker.strip()):
        raise Rejected("malformed")
    return Said(text.strip(), kind, speaker.strip() if speaker else None)


def verdicts(question: Question, answer: Answer) -> list[dict[str, Any]]:
    """What an answer says, as entries of a verdict file without who and when. Raises Rejected."""
    quotes = [_verbatim(question, said) for said in answer.quotes]
    if question.ask == "missed":
        return [_missed(question, said) for said in quotes] if question.article else []
    if len(quotes) > 1:
        raise Rejected("malformed")
    return [_naming(question) | change for change in _changes(question, quotes[0] if quotes else None)]


def _verbatim(question: Question, said: Said) -> Said:
    shown = (question.paragraph, question.before, question.after)
    within = question.words if question.ask == "missed" else "\n".join(shown)
    if said.text not in within:
        raise Rejected("invented words")
    named = (*question.people, *shown, question.title, question.whole)
    if said.speaker and not any(said.speaker in text for text in named):
        raise Rejected("invented speaker")
    return said


def _naming(question: Question) -> dict[str, Any]:
    article = {"article": question.article} if question.article else {}
    return {"quote": question.quote, **article, "words": question.words}


def _missed(question: Question, said: Said) -> dict[str, Any]:
    return {
        "verdict": "missed",
        "article": question.article,
        "kind": said.kind,
        "text": said.text,
        "speaker": said.speaker,
    }


def _changes(question: Question, said: Said | None) -> list[dict[str, Any]]:
    if said is None:
        return [{"verdict": "no quote"}]
    changes: list[Mapping[str, Any]] = []
    if squeeze(said.text).strip(EDGES) != squeeze(question.words).strip(EDGES):
        changes.append({"verdict": "words", "text": said.text})
    if said.kind != question.kind:
        changes.append({"verdict": "kind", "kind": said.kind})
    known = question.speaker is None if said.speaker is None else same_speaker(said.speaker, question.speaker)
    if not known:
        changes.append({"verdict": "speaker", "speaker": said.speaker})
    return [dict(change) for change in changes] or [{"verdict": "right"}]
