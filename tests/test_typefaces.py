"""Originals that do not bring their typefaces along: told on the reference sheet, read once."""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path

import pypdf
import pypdfium2
import pytest
from PIL import ImageFont
from pypdfium2 import raw

from archivist import formats, press, typefaces
from archivist.model import Digest, Enclosure, Limits
from archivist.press.bare import lacking
from archivist.press.enclosing import shown
from archivist.sample.draft import Draft, Line, Role
from archivist.sample.page import pdf
from tests.test_press_marks import BODY, PLAIN, of_one, original

FONTS = press.fonts()
pytestmark = pytest.mark.skipif(bool(FONTS.why_not), reason=FONTS.why_not or "fonts")
NOTO = Path("/usr/share/fonts/opentype/noto/NotoSerifCJK-Bold.ttc")


def bare(place: Path) -> Path:
    """A real PDF set in STSong and STFangsong by name, nothing embedded."""
    lines = (Line(Role.TITLE, "关于创建工作的通知"), Line(Role.TEXT, BODY))
    place.write_bytes(pdf(Draft("通知", "", lines), datetime(2022, 3, 1)))  # noqa: DTZ001 - as the sample does
    return place


def test_the_reference_sheet_names_the_pages_whose_fonts_are_not_embedded(tmp_path: Path) -> None:
    paper = of_one(Enclosure(Digest("a"), "pdf"))
    made = press.typeset(paper, FONTS, tmp_path, lambda _: bare(tmp_path / "bare.pdf"))
    last = pypdf.PdfReader(io.BytesIO(made)).pages[-1].extract_text()
    last = "".join(last.split())
    assert "原件未嵌入字体" in last
    assert "件号0007（原件第1页）" in last


def test_an_original_with_its_fonts_is_not_named(tmp_path: Path) -> None:
    place = original(tmp_path / "whole.pdf", PLAIN, BODY)
    assert shown(Enclosure(Digest("a"), "pdf"), place, tmp_path, "0").bare == ()
    assert shown(Enclosure(Digest("a"), "pdf"), bare(place), tmp_path, "0").bare == (1,)


def test_text_ocr_laid_under_a_scan_needs_no_face(tmp_path: Path) -> None:
    place = bare(tmp_path / "bare.pdf")
    with pypdfium2.PdfDocument(place) as document:
        page = document[0]
        for each in page.get_objects():
            if each.type == raw.FPDF_PAGEOBJ_TEXT:
                raw.FPDFTextObj_SetTextRenderMode(each, 3)
        assert not lacking(page)


def test_a_face_of_the_system_is_read_once_for_many_documents(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loads: list[str] = []
    monkeypatch.setattr(typefaces, "_loaded", Told(loads))
    places = [bare(tmp_path / f"{number}.pdf") for number in range(6)]
    for place in places:
        shown(Enclosure(Digest("a"), "pdf"), place, tmp_path, "0")
        formats.read(place, Digest("a"), tmp_path / "spool", Limits())
    assert len(loads) <= 4, "each face when it is met, and when its page is kept"


class Told(list[str]):
    """Faces loaded since the last document was let go, and all of them in ``loads``."""

    def __init__(self, loads: list[str]) -> None:
        super().__init__()
        self._loads = loads

    def append(self, name: str) -> None:
        self._loads.append(name)
        super().append(name)


@pytest.mark.skipif(not NOTO.exists(), reason="Noto CJK is not where Debian puts it")
def test_a_face_taken_out_of_its_collection_is_a_font_by_itself() -> None:
    face = typefaces.alone(NOTO.read_bytes(), "Noto Serif CJK JP Bold")
    assert ImageFont.truetype(io.BytesIO(face), 20).getname() == ("Noto Serif CJK SC", "Bold")
    assert ImageFont.truetype(io.BytesIO(face), 20).getlength("食品") == 40


def test_a_collection_nobody_can_read_is_left_to_pdfium(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def torn(_collection: bytes, _called: str) -> bytes:
        raise OSError

    monkeypatch.setattr(typefaces, "_sizes", {})
    monkeypatch.setattr(typefaces, "alone", torn)
    made = shown(Enclosure(Digest("a"), "pdf"), bare(tmp_path / "bare.pdf"), tmp_path, "0")
    assert (len(made.pages), made.bare) == (1, (1,))
