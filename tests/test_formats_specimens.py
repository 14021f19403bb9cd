"""Every format has a specimen with its expected reading; whatever happens to its bytes, it is read."""

from __future__ import annotations

import json
import math
import random
import re
from pathlib import Path
from typing import Any

import pytest

from archivist import formats
from archivist.formats.registry import readers
from archivist.model import Limits, Read
from tests.specimens.reading import DIGEST, FOLDER, expectation, limits, specimens, told

_ELSEWHERE = {"archivist.formats.libreoffice"}
"""What an outside program opens has its own tests."""

_CONVERTED = {*_ELSEWHERE, "archivist.formats.legacy", "archivist.formats.ppt"}
"""What an outside program is asked to mend takes long when it is torn."""

_MEASURED = {"sharpness": 0.1, "dark": 0, "bright": 0, "ink": 0, "peak": 0, "bitrate": 0.05}
"""Numbers that codecs of another release may change a little: share by which they may differ."""

_DAMAGES = 10
_OPTIONAL = {"7z": "py7zr", "rar": "unar"}

_named = pytest.mark.parametrize("path", specimens(), ids=lambda path: path.name)


def _needs(name: str) -> None:
    if name == "7z":
        pytest.importorskip("py7zr")
    if name == "rar":
        from archivist.formats import unar

        if not unar.probe():
            pytest.skip("unar is not installed")


@_named
def test_a_specimen_is_read_as_expected(path: Path) -> None:
    expected = json.loads(expectation(path).read_text("utf-8"))
    _needs(expected["format"])
    assert _approximate(told(path)) == _approximate(expected, near=True)


def _approximate(said: dict[str, Any], *, near: bool = False) -> dict[str, Any]:
    """The reading with its measures as numbers, ``near`` ones that forgive a little."""
    facts: list[tuple[str, object]] = []
    for name, value in said["facts"]:
        if name == "dhash":
            facts.append((name, len(value)))
        elif name in _MEASURED and math.isfinite(float(value)):
            loose = pytest.approx(
                float(value), rel=_MEASURED[name], abs=0.5 if name == "peak" else 0.02
            )
            facts.append((name, loose if near else float(value)))
        else:
            facts.append((name, value))
    return {**said, "facts": facts}


def test_every_reader_has_a_specimen() -> None:
    ours = {name for name, (reader, _) in readers().items() if reader.__module__ not in _ELSEWHERE}
    shown = {json.loads(expectation(path).read_text("utf-8"))["format"] for path in specimens()}
    assert ours - shown == set()


def _read(data: bytes, folder: Path, most: Limits | None = None) -> Read:
    path = folder / "file"
    path.write_bytes(data)
    return formats.read(path, DIGEST, folder / "spool", most or Limits())


