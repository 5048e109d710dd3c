"""Have doubtful quotes read a second time, by a language model or by anybody; see docs/verdicts.md."""

import argparse
import sqlite3
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from tqdm import tqdm

from yulu.quotes.labels import LabelError
from yulu.second_reader import doubts, exchange, measure
from yulu.second_reader.exchange import Answered
from yulu.second_reader.model import ANSWER_TOKENS, NoModel, Pace, ask_all, model_named, tokens
from yulu.second_reader.question import Question


def arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m yulu.second_reader", description=__doc__)
    parser.add_argument("--db", type=Path, default=Path("news.db"), help="the database (news.db)")
    parser.add_argument("--verdicts", type=Path, default=Path("verdicts"), help="where to write (verdicts/)")
    parser.add_argument("--below", type=float, default=0.9, help="ask about quotes with a lower score (0.9)")
    parser.add_argument("--limit", type=int, default=2000, help="ask at most so many questions now (2000)")
    how = parser.add_argument_group("who is asked")
    how.add_argument("--model", help="a model of the llm library, which is sent the questions")
    how.add_argument("--write", type=Path, metavar="FILE", help="write the questions, send nothing")
    how.add_argument("--read", type=Path, metavar="FILE", help="take the answers of somebody else")
    how.add_argument("--reader", help="who answered what --read takes; with --model a model did")
    how.add_argument("--estimate", action="store_true", help="count questions and tokens, send nothing")
    how.add_argument("--measure", type=Path, metavar="LABELS", help="what it gains on labelled articles")
    how.add_argument("--articles", type=Path, default=Path(), help="folder above the labelled articles")
    parser.add_argument("--per-minute", type=float, default=60, help="questions a minute at most (60)")
    parser.add_argument("--timeout", type=float, default=60, help="seconds to wait for an answer (60)")
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Exit code 0 when done, 1 with a line on standard error when it cannot be."""
    parser = arguments()
    args = parser.parse_args(argv)
    if not (args.model or args.write or args.read or args.estimate):
        parser.error("one of --model, --write, --read and --estimate says what to do")
    if args.per_minute <= 0 or args.timeout <= 0 or args.limit < 1:
        parser.error("--per-minute, --timeout and --limit must be more than 0")
    if args.read and not (args.reader or args.model or args.measure):
        parser.error("--read needs --reader NAME (a person) or --model NAME")
    try:
        return measured(args) if args.measure else read_again(args)
    except (NoModel, LabelError, OSError, sqlite3.Error) as error:
        print(f"second_reader: {error}", file=sys.stderr)
    except KeyboardInterrupt:
        print("second_reader: stopped; the same command goes on from here", file=sys.stderr)
    return 1


def read_again(args: argparse.Namespace) -> int:
    """The questions of a database -> an estimate, a file of questions, or verdicts."""
    with open_database(args.db) as connection:
        kept = args.read or answers_file(args)
        known = exchange.read_answers(kept)
        new = islice((q for q in doubts.questions(connection, args.below) if q.id not in known), args.limit)
        if args.estimate:
            return estimated(new)
        if args.write:
            return written(new, args.write)
        asked = [q for q in (doubts.question_named(connection, id) for id in known) if q]
        more = [] if args.read else list(new)
    if more:
        known = answered(args, more, kept)
    counts: Counter[str] = Counter()
    verdicts = exchange.as_verdicts([*asked, *more], known, told(args), counts)
    target = args.verdicts / f"{exchange.file_name(args.model or args.reader)}.ndjson"
    added = exchange.append_verdicts(list(verdicts), target)
    old = len(known) - len(asked) - len(more)
    if args.read and old:
        counts["malformed or for no question of this database"] = old
    print(f"{target}: {added:,} verdicts added; {said(counts)}")
    return 0


def answered(args: argparse.Namespace, asked: Sequence[Question], kept: Path) -> dict[str, Answered]:
    """Send the questions; each answer is kept as it comes."""
    model = model_named(args.model)
    kept.parent.mkdir(parents=True, exist_ok=True)
    lost: Counter[str] = Counter()
    with (
        kept.open("a", encoding="utf-8") as file,
        tqdm(total=len(asked), unit=" questions", disable=not sys.stderr.isatty()) as bar,
    ):
        for reply in ask_all(model, asked, Pace(args.per_minute, args.timeout)):
            exchange.keep(reply, file)
            lost.update([reply.problem] if reply.problem else [])
            bar.update()
    if lost:
        print(f"{said(lost)}: the same command asks these again", file=sys.stderr)
    return exchange.read_answers(kept)


def answers_file(args: argparse.Namespace) -> Path:
    """Where a model's answers are kept: verdict files whose name begins with a dot are not read."""
    folder: Path = args.verdicts
    return folder / f".answers-{exchange.file_name(args.model or args.reader or '')}.ndjson"


def told(args: argparse.Namespace) -> dict[str, str]:
    today = datetime.now(UTC).date().isoformat()
    return {"model": args.model, "date": today} if args.model else {"by": args.reader, "date": today}


def estimated(questions: Iterable[Question]) -> int:
    count = read = 0
    for question in questions:
        count, read = count + 1, read + tokens(question)
    print(
        f"{count:,} questions: about {read:,} tokens to read and {count * ANSWER_TOKENS:,} to write."
        " Nothing was sent."
    )
    return 0


def written(questions: Iterable[Question], path: Path) -> int:
    print(f"{path}: {exchange.write_questions(questions, path):,} questions")
    return 0


def measured(args: argparse.Namespace) -> int:
    """With and without, on labelled articles; the same ways of asking."""
    read = measure.labelled(args.measure, args.articles)
    asked = measure.questions(read, args.below, args.limit)
    if args.estimate or args.write:
        return estimated(asked) if args.estimate else written(asked, args.write)
    kept = args.read or answers_file(args)
    known = exchange.read_answers(kept)
    if not args.read:
        known = answered(args, [q for q in asked if q.id not in known], kept)
    print(
        f"{len(read):,} labelled articles, {len(asked):,} questions, about {sum(map(tokens, asked)):,} tokens"
    )
    for line in measure.table(read, asked, known):
        print(line)
    return 0


def open_database(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{path.absolute()}?mode=ro", uri=True)


def said(counts: Counter[str]) -> str:
    return ", ".join(f"{n:,} {what}" for what, n in sorted(counts.items())) or "nothing"


if __name__ == "__main__":
    sys.exit(main())
