"""A folder of verdict files -> verdicts, and one line for each entry that is none."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from yulu.model import Problem
from yulu.verdicts.verdict import NotAVerdict, Verdict, verdict_of

YAML, LINES = {".yml", ".yaml"}, {".ndjson", ".jsonl"}
Entry = tuple[int, object]  # line, counted from 1, and what stands there
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read(folder: Path) -> tuple[list[Verdict], list[Problem]]:
    """Every verdict of the files below a folder, in the order of files and lines, each once.

    Other files and those whose names begin with a dot are left alone.
    """
    verdicts: dict[str, Verdict] = {}
    problems: list[Problem] = []
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.suffix not in YAML | LINES or any(part.startswith(".") for part in name.split("/")):
            continue
        try:
            for line, entry in entries(path):
                try:
                    verdict = verdict_of(entry, name, line)
                    verdicts.setdefault(verdict.id, verdict)
                except NotAVerdict as error:
                    problems.append(Problem(name, line, error.reason, str(error)))
        except Unreadable as error:
            problems.append(Problem(name, error.line, "unreadable", str(error)))
    return list(verdicts.values()), problems


class Unreadable(Exception):
    """The rest of a file cannot be read."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


def entries(path: Path) -> Iterator[Entry]:
    """What a file lists, with line numbers. Raises Unreadable."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable(1, "not UTF-8") from None
    except OSError as error:
        raise Unreadable(1, error.strerror or "cannot be opened") from None
    yield from json_lines(text) if path.suffix in LINES else yaml_list(text)


def json_lines(text: str) -> Iterator[Entry]:
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                yield number, json.loads(line)
            except (ValueError, RecursionError) as error:
                yield number, NotAVerdict("unreadable", f"not JSON: {error}")


def yaml_list(text: str) -> Iterator[Entry]:
    """A list of verdicts, a single one, or several documents of either."""
    loader = _LOADER(text)
    try:
        while loader.check_node():
            node = loader.get_node()
            for item in node.value if isinstance(node, yaml.SequenceNode) else [node]:
                line = item.start_mark.line + 1
                try:
                    yield line, loader.construct_document(item)
                except (ValueError, yaml.constructor.ConstructorError) as error:  # a day that no calendar has
                    yield line, NotAVerdict("bad value", " ".join(str(error).split()))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        what = getattr(error, "problem", None) or "not YAML"
        raise Unreadable(mark.line + 1 if mark else 1, f"not YAML: {what}") from None
    except RecursionError:
        raise Unreadable(1, "nested too deeply") from None
    finally:
        loader.dispose()
