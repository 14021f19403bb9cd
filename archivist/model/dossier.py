"""What is handed over: boxes, findings, standings, and the leaves of the dossier."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from archivist.model.task import Past

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date, datetime

    from archivist.model.arrangement import Category
    from archivist.model.arrival import Digest
    from archivist.model.composition import Component
    from archivist.model.evidence import Document
    from archivist.model.sealing import Seal
    from archivist.model.standard import Plan, Severity, Waiver, Where
    from archivist.model.standing import Excuse, Forecast, Standing


@dataclass(frozen=True, slots=True)
class Piece:
    """One archival item (件) in a box: one or several documents under one number.

    ``number`` is 件号 (1-based, continuous within the category), ``code`` the 档号, ``year`` the
    filing year or None, ``pages`` 页数 of all components or None where pages make no sense,
    ``date`` eight digits or "" (OUTPUTS §1.1), ``period`` 保管期限. Title, issuer, document number
    and date are those of the first component, the main document.
    """

    number: int
    code: str
    title: str
    issuer: str
    document_number: str
    date: str
    year: int | None
    secrecy: str
    pages: int | None
    note: str
    components: tuple[Component, ...]
    period: str = ""

    @property
    def document(self) -> Document:
        """The main document."""
        return self.components[0].document

    @property
    def file(self) -> str:
        """The stored name of the main document inside the box folder."""
        return self.components[0].file

    def component(self, name: str) -> Component:
        """The component that is the document of this name."""
        return next(each for each in self.components if each.document.name == name)


@dataclass(frozen=True, slots=True)
class CrossEntry:
    """A 互见 line: a piece that proves this point too and is boxed elsewhere.

    ``component`` is the first of its documents that does.
    """

    title: str
    box: str
    piece: Piece
    component: Component


@dataclass(frozen=True, slots=True)
class Box:
    """A box (盒): ``number`` is 盒号, ``index`` of ``total`` boxes of its category.

    ``folder`` is its path inside the dossier, ``/``-separated. ``sheets`` counts paper sheets
    printed on both sides, ``spine`` is the thickness of the box in mm (DA/T 22-2015 §6.4).
    A sealed box keeps its pieces under their numbers; late ones go behind the last sealed box.
    ``digits`` is how wide 件号 are written; ``contents`` and ``reference`` are the names, without
    ending, of its list and of its 备考表, before and behind all pieces.
    """

    number: str
    category: Category
    index: int
    total: int
    folder: str
    pieces: tuple[Piece, ...]
    cross: tuple[CrossEntry, ...]
    sheets: int
    spine: int
    seal: Seal | None = None
    digits: int = 4
    contents: str = "0000_卷内目录"
    reference: str = "9999_备考表"

    @property
    def files(self) -> Iterator[tuple[Piece, Component]]:
        """Every document in the box, in order, with its piece."""
        return ((piece, each) for piece in self.pieces for each in piece.components)

    @property
    def tangible(self) -> bool:
        """Whether it stands on a shelf: one with nothing but 互见 lines is a page, a sealed one stays."""
        return bool(self.pieces or self.seal)

    def paper(self, name: str) -> str:
        """Path of a paper that lies before the pieces, without ending."""
        return f"{self.folder}/{self.contents.partition('_')[0]}_{name}"


class Outcome(StrEnum):
    """The outcome of a check on a subject; a check that could not run never passes."""

    PASS = "pass"  # noqa: S105 - an outcome, not a password
    FINDING = "finding"
    NOT_CHECKED = "not checked"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Check:
    """A check's card in the catalogue; the sentences come from its docstring."""

    id: str
    title: str
    why: str
    mend: str
    source: str
    severity: Severity


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check says of a subject. ``subject`` is a document name, point, unit or box.

    ``about`` says which of these: document, point, unit, box, rules or dossier. ``error`` is what
    broke a check, for whoever mends it: programs are told, pages show it to nobody.
    """

    check: str
    severity: Severity
    outcome: Outcome
    about: str
    subject: str
    message: str
    evidence: str = ""
    point: str = ""
    unit: str = ""
    where: Where | None = None
    waiver: Waiver | None = None
    error: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """What the checks judge: plan, documents, boxes, and the day that counts as today.

    ``rehearsal`` is the same arrangement made from the documents in another order (J32).
    """

    plan: Plan
    documents: tuple[Document, ...]
    boxes: tuple[Box, ...]
    rehearsal: tuple[Box, ...]
    ignored: tuple[str, ...]
    today: date
    excuses: tuple[Excuse, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the judging returns. ``passed`` counts subjects per check that passed."""

    findings: tuple[Finding, ...]
    passed: tuple[tuple[str, int], ...]
    standings: tuple[Standing, ...]
    forecast: Forecast
    catalogue: tuple[Check, ...]


@dataclass(frozen=True)
class Archive:
    """Everything known on one day: what was asked, what came, what is missing or wrong."""

    plan: Plan
    today: date
    documents: tuple[Document, ...]
    boxes: tuple[Box, ...]
    verdict: Verdict
    past: Past = field(default_factory=Past)

    @cached_property
    def findings_by_subject(self) -> dict[str, tuple[Finding, ...]]:
        """Findings grouped by the name of their subject."""
        groups: dict[str, list[Finding]] = {}
        for finding in self.verdict.findings:
            groups.setdefault(finding.subject, []).append(finding)
        return {subject: tuple(group) for subject, group in groups.items()}

    @cached_property
    def check_by_id(self) -> dict[str, Check]:
        """The catalogue by id."""
        return {check.id: check for check in self.verdict.catalogue}

    @cached_property
    def box_of(self) -> dict[str, tuple[Box, Piece]]:
        """Box and piece by document name, whichever component of the piece it is."""
        return {each.document.name: (box, piece) for box in self.boxes for piece, each in box.files}


@dataclass(frozen=True, slots=True)
class Leaf:
    """A file of the dossier: its path and either its bytes or the digest of an original."""

    path: str
    content: bytes | Digest


@dataclass(frozen=True, slots=True)
class Due:
    """A leaf somebody else is making meanwhile; ``wait`` gives its content when that is done."""

    path: str
    wait: Callable[[], bytes | Digest]


@dataclass(frozen=True, slots=True)
class Capsule:
    """A file around an original: ``head``, the original's bytes in Base64, ``tail``."""

    path: str
    head: bytes
    original: Digest
    tail: bytes


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the ledger's hash-chained story: what was done to what, by whom, when."""

    id: int
    at: datetime
    what: str
    subject: str
    detail: str
    by: str


@dataclass(frozen=True, slots=True)
class Step:
    """Progress of long work: ``stage`` in Chinese, how many of how many, and the thing in hand."""

    stage: str
    done: int
    total: int
    subject: str = ""


Say: TypeAlias = "Callable[[Step], None]"


class UserError(Exception):
    """Trouble in the house: one line and its remedy."""

    def __init__(self, message: str, remedy: str) -> None:
        """Keep both halves for the face that shows them."""
        super().__init__(f"{message}{remedy}")
        self.message = message
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake in the rules, with a suggestion in the sentence where there is one."""

    where: Where
    message: str

    def __str__(self) -> str:
        """``file:line: sentence``."""
        return f"{self.where}: {self.message}"


class RulesError(Exception):
    """All mistakes of all rule files, found in one pass."""

    def __init__(self, mistakes: tuple[Mistake, ...]) -> None:
        """Keep the list; the text shows them one a line."""
        super().__init__("\n".join(map(str, mistakes)))
        self.mistakes = mistakes
