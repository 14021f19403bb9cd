"""Bags from others: verified completely, believed only when whole, and then nothing is lost."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from archivist import errands, pipeline, rules
from archivist.house import House, found
from archivist.model import Document, State, Verb

TODAY = date(2022, 11, 23)
MANY = 10**12
NAMES = ("26-1_校园食品安全检查记录·第1次_20220301.txt", "工作简报.txt", "一张没写要点的说明.txt")


def workspace(root: Path, *units: str) -> House:
    found(root, rules.pack(), units)
    return House(root, TODAY, hands=0, hurry=True)


@pytest.fixture(scope="module")
def sender(tmp_path_factory: pytest.TempPathFactory) -> House:
    """A unit's house: three pieces, two of them placed by people, one with a cross reference."""
    house = workspace(tmp_path_factory.mktemp("sender") / "house", "区教育局")
    for number, name in enumerate(NAMES):
        file = house.inbox / "区教育局" / name
        file.write_text(f"校园食品安全检查记录之{number}\n" * 20, encoding="utf-8")
    pipeline.take(house)
    told = {d.arrival.base: d for d in pipeline.look(house).documents}
    point, want = "26-1", rules.load(house.rules).by_code["26-1"].wants[0].name
    pipeline.decide(
        house, told[NAMES[1]], Verb.PLACE, "张三", "主任批示归此", point=point, unit="区教育局",
        want=want, date="2021-09-01",
    )  # fmt: skip
    pipeline.decide(house, told[NAMES[2]], Verb.PLACE, "李四", "会议定的", point="05-2")
    pipeline.decide(house, told[NAMES[2]], Verb.CROSS, "李四", "也能证明", point="26-1")
    return house


@pytest.fixture(scope="module")
def bag(sender: House, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return next(errands.export(sender, "bagit", "", "", MANY, tmp_path_factory.mktemp("bag")))[0]


@pytest.fixture(scope="module")
def zipped(sender: House, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return next(errands.export(sender, "zip", "", "", MANY, tmp_path_factory.mktemp("zip")))[0]


def told(house: House) -> dict[str, Document]:
    """Documents that came from elsewhere by the name they first had there."""
    return {
        d.called: d
        for d in pipeline.look(house).documents
        if d.origin and d.state in {State.PLACED, State.OPEN}
    }


def must_be_kept(sender: House, house: House) -> None:
    before = {d.called: d for d in pipeline.look(sender).documents}
    after = told(house)
    assert set(after) == set(NAMES)
    for name, document in after.items():
        old, new = before[name].placement, document.placement
        assert (new.point, new.unit, new.want, new.cross) == (
            old.point,
            old.unit,
            old.want,
            old.cross,
        )
        assert (new.date and new.date.value) == (old.date and old.date.value)
        assert document.origin
        assert document.origin.claim.name == before[name].name
        assert document.origin.claim.taken == before[name].arrival.taken
    (decided,) = [t for t in after[NAMES[1]].origin.claim.history if t.decided]  # type: ignore[union-attr]
    assert (decided.by, decided.text, decided.house) == ("张三", "主任批示归此", "青山区")
    assert "随包移交（青山区）" in after[NAMES[1]].placement.reasons[0].text
    assert "张三" in after[NAMES[1]].placement.reasons[0].text


@pytest.mark.parametrize("form", ["folder", "zip"])
def test_a_bag_keeps_points_units_dates_decisions_and_history(
    form: str, sender: House, bag: Path, zipped: Path, tmp_path: Path
) -> None:
    house = workspace(tmp_path / "city", "收件")
    if form == "zip":
        shutil.copy(zipped, house.inbox / "收件" / zipped.name)
    else:
        shutil.copytree(bag, house.inbox / "收件" / bag.name)
    pipeline.take(house)
    must_be_kept(sender, house)
    archive = pipeline.look(house)
    assert not [f for f in archive.verdict.findings if f.check == "J31"]
    others = [d for d in archive.documents if d.state not in {State.PLACED, State.CONTAINER}]
    assert {d.state for d in others} == {State.LIST}
