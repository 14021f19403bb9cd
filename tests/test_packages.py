"""Packages for others: valid for other people's validators, whole or not there at all."""

from __future__ import annotations

import hashlib
import io
import zipfile
from datetime import date
from pathlib import Path

import bagit
import pytest
from lxml import etree

from archivist import dossier, errands, pipeline, rules
from archivist.house import House, found
from archivist.model import Archive, Leaf, UserError
from archivist.store import Store
from tests import dossiers

TODAY = date(2022, 11, 23)
MANY = 10**12


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    root = tmp_path_factory.mktemp("export") / "house"
    pack = rules.pack()
    found(root, pack, [unit.name for unit in rules.load(pack).units])
    for number in range(1, 6):
        file = (
            root
            / "inbox"
            / "区教育局"
            / f"26-1_校园食品安全检查记录·第{number}次（双空格  ）2022030{number}.txt"
        )
        file.parent.mkdir(exist_ok=True)
        file.write_text(f"校园食品安全检查记录第{number}次\n" * 50, encoding="utf-8")
    house = House(root, TODAY, hands=0, hurry=True)
    pipeline.take(house)
    return house


def sent(house: House, form: str, to: Path, **what: object) -> list[Path]:
    fields = {"unit": "", "box": "", "most": MANY, **what}
    return [
        place
        for place, _, _ in errands.export(
            house, form, str(fields["unit"]), str(fields["box"]), int(str(fields["most"])), to
        )
    ]


def test_a_bag_is_valid_and_holds_the_transfer_layout(house: House, tmp_path: Path) -> None:
    (place,) = sent(house, "bagit", tmp_path)
    bag = bagit.Bag(str(place))
    assert bag.validate()
    assert bag.version_info == (1, 0)
    assert bag.info["Payload-Oxum"].endswith(f".{len(bag.payload_entries())}")
    assert {"说明文件.TXT", "文件目录.XML", "电子档案", "其他"} == {
        path.name for path in (place / "data").iterdir()
    }
    listed = etree.parse(str(place / "data" / "文件目录.XML")).getroot()
    names = [str(name.text) for name in listed.iter("电子档案名称")]
    assert len(names) == 5
    assert all((place / "data" / name).is_file() for name in names)


def test_a_bag_of_which_one_byte_was_changed_is_not_valid(house: House, tmp_path: Path) -> None:
    (place,) = sent(house, "bagit", tmp_path)
    victim = next((place / "data" / "电子档案").rglob("*.txt"))
    victim.write_bytes(b"X" + victim.read_bytes()[1:])
    with pytest.raises(bagit.BagValidationError):
        bagit.Bag(str(place)).validate()


def test_a_zip_holds_one_bag_of_the_same_name(house: House, tmp_path: Path) -> None:
    (place,) = sent(house, "zip", tmp_path)
    with zipfile.ZipFile(place) as package:
        assert {name.split("/")[0] for name in package.namelist()} == {place.stem}
        package.extractall(tmp_path / "out")
    assert bagit.Bag(str(tmp_path / "out" / place.stem)).validate()


def test_packages_are_divided_to_fit_the_medium(house: House, tmp_path: Path) -> None:
    places = sent(house, "bagit", tmp_path, most=5_000)
    assert len(places) > 1
    counts = [bagit.Bag(str(place)).info["Bag-Count"] for place in places]
    assert counts == [f"{n} of {len(places)}" for n in range(1, len(places) + 1)]


def test_only_the_chosen_unit_leaves(house: House, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="没有可导出的材料"):
        sent(house, "transfer", tmp_path, unit="区财政局")


def test_nothing_that_is_there_is_overwritten(house: House, tmp_path: Path) -> None:
    sent(house, "transfer", tmp_path)
    with pytest.raises(UserError, match="已经存在"):
        sent(house, "transfer", tmp_path)


