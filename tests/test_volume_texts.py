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
from archivist.model import MOST_RETOLD, Block, Enclosure, Paper, Retold, Shop
from archivist.press.retold import retold
from tests.dossiers import archive, document

FONTS = press.fonts()
needs_fonts = pytest.mark.skipif(bool(FONTS.why_not), reason=FONTS.why_not or "fonts")
NOTICE = (
    "中共青山区委宣传部文件\n青宣〔2022〕1号\n关于印发《实施方案》的通知\n各有关单位：\n"
    "现将《实施方案》印发给你们。\n中共青山区委宣传部\n2022年3月11日\n\n实施方案\n"
    "为全面落实要求，制定本方案。\n一、指导思想\n（一）总体要求\n入户发放一封信225份。\n"
    "中共青山区委宣传部\t2022年3月11日印发"
)


def blocks(text: str, form: str = "wps") -> list[Block]:
    (stretch,) = retold(form, text).stretches
    return list(stretch.blocks)


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
    title, table, last = blocks(text)
    assert [title["kind"], table["kind"], last["text"]] == ["title", "grid", "填报单位：区食安办"]
    assert (table["head"], table["plain"]) == (1, False)
    cells = table["cells"]
    assert isinstance(cells, list)
    assert [(c["x"], c["y"], c["t"]) for c in cells[:4]] == [
        (0, 0, "序号"),
        (1, 0, "单位"),
        (2, 0, "结果"),
        (0, 1, "1"),
    ]
    assert {"x": 0, "y": 2, "t": "第二组", "c": 3, "a": "left"} in cells


def test_a_list_parted_by_commas_is_a_table_and_lines_of_a_letter_head_are_no_titles() -> None:
    (table,) = blocks('序号,单位\n1,"区教育局,本级"', "csv")
    assert table["cells"] == ["序号", "单位", "1", "区教育局,本级"]
    assert kinds("主题：检查\n发件人：王小明\n请尽快办理。")[:2] == [
        ("title", "主题：检查"),
        ("text", "发件人：王小明"),
    ]


def test_figures_alone_are_no_heading() -> None:
    (table,) = blocks("1\t2\n3\t4")
    assert not table["head"]


def test_columns_of_figures_stand_at_the_right() -> None:
    (table,) = blocks("区县\t金额\n青山区\t12,345.60\n绿水区\t8,000.00")
    assert table["sides"] == ["center", "right"]


def test_a_table_too_wide_goes_on_below_with_its_first_column() -> None:
    rows = "\n".join("\t".join(f"{row}格{n}" for n in range(30)) for row in range(3))
    (stretch,) = retold("et", rows).stretches
    assert stretch.wide
    assert [len(table["sides"]) for table in stretch.blocks] == [14, 14, 4]  # type: ignore[arg-type]
    assert all("2格0" in table["cells"] for table in stretch.blocks)  # type: ignore[operator]


def test_what_is_left_out_is_counted_and_ends_at_a_line() -> None:
    text = "今天检查了一家店。\n" * 6000
    found = retold("txt", text)
    (stretch,) = found.stretches
    shown = "".join(f"{block['text']}\n" for block in stretch.blocks)
    assert len(shown) <= MOST_RETOLD
    assert shown.strip() + "\n" + text.strip()[-found.cut :].strip() == text.strip()


def test_only_formats_that_can_have_them_are_said_to_lack_merged_cells_and_pictures() -> None:
    assert [retold(form, "一句话。").plain for form in ("doc", "odt", "txt", "csv")] == [
        True,
        True,
        False,
        False,
    ]


@given(
    st.text(alphabet="一、（）食品安全 12\t\n\f。：〔〕号年月日ab|", max_size=300),
    st.sampled_from(("doc", "et")),
)
def test_nothing_a_document_says_is_lost(text: str, form: str) -> None:
    found = blocks(text, form)
    told = json.dumps(found, ensure_ascii=False).replace("\\t", "")
    for word in re.split(r"\s+", text):
        if word.strip():
            assert word in told


def volume(text: str, root: Path) -> pypdf.PdfReader:
    """The volume of a box in which one old workbook lies."""
    sheet = document("区教育局/05-2 台账.et", format="et", extensions=("et",), title="台账")
    papers: list[Paper] = []

    def make(_path: str, paper: Paper) -> bytes:
        papers.append(paper)
        return b""

    def retell(each: Enclosure, _drafts: Path, _name: str) -> Retold:
        return retold(each.format, text)

    list(leaves(archive((sheet,)), Shop(make, "")))
    (made,) = (paper for paper in papers if paper.form == "volume")
    told = press.typeset(made, FONTS, root, lambda _: root, retell=retell)
    return pypdf.PdfReader(io.BytesIO(told))


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
