"""What came, what was mended and what got worse since a day, from the marks the ledger kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from archivist.dossier.news import NOTED
from archivist.dossier.tasks import KEY, marks
from archivist.model import Archive, Document, Mark

_GOOD = 3
_RANK = {"missing": 0, "partly": 1, "block": 1, "warn": 2}
"""What is satisfied, not due, not applicable or only for information is good."""


@dataclass(frozen=True, slots=True)
class Changes:
    """``base`` is the day compared with, None if nothing was kept by then; lists are sentences.

    ``gain`` is the change of the score held.
    """

    base: date | None
    came: tuple[Document, ...]
    better: tuple[str, ...]
    worse: tuple[str, ...]
    gain: Decimal


def since(archive: Archive, day: date, unit: str = "") -> Changes:
    """Compare today with the last build at or before the end of a day, for one unit or all."""
    summary = archive.past.summary(day)
    if summary is None:
        return Changes(None, archive.documents, (), (), Decimal(0))
    before = _plain(archive.past.on(day), unit)
    now = _plain({mark.key: mark for mark in marks(archive)}, unit)
    better = [_was(before[key]) for key in before.keys() - now.keys()]
    worse = [now[key].told for key in now.keys() - before.keys() if _bad(now[key])]
    for key in before.keys() & now.keys():
        step = _weight(now[key]) - _weight(before[key])
        if step > 0:
            better.append(now[key].told)
        elif step < 0:
            worse.append(now[key].told)
    came = tuple(
        d
        for d in archive.documents
        if d.arrival.id > summary.last and unit in {"", d.placement.unit}
    )
    gain = archive.verdict.forecast.held - summary.held
    return Changes(summary.day, came, tuple(sorted(better)), tuple(sorted(worse)), gain)


def _plain(found: dict[str, Mark], unit: str) -> dict[str, Mark]:
    """Marks of a unit; tasks and notes say the same as wants and findings: once is enough."""
    return {
        key: mark
        for key, mark in found.items()
        if not key.startswith((KEY, NOTED)) and mark.told.startswith(f"{unit}　" if unit else "")
    }


def _was(mark: Mark) -> str:
    return f"不再有：{mark.told}"


def _bad(mark: Mark) -> bool:
    return _weight(mark) < _GOOD


def _weight(mark: Mark) -> Decimal:
    """How good it is; among wants that are partly met, the more periods the better."""
    word, _, count = mark.state.rpartition(" ") if "/" in mark.state else (mark.state, "", "0/1")
    have, _, need = count.partition("/")
    part = Decimal(have) / Decimal(need) if int(need) else Decimal(0)
    return _RANK.get(word, _GOOD) + (part if word == "partly" else Decimal(0))
