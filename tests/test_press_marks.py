"""归档章 and lines under proving passages in the volume: exact, in red, never over text."""

from __future__ import annotations

import ctypes
import json
from pathlib import Path

import pypdfium2
import pytest
from pypdfium2 import raw

from archivist import press
from archivist.model import Digest, Enclosure, Paper
from tests import papers

FONTS = press.fonts()
pytestmark = pytest.mark.skipif(bool(FONTS.why_not), reason=FONTS.why_not or "fonts")

MM = 25.4 / 72
SAID = "各成员单位：为推进创建，区委常委会4月8日专题研究食品安全工作，部署创建任务。现将有关事项通知如下。"
BODY = SAID * 6
PLAIN = '#set page("a4", margin: (top: 37mm, left: 28mm, right: 26mm, bottom: 35mm))\n'
FULL = '#set page("a4", margin: 1mm)\n#set text(9pt)\n'
TURNED = '#set page("a4", flipped: true, margin: 20mm)\n'

Box = tuple[float, float, float, float]


def original(place: Path, head: str, body: str) -> Path:
    import typst

    font = '#set text(font: "Noto Serif CJK SC", size: 14pt)\n'
    source = f"{head}{font}{body}".encode()
    compiler = typst.Compiler(
        input={"main.typ": source}, root=str(place.parent), font_paths=FONTS.book
    )
    made = compiler.compile(format="pdf", timestamp=0)
    assert isinstance(made, bytes)
    place.write_bytes(made)
    return place


def volume(place: Path, words: tuple[str, ...] = ()) -> pypdfium2.PdfDocument:
    paper = of_one(Enclosure(Digest("a"), "pdf", stamp=True, words=words))
    return pypdfium2.PdfDocument(press.typeset(paper, FONTS, place.parent, lambda _: place))


def of_one(enclosure: Enclosure) -> Paper:
    """A volume of a single piece."""
    piece = {
        "number": "0007",
        "title": "关于创建工作的通知",
        "issuer": "",
        "date": "",
        "code": "",
        "file": "x.pdf",
        "enclosed": 0,
        "facts": [],
        "blocks": [],
        "why": "",
        "seal": ["X013", "2022", "0007", "区教育局", "30年", "3"] if enclosure.stamp else [],
    }
    head = {name: name for name in ("title", "box", "heading", "fonds", "standard", "point")}
    data = {**head, "above": "", "fields": [], "lines": [], "pieces": [piece]}
    return Paper("volume", json.dumps(data), (enclosure,))


def red(page: pypdfium2.PdfPage) -> list[Box]:
    """Boxes of all red strokes in mm from the top left, without the width of the stroke."""
    found = []
    high = page.get_height()
    for shape in page.get_objects():
        colour = [ctypes.c_uint() for _ in range(4)]
        if shape.type != raw.FPDF_PAGEOBJ_PATH:
            continue
        raw.FPDFPageObj_GetStrokeColor(shape, *colour)
        if colour[0].value > 200 and colour[1].value < 100:
            wide = ctypes.c_float()
            raw.FPDFPageObj_GetStrokeWidth(shape, wide)
            left, bottom, right, top = shape.get_bounds()
            more = wide.value  # pdfium widens the bounds of a stroke by all of its width
            edges = (left + more, high - top + more, right - more, high - bottom - more)
            a, b, c, d = (edge * MM for edge in edges)
            found.append((a, b, c, d))
    return found


def around(boxes: list[Box]) -> Box:
    return (
        min(b[0] for b in boxes),
        min(b[1] for b in boxes),
        max(b[2] for b in boxes),
        max(b[3] for b in boxes),
    )


def pages_of_piece(made: pypdfium2.PdfDocument) -> list[pypdfium2.PdfPage]:
    """All between cover, contents and reference sheet."""
    return [made[number] for number in range(2, len(made) - 1)]


