"""What the models learn: the right answer for every row of every stage, stage by stage."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import lightgbm
import numpy as np
from numpy.typing import NDArray

from yulu.quotes.attribution import OUTCOME, Attribution
from yulu.quotes.features import contents, marks, neighbours, speakers
from yulu.quotes.features.codes import Table
from yulu.quotes.labels import Label, Labelled
from yulu.quotes.models import Models
from yulu.scoring import is_right, squeezed_offsets
from yulu.text.chinese import simplify

Answers = NDArray[np.float64]
PATTERN = 3.0  # how much a pattern counts: one article has one of its kind, the tests ask for each
INNER = 4  # folds that give each stage answers of the stage before for articles it has not seen
SAME_CONTENT, SAME_MARKS, SAME_PARTIAL, SAME_SAYING = 0.5, 0.7, 0.5, 0.5

COMMON = {
    "verbosity": -1, "num_threads": 1, "deterministic": True, "force_row_wise": True, "seed": 7,
    "bagging_fraction": 0.8, "bagging_freq": 1, "lambda_l2": 5.0, "cat_smooth": 20.0, "cat_l2": 20.0,
}  # fmt: skip


@dataclass(frozen=True)
class Stage:
    """A model: its columns, and how it is trained."""

    columns: tuple[str, ...]
    categories: tuple[str, ...]
    rounds: int
    options: dict[str, Any]

    def fit(
        self,
        tables: Sequence[Table],
        answers: Sequence[Answers],
        weights: Sequence[float] = (),
        groups: Sequence[int] = (),
    ) -> Any:
        """A booster that has learnt the answers of the rows.

        weights: how much the rows of each table count; groups: rows that compete, for rankers.
        """
        data = lightgbm.Dataset(
            np.vstack(tables),
            np.concatenate(answers),
            weight=np.repeat(weights, [len(table) for table in tables]) if weights else None,
            group=list(groups) or None,
            feature_name=[name.replace(" ", "_") for name in self.columns],
            categorical_feature=[self.columns.index(name) for name in self.categories],
            free_raw_data=False,
        )
        return lightgbm.train({**COMMON, **self.options}, data, self.rounds)


CONTENT = {
    "objective": "cross_entropy", "learning_rate": 0.08, "num_leaves": 63, "min_data_in_leaf": 20,
    "feature_fraction": 0.6,
}  # fmt: skip
MARK = {
    "objective": "multiclass", "num_class": 3, "learning_rate": 0.08, "num_leaves": 23,
    "min_data_in_leaf": 15, "feature_fraction": 0.5,
}  # fmt: skip
SPEAKER = {
    "objective": "lambdarank", "learning_rate": 0.06, "num_leaves": 47, "min_data_in_leaf": 20,
    "feature_fraction": 0.9, "lambdarank_truncation_level": 5,
}  # fmt: skip
RIGHT = {"objective": "binary", "learning_rate": 0.09, "num_leaves": 7, "min_data_in_leaf": 40}
STAGES = {
    "contents": Stage(contents.COLUMNS, contents.CATEGORIES, 170, CONTENT),
    "contents_again": Stage((*contents.COLUMNS, *neighbours.COLUMNS), contents.CATEGORIES, 170, CONTENT),
    "marks": Stage(marks.COLUMNS, marks.CATEGORIES, 110, MARK),
    "speakers": Stage(speakers.COLUMNS, speakers.CATEGORIES, 240, SPEAKER),
    "outcome": Stage(OUTCOME, (), 60, RIGHT),
}


@dataclass
class Lesson:
    """A labelled article, read: its tables and answers as far as the stages have come."""

    labelled: Labelled
    article: Attribution
    table: Table = field(init=False)
    answers: Answers = field(init=False)
    offsets: list[list[int]] = field(init=False)

    @classmethod
    def of(cls, labelled: Labelled) -> "Lesson":
        source = labelled.article
        lesson = cls(labelled, Attribution(source.paragraphs, source.headings, labelled.outlet))
        lesson.table = lesson.article.content_table()
        lesson.offsets = squeezed_offsets(source.paragraphs)
        lesson.answers = lesson.content_answers()
        return lesson

    @property
    def weight(self) -> float:
        return PATTERN if self.labelled.is_pattern else 1.0

    def span(self, paragraph: int, start: int, end: int) -> tuple[int, int]:
        """Offsets in a paragraph, as offsets in the article's text without white space."""
        return self.offsets[paragraph][start], self.offsets[paragraph][end]

    def content_answers(self) -> Answers:
        """How much of a labelled report each content holds (intersection over union), at the right cue."""
        candidates = self.article.contents()
        spans = [self.span(report.paragraph, content.start, content.end) for report, content in candidates]
        answers = np.zeros(len(candidates))
        for label in self.labelled.labels:
            if label.kind != "indirect":
                continue
            shared = [
                (n, overlap(span, label.span))
                for n, span in enumerate(spans)
                if overlap(span, label.span) > 0.3
            ]
            cued = [(n, share) for n, share in shared if is_cue(label, candidates[n][0].cue.word)]
            for n, share in cued or shared:
                answers[n] = max(answers[n], share if share >= SAME_CONTENT else 0.0)
        return answers

    def mark_answers(self) -> Answers:
        """0 for no quote, 1 for a fragment, 2 for speech."""
        answers = np.zeros(len(self.article.spans))
        for n, (number, span) in enumerate(self.article.spans):
            here = self.span(number, span.inner_start, span.inner_end)
            for label in self.labelled.labels:
                share = overlap(here, label.span)
                if label.kind == "direct" and share >= SAME_MARKS:
                    answers[n] = 2
                elif label.kind == "partial" and share > SAME_PARTIAL:
                    answers[n] = max(answers[n], 1)
        return answers

    def speaker_answers(self) -> list[Answers | None]:
        """For each quote that is asked about: which candidates are right; None where no label tells."""
        found: list[Answers | None] = []
        for saying, chosen in zip(self.article.asking, self.article.considered, strict=True):
            label = self.label_of(saying.kind, self.span(saying.paragraph, saying.start, saying.end))
            if label is None or not label.names:
                found.append(None)
                continue
            names = [self.article.discourse.entities[number].name for number in chosen]
            written = [
                simplify(self.article.as_written(name, saying, number))
                for name, number in zip(names, chosen, strict=True)
            ]
            found.append(
                np.array(
                    [is_named(label, {name, form}) for name, form in zip(names, written, strict=True)], float
                )
            )
        return found

    def label_of(self, kind: str, span: tuple[int, int]) -> Label | None:
        """The label on the same words, of the same kind or, in marks, of the other one."""
        marked = {"direct", "partial"}
        alike = [
            label for label in self.labelled.labels if label.kind == kind or {label.kind, kind} == marked
        ]
        best = max(alike, key=lambda label: overlap(span, label.span), default=None)
        return best if best and overlap(span, best.span) >= SAME_SAYING else None

    def outcome_answers(self) -> Answers:
        """Whether each quote found is right in span and speaker; NaN where marks are judged neither way."""
        answers = np.zeros(len(self.article.sayings))
        taken: set[int] = set()
        for n, (saying, voice) in enumerate(zip(self.article.sayings, self.article.voices, strict=True)):
            span = self.span(saying.paragraph, saying.start, saying.end)
            label = self.label_of(saying.kind, span)
            if label is None or id(label) in taken:
                continue
            if saying.kind == "direct" and label.kind == "partial":
                answers[n] = np.nan
                continue
            taken.add(id(label))
            name = simplify(voice.who[0]) if voice.who else None
            answers[n] = not label.names or (name is not None and is_named(label, {name}))
        return answers


