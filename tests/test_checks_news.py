"""What is new among the findings is marked, what was mended is counted: against the build before."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from archivist import pipeline
from archivist.house import House
from tests.conftest import ROOT
from tests.face import run_cli

TODAY = date(2023, 3, 15)
NAME = "区教育局/05-2_区教育局_会议纪要_20220315.docx"


@pytest.fixture
def house(tmp_path: Path) -> House:
    shutil.copytree(ROOT / "rules", tmp_path / "rules")
    (tmp_path / "inbox/区教育局").mkdir(parents=True)
    return House(tmp_path, TODAY, hurry=True)


def asked(house: House, *words: str) -> str:
    return run_cli(house.root, *words, today=TODAY).output


def drop(house: House, data: bytes, name: str = NAME) -> None:
    (house.inbox / name).write_bytes(data)
    pipeline.build(house)


def marked(house: House) -> dict[tuple[str, str], bool | None]:
    """``new`` of every finding on a dropped file."""
    told = map(json.loads, asked(house, "check", "--json").splitlines())
    return {(f["check"], f["subject"]): f["new"] for f in told if f["about"] == "document"}


def test_a_first_build_has_nothing_to_compare_with(house: House) -> None:
    drop(house, b"")
    assert marked(house)["Y08", NAME] is None
    assert "上次" not in asked(house, "check")


def test_a_finding_is_new_until_the_next_build_and_counted_when_mended(house: House) -> None:
    pipeline.build(house)
    drop(house, b"")
    assert marked(house)["Y08", NAME] is True
    assert "新 必须改" in asked(house, "check", "--only", "Y08")
    report = (house.dossier / "报告/全区.html").read_text("utf-8")
    receipt = (house.inbox / "区教育局/回执.html").read_text("utf-8")
    assert "与上次（2023-03-15）建档时相比：新增" in report
    assert '<span class="lv new"' in receipt
    drop(house, "另一件".encode(), "区教育局/其他.txt")
    assert marked(house)["Y08", NAME] is False
    receipt = (house.inbox / "区教育局/回执.html").read_text("utf-8")
    assert all("空" not in line for line in receipt.splitlines() if "lv new" in line)
    shutil.copy(ROOT / "tests/specimens/docx.docx", house.inbox / NAME)
    pipeline.build(house)
    (told,) = map(json.loads, asked(house, "report", "--json").splitlines())
    assert told["findings"]["mended"] >= 1
    assert told["findings"]["since"] == "2023-03-15"
    assert ("Y08", NAME) not in marked(house)


def test_a_count_that_changes_in_a_sentence_is_no_new_finding(house: House) -> None:
    drop(house, b"")
    drop(house, b"\n", "区教育局/05-2_甲.txt")
    before = marked(house)
    drop(house, b"\n\n", "区教育局/05-2_乙.txt")
    assert all(new is False for key, new in marked(house).items() if key in before)
