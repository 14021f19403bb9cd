"""What is new among the findings, and what was mended, since the build before."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from archivist.model import Archive, Finding, Mark, Outcome

FOUND, NOTED = "finding ", "note "
"""Marks of findings begin so; of notes wants and tasks tell already, or nothing has to be done."""


def real(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Findings that are neither unchecked nor accepted by a person."""
    wrong = {Outcome.FINDING, Outcome.BROKEN}
    return (f for f in findings if f.outcome in wrong and f.waiver is None)


def key(finding: Finding) -> str:
    """What a finding is known by from build to build: what was counted in it may change."""
    words = re.sub(r"\d+", "", finding.message)
    parts = (finding.check, finding.subject, finding.point, finding.unit, words)
    return hashlib.sha256("|".join(parts).encode("utf-8", "replace")).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class News:
    """Findings against the build before: ``base`` is its day, None if there is none to compare.

    ``known`` are the keys of what was found then, ``mended`` the units of what is gone since.
    """

    base: date | None
    known: frozenset[str]
    mended: tuple[str, ...]

    def new(self, finding: Finding) -> bool:
        """Whether a finding was not there before."""
        there = self.base is None or finding.waiver is not None or finding.outcome == "not checked"
        return not there and key(finding) not in self.known

    def told(self, findings: Iterable[Finding], unit: str | None = None) -> str:
        """``与 2023-03-01 建档时相比：新增 2 条，已改正 3 条``, of one unit or all."""
        if self.base is None:
            return ""
        fresh = sum(map(self.new, findings))
        gone = sum(unit in {None, each} for each in self.mended)
        return f"与上次（{self.base}）建档时相比：新增 {fresh} 条，已改正 {gone} 条"


def news(archive: Archive) -> News:
    """Compare the findings with those of the last build; just after a build, with the one before.

    What a person accepted counts neither as new nor as mended.
    """
    open_ = {key(f) for f in real(archive.verdict.findings)}
    accepted = {key(f) for f in archive.verdict.findings if f.waiver}
    stands = [(stand.day, _findings(stand.marks)) for stand in archive.past.builds]
    if stands and stands[-1][1].keys() == open_:
        stands.pop()
    if not stands:
        return News(None, frozenset(), ())
    day, known = stands[-1]
    gone = sorted(unit for mark, unit in known.items() if mark not in open_ | accepted)
    return News(day, frozenset(known), tuple(gone))


def _findings(found: Iterable[Mark]) -> dict[str, str]:
    """Units of findings by key."""
    return {
        mark.key.partition(" ")[2]: mark.told.partition("　")[0]
        for mark in found
        if mark.key.startswith((FOUND, NOTED))
    }