def test_a_damaged_original_does_not_leave_the_house(house: House, tmp_path: Path) -> None:
    with Store.look(house.archive) as store:
        blob = store.blob(store.arrivals()[0].digest)
    whole = blob.read_bytes()
    blob.chmod(0o644)
    blob.write_bytes(b"X" + whole[1:])
    try:
        with pytest.raises(UserError, match="已损坏"):
            sent(house, "bagit", tmp_path)
        assert list(tmp_path.iterdir()) == []
    finally:
        blob.write_bytes(whole)
        blob.chmod(0o444)


def test_a_sealed_box_is_told_and_opened_again(house: House) -> None:
    number = pipeline.look(house).boxes[0].number
    errands.seal(house, number, "李四")
    with pytest.raises(UserError, match="已由 李四 封盒"):
        errands.seal(house, number, "王五")
    late = house.inbox / "区教育局" / "26-1_校园食品安全检查记录（迟到）20200101.txt"
    late.write_text("校园食品安全检查记录\n", encoding="utf-8")
    pipeline.take(house)
    boxes = pipeline.look(house).boxes
    assert [len(box.pieces) for box in boxes] == [5, 1]
    errands.unseal(house, number, "李四", "补件")
    assert [len(box.pieces) for box in pipeline.look(house).boxes] == [6]
    with Store.look(house.archive) as store:
        assert [e.what for e in store.events() if "seal" in e.what] == ["seal", "unseal"]


def noun_package(archive: Archive) -> dict[str, bytes]:
    (package,) = dossier.packages(archive, "", "", MANY)
    leaves: list[Leaf] = list(dossier.bag(archive, package))
    return {leaf.path: leaf.content for leaf in leaves if isinstance(leaf.content, bytes)}


def test_hostile_names_come_out_safe_and_the_original_name_is_kept() -> None:
    names = (
        "区教育局/05-2 100%0A完成　.pdf",
        "区教育局/05-2 CON.pdf",
        "区教育局/05-2 a\u202eb.pdf",
    )
    files = noun_package(dossiers.archive(tuple(dossiers.document(name) for name in names)))
    manifest = files["manifest-sha256.txt"].decode()
    paths = [line.partition("  ")[2] for line in manifest.splitlines()]
    assert len(set(paths)) == len(paths)
    assert not [path for path in paths if "%" in path or path != path.strip() or "\u202e" in path]
    told = b"".join(data for path, data in files.items() if "PREMIS" in path).decode()
    assert names[0] in told


def test_every_tag_file_stands_in_the_tag_manifest() -> None:
    files = noun_package(dossiers.archive((dossiers.document("区教育局/05-2 甲.pdf"),)))
    lines = files["tagmanifest-sha256.txt"].decode().splitlines()
    listed = {path: digest for digest, _, path in (line.partition("  ") for line in lines)}
    tags = {path for path in files if "/" not in path} - {"tagmanifest-sha256.txt"}
    assert listed == {path: hashlib.sha256(files[path]).hexdigest() for path in tags}


def test_premis_holds_object_events_and_agents_in_the_order_of_the_schema() -> None:
    files = noun_package(dossiers.archive((dossiers.document("区教育局/05-2 <甲>&.pdf"),)))
    data = next(data for path, data in files.items() if "PREMIS" in path)
    root = etree.parse(io.BytesIO(data)).getroot()
    space = "{http://www.loc.gov/premis/v3}"
    kinds = [str(child.tag).removeprefix(space) for child in root]
    assert kinds == ["object", "event", "event", "event", "agent", "agent"]
    inside = [str(child.tag).removeprefix(space) for child in root[0]]
    assert inside == [
        "objectIdentifier",
        "objectIdentifier",
        "objectCharacteristics",
        "originalName",
        "storage",
        *["linkingEventIdentifier"] * 3,
    ]
    assert {a.text for a in root.iter(f"{space}linkingAgentIdentifierValue")} <= {
        a.text for a in root.iter(f"{space}agentIdentifierValue")
    }
