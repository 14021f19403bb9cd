"""Office originals laid out anew: merged stays merged, pictures stand in place, nothing hostile gets through."""

from __future__ import annotations

import io
import random
import zipfile
import zlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pypdf
import pytest
from docx.shared import Mm
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from archivist import formats, press
from archivist.dossier import leaves
from archivist.formats.retelling import figures, numbering
from archivist.formats.retelling.pictures import MOST
from archivist.model import MOST_RETOLD, Block, Limits, Paper, Retold, Shop
from archivist.printing import Printer, _Order, _set
from archivist.store import Store
from tests.dossiers import archive, document

FONTS = press.fonts()
needs_fonts = pytest.mark.skipif(bool(FONTS.why_not), reason=FONTS.why_not or "fonts")
CORPUS = Path(__file__).parents[2] / "shared" / "corpus"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def told(path: Path, form: str) -> Retold:
    drafts = path.parent / "drafts"
    drafts.mkdir(exist_ok=True)
    found = formats.retell(path, form, drafts, "0", Limits())
    assert found is not None
    return found


def blocks(found: Retold) -> list[Block]:
    return [block for stretch in found.stretches for block in stretch.blocks]


def one(found: Retold, kind: str) -> Any:
    (block,) = (block for block in blocks(found) if block["kind"] == kind)
    return block


def words(block: Block) -> str:
    return "".join(said for said, _ in block.get("runs", ()))  # type: ignore[attr-defined]


def picture(kind: str = "PNG", size: tuple[int, int] = (300, 150)) -> io.BytesIO:
    out = io.BytesIO()
    Image.new("RGB", size, "firebrick").save(out, kind)
    out.seek(0)
    return out


def size(path: Path) -> tuple[int, int]:
    with Image.open(path) as shown:
        return shown.size


def word(path: Path, body: str, **parts: bytes) -> Path:
    """A DOCX of this body and parts named by file, ``/`` written as ``__``."""
    with zipfile.ZipFile(path, "w") as package:
        main = f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
        package.writestr("word/document.xml", main)
        for name, data in parts.items():
            package.writestr(name.replace("__", "/"), data)
    return path


def row(*cells: tuple[str, str]) -> str:
    made = (
        f"<w:tc><w:tcPr>{of}</w:tcPr><w:p><w:r><w:t>{t}</w:t></w:r></w:p></w:tc>" for t, of in cells
    )
    return f"<w:tr>{''.join(made)}</w:tr>"


def places(table: Block) -> list[tuple[str, int, int, int, int]]:
    return [
        (c["t"], c["x"], c["y"], c.get("c", 1), c.get("r", 1))
        for c in table["cells"]  # type: ignore[attr-defined]
    ]


def test_cells_merged_in_word_cover_in_the_volume_what_they_covered(tmp_path: Path) -> None:
    across, begin, on = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    rows = row(("单位", begin), ("抽检批次", across)) + row(
        ("", on), ("食用农产品", ""), ("餐饮", "")
    )
    rows += row(("区市场监管局", ""), ("120", ""), ("36", ""))
    table = one(told(word(tmp_path / "a", f"<w:tbl>{rows}</w:tbl>"), "docx"), "grid")
    assert places(table) == [
        ("单位", 0, 0, 1, 2),
        ("抽检批次", 1, 0, 2, 1),
        ("食用农产品", 1, 1, 1, 1),
        ("餐饮", 2, 1, 1, 1),
        ("区市场监管局", 0, 2, 1, 1),
        ("120", 1, 2, 1, 1),
        ("36", 2, 2, 1, 1),
    ]


def test_cells_merged_in_a_workbook_are_merged_and_nothing_empty_stands_before_them(
    tmp_path: Path,
) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    said: dict[str, str | float] = {
        "C3": "抽检情况统计表", "C5": "单位", "D5": "批次", "D6": "农产品", "E6": "餐饮",
        "C7": "市场监管局", "D7": 120, "E7": 36, "C9": "农业农村局", "D9": 1200, "E9": 0.375,
    }  # fmt: skip
    for place, value in said.items():
        sheet[place] = value
    sheet["E9"].number_format = "0.0%"
    for merged in ("C3:E3", "C5:C6", "D5:E5"):
        sheet.merge_cells(merged)
    book.save(tmp_path / "a")
    found = told(tmp_path / "a", "xlsx")
    assert one(found, "title")["text"] == "抽检情况统计表"
    table = one(found, "grid")
    assert places(table)[:4] == [
        ("单位", 0, 0, 1, 2),
        ("批次", 1, 0, 2, 1),
        ("农产品", 1, 1, 1, 1),
        ("餐饮", 2, 1, 1, 1),
    ]
    assert places(table)[-1] == ("37.5%", 2, 3, 1, 1)
    assert table["head"] == 2
    assert table["sides"] == ["center", "right", "right"]


