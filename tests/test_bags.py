"""Bags are verified completely and more strictly than usual; nothing in one is trusted unread."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import bagit
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archivist import receiving
from archivist.formats import bagtags
from archivist.model import Bag, Claim, Digest, Handover, Told, UserError, understood, written
from tests.conftest import ROOT
from tests.face import run_cli

SUITE = ROOT.parent / "shared/corpus/bagit-v1.0"
FILES = {
    "data/通知（一）·2022  终稿.txt": b"one",
    "data/100%25完成.txt": b"two",
    "data/深/空.txt": b"",
    "data/尾\u3000": b"three",
}


def sums(algorithm: str, files: dict[str, bytes]) -> bytes:
    def path(name: str) -> str:
        return name.replace("%", "%25").replace("\n", "%0A").replace("\r", "%0D")

    lines = (
        f"{hashlib.new(algorithm, data).hexdigest()}  {path(n)}\n" for n, data in files.items()
    )
    return "".join(sorted(lines)).encode()


def bag(*algorithms: str) -> dict[str, bytes]:
    """A whole bag as files by path."""
    octets = sum(map(len, FILES.values()))
    tags = {
        "bagit.txt": b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
        "bag-info.txt": f"Source-Organization: 某局\nPayload-Oxum: {octets}.{len(FILES)}\n".encode(),
    }
    for algorithm in algorithms or ("sha256",):
        tags[f"manifest-{algorithm}.txt"] = sums(algorithm, FILES)
    return sealed({**FILES, **tags})


def sealed(files: dict[str, bytes]) -> dict[str, bytes]:
    """With a tag manifest that fits."""
    tags = {n: data for n, data in files.items() if "data/" not in n and "tagmanifest" not in n}
    return {**files, "tagmanifest-sha256.txt": sums("sha256", tags)}


def lay(folder: Path, files: dict[str, bytes]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def examined(place: Path) -> Bag:
    (found,) = receiving.inspect(place, place.parent / "spool")
    return found


def sentences(found: Bag) -> str:
    return "\n".join(problem.message for problem in found.problems)


LOC = {
    "valid/basicBag": "",
    "invalid/bagit-with-invalid-whitespace": "bagit.txt 不合 RFC 8493",
    "invalid/notAllManifestsListAllFiles": "missingFromManifest.txt",
    "invalid/same-filename-listed-twice-with-different-hashes": "重复列出 data/README",
    # The suite's own word for this one is a warning; its RFC forbids it, and we do not take it.
    "invalid/same-filename-listed-twice-with-the-same-hash": "重复列出 data/README",
}


@pytest.mark.parametrize("case", LOC)
def test_the_library_of_congress_cases_get_their_verdicts(case: str) -> None:
    if not SUITE.exists():
        pytest.skip("the shared corpus is not here")
    found = examined(SUITE / case)
    assert bool(found.problems) is case.startswith("invalid")
    assert LOC[case] in sentences(found)


@pytest.mark.parametrize("algorithms", [("sha256",), ("sha512",), ("md5", "sha1", "sha512")])
def test_a_whole_bag_is_valid_whatever_its_files_are_called(
    algorithms: tuple[str, ...], tmp_path: Path
) -> None:
    found = examined(lay(tmp_path / "bag", bag(*algorithms)))
    assert found.problems == ()
    assert found.sender == "某局"
    assert found.claims == ()


def test_what_the_reference_tool_makes_is_valid(tmp_path: Path) -> None:
    folder = lay(tmp_path / "bag", {"甲 乙.txt": b"x", "子/丙.txt": b"y"})
    bagit.make_bag(str(folder), {"Source-Organization": "某馆"}, checksums=["sha256", "sha512"])
    assert examined(folder).problems == ()


def dropped(name: str) -> Callable[[dict[str, bytes]], dict[str, bytes]]:
    return lambda files: {n: data for n, data in files.items() if n != name}


def put(name: str, content: bytes) -> Callable[[dict[str, bytes]], dict[str, bytes]]:
    return lambda files: sealed({**files, name: content})


def raw(name: str, content: bytes) -> Callable[[dict[str, bytes]], dict[str, bytes]]:
    return lambda files: {**files, name: content}


DECLARED = b"BagIt-Version: %s\nTag-File-Character-Encoding: UTF-8\n"
FAULTS: dict[str, tuple[Callable[[dict[str, bytes]], dict[str, bytes]], str]] = {
    "byte order mark": (put("bagit.txt", b"\xef\xbb\xbf" + DECLARED % b"1.0"), "bagit.txt 不合"),
    "version to come": (put("bagit.txt", DECLARED % b"1.1"), "bagit.txt 不合"),
    "two spaces": (put("bagit.txt", DECLARED % b" 1.0"), "bagit.txt 不合"),
    "unknown encoding": (
        put("bagit.txt", DECLARED.replace(b"UTF-8", b"KLINGON") % b"1.0"),
        "编码“KLINGON”不认识",
    ),
    "no manifest": (
        lambda files: sealed(dropped("manifest-sha256.txt")(files)),
        "没有 manifest-*.txt",
    ),
    "empty second manifest": (put("manifest-sha512.txt", b""), "manifest-sha512.txt 没有列出全部"),
    "unknown algorithm": (put("manifest-crc9.txt", b"00  data/x\n"), "本程序不认识，未检查"),
    "payload missing": (dropped("data/深/空.txt"), "清单所列的文件缺 1 个：data/深/空.txt"),
    "payload extra": (raw("data/多.txt", b""), "有 1 个文件不在清单内：data/多.txt"),
    "one byte of the same size": (raw("data/100%25完成.txt", b"twO"), "摘要不符：data/100%25完成.txt"),
    "tag file changed": (raw("bag-info.txt", b"Payload-Oxum: 11.4\n"), "摘要不符：bag-info.txt"),
    "tag file missing": (dropped("bag-info.txt"), "tagmanifest-sha256.txt 所列的文件缺 1 个"),
    "tag manifest lists no manifest": (raw("tagmanifest-sha256.txt", b""), "没有列出 manifest-sha256"),
    "wrong count": (put("bag-info.txt", b"Payload-Oxum: 11.5\n"), "与实际 11.4 不符"),
    "info is no info": (put("bag-info.txt", b"nothing\n"), "bag-info.txt 第 1 行"),
    "to be fetched": (put("fetch.txt", b"http://a/b 3 data/c\n"), "fetch.txt 要求另行下载 1 个"),
    "claims nobody can read": (
        lambda files: sealed({
            **files,
            "data/其他/移交登记.json": b"[",
            "manifest-sha256.txt": sums("sha256", {**FILES, "data/其他/移交登记.json": b"["}),
            "bag-info.txt": b"A: b\n",
        }),
        "移交登记无法读取",
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_every_fault_is_found_and_named(fault: str, tmp_path: Path) -> None:
    change, sentence = FAULTS[fault]
    found = examined(lay(tmp_path / "bag", change(bag())))
    assert sentence in sentences(found)
    assert all(problem.mend for problem in found.problems)
    assert len(found.problems) <= 2


@pytest.mark.parametrize(
    "path",
    ["data/../../x", "/data/x", "~/data/x", "C:/data/x", "data\\x", "bagit.txt", "data//x", "../x"],
)
def test_a_manifest_cannot_point_out_of_its_bag(path: str) -> None:
    line = f"{'0' * 64}  {path}\n".encode()
    read = bagtags.manifest("manifest-sha256.txt", line, bagtags.Declared("1.0"))
    assert read.sums == {}
    assert len(read.flaws) == 1


def test_a_bag_in_a_zip_is_verified_without_unpacking_it_by_hand(tmp_path: Path) -> None:
    place = tmp_path / "某局.zip"
    with zipfile.ZipFile(place, "w") as archive:
        for name, content in bag().items():
            archive.writestr(f"某局/{name}", content)
    assert examined(place).problems == ()
    with zipfile.ZipFile(place, "a") as archive:
        archive.writestr("某局/data/多.txt", b"")
    assert "不在清单内" in sentences(examined(place))


def test_an_inspector_verifies_a_bag_without_a_workspace(tmp_path: Path) -> None:
    place = lay(tmp_path / "bag", bag())
    good = run_cli(tmp_path / "nowhere", "verify", "--bag", str(place))
    assert (good.exit_code, "合格：无缺、无多、每个摘要相符" in good.output) == (0, True)
    (place / "data/深/空.txt").write_bytes(b"!")
    bad = run_cli(tmp_path / "nowhere", "verify", "--bag", str(place))
    assert (bad.exit_code, "data/深/空.txt" in bad.output, "重新提交" in bad.output) == (
        1,
        True,
        True,
    )
    told = json.loads(run_cli(tmp_path, "verify", "--json", "--bag", str(place)).output)
    assert told["unsound"] == ["data/深/空.txt"]


def test_what_is_no_bag_is_said_to_be_none(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="没有 BagIt 包"):
        receiving.inspect(lay(tmp_path / "folder", {"a.txt": b""}), tmp_path / "spool")


@given(st.text(st.characters(exclude_characters="/\\", exclude_categories=["Cs"]), min_size=1))
def test_every_name_survives_a_manifest(name: str) -> None:
    path = f"data/x{name}"
    read = bagtags.manifest(
        "manifest-sha256.txt", sums("sha256", {path: b""}), bagtags.Declared("1.0")
    )
    assert list(read.sums) == [path]
    assert read.flaws == []


@given(st.binary())
def test_no_bytes_break_the_reader_of_tag_files(content: bytes) -> None:
    declared = bagtags.declared(content)
    bagtags.manifest("manifest-sha256.txt", content, declared)
    bagtags.info(content, declared)
    list(bagtags.fetched(content, declared))


moments = st.datetimes(datetime(1980, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds the zone
dates = st.sampled_from(["", "2022", "2022-03", "2022-03-01"])
words = st.text(max_size=20)
tolds = st.builds(Told, words, moments, words, words, words, words, words, words, dates)
claims = st.builds(
    Claim,
    path=words,
    digest=st.just(Digest("0" * 64)),
    size=st.integers(0, 2**60),
    name=words,
    modified=moments,
    taken=moments,
    by=words,
    point=words,
    title=words,
    unit=words,
    want=words,
    date=dates,
    date_source=words,
    cross=st.lists(words, max_size=2).map(tuple),
    why=st.lists(words, max_size=2).map(tuple),
    history=st.lists(tolds, max_size=2).map(tuple),
)
handovers = st.builds(Handover, words, words, st.lists(claims, max_size=2).map(tuple))


@settings(max_examples=50)
@given(handovers)
def test_claims_are_understood_exactly_as_they_were_written(handover: Handover) -> None:
    assert understood(written(handover)) == handover


def test_a_name_no_computer_can_spell_is_understood_too() -> None:
    handover = Handover("甲\udc80", "", ())
    assert understood(written(handover)) == handover


@settings(max_examples=100)
@given(handovers, st.data())
def test_claims_with_anything_wrong_in_them_are_refused(
    handover: Handover, data: st.DataObject
) -> None:
    it = json.loads(written(handover))
    spot = it
    while True:
        key = data.draw(
            st.sampled_from(sorted(spot) if isinstance(spot, dict) else range(len(spot)))
        )
        if not isinstance(spot[key], dict | list) or not spot[key] or data.draw(st.booleans()):
            break
        spot = spot[key]
    spot[key] = None
    with pytest.raises(ValueError):  # noqa: PT011 - whatever it says, it is refused
        understood(json.dumps(it).encode())
