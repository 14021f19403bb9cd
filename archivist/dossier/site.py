"""Where everything lies in the dossier, and what belongs together on a page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TypeVar

from archivist.dossier.naming import safe, unique
from archivist.dossier.news import News, news
from archivist.dossier.planning import tasks
from archivist.dossier.tasks import defects
from archivist.model import (
    Archive,
    Box,
    Defect,
    Document,
    Finding,
    Fulfilment,
    Outcome,
    Piece,
    Point,
    Standing,
    State,
    Task,
)

Row = TypeVar("Row")

INDEX = "index.html"
CATALOGUE = "000_总目录"
COVER = "盒封面与盒脊"
COVER_PDF = "盒封面"
ALBUM = "照片册"
VOLUME = "全盒合订本"
SEARCH = "检索.html"
VIEWER = "看件.html"
YEARS = "年度.html"
LABELS = "打印/盒脊标签.pdf"
LABELS_WORD = "打印/盒脊标签.docx"
TRANSFER = "打印/移交清单.pdf"
RECORDINGS_LIST = "打印/音像目录.pdf"
DISTRICT = "报告/全区.html"
WORKBOOK = "报告/齐备报告.xlsx"
MANIFEST = "manifest-sha256.txt"

LEAD = "牵头"
ROWS = 500
"""Rows on one page of a long list: more make a page slow on an office computer."""


@dataclass(frozen=True)
class Site:
    """An archive with the views its pages share, each computed once."""

    archive: Archive

    def heading(self, title: str) -> str:
        """``青山区　总目录　标准（重构）``: a title that cannot be taken for the standard's own."""
        settings = self.archive.plan.settings
        return f"{settings.district}　{title}　{settings.standard_shown}"

    @property
    def index(self) -> str:
        """The start page."""
        return INDEX

    @property
    def search(self) -> str:
        """The search page."""
        return SEARCH

    @property
    def viewer(self) -> str:
        """The page that shows one piece after the other."""
        return VIEWER

    @property
    def years(self) -> str:
        """The page over the years."""
        return YEARS

    @property
    def catalogue(self) -> str:
        """The general catalogue."""
        return f"{CATALOGUE}.html"

    @property
    def district(self) -> str:
        """The report over all units."""
        return DISTRICT

    def contents(self, box: Box) -> str:
        """Contents page of a box."""
        return f"{box.folder}/{box.contents}.html"

    @cached_property
    def shelf(self) -> tuple[Box, ...]:
        """Boxes that are handed over."""
        return tuple(box for box in self.archive.boxes if box.tangible)

    @cached_property
    def filled(self) -> tuple[Box, ...]:
        """Boxes with something in them."""
        return tuple(box for box in self.archive.boxes if box.pieces)

    @cached_property
    def script_of(self) -> dict[str, int]:
        """By 盒号 the number in the names of a box's scripts."""
        return {box.number: place for place, box in enumerate(self.filled)}

    @cached_property
    def box_by_number(self) -> dict[str, Box]:
        """Boxes by 盒号."""
        return {box.number: box for box in self.archive.boxes}

    def neighbours(self, box: Box) -> tuple[Box | None, Box | None]:
        """The boxes before and after on the shelf."""
        place = self._place[box.number]
        boxes = (None, *self.archive.boxes, None)
        return boxes[place], boxes[place + 2]

    @cached_property
    def _place(self) -> dict[str, int]:
        return {box.number: place for place, box in enumerate(self.archive.boxes)}

    @cached_property
    def units(self) -> tuple[str, ...]:
        """Every unit that has a page: those of the rules, then any other with standings."""
        known = [
            unit.name
            for unit in self.archive.plan.units
            if unit.name in self.standings_by_unit or not self._collective(unit.name)
        ]
        return (*known, *sorted(set(self.standings_by_unit) - set(known)))

    def _collective(self, name: str) -> bool:
        return any(unit.group == name for unit in self.archive.plan.units)

    @cached_property
    def unit_page(self) -> dict[str, str]:
        """Page of each unit; names that look alike to a file system are kept apart."""
        taken = {"全区", "齐备报告", "待定文件"}
        return {name: f"报告/{unique(safe(name), taken)}.html" for name in self.units}

    @cached_property
    def ledger(self) -> dict[str, str]:
        """Ledger of each unit, without ending."""
        pages = self.unit_page.items()
        return {unit: f"台账/{page[len('报告/') : -len('.html')]}" for unit, page in pages}

    @cached_property
    def point_page(self) -> dict[str, str]:
        """Page of each point and bonus item."""
        taken: set[str] = set()
        points = self.archive.plan.points
        return {point.code: f"要点/{unique(safe(point.code), taken)}.html" for point in points}

    @cached_property
    def boxes_by_point(self) -> dict[str, tuple[Box, ...]]:
        """Boxes in which evidence of each point lies or is referred to, in order."""
        pairs = []
        for box in self.archive.boxes:
            own = [box.category.code] if box.category.point else []
            codes = dict.fromkeys(own or [p.document.placement.point for p in box.pieces])
            pairs += [(code, box) for code in codes]
        return grouped(pairs)

    @cached_property
    def pieces_by_point(self) -> dict[str, tuple[tuple[Box, Piece], ...]]:
        """The pieces that prove each point, with their boxes; 互见 not counted."""
        return grouped(
            (piece.document.placement.point, (box, piece))
            for box in self.archive.boxes
            for piece in box.pieces
        )

    def inside(self, point: str, box: Box) -> int:
        """How many pieces of a box prove a point."""
        return sum(each is box for each, _ in self.pieces_by_point.get(point, ()))

    @cached_property
    def standings_by_unit(self) -> dict[str, tuple[Standing, ...]]:
        """Standings of each unit in the order of the rules."""
        return grouped((standing.unit, standing) for standing in self.archive.verdict.standings)

    @cached_property
    def standings_by_point(self) -> dict[str, tuple[Standing, ...]]:
        """Standings of each point, one per responsible unit, leading units first."""
        standings = self.archive.verdict.standings
        ordered = sorted(standings, key=lambda standing: standing.role != LEAD)
        return grouped((standing.point.code, standing) for standing in ordered)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What is to be mended: neither passed nor unchecked nor accepted, the gravest first."""
        rank = {"block": 0, "warn": 1, "info": 2}
        real = {Outcome.FINDING, Outcome.BROKEN}
        kept = [f for f in self.archive.verdict.findings if f.outcome in real and f.waiver is None]
        kept.sort(key=lambda f: (rank[f.severity], f.check, f.point, f.subject, f.message))
        return tuple(kept)

    @cached_property
    def news(self) -> News:
        """What is new among the findings since the build before, and what was mended."""
        return news(self.archive)

    @cached_property
    def waived(self) -> tuple[Finding, ...]:
        """Accepted findings; each is shown with who accepted it and until when."""
        accepted = [f for f in self.archive.verdict.findings if f.waiver is not None]
        return tuple(sorted(accepted, key=lambda f: (f.check, f.point, f.subject, f.message)))

    @cached_property
    def unchecked(self) -> tuple[tuple[str, int], ...]:
        """How many subjects each check could not judge; not checked is not passed."""
        skipped = [
            f.check for f in self.archive.verdict.findings if f.outcome is Outcome.NOT_CHECKED
        ]
        return tuple((check, skipped.count(check)) for check in sorted(set(skipped)))

    @cached_property
    def findings_by_unit(self) -> dict[str, tuple[Finding, ...]]:
        """Findings to mend by responsible unit."""
        return grouped((finding.unit, finding) for finding in self.findings)

    @cached_property
    def findings_by_point(self) -> dict[str, tuple[Finding, ...]]:
        """Findings to mend by point."""
        return grouped((finding.point, finding) for finding in self.findings)

    @cached_property
    def findings_by_document(self) -> dict[str, tuple[Finding, ...]]:
        """Findings to mend by document name."""
        return grouped((f.subject, f) for f in self.findings if f.about == "document")

    @cached_property
    def waived_by_document(self) -> dict[str, tuple[Finding, ...]]:
        """Accepted findings by document name."""
        return grouped((f.subject, f) for f in self.waived if f.about == "document")

    @cached_property
    def documents_by_unit(self) -> dict[str, tuple[Document, ...]]:
        """Documents by the unit that answers for them, in order of name."""
        ordered = sorted(self.archive.documents, key=lambda d: (d.name, d.arrival.id))
        return grouped((d.placement.unit, d) for d in ordered)

    @cached_property
    def open(self) -> tuple[Document, ...]:
        """What awaits a person, in order of name."""
        waiting = (d for d in self.archive.documents if d.state is State.OPEN)
        return tuple(sorted(waiting, key=lambda d: (d.name, d.arrival.id)))

    @cached_property
    def unusable(self) -> dict[str, tuple[Document, ...]]:
        """Files that cannot serve as evidence, by the point they were meant for."""
        return grouped(
            (document.placement.point, document)
            for documents in self.documents_by_unit.values()
            for document in documents
            if document.state is State.UNREADABLE
        )

    @cached_property
    def repeated(self) -> frozenset[str]:
        """Names of documents that came again under another name."""
        return frozenset(d.same_as for d in self.archive.documents if d.state is State.DUPLICATE)

    @cached_property
    def document_by_name(self) -> dict[str, Document]:
        """The current document of each name."""
        current = sorted(self.archive.documents, key=lambda d: d.state is not State.SUPERSEDED)
        return {document.name: document for document in current}

    @cached_property
    def tasks(self) -> tuple[Task, ...]:
        """What has to be done, the nearest due day first, then what is done and closed."""
        return tasks(self.archive)

    @cached_property
    def tasks_by_unit(self) -> dict[str, tuple[Task, ...]]:
        """Tasks by the unit that has to do them."""
        return grouped((task.chore.unit, task) for task in self.tasks)

    @cached_property
    def defects_by_task(self) -> dict[str, tuple[Defect, ...]]:
        """Single problems by the task that mends them."""
        return grouped((defect.task, defect) for defect in defects(self.archive))

    def state(self, point: Point) -> Fulfilment:
        """State of a point over the units that lead it."""
        return together([s.state for s in self.leads(point)])

    def held(self, point: Point) -> Decimal:
        """Score of a point that evidence supports, summed over its leading units."""
        return sum((s.held for s in self.leads(point)), Decimal(0))

    def leads(self, point: Point) -> tuple[Standing, ...]:
        """Standings of the leading units of a point."""
        standings = self.standings_by_point.get(point.code, ())
        return tuple(s for s in standings if s.role == LEAD)


def together(states: list[Fulfilment]) -> Fulfilment:
    """The state of a whole made of parts: what is not due or not applicable does not count."""
    due = {s for s in states if s not in {Fulfilment.NOT_DUE, Fulfilment.NOT_APPLICABLE}}
    if not due:
        idle = Fulfilment.NOT_APPLICABLE
        return idle if set(states) == {idle} else Fulfilment.NOT_DUE
    return due.pop() if len(due) == 1 else Fulfilment.PARTLY


def grouped(pairs: Iterable[tuple[str, Row]]) -> dict[str, tuple[Row, ...]]:
    """Rows by key, both in the order met."""
    groups: dict[str, list[Row]] = {}
    for key, row in pairs:
        groups.setdefault(key, []).append(row)
    return {key: tuple(rows) for key, rows in groups.items()}


def page(archive: Archive, unit: str) -> str:
    """Path of the report of a unit, or with "" of the whole."""
    return Site(archive).unit_page[unit] if unit else DISTRICT
