"""Whole districts of real files: a clean one without a finding above info, one with known faults."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from archivist import pipeline, rules, sample
from archivist.house import House
from archivist.model import Archive, Outcome, Plan, Severity
from archivist.sample import slots
from archivist.sample.truth import Truth
from archivist.store import Store

TODAY = date(2023, 6, 1)
FAULTS = {
    "encrypted": "Y04",
    "wrong-extension": "Y02",
    "bad-number": "Y14",
    "truncated": "Y08",
    "placeholder": "Y12",
    "number-reused": "Z01",
    "old-organ": "Z15",
    "photo-date": "Z09",
    "future-date": "Z07",
    "nowhere": "Q23",
}
"""Planted faults and the checks that must find them."""

EXACT = {"Y02", "Y04", "Y12", "Y14", "Z07", "Z09", "Z15"}
"""Checks that may speak of nothing but what was planted for them."""


def known(folder: Path, plan: Plan) -> Archive:
    """The archive of what lies in the inbox, read for real."""
    house = House(folder, TODAY, hands=2, hurry=True)
    with Store(house.archive) as store:
        pipeline.take_in(store, plan, house)
        pipeline.read(store, plan, house)
        return pipeline.assess(store, plan, house)


def test_a_clean_district_has_no_finding_above_info(tmp_path: Path) -> None:
    whole = sample.one_year(rules.load(rules.pack()))
    plan = replace(whole, parts=whole.parts[:2], bonus=())
    sample.make_clean(tmp_path / "inbox", len(slots.due(plan)), 7, plan)
    findings = known(tmp_path, plan).verdict.findings
    assert [f for f in findings if f.outcome is Outcome.BROKEN] == []
    assert [
        f"{f.check} {f.subject} {f.message}" for f in findings if f.severity is not Severity.INFO
    ] == []


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> tuple[Archive, Truth]:
    folder = tmp_path_factory.mktemp("faulty")
    plan = rules.load(rules.pack())
    truth = sample.make(folder / "inbox", 150, 3, plan)
    return known(folder, plan), truth


@pytest.mark.parametrize("fault", FAULTS)
def test_every_planted_fault_is_found(faulty: tuple[Archive, Truth], fault: str) -> None:
    archive, truth = faulty
    planted = [file.name for file in truth.files if file.fault == fault]
    told = {f.subject for f in archive.verdict.findings if f.check == FAULTS[fault]}
    assert planted
    assert [name for name in planted if name not in told] == []


@pytest.mark.parametrize("check", sorted(EXACT))
def test_nothing_else_is_said_to_have_that_fault(faulty: tuple[Archive, Truth], check: str) -> None:
    archive, truth = faulty
    planted = {f.name for f in truth.files if FAULTS.get(f.fault) == check}
    told = {
        f.subject
        for f in archive.verdict.findings
        if f.check == check and f.outcome is Outcome.FINDING
    }
    assert told <= planted
