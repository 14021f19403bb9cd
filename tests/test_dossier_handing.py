"""What is handed over is counted as it stands on the shelf: no box of 互见 alone, no 0 that claims."""

from __future__ import annotations

import io
import json

import docx
import openpyxl
import pytest

from archivist.dossier import arrange, leaves
from archivist.dossier.boxes import cover_fields, remarks, total_pages
from archivist.dossier.site import Site
from archivist.model import Paper, Shop, State
from tests.dossiers import archive, document

CROSSED = document("教/一.pdf", title="会议纪要", cross=("05-3",))
UNCOUNTED = document("教/二.txt", "J1", title="经验材料", format="txt", pages=None)


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    def make(_path: str, paper: Paper) -> bytes:
        return paper.data.encode()

    found = leaves(archive((CROSSED, UNCOUNTED)), Shop(make, ""))
    return {leaf.path: leaf.content for leaf in found if isinstance(leaf.content, bytes)}


def test_the_handing_over_list_counts_boxes_that_stand_on_a_shelf(made: dict[str, bytes]) -> None:
    told = json.loads(made["打印/移交清单.pdf"])
    assert [row[2] for row in told["rows"]] == ["05-2", "J1"]
    assert told["sums"][1] == "2 盒"
    assert "05-3 的佐证全在他盒（互见），没有实物盒，不列入本清单" in told["legend"]
    assert [row[7] for row in told["rows"]] == ["3", ""]
    assert [row[9] for row in told["rows"]] == ["0.001", "0.001"]
    word = docx.Document(io.BytesIO(made["打印/移交清单.docx"]))
    assert len(word.tables[0].rows) == 4
    assert [p.text.partition("：")[0] for p in word.paragraphs][-2:] == ["移交单位", "接收单位"]


def test_no_label_cover_or_reference_sheet_is_made_for_what_lies_elsewhere(
    made: dict[str, bytes],
) -> None:
    labels = json.loads(made["打印/盒脊标签.pdf"])["sheets"]
    assert [len(sheet) for sheet in labels] == [2]
    names = {path.rpartition("/")[2] for path in made if "/05-3_" in path}
    assert names == {f"0000_卷内目录.{ending}" for ending in ("docx", "html", "pdf")}


def test_the_catalogue_leads_to_what_lies_elsewhere_without_a_box(made: dict[str, bytes]) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(made["000_总目录.xlsx"]))["总目录"]
    rows = list(sheet.iter_rows(values_only=True))
    assert [(row[0], row[13]) for row in rows if row[2] == "05-3"] == [("互见", "互见 1 条")]
    assert rows[-1][0] == "2 盒"
    assert "共装 2 盒" in made["index.html"].decode()


def test_a_letter_names_the_file_it_asks_about() -> None:
    waiting = document("区教育局/不明.pdf", state=State.OPEN)
    found = {leaf.path: leaf.content for leaf in leaves(archive((CROSSED, waiting)))}
    letter = found["台账/区教育局_函和齐备报告.docx"]
    assert isinstance(letter, bytes)
    said = "".join(docx.Document(io.BytesIO(letter)).element.body.itertext())
    assert "“不明.pdf”：不能确定归哪个考评要点" in said
    assert "archivist" not in said


def test_pages_nobody_could_count_are_not_told_as_none() -> None:
    site = Site(archive((CROSSED, UNCOUNTED)))
    box = next(b for b in arrange(site.archive.plan, (UNCOUNTED,)) if b.pieces)
    assert total_pages(box) is None
    assert dict(cover_fields(site, box))["件数与页数"] == "1 件"
    assert next(iter(remarks(site, box))).startswith("本盒共 1 件，约合")
