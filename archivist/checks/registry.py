"""How a check joins: one decorated function whose docstring is the text of the report."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, singledispatch
from typing import Any, TypeVar

from archivist.checks.docket import Docket
from archivist.model import (
    Box,
    Case,
    Check,
    Document,
    Outcome,
    Point,
    Severity,
    Standing,
    Unit,
    Where,
)

S = TypeVar("S")

OURS = "本程序口径"
PRACTICE = "惯例"
RECALLED = "据记忆，待核"

_ID = re.compile(r"[QYZJ]\d\d")
_TEXT = re.compile(
    r"(?P<title>.+?)。?\n+\s*Why: (?P<why>.+?)\n\s*\n\s*Mend: (?P<mend>.+)", re.DOTALL
)
_ORDER = {letter: rank for rank, letter in enumerate("QYZJ")}


@dataclass(frozen=True, slots=True)
class Address:
    """Whom a remark is about, and whose point and unit that is."""

    about: str
    subject: str
    point: str = ""
    unit: str = ""
    where: Where | None = None


@dataclass(frozen=True, slots=True)
class Remark:
    """What a check's body yields. ``severity`` may be gentler than the check's, never harsher."""

    address: Address
    message: str
    evidence: str
    outcome: Outcome
    severity: Severity | None


@dataclass(frozen=True, slots=True)
class Entry:
    """A registered check: its card, the subjects it looks at, and what it does with each."""

    card: Check
    each: Callable[[Docket], Iterable[Any]]
    body: Callable[[Docket, Any], Iterator[Remark]]


_entries: dict[str, Entry] = {}


def check(
    identity: str, *, each: Callable[[Docket], Iterable[S]], source: str, severity: Severity
) -> Callable[[Callable[[Docket, S], Iterator[Remark]]], Callable[[Docket, S], Iterator[Remark]]]:
    """Register a check; its docstring holds the title, ``Why:`` and ``Mend:``.

    ``each`` gives the subjects. For each of them the body yields what is to be said; a subject
    of which nothing is said has passed. ``source`` is where the rule truly comes from.
    """

    def register(
        body: Callable[[Docket, S], Iterator[Remark]],
    ) -> Callable[[Docket, S], Iterator[Remark]]:
        if identity in _entries or not _ID.fullmatch(identity):
            raise ValueError(f"{identity}: taken already, or no id of the requirements' table")
        text = _TEXT.fullmatch((body.__doc__ or "").strip())
        if text is None:
            raise ValueError(f"{identity}: the docstring needs a title, Why: and Mend:")
        title, why, mend = (re.sub(r"\n\s*", "", text[part]) for part in ("title", "why", "mend"))
        _entries[identity] = Entry(Check(identity, title, why, mend, source, severity), each, body)
        return body

    return register


@cache
def entries() -> tuple[Entry, ...]:
    """All checks in the order 全 严 准 齐, found by walking this folder."""
    package = importlib.import_module(__package__)
    for module in pkgutil.iter_modules(package.__path__):
        importlib.import_module(f"{__package__}.{module.name}")
    return tuple(sorted(_entries.values(), key=lambda e: (_ORDER[e.card.id[0]], e.card.id)))


def fault(
    subject: object, message: str, evidence: str = "", severity: Severity | None = None
) -> Remark:
    """Say what was observed at ``subject``, with the evidence that lets a clerk refute it."""
    return Remark(address(subject), message, evidence, Outcome.FINDING, severity)


def skipped(subject: object, reason: str) -> Remark:
    """Say that ``subject`` could not be checked, and why: a blind spot must show."""
    return Remark(address(subject), reason, "", Outcome.NOT_CHECKED, Severity.INFO)


@singledispatch
def address(subject: object) -> Address:
    """The address of a noun of the model."""
    raise TypeError(f"a remark cannot be about {subject!r}")


@address.register
def _(subject: Address) -> Address:
    return subject


@address.register
def _(subject: Document) -> Address:
    return Address("document", subject.name, subject.placement.point, subject.placement.unit)


@address.register
def _(subject: Point) -> Address:
    return Address("point", subject.code, subject.code, subject.lead, subject.where)


@address.register
def _(subject: Standing) -> Address:
    point = subject.point
    return Address("point", point.code, point.code, subject.unit, point.where)


@address.register
def _(subject: Unit) -> Address:
    return Address("unit", subject.name, "", subject.name, subject.where)


@address.register
def _(subject: Box) -> Address:
    return Address("box", subject.number, subject.category.standards_point, subject.category.unit)


@address.register
def _(_subject: Case) -> Address:
    return Address("dossier", "全部材料")
