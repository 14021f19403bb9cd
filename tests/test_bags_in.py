"""Bags from others: verified completely, believed only when whole, and then nothing is lost."""

from __future__ import annotations

import shutil
import time
import zipfile
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import bagit
import pytest
from lxml import etree

from archivist import errands, pipeline, rules
from archivist.house import House, found
from archivist.model import (
    Archive,
    Bag,
    Claim,
    Digest,
    Document,
    Element,
    ElementKind,
    Origin,
    Placement,
    Reason,
    State,
    Told,
    Verb,
)
from archivist.rules.handed import Handed, claimed, company_told
from archivist.rules.secrecy import set_aside
from archivist.store import Store
from tests import cellar, dossiers, test_bags
from tests.face import run_cli

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


def told(archive: Archive) -> dict[str, Document]:
    """Documents that came from elsewhere by the name they first had there."""
    states = {State.PLACED, State.OPEN}
    return {d.called: d for d in archive.documents if d.origin and d.state in states}


def taken(house: House) -> Archive:
    pipeline.take(house)
    return pipeline.look(house)


@pytest.fixture(scope="module")
def before(sender: House) -> dict[str, Document]:
    return {d.called: d for d in pipeline.look(sender).documents}


def must_be_kept(before: dict[str, Document], archive: Archive) -> None:
    after = told(archive)
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
    form: str, before: dict[str, Document], bag: Path, zipped: Path, tmp_path: Path
) -> None:
    house = workspace(tmp_path / "city", "收件")
    if form == "zip":
        shutil.copy(zipped, house.inbox / "收件" / zipped.name)
    else:
        shutil.copytree(bag, house.inbox / "收件" / bag.name)
    archive = taken(house)
    must_be_kept(before, archive)
    assert not [f for f in archive.verdict.findings if f.check == "J31"]
    others = [d for d in archive.documents if d.state not in {State.PLACED, State.CONTAINER}]
    assert {d.state for d in others} == {State.LIST}


def test_the_receivers_own_word_wins_and_a_second_import_adds_nothing(
    zipped: Path, bag: Path, tmp_path: Path
) -> None:
    house = workspace(tmp_path / "city", "收件")
    shutil.copy(zipped, house.inbox / "收件" / zipped.name)
    first = taken(house)
    moved = told(first)[NAMES[1]]
    pipeline.decide(house, moved, Verb.PLACE, "王五", "本级认定", point="05-2")
    shutil.copy(zipped, house.inbox / "收件" / zipped.name)
    shutil.copy(zipped, house.inbox / "再寄一次.zip")
    shutil.copytree(bag, house.inbox / "收件" / bag.name)
    after = taken(house)
    assert told(after)[NAMES[1]].placement.point == "05-2"
    assert told(after)[NAMES[1]].placement.reasons[0].by == "王五"
    placed = [d.name for d in after.documents if d.state is State.PLACED]
    assert placed == [d.name for d in first.documents if d.state is State.PLACED]
    assert sum(len(box.pieces) for box in after.boxes) == len(NAMES)
    answer = run_cli(house.root, "explain", moved.name)
    assert "原先  区教育局/工作简报.txt" in answer.output
    assert "张三归入26-1：主任批示归此" in answer.output


def test_a_damaged_bag_is_taken_and_its_word_is_not_believed(bag: Path, tmp_path: Path) -> None:
    house = workspace(tmp_path / "city", "收件")
    there = house.inbox / "收件" / bag.name
    shutil.copytree(bag, there)
    victim = next(path for path in there.rglob("*.txt") if "工作简报" in path.name)
    victim.write_bytes(b"X" + victim.read_bytes()[1:])
    sent = {path.relative_to(house.inbox).as_posix() for path in there.rglob("*") if path.is_file()}
    archive = taken(house)
    assert {document.name for document in archive.documents} == sent
    assert not [document for document in archive.documents if document.origin]
    findings = [f for f in archive.verdict.findings if f.check == "J31"]
    assert {f.subject.rpartition("/")[2] for f in findings} == {"bagit.txt", victim.name}
    assert all("重新提交" in f.evidence for f in findings)
    assert "摘要不符" in (there / "回执.html").read_text("utf-8")
    registers = [d for d in archive.documents if d.state is State.LIST]
    assert len(sent) - len(registers) == len(NAMES)
    with Store.look(house.archive) as store:
        (event,) = [event for event in store.events() if event.what == "bag"]
    assert "工作简报" in event.detail


