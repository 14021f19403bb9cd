"""Packages for others: valid for other people's validators, whole or not there at all."""

from __future__ import annotations

import base64
import hashlib
import io
import tracemalloc
import zipfile
from datetime import date
from pathlib import Path

import bagit
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from archivist import dossier, errands, pipeline, rules
from archivist.house import House, found
from archivist.model import (
    CLAIMS,
    Archive,
    Capsule,
    Digest,
    Leaf,
    UserError,
    Verb,
    Witness,
    understood,
    written,
)
from archivist.store import Store, departure
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
    leaves: list[Leaf] = list(dossier.bag(archive, Witness("青山区"), package))
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


@pytest.fixture(scope="module")
def premis_schema() -> etree.XMLSchema:
    """The Library of Congress's schema of 2016-01-18, a work of the US government, unchanged."""
    return etree.XMLSchema(file=str(Path(__file__).parent / "schemas" / "premis-v3-0.xsd"))


def test_premis_of_a_real_piece_with_decisions_is_valid_under_the_schema(
    house: House, tmp_path: Path, premis_schema: etree.XMLSchema
) -> None:
    document = pipeline.look(house).documents[0]
    pipeline.decide(house, document, Verb.PLACE, "张三", "核对<原件>", point="26-1")
    try:
        (place,) = sent(house, "bagit", tmp_path)
    finally:
        pipeline.decide(house, document, Verb.UNDO, "张三", "")
    told = [etree.parse(str(path)) for path in (place / "data/其他/PREMIS").iterdir()]
    for each in told:
        premis_schema.assertValid(each)
    assert any("核对<原件>" in "".join(map(str, each.getroot().itertext())) for each in told)


def test_premis_of_hostile_names_is_valid_and_tells_who_acted(
    premis_schema: etree.XMLSchema,
) -> None:
    names = ("区教育局/05-2 <甲>&.pdf", "区教育局/05-2 a\x07\u202eb\udc80.pdf")
    files = noun_package(dossiers.archive(tuple(map(dossiers.document, names))))
    told = [data for path, data in files.items() if "PREMIS" in path]
    assert len(told) == 2
    space = "{http://www.loc.gov/premis/v3}"
    for data in told:
        tree = etree.parse(io.BytesIO(data))
        premis_schema.assertValid(tree)
        agents = {a.text for a in tree.iter(f"{space}agentIdentifierValue")}
        acting = {a.text for a in tree.iter(f"{space}linkingAgentIdentifierValue")}
        assert acting == agents


def test_a_schema_violation_would_be_noticed(premis_schema: etree.XMLSchema) -> None:
    files = noun_package(dossiers.archive((dossiers.document("区教育局/05-2 甲.pdf"),)))
    data = next(data for path, data in files.items() if "PREMIS" in path)
    broken = etree.parse(io.BytesIO(data.replace(b"<size>", b"<size>x")))
    assert not premis_schema.validate(broken)


def test_every_digest_names_its_algorithm_and_sm3_is_right(house: House, tmp_path: Path) -> None:
    (place,) = sent(house, "bagit", tmp_path)
    other = place / "data/其他"
    lines = (other / "数字摘要_SM3.txt").read_text("utf-8").splitlines()
    assert len(lines) >= 5
    for line in lines:
        digest, _, path = line.partition("  ")
        assert hashlib.new("sm3", (place / "data" / path).read_bytes()).hexdigest() == digest
    told = next((other / "PREMIS").iterdir()).read_text("utf-8")
    assert "<messageDigestAlgorithm>SM3<" in told
    assert "<messageDigestAlgorithm>SHA-256<" in told
    assert "SHA-256、SM3" in (place / "data/说明文件.TXT").read_text("utf-8")


def test_without_sm3_nothing_pretends_to_it(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hashlib, "algorithms_available", frozenset({"sha256"}))
    (place,) = sent(house, "bagit", tmp_path)
    told = [path for path in place.rglob("*") if path.is_file() and b"SM3" in path.read_bytes()]
    assert told == []


def test_what_is_claimed_reads_back_exactly(house: House, tmp_path: Path) -> None:
    (place,) = sent(house, "bagit", tmp_path)
    content = (place / "data" / CLAIMS).read_bytes()
    handover = understood(content)
    assert written(handover) == content
    assert {claim.point for claim in handover.claims} == {"26-1"}
    for claim in handover.claims:
        file = place / "data" / claim.path
        assert hashlib.sha256(file.read_bytes()).hexdigest() == claim.digest
        assert [told.what for told in claim.history][:1] == ["arrived"]


