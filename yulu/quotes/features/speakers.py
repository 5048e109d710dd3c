"""What an entity shows as the speaker of a quote: its places, its links to the subject, its part so far."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence

import numpy as np

from yulu.lexicon.grammar import words
from yulu.quotes.discourse import ADDRESSEE, CLAUSE_SUBJECT, CUE_SUBJECT, Discourse, Entity, Place
from yulu.quotes.features.codes import KINDS, SHAPES, Table, begins, code, shallow, spread, whole, word_code
from yulu.quotes.links import LINKS, UNSURE, Link
from yulu.quotes.sayings import HELD, Saying

REACH = 6  # entities before a quote that are considered, the nearest first
REACH_LINKED = 4  # where its subject's words can mean somebody
TOLD = 4  # subjects of cues before it
PEOPLE = 5
AHEAD = 2  # entities behind it
LOOK_BACK, LOOK_AHEAD = 200, 20  # places of entities before and behind a quote
RECENT = 40  # quotes before it
DESCRIBED = 12  # places of an entity that are looked at for a description
PRONOUNS = ("他", "她", "他们", "她们", "它", "其", "两人", "双方")
PLURAL = re.compile(r"们$|^(?:两|三|多|众|双)")
JOINED = re.compile("并|也|还|又|且|更|亦|同时|再")
POINTS_TO = re.compile("^(?:该|这|那|此|上述|另一?|一)(?:名|位|个|家|份|则|篇|项|些|次|两|三)*(?:.*的)?")
LITERAL = frozenset((*UNSURE, "body", "text"))

WORDING = (
    "first tag", "second tag", "last tag", "verbs", "last verbs", "gap", "gap tag", "before mention",
    "gap stop", "mention at",
)  # fmt: skip
ASKED = (
    "quote kind", "shape", "pronoun", "plural", "subject kind", "subject length", "cue", "cue say",
    "cue tell", "tie", "tie gap", "paragraph", "sentence", "at", "length", "people before", "entities",
    "other quotes", "last tie", "last gap", "last direct", "before char", "content before", "people here",
    "subject of text",
    "nested", "told here", "joined", "clause gap", "conjunction", *WORDING,
)  # fmt: skip
CANDIDATE = (
    "kind", "gender fits", "number fits", "many", "listed", "name length", "link", "link rank", "linked",
    "noun", "distance", "sentences", "paragraphs", "recency", "people recency", "role", "since stop",
    "same clause", "subject distance", "subject recency", "subjects before", "ahead", "ahead role", "named",
    "named before", "named in paragraph", "as subject", "as clause subject", "first paragraph", "inside",
    "leads paragraph", "leads sentence", "last subject", "addressed here", "text maker", "only person",
    "between", "first place", "of outer", "of told last", "of told first", "of told before",
    "of previous cue", "opens sentence", "last of clauses", "acts", "opens previous", "kind of last",
    "head of noun", "best described", "called so", "is literal", "reading", "readings", "first tag of name",
    "last tag of name", "verbs of name", "perhaps acts", "since it acted",
)  # fmt: skip
COLUMNS = (*ASKED, *CANDIDATE)
CATEGORIES = ("pronoun", "cue", "before char", "link", "before mention")


def rows(
    discourse: Discourse, sayings: Sequence[Saying], asking: Iterable[int]
) -> tuple[list[list[int]], Table]:
    """For each quote that is asked about the entities considered; and a row for each of them."""
    considered: list[list[int]] = []
    asked: list[list[int]] = []
    candidates: list[list[int]] = []
    for n in asking:
        view = View(discourse, sayings, n)
        chosen = view.candidates()
        considered.append(chosen)
        asked.append(view.asked(len(chosen)))
        view.describe(chosen)
        candidates += [view.row(number) for number in chosen]
    counts = [len(chosen) for chosen in considered]
    return considered, np.hstack([spread(asked, counts, ASKED), whole(candidates, CANDIDATE)])


class View:
    """An article as it is seen from one quote."""

    def __init__(self, discourse: Discourse, sayings: Sequence[Saying], n: int) -> None:
        self.discourse, self.sayings, self.n = discourse, sayings, n
        self.saying = saying = sayings[n]
        self.report = report = saying.report
        self.paragraph = report.paragraph if report else saying.paragraph
        base = discourse.offsets[saying.paragraph]
        at = report.cue.start if report and saying.tie <= HELD else saying.start
        self.at = discourse.offsets[self.paragraph] + at
        self.start, self.end = base + saying.start, base + saying.end
        sentence = report.sentence if report else saying.sentence
        self.sentence = discourse.first_sentence[self.paragraph] + sentence
        self.here = discourse.offsets[self.paragraph]
        self.stops = bisect_left(discourse.paragraphs[self.paragraph].stops, self.at - self.here)
        self.linked: dict[int, Link] = dict(reversed(report.links)) if report else {}
        self.links = [number for number, _ in report.links] if report else []
        readings = report.readings if report and saying.tie <= HELD else []
        self.readings = {number: n for n, number in enumerate(readings)}
        mention = report.mention if report else None
        self.phrase = mention.phrase if mention else ""
        self.shape = mention.shape if mention else None
        pointing = self.shape in ("demonstrative", "phrase")
        self.noun = POINTS_TO.sub("", self.phrase) if pointing else ""
        self._look_around()
        self._look_back()
        self._look_at_clauses()

    def _look_around(self) -> None:
        """The last place of every entity before the quote, the next behind it, in order."""
        discourse = self.discourse
        cut = bisect_left(discourse.named_at, self.at)
        self.before: list[tuple[int, Place]] = []
        self.ahead: dict[int, Place] = {}
        self.subjects: dict[int, tuple[int, int]] = {}  # number -> rank, position of the last as a subject
        self.places: dict[int, tuple[Place, int, int]] = {}  # number -> place, rank, acting ones in between
        acting = 0
        for position, number, n in reversed(discourse.named[max(0, cut - LOOK_BACK) : cut]):
            if self.start <= position < self.end:
                continue
            place = discourse.entities[number].places[n]
            if number not in self.places:
                self.places[number] = place, len(self.before), acting
                self.before.append((number, place))
                acting += place.role <= CLAUSE_SUBJECT
            if place.role == CUE_SUBJECT and number not in self.subjects:
                self.subjects[number] = len(self.subjects), position
        for _, number, n in discourse.named[cut : cut + LOOK_AHEAD]:
            place = discourse.entities[number].places[n]
            if place.paragraph == self.paragraph:
                self.ahead.setdefault(number, place)
        people = [number for number, _ in self.before if discourse.entities[number].kind == "person"]
        self.people = {number: rank for rank, number in enumerate(people)}

    def _look_back(self) -> None:
        """Whom the words of earlier reports name: around this quote, and before it."""
        own = self.report.paragraph == self.saying.paragraph if self.report else False
        cue = self.report.cue.start if self.report and own else self.saying.start
        self.outer = self.told_last = self.told_first = self.told_before = self.previous_cue = -1
        self.told_here, around = 0, 10**9
        for saying in self.sayings[max(0, self.n - RECENT) : self.n]:
            report = saying.report
            if report is None or report is self.report or not report.links:
                continue
            number = report.links[0][0]
            if saying.paragraph < self.saying.paragraph:
                self.told_before = number
                continue
            self.told_here += 1
            self.told_last = number
            self.told_first = number if self.told_first < 0 else self.told_first
            width = saying.end - saying.start
            if saying.kind == "indirect" and saying.start <= cue < saying.end and width < around:
                self.outer, around = number, width
        found = self.discourse.reports[self.paragraph]
        cut = bisect_left(self.discourse.cues_at[self.paragraph], cue)
        for report in reversed(found[max(0, cut - RECENT) : cut]):
            if report.links and report is not self.report:
                self.previous_cue = report.links[0][0]
                break

    def _look_at_clauses(self) -> None:
        """Who opens this sentence, who acts in it last before the quote, who opens the sentence before."""
        acting = self.discourse.subjects_of.get(self.sentence, [])
        own = [number for position, number in acting if position < self.at]
        previous = self.discourse.subjects_of.get(self.sentence - 1)
        self.opens, self.last_acts = (own[0], own[-1]) if own else (-1, -1)
        self.opened_previous = previous[0][1] if previous else -1
        perhaps = self.discourse.perhaps_acting
        opened = [
            *(perhaps.get(self.sentence - 1, [])[:1] if not own else []),
            *perhaps.get(self.sentence, []),
        ]
        opened = [(at, number) for at, number in opened if at < self.at]
        self.perhaps = {number: (rank, self.at - at) for rank, (at, number) in enumerate(reversed(opened))}
        self.acting = {number: rank for rank, number in reversed(list(enumerate(reversed(own))))}

    def candidates(self) -> list[int]:
        """Entities that the subject's words can mean, those named and quoted last, those named next."""
        near = [number for number, _ in self.before[: REACH_LINKED if self.links else REACH]]
        told, people, ahead = list(self.subjects)[:TOLD], list(self.people)[:PEOPLE], list(self.ahead)[:AHEAD]
        return list(
            dict.fromkeys([*self.links, *near, *told, *people, *ahead, *self.readings, *self.perhaps])
        )

    def asked(self, entities: int) -> list[int]:
        """What the quote itself shows."""
        saying, report, discourse = self.saying, self.report, self.discourse
        last = self.sayings[self.n - 1] if self.n else None
        recent = self.sayings[max(0, self.n - RECENT) : self.n]
        direct = next((s for s in reversed(recent) if s.kind == "direct"), None)
        plain = discourse.paragraphs[saying.paragraph].plain
        source = discourse.paragraphs[self.paragraph].plain
        return [
            ("direct", "partial", "indirect").index(saying.kind),
            SHAPES.index(self.shape) if self.shape else len(SHAPES),
            PRONOUNS.index(self.phrase) if self.phrase in PRONOUNS else -1,
            PLURAL.search(self.phrase) is not None,
            KINDS.index(discourse.entities[self.links[0]].kind) if self.links else 0,
            len(self.phrase),
            word_code(report.cue.word) if report else 0,
            "say" in report.cue.classes if report else -1,
            "tell" in report.cue.classes if report else -1,
            saying.tie,
            self.start - self.at,
            saying.paragraph,
            saying.sentence,
            saying.start,
            saying.end - saying.start,
            len(self.people),
            entities,
            len(self.sayings),
            last.tie if last else -1,
            self.start - (discourse.offsets[last.paragraph] + last.end) if last else -1,
            saying.paragraph - direct.paragraph if direct else -1,
            code(plain[saying.start - 1 : saying.start]) if saying.start else 0,
            self.start < self.at,
            sum(p.paragraph == self.paragraph for number, p in self.before if number in self.people),
            self.noun.endswith(tuple(words("document"))) if self.noun else False,
            self.outer >= 0,
            self.told_here,
            report is not None and JOINED.match(source, report.clause) is not None,
            report.cue.start - report.clause if report else -1,
            begins(source, report.clause, report.cue.end) if report else 0,
            *self.wording(),
        ]

    def wording(self) -> list[int]:
        """Whether the words of the subject look like a noun phrase, and what stands around them."""
        mention = self.report.mention if self.report else None
        if self.report is None or mention is None or not self.phrase:
            return [-2] * len(WORDING)
        plain = self.discourse.paragraphs[self.paragraph].plain
        gap = plain[mention.end : self.report.cue.start]
        return [
            *shallow(self.phrase),
            len(gap),
            shallow(gap[:12])[0] if gap else -2,
            code(plain[mention.start - 1 : mention.start]) if mention.start else 0,
            "，" in gap,
            mention.start - self.report.clause,
        ]

    def row(self, number: int) -> list[int]:
        """What an entity shows as the speaker of the quote."""
        entity = self.discourse.entities[number]
        place, recency, between = self.places.get(number, (None, -1, -1))
        ahead = self.ahead.get(number)
        link = self.linked.get(number)
        rank, subject = self.subjects.get(number, (-1, 0))
        here = place is not None and place.sentence == self.sentence
        last = self.discourse.entities[self.told_last].kind if self.told_last >= 0 else None
        pronoun = self.phrase[:1] if self.shape == "pronoun" else ""
        cut = bisect_left(entity.at, self.at)
        inside = bisect_left(entity.at, self.end) - bisect_left(entity.at, self.start)
        return [
            KINDS.index(entity.kind),
            -1 if not pronoun or entity.gender is None else entity.gender == pronoun,
            self.number_fits(entity) if pronoun else -1,
            entity.many,
            entity.listed,
            len(entity.name),
            LINKS.index(link) if link else -1,
            self.links.index(number) if link else -1,
            len(self.links),
            self.calls.get(number, -1),
            self.at - place.position if place else -1,
            self.sentence - place.sentence if place else -1,
            self.paragraph - place.paragraph if place else -1,
            recency,
            self.people.get(number, -1),
            place.role if place else -1,
            place.since_stop if place else -1,
            place is not None and self.same_clause(place),
            self.at - subject if rank >= 0 else -1,
            rank,
            len(self.subjects),
            ahead.position - self.at if ahead else -1,
            ahead.role if ahead else -1,
            len(entity.at),
            cut,
            cut - bisect_left(entity.at, self.here),
            entity.as_cue_subject,
            entity.as_clause_subject,
            entity.places[0].paragraph if entity.places else -1,
            inside > 0,
            self.discourse.leads.get(self.paragraph, (0, -1))[1] == number,
            here and place is not None and place.role <= CLAUSE_SUBJECT,
            rank == 0,
            here and place is not None and place.role == ADDRESSEE,
            entity.kind == "document",
            entity.kind == "person" and len(self.people) == 1,
            between,
            bool(entity.places) and entity.places[0].sentence == 0,
            number == self.outer,
            number == self.told_last,
            number == self.told_first,
            number == self.told_before,
            number == self.previous_cue,
            number == self.opens,
            number == self.last_acts,
            self.acting.get(number, -1),
            number == self.opened_previous,
            KINDS.index(last),
            entity.name.endswith(self.noun[-2:]) if self.noun else -1,
            self.best_call if number != self.best_called else self.second_call,
            self.called,
            link in LITERAL,
            self.readings.get(number, -1),
            len(self.readings),
            *self.tags(number, link),
            *self.perhaps.get(number, (-1, -1)),
        ]

    def tags(self, number: int, link: Link | None) -> tuple[int, int, int]:
        """First and last part of speech and the verbs of words that nothing but their place makes a name."""
        if number not in self.readings and number not in self.perhaps and link not in LITERAL:
            return -2, -2, -2
        first, _, last, verbs, _ = shallow(self.discourse.entities[number].name)
        return first, last, verbs

    def number_fits(self, entity: Entity) -> bool:
        return (entity.many or entity.kind == "organisation") == (PLURAL.search(self.phrase) is not None)

    def same_clause(self, place: Place) -> bool:
        """Whether no stop stands between a place and the quote's cue."""
        if place.paragraph != self.paragraph:
            return False
        stops = self.discourse.paragraphs[self.paragraph].stops
        return bisect_left(stops, place.position - self.here) == self.stops

    def describe(self, chosen: list[int]) -> None:
        """How much of the subject's noun the article has used of each candidate its words do not name."""
        named = bool(self.report and self.report.links and self.report.links[0][1] == "name")
        self.calls: dict[int, int] = {}
        if len(self.noun) > 1 and not named:
            self.calls = {n: self.described(n) for n in chosen if n not in self.linked}
        ranked = sorted(((calls, number) for number, calls in self.calls.items()), reverse=True)
        self.best_call, self.best_called = ranked[0] if ranked else (-1, -1)
        self.second_call = ranked[1][0] if len(ranked) > 1 else -1
        self.called = sum(calls >= 2 for calls in self.calls.values())

    def described(self, number: int) -> int:
        """How many characters of the end of a noun stand by an entity: 议员 by 联邦议员布鲁斯·凯恩."""
        noun, entity = self.noun[-4:], self.discourse.entities[number]
        around = [entity.name + "|"]
        for place in entity.places[:DESCRIBED]:
            plain = self.discourse.paragraphs[place.paragraph].plain
            base = self.discourse.offsets[place.paragraph]
            at, end = place.position - base, place.end - base
            around += plain[max(0, at - 14) : at], "|", plain[end : end + 6], "|"
        text = "".join(around)
        return next((n for n in range(len(noun), 1, -1) if noun[-n:] in text), 0)
