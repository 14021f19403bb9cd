"""PRONOM ids of files whose containers are torn, and ids that prove too little."""

from __future__ import annotations

from pathlib import Path

import pytest

from archivist.formats import identify
from archivist.formats.puids import fitting

_OLE = bytes.fromhex("d0cf11e0a1b11ae1").ljust(28, b"\0") + b"\xfe\xff"


@pytest.mark.parametrize(
    ("inside", "name", "puid"),
    [
        ("WordDocument".encode("utf-16-le") + b"\0\0Word.Document.8", "doc", "fmt/40"),
        ("WordDocument".encode("utf-16-le") + b"\0\0Microsoft Word 6.0", "doc", "fmt/39"),
        ("PowerPoint Document".encode("utf-16-le"), "ppt", "fmt/126"),
        ("Workbook".encode("utf-16-le") + bytes.fromhex("0908100000060500"), "xls", "fmt/61"),
        ("__recip_version1.0".encode("utf-16-le"), "msg", "x-fmt/430"),
        ("Workbook".encode("utf-16-le"), "xls", "fmt/111"),
    ],
)
def test_a_torn_ole_file_has_the_id_its_bytes_still_prove(
    tmp_path: Path, inside: bytes, name: str, puid: str
) -> None:
    file = tmp_path / "blob"
    file.write_bytes(_OLE + inside)
    kind = identify(file)
    assert (kind.name, kind.puid) == (name, puid)


def test_the_absence_of_control_characters_is_no_id_of_a_pdf(tmp_path: Path) -> None:
    file = tmp_path / "blob"
    file.write_bytes(b"junk\n%PDF-1.4\nno more of it\n")
    assert identify(file).name == "pdf"
    assert identify(file).puid == ""


def test_mpeg_frames_inside_a_movie_do_not_make_it_a_song(tmp_path: Path) -> None:
    assert fitting("mp4", "fmt/134", tmp_path) == ""
    assert fitting("mp3", "fmt/134", tmp_path) == "fmt/134"
