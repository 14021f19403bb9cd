"""What programs are told: plain dictionaries with stable keys, ready for JSON."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import Any

from archivist.dossier.news import News, news, real
from archivist.model import (
    Archive,
    Document,
    Element,
    Excuse,
    Finding,
    Outcome,
    Standing,
    State,
    Waiver,
    WantStanding,
)

_REAL = {Outcome.FINDING, Outcome.BROKEN}


_STATES = {State.LIST: State.REJECTED}
"""A transmittal list is no evidence; programs know it as rejected, like all that is not boxed."""


def document_record(archive: Archive, document: Document) -> dict[str, Any]:
    """One document: every key is always present, what is not known is the empty string.

    ``date`` is ISO 8601, possibly only a year or month; ``candidates`` are best first;
    ``findings`` are ids of checks that found something, each once, in order of id.
    """
    place = document.placement
    findings = archive.findings_by_subject.get(document.name, ())
    return {
        "name": document.name,
        "digest": document.arrival.digest,
        "format": document.reading.format,
        "state": _STATES.get(document.state, document.state).value,
        "point": place.point,
        "unit": place.unit,
        "want": place.want,
        "date": place.date.value if place.date else "",
        "candidates": [
            {
                "point": candidate.point,
                "confidence": round(candidate.confidence, 4),
                "why": "；".join(map(str, candidate.reasons)),
            }
            for candidate in place.candidates
        ],
        "elements": [_element(element) for element in document.reading.elements],
        "findings": sorted({f.check for f in findings if f.outcome in _REAL}),
        "redacted_from": document.redaction.original if document.redaction else "",
        **_lying(archive, document),
    }


def _lying(archive: Archive, document: Document) -> dict[str, Any]:
    """Box, 件号-份号, and whose piece it lies in as what; empty where it is in no box."""
    found = archive.box_of.get(document.name) if document.state is State.PLACED else None
    bond = document.bond if found else None
    return {
        "box": found[0].number if found else "",
        "number": found[1].component(document.name).call if found else "",
        "main": bond.main if bond else "",
        "role": bond.role.value if bond else "",
        "meeting": document.meeting.subject if document.meeting else "",
    }


def _element(element: Element) -> dict[str, Any]:
    return {
        "kind": element.kind.value,
        "value": element.value,
        "printed": element.printed,
        "page": element.page,
        "line": element.line,
        "spot": list(element.spot) if element.spot else None,
    }


def finding_record(finding: Finding, met: News | None = None) -> dict[str, Any]:
    """One finding; ``where`` is ``file:line`` of the rule, or the empty string.

    ``new`` says whether the build before did not have it; null where there is none to compare.
    """
    return {
        "check": finding.check,
        "severity": finding.severity.value,
        "outcome": finding.outcome.value,
        "subject": finding.subject,
        "message": finding.message,
        "where": str(finding.where) if finding.where else "",
        "about": finding.about,
        "point": finding.point,
        "unit": finding.unit,
        "evidence": finding.evidence,
        "error": finding.error,
        "waived": finding.waiver is not None,
        "waiver": _waiver(finding.waiver) if finding.waiver else None,
        "new": met.new(finding) if met and met.base else None,
    }


def _waiver(waiver: Waiver) -> dict[str, str]:
    return {
        "reason": waiver.reason,
        "author": waiver.author,
        "until": waiver.until.isoformat(),
    }


def report_record(archive: Archive) -> dict[str, Any]:
    """The whole report: scores as numbers, ``passes``, and every unit's points and wants."""
    by_unit: dict[str, list[Standing]] = {}
    for standing in archive.verdict.standings:
        by_unit.setdefault(standing.unit, []).append(standing)
    order = [unit.name for unit in archive.plan.units if unit.name in by_unit]
    units = [*order, *sorted(set(by_unit) - set(order))]
    return {
        "score": _score(archive),
        "passes": archive.verdict.forecast.passes,
        "units": [
            {"unit": unit, "points": [_standing(standing) for standing in by_unit[unit]]}
            for unit in units
        ],
        "as_of": archive.today.isoformat(),
        "standard": archive.plan.settings.standard_shown,
        "vetoes": list(archive.verdict.forecast.vetoes),
        "doubtful_vetoes": list(archive.verdict.forecast.doubtful),
        "weak": {item: _number(rate) for item, rate in archive.verdict.forecast.weak},
        "findings": _news(archive),
        "not_applicable": [
            {"point": entry.point, "reason": entry.reason, "approver": entry.approver}
            for entry in archive.plan.settings.not_applicable
        ],
        "no_business": [
            {"unit": standing.unit, "point": standing.point.code, "want": want.want.name}
            | _excuse(want.excuse)
            for standing in archive.verdict.standings
            for want in standing.wants
            if want.excuse
        ],
        "waived": [finding_record(f) for f in archive.verdict.findings if f.waiver],
    }


def _excuse(word: Excuse) -> dict[str, str]:
    told = {"reason": word.why, "approver": word.by, "approved": word.day.isoformat()}
    return told | {"house": word.house}


def _news(archive: Archive) -> dict[str, Any]:
    """How many findings are open, and against the build before how many are new and mended."""
    met = news(archive)
    found = list(real(archive.verdict.findings))
    compared = met.base is not None
    return {
        "open": len(found),
        "since": met.base.isoformat() if met.base else None,
        "new": sum(map(met.new, found)) if compared else None,
        "mended": len(met.mended) if compared else None,
    }


def summary(archive: Archive) -> dict[str, Any]:
    """What a build prints: scores, and how many documents are in each state (zeros too)."""
    met = Counter(document.state for document in archive.documents)
    return {
        "score": {**_score(archive), "passes": archive.verdict.forecast.passes},
        "states": {state.value: met[state] for state in State},
    }


def _score(archive: Archive) -> dict[str, int | float]:
    forecast = archive.verdict.forecast
    return {
        "held": _number(forecast.held),
        "at_risk": _number(forecast.at_risk),
        "bonus": _number(forecast.bonus),
    }


def _standing(standing: Standing) -> dict[str, Any]:
    return {
        "point": standing.point.code,
        "role": standing.role,
        "state": standing.state.value,
        "held": _number(standing.held),
        "at_risk": _number(standing.at_risk),
        "wants": [_want(want) for want in standing.wants],
    }


def _want(want: WantStanding) -> dict[str, Any]:
    return {
        "name": want.want.name,
        "state": want.state.value,
        "have": want.have,
        "need": want.need,
        "missing": list(want.missing),
        "covered": list(want.covered),
    }


def _number(value: Decimal) -> int | float:
    """JSON has no decimals: whole scores as integers, others as the nearest float."""
    return int(value) if value == value.to_integral_value() else float(value)
