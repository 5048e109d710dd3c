"""The narrator's voice: the frames of each paragraph with who speaks in them, in reading order."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from yulu.quotes.antecedents import LOOK_BACK, antecedent
from yulu.quotes.cast import Cast, Who
from yulu.quotes.clauses import COMMA, MASK, Paragraph
from yulu.quotes.frames import Frame, adjoins, frames
from yulu.quotes.kinds import kind_unlisted, unmarked
from yulu.quotes.names import foreign_name
from yulu.quotes.phrases import noun_phrase, tokens
from yulu.quotes.resolve import MEDIA, named, resolve
from yulu.quotes.speech import is_term
from yulu.quotes.subjects import subject

# 朝鲜阅兵|后，徐薰召开会议，并表示……: who acts in such a clause speaks only where no other does.
OCCASION = ("后", "时", "之际", "期间", "以来", "时候")
CLAUSES = 12  # of a sentence in which an elided subject is looked for
IN_MARKS = re.compile("[“「『](.{2,14})[”」』]")  # “海燕会”称
# 据新华社报道，
RELAY = re.compile(
    r"^\s*(?:另|又|再|此外，|同时，)?(?:据|根据|综合)([^，,。：]{2,30}?)(?:的)?(?:官网|官方网站)?(?:最新|独家)?(?:(?:引述|援引|引用)[^，。]{1,20})?(?:消息|报道|报导|披露|转述|刊文|文章)(?:称|说|指|指出|援引[^，]{1,20})?[，,]"
)


@dataclass(slots=True)
class Told:
    """A frame with its speaker."""

    frame: Frame
    sentence: int
    who: Who
    via: str | None


class Narration:
    """Reads the paragraphs of an article one after the other and remembers who has spoken."""

    def __init__(self, paragraphs: Sequence[Paragraph]) -> None:
        self.paragraphs = paragraphs
        self.cast = Cast.of(paragraphs)
        self.last: tuple[int, Who] | None = None  # paragraph and speaker of the last direct quote

    def tell(self, number: int) -> list[Told]:
        """The frames of a paragraph with their speakers, in order."""
        told: list[Told] = []
        paragraph = self.paragraphs[number]
        here = {name for name in self.cast.known if name in paragraph.simple} if paragraph.cues else ()
        found = frames(paragraph, here)
        at = 0
        for n, sentence in enumerate(paragraph.sentences):
            via = self.relay(number, n)
            while at < len(found) and found[at].cue.start < sentence.end:
                told.append(self.attribute(number, n, found[at], told, via))
                at += 1
        return told

    def relay(self, number: int, n: int) -> str | None:
        """据新华社报道，: the medium, remembered as a source too."""
        paragraph = self.paragraphs[number]
        if "据" not in paragraph.plain and "综合" not in paragraph.plain:
            return None
        sentence = paragraph.sentences[n]
        match = RELAY.match(paragraph.plain[sentence.start : sentence.end])
        if not match:
            return None
        extent = noun_phrase(list(tokens(match[1], 0, self.cast.known))) or (0, len(match[1]))
        start = sentence.start + match.start(1)
        phrase = unmarked(paragraph.simple[start + extent[0] : start + extent[1]], "《》“”「」 ")
        who = named(self.cast, phrase, number)
        if who and who[1] != "organisation":
            return None
        self.cast.add(number, n, phrase, who, medium=True)
        return paragraph.text[start + extent[0] : start + extent[1]]

    def attribute(self, number: int, n: int, frame: Frame, told: list[Told], via: str | None) -> Told:
        """A frame of sentence `n` with its speaker; `told` are the frames before it, `via` its medium."""
        if frame.mention.shape == "elided":
            who = self.elided(number, n, frame, told)
        else:
            who = resolve(self.cast, frame.mention, number, n) or self.unlisted(number, frame)
        if frame.mention.via:
            paragraph = self.paragraphs[number]
            via = paragraph.text[slice(*frame.mention.via)]
            medium = named(self.cast, paragraph.simple[slice(*frame.mention.via)], number)
            self.cast.add(number, n, via, medium, medium=True)
        nested = any(
            t.frame.content and t.frame.content[0] <= frame.cue.start < t.frame.content[1]
            for t in takewhile(lambda t: t.sentence == n, reversed(told))
        )
        self.cast.add(number, n, frame.mention.phrase, who, nested=nested)
        if who and via and who[0] in via:
            via = None
        return Told(frame, n, who, via)

    def unlisted(self, number: int, frame: Frame) -> Who:
        """The words themselves, where they are the subject right before a cue: 天文馆说."""
        mention = frame.mention
        if mention.shape != "phrase" or "say" not in frame.cue.classes:
            return None
        if not adjoins(self.paragraphs[number], mention, frame.cue):
            return None
        marked = IN_MARKS.fullmatch(mention.phrase)
        if marked:
            return None if is_term(marked[1]) else (marked[1], "organisation")
        name = foreign_name(mention.phrase)
        if name:
            return self.cast.fullest(name), "person"
        kind = kind_unlisted(mention.phrase)
        return (mention.phrase, kind) if kind else None

    def elided(self, number: int, n: int, frame: Frame, told: list[Told]) -> Who:
        """，并称…… has the subject of the clause before, without one that of the last sentence."""
        paragraph = self.paragraphs[number]
        sentence = paragraph.sentences[n]
        begins = max(paragraph.plain.rfind(mark, sentence.start, frame.clause) for mark in "；;") + 1
        here = told and told[-1].sentence == n and told[-1].frame.cue.start >= begins
        if here and told[-1].who:
            return self.inside(number, n, frame, told[-1]) or told[-1].who
        on_occasion: Who = None
        at = max(begins, sentence.start)
        for clause in COMMA.split(paragraph.plain[at : frame.clause], maxsplit=CLAUSES)[:CLAUSES]:
            unmarked = clause.split("“")[0]
            if RELAY.match(clause + "，"):
                at += len(clause) + 1
                continue
            mention = subject(paragraph, at, at + len(unmarked), self.cast.known)
            at += len(clause) + 1
            if not unmarked or MASK in unmarked:
                continue
            if mention.shape != "elided":
                who = resolve(self.cast, mention, number, n)
                if who is None and mention.phrase[:1] in ("他", "她"):
                    who = antecedent(self.cast, mention.phrase[:1], number, n, mention.start)
                if who and not unmarked.endswith(OCCASION):
                    return who
                on_occasion = on_occasion or who
        if on_occasion:
            return on_occasion
        if told and told[-1].sentence == n and told[-1].who:
            return told[-1].who
        if paragraph.plain[sentence.start : frame.clause].strip("，,　 "):
            return None
        if told and told[-1].sentence == n - 1:
            return told[-1].who
        if self.last and self.last[0] == number:
            return self.last[1]
        return antecedent(self.cast, "", number, n - 1, 0) if n else None

    def inside(self, number: int, n: int, frame: Frame, outer: Told) -> Who:
        """媒体报道，某大学结束合作，并要求……: the subject of what a medium reports, not the medium."""
        content = outer.frame.content
        if content is None or not MEDIA.search(outer.who[0] if outer.who else ""):
            return None
        if not content[0] < frame.cue.start < content[1]:
            return None
        plain = self.paragraphs[number].plain
        comma = COMMA.search(plain, content[0], frame.clause)
        mention = subject(
            self.paragraphs[number], content[0], comma.start() if comma else frame.clause, self.cast.known
        )
        return resolve(self.cast, mention, number, n) if mention.shape == "phrase" else None

    def spoke_before(self, number: int, alone: bool) -> Who:
        """Who spoke last in the paragraph before, or whom a paragraph that is one quote goes on quoting."""
        if self.last and self.last[0] == number - 1:
            return self.last[1]
        for event in reversed(self.cast.events):
            if event.paragraph < number - 1:
                break
            if event.paragraph == number - 1 and not event.medium:
                return event.speaker, event.kind
        if self.last is None or self.last[0] < number - (LOOK_BACK if alone else 2):
            return None
        others = any(e.paragraph > self.last[0] and not e.medium for e in self.cast.events)
        return None if others else self.last[1]

    def as_written(self, name: str) -> str:
        """A simplified name in the script of the article."""
        if name in self.cast.written:
            return self.cast.written[name]
        places = ((p, p.simple.find(name)) for p in self.paragraphs)
        written = next((p.text[at : at + len(name)] for p, at in places if at >= 0), name)
        self.cast.written[name] = written
        return written
