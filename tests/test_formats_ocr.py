"""OCR on pages as scanners deliver them; few pages, for each costs seconds."""

from functools import partial
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from pypdfium2 import PdfDocument

from archivist.formats import ocr, read, scans, version
from archivist.formats.layout import Line, Row, arranged
from archivist.model import Digest, ElementKind, Limits, Trouble
from tests import papers

SPECIMENS = Path(__file__).parent / "specimens" / "media"

DIGEST = Digest("0" * 64)

needs_ocr = pytest.mark.skipif(not ocr.available(), reason="rapidocr is not installed")
needs_font = pytest.mark.skipif(papers.face(12) is None, reason="no Chinese font to print with")


_ON_PAPER = (
    ElementKind.COPY_NUMBER,
    ElementKind.SECRECY,
    ElementKind.URGENCY,
    ElementKind.ISSUER,
    ElementKind.NUMBER,
    ElementKind.SIGNER,
    ElementKind.TITLE,
    ElementKind.RECEIVER,
    ElementKind.ATTACHMENT,
    ElementKind.SIGNATURE,
    ElementKind.DATE,
    ElementKind.SEAL,
)
"""What GB/T 9704-2012 puts on a page, from its top to its foot."""


@needs_ocr
def test_a_scanned_notice_gives_up_its_elements(tmp_path: Path) -> None:
    found = read(SPECIMENS / "notice.png", Digest("0" * 64), tmp_path, Limits()).reading
    elements = {kind: [e.value for e in found.all(kind)] for kind in ElementKind}
    assert elements[ElementKind.NUMBER] == ["青食安办发〔2022〕12号"]
    assert elements[ElementKind.TITLE] == [
        "青山区食品安全委员会办公室关于印发2022年食品安全重点工作安排的通知"
    ]
    assert elements[ElementKind.ISSUER] == ["青山区食品安全委员会办公室"]
    assert elements[ElementKind.DATE] == ["2022-03-09"]
    facts = dict(found.facts)
    assert facts["look"] == "page"
    assert facts["seal"].startswith("0.7,0.9")
    assert float(facts["redline"]) == pytest.approx(0.26, abs=0.01)
    assert found.problems == ()
    number, seal = found.first(ElementKind.NUMBER), found.first(ElementKind.SEAL)
    assert number
    assert number.spot == pytest.approx((0.33, 0.22, 0.65, 0.25), abs=0.03)
    assert seal
    assert seal.spot == pytest.approx((0.6, 0.83, 0.8, 0.98), abs=0.03)


@needs_ocr
@needs_font
@pytest.mark.parametrize("turn", [0, 90, 180])
def test_a_stamped_noisy_skewed_page_is_read_whichever_way_it_lies(turn: int) -> None:
    sheet = papers.official(150)
    page = papers.scanned(papers.stamped(sheet.image)).rotate(turn, expand=True)
    found = ocr.recognise(page)
    assert found.angle == (-turn) % 360
    assert papers.error_rate(sheet.text, found.text) <= 0.015
    assert found.confidence > 0.95


@needs_ocr
@needs_font
def test_every_element_of_an_official_paper_is_seen_on_its_scan_and_where(tmp_path: Path) -> None:
    papers.scanned(papers.upward()).save(tmp_path / "scan.png")
    found = read(tmp_path / "scan.png", DIGEST, tmp_path / "spool", Limits()).reading
    office = "青山区食品安全委员会办公室"
    assert {kind: [e.value for e in found.all(kind)] for kind in _ON_PAPER} == {
        ElementKind.COPY_NUMBER: ["000017"],
        ElementKind.SECRECY: ["机密★1年"],
        ElementKind.URGENCY: ["特急"],
        ElementKind.ISSUER: [office],
        ElementKind.NUMBER: ["青食安办〔2022〕12号"],
        ElementKind.SIGNER: ["张三", "李四光"],
        ElementKind.TITLE: [f"{office}关于2022年食品安全重点工作情况的请示"],
        ElementKind.RECEIVER: ["区人民政府"],
        ElementKind.ATTACHMENT: ["2022年食品安全重点工作任务分解表", "联络员名单"],
        ElementKind.SIGNATURE: [office],
        ElementKind.DATE: ["2022-03-09"],
        ElementKind.SEAL: ["红色圆形印章"],
    }
    tops = [e.spot[1] for kind in _ON_PAPER for e in found.all(kind) if e.spot]
    assert len(tops) == 14
    assert all(e.page == 1 for kind in _ON_PAPER for e in found.all(kind))
    assert tops[:12] == sorted(tops[:12])


@needs_ocr
@needs_font
def test_a_ruled_table_keeps_its_rows() -> None:
    sheet = papers.table(150)
    found = ocr.recognise(papers.scanned(sheet.image, -1.5))
    assert papers.error_rate(sheet.text, found.text) <= 0.015


@needs_ocr
@needs_font
@pytest.mark.parametrize("ink", ["white", "black"])
def test_writing_on_a_transparent_picture_is_read_whatever_its_ink(
    tmp_path: Path, ink: str
) -> None:
    picture = Image.new("RGBA", (900, 240), (0, 0, 0, 0))
    ImageDraw.Draw(picture).text((40, 60), "食品安全宣传周启动仪式", ink, papers.face(72))
    picture.save(tmp_path / "banner.png")
    assert (
        "食品安全宣传周启动仪式"
        in read(tmp_path / "banner.png", Digest("0" * 64), tmp_path, Limits()).text
    )


