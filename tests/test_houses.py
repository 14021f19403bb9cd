"""Golden stories: a small house, what is dropped into it round by round, and what comes of it.

Each folder of ``tests/houses`` holds ``story.md`` (the tale), numbered folders (what is dropped in
each round), optionally ``after-N.txt`` (commands a person runs after round N), ``rules`` (else the
shipped ones) and ``expected.txt``. ``pytest --update`` rewrites the last; git diff reviews it.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import time
from datetime import date
from pathlib import Path

import pytest

from archivist import pipeline, reading, workers
from archivist.house import House
from archivist.model import Archive, Outcome, Read, Severity
from tests.conftest import ROOT
from tests.face import run_cli

HOUSES = Path(__file__).parent / "houses"
STORIES = sorted(folder.name for folder in HOUSES.iterdir() if (folder / "story.md").exists())
TODAY = date(2023, 3, 15)


def live(story: Path, root: Path) -> Archive:
    """Drop the rounds one after the other, building after each, and look at the end."""
    rules = story / "rules"
    shutil.copytree(rules if rules.is_dir() else ROOT / "rules", root / "rules")
    (root / "inbox").mkdir()
    house = House(root, TODAY, hands=0, hurry=True)
    for number in range(1, 10):
        drop = story / str(number)
        if not drop.is_dir():
            break
        shutil.copytree(drop, house.inbox, dirs_exist_ok=True)
        pipeline.build(house)
        after = story / f"after-{number}.txt"
        if after.exists():
            for line in after.read_text("utf-8").splitlines():
                assert run_cli(root, *shlex.split(line), today=TODAY).exit_code == 0, line
            pipeline.build(house)
    return pipeline.look(house)


def told(archive: Archive, root: Path) -> str:
    """The outcome as text: every file, every finding of weight, every box."""
    lines = ["# 文件"]
    for document in sorted(archive.documents, key=lambda d: (d.name, d.arrival.id)):
        place = document.placement
        day = place.date.value if place.date else "-"
        fields = (document.state, place.point or "-", place.unit or "-", place.want or "-", day)
        lines.append(f"{document.name}\n    {' | '.join(fields)}")
        lines.extend(f"    {reason}" for reason in place.reasons)
        if document.bond:
            bond = document.bond
            lines.append(f"    {bond.role} 随 {bond.to}，份号 {bond.place:02}：{bond.reason}")
        if document.meeting:
            lines.append(f"    会议 {document.meeting.subject}：{document.meeting.reason}")
        if document.same_as:
            lines.append(f"    同 {document.same_as}")
        if place.cross:
            lines.append(f"    互见 {'、'.join(place.cross)}")
    names = {document.name for document in archive.documents}
    lines.append("\n# 问题")
    for finding in archive.verdict.findings:
        grave = finding.severity is not Severity.INFO and finding.outcome is Outcome.FINDING
        if finding.subject in names and (grave or finding.outcome is Outcome.BROKEN):
            lines.append(f"{finding.check} {finding.severity} {finding.subject}：{finding.message}")
    lines.append("\n# 档案盒")
    boxes = root / "archive" / "dossier"
    files = [f"{box.folder}/{each.file}" for box in archive.boxes for _, each in box.files]
    lines.extend(files)
    assert all((boxes / file).is_file() for file in files)
    return re.sub(r"于\d{4}-\d{2}-\d{2}决定", "于某日决定", "\n".join(lines)) + "\n"


@pytest.mark.parametrize("name", STORIES)
def test_a_story_ends_as_told(name: str, tmp_path: Path, *, update: bool) -> None:
    outcome = told(live(HOUSES / name, tmp_path), tmp_path)
    if not (HOUSES / name / "rules").is_dir():  # lines of the shipped rules move as they grow
        outcome = re.sub(r"(rules/[\w-]+\.yaml):\d+", r"\1:行", outcome)
    golden = HOUSES / name / "expected.txt"
    if update:
        golden.write_text(outcome, "utf-8")
    assert outcome == golden.read_text("utf-8")


_KILLER = "这个文件会杀死识读它的进程".encode()
_SLEEPER = "这个文件会让识读它的进程一直睡下去".encode()


def deadly(job: reading.Job) -> Read:
    content = job.path.read_bytes()
    if _KILLER in content:
        os.kill(os.getpid(), signal.SIGKILL)
    if _SLEEPER in content:
        time.sleep(3600)
    return reading.read(job)


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is POSIX")
def test_a_file_that_kills_or_hangs_its_reader_harms_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(ROOT / "rules", tmp_path / "rules")
    unit = tmp_path / "inbox" / "区教育局"
    unit.mkdir(parents=True)
    for number in range(6):
        (unit / f"26-1 材料{number}.txt").write_text(f"第{number}份材料", "utf-8")
    (unit / "26-1 杀手.txt").write_bytes(_KILLER)
    (unit / "26-1 睡客.txt").write_bytes(_SLEEPER)
    settings = tmp_path / "rules" / "settings.yaml"
    settings.write_text(settings.read_text("utf-8").replace("seconds: 120", "seconds: 1"), "utf-8")
    monkeypatch.setattr(reading, "read", deadly)
    monkeypatch.setattr(workers, "_START_SECONDS", 10.0)
    house = House(tmp_path, TODAY, hands=2, hurry=True)
    pipeline.build(house)
    states = {d.arrival.base: d.state.value for d in pipeline.look(house).documents}
    assert states.pop("26-1 杀手.txt") == "unreadable"
    assert states.pop("26-1 睡客.txt") == "unreadable"
    assert set(states.values()) == {"placed"}
    assert len(states) == 6
