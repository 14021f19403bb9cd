"""What else a bag carries: approvals, its profile, and newer versions of what came before."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import bagit
import bagit_profile
import pytest

from archivist import errands, pipeline, receiving, rules
from archivist.dossier.words import excused
from archivist.formats import bagprofiles
from archivist.house import House
from archivist.model import PROFILE, Document, Fulfilment, State, Verb, WantStanding
from tests.test_bags_in import MANY, taken, workspace

NAME = "26-1_校园食品安全检查记录_20220301.txt"
OTHER = "26-1_校园食品安全检查方案_20220105.txt"
POINT, UNIT = "26-1", "区教育局"


def dropped(house: House, name: str, text: str) -> None:
    (house.inbox / UNIT / name).write_text(text * 20, encoding="utf-8")
    pipeline.take(house)


def exported(house: House, to: Path) -> Path:
    return next(errands.export(house, "bagit", "", "", MANY, to))[0]


def given(house: House, bag: Path, called: str) -> None:
    shutil.copytree(bag, house.inbox / "收件" / called)


def wants(house: House, want: str) -> list[WantStanding]:
    return [
        each
        for standing in pipeline.look(house).verdict.standings
        if (standing.point.code, standing.unit) == (POINT, UNIT)
        for each in standing.wants
        if each.want.name == want
    ]


@pytest.fixture
def sender(tmp_path: Path) -> House:
    house = workspace(tmp_path / "sender", UNIT)
    dropped(house, NAME, "校园食品安全检查记录，检查了三所学校的食堂。\n")
    dropped(house, OTHER, "校园食品安全检查方案，分三个阶段进行检查。\n")
    return house


@pytest.fixture
def receiver(tmp_path: Path) -> House:
    return workspace(tmp_path / "city", "收件")


def test_an_approval_that_there_is_no_such_business_comes_with_the_bag(
    sender: House, receiver: House, tmp_path: Path
) -> None:
    want = rules.load(sender.rules).by_code[POINT].wants[-1].name
    errands.excuse(sender, POINT, UNIT, (want,), Verb.EXCUSE, "李主任", "本区无寄宿制学校")
    given(receiver, exported(sender, tmp_path / "out"), "包")
    taken(receiver)
    (standing,) = wants(receiver, want)
    assert standing.state is Fulfilment.NOT_APPLICABLE
    told = excused(standing)
    assert "本区无寄宿制学校（李主任 " in told
    assert told.endswith("批准，随包移交自青山区）")
    (again,) = receiving.inspect(exported(receiver, tmp_path / "on"), tmp_path)
    assert [(e.house, e.by, e.want) for e in again.excuses] == [("青山区", "李主任", want)]
    errands.excuse(receiver, POINT, UNIT, (want,), Verb.UNDO, "王五", "核实后有寄宿制学校")
    assert wants(receiver, want)[0].state is not Fulfilment.NOT_APPLICABLE


def current(house: House) -> list[Document]:
    documents = [d for d in pipeline.look(house).documents if d.state is State.PLACED]
    return sorted(documents, key=lambda d: d.called)


@pytest.mark.parametrize("order", [("旧包", "新包"), ("新包", "旧包")])
def test_a_newer_version_in_another_bag_replaces_the_older_whichever_came_first(
    order: tuple[str, str], sender: House, receiver: House, tmp_path: Path
) -> None:
    bags = {"旧包": exported(sender, tmp_path / "1")}
    dropped(sender, NAME, "校园食品安全检查记录，补充检查了第四所学校的食堂。\n")
    bags["新包"] = exported(sender, tmp_path / "2")
    for called in order:
        given(receiver, bags[called], called)
        taken(receiver)
    newest = next(
        d
        for d in pipeline.look(sender).documents
        if d.name.endswith(NAME) and d.state is State.PLACED
    )
    plan, record = current(receiver)
    assert (record.called, record.arrival.digest) == (NAME, newest.arrival.digest)
    assert (plan.called, plan.edition, record.edition) == (OTHER, 1, 2)
    (old,) = [d for d in pipeline.look(receiver).documents if d.state is State.SUPERSEDED]
    assert (old.same_as, "新版" in old.why) == (record.name, True)


def test_what_was_decided_here_of_the_older_version_holds_for_the_newer(
    sender: House, receiver: House, tmp_path: Path
) -> None:
    given(receiver, exported(sender, tmp_path / "1"), "旧包")
    taken(receiver)
    (record,) = [d for d in current(receiver) if d.called == NAME]
    pipeline.decide(receiver, record, Verb.PLACE, "王五", "市里归此", point="05-2")
    dropped(sender, NAME, "校园食品安全检查记录，补充检查了第四所学校的食堂。\n")
    given(receiver, exported(sender, tmp_path / "2"), "新包")
    taken(receiver)
    (record,) = [d for d in current(receiver) if d.called == NAME]
    assert (record.placement.point, record.edition) == ("05-2", 2)


def test_our_bags_keep_our_profile_in_the_eyes_of_others_and_in_ours(
    sender: House, tmp_path: Path
) -> None:
    bag = exported(sender, tmp_path / "out")
    profile = bagit_profile.Profile(PROFILE, profile=dict(bagprofiles.known()[PROFILE]))
    assert profile.validate(bagit.Bag(str(bag))), profile.report.errors
    (found,) = receiving.inspect(bag, tmp_path)
    assert (found.profile, found.problems, found.unchecked) == (PROFILE, (), ())


def rewritten(bag: Path, old: str, new: str) -> None:
    """Change bag-info.txt and make the tag manifest fit again."""
    info, tags = bag / "bag-info.txt", bag / "tagmanifest-sha256.txt"
    before = hashlib.sha256(info.read_bytes()).hexdigest()
    info.write_text(info.read_text("utf-8").replace(old, new), "utf-8", newline="\n")
    after = hashlib.sha256(info.read_bytes()).hexdigest()
    tags.write_text(tags.read_text("utf-8").replace(before, after), "utf-8", newline="\n")


def test_a_bag_that_breaks_the_profile_it_names_is_not_believed(
    sender: House, tmp_path: Path
) -> None:
    bag = exported(sender, tmp_path / "out")
    rewritten(bag, "Bag-Group-Identifier", "X-Group")
    (found,) = receiving.inspect(bag, tmp_path)
    (problem,) = found.problems
    assert "bag-info.txt 没有 Bag-Group-Identifier" in problem.message
    assert found.claims == ()


def test_a_profile_nobody_here_knows_is_told_as_not_checked(sender: House, tmp_path: Path) -> None:
    bag = exported(sender, tmp_path / "out")
    rewritten(bag, PROFILE, "https://example.org/profile.json")
    (found,) = receiving.inspect(bag, tmp_path)
    assert found.problems == ()
    assert "未检查" in found.unchecked[0]
