"""PDF text layers that can be trusted, and those whose fonts hide what they say."""

from __future__ import annotations

import random
from pathlib import Path

from pypdf import PdfReader, PdfWriter
from pypdf.constants import UserAccessPermissions
from pypdfium2 import PdfDocument

from archivist import formats
from archivist.formats import pdfpages
from archivist.model import Digest, Limits, Reading, Trouble
from tests.test_formats_spots import latin_pdf

CHINESE = "为深入贯彻落实食品安全“四个最严”要求，全年完成监督抽检1500批次，合格率98.5%。" * 20
RUSSIAN = "Настоящий стандарт устанавливает требования к безопасности пищевых продуктов. " * 20
MIXED = "α=0.05，β≤1；Ω为电阻；Müller、Łódź、Škoda、Привет。" + CHINESE


def _glyphs(first: int, last: int, count: int) -> str:
    """What a subset font without ToUnicode gives: glyph numbers as if they were characters."""
    rng = random.Random(1)
    return "".join(chr(rng.randrange(first, last)) for _ in range(count))


def test_writing_is_writing() -> None:
    assert [pdfpages.garbled(text) for text in (CHINESE, RUSSIAN, MIXED)] == [False] * 3


def test_glyph_numbers_are_no_text_on_whatever_page_of_a_long_paper() -> None:
    assert pdfpages.garbled(_glyphs(1, 200, 500))
    assert pdfpages.garbled(_glyphs(1, 700, 500))
    assert pdfpages.garbled(_glyphs(0x100, 0x500, 500))


def test_a_page_with_a_plain_font_is_text() -> None:
    page = pdfpages.read(PdfDocument(latin_pdf(0)), 1, spotted=False)
    assert (page.state, page.spots) == ("text", ())


def _reading(path: Path) -> Reading:
    limits = Limits(ocr_pages=0)
    return formats.read(path, Digest("0" * 64), path.with_name("spool"), limits).reading


_NOTHING = UserAccessPermissions(0)


def _locked(folder: Path, user: str, allowed: UserAccessPermissions = _NOTHING) -> Path:
    writer = PdfWriter(PdfReader(latin_pdf(0)))
    writer.encrypt(user, "owner", permissions_flag=allowed, algorithm="AES-256")
    writer.write(folder / "locked")
    return folder / "locked"


def test_the_owners_password_limits_and_the_users_closes(tmp_path: Path) -> None:
    found = _reading(_locked(tmp_path, ""))
    assert [p.trouble for p in found.problems] == [Trouble.OWNER_LOCKED]
    assert "禁止修改、复制、打印" in found.problems[0].message
    assert found.excerpt == "First line Last line"
    assert [p.trouble for p in _reading(_locked(tmp_path, "secret")).problems] == [
        Trouble.ENCRYPTED
    ]


def test_each_right_is_named_by_its_own_bit(tmp_path: Path) -> None:
    rights = {"PRINT": "打印", "MODIFY": "修改", "EXTRACT": "复制"}
    for name, word in rights.items():
        allowed = UserAccessPermissions.all() & ~UserAccessPermissions[name]
        (problem,) = _reading(_locked(tmp_path, "", allowed)).problems
        assert f"（禁止{word}）" in problem.message


def test_a_file_without_pages_is_no_locked_one_even_after_a_locked_one(tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    PdfWriter().write(empty)
    assert [p.trouble for p in _reading(_locked(tmp_path, "secret")).problems] == [
        Trouble.ENCRYPTED
    ]
    assert [p.trouble for p in _reading(empty).problems] == [Trouble.DAMAGED]


def test_a_broken_skeleton_is_healed_for_reading_and_the_file_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "broken"
    data = latin_pdf(0).getvalue().replace(b"startxref\n", b"startxref\n9")
    file.write_bytes(data)
    found = _reading(file)
    assert found.excerpt == "First line Last line"
    assert [p.trouble for p in found.problems] == [Trouble.PARTIAL]
    assert file.read_bytes() == data


def test_dates_come_from_info_or_else_from_xmp(tmp_path: Path) -> None:
    xmp = b'<x:xmpmeta xmp:CreateDate="2022-03-08T09:00:00+08:00"/>'
    writer = PdfWriter(PdfReader(latin_pdf(0)))
    writer.xmp_metadata = xmp
    writer.metadata = None
    writer.write(tmp_path / "xmp")
    assert _reading(tmp_path / "xmp").created == "2022-03-08T09:00:00+08:00"
    writer.add_metadata({"/CreationDate": "D:20220309100000+08'00'"})
    writer.write(tmp_path / "info")
    assert _reading(tmp_path / "info").created == "2022-03-09T10:00:00+08:00"
