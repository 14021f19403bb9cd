"""Who does what by which day, and how it went: tasks, their assignments, and the days gone by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from archivist.model.standard import Severity


class Progress(StrEnum):
    """How far a task is; it is closed when what was wrong is no longer found."""

    WAITING = "waiting"
    RUNNING = "running"
    OVERDUE = "overdue"
    REPORTED = "reported"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Defect:
    """One numbered problem: what is wrong with what, and the task that mends it."""

    task: str
    subject: str
    message: str
    source: str


@dataclass(frozen=True, slots=True)
class Chore:
    """What has to be done, whoever does it and whenever.

    ``id`` follows from unit, point, ``kind`` (gap, file or finding), ``subject`` (want, file or
    check) and ``period``, never from a running number. ``papers`` counts documents lacking, 0
    where nothing is lacking; ``gain`` is the score they would bring.
    """

    id: str
    unit: str
    point: str
    kind: str
    subject: str
    period: str
    severity: Severity
    problem: str
    mend: str
    support: tuple[str, ...] = ()
    papers: int = 0
    gain: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Task:
    """A chore with its person and days; ``done`` is the day a person reported it done."""

    chore: Chore
    seen: date
    start: date
    due: date
    person: str
    done: date | None
    remark: str
    progress: Progress
    closed: date | None = None


@dataclass(frozen=True, slots=True)
class Assignment:
    """A person's word on a task, append-only; it replaces the earlier one as a whole.

    ``start`` and ``due`` are None where the program's own plan holds.
    """

    task: str
    person: str
    start: date | None
    due: date | None
    done: date | None
    remark: str
    by: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """A day in numbers; ``last`` is the id of the last arrival known then."""

    day: date
    held: Decimal
    at_risk: Decimal
    bonus: Decimal
    total: Decimal
    passes: bool
    documents: int
    placed: int
    open: int
    missing: int
    findings: int
    tasks: int
    last: int


@dataclass(frozen=True, slots=True)
class Mark:
    """How one thing stands on a day: ``state`` is compared, ``told`` is shown; "" is gone."""

    key: str
    state: str
    told: str


@dataclass(frozen=True, slots=True)
class Stand:
    """How everything stood after one build of a day; marks of what was gone are left out."""

    day: date
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Past:
    """What earlier days were like: one summary a day, marks where they changed, assignments.

    ``marks`` pairs a day with the marks that had changed at its end, in order of day. ``builds``
    are the last two builds in which anything differed, the older first.
    """

    summaries: tuple[Summary, ...] = ()
    marks: tuple[tuple[date, tuple[Mark, ...]], ...] = ()
    assignments: tuple[Assignment, ...] = ()
    builds: tuple[Stand, ...] = ()

    def on(self, day: date) -> dict[str, Mark]:
        """How everything stood at the end of a day; what was gone is left out."""
        found: dict[str, Mark] = {}
        for when, changed in self.marks:
            if when <= day:
                found.update({mark.key: mark for mark in changed})
        return {key: mark for key, mark in found.items() if mark.state}

    def summary(self, day: date) -> Summary | None:
        """The numbers of a day, or of the last one before it."""
        return next((s for s in reversed(self.summaries) if s.day <= day), None)