def overlap(a: tuple[int, int], b: tuple[int, int]) -> float:
    both = min(a[1], b[1]) - max(a[0], b[0])
    return both / (max(a[1], b[1]) - min(a[0], b[0])) if both > 0 else 0.0


def is_cue(label: Label, word: str) -> bool:
    return not label.cue or label.cue in word or word in label.cue


def is_named(label: Label, names: set[str]) -> bool:
    """Whether any of the names, or another name of the same speaker in the registry, is a right answer."""
    return any(is_right(label.names, name) for name in names)


Fit = Callable[[Sequence[int]], Any]
Ask = Callable[[Any, int], NDArray[np.float64]]


def unseen(count: int, fit: Fit, ask: Ask) -> list[NDArray[np.float64]]:
    """What a stage says of each article, by a model that has not seen it."""
    found: list[NDArray[np.float64]] = [np.zeros(0)] * count
    for fold in range(INNER):
        held = [n for n in range(count) if (n // 5) % INNER == fold]
        if not held:
            continue
        booster = fit([n for n in range(count) if (n // 5) % INNER != fold])
        for n in held:
            found[n] = ask(booster, n)
    return found


def learn(lessons: Sequence[Lesson]) -> Models:
    """The models of all stages but the last; each learns from what the one before says of unseen articles."""
    count, everything = len(lessons), range(len(lessons))
    boosters: dict[str, Any] = {}

    def step(stage: str, tables: Sequence[Table], answers: Sequence[Answers]) -> list[NDArray[np.float64]]:
        def fit(chosen: Sequence[int]) -> Any:
            return STAGES[stage].fit(
                [tables[n] for n in chosen],
                [answers[n] for n in chosen],
                [lessons[n].weight for n in chosen],
            )

        boosters[stage] = fit(everything)
        return unseen(count, fit, lambda booster, n: predicted(stage, booster, tables[n]))

    tables, answers = [lesson.table for lesson in lessons], [lesson.answers for lesson in lessons]
    first = step("contents", tables, answers)
    again = [
        lesson.article.second_table(lesson.table, p, 0) for lesson, p in zip(lessons, first, strict=True)
    ]
    for lesson, likely in zip(lessons, step("contents_again", again, answers), strict=True):
        lesson.article.accept_contents(likely)
    tables = [lesson.article.mark_table() for lesson in lessons]
    found = step("marks", tables, [lesson.mark_answers() for lesson in lessons])
    for lesson, likely in zip(lessons, found, strict=True):
        lesson.article.accept_marks(likely)
    boosters["speakers"] = learn_speakers(lessons)
    return Models(boosters, {})


def predicted(stage: str, booster: Any, table: Table) -> NDArray[np.float64]:
    return Models({stage: booster}, {}).likely(stage, table)


def learn_speakers(lessons: Sequence[Lesson]) -> Any:
    """The ranker, from the quotes whose speaker is among those considered."""
    tables, answers, weights, groups = [], [], [], []
    for lesson in lessons:
        table, at = lesson.article.speaker_table(), 0
        for right, chosen in zip(lesson.speaker_answers(), lesson.article.considered, strict=True):
            if right is not None and right.any():
                tables.append(table[at : at + len(chosen)])
                answers.append(right)
                weights.append(lesson.weight)
                groups.append(len(chosen))
            at += len(chosen)
    return STAGES["speakers"].fit(tables, answers, weights, groups)
