"""What has come: arrivals, what they say, where they belong, and what people decided."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NewType, TypeAlias

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from archivist.model.composition import Bond, Meeting
    from archivist.model.handover import Origin
    from archivist.model.redaction import Redaction
    from archivist.model.shown import OcrLine, Still
    from archivist.model.standard import Where

Digest = NewType("Digest", str)
"""SHA-256 of the bytes, 64 lowercase hexadecimal digits."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """One file that came, under the name it was dropped with.

    ``name`` is the path below the inbox, ``/``-separated, exactly as dropped (never
    normalised); a member of a container is named ``container name/member name``.
    ``container`` is the arrival id of the container it came in. Times are aware, in UTC.
    """

    id: int
    name: str
    digest: Digest
    size: int
    modified: datetime
    taken: datetime
    by: str
    container: int | None = None

    @property
    def folder(self) -> str:
        """The folder part of the name, "" for the inbox itself."""
        return self.name.rpartition("/")[0]

    @property
    def base(self) -> str:
        """The last part of the name."""
        return self.name.rpartition("/")[2]


Spot: TypeAlias = tuple[float, float, float, float]
"""Left, top, right and bottom on an upright page, as shares of its width and height (0..1)."""


class ElementKind(StrEnum):
    """What a reader can recognise in a text (GB/T 9704-2012 elements, and a few of practice)."""

    TITLE = "标题"
    NUMBER = "发文字号"
    LOOSE_NUMBER = "不规范文号"
    ISSUER = "发文机关"
    DATE = "成文日期"
    SECRECY = "密级"
    URGENCY = "紧急程度"
    COPY_NUMBER = "份号"
    SIGNER = "签发人"
    RECEIVER = "主送机关"
    ATTACHMENT = "附件说明"
    ATTACHMENT_HEAD = "附件"
    PLACEHOLDER = "未填占位"
    EDITION = "引用版本"
    ENCLOSED = "印发对象"
    PERSONAL = "个人信息"
    QUOTED_NUMBER = "引用文号"
    GROWTH = "同比数据"
    FIGURE = "统计数据"
    SUM = "合计"
    ORDER = "层次序号"
    PLACE_NAME = "地名"
    FINGERPRINT = "文本特征"
    SIGNATURE = "发文机关署名"
    SEAL = "印章"


@dataclass(frozen=True, slots=True)
class Element:
    """Something recognised in a document.

    ``value`` is normalised (dates ISO 8601, numbers with 〔〕), ``printed`` is as written,
    ``page`` is 1-based, ``line`` is the 1-based line of the extracted text, ``quote`` the line.
    ``spot`` is where on the page that line stands, None where the format has no pages or the
    reader does not tell.
    """

    kind: ElementKind
    value: str
    printed: str
    page: int | None = None
    line: int | None = None
    quote: str = ""
    spot: Spot | None = None


class Trouble(StrEnum):
    """Everything that can be wrong with a file, as codes; the sentences stand in Problem."""

    EMPTY = "empty"
    TRUNCATED = "truncated"
    DAMAGED = "damaged"
    ENCRYPTED = "encrypted"
    OWNER_LOCKED = "owner locked"
    UNKNOWN = "unknown format"
    NO_READER = "no reader"
    NO_TEXT = "no text"
    CRASHED = "reader crashed"
    TIMED_OUT = "reader timed out"
    TOO_BIG = "limit reached"
    BOMB = "bomb"
    UNSAFE_NAME = "unsafe name"
    PARTIAL = "partly read"
    ILLEGIBLE = "hardly legible"
    PACKAGE = "package not whole"


@dataclass(frozen=True, slots=True)
class Problem:
    """Trouble met while reading one file: code, a sentence for the clerk, and the remedy."""

    trouble: Trouble
    message: str
    mend: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What the bytes say; depends on the bytes and ``version``, on nothing else.

    ``format`` is a short lower-case name (pdf, docx, jpeg …), ``puid`` the PRONOM id or "".
    ``extensions`` are the file-name endings usual for the format, without dot. ``taken`` is the
    local time a photo or recording says of itself, ``created`` what a document's metadata says
    (both ISO 8601 text, possibly without zone, "" if not said). ``facts`` are further
    name/value pairs (camera, gps, codec, author …). ``excerpt`` is the beginning of the text on
    one line; the full text lives in the store. ``chars`` counts its non-blank characters.
    """

    digest: Digest
    version: str
    format: str
    puid: str = ""
    mime: str = ""
    extensions: tuple[str, ...] = ()
    pages: int | None = None
    chars: int = 0
    width: int | None = None
    height: int | None = None
    seconds: float | None = None
    taken: str = ""
    created: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    elements: tuple[Element, ...] = ()
    excerpt: str = ""
    members: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    def all(self, kind: ElementKind) -> tuple[Element, ...]:
        """Elements of one kind in reading order."""
        return tuple(element for element in self.elements if element.kind is kind)

    def first(self, kind: ElementKind) -> Element | None:
        """The first element of a kind, or None."""
        for element in self.elements:  # asked a hundred thousand times: a loop is twice as quick
            if element.kind is kind:
                return element
        return None

    def has(self, *troubles: Trouble) -> bool:
        """Whether any of these troubles was met."""
        return any(problem.trouble in troubles for problem in self.problems)


