"""Containers: names in any encoding, locked members, bombs, tricks; the rest is still unpacked."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archivist import formats
from archivist.formats import unar
from archivist.model import Limits, Read, Trouble
from tests.specimens.reading import DIGEST, FOLDER


def _read(path: Path, limits: Limits | None = None) -> Read:
    return formats.read(path, DIGEST, path.parent / "spool", limits or Limits())


def _zip(path: Path, **members: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members.items():
            file.writestr(name, data)
    return path


def _troubles(read: Read) -> list[Trouble]:
    return [problem.trouble for problem in read.reading.problems]


def test_gbk_names_without_flag_are_read_and_times_are_chinese(tmp_path: Path) -> None:
    read = formats.read(FOLDER / "zip.zip", DIGEST, tmp_path, Limits())
    assert read.reading.members == ("材料/通知.txt", "材料/台账.csv")
    assert read.members[0].modified == datetime(2022, 3, 9, 2, 30, tzinfo=UTC)
    assert read.members[0].path.read_bytes().decode().startswith("青山县")


def test_utf8_names_without_flag_are_read(tmp_path: Path) -> None:
    data = _zip(tmp_path / "a.zip", **{"通知.txt": b"x"}).read_bytes()
    bare = data.replace(b"\x00\x08\x08\x00", b"\x00\x00\x08\x00")
    (tmp_path / "b.zip").write_bytes(bare)
    assert _read(tmp_path / "b.zip").reading.members == ("通知.txt",)


def test_no_name_of_a_container_reaches_the_disk(tmp_path: Path) -> None:
    _read(_zip(tmp_path / "a.zip", **{"甲/乙.txt": b"1", "CON2.txt": b"2"}))
    assert sorted(p.name for p in (tmp_path / "spool").iterdir()) == ["m000000", "m000001"]


@pytest.mark.parametrize(
    "name",
    ["../外.txt", "甲/../../外.txt", "/etc/passwd", "C:/x.txt", "..\\外.txt", "甲/CON", "nul.txt"],
)
def test_a_name_that_leads_elsewhere_is_refused_and_the_rest_unpacked(
    name: str, tmp_path: Path
) -> None:
    read = _read(_zip(tmp_path / "a.zip", **{name: b"x", "好.txt": b"y"}))
    assert read.reading.members == ("好.txt",)
    assert _troubles(read) == [Trouble.UNSAFE_NAME]


def test_links_in_zip_and_tar_are_refused(tmp_path: Path) -> None:
    info = zipfile.ZipInfo("链接")
    info.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as file:
        file.writestr(info, "/etc/passwd")
    with tarfile.open(tmp_path / "a.tar", "w") as tar:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE):
            entry = tarfile.TarInfo(f"x{kind!r}")
            entry.type, entry.linkname = kind, "/etc/passwd"
            tar.addfile(entry)
    for name in ("a.zip", "a.tar"):
        read = _read(tmp_path / name)
        assert read.members == ()
        assert _troubles(read) == [Trouble.UNSAFE_NAME]


def test_locked_members_are_named_and_the_others_unpacked(tmp_path: Path) -> None:
    path = _zip(tmp_path / "a.zip", **{"密.txt": b"x" * 50, "明.txt": b"y"})
    data = bytearray(path.read_bytes())
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(bytes(data))
    read = _read(path)
    assert read.reading.members == ("明.txt",)
    assert read.reading.problems[0].message == "压缩包内有加密文件，无法打开：密.txt"


def test_a_bomb_leaves_nothing_behind(tmp_path: Path) -> None:
    read = _read(_zip(tmp_path / "a.zip", 零=b"\0" * (80 * 2**20)))
    assert _troubles(read) == [Trouble.BOMB]
    assert list((tmp_path / "spool").iterdir()) == []


def test_a_declared_size_that_lies_is_measured(tmp_path: Path) -> None:
    path = _zip(tmp_path / "a.zip", 零=b"\0" * (80 * 2**20))
    real = (80 * 2**20).to_bytes(4, "little")
    path.write_bytes(path.read_bytes().replace(real, (5).to_bytes(4, "little")))
    assert set(_troubles(_read(path))) <= {Trouble.BOMB, Trouble.PARTIAL}
    assert sum(p.stat().st_size for p in (tmp_path / "spool").iterdir()) < 2**20


def test_a_gzip_bomb_is_stopped(tmp_path: Path) -> None:
    (tmp_path / "a.gz").write_bytes(gzip.compress(b"\0" * (80 * 2**20)))
    assert _troubles(_read(tmp_path / "a.gz")) == [Trouble.BOMB]


def test_a_bomb_inside_an_office_file_is_stopped(tmp_path: Path) -> None:
    part = b"<w:document xmlns:w='x'>" + b" " * (40 * 2**20)
    path = _zip(tmp_path / "a.docx", **{"[Content_Types].xml": b"<x/>", "word/document.xml": part})
    assert Trouble.BOMB in _troubles(_read(path))


def test_declared_and_counted_limits_hold(tmp_path: Path) -> None:
    path = _zip(tmp_path / "a.zip", **{f"{i}.txt": b"x" * 100 for i in range(20)})
    assert _troubles(_read(path, Limits(expanded_bytes=500))) == [Trouble.BOMB]
    assert _troubles(_read(path, Limits(members=5))) == [Trouble.TOO_BIG]


def test_equal_names_stay_apart(tmp_path: Path) -> None:
    data = _zip(
        tmp_path / "a.zip", **{"甲1.txt": b"1", "甲2.txt": b"2", "甲3.txt": b"3"}
    ).read_bytes()
    for number in (b"2", b"3"):
        data = data.replace("甲".encode() + number, "甲".encode() + b"1")
    (tmp_path / "a.zip").write_bytes(data)
    read = _read(tmp_path / "a.zip")
    assert read.reading.members == ("甲1.txt", "甲1（2）.txt", "甲1（3）.txt")


def test_litter_is_left_out_and_told(tmp_path: Path) -> None:
    members = {"__MACOSX/._甲": b"x", "Thumbs.db": b"x", "甲/~$乙.docx": b"x", "甲.txt": b"y"}
    read = _read(_zip(tmp_path / "a.zip", **members))
    assert read.reading.members == ("甲.txt",)
    assert dict(read.reading.facts)["skipped"].count("；") == 2


def test_an_empty_archive_says_so(tmp_path: Path) -> None:
    assert _troubles(_read(_zip(tmp_path / "a.zip"))) == [Trouble.EMPTY]


def test_a_bad_member_costs_only_itself(tmp_path: Path) -> None:
    path = _zip(tmp_path / "a.zip", **{"坏.txt": b"0123456789" * 100, "好.txt": b"y"})
    data = bytearray(path.read_bytes())
    data[40] ^= 0xFF
    path.write_bytes(bytes(data))
    read = _read(path)
    assert read.reading.members == ("好.txt",)
    assert _troubles(read) == [Trouble.PARTIAL]


def test_a_member_spelled_otherwise_in_the_directory_is_unpacked(tmp_path: Path) -> None:
    """Info-ZIP writes one spelling into the directory and another before the bytes."""
    path = _zip(tmp_path / "a.zip", name1=b"one", name2=b"two")
    torn = path.read_bytes().replace(b"name1", b"naem1", 1)  # the first is the member's own header
    path.write_bytes(torn)
    found = _read(path)
    assert (_troubles(found), len(found.members)) == ([], 2)


def test_a_container_in_a_container_becomes_a_member(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as file:
        file.writestr("内.txt", "x")
    read = _read(_zip(tmp_path / "a.zip", **{"内.zip": inner.getvalue()}))
    assert formats.identify(read.members[0].path).name == "zip"


def test_a_zip_behind_other_bytes_is_unpacked(tmp_path: Path) -> None:
    packed = _zip(tmp_path / "a.zip", **{"通知.txt": b"x"}).read_bytes()
    (tmp_path / "b").write_bytes(bytes(range(128, 256)) * 4 + packed)
    read = _read(tmp_path / "b")
    assert (read.reading.format, read.reading.members) == ("zip", ("通知.txt",))


@pytest.mark.skipif(not unar.probe(), reason="unar is not installed")
def test_a_rar_whose_directory_is_torn_is_damaged_not_empty(tmp_path: Path) -> None:
    data = (FOLDER / "rar.rar").read_bytes()
    (tmp_path / "torn").write_bytes(data[:30])
    assert Trouble.DAMAGED in _troubles(_read(tmp_path / "torn"))
    assert Trouble.EMPTY not in _troubles(_read(tmp_path / "torn"))
