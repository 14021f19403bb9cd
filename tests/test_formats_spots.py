"""Where things were seen on a page: lines of PDF and OFD, titles of several lines, seals."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from archivist import formats
from archivist.faces.telling import seen
from archivist.formats import ocr, pdfpages
from archivist.formats.elements.lines import split
from archivist.model import Digest, Element, ElementKind, Limits, Read
from tests import papers

DIGEST = Digest("0" * 64)


def latin_pdf(rotate: int) -> io.BytesIO:
    """Two lines of Latin text on a letter page, the page turned."""
    from pypdf import PdfWriter
    from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject, NumberObject

    writer = PdfWriter()
    page = writer.add_blank_page(600, 800)
    content = DecodedStreamObject()
    content.set_data(b"BT /F1 20 Tf 60 700 Td (First line) Tj 0 -600 Td (Last line) Tj ET")
    names = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
    font = DictionaryObject({NameObject(k): NameObject(v) for k, v in names.items()})
    fonts = DictionaryObject({NameObject("/F1"): font})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    page[NameObject("/Contents")] = writer._add_object(content)
    page[NameObject("/Rotate")] = NumberObject(rotate)
    out = io.BytesIO()
    writer.write(out)
    return out


def test_lines_of_a_pdf_know_their_place_on_the_page_as_shown() -> None:
    from pypdfium2 import PdfDocument

    upright = pdfpages.read(PdfDocument(latin_pdf(0)), 1, spotted=True)
    assert upright.text.split() == ["First", "line", "Last", "line"]
    first, last = upright.spots
    assert first == pytest.approx((0.1, 0.105, 0.24, 0.125), abs=0.02)
    assert last == pytest.approx((0.1, 0.855, 0.24, 0.875), abs=0.02)
    _, turned = pdfpages.read(PdfDocument(latin_pdf(90)), 1, spotted=True).spots
    assert turned == pytest.approx((0.875, 0.1, 0.895, 0.24), abs=0.02)


_ROOT = "<OFD><DocBody><DocRoot>Doc/Document.xml</DocRoot></DocBody></OFD>"
_DOCUMENT = """<Document><CommonData><PageArea><PhysicalBox>0 0 200 300</PhysicalBox></PageArea>
<DocumentRes>Res.xml</DocumentRes></CommonData>
<Pages><Page ID="7" BaseLoc="Page.xml"/></Pages></Document>"""
_RES = """<Res BaseLoc="Res"><MultiMedias><MultiMedia ID="9" Type="Image">
<MediaFile>page.png</MediaFile></MultiMedia></MultiMedias></Res>"""


def _text(x: float, y: float, text: str) -> str:
    box = f'Boundary="{x} {y} {6 * len(text)} 6"'
    return f"<TextObject {box}><TextCode>{text}</TextCode></TextObject>"


def _ofd(folder: Path, content: str, picture: Image.Image | None = None) -> Read:
    path = folder / "paper"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("OFD.xml", _ROOT)
        package.writestr("Doc/Document.xml", _DOCUMENT)
        package.writestr("Doc/Res.xml", _RES)
        package.writestr(
            "Doc/Page.xml", f"<Page><Content><Layer>{content}</Layer></Content></Page>"
        )
        if picture:
            out = io.BytesIO()
            picture.save(out, "PNG")
            package.writestr("Doc/Res/page.png", out.getvalue())
    return formats.read(path, DIGEST, folder / "spool", Limits())


def test_an_element_of_an_ofd_is_seen_where_its_lines_stand(tmp_path: Path) -> None:
    lines = (
        _text(70, 30, "青食安办〔2022〕15号"),
        _text(40, 60, "青山区食品安全委员会办公室"),
        _text(20, 70, "关于印发食品安全工作要点的通知"),
        _text(20, 90, "各成员单位："),
    )
    found = _ofd(tmp_path, "".join(lines)).reading
    number, title = found.first(ElementKind.NUMBER), found.first(ElementKind.TITLE)
    assert number
    assert number.spot == (0.35, 0.1, 0.74, 0.12)
    assert title
    assert title.spot == (0.1, 0.2, 0.59, 0.253)


@pytest.mark.skipif(not ocr.available(), reason="rapidocr is not installed")
@pytest.mark.skipif(papers.face(12) is None, reason="no Chinese font to print with")
def test_a_page_of_an_ofd_that_is_a_picture_is_read_by_ocr(tmp_path: Path) -> None:
    sheet = papers.official(110)
    frame = '<ImageObject ResourceID="9" Boundary="0 0 200 300"/>'
    found = _ofd(tmp_path, frame, papers.stamped(sheet.image))
    assert [e.value for e in found.reading.all(ElementKind.NUMBER)] == ["青食安办发〔2022〕12号"]
    assert [e.page for e in found.reading.all(ElementKind.SEAL)] == [1]
    assert dict(found.reading.facts)["ocr pages"] == "1"
    assert max(Image.open(io.BytesIO(found.stills[0].jpeg)).size) > 1000
    assert found.reading.problems == ()


def test_a_picture_page_whose_picture_is_gone_says_so(tmp_path: Path) -> None:
    found = _ofd(tmp_path, '<ImageObject ResourceID="9" Boundary="0 0 200 300"/>').reading
    assert found.chars == 0
    assert [p.message for p in found.problems] == [
        "所有页面都没有可用的文字层（扫描件或图片），未读取文字"
    ]


def test_a_bare_page_number_at_the_edge_of_its_page_is_no_text() -> None:
    lines = [line.text for line in split("1\n标题\n正文\f正文\n1\n2")]
    assert lines == ["标题", "正文", "正文", "1"]


def test_what_was_seen_is_told_with_its_place() -> None:
    number = Element(ElementKind.NUMBER, "青食安办〔2022〕15号", "青食安办〔2022〕15号", 1, 3)
    assert seen(number) == "发文字号：青食安办〔2022〕15号（第 1 页）"
    seal = Element(ElementKind.SEAL, "红色圆形印章", "", 2, spot=(0.6, 0.8, 0.8, 0.95))
    assert seen(seal) == "印章：红色圆形印章（第 2 页，距页顶 80%、距左边 60%）"