def test_a_workbook_wider_than_a_sheet_lies_in_a_narrower_face_or_goes_on_below(
    tmp_path: Path,
) -> None:
    sizes = []
    for many in (4, 12, 40):
        book = openpyxl.Workbook()
        for line in range(3):
            book.worksheets[0].append([f"{line}行{n}列的内容" for n in range(many)])
        book.save(tmp_path / "a")
        found = told(tmp_path / "a", "xlsx")
        (stretch,) = found.stretches
        tables = [block for block in stretch.blocks if block["kind"] == "grid"]
        room = 717 if stretch.wide else 470
        assert all(sum(table["widths"]) <= room + 1 for table in tables)  # type: ignore[call-overload]
        sizes.append((stretch.wide, len(tables)))
    assert [wide for wide, _ in sizes] == [False, True, True]
    assert sizes[0][1] == sizes[1][1] == 1 < sizes[2][1]


def test_what_is_remarked_below_a_sheet_is_no_row_and_rooms_go_to_long_words(
    tmp_path: Path,
) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for line in (
        ["序号", "单位", "检查情况"],
        [1, "区教育局", "现场使用移动打印设备出具记录并当场送达"],
    ):
        sheet.append(line)
    sheet.append(["填报单位：区食安办"])
    for column in "ABC":
        sheet.column_dimensions[column].width = 14
    book.save(tmp_path / "a")
    found = told(tmp_path / "a", "xlsx")
    table = one(found, "grid")
    assert len(table["cells"]) == 6
    assert one(found, "plain")["text"] == "填报单位：区食安办"
    assert table["widths"][0] < table["widths"][1] < table["widths"][2]


