"""What flows between the rooms of the pipeline: small frozen records, no behaviour."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Kind = Literal["direct", "partial", "indirect"]
SpeakerKind = Literal["person", "organisation", "document", "unnamed"]
Basis = Literal["page", "feed", "file"]
Relation = Literal["identical", "minor", "revised", "extended", "shortened", "rewritten"]
Kinship = Literal["same text", "near copy"]


@dataclass(frozen=True, slots=True)
class Source:
    """One file as read: what its header says, and the HTML below it."""

    path: str
    sha256: str
    title: str
    url: str | None
    author: str | None
    crawled: datetime | None  # front-matter date: often the crawler's clock
    feed: datetime | None  # <!--epoch ms-->: the time the feed gave
    tags: tuple[str, ...]  # front-matter tags, then categories, without repeats
    html: str


@dataclass(frozen=True, slots=True)
class Image:
    """A picture of the article; it stands before paragraph number `paragraph` (0-based)."""

    paragraph: int
    url: str
    alt: str | None
    caption: str | None
    credit: str | None


@dataclass(frozen=True, slots=True)
class Body:
    """The HTML of an article, read."""

    paragraphs: tuple[str, ...]
    headings: frozenset[int]  # which of the paragraphs are headings
    images: tuple[Image, ...]
    byline: str | None
    dateline: str | None
    page_time: datetime | None  # the publication time the page itself prints, in UTC


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a speaker. Offsets count characters of the paragraphs joined by one newline."""

    kind: Kind
    text: str
    start: int
    end: int
    paragraph: int
    speaker: str | None  # the fullest name this article gives, None where nobody is named
    speaker_kind: SpeakerKind | None
    mention: str | None  # the words that name the speaker at this place
    cue: str | None
    via: str | None  # the medium that relays the quote
    rule: str
    score: float = 0.0  # the calibrated probability that span and speaker are both right
    key: str | None = None  # what its id is made from, where a verdict touched the article: it stays


@dataclass(frozen=True, slots=True)
class Gloss:
    """A name that the text explains in brackets: 章家敦（Gordon Chang）."""

    name: str
    latin: str


@dataclass(frozen=True, slots=True)
class Seen:
    """How one article treats the name of a speaker: the evidence by which corpus/names.py judges names."""

    name: str  # simplified, one dot
    kind: SpeakerKind
    times: int  # it stands in the text, as far as was looked
    titled: int  # of these, behind a title or before its Latin gloss
    marked: int  # of these, in quotation marks
    before: tuple[str, str]  # in most places a word of the dictionary goes over the start: outside, inside
    behind: tuple[str, str]  # in most places one goes over the end: inside, outside
    restored: str  # in most places this stands before it, and turns its sense round: 未, 被
    then: str  # the word behind it in most places
    shorter: tuple[tuple[str, int], ...]  # shorter forms, and how often each stands alone
    score: float = 0.0  # the highest of the quotes that it is given as the speaker of


@dataclass(frozen=True, slots=True)
class Version:
    """One file of an article that has come in several."""

    source_path: str
    source_sha256: str
    title: str
    seen: datetime | None  # when the feed had it, in UTC
    relation: Relation | None  # to the version before it, None for the first
    text: str | None  # None where it is the published text


@dataclass(frozen=True, slots=True)
class Related:
    """Another article, under a key of its own, with the same or nearly the same text."""

    key: str
    similarity: float  # share of five-character sequences that the two have in common, 0..1
    kind: Kinship


@dataclass(frozen=True, slots=True)
class Correction:
    """What became of a verdict in an article that it names."""

    verdict: str  # Verdict.id
    state: Literal["applied", "overruled", "unsure", "skipped"]
    quote: int | None = None  # the last eight digits of its id
    was: str | None = None
    now: str | None = None
    reason: str | None = None  # code of what is wrong, also where the verdict was applied
    detail: str | None = None


@dataclass(frozen=True, slots=True)
class Removed:
    """A row that is published no more; its address answers 410."""

    table: str
    number: int  # the last eight digits of its id
    verdict: str  # Verdict.id


@dataclass(frozen=True, slots=True)
class Article:
    """One file, read to the end."""

    key: str  # outlet:native id, the same for every version of the article
    outlet: str  # slug
    title: str
    url: str | None
    published: datetime | None  # UTC
    basis: Basis | None
    day: str | None  # local date at the outlet, YYYY-MM-DD
    byline: str | None
    dateline: str | None
    paragraphs: tuple[str, ...]
    headings: frozenset[int]
    images: tuple[Image, ...]
    tags: tuple[str, ...]
    script: Literal["Hans", "Hant"] | None
    source_path: str
    source_sha256: str
    crawled: datetime | None
    feed: datetime | None
    quotes: tuple[Quote, ...] = ()
    glosses: tuple[Gloss, ...] = ()
    first_seen: datetime | None = None  # when the feed first had a version of it
    revised: datetime | None = None  # when the feed first had its last version, None if there is but one
    versions: tuple[Version, ...] = ()  # every file, in the order of time; empty if there is but one
    related: tuple[Related, ...] = ()
    error: str | None = None  # why its quotes could not be found
    index_words: tuple[str, ...] = ()  # of text that is not published, for the search index alone
    corrections: tuple[Correction, ...] = ()  # what verdicts did here
    removed: tuple[Removed, ...] = ()
    hidden: bool = False  # taken down: its words are gone already, and it is not published
    seen: tuple[Seen, ...] = ()  # how the text treats the names of those whom it quotes


@dataclass(frozen=True, slots=True)
class Speaker:
    """One person or body, across all articles. `name` is unique."""

    name: str
    kind: SpeakerKind
    latin: str | None
    note: str | None
    aliases: frozenset[str]  # every other way the articles write the name


@dataclass(frozen=True, slots=True)
class Rendering:
    """A quote as one article's way of telling a statement."""

    article: str  # key
    quote: int  # number of the quote in Article.quotes, from 0
    similarity: float  # to the most complete rendering: share of the shorter that stands in the longer


@dataclass(frozen=True, slots=True)
class Statement:
    """What somebody said once and at least two articles quote."""

    speaker: str  # Speaker.name
    text: str  # the most complete rendering
    first_day: str  # YYYY-MM-DD
    last_day: str
    outlets: int
    renderings: tuple[Rendering, ...]  # in the order of days; the first gives the statement its number
    key: str  # of the first quote


@dataclass(frozen=True, slots=True)
class Story:
    """An event of a few days, and the articles of all outlets that tell of it."""

    title: str  # of the article that is most like all of them
    day: str  # YYYY-MM-DD, of the first
    last_day: str
    outlets: int
    articles: tuple[str, ...]  # keys, in the order of days; the first gives the story its number


@dataclass(frozen=True, slots=True)
class Outlet:
    """Who published an article: a row of data/outlets.yml, or one made from an unknown host."""

    slug: str
    name: str
    name_en: str | None
    homepage: str | None
    country: str | None
    language: str | None
    text: Literal["full", "excerpt"] = "full"  # what of its articles is published: see excerpts.py


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that gave no article, and why."""

    source_path: str
    reason: str
    detail: str


@dataclass(frozen=True, slots=True)
class Problem:
    """A verdict that could not be applied, or was and should be looked at."""

    file: str
    line: int
    reason: str
    detail: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.reason}: {self.detail}"