@dataclass(frozen=True, slots=True)
class Member:
    """A file found inside a container, unpacked to ``path`` in the spool.

    ``name`` is the member's path inside the container, made safe (no ``..``, no root);
    ``modified`` is what the container says, aware UTC, or None.
    """

    name: str
    path: Path
    modified: datetime | None


@dataclass(frozen=True, slots=True)
class Read:
    """The return of a reader: the reading, the whole text, unpacked members, stills, OCR's lines.

    Of the stills of a recording the first is its poster. ``lines`` are in reading order.
    """

    reading: Reading
    text: str
    members: tuple[Member, ...] = ()
    stills: tuple[Still, ...] = ()
    lines: tuple[OcrLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something stands at a point: a sentence, and the rule's line or the person behind it.

    ``weight`` is what it added to the point's score; 0 for what is explicit and needs no weighing.
    ``passage`` are words that stand in the document itself, "" if it rests on something else.
    """

    text: str
    where: Where | None = None
    by: str = ""
    weight: float = 0.0
    passage: str = ""

    def __str__(self) -> str:
        """Sentence and source on one line."""
        source = str(self.where) if self.where else self.by
        return f"{self.text}（{source}）" if source else self.text


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible point with its confidence in 0..1 and the reasons for it."""

    point: str
    confidence: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class DocumentDate:
    """The date a document speaks for: ISO 8601, possibly only year or month, and its source."""

    value: str
    source: str

    @property
    def year(self) -> int:
        """Calendar year."""
        return int(self.value[:4])

    @property
    def month(self) -> int | None:
        """Month 1..12, or None if only the year is known."""
        return int(self.value[5:7]) if len(self.value) >= len("2022-01") else None

    @property
    def eight(self) -> str:
        """``YYYYMMDD``; an unknown month or day is 00 and the whole is bracketed (DA/T 18)."""
        digits = self.value.replace("-", "").ljust(8, "0")
        return digits if len(self.value) == len("2022-01-01") else f"[{digits}]"


class Verb(StrEnum):
    """What a person can decide about a document, or (excuse) about a point of a unit.

    JOIN lays a document into the piece of another, whose name ``Decision.main`` holds; PART makes
    it a piece of its own.
    """

    PLACE = "place"
    REJECT = "reject"
    CROSS = "cross"
    UNDO = "undo"
    EXCUSE = "excuse"
    JOIN = "join"
    PART = "part"


@dataclass(frozen=True, slots=True)
class Decision:
    """A person's word, append-only: who, when, what, why. Keyed by digest and by name."""

    id: int
    verb: Verb
    name: str
    digest: Digest
    point: str
    unit: str
    want: str
    date: str
    by: str
    at: datetime
    why: str
    main: str = ""


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a document belongs. ``point`` is "" while it is open for a person.

    ``unit`` and ``want`` are "" when not known. ``explicit`` says whether a person, a list, a
    code or a folder named the point, rather than words. ``cross`` are further points it proves
    (互见). ``candidates`` are best first and include the chosen one.
    """

    point: str = ""
    unit: str = ""
    want: str = ""
    date: DocumentDate | None = None
    confidence: float = 0.0
    explicit: bool = False
    reasons: tuple[Reason, ...] = ()
    unit_reason: Reason | None = None
    want_reason: Reason | None = None
    candidates: tuple[Candidate, ...] = ()
    cross: tuple[str, ...] = ()
    contradictions: tuple[Reason, ...] = ()


class State(StrEnum):
    """What became of a dropped file; every one has exactly one state."""

    PLACED = "placed"
    OPEN = "open"
    REJECTED = "rejected"
    DUPLICATE = "duplicate"
    SUPERSEDED = "superseded"
    CONTAINER = "container"
    UNREADABLE = "unreadable"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class Document:
    """One name with one content, its reading, its place and what became of it.

    ``arrivals`` counts how often exactly this came. ``same_as`` names the document a duplicate
    repeats, or the edition that replaced a superseded one. ``edition`` is 1-based per name.
    ``bond`` is set where it lies in another document's piece, ``meeting`` where it is of a set.
    ``origin`` is set when it came in a package whose word is believed, ``redaction`` when it is a
    copy without the personal data of its original.
    """

    arrival: Arrival
    reading: Reading
    placement: Placement
    state: State
    arrivals: int = 1
    edition: int = 1
    same_as: str = ""
    why: str = ""
    origin: Origin | None = None
    bond: Bond | None = None
    meeting: Meeting | None = None
    redaction: Redaction | None = None

    @property
    def name(self) -> str:
        """The path below the inbox as dropped."""
        return self.arrival.name

    @property
    def called(self) -> str:
        """The file name somebody once gave it, not the one a package carried it under."""
        return self.origin.claim.base if self.origin else self.arrival.base