def test_parts_of_one_export_are_believed_each_and_missed_together(
    sender: House, before: dict[str, Document], tmp_path: Path
) -> None:
    parts = [place for place, *_ in errands.export(sender, "zip", "", "", 1, tmp_path / "out")]
    assert len(parts) == len(NAMES)
    house = workspace(tmp_path / "city", "收件")
    for part in parts[:2]:
        shutil.copy(part, house.inbox / "收件" / part.name)
    archive = taken(house)
    (finding,) = [f for f in archive.verdict.findings if f.check == "J31"]
    assert "共 3 个包，还缺第 3 包" in finding.message
    assert len(told(archive)) == 2
    shutil.copy(parts[2], house.inbox / "收件" / parts[2].name)
    archive = taken(house)
    must_be_kept(before, archive)
    assert not [f for f in archive.verdict.findings if f.check == "J31"]


def test_from_unit_to_district_to_city_the_history_grows(zipped: Path, tmp_path: Path) -> None:
    district = workspace(tmp_path / "district", "收件")
    text = (district.rules / "settings.yaml").read_text("utf-8")
    (district.rules / "settings.yaml").write_text(text.replace("青山区", "东湖区"), "utf-8")
    shutil.copy(zipped, district.inbox / "收件" / zipped.name)
    pipeline.decide(
        district, told(taken(district))[NAMES[0]], Verb.PLACE, "赵六", "区里复核", point="26-1"
    )
    ((sent, *_),) = errands.export(district, "zip", "", "", MANY, tmp_path / "out")
    city = workspace(tmp_path / "city", "收件")
    shutil.copy(sent, city.inbox / "收件" / sent.name)
    arrived = told(taken(city))
    assert set(arrived) == set(NAMES)
    origins = {name: d.origin for name, d in arrived.items()}
    houses = {
        name: [t.house for t in o.claim.history if t.decided] for name, o in origins.items() if o
    }
    assert houses == {NAMES[0]: ["东湖区"], NAMES[1]: ["青山区"], NAMES[2]: ["青山区", "青山区"]}
    origin = origins[NAMES[0]]
    assert origin
    assert (origin.claim.name, origin.sender) == (f"区教育局/{NAMES[0]}", "东湖区")
    with zipfile.ZipFile(sent) as archive:
        schema = etree.XMLSchema(file=str(Path(__file__).parent / "schemas" / "premis-v3-0.xsd"))
        told_by = [etree.fromstring(archive.read(n)) for n in archive.namelist() if "PREMIS" in n]
    for each in told_by:
        schema.assertValid(each)
    assert any("主任批示归此" in "".join(map(str, each.itertext())) for each in told_by)


def test_a_foreign_bag_is_verified_and_its_payload_taken_as_files(tmp_path: Path) -> None:
    house = workspace(tmp_path / "house", "区教育局")
    folder = house.inbox / "区教育局" / "外来包"
    folder.mkdir()
    (folder / "26-1_校园食品安全检查记录_20220301.txt").write_text("校园食品安全检查\n", "utf-8")
    bagit.make_bag(str(folder), checksums=["sha512"])
    came = taken(house).documents
    documents = {d.name.removeprefix("区教育局/外来包/"): d for d in came}
    piece = documents.pop("data/26-1_校园食品安全检查记录_20220301.txt")
    assert (piece.state, piece.placement.point, piece.origin) == (State.PLACED, "26-1", None)
    assert {d.state for d in documents.values()} == {State.LIST}
    (folder / "data").mkdir(parents=True, exist_ok=True)
    (folder / "data" / "26-1_校园食品安全检查记录_20220301.txt").write_text("改了\n", "utf-8")
    findings = [f for f in taken(house).verdict.findings if f.check == "J31"]
    assert findings