def test_a_workbook_of_nothing_but_far_cells_does_not_fill_the_press(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for n in range(1, 391):
        book.worksheets[0].cell(n * 10, n, "食")
    book.save(tmp_path / "a")
    found = told(tmp_path / "a", "xlsx")
    tables: list[Any] = [block for block in blocks(found) if block["kind"] == "grid"]
    assert sum(len(table["cells"]) for table in tables) < 90_000
    assert found.cut > 0


def test_pictures_of_a_word_document_stand_where_they_stood(tmp_path: Path) -> None:
    made = docx.Document()
    made.add_paragraph("检查前")
    made.add_picture(picture("PNG"), Mm(60))
    made.add_paragraph("检查后")
    cell = made.add_table(1, 1).cell(0, 0)
    cell.paragraphs[0].add_run("签到").add_picture(picture("JPEG", (90, 90)), Mm(20))
    made.save(str(tmp_path / "a"))
    found = told(tmp_path / "a", "docx")
    kinds = [(b["kind"], words(b)) for b in blocks(found) if not b.get("blank")]
    assert kinds == [("p", "检查前"), ("pictures", ""), ("p", "检查后"), ("grid", "")]
    assert one(found, "pictures")["of"][0][1] == pytest.approx(60 * 72 / 25.4, abs=0.2)
    (shown,) = one(found, "grid")["cells"]
    assert [number for number, _ in shown["p"]] == [1]
    assert [size(path) for path in found.pictures] == [(300, 150), (90, 90)]
    assert found.lacks == ()


def hostile(path: Path, many: int, *pictures: tuple[str, bytes]) -> Path:
    """A document that shows each of these parts ``many`` times."""
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    blip = 'xmlns:a="a" xmlns:r="r"'
    body = "".join(
        f'<w:p><w:r><w:drawing><a:inline {blip}><a:pic><a:blip r:embed="i{n}"/></a:pic></a:inline>'
        "</w:drawing></w:r></w:p>"
        for n in range(len(pictures))
    )
    links = "".join(
        f'<Relationship Id="i{n}" Type="{kinds}/image" Target="media/{name}"/>'
        for n, (name, _) in enumerate(pictures)
    )
    parts = {f"word__media__{name}": data for name, data in pictures}
    parts["word___rels__document.xml.rels"] = f"<Relationships>{links}</Relationships>".encode()
    return word(path, f"<w:p><w:r><w:t>说明</w:t></w:r></w:p>{body * many}", **parts)


def bomb() -> bytes:
    """A PNG of a few hundred bytes that says it is 30,000 pixels square."""
    data = bytearray(picture().getvalue())
    data[16:24] = (30_000).to_bytes(4, "big") * 2
    data[29:33] = zlib.crc32(data[12:29]).to_bytes(4, "big")
    return bytes(data)


def test_what_of_pictures_is_left_out_is_named_and_counted(tmp_path: Path) -> None:
    good = picture().getvalue()
    path = hostile(
        tmp_path / "a", 1, ("a.emf", b"\1\0\0\0"), ("b.wmf", b"?"), ("c.png", good[:90]),
        ("d.png", bomb()), ("e.png", good),
    )  # fmt: skip
    found = told(path, "docx")
    assert found.lacks == ("EMF 图 1 处", "WMF 图 1 处", "缺失或损坏的图片 1 处", "过大的图片 1 处")
    assert len(found.pictures) == 1


def test_of_very_many_pictures_only_the_first_are_shown_and_each_is_made_once(
    tmp_path: Path,
) -> None:
    found = told(hostile(tmp_path / "a", MOST + 5, ("a.png", picture().getvalue())), "docx")
    assert len(found.pictures) == 1
    assert len([b for b in blocks(found) if b["kind"] == "pictures"]) == MOST
    assert found.lacks == (f"超出每件 {MOST} 幅的图片 5 处",)


def test_numbers_word_puts_before_paragraphs_are_there_and_count_on(tmp_path: Path) -> None:
    levels = (("0", "chineseCounting", "%1、"), ("1", "decimal", "%1.%2"))
    told_levels = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{f}"/><w:isLgl w:val="{n}"/><w:lvlText w:val="{t}"/></w:lvl>'
        for n, f, t in levels
    )
    lists = f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="7">{told_levels}</w:abstractNum>'
    lists += '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num></w:numbering>'

    def item(depth: int, text: str) -> str:
        of = f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="1"/></w:numPr>'
        return f"<w:p><w:pPr>{of}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"

    body = item(0, "总则") + item(1, "目的") + item(1, "依据") + item(0, "附则") + item(1, "施行")
    path = word(tmp_path / "a", body, **{"word__numbering.xml": lists.encode()})
    found = told(path, "docx")
    labels = [(b["label"], words(b)) for b in blocks(found)]
    assert labels == [
        ("一、", "总则"), ("1.1", "目的"), ("1.2", "依据"), ("二、", "附则"), ("2.1", "施行"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("form", "count", "shown"),
    [
        ("chineseCountingThousand", 21, "二十一"), ("ideographTraditional", 3, "丙"),
        ("upperRoman", 14, "XIV"), ("lowerLetter", 28, "bb"), ("decimalEnclosedCircle", 3, "③"),
        ("chineseLegalSimplified", 12, "壹贰"), ("decimalZero", 5, "05"), ("bahtText", 4, "4"),
    ],
)  # fmt: skip
def test_a_list_counts_as_its_level_writes(form: str, count: int, shown: str) -> None:
    assert numbering.said(form, count) == shown


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (0.8533, "0.0%", "85.3%"), (6779.0725, "0.00_ ", "6779.07"), (-1234.5, "#,##0.00", "-1,234.50"),
        (3.0, "General", "3"), (0.1 + 0.2, "", "0.3"), (12.5, '"￥"#,##0.00', "￥12.50"),
        (True, "0", "TRUE"), ("甲", "0.00", "甲"), (-0.001, "0.0", "0.0"), (float("inf"), "0", "inf"),
    ],
)  # fmt: skip
def test_figures_stand_as_the_sheet_shows_them(value: object, code: str, shown: str) -> None:
    assert figures.told(value, code) == shown


def test_pictures_wps_puts_into_cells_stand_in_their_cells(tmp_path: Path) -> None:
    """WPS writes ``DISPIMG("ID_…",1)`` as the cell's value and the picture into a part of its own."""
    book = openpyxl.Workbook()
    book.worksheets[0].append(["项目", "照片"])
    book.worksheets[0].append(["后厨", "DISPIMG"])
    book.worksheets[0]["B2"].value = '=DISPIMG("ID_AB",1)'
    book.worksheets[0]["B2"].data_type = "s"
    book.save(tmp_path / "a")
    pic = '<e:p xmlns:e="e" xmlns:r="r"><e:pic><e:cNvPr name="ID_AB"/><e:blip r:embed="i"/></e:pic></e:p>'
    link = (
        '<Relationships><Relationship Id="i" Type="t/image" Target="media/a.png"/></Relationships>'
    )
    with zipfile.ZipFile(tmp_path / "a", "a") as package:
        package.writestr("xl/cellimages.xml", pic)
        package.writestr("xl/_rels/cellimages.xml.rels", link)
        package.writestr("xl/media/a.png", picture().getvalue())
    (shown,) = (c for c in one(told(tmp_path / "a", "xlsx"), "grid")["cells"] if c.get("p"))
    assert (shown["x"], shown["y"], shown["t"]) == (1, 1, "")


