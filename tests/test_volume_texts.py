"""Office documents and plain text in the volume: laid out anew, nothing lost, cut only aloud."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from archivist import press
from archivist.dossier import leaves
from archivist.dossier.retold import MOST_CHARS, Block, retold
from archivist.model import Digest, Paper, Reading, Shop
from tests.dossiers import archive, document

FONTS = press.fonts()
needs_fonts = pytest.mark.skipif(bool(FONTS.why_not), reason=FONTS.why_not or "fonts")
NOTICE = (
    "中共青山区委宣传部文件\n青宣〔2022〕1号\n关于印发《实施方案》的通知\n各有关单位：\n"
    "现将《实施方案》印发给你们。\n中共青山区委宣传部\n2022年3月11日\n\n实施方案\n"
    "为全面落实要求，制定本方案。\n一、指导思想\n（一）总体要求\n入户发放一封信225份。\n"
    "中共青山区委宣传部\t2022年3月11日印发"
)


def blocks(text: str, form: str = "docx", **facts: str) -> list[Block]:
    found = retold(Reading(Digest("a"), "1", form, facts=tuple(facts.items())), text)["blocks"]
    assert isinstance(found, list)
    return found


def kinds(text: str) -> list[tuple[object, object]]:
    return [(block["kind"], block.get("text")) for block in blocks(text)]


def test_a_notice_has_title_headings_and_signature_where_readers_look_for_them() -> None:
    assert kinds(NOTICE) == [
        ("centre", "中共青山区委宣传部文件"),
        ("centre", "青宣〔2022〕1号"),
        ("title", "关于印发《实施方案》的通知"),
        ("to", "各有关单位："),
        ("text", "现将《实施方案》印发给你们。"),
        ("right", "中共青山区委宣传部"),
        ("right", "2022年3月11日"),
        ("title", "实施方案"),
        ("text", "为全面落实要求，制定本方案。"),
        ("head", "一、指导思想"),
        ("sub", "（一）总体要求"),
        ("text", "入户发放一封信225份。"),
        ("spread", None),
    ]


def test_rows_are_a_table_with_its_heading_and_one_cell_alone_is_a_band() -> None:
    text = "检查台账\n序号\t单位\t结果\n1\t区教育局\t符合\n第二组\n2\t区财政局\n填报单位：区食安办"
    title, table, last = blocks(text, "xlsx")
    assert [title["kind"], table["kind"], last["text"]] == ["title", "table", "填报单位：区食安办"]
    assert table["named"]
    assert table["rows"] == [
        ["序号", "单位", "结果"],
        ["1", "区教育局", "符合"],
        ["第二组"],
        ["2", "区财政局", ""],
    ]


def test_a_list_parted_by_commas_is_a_table_and_lines_of_a_letter_head_are_no_titles() -> None:
    (table,) = blocks('序号,单位\n1,"区教育局,本级"', "csv")
    assert table["rows"] == [["序号", "单位"], ["1", "区教育局,本级"]]
    assert kinds("主题：检查\n发件人：王小明\n请尽快办理。")[:2] == [
        ("title", "主题：检查"),
        ("text", "发件人：王小明"),
    ]


def test_figures_alone_are_no_heading() -> None:
    (table,) = blocks("1\t2\n3\t4")
    assert not table["named"]


def test_a_sheet_too_wide_goes_on_below_with_its_first_column() -> None:
    rows = "\n".join("\t".join(f"{row}格{n}" for n in range(30)) for row in range(3))
    found = retold(Reading(Digest("a"), "1", "xlsx"), rows)
    tables = found["blocks"]
    assert isinstance(tables, list)
    assert found["wide"]
    assert [len(table["rows"][0]) for table in tables] == [14, 14, 4]
    assert {table["rows"][2][0] for table in tables} == {"2格0"}


def test_every_sheet_of_a_workbook_bears_its_name() -> None:
    text = "甲\t乙\n1\t2\f丙\t丁\n3\t4\n抽检"
    found = blocks(text, "xlsx", sheets="Sheet1；抽检")
    assert [b["text"] for b in found if b["kind"] == "sheet"] == ["工作表：Sheet1", "工作表：抽检"]
    assert [b["kind"] for b in found] == ["sheet", "table", "sheet", "table"]


def test_what_is_left_out_is_counted_and_ends_at_a_line() -> None:
    text = "今天检查了一家店。\n" * 6000
    found = retold(Reading(Digest("a"), "1", "txt"), text)
    shown = "".join(f"{block['text']}\n" for block in found["blocks"])  # type: ignore[attr-defined]
    assert len(shown) <= MOST_CHARS
    assert shown.strip() + "\n" + text.strip()[-found["cut"] :].strip() == text.strip()  # type: ignore[operator]


@given(
    st.text(alphabet="一、（）食品安全 12\t\n\f。：〔〕号年月日ab|", max_size=300),
    st.sampled_from(("docx", "xlsx")),
)
def test_nothing_a_document_says_is_lost(text: str, form: str) -> None:
    found = blocks(text, form, sheets="甲；乙；丙；丁")
    told = json.dumps(found, ensure_ascii=False).replace("\\t", "")
    for word in re.split(r"\s+", text):
        if word.strip():
            assert word in told


def volume(text: str, root: Path) -> pypdf.PdfReader:
    """The volume of a box in which one workbook lies."""
    sheet = document("区教育局/05-2 台账.xlsx", format="xlsx", extensions=("xlsx",), title="台账")
    papers: list[Paper] = []

    def make(_path: str, paper: Paper) -> bytes:
        papers.append(paper)
        return b""

    said = {sheet.arrival.digest: text}
    list(leaves(archive((sheet,)), Shop(make, "", lambda _digests: iter(said.items()))))
    (made,) = (paper for paper in papers if paper.form == "volume")
    return pypdf.PdfReader(io.BytesIO(press.typeset(made, FONTS, root, lambda _: root)))


@needs_fonts
def test_a_long_table_in_the_volume_repeats_its_heading_in_embedded_fonts(tmp_path: Path) -> None:
    rows = "\n".join(f"{n}\t第{n}家店\t符合要求" for n in range(1, 121))
    pdf = volume(f"检查台账\n序号\t受检单位\t检查结果\n{rows}", tmp_path)
    shown = [page.extract_text().replace(" ", "") for page in pdf.pages]
    assert sum("受检单位" in page for page in shown) > 2
    assert "第120家店" in "".join(shown)
    for page in pdf.pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            (real,) = font.get_object()["/DescendantFonts"]
            assert "/FontFile3" in real.get_object()["/FontDescriptor"]


@needs_fonts
def test_a_text_cut_short_says_so_on_the_page(tmp_path: Path) -> None:
    pdf = volume("今天检查了一家店。\n" * 6000, tmp_path)
    assert "字未排入本册" in "".join(page.extract_text() for page in pdf.pages).replace(" ", "")