def pieces_of(archive: Archive) -> list[tuple[str, ...]]:
    """The documents of every piece by the name they first had."""
    found = (piece.components for box in archive.boxes for piece in box.pieces)
    return sorted(tuple(each.document.called for each in components) for components in found)


def test_what_people_joined_and_parted_comes_with_the_bag_and_the_receivers_word_wins(
    tmp_path: Path,
) -> None:
    house = workspace(tmp_path / "sender", "区教育局")
    names = ("26-1_检查记录_20220301.txt", "26-1_现场台账.txt", "26-1 校园食品安全检查通知.txt",
             "26-1 校园食品安全检查通知-附件1.txt")  # fmt: skip
    for number, name in enumerate(names):
        (house.inbox / "区教育局" / name).write_text(f"校园检查之{number}\n" * 20, "utf-8")
    archive = taken(house)
    own = {d.arrival.base: d for d in archive.documents}
    assert (names[2], names[3]) in pieces_of(archive), "by its name the annex lies with its notice"
    pipeline.decide(house, own[names[3]], Verb.PART, "李四", "单独成件")
    pipeline.decide(house, own[names[1]], Verb.JOIN, "张三", "同一次检查", main=own[names[0]].name)
    wanted = [(names[0], names[1]), (names[2],), (names[3],)]
    assert pieces_of(pipeline.look(house)) == sorted(wanted)
    bag = next(errands.export(house, "bagit", "", "", MANY, tmp_path / "out"))[0]

    city = workspace(tmp_path / "city", "收件")
    shutil.copytree(bag, city.inbox / "收件" / bag.name)
    archive = taken(city)
    assert pieces_of(archive) == sorted(wanted)
    joined = told(archive)[names[1]]
    assert joined.bond
    assert str(joined.bond.reason) == "随包移交（青山区），由人决定合为一件：同一次检查（张三）"

    again = next(errands.export(city, "bagit", "", "", MANY, tmp_path / "again"))[0]
    province = workspace(tmp_path / "province", "收件")
    shutil.copytree(again, province.inbox / "收件" / again.name)
    assert pieces_of(taken(province)) == sorted(wanted), "also through a second house"

    pipeline.decide(city, joined, Verb.PART, "王五", "本级认定")
    annex, notice = told(archive)[names[3]], told(archive)[names[2]]
    pipeline.decide(city, annex, Verb.JOIN, "王五", "本级认定", main=notice.name)
    assert pieces_of(pipeline.look(city)) == sorted(
        [(names[0],), (names[1],), (names[2], names[3])]
    )


def test_a_join_taken_back_in_its_own_house_is_not_carried() -> None:
    def line(house: str, what: str, text: str = "") -> Told:
        return Told(house, dossiers.WHEN, what, "张三", text, main="2" * 64)

    def last(*history: Told) -> Told | None:
        return company_told(Origin("某区", "包", replace(CLAIM, history=history)))

    join, part = line("某局", "join"), line("某区", "part")
    assert last(join, line("某局", "undo")) is None
    assert last(join, line("某区", "undo")) == join
    assert last(join, part) == part
    assert last(join, part, line("某区", "place"), line("某区", "undo")) == part


PLAN = dossiers.archive(()).plan
CLAIM = Claim(
    "电子档案/a.pdf", Digest("1" * 64), 1, "某局/a.pdf", dossiers.WHEN, dossiers.WHEN, "",
    "05-2", PLAN.by_code["05-2"].title, "", "", "", "", (), ("因为",), (),
)  # fmt: skip


def test_a_bag_cannot_place_at_a_point_these_rules_do_not_know() -> None:
    claim = replace(CLAIM, point="99-9", title="别处的要点")
    made = claimed(PLAN, Placement(unit="区教育局"), Origin("某区", "包", claim))
    assert (made.point, made.explicit, made.unit) == ("", False, "区教育局")
    assert made.candidates[0].point == "99-9"
    assert "本规则没有这个要点" in made.reasons[0].text