def test_the_stamp_has_45_by_16_millimetres_and_six_equal_cells_at_the_top_centre(
    tmp_path: Path,
) -> None:
    first = pages_of_piece(volume(original(tmp_path / "a", PLAIN, BODY)))[0]
    cells = red(first)
    assert len(cells) == 6
    assert all(c - a == pytest.approx(15, abs=0.1) for a, _, c, _ in cells)
    assert all(d - b == pytest.approx(8, abs=0.1) for _, b, _, d in cells)
    left, top, right, bottom = around(cells)
    assert right - left == pytest.approx(45, abs=0.1)
    assert bottom - top == pytest.approx(16, abs=0.1)
    assert (left + right) / 2 == pytest.approx(105, abs=1)
    assert bottom < 37
    text = first.get_textpage().get_text_bounded()
    assert all(word in text for word in ("X013", "2022", "0007", "区教育局", "30"))


@pytest.mark.parametrize("head", [PLAIN, TURNED], ids=["standing", "lying"])
def test_the_stamp_goes_where_nothing_is_printed(tmp_path: Path, head: str) -> None:
    crowded = "#place(top + center, dy: -30mm, text(40pt)[满满的页眉])\n" + SAID
    made = volume(original(tmp_path / "a", head, crowded))
    first = pages_of_piece(made)[0]
    left, top, right, bottom = around(red(first))
    high = first.get_height()
    said = first.get_textpage()
    inside = said.get_text_bounded(
        left / MM, high - bottom / MM, right / MM, high - top / MM
    ).split()
    assert "".join(inside) in {
        "X01320220007区教育局30年3",
        "X01320220007区教育局30年3".replace("年", ""),
    }


def test_a_scanned_page_is_looked_at_and_its_paper_counts_as_free(tmp_path: Path) -> None:
    scan = papers.scanned(papers.official(100).image, degrees=1.0)
    scan.save(tmp_path / "a", "PDF", resolution=100)
    first = pages_of_piece(volume(tmp_path / "a"))[0]
    left, top, right, bottom = around(red(first))
    assert (left + right) / 2 == pytest.approx(105, abs=20)
    assert bottom < 40
    crop = tuple(round(edge / MM * 2) for edge in (left + 1, top + 1, right - 1, bottom - 1))
    clean = pypdfium2.PdfDocument(tmp_path / "a")[0].render(scale=2).to_pil().convert("L")
    assert min(clean.crop(crop).tobytes()) > 120


def test_without_a_free_place_the_stamp_stands_on_a_sheet_in_front(tmp_path: Path) -> None:
    made = volume(original(tmp_path / "a", FULL, SAID * 120))
    extra, first, *_ = pages_of_piece(made)
    assert "没有空白处" in extra.get_textpage().get_text_bounded()
    assert len(red(extra)) == 6
    assert red(first) == []
    assert [
        mark.get_dest().get_index()
        for mark in made.get_toc(1)
        if mark.get_title().startswith("0007")
    ] == [2]


def test_the_passage_a_placement_rests_on_is_underlined_in_red(tmp_path: Path) -> None:
    made = volume(original(tmp_path / "a", PLAIN, BODY), ("专题研究食品安全", "没有的词"))
    first = pages_of_piece(made)[0]
    lines = [box for box in red(first) if box[3] - box[1] < 1]
    assert lines
    high = first.get_height()
    said = first.get_textpage()
    above = "".join(
        said.get_text_bounded(a / MM - 1, high - b / MM, c / MM + 1, high - b / MM + 12)
        for a, b, c, _ in lines
    )
    assert "专题研究食品安全" in "".join(above.split())
    assert all(d - b < 0.1 for _, b, _, d in lines)


def test_a_turned_and_cropped_original_is_underlined_in_its_place(tmp_path: Path) -> None:
    place = original(tmp_path / "a", PLAIN, BODY)
    with pypdfium2.PdfDocument(place) as document:
        document[0].set_rotation(90)
        document[0].set_cropbox(20, 20, 575, 800)
        document.save(tmp_path / "b")
    made = volume(tmp_path / "b", ("专题研究食品安全",))
    first = pages_of_piece(made)[0]
    assert first.get_width() > first.get_height()
    lines = [box for box in red(first) if box[2] - box[0] < 1]
    assert lines
    picture = first.render(scale=2).to_pil().convert("L")
    for a, b, _, d in lines:
        beside = picture.crop(tuple(round(x / MM * 2) for x in (a + 0.6, b, a + 5, d)))
        assert min(beside.tobytes()) < 120
