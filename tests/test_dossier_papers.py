"""Paper: the forms of the field open in office programs and say the right things."""

from __future__ import annotations

import io
import re
import zipfile

import docx
import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from archivist.dossier import leaves
from archivist.model import Archive, State
from tests.dossiers import archive, document, finding, waiver

COLUMNS = ["序号", "档号", "文号", "责任者", "题名", "日期", "密级", "页数", "备注"]
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def district() -> Archive:
    documents = (
        document(
            "区教育局/05-2_纪要.pdf",
            title="常务会议纪要",
            number="青政办〔2022〕3号",
            issuer="青山区人民政府办公室",
            cross=("05-3",),
        ),
        document("区教育局/旧年.pdf", title="旧年通知", date="2021-05-01"),
        document("区教育局/=1+cmd|'!A1.pdf", title='=HYPERLINK("x")&\x0b', date=None),
        document("区教育局/照片.jpg", format="jpeg", extensions=("jpg",), pages=1),
        document("区教育局/录像.mp4", format="mp4", extensions=("mp4",), pages=None),
        document("区教育局/再来.pdf", state=State.DUPLICATE, same_as="区教育局/旧年.pdf"),
        document("区教育局/街道.pdf", "05-3", title="街道部署"),
    )
    return archive(
        documents,
        finding(documents[0].name),
        finding(documents[1].name, waiver=waiver("旧年")),
        finding(documents[3].name, outcome="not checked"),
    )


@pytest.fixture(scope="module")
def papers() -> dict[str, bytes]:
    return {
        leaf.path.rpartition("/")[2] if "05-3" not in leaf.path else leaf.path: leaf.content
        for leaf in leaves(district())
        if isinstance(leaf.content, bytes)
    }


def text_of(data: bytes) -> str:
    body = docx.Document(io.BytesIO(data)).element.body
    paragraphs = ("".join(t.text or "" for t in p.iter(f"{WORD}t")) for p in body.iter(f"{WORD}p"))
    return "\n".join(paragraphs)


def test_the_contents_have_the_nine_columns_of_the_standard_in_order(
    papers: dict[str, bytes],
) -> None:
    table = docx.Document(io.BytesIO(papers["0000_卷内目录.docx"])).tables[0]
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[0] == COLUMNS
    assert table.rows[0]._tr.find(f"{WORD}trPr/{WORD}tblHeader") is not None
    assert set(rows[1]) == {"2021年度（1 件，件号 0001）"}
    assert rows[2] == [
        "1",
        "SAC-05-2-2021-0001",
        "",
        "[区教育局]",
        "旧年通知",
        "20210501",
        "",
        "3",
        "",
    ]
    minutes = ["2", "SAC-05-2-2022-0002", "青政办〔2022〕3号", "青山区人民政府办公室"]
    assert rows[4] == [*minutes, "常务会议纪要", "20220315", "", "3", "互见 05-3"]


def test_cross_references_are_flagged_and_not_counted(papers: dict[str, bytes]) -> None:
    (path,) = (p for p in papers if "05-3" in p and p.endswith("0000_卷内目录.docx"))
    rows = [
        [c.text for c in row.cells]
        for row in docx.Document(io.BytesIO(papers[path])).tables[0].rows
    ]
    assert rows[-1][0] == "互见"
    assert rows[-1][-1] == "见盒 002-1 件 0002"
    assert "存于他盒，不计件数和页数" in rows[-2][0]
    (sheet,) = (p for p in papers if "05-3" in p and p.endswith("9999_备考表.docx"))
    assert "本盒共 1 件 3 页" in text_of(papers[sheet])


def test_catalogues_lie_landscape_on_a4_and_count_their_pages(papers: dict[str, bytes]) -> None:
    for name in ("0000_卷内目录.docx", "000_总目录.docx"):
        made = docx.Document(io.BytesIO(papers[name]))
        section = made.sections[0]
        assert section.page_width is not None
        assert section.page_height is not None
        assert round(section.page_width.mm), round(section.page_height.mm) == (297, 210)
        footer = section.footer._element.xml
        assert "NUMPAGES" in footer
        assert "第 " in footer


