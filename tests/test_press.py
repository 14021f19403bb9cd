"""Papers as PDF: what they say, how large they are, and what happens without fonts."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pypdf
import pypdfium2
import pytest
from PIL import Image

from archivist import dossier, formats, press
from archivist.dossier.album import album
from archivist.dossier.handing import recordings_paper
from archivist.dossier.site import Site
from archivist.model import (
    Archive,
    Arrangement,
    Box,
    Digest,
    Document,
    Enclosure,
    Leaf,
    Limits,
    Measures,
    Paper,
    Retold,
    Seal,
    Shop,
)
from archivist.press.enclosing import shown
from archivist.press.fonts import chosen
from tests import dossiers
from tests.dossiers import WHEN

MEDIA = Path(__file__).parent / "specimens" / "media"
FONTS = press.fonts()
needs_fonts = pytest.mark.skipif(bool(FONTS.why_not), reason=FONTS.why_not or "fonts")
NAMES = tuple(f"区教育局/05-2 第{number}次会议.pdf" for number in range(1, 41))


def blobs(root: Path) -> dict[Digest, Path]:
    """A page of a PDF, a photo lying on its side, and a broken file, as originals."""
    root.mkdir(exist_ok=True)
    page, photo, broken = root / "page", root / "photo", root / "broken"
    with pypdfium2.PdfDocument.new() as document:
        document.new_page(595, 842)
        document.new_page(842, 595)
        document.save(page)
    Image.new("RGB", (400, 300), "steelblue").save(photo, "JPEG")
    broken.write_bytes(b"%PDF-1.7 nothing")
    return {Digest("a"): page, Digest("b"): photo, Digest("c"): broken}


def shop(root: Path, made: dict[str, bytes]) -> Shop:
    originals = list(blobs(root).values())

    def blob(digest: Digest) -> Path:
        return originals[int(digest[0], 16) % len(originals)]

    def make(path: str, paper: Paper) -> bytes:
        made[path] = press.typeset(paper, FONTS, root, blob, retell=retell)
        return made[path]

    def retell(each: Enclosure, _drafts: Path, _name: str) -> Retold:
        return press.retold(each.format, "会议纪要全文")

    return Shop(make, "")


def archive(**changes: object) -> Archive:
    documents = tuple(
        dossiers.document(name, title=f"第{number}次会议纪要", date=f"{2020 + number % 3}-03-15")
        for number, name in enumerate(NAMES, 1)
    )
    text = dossiers.document("区教育局/05-2 台账.docx", format="docx", extensions=("docx",))
    return dossiers.archive((*documents, text), **changes)


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    if FONTS.why_not:
        pytest.skip(FONTS.why_not)
    made: dict[str, bytes] = {}
    list(dossier.leaves(archive(), shop(tmp_path_factory.mktemp("press"), made)))
    return made


def one(printed: dict[str, bytes], name: str) -> pypdf.PdfReader:
    data = next(data for path, data in printed.items() if path.endswith(name))
    return pypdf.PdfReader(io.BytesIO(data))


def text_of(pdf: pypdf.PdfReader) -> str:
    return "".join(page.extract_text() for page in pdf.pages)


def test_the_contents_are_text_in_embedded_fonts_with_headings_on_every_page(
    printed: dict[str, bytes],
) -> None:
    pdf = one(printed, "0000_卷内目录.pdf")
    assert len(pdf.pages) > 1
    assert all("责任者" in page.extract_text() for page in pdf.pages)
    assert "第12次会议纪要" in text_of(pdf).replace(" ", "")
    for page in pdf.pages:
        resources: Any = page["/Resources"]
        for font in resources["/Font"].values():
            below = font.get_object()["/DescendantFonts"][0].get_object()
            assert {"/FontFile2", "/FontFile3"} & below["/FontDescriptor"].get_object().keys()


def test_the_cover_names_the_fonds_above_a_double_line(printed: dict[str, bytes]) -> None:
    """DA/T 22-2015 as its notes tell it (S8): the full name, a double line below."""
    data = next(data for path, data in printed.items() if path.endswith("0000_全盒合订本.pdf"))
    page = pypdfium2.PdfDocument(data)[0]
    words = page.get_textpage()
    found = words.search("迎检档案").get_next()
    assert found
    name = words.get_charbox(found[0])
    drawn = [each.get_bounds() for each in page.get_objects([pypdfium2.raw.FPDF_PAGEOBJ_PATH])]
    lines = [b for b in drawn if b[2] - b[0] > 400 and b[3] - b[1] < 4 and b[3] < name[1]]
    lines.sort(key=lambda b: -b[1])
    assert len(lines) >= 2
    assert lines[0][1] - lines[1][1] < 10


def test_the_reference_sheet_leaves_the_names_to_people(printed: dict[str, bytes]) -> None:
    text = text_of(one(printed, "9999_备考表.pdf")).replace(" ", "")
    assert "检查人：" in text
    assert "程序不代填" in text


def test_labels_have_the_millimetres_of_the_spine(printed: dict[str, bytes]) -> None:
    page = pypdfium2.PdfDocument(printed["打印/盒脊标签.pdf"])[0]
    across, down = page.get_size()
    assert (round(across / 72 * 25.4), round(down / 72 * 25.4)) == (210, 297)
    box = archive().boxes[0]
    picture = page.render(scale=4).to_pil().convert("L")
    dark = picture.point(lambda value: 255 if value < 100 else 0)
    scale = 4 * 72 / 25.4
    # The frame is the first long dark column and the last: their distance is the label's width.
    columns = [
        x
        for x in range(dark.width)
        if sum(dark.crop((x, 0, x + 1, dark.height)).histogram()[255:]) > 200 * scale
    ]
    assert (columns[-1] - columns[0]) / scale == pytest.approx(box.spine - 2, abs=0.6)


def test_every_label_is_240_millimetres_high_and_as_wide_as_its_spine_less_two(
    printed: dict[str, bytes],
) -> None:
    frames = []
    for page in pypdfium2.PdfDocument(printed["打印/盒脊标签.pdf"]):
        for shape in page.get_objects():
            left, bottom, right, top = (edge * 25.4 / 72 for edge in shape.get_bounds())
            if top - bottom > 200:
                frames.append((right - left, top - bottom))
    spines = [box.spine - 2 for box in archive().boxes]
    stroke = 2 * 0.8 * 25.4 / 72  # pdfium widens bounds by the stroke on either side
    assert [round(wide - stroke, 1) for wide, _ in frames] == spines
    assert {round(high - stroke, 1) for _, high in frames} == {240.0}


def test_a_box_too_large_for_one_volume_has_several_that_say_so(tmp_path: Path) -> None:
    if FONTS.why_not:
        pytest.skip(FONTS.why_not)
    thick = tuple(
        dossiers.document(f"区教育局/05-2 第{n}卷.pdf", title=f"第{n}卷台账", pages=350)
        for n in range(1, 3)
    )
    made: dict[str, bytes] = {}
    list(dossier.leaves(dossiers.archive(thick), shop(tmp_path, made)))
    first, second = (one(made, f"0000_全盒合订本_{n}.pdf") for n in (1, 2))
    assert "第1册，共2册" in text_of(first).replace(" ", "")
    for number, pdf in enumerate((first, second), 1):
        told = text_of(pdf)
        assert f"第{number}卷台账" in told.replace(" ", "")


def test_a_volume_has_bookmarks_on_the_pages_its_contents_name(printed: dict[str, bytes]) -> None:
    pdf = one(printed, "0000_全盒合订本.pdf")
    marks = {
        str(mark.title): pdf.get_destination_page_number(mark) or 0
        for mark in pdf.outline
        if not isinstance(mark, list)
    }
    assert list(marks)[:2] == ["封面", "卷内目录"]
    assert list(marks)[-1] == "备考表"
    number, page = next((t[:4], n) for t, n in marks.items() if t.startswith("0007"))
    told = [line.split() for line in pdf.pages[1].extract_text().splitlines()]
    assert any(row[0] == number and row[-1] == str(page + 1) for row in told if row)
    assert f"第 {page + 1} 页" in pdf.pages[page].extract_text()


def test_what_cannot_be_shown_has_a_sheet_that_says_where_it_lies(
    printed: dict[str, bytes],
) -> None:
    text = text_of(one(printed, "0000_全盒合订本.pdf")).replace(" ", "")
    assert "此件为docx文件" in text
    assert "会议纪要全文" in text
    assert "不能排入PDF" in text


def test_the_same_archive_gives_the_same_pdfs(printed: dict[str, bytes], tmp_path: Path) -> None:
    again: dict[str, bytes] = {}
    list(dossier.leaves(archive(), shop(tmp_path, again)))
    assert again == printed


@needs_fonts
def test_the_album_prints_as_many_photos_on_a_page_and_asks_for_what_the_settings_say(
    tmp_path: Path,
) -> None:
    photos = tuple(
        dossiers.document(f"区教育局/05-2 检查现场{n}.jpg", format="jpeg", extensions=("jpg",))
        for n in range(1, 5)
    )
    theme = ("事由", "时间", "地点", "人物", "背景", "主题")
    for each, sheets in ((1, 4), (2, 2), (3, 2), (4, 1)):
        made: dict[str, bytes] = {}
        chosen = {
            "arrangement": Arrangement(photos=each),
            "measures": Measures(caption=theme) if each == 4 else Measures(),
        }
        site = Site(dossiers.archive(photos, **chosen))
        list(album(site, shop(tmp_path, made), site.archive.boxes[0]))
        pdf = one(made, "0000_照片册.pdf")
        assert len(pdf.pages) == sheets, each
        text = text_of(pdf).replace(" ", "")
        assert ("主题" in text, "摄影" in text) == (each == 4, each != 4)


def test_volumes_can_be_switched_off(tmp_path: Path) -> None:
    if FONTS.why_not:
        pytest.skip(FONTS.why_not)
    made: dict[str, bytes] = {}
    list(dossier.leaves(archive(volumes=False), shop(tmp_path, made)))
    assert not [path for path in made if "合订本" in path]


def test_without_a_chinese_font_there_is_no_pdf_and_the_start_page_says_why() -> None:
    none = chosen(frozenset({"DejaVu Sans"}), "0", None)
    assert "没有可用的中文字体" in none.why_not
    leaves = {leaf.path: leaf for leaf in dossier.leaves(archive(), Shop(why_not=none.why_not))}
    assert not [
        path for path in leaves if path.endswith(".pdf") and "/0" in path and "/0000_" in path
    ]
    assert any(path.endswith("0000_卷内目录.docx") for path in leaves)
    start = leaves["index.html"].content
    assert isinstance(start, bytes)
    assert f"未生成 PDF，原因：{none.why_not}" in start.decode()


def test_a_machine_with_one_plain_chinese_font_still_prints() -> None:
    plain = chosen(frozenset({"SimHei"}), "0", None)
    assert plain.why_not == ""
    assert plain.song == plain.fang == ("SimHei",)


def sealed(box: Box) -> Seal:
    pieces = ((p.number, p.document.arrival.digest, p.document.name) for p in box.pieces)
    return Seal(box.number, "李四", WHEN, tuple(pieces))


def some(*names: str) -> tuple[Document, ...]:
    return tuple(
        dossiers.document(f"区教育局/05-2 {n}.pdf", title=n, date="2022-03-15") for n in names
    )


def test_late_pieces_go_behind_a_sealed_box_and_nothing_in_it_is_renumbered() -> None:
    plan = dossiers.plan()
    first = dossier.arrange(plan, some("乙通知", "丁通知"))[0]
    boxes = dossier.arrange(plan, some("甲通知", "乙通知", "丙通知", "丁通知"), (sealed(first),))
    assert [(p.number, p.file) for p in boxes[0].pieces] == [
        (p.number, p.file) for p in first.pieces
    ]
    assert [piece.number for piece in boxes[1].pieces] == [3, 4]
    assert [box.number for box in boxes] == ["002-1", "002-2"]
    assert [box.total for box in boxes] == [2, 2]


def test_a_piece_taken_from_a_sealed_box_leaves_its_number_empty() -> None:
    plan = dossiers.plan()
    first = dossier.arrange(plan, some("甲通知", "乙通知", "丙通知"))[0]
    gone = first.pieces[1].document
    left = tuple(p.document for p in first.pieces if p.document != gone)
    again = dossier.arrange(plan, left, (sealed(first),))[0]
    assert [piece.number for piece in again.pieces] == [1, 3]
    assert [p.file for p in again.pieces] == [first.pieces[0].file, first.pieces[2].file]


def test_the_reference_sheet_tells_of_the_seal_and_of_what_has_gone() -> None:
    documents = some("甲通知", "乙通知")
    plan = dossiers.plan()
    first = dossier.arrange(plan, documents)[0]
    left = (first.pieces[0].document,)
    boxes = dossier.arrange(plan, left, (sealed(first),))
    case = Archive(plan, date(2022, 11, 23), left, boxes, dossiers.verdict(plan, left))
    papers: list[Leaf] = list(dossier.leaves(case))
    paper = next(leaf for leaf in papers if leaf.path.endswith("999_备考表.docx"))
    assert isinstance(paper.content, bytes)
    import docx

    text = "".join(
        p.text
        for row in docx.Document(io.BytesIO(paper.content)).tables[0].rows
        for p in row.cells[0].paragraphs
    )
    assert "由 李四 封盒" in text
    assert "封盒后移出或被新版替换：件号 0002" in text


def _enclosed(name: str, folder: Path) -> list[tuple[int, int]]:
    """Sizes of the pages a picture gives."""
    form = formats.identify(MEDIA / name).name
    found = shown(Enclosure(Digest("0" * 64), form, 10, 400), MEDIA / name, folder, "draft")
    return [Image.open(io.BytesIO(page.path.read_bytes())).size for page in found.pages]


def test_what_moves_or_has_a_preview_is_one_page_and_a_phones_heic_is_shown(tmp_path: Path) -> None:
    assert _enclosed("moving.gif", tmp_path) == [(64, 48)]
    assert _enclosed("scene.heic", tmp_path) == [(96, 64)]
    assert len(_enclosed("scan.tiff", tmp_path)) == 2


@needs_fonts
def test_the_list_of_recordings_shows_their_posters(tmp_path: Path) -> None:
    film, sound = MEDIA / "clip.mp4", MEDIA / "sound.mp3"
    read = {
        name: formats.read(name, Digest(name.stem), tmp_path, Limits()) for name in (film, sound)
    }
    documents = tuple(
        replace(
            dossiers.document(f"区教育局/05-2 专题会议{name.stem}{name.suffix}", date="2022-03-15"),
            reading=found.reading,
        )
        for name, found in read.items()
    )
    made: dict[str, bytes] = {}

    def make(path: str, paper: Paper) -> bytes:
        made[path] = press.typeset(paper, FONTS, tmp_path, Path)
        return made[path]

    stills = {found.reading.digest: found.stills for found in read.values()}
    shop = Shop(make, "", stills=stills.__getitem__)
    list(recordings_paper(Site(dossiers.archive(documents)), shop))
    [page] = pypdf.PdfReader(io.BytesIO(made["打印/音像目录.pdf"])).pages
    assert [image.image.size for image in page.images if image.image] == [(160, 120)]
    for said in ("00:00:02", "160×120", "h264/aac", "68 kbit/s", "mp3"):
        assert said in page.extract_text()