def test_a_point_of_the_same_code_and_another_title_is_not_the_same_point() -> None:
    other = next(point for point in PLAN.points if point.code != "05-2")
    claim = replace(CLAIM, title=other.title)
    made = claimed(PLAN, Placement(), Origin("某区", "包", claim))
    assert made.point == ""
    assert made.candidates[0].point == other.code


def test_a_unit_or_want_these_rules_do_not_know_is_told_and_not_taken() -> None:
    claim = replace(CLAIM, unit="外区某局", want="没有的材料", cross=("99-9", "05-2"))
    made = claimed(PLAN, Placement(unit="区教育局"), Origin("某区", "包", claim))
    assert (made.point, made.unit, made.want, made.cross) == ("05-2", "区教育局", "", ())
    assert made.unit_reason
    assert "外区某局" in made.unit_reason.text


def test_what_these_rules_read_off_the_name_speaks_against_a_claim() -> None:
    own = Placement(point="05-3", explicit=True, reasons=(Reason("文件名含编码“05-3”"),))
    made = claimed(PLAN, own, Origin("某区", "包", CLAIM))
    assert made.point == "05-2"
    assert "05-3" in made.contradictions[0].text


def test_a_claim_follows_its_bytes_when_a_later_bag_gives_them_another_name() -> None:
    first = Bag("旧", "某区", claims=(CLAIM,))
    handed = Handed.of((first,))
    arrival = dossiers.document("别处/b.pdf").arrival
    assert handed.origin(replace(arrival, digest=CLAIM.digest)) is not None
    assert handed.origin(arrival) is None


def test_half_a_bag_waits_until_its_own_count_is_there(tmp_path: Path) -> None:
    inbox, files = tmp_path / "inbox", bag_files()
    last = "包/data/深/空.txt"
    cellar.drop(inbox, {name: data for name, data in files.items() if name != last})
    with Store(tmp_path / "archive") as store:
        clock = cellar.settings(quiet=0.01, patience=30.0)
        look = partial(
            store.take_ready,
            inbox,
            whole=cellar.no_end,
            settings=clock,
            units=(),
            say=cellar.silent,
        )
        for _ in range(3):
            time.sleep(0.05)
            assert look().arrived == ()
        assert {why for _, why in look().waiting} == {"移交包还缺 1 个文件，传完后一起收取"}
        cellar.drop(inbox, {last: files[last]})
        time.sleep(0.05)
        while (last_look := look()).waiting:
            time.sleep(0.05)
        assert {arrival.name for arrival in last_look.arrived} == set(files)


def test_half_a_bag_is_taken_when_patience_is_at_its_end(tmp_path: Path) -> None:
    inbox, files = tmp_path / "inbox", bag_files()
    del files["包/data/深/空.txt"]
    cellar.drop(inbox, files)
    with Store(tmp_path / "archive") as store:
        came = store.take_in(
            inbox,
            whole=cellar.no_end,
            settings=cellar.settings(quiet=0.01, patience=0.3),
            units=(),
            say=cellar.silent,
        )
        assert {arrival.name for arrival in came.arrived} == set(files)


def bag_files() -> dict[str, bytes]:
    return {f"包/{name}": data or b"-" for name, data in test_bags.bag().items()}


def test_of_a_secret_paper_in_a_bag_its_history_is_not_told_either() -> None:
    document = dossiers.document("包/data/电子档案/a.pdf")
    mark = Element(ElementKind.SECRECY, "机密", "机密★5年", page=1)
    reading = replace(document.reading, elements=(mark,))
    came = replace(document, reading=reading, origin=Origin("某区", "包", CLAIM))
    assert set_aside(came).origin is None


def test_what_a_bag_says_of_a_file_is_no_evidence_itself() -> None:
    bag = Bag("包", "某区", registers=("bagit.txt", "data/其他/移交登记.json"), claims=(CLAIM,))
    handed = Handed.of((bag,))
    assert handed.told("包/data/其他/移交登记.json")
    assert not handed.told("包/data/电子档案/a.pdf")
    assert not handed.told("别的/bagit.txt")