def test_no_path_in_a_package_is_too_long_for_windows(tmp_path: Path) -> None:
    long = "区教育局/05-2 " + "食品安全工作会议材料" * 40 + ".pdf"
    archive = dossiers.archive((dossiers.document(long), dossiers.document(f"{long[:-4]}二.pdf")))
    paths = list(noun_package(archive))
    packages = dossier.packages(archive, "", "", MANY)
    leaves = [leaf.path for leaf in dossier.bag(archive, Witness("区"), packages[0])]
    longest = max(len(f"{packages[0].name}/{path}".encode("utf-16-le")) // 2 for path in leaves)
    assert longest <= 240 - len("D:\\迎检档案移交\\")
    assert len(paths) == len(set(paths))


def test_packages_fit_the_medium_by_bytes_and_hold_everything_once(
    house: House, tmp_path: Path
) -> None:
    places = sent(house, "bagit", tmp_path, most=34_000)
    assert len(places) > 1
    for place in places:
        assert sum(path.stat().st_size for path in place.rglob("*") if path.is_file()) <= 34_000
    held = [
        [path for path in (place / "data/电子档案").rglob("*") if path.is_file()]
        for place in places
    ]
    assert max(map(len, held)) > 1
    boxes = pipeline.look(house).boxes
    originals = sorted(piece.document.arrival.digest for box in boxes for piece in box.pieces)
    sent_out = sorted(hashlib.sha256(p.read_bytes()).hexdigest() for files in held for p in files)
    assert sent_out == originals
    groups = {bagit.Bag(str(place)).info["Bag-Group-Identifier"] for place in places}
    assert len(groups) == 1


EEP = "{http://www.saac.gov.cn/standards/ERM/encapsulation}"


def test_eep_gives_back_every_byte_and_says_that_it_is_a_draft(
    house: House, tmp_path: Path
) -> None:
    (place,) = sent(house, "eep", tmp_path)
    assert place.name.endswith("EEP草案")
    assert "EEP 草案，未经 XSD 验证，不含电子签名" in (place / "说明文件.TXT").read_text("utf-8")
    packages = sorted(place.rglob("*.xml"))
    found = set()
    for package in packages:
        root = etree.parse(str(package)).getroot()
        told = "".join(map(str, root.itertext()))
        assert "EEP 草案，未经 XSD 验证" in told
        assert not [
            tag for tag in root.iter() if "签名块" in str(tag.tag) or "电子签名" in str(tag.tag)
        ]
        (data,) = root.iter(f"{EEP}编码数据")
        content = base64.b64decode(data.text or "")
        found.add(hashlib.sha256(content).hexdigest())
        assert hashlib.sha256(content).hexdigest() in told
    boxes = pipeline.look(house).boxes
    assert found == {p.document.arrival.digest for box in boxes for p in box.pieces}


def test_eep_follows_the_published_order_of_elements(house: House, tmp_path: Path) -> None:
    (place,) = sent(house, "eep", tmp_path)
    root = etree.parse(str(next(place.rglob("*.xml")))).getroot()
    inside = [str(child.tag).removeprefix(EEP) for child in root]
    assert inside == ["封装包格式描述", "版本", "被签名对象"]
    signed = [str(child.tag).removeprefix(EEP) for child in root[2]]
    assert signed == [
        "封装包类型",
        "封装包类型描述",
        "封装包创建时间",
        "封装包创建单位",
        "封装内容",
    ]
    blocks = [str(child.tag).removeprefix(EEP) for child in root[2][-1]]
    assert blocks == ["文件实体块", "业务实体块", "机构人员实体块"]
    entity = [str(child.tag).removeprefix(EEP) for child in root[2][-1][0][0]]
    assert entity == [
        *("聚合层次", "来源", "电子文件号", "档号", "内容描述", "形式特征", "存储位置", "权限管理"),
        *("信息系统描述", "附注", "文件数据"),
    ]


def test_eep_keeps_recordings_outside() -> None:
    film = dossiers.document("区教育局/05-2 现场.mp4", format="mp4")
    archive = dossiers.archive((film,))
    (package,) = dossier.packages(archive, "", "", MANY)
    leaves = list(dossier.encapsulated(archive, Witness("青山区"), package))
    assert not [leaf for leaf in leaves if isinstance(leaf, Capsule)]
    contents = [leaf.content for leaf in leaves if isinstance(leaf, Leaf)]
    assert film.arrival.digest in contents
    (xml,) = [c for c in contents if isinstance(c, bytes) and c.startswith(b"<?xml")]
    root = etree.fromstring(xml)
    assert not list(root.iter(f"{EEP}编码数据"))
    assert "不装入封装包" in "".join(map(str, root.itertext()))


def test_encoding_a_large_original_takes_no_more_memory_than_a_small_one(tmp_path: Path) -> None:
    blob = tmp_path / "blob"
    with blob.open("wb") as file:
        for number in range(24):
            file.write(bytes([number]) * 2**20)
    with blob.open("rb") as file:
        digest = Digest(hashlib.file_digest(file, "sha256").hexdigest())
    tracemalloc.start()
    try:
        departure.folder(
            [Capsule("a.xml", b"<a>", digest, b"</a>")], tmp_path / "out", lambda _: blob
        )
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 6 * 2**20
    content = (tmp_path / "out/a.xml").read_bytes()
    decoded = base64.b64decode(content.removeprefix(b"<a>").removesuffix(b"</a>"))
    assert hashlib.sha256(decoded).hexdigest() == digest


@settings(max_examples=25)
@given(st.text(max_size=30), st.text(max_size=8))
def test_eep_is_well_formed_whatever_a_file_is_called(name: str, house: str) -> None:
    archive = dossiers.archive((dossiers.document(f"区教育局/05-2 {name.replace('/', '')}.pdf"),))
    (package,) = dossier.packages(archive, "", "", MANY)
    leaves = dossier.encapsulated(archive, Witness(house), package)
    for leaf in leaves:
        if isinstance(leaf, Capsule):
            etree.fromstring(leaf.head + b"QQ==" + leaf.tail)