@_named
def test_a_cut_specimen_yields_a_reading(path: Path, tmp_path: Path) -> None:
    data = path.read_bytes()
    for part in range(_DAMAGES):
        read = _read(data[: len(data) * part // _DAMAGES], tmp_path, limits(path))
        assert read.reading.version == formats.version(
            read.reading.format, limits(path), read.reading.problems
        )


@_named
def test_flipped_bytes_yield_a_reading(path: Path, tmp_path: Path) -> None:
    chance = random.Random(path.name)
    for _ in range(_DAMAGES):
        data = bytearray(path.read_bytes())
        for _ in range(max(1, len(data) // 2000)):
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        read = _read(bytes(data), tmp_path, limits(path))
        assert all(problem.message and problem.mend for problem in read.reading.problems)


_ENDED = [
    "pdf",
    "docx",
    "xlsx",
    "pptx",
    "ofd",
    "odt",
    "ods",
    "odp",
    "zip",
    "doc",
    "xls",
    "ppt",
    "wps",
    "et",
    "dps",
    "msg",
    "7z",
    "rar",
    "xz",
]


@pytest.mark.parametrize("name", _ENDED)
def test_the_end_of_a_whole_file_is_seen_and_of_a_cut_one_missed(name: str, tmp_path: Path) -> None:
    path = next(path for path in specimens() if path.stem == name)
    assert formats.whole(path) is True
    cut = tmp_path / "cut"
    cut.write_bytes(path.read_bytes()[: path.stat().st_size * 3 // 5])
    assert formats.whole(cut) is False


@pytest.mark.parametrize(
    ("kept", "end", "whole"), [(990, True, True), (990, False, False), (600, True, False)]
)
def test_a_pdf_that_lost_a_few_bytes_inside_is_not_called_cut_off(
    kept: int, *, end: bool, whole: bool, tmp_path: Path
) -> None:
    """It says it has 1,000 bytes, and changing its line ends on the way cost ten of them."""
    head, tail = (
        b"%PDF-1.4\n1 0 obj\n<</Linearized 1 /L 1000>>\nendobj\n",
        b"startxref\r173\r%%EOF\r",
    )
    filled = head + b"x" * (kept - len(head) - len(tail)) + (tail if end else b"x" * len(tail))
    (tmp_path / "a.pdf").write_bytes(filled)
    assert formats.whole(tmp_path / "a.pdf") is whole


_EXCEPTION = re.compile(r"[A-Za-z]+(?:Error|Exception|BadZipFile|Warning)|[A-Z][a-z]+[A-Z]\w+:")


@pytest.mark.parametrize("path", sorted(specimens()), ids=lambda path: path.name)
def test_a_clerk_is_told_of_a_cut_file_in_chinese_and_with_a_remedy(
    path: Path, tmp_path: Path
) -> None:
    cut = tmp_path / "cut"
    whole = path.read_bytes()
    for tenths in (1, 6):
        cut.write_bytes(whole[: len(whole) * tenths // 10])
        reader = readers().get(formats.identify(cut).name)
        if reader and reader[0].__module__ in _CONVERTED:
            continue
        found = formats.read(cut, DIGEST, tmp_path / f"spool{tenths}", Limits(ocr_pages=0))
        for problem in found.reading.problems:
            assert not _EXCEPTION.search(f"{problem.message}{problem.mend}"), problem
            assert not problem.message.isascii(), problem
            assert problem.mend


def test_the_exceptions_text_is_kept_for_explain(tmp_path: Path) -> None:
    failed = formats._failed(Limits(), KeyError("MPO"))
    assert [problem.message for problem in failed.problems] == [
        "文件已损坏，无法打开（内部结构不符合格式规定）"
    ]
    assert dict(failed.facts) == {"error": "KeyError: 'MPO'"}


@pytest.mark.parametrize("name", ["pdf", "docx", "zip", "doc"])
def test_padding_behind_the_end_does_no_harm(name: str, tmp_path: Path) -> None:
    path = next(path for path in specimens() if path.stem == name)
    padded = tmp_path / "padded"
    padded.write_bytes(path.read_bytes() + b"\0" * 500)
    assert formats.whole(padded) is True


def test_text_has_no_end_mark() -> None:
    assert formats.whole(next(path for path in specimens() if path.name == "txt.txt")) is None


def test_an_empty_file_says_so(tmp_path: Path) -> None:
    reading = _read(b"", tmp_path).reading
    assert reading.format == "empty"
    assert [problem.message for problem in reading.problems] == ["文件为空（0 字节），没有任何内容"]


def test_what_nobody_knows_is_named_unknown(tmp_path: Path) -> None:
    reading = _read(random.Random(1).randbytes(5000), tmp_path).reading
    assert reading.format == "unknown"
    assert reading.problems[0].trouble == "unknown format"


def test_a_file_above_the_limit_is_named_but_not_read(tmp_path: Path) -> None:
    path = next(path for path in specimens() if path.name == "pdf.pdf")
    reading = formats.read(path, DIGEST, tmp_path, Limits(file_bytes=1000)).reading
    assert (reading.format, reading.chars) == ("pdf", 0)
    assert reading.problems[0].trouble == "limit reached"


def test_long_text_is_clipped_with_a_word(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text("食品安全\n" * 1000, "utf-8")
    read = formats.read(path, DIGEST, tmp_path / "spool", Limits(text_chars=100))
    assert len(read.text) == 100
    assert read.reading.problems[-1].trouble == "limit reached"


def test_the_ending_of_the_name_does_not_count(tmp_path: Path) -> None:
    for ending in ("xls", "jpg", ""):
        path = tmp_path / f"file.{ending}"
        path.write_bytes((specimens()[0].parent / "docx.docx").read_bytes())
        assert formats.identify(path).name == "docx"
        assert formats.identify(path).puid == "fmt/412"


def test_a_big_file_is_known_by_its_ends(tmp_path: Path) -> None:
    path = tmp_path / "big"
    with path.open("wb") as file:
        file.write((FOLDER / "pdf.pdf").read_bytes()[:1000])
        file.truncate(200 * 2**20)
        file.seek(0, 2)
        file.write(b"\n%%EOF\n")
    assert (formats.identify(path).name, formats.whole(path)) == ("pdf", True)


def test_a_file_that_is_gone_is_no_exception(tmp_path: Path) -> None:
    read = formats.read(tmp_path / "gone", DIGEST, tmp_path / "spool", Limits())
    assert read.reading.format == "unknown"
