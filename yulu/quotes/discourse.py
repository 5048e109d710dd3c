"""Who and what an article speaks of, and where: entities, the places that name them, what each does there."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from yulu.lexicon.grammar import longest, pronouns, registered
from yulu.model import SpeakerKind
from yulu.quotes.cast import Cast
from yulu.quotes.clauses import LONGEST_CLAUSE, Paragraph
from yulu.quotes.kinds import kind_of, unmarked
from yulu.quotes.links import UNSURE, links
from yulu.quotes.names import DOTS
from yulu.quotes.phrases import tokens
from yulu.quotes.reports import Report
from yulu.quotes.subjects import Mention, names_somebody, opening, readings
from yulu.text.finder import Finder

# What an entity does where it is named
CUE_SUBJECT, CLAUSE_SUBJECT, ADDRESSEE, POSSESSOR, OBJECT, RELAY, MARKED = range(7)
ADDRESSES = (
    "对", "向", "告诉", "跟", "与", "同", "和", "给", "告知", "提醒", "警告", "呼吁", "要求", "敦促",
)  # fmt: skip
RELAYS = ("据", "根据", "引述", "援引", "引用")
LONGEST_TITLE = 16  # characters of titles that may stand between the start of a clause and its subject
GOVERNS = re.compile("[在对向把被与将由给让使比从为到说称是有了的]")
PLURAL = re.compile("们$|与|和|、|等$|人士$")
ACTING_CLAUSES = 5  # of a sentence in which somebody is looked for who acts
MARKED_LEAST = 8  # characters in marks around which it is


@dataclass(slots=True)
class Place:
    """Where an entity is named. position: in the article; sentence: counted through the article."""

    position: int
    end: int
    paragraph: int
    sentence: int
    role: int
    since_stop: int


@dataclass(slots=True)
class Entity:
    """Somebody or something that can speak; `name` is simplified. gender: 他 or 她, if known."""

    name: str
    kind: SpeakerKind
    gender: str | None
    many: bool
    listed: bool
    places: list[Place] = field(default_factory=list)
    at: list[int] = field(default_factory=list)  # the positions of the places
    as_cue_subject: int = 0
    as_clause_subject: int = 0


class Discourse:
    """The entities of an article with their places, in order; the subjects of its reports linked to them.

    Offsets count the characters of the paragraphs joined by one newline.
    """

    def __init__(
        self, paragraphs: Sequence[Paragraph], reports: Sequence[Sequence[Report]], cast: Cast
    ) -> None:
        self.paragraphs, self.reports, self.cast = paragraphs, reports, cast
        self.cues_at = [[report.cue.start for report in found] for found in reports]
        self.entities: list[Entity] = []
        self._numbers: dict[str, int] = {}
        self._spots: dict[tuple[int, int], Place] = {}  # entity and position
        self.offsets, self.first_sentence = [0], [0]
        for paragraph in paragraphs:
            self.offsets.append(self.offsets[-1] + len(paragraph.text) + 1)
            self.first_sentence.append(self.first_sentence[-1] + len(paragraph.sentences))
        # sentence -> positions and entities that open a clause, where no rule knows them for names
        self.perhaps_acting: dict[int, list[tuple[int, int]]] = {}
        self._name()
        self._link_subjects()
        self._find_actors()
        self._finish()

    def entity(self, name: str, kind: SpeakerKind) -> int:
        """The number of an entity, a new one where the name is new."""
        number = self._numbers.get(name)
        if number is None:
            number = self._numbers[name] = len(self.entities)
            gender = pronouns().get(name)
            self.entities.append(
                Entity(name, kind, gender, PLURAL.search(name) is not None, name in registered())
            )
        return number

    def _name(self) -> None:
        """Everywhere a name of the cast, or the last part of one, stands."""
        owners: dict[str, tuple[str, SpeakerKind]] = {}
        for name in sorted(self.cast.names, key=lambda name: (-len(name), name)):
            full = self.cast.fullest(name)
            for part in (name, DOTS.split(name)[-1]):
                if len(part) > 1:
                    owners.setdefault(part, (full, "person"))
        for body in sorted(self.cast.bodies):
            owners.setdefault(body, (body, "organisation"))
        if not owners:
            return
        finder = Finder(owners)
        for n, paragraph in enumerate(self.paragraphs):
            for start, end in finder.find(paragraph.simple):
                self._place(self.entity(*owners[paragraph.simple[start:end]]), n, start, end)

    def _link_subjects(self) -> None:
        """The entities that the subject of each report can mean by its words alone."""
        for n, found in enumerate(self.reports):
            for report in found:
                if report.mention.shape not in ("phrase", "demonstrative"):
                    continue
                for name, kind, link in links(self.cast, report.mention):
                    number = self.entity(name, kind)
                    if all(number != other for other, _ in report.links):
                        report.links.append((number, link))
                if report.links:
                    first = self.entities[report.links[0][0]]
                    self.cast.spoke(first.name, first.kind)
                    self._place_once(report.links[0][0], n, report.mention, CUE_SUBJECT)
            self._find_readings(n, found)

    def _find_readings(self, n: int, found: Sequence[Report]) -> None:
        """What else the words before the cues of paragraph `n` can name: a dictionary errs on many names."""
        paragraph = self.paragraphs[n]
        unsure = [
            report
            for report in found
            if report.contents
            and report.mention.shape in ("phrase", "elided")
            and (not report.links or report.links[0][1] in UNSURE)
        ]
        known = [name for name in self.cast.known if name in paragraph.simple] if unsure else []
        for report in unsure:
            for phrase in readings(paragraph, report.clause, report.cue.start, known):
                name = unmarked(phrase, "“”「」")
                report.readings.append(self.entity(name, kind_of(name) or "unnamed"))

    def _find_actors(self) -> None:
        """Who acts in the clauses around a cue without a name of its own, and around marked words."""
        until: dict[tuple[int, int], int] = {}  # paragraph and sentence -> up to where its clauses are read
        for n, found in enumerate(self.reports):
            paragraph = self.paragraphs[n]
            wanted = [(r.sentence, r.clause) for r in found if r.mention.shape != "phrase" and r.contents] + [
                (max(paragraph.sentence_at(s.start), 0), s.start)
                for s in paragraph.spans
                if s.inner_end - s.inner_start >= MARKED_LEAST
            ]
            for sentence, limit in wanted:
                until[n, sentence] = max(until.get((n, sentence), 0), limit)
                if sentence:
                    until.setdefault((n, sentence - 1), -1)
        known: dict[int, list[str]] = {}
        for (n, sentence), limit in sorted(until.items()):
            paragraph = self.paragraphs[n]
            here = known.setdefault(n, [name for name in self.cast.known if name in paragraph.simple])
            for start, end in clauses(paragraph, sentence, limit):
                mention = opening(paragraph, start, end, here)
                if mention is None or mention.shape not in ("phrase", "demonstrative"):
                    continue
                name, kind, link = next(links(self.cast, mention), ("", "document", "unknown"))
                if link != "unknown" and kind != "document" and mention.shape == "phrase":
                    self._place_once(self.entity(name, kind), n, mention, CLAUSE_SUBJECT)
                elif name and longest("pronoun", name) is None and names_somebody(tokens(name, 0, here)):
                    place = self.offsets[n] + mention.start, self.entity(name, kind)
                    self.perhaps_acting.setdefault(self.first_sentence[n] + sentence, []).append(place)

    def _place_once(self, number: int, n: int, mention: Mention, role: int) -> None:
        """The place of a noun phrase, which may be known already as that of a name in it."""
        at = self.offsets[n] + mention.start
        for position in range(at, at + max(1, mention.end - mention.start)):
            place = self._spots.get((number, position))
            if place:
                place.role = min(place.role, role)
                return
        self._place(number, n, mention.start, mention.end, role)

    def _place(self, number: int, n: int, start: int, end: int, role: int | None = None) -> None:
        paragraph = self.paragraphs[n]
        stop = bisect_left(paragraph.stops, start)
        since = start - (paragraph.stops[stop - 1] + 1 if stop else 0)
        at = self.offsets[n] + start
        sentence = self.first_sentence[n] + max(paragraph.sentence_at(start), 0)
        role = role_of(paragraph, start, end, since) if role is None else role
        place = self._spots[number, at] = Place(at, at + end - start, n, sentence, role, since)
        self.entities[number].places.append(place)

    def _finish(self) -> None:
        """Places in order, counted by what is done there.

        named: every place of the article in order: its position, its entity, which of its places it is.
        """
        self.subjects_of: dict[int, list[tuple[int, int]]] = {}  # sentence -> positions, entities
        self.leads: dict[int, tuple[int, int]] = {}  # paragraph -> first position, entity
        for number, entity in enumerate(self.entities):
            entity.places.sort(key=lambda place: place.position)
            entity.at = [place.position for place in entity.places]
            for place in entity.places:
                entity.as_cue_subject += place.role == CUE_SUBJECT
                entity.as_clause_subject += place.role == CLAUSE_SUBJECT
                if place.role <= CLAUSE_SUBJECT:
                    self.subjects_of.setdefault(place.sentence, []).append((place.position, number))
                first = self.leads.get(place.paragraph)
                if first is None or place.position < first[0]:
                    self.leads[place.paragraph] = place.position, number
        for subjects in self.subjects_of.values():
            subjects.sort()
        self.named = sorted(
            (place.position, number, n)
            for number, e in enumerate(self.entities)
            for n, place in enumerate(e.places)
        )
        self.named_at = [position for position, _, _ in self.named]


def role_of(paragraph: Paragraph, start: int, end: int, since: int) -> int:
    """What somebody does who is named between two offsets, `since` characters behind the last stop."""
    plain = paragraph.plain
    if plain[start] != paragraph.simple[start]:
        return MARKED
    if plain.startswith("的", end):
        return POSSESSOR
    first, begin = start - since, start - min(since, LONGEST_CLAUSE)
    if plain[first : min(start, first + LONGEST_CLAUSE)].lstrip("\u3000 ").startswith(RELAYS):
        return RELAY
    clause = plain[begin:start]
    if clause.endswith(ADDRESSES) or "对" in clause or "向" in clause:
        return ADDRESSEE
    return OBJECT if since > LONGEST_TITLE or GOVERNS.search(clause) else CLAUSE_SUBJECT


def clauses(paragraph: Paragraph, sentence: int, limit: int) -> Iterator[tuple[int, int]]:
    """The clauses of a sentence, up to where words are marked; up to `limit`, or the first where it is -1."""
    bounds = paragraph.sentences[sentence]
    start, end = bounds.start, bounds.end if limit < 0 else min(bounds.end, limit)
    stops = paragraph.stops_in(start, end)
    for stop in [*stops, end][: 1 if limit < 0 else ACTING_CLAUSES]:
        marks = paragraph.plain.find("“", start, stop)
        until = stop if marks < 0 else marks
        if until - start > 1:
            yield start, until
        start = stop + 1