def test_the_reference_sheet_says_what_is_so_and_leaves_people_their_lines(
    papers: dict[str, bytes],
) -> None:
    text = text_of(papers["9999_备考表.docx"])
    assert "本盒共 5 件 10 页" in text
    assert "待核实（Y05 落款齐全）：件号 0002。" in text
    assert "人工豁免：件号 0001，规则 Y05，理由：原件已销毁，无法补日期，批准人 李四" in text
    assert "另收到内容相同的重复件，未重复装盒：件号 0001。" in text
    assert "音像件，不计页数：件号 0004。" in text
    for name in ("整理人：", "整理日期：", "检查人：", "检查日期："):
        assert re.search(rf"^{name}$", text, re.MULTILINE)
    assert "曾有旧版" not in text


def test_the_spine_label_measures_what_the_form_asks(papers: dict[str, bytes]) -> None:
    made = docx.Document(io.BytesIO(papers["0000_盒封面与盒脊.docx"]))
    label = made.tables[1]
    (column,) = label._tbl.tblGrid.findall(f"{WORD}gridCol")
    heights = [row.height.mm for row in label.rows if row.height]
    assert round(int(column.get(f"{WORD}w", "0")) / 1440 * 25.4, 1) == 18.0
    assert round(sum(heights)) == 240
    assert [row.cells[0].text for row in label.rows][-3:] == ["0001", "0005", "002-1"]
    assert "第 1 盒，共 1 盒" in text_of(papers["0000_盒封面与盒脊.docx"])


def test_word_packages_carry_no_clock_and_sound_xml(papers: dict[str, bytes]) -> None:
    for name, data in papers.items():
        if name.endswith(".docx"):
            with zipfile.ZipFile(io.BytesIO(data)) as package:
                assert {m.date_time for m in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
                assert b"created" not in package.read("docProps/core.xml")
            docx.Document(io.BytesIO(data))


def sheet_of(data: bytes, name: str) -> Worksheet:
    sheet = openpyxl.load_workbook(io.BytesIO(data))[name]
    assert isinstance(sheet, Worksheet)
    return sheet


def test_the_general_catalogue_has_every_point_and_sums_in_its_last_row(
    papers: dict[str, bytes],
) -> None:
    sheet = sheet_of(papers["000_总目录.xlsx"], "总目录")
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    assert rows[0][:6] == ["盒号", "部分", "指标编号", "考评要点", "分值", "责任单位"]
    assert rows[0][6:] == ["年度", "件数", "页数", "起止件号", "照片数", "音像数", "自评", "备注"]
    assert [row[2] for row in rows[1:-1]] == ["01-1", "05-2", "05-3", "J1"]
    assert rows[2][6:12] == ["2021—2022", 5, 10, "0001—0005", 1, 1]
    assert rows[-1][:2] == ["2 盒", "合计"]
    assert [rows[-1][place] for place in (4, 7, 8, 10, 11)] == [5, 6, 13, 1, 1]
    assert sheet.freeze_panes == "A2"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.print_title_rows == "$1:$1"


def test_the_catalogue_says_the_same_on_paper_and_screen(papers: dict[str, bytes]) -> None:
    table = docx.Document(io.BytesIO(papers["000_总目录.docx"])).tables[0]
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[-1][:2] == ["2 盒", "合计"]
    assert rows[2][9] == "0001—0005"
    assert "0001—0005" in papers["000_总目录.html"].decode()


def test_the_workbook_lists_gaps_and_problems_and_runs_no_formula(
    papers: dict[str, bytes],
) -> None:
    data = papers["齐备报告.xlsx"]
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["总览", "单位", "要点", "缺项", "问题", "豁免与不适用"]
    gaps = list(sheet_of(data, "缺项").iter_rows(values_only=True))
    gap = ("区教育局", "牵头", "05-2", "党委政府专题研究", "常务会议纪要")
    assert (*gap, "部分（2/3年）", 2, 3, "2020年、2022年", "2021年", "") in gaps
    problems = list(sheet_of(data, "问题").iter_rows(values_only=True))
    assert problems[1][:4] == ("Y05", "落款齐全", "必须改", "区教育局/05-2_纪要.pdf")
    assert problems[2][2] == "已豁免"
    assert len(problems) == 3
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert not any(b"<f>" in package.read(n) for n in package.namelist())
