"""Where documents belong and why: reasons, candidates, people's decisions, the document itself."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from archivist.model.arrival import Arrival, Digest
    from archivist.model.composition import Bond, Meeting
    from archivist.model.handover import Origin
    from archivist.model.reading import Reading
    from archivist.model.redaction import Redaction
    from archivist.model.standard import Where


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
