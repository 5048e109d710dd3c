"""Asking a language model through the `llm` library: in time, at a rate, again after a failure."""

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from yulu.second_reader.question import RULES, SCHEMA, Question

TRIES = 3
PATIENCE = 10  # questions in a row that fail: then the model is not there


class NoModel(Exception):
    """The model cannot be asked; the message says why."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back. `problem` where nothing did: slow or failed."""

    question: Question
    text: str = ""
    problem: str | None = None
    read: int | None = None  # tokens, where the model counts them
    written: int | None = None


@dataclass(frozen=True, slots=True)
class Pace:
    per_minute: float
    timeout: float  # seconds for one answer
    wait: Callable[[float], None] = time.sleep


def model_named(name: str) -> Any:
    """Raises NoModel where the `llm` library or the model is not installed."""
    try:
        import llm
    except ImportError as error:
        raise NoModel("the library llm is not installed: pip install 'yulu[llm]'") from error
    try:
        return llm.get_model(name)
    except llm.UnknownModelError as error:
        raise NoModel(f"{name} is no model that llm knows: `llm models` lists them") from error


def ask_all(model: Any, questions: Iterable[Question], pace: Pace) -> Iterator[Reply]:
    """Every question in turn. Raises NoModel when PATIENCE questions in a row fail."""
    failed = 0
    for question in questions:
        started = time.monotonic()
        reply = ask(model, question, pace)
        failed = failed + 1 if reply.problem == "failed" else 0
        yield reply
        if failed == PATIENCE:
            raise NoModel(f"{PATIENCE} questions in a row failed: {reply.text}")
        pace.wait(max(0.0, 60 / pace.per_minute - (time.monotonic() - started)))


def ask(model: Any, question: Question, pace: Pace) -> Reply:
    """One question, up to TRIES times, with longer and longer waits between."""
    reply = Reply(question, problem="failed")
    for attempt in range(TRIES):
        if attempt:
            pace.wait(2.0**attempt)
        reply = _once(model, question, pace.timeout)
        if reply.problem != "failed":
            break
    return reply


def _once(model: Any, question: Question, timeout: float) -> Reply:
    """A slow answer is left behind in its thread, which ends with the program."""
    replies: list[Reply] = []

    def answer() -> None:
        try:
            schema = {"schema": SCHEMA} if model.supports_schema else {}
            response = model.prompt(question.prompt, system=RULES, stream=False, **schema)
            text, usage = response.text(), response.usage()
            replies.append(Reply(question, text, None, usage.input, usage.output))
        except Exception as error:  # whatever a plugin raises: the question is asked again
            replies.append(Reply(question, f"{type(error).__name__}: {error}", "failed"))

    thread = threading.Thread(target=answer, daemon=True)
    thread.start()
    thread.join(timeout)
    return replies[0] if replies else Reply(question, problem="slow")


def tokens(question: Question) -> int:
    """About how many a model reads: one a Chinese character, one for four others."""
    text = RULES + question.prompt
    chinese = sum(character > "\u2e7f" for character in text)
    return chinese + (len(text) - chinese) // 4


ANSWER_TOKENS = 90
