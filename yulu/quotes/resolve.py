"""From the words that name a speaker to the speaker, within one article."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from yulu.model import SpeakerKind
from yulu.quotes.clauses import Paragraph
from yulu.quotes.cues import trie_pattern
from yulu.quotes.grammar import registered, words
from yulu.quotes.names import (
    DOT,
    DOTTED,
    HAN,
    body_with_latin,
    ends_with,
    glosses,
    kind_of,
    personal_name,
    text_named,
    titled_names,
    trim_title,
)
from yulu.quotes.subjects import Mention, subject

PLURAL = re.compile(r"们$|^(?:两|三|几|多|数|一些|部分|许多|不少|众|各|其他|\d+)(?:名|位|个|家)?|与|和|、")
SINGULAR = re.compile(r"^(?:一|另一|另|这|该|那|某)(?:名|位)?")
POLITE = re.compile(
    r"(?:先生|女士|小姐|太太|氏|老师|教授|博士|律师|医生|议员|部长|总统|总理|主席|主任|局长)$"
)
# Texts that speak for whoever was just named; a film or a law does not.
ISSUED = re.compile(
    "声明|公告|通告|通报|信|函|推文|帖|贴文|微博|博文|新闻稿|报告|指令|通知|讲话|演讲|发言|致辞|简报|说明|书|公报"
)
MEDIA = re.compile(r"(?:央视|网站|报|社|网|台|刊|新闻|媒体?|日报|时报|杂志|电视|广播|CNN|BBC|CNBC|Times|》)$")
WRITES = re.compile(r"撰文|刊文|发文|(?:发表|撰写|写)[^，。]{0,15}(?:文章|社论|评论|长文|专文|公开信)")
ACRONYM = re.compile(r"[（(]([A-Z][A-Za-z]{1,7})[）)]")
HAN_TAIL = re.compile(f"[{HAN}]{{4,20}}$")
DOTS = re.compile(f"[{DOT}－—-]")
LOOK_BACK = 4  # paragraphs in which a pronoun may find its person

Who = tuple[str, SpeakerKind] | None


@dataclass(slots=True)
class Event:
    """Somebody was named as a speaker or a source."""

    paragraph: int
    sentence: int
    phrase: str
    speaker: str
    kind: SpeakerKind
    medium: bool = False
    nested: int = 0  # 0 for the last of the sentence's own speakers, then the earlier ones, then the reported


@dataclass
class Cast:
    """Who appears in an article, as far as it has been read."""

    paragraphs: Sequence[Paragraph]
    latin: dict[str, str] = field(default_factory=dict)
    acronyms: dict[str, str] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    bodies: set[str] = field(default_factory=set)
    authors: list[tuple[int, str]] = field(
        default_factory=list
    )  # who wrote what the article tells, by paragraph
    written: dict[str, str] = field(
        default_factory=dict
    )  # a phrase as the text has it, brackets inside it kept
    events: list[Event] = field(default_factory=list)

    @classmethod
    def of(cls, paragraphs: Sequence[Paragraph]) -> "Cast":
        simple = [p.simple for p in paragraphs]
        cast = cls(paragraphs, latin=glosses(simple))
        text = "\n".join(simple)
        cast.names |= set(cast.latin)
        for paragraph in paragraphs:
            if DOTS.search(paragraph.plain):
                cast.names |= {trim_title(m[0]) for m in DOTTED.finditer(paragraph.plain)}
        for paragraph in paragraphs:
            cast.names |= {name for _, name in titled_names(paragraph.plain)}
        for match in registry_pattern().finditer(text):
            found = cast.names if registered()[match[0]][1] == "person" else cast.bodies
            found.add(match[0])
        cast.names = whole_names({name for name in cast.names if len(name) > 1}, text)
        for n, paragraph in enumerate(paragraphs):
            for match in WRITES.finditer(paragraph.plain):
                before = re.split("[。！？]", paragraph.plain[max(0, match.start() - 80) : match.start()])[-1]
                writers = [name for name in cast.names if name in before]
                cast.authors += [(n, max(writers, key=lambda name: (len(name), name)))] if writers else []
        for match in ACRONYM.finditer(text):
            body = HAN_TAIL.search(text[max(0, match.start() - 20) : match.start()])
            if body:
                cast.acronyms.setdefault(match[1], body[0])
        return cast

    @property
    def known(self) -> set[str]:
        """Names of people and bodies that are one word, whatever the dictionary says."""
        return self.names | self.bodies

    def add(self, paragraph: int, sentence: int, phrase: str, who: Who, medium: bool = False) -> None:
        if who:
            self.events.append(Event(paragraph, sentence, phrase, who[0], who[1], medium))
            if who[1] == "person":
                self.names.add(who[0])

    def resolve(self, mention: Mention, paragraph: int, sentence: int) -> Who:
        """The speaker of a mention, or None where nobody can be named."""
        if mention.shape == "pronoun":
            return self.antecedent(mention.phrase, paragraph, sentence, mention.start)
        if mention.shape == "demonstrative":
            return self.demonstrated(mention.phrase, paragraph)
        if mention.name:
            return self.fullest(mention.name), "person"
        if mention.shape == "phrase":
            who = self.named(mention.phrase, paragraph)
            if who and who[0] == mention.phrase:
                text = self.paragraphs[paragraph].text[mention.start : mention.end]
                self.written.setdefault(who[0], text.strip())
            return who
        return None

    def named(self, phrase: str, paragraph: int, depth: int = 0) -> Who:
        """A noun phrase: the person in it, the issuer of a text, or the body or unnamed person itself."""
        phrase = phrase.strip("，,、。“”\"'‘’「」 的")
        phrase = text_named(phrase)
        phrase = body_with_latin(phrase) or phrase
        if not phrase or len(phrase) > 45:
            return None
        called = re.match(r"(?:网|化|署|昵)名为?[“「\"]?(.{2,20}?)[”」\"]?的", phrase)
        if called:
            return called[1], "person"
        theirs = re.match(r"(他们|她们|他|她|其(?![他它中余实]))的?(?=.{2})", phrase)
        if theirs and depth == 0:
            owner = self.antecedent(theirs[1], paragraph, 10**6, 0)
            return self.named(owner[0] + phrase[theirs.end() :], paragraph, depth=1) if owner else None
        several = self.several(phrase, paragraph) if depth == 0 else None
        if several:
            return several
        owner = self.latin_owner(phrase)
        name = owner or personal_name(phrase, self.names)
        if name and name not in words("pronoun"):
            return self.fullest(name), "person"
        surname_only = self.family_name(phrase)
        if surname_only:
            return surname_only, "person"
        short = POLITE.sub("", phrase)
        kind = kind_of(phrase)
        if 1 <= len(short) <= 2 and (short != phrase or (len(phrase) == 1 and kind is None)):
            full = self.by_surname(short)
            if full:
                return full, "person"
            return (phrase, "unnamed") if re.search("(?:先生|女士|小姐|太太|氏)$", phrase) else None
        if re.fullmatch(r"[A-Z][a-zA-Z'’-]+", phrase):
            full = next((n for n in sorted(self.names) if n.endswith(" " + phrase)), None)
            if full:
                return full, "person"
        if kind == "document" and depth == 0:
            return self.issuer(phrase, paragraph)
        if kind is None or (len(phrase) == 1 and kind != "organisation"):
            return None
        if kind == "organisation":
            return self.longer_form(phrase), kind
        return phrase, kind

    def family_name(self, phrase: str) -> str | None:
        """武藤 -> 武藤敏郎: the first half of a longer name that the article has given."""
        if not 2 <= len(phrase) <= 3 or phrase in registered():
            return None
        full = [
            n for n in self.names if n.startswith(phrase) and 1 <= len(n) - len(phrase) <= 2 and len(n) >= 4
        ]
        return full[0] if len(full) == 1 and DOT[0] not in full[0] else None

    def several(self, phrase: str, paragraph: int) -> Who:
        """范德赖恩与欧洲理事会主席米歇尔 -> 范德赖恩与米歇尔: people who speak together."""
        parts = re.split("([与和及、])", phrase)
        names = [personal_name(part, self.names) for part in parts[::2]]
        if len(names) < 2 or None in names:
            return None
        joined = "".join(
            self.fullest(name or "") + join for name, join in zip(names, [*parts[1::2], ""], strict=True)
        )
        return joined, "unnamed"

    def issuer(self, phrase: str, paragraph: int) -> Who:
        """PTA的声明 -> PTA; a bare 报道 or 声明 -> who was named last as its source."""
        owner = re.match(
            r"(.+?)(?:的|最新|发布的|发表的|星期.|周.|一份|新闻)?(?:一份|一篇|一则|最新|官方|书面|书面的)?(?=[^的]{0,8}$)",
            phrase,
        )
        head = re.search(r"(?:联合|书面|官方|最新|新闻)?[^的]{1,6}$", phrase)
        before = phrase[: phrase.rfind("的")] if "的" in phrase else strip_document(phrase)
        if before and before != phrase and owner and head:
            return self.named(before, paragraph, depth=1) or None
        if re.fullmatch(r"《.+》", phrase):
            return phrase, "document"
        author = next((name for n, name in reversed(self.authors) if n <= paragraph), None)
        if author and re.search(r"文章|文$|专文|长文|评论|社论|公开信", phrase):
            return author, "person"
        if phrase in ("分析", "观点", "看法", "评论", "传闻", "舆论"):
            return phrase, "unnamed"
        issued = self.issued(phrase, paragraph)
        if issued:
            return issued
        title = self.book_title(phrase, paragraph)
        reported = re.search(r"报道|报导|文章|评论|社评|社论|分析|消息|专文|新闻", phrase)
        for event in reversed(self.events):
            if event.paragraph < paragraph - LOOK_BACK:
                break
            if reported and (event.medium or MEDIA.search(event.speaker)):
                return event.speaker, event.kind
            if not reported and not event.medium and (title or ISSUED.search(phrase)):
                return (title, "document") if title else (event.speaker, event.kind)
        if title:
            return title, "document"
        if (
            reported
            and self.events
            and self.events[-1].paragraph >= paragraph - 1
            and phrase in ("文章", "该文", "文中")
        ):
            return self.events[-1].speaker, self.events[-1].kind
        return None

    def issued(self, phrase: str, paragraph: int) -> Who:
        """报告 -> who 发布 it, in the paragraphs before."""
        head = re.escape(phrase[-2:])
        issue = re.compile(
            rf"([^。！？；]*?)(?:发布|发表|公布|公开|出具|提交|签署|发出|推出)[^。！？；]{{0,30}}{head}"
        )
        for n in range(paragraph, max(-1, paragraph - LOOK_BACK - 1), -1):
            for match in issue.finditer(self.paragraphs[n].plain):
                start = match.end(1) - len(re.split("[，,]", match[1])[-1])
                mention = subject(self.paragraphs[n], start, match.end(1), self.known)
                if kind_of(mention.phrase) != "document" and mention.shape != "demonstrative":
                    who = self.resolve(mention, n, 0)
                    if who:
                        return who
        return None

    def book_title(self, phrase: str, paragraph: int) -> str | None:
        """《……报告》 named before, where the phrase is 报告."""
        for n in range(paragraph, max(-1, paragraph - LOOK_BACK - 1), -1):
            for match in reversed(list(re.finditer(r"《([^《》]{2,60})》", self.paragraphs[n].simple))):
                if re.search(rf"{re.escape(phrase[-2:])}(?:[（(][^（()）]*[)）])?$", match[1]):
                    return match[0]
        return None

    def fullest(self, name: str) -> str:
        """克里 -> 约翰·克里 where the article has it."""
        name = self.latin_owner(name) or name
        longer = [
            other
            for other in self.names
            if other != name and len(other) > len(name) and (re.split(f"[{DOT}－—-]", other)[-1] == name)
        ]
        if len(longer) == 1:
            return longer[0]
        if len(longer) > 1:
            return min(longer, key=lambda other: (self.first_seen(other), other))
        starts = [
            o for o in self.names if o.startswith(name) and len(o) - len(name) == 1 and o in registered()
        ]
        return starts[0] if len(starts) == 1 and name not in registered() else name

    def latin_owner(self, name: str) -> str | None:
        """Calhoun -> 卡尔宏, by the article's own gloss."""
        if not name.isascii():
            return None
        return next(
            (owner for owner, latin in self.latin.items() if name in (latin, latin.split()[-1])), None
        )

    def first_seen(self, name: str) -> int:
        return next((n for n, p in enumerate(self.paragraphs) if name in p.simple), len(self.paragraphs))

    def by_surname(self, surname: str) -> str | None:
        """陈 -> 陈智思, where the article has one person of that name."""
        people = {e.speaker for e in self.events if e.kind == "person" and e.speaker.startswith(surname)}
        people = people or {n for n in self.names if n.startswith(surname) and len(n) > len(surname)}
        return people.pop() if len(people) == 1 else None

    def longer_form(self, phrase: str) -> str:
        """警方 -> 美国俄勒冈州波特兰警方, PTA -> 巴基斯坦电信管理局: as the article wrote it before."""
        if phrase in self.acronyms:
            return self.acronyms[phrase]
        if phrase in registered():
            return phrase
        for event in reversed(self.events):
            if event.kind == "organisation" and event.speaker.endswith(phrase) and len(phrase) >= 2:
                return event.speaker
        return phrase

    def demonstrated(self, phrase: str, paragraph: int) -> Who:
        """该发言人, 这名业者, 该报道: who was last called so."""
        member = re.match(
            r"(该.{1,4}?)的?(?:一名|一位)?((?:女?发言人|官员|负责人|高管|律师|员工|领导人|主席|代表).*)$",
            phrase,
        )
        if member and member[1] not in ("该国", "该名", "该位", "该女"):
            body = self.demonstrated(member[1], paragraph)
            return (body[0] + member[2], "unnamed") if body else None
        noun = re.sub(
            r"^(?:该|这|那|此|上述|另一?)(?:名|位|个|家|份|则|篇|项|些|次|两|三)*(?:.*的)?", "", phrase
        )
        if not noun:
            return None
        if ends_with(noun, "document") or noun in ("报", "文", "文中", "报道中"):
            return self.issuer(noun, paragraph)
        for event in reversed([e for e in self.events if not e.medium]):
            if event.paragraph < paragraph - LOOK_BACK:
                break
            if (
                event.phrase.endswith(noun)
                or (noun in event.phrase and event.kind == "person")
                or event.speaker.endswith(noun)
            ):
                return event.speaker, event.kind
        person = noun.endswith(("人", "员", "者", "家", "长", "生", "师", "士"))
        for event in reversed([e for e in self.events if not e.medium]):
            if event.paragraph < paragraph - 1:
                break
            if (person and event.kind in ("person", "unnamed")) or (
                not person and event.kind == "organisation"
            ):
                return event.speaker, event.kind
        return None

    def antecedent(self, pronoun: str, paragraph: int, sentence: int, at: int) -> Who:
        """Whom 他, 她, 他们, 其 mean: the speaker or the first person of the nearest sentence before."""
        plural = pronoun in ("他们", "她们", "它们", "双方", "两人", "二人", "三人", "大家", "众人", "人们")
        thing = pronoun in ("它", "它们")
        for n in range(paragraph, max(-1, paragraph - LOOK_BACK - 1), -1):
            sentences = self.paragraphs[n].sentences
            for s in range(
                min(sentence, len(sentences) - 1) if n == paragraph else len(sentences) - 1, -1, -1
            ):
                who = self.spoke_in(n, s, plural, thing, at if (n, s) == (paragraph, sentence) else None)
                if who:
                    return who
        return None

    def spoke_in(self, paragraph: int, sentence: int, plural: bool, thing: bool, before: int | None) -> Who:
        told = [e for e in self.events if (e.paragraph, e.sentence) == (paragraph, sentence) and not e.medium]
        for event in sorted(told, key=lambda e: e.nested):
            if True:
                many = bool(PLURAL.search(event.speaker)) or (
                    event.kind == "unnamed" and not SINGULAR.match(event.speaker)
                )
                if plural and (many or event.kind == "organisation"):
                    return event.speaker, event.kind
                if thing and event.kind in ("organisation", "document"):
                    return event.speaker, event.kind
                if (
                    not plural
                    and not thing
                    and (event.kind == "person" or (event.kind == "unnamed" and not many))
                ):
                    return event.speaker, event.kind
        if plural or thing:
            return None
        bounds = self.paragraphs[paragraph].sentences[sentence]
        plain = self.paragraphs[paragraph].plain[bounds.start : bounds.end if before is None else before]
        called = {part: name for name in self.names for part in (name, re.split(f"[{DOT}]", name)[-1])}
        places = [(plain.find(part), -len(part), called[part]) for part in called if part in plain]
        return (self.fullest(min(places)[2]), "person") if places else None


def whole_names(names: set[str], text: str) -> set[str]:
    """Without 杨恒 where the text nearly always goes on to 杨恒均."""
    cut = {
        name[:-1] for name in names if name[:-1] in names and 2 * text.count(name) >= text.count(name[:-1])
    }
    return names - cut


def strip_document(phrase: str) -> str:
    """PTA声明 -> PTA."""
    for at in range(len(phrase)):
        if phrase[at:] in words("document"):
            return phrase[:at]
    return phrase


_registry: list[re.Pattern[str]] = []


def registry_pattern() -> re.Pattern[str]:
    """Any name of the registry, compiled once a process."""
    if not _registry:
        _registry.append(re.compile(trie_pattern(registered()) or r"(?!)"))
    return _registry[0]
