"""ROOM 3: a case → its verdict; pure judgement of frozen data, one function per requirement."""

from __future__ import annotations

from dataclasses import replace
from fnmatch import fnmatchcase

from archivist.checks.docket import Docket
from archivist.checks.forecast import forecast
from archivist.checks.registry import Entry, Remark, entries
from archivist.garbage import uncollected
from archivist.model import (
    Case,
    Check,
    Finding,
    Outcome,
    Severity,
    Verdict,
    Waiver,
)

__all__ = ["catalogue", "judge"]

_RANK = {Severity.INFO: 0, Severity.WARN: 1, Severity.BLOCK: 2}


def judge(case: Case) -> Verdict:
    """Judge a case by every check.

    Findings come in the order of the catalogue (全 严 准 齐), within a check in the order of its
    subjects. A finding that a person accepted carries the waiver and stays.
    """
    docket = Docket(case)
    severities = dict(case.plan.settings.severities)
    configured = [_configured(entry, severities) for entry in entries()]
    findings: list[Finding] = []
    passed: list[tuple[str, int]] = []
    with uncollected():
        for entry in configured:
            said, fine = _run(entry, docket)
            findings += said
            passed.append((entry.card.id, fine))
    return Verdict(
        tuple(_waived(finding, case) for finding in findings),
        tuple(passed),
        docket.standings,
        forecast(case.plan, docket.standings),
        tuple(entry.card for entry in configured),
    )


def catalogue() -> tuple[Check, ...]:
    """The card of every check with its default severity."""
    return tuple(entry.card for entry in entries())


def _configured(entry: Entry, severities: dict[str, Severity]) -> Entry:
    severity = severities.get(entry.card.id, entry.card.severity)
    return replace(entry, card=replace(entry.card, severity=severity))


def _run(entry: Entry, docket: Docket) -> tuple[list[Finding], int]:
    """Run one check over its subjects; returns what it says and how many subjects passed."""
    findings: list[Finding] = []
    passed = 0
    try:
        for subject in entry.each(docket):
            said = len(findings)
            findings.extend(_finding(entry.card, remark) for remark in entry.body(docket, subject))
            passed += said == len(findings)
    except Exception as error:  # noqa: BLE001 - a broken check is a finding; the others go on
        return [*findings, _broken(entry.card, error, len(findings))], 0
    return findings, passed


def _finding(card: Check, remark: Remark) -> Finding:
    severity = min(card.severity, remark.severity or card.severity, key=_RANK.__getitem__)
    to = remark.address
    return Finding(
        card.id,
        severity,
        remark.outcome,
        to.about,
        to.subject,
        remark.message,
        remark.evidence,
        to.point,
        to.unit,
        to.where,
    )


def _broken(card: Check, error: Exception, said: int) -> Finding:
    message = f"检查 {card.id}（{card.title}）自身出错，未能完成；请把这一条转给维护人员。"
    evidence = f"出错前已查出 {said} 条，其余对象这一项未检查；其他检查不受影响。"
    told = f"{type(error).__name__}: {error}"
    return Finding(
        card.id, card.severity, Outcome.BROKEN, "dossier", card.id, message, evidence, error=told
    )


def _waived(finding: Finding, case: Case) -> Finding:
    waivers = case.plan.settings.waivers
    waiver = next((w for w in waivers if _covers(w, finding) and case.today <= w.until), None)
    return replace(finding, waiver=waiver) if waiver else finding


def _covers(waiver: Waiver, finding: Finding) -> bool:
    """Names may hold ``[`` and ``]``, so the same name always matches, pattern or not."""
    return waiver.check == finding.check and (
        waiver.subject == finding.subject or fnmatchcase(finding.subject, waiver.subject)
    )