@needs_ocr
def test_all_pages_of_a_fax_are_read(tmp_path: Path) -> None:
    found = read(SPECIMENS / "scan.tiff", Digest("0" * 64), tmp_path, Limits())
    first, second = found.text.split("\f")
    assert found.reading.pages == 2
    assert "关于印发2022年食品安全重点工作安排的通知" in first
    assert "食品安全监督抽检情况统计表" in second


@needs_ocr
def test_pages_of_a_pdf_without_text_are_rendered_and_read(tmp_path: Path) -> None:
    file = tmp_path / "scan.pdf"
    with Image.open(SPECIMENS / "notice.png") as image:
        page = image.convert("RGB")
    page.save(file, save_all=True, append_images=[page], resolution=110)
    show = partial(scans.rendered, PdfDocument(file))
    [result] = scans.ocr_pages(show, [2], 60)
    assert result.page == 2
    assert "青食安办发〔2022〕12号" in result.found.text
    assert list(scans.ocr_pages(show, [1, 2], -1)) == []


def _stack(file: Path, count: int) -> Path:
    """A PDF of so many scanned pages, all pictures."""
    with Image.open(SPECIMENS / "notice.png") as image:
        page = image.convert("RGB")
    page.save(file, save_all=True, append_images=[page] * (count - 1), resolution=110)
    return file


@needs_ocr
def test_a_scanned_pdf_is_read_and_says_which_pages_and_how_surely(tmp_path: Path) -> None:
    found = read(_stack(tmp_path / "scan.pdf", 1), DIGEST, tmp_path, Limits()).reading
    facts = dict(found.facts)
    assert facts["ocr pages"] == "1"
    assert facts["ocr sure"].startswith("1:0.9")
    assert [(e.value, e.page) for e in found.all(ElementKind.SEAL)] == [("红色圆形印章", 1)]
    assert float(facts["ocr"]) > 0.95
    assert [e.value for e in found.all(ElementKind.NUMBER)] == ["青食安办发〔2022〕12号"]
    assert found.problems == ()


@needs_ocr
def test_pages_beyond_the_limit_are_named_as_not_recognised(tmp_path: Path) -> None:
    found = read(_stack(tmp_path / "s.pdf", 3), DIGEST, tmp_path, Limits(ocr_pages=1)).reading
    [problem] = found.problems
    assert problem.trouble is Trouble.PARTIAL
    assert problem.message == "文字识别已到页数上限：第 2 页起未识别，共 2 页"
    late = read(_stack(tmp_path / "s.pdf", 3), DIGEST, tmp_path, Limits(seconds=0)).reading
    assert [p.message for p in late.problems] == ["文字识别已到时间上限：第 1 页起未识别，共 3 页"]


def test_switched_off_it_says_so_and_reads_again_when_switched_on(tmp_path: Path) -> None:
    off = Limits(ocr_pages=0)
    for path in (_stack(tmp_path / "scan.pdf", 2), SPECIMENS / "notice.png"):
        found = read(path, DIGEST, tmp_path, off).reading
        assert found.chars == 0
        [problem] = found.problems
        assert "文字识别（OCR）已在设置中关闭" in problem.message
        assert "ocr_pages" in problem.mend
        assert found.version == version(found.format, off) != version(found.format)


@needs_ocr
def test_a_page_number_on_a_scan_does_not_keep_it_unread(tmp_path: Path) -> None:
    from pypdf import PdfReader, PdfWriter
    from pypdf.annotations import FreeText

    writer = PdfWriter(PdfReader(_stack(tmp_path / "scan.pdf", 1)))
    writer.add_annotation(0, FreeText(text="17", rect=(20, 20, 60, 40)))
    writer.write(tmp_path / "numbered.pdf")
    found = read(tmp_path / "numbered.pdf", DIGEST, tmp_path, Limits())
    assert "青食安办发〔2022〕12号" in found.text


@needs_ocr
def test_an_empty_window_costs_no_reading() -> None:
    assert ocr.recognise(Image.new("RGB", (1280, 800), "white")) is ocr.NOTHING


@needs_ocr
def test_noise_is_no_text() -> None:
    found = ocr.recognise(Image.effect_noise((300, 300), 90).convert("RGB"))
    assert found.text == ""
    assert found.confidence == 0.0


def test_doubtful_pages_say_so() -> None:
    box = ((0.0, 0.0), (50.0, 0.0), (50.0, 10.0), (0.0, 10.0))
    poor = ocr.Recognised((Line("模糊", 0.6, box),), 0, 0.6)
    [problem] = ocr.doubts(poor, "第 3 页")
    assert problem.trouble is Trouble.ILLEGIBLE
    assert problem.message.startswith("第 3 页文字识别可信度低（60%）")
    assert [p.trouble for p in ocr.doubts(ocr.NOTHING)] == [Trouble.NO_TEXT]
    assert ocr.doubts(ocr.Recognised((Line("清楚", 0.99, box),), 0, 0.99)) == ()


def _line(text: str, x: float, y: float, width: float) -> Line:
    return Line(text, 0.99, ((x, y), (x + width, y), (x + width, y + 20), (x, y + 20)))


def test_rows_are_put_together_and_cells_kept_apart() -> None:
    lines = [_line("合计", 0, 100, 40), _line("12", 300, 103, 20), _line("表头", 0, 70, 40)]
    assert [row.text for row in arranged(lines)] == ["表头", "合计\t12"]
    assert arranged(lines)[1] == Row("合计\t12", 0, 100, 320, 123)
    assert arranged([]) == []


def test_a_skewed_table_still_has_rows() -> None:
    lines = [
        _line(f"{row}{column}", column * 200, row * 40 + column * 200 * 0.035, 60)
        for row in range(8)
        for column in range(5)
    ]
    assert arranged(lines)[3].text.split("\t") == ["30", "31", "32", "33", "34"]