def test_the_head_of_an_official_document_stays_red_large_and_in_the_middle(tmp_path: Path) -> None:
    run = '<w:rPr><w:rFonts w:eastAsia="方正小标宋简体"/><w:color w:val="FF0000"/><w:sz w:val="64"/></w:rPr>'
    edge = '<w:pBdr><w:bottom w:val="single" w:sz="18" w:color="FF0000"/></w:pBdr><w:jc w:val="center"/>'
    body = f"<w:p><w:pPr>{edge}</w:pPr><w:r>{run}<w:t>青山区人民政府文件</w:t></w:r></w:p>"
    found = told(word(tmp_path / "a", body), "docx")
    (block,) = blocks(found)
    assert (block["align"], block["bottom"], block["size"]) == ("center", "FF0000 18", 32)
    assert (found.looks[0].colour, found.looks[0].face) == ("FF0000", "song")


def test_sections_that_lie_lie_in_the_volume_too(tmp_path: Path) -> None:
    def section(wide: int, high: int) -> str:
        return f'<w:sectPr><w:pgSz w:w="{wide}" w:h="{high}"/></w:sectPr>'

    standing = f"<w:p><w:pPr>{section(11906, 16838)}</w:pPr><w:r><w:t>立</w:t></w:r></w:p>"
    lying = f"<w:p><w:r><w:t>横</w:t></w:r></w:p>{section(16838, 11906)}"
    found = told(word(tmp_path / "a", standing + lying), "docx")
    assert [(s.wide, words(s.blocks[-1])) for s in found.stretches] == [(False, "立"), (True, "横")]


def test_what_a_long_document_has_no_room_for_is_counted(tmp_path: Path) -> None:
    line = f"<w:p><w:r><w:t>{'食' * 999}</w:t></w:r></w:p>"
    found = told(word(tmp_path / "a", line * 60), "docx")
    shown = sum(len(words(block)) for block in blocks(found))
    assert shown <= MOST_RETOLD
    assert shown + found.cut == 999 * 60


def test_a_presentation_has_its_titles_points_and_tables_slide_by_slide(tmp_path: Path) -> None:
    rows = (
        '<a:tr><a:tc gridSpan="2"><a:p><a:r><a:t>全区</a:t></a:r></a:p></a:tc><a:tc hMerge="1"/></a:tr>'
        "<a:tr><a:tc><a:p><a:r><a:t>甲</a:t></a:r></a:p></a:tc>"
        "<a:tc><a:p><a:r><a:t>乙</a:t></a:r></a:p></a:tc></a:tr>"
    )
    grid = '<a:tblGrid><a:gridCol w="1270000"/><a:gridCol w="1270000"/></a:tblGrid>'
    slide = (
        '<p:sld xmlns:p="p" xmlns:a="a"><p:sp><p:nvPr><p:ph type="title"/></p:nvPr>'
        "<a:p><a:r><a:t>工作汇报</a:t></a:r></a:p></p:sp>"
        '<p:sp><a:p><a:pPr lvl="1"/><a:r><a:t>要点一</a:t></a:r></a:p></p:sp>'
        f"<a:tbl>{grid}{rows}</a:tbl></p:sld>"
    )
    with zipfile.ZipFile(tmp_path / "a", "w") as package:
        package.writestr("ppt/slides/slide1.xml", slide)
    found = told(tmp_path / "a", "pptx")
    assert [(b["kind"], b.get("text")) for b in blocks(found)] == [
        ("sheet", "幻灯片 1"), ("slidetitle", "工作汇报"), ("point", "要点一"), ("grid", None),
    ]  # fmt: skip
    assert places(one(found, "grid"))[0] == ("全区", 0, 0, 2, 1)


@settings(deadline=None, max_examples=40)
@given(st.data())
def test_tables_of_any_merging_never_overlap_and_stay_inside(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    kinds = (
        "",
        '<w:gridSpan w:val="2"/>',
        '<w:gridSpan w:val="99"/>',
        "<w:vMerge/>",
        '<w:vMerge w:val="restart"/>',
    )
    cells = st.lists(st.tuples(st.text("食安 1", max_size=3), st.sampled_from(kinds)), max_size=5)
    rows = "".join(row(*line) for line in data.draw(st.lists(cells, min_size=1, max_size=5)))
    path = word(
        tmp_path_factory.mktemp("w") / "a",
        f"<w:p><w:r><w:t>表</w:t></w:r></w:p><w:tbl>{rows}</w:tbl>",
    )
    for table in blocks(told(path, "docx")):
        if table["kind"] != "grid" or table["plain"]:
            continue
        taken = [
            (x + n, y + m) for _, x, y, c, r in places(table) for n in range(c) for m in range(r)
        ]
        assert len(taken) == len(set(taken))
        assert all(x < len(table["widths"]) for x, _ in taken)  # type: ignore[arg-type]


def volume(root: Path, form: str, path: Path, text: str = "") -> pypdf.PdfReader:
    """The volume of a box in which one document lies, set as the printer's process does."""
    of = document(f"区教育局/05-2 材料.{form}", format=form, extensions=(form,), title="材料")
    papers: list[Paper] = []

    def make(_path: str, paper: Paper) -> bytes:
        papers.append(paper)
        return b""

    list(leaves(archive((of,)), Shop(make, "")))
    (made,) = (paper for paper in papers if paper.form == "volume")
    digest = of.arrival.digest
    order = _Order(made, root, {digest: path}, Limits(), texts={digest: (text, 0)})
    return pypdf.PdfReader(io.BytesIO(_set(order)))


def said(pdf: pypdf.PdfReader) -> str:
    return "".join(page.extract_text() for page in pdf.pages).replace(" ", "").replace("\n", "")


@needs_fonts
def test_the_volume_shows_pictures_and_says_what_of_them_it_does_not(tmp_path: Path) -> None:
    path = hostile(tmp_path / "a", 1, ("a.emf", b"\1"), ("e.png", picture().getvalue()))
    pdf = volume(tmp_path, "docx", path)
    assert [len(page.images) for page in pdf.pages].count(1) == 1
    assert "未排入本册：EMF图1处。" in said(pdf)


@needs_fonts
def test_a_document_nobody_can_open_any_more_is_told_by_its_text_and_says_what_is_lacking(
    tmp_path: Path,
) -> None:
    (tmp_path / "a").write_bytes(b"PK torn")
    told_of = said(volume(tmp_path, "docx", tmp_path / "a", "会议纪要全文"))
    assert "会议纪要全文" in told_of
    assert "合并的单元格和图片未重现" in told_of


@needs_fonts
def test_any_tables_of_a_word_document_can_be_set(tmp_path: Path) -> None:
    chance = random.Random(7)
    kinds = ("", "", '<w:gridSpan w:val="2"/>', "<w:vMerge/>", '<w:vMerge w:val="restart"/>')
    tables = "".join(
        f"<w:tbl>{''.join(row(*((f'格{n}', chance.choice(kinds)) for n in range(chance.randint(0, 5)))) for _ in range(4))}</w:tbl>"
        for _ in range(60)
    )
    assert "格4" in said(volume(tmp_path, "docx", word(tmp_path / "a", tables)))


@needs_fonts
@pytest.mark.skipif(not CORPUS.exists(), reason="the corpus is not here")
def test_office_files_nobody_here_made_stand_in_one_volume(tmp_path: Path) -> None:
    names = (
        "zh/office/stress009.docx", "zh/office/附件2.docx", "office-docling/docx_grouped_images.docx",
        "office/bug57031.docx", "office-mail-pdf/tables-with-incomplete-rows.docx",
    )  # fmt: skip
    for name in names:
        pdf = volume(tmp_path, "docx", CORPUS / name)
        assert "不能排入PDF" not in said(pdf), name
        assert len(pdf.pages) > 3, name


@needs_fonts
def test_a_volume_is_set_anew_when_the_text_it_shows_was_read_anew(tmp_path: Path) -> None:
    papers: list[Paper] = []

    def make(_path: str, paper: Paper) -> bytes:
        papers.append(paper)
        return b""

    for version in ("1", "2"):
        of = document("区教育局/05-2 材料.doc", format="doc", extensions=("doc",))
        of = replace(of, reading=replace(of.reading, version=version))
        list(leaves(archive((of,)), Shop(make, "")))
    first, second = (paper for paper in papers if paper.form == "volume")
    with Store(tmp_path / "archive", 5) as store:
        printer = Printer(store, tmp_path / "dossier", lambda _step: None, Limits())
        assert printer._key(first) != printer._key(second)
        printer.close()
