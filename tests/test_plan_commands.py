"""The office's commands in a small real house: plan out and in, letters, approvals, history."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from archivist.store import Store
from tests.conftest import ROOT
from tests.face import run_cli

TODAY = date(2023, 3, 15)
LATER = date(2023, 3, 20)
RULES = ROOT / "tests" / "houses" / "another-standard" / "rules"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("house")
    shutil.copytree(RULES, root / "rules")
    shutil.copytree(RULES.parent / "1", root / "inbox")
    done = run_cli(root, "build", today=TODAY)
    assert done.exit_code == 0, done.output
    return root


@pytest.fixture
def house(built: Path, tmp_path: Path) -> Path:
    shutil.copytree(built, tmp_path / "house")
    return tmp_path / "house"


def changed(house: Path, change: Callable[[Worksheet], None]) -> Path:
    """The exported plan after a person changed it in a spreadsheet program."""
    file = house / "plan.xlsx"
    assert run_cli(house, "plan", "export", "--to", str(file), today=TODAY).exit_code == 0
    book = openpyxl.load_workbook(file)
    change(book["工作配档表"])
    book.save(file)
    return file


def heading(sheet: Worksheet, name: str) -> int:
    return [cell.value for cell in sheet[1]].index(name) + 1


def write(sheet: Worksheet, row: int, **cells: object) -> None:
    for name, value in cells.items():
        sheet.cell(row, heading(sheet, name)).value = value  # type: ignore[assignment]


def test_persons_and_days_written_in_the_spreadsheet_are_kept_and_shown(house: Path) -> None:
    file = changed(
        house,
        lambda sheet: write(
            sheet,
            2,
            责任人="王老师",
            开始日期="2023年3月1日",
            完成时限=date(2023, 3, 10),
            备注="已约",
        ),
    )
    told = run_cli(house, "plan", "import", str(file), "--by", "李四", today=TODAY)
    assert told.output.startswith("记下 1 项"), told.output
    again = run_cli(house, "plan", "import", str(file), "--by", "李四", today=TODAY)
    assert again.output.startswith("记下 0 项"), again.output
    report = run_cli(house, "report", today=TODAY).output
    assert "其中逾期 1 项" in report
    assert "逾期 2023-03-10" in report
    assert "（王老师）" in report
    with Store.look(house / "archive") as store:
        (word,) = store.past(TODAY).assignments
    assert (word.by, word.remark, word.start) == ("李四", "已约", date(2023, 3, 1))


def test_one_wrong_row_and_nothing_is_kept_and_every_mistake_is_told(house: Path) -> None:
    def spoil(sheet: Worksheet) -> None:
        write(sheet, 2, 责任人="王老师", 完成时限="下周", 完成日期="2023-02-30")
        write(sheet, 3, 开始日期="2030-01-02", 完成时限="2030-01-01")
        write(sheet, 4, 编号="没有这个")
        write(sheet, 5, 责任人="赵老师")

    told = run_cli(house, "plan", "import", str(changed(house, spoil)), "--by", "李", today=TODAY)
    assert told.exit_code == 2
    assert told.output.splitlines() == [
        "第 2 行：“完成时限”要写成 2023-05-09 这样的日期，现在是“下周”。",
        "第 2 行：“完成日期”要写成 2023-05-09 这样的日期，现在是“2023-02-30”。",
        "第 3 行：开始日期（2030-01-02）晚于完成时限（2030-01-01）。",
        "第 4 行：没有编号为“没有这个”的任务；编号不要改动。",
        "第 5 行：缺编号，不知道是哪项任务；请保留导出时的编号。",
        "共 5 处错误，一行也没有记下；请改正后再导入。",
    ]
    with Store.look(house / "archive") as store:
        assert store.past(TODAY).assignments == ()


def test_rows_may_be_sorted_left_out_and_put_under_a_title(house: Path) -> None:
    def rearrange(sheet: Worksheet) -> None:
        write(sheet, 3, 责任人="赵")
        sheet.delete_rows(2)
        sheet.insert_rows(1)
        sheet["A1"] = "青山区工作配档表"

    told = run_cli(
        house, "plan", "import", str(changed(house, rearrange)), "--by", "李", today=TODAY
    )
    assert told.output.startswith("记下 1 项"), told.output


@pytest.mark.parametrize("content", [b"", b"not a workbook", b"PK\x03\x04 broken"])
def test_what_is_no_spreadsheet_is_refused_with_a_sentence(house: Path, content: bytes) -> None:
    file = house / "x.xlsx"
    file.write_bytes(content)
    told = run_cli(house, "plan", "import", str(file), "--by", "李", today=TODAY)
    assert str(getattr(told.exception, "message", "")).startswith("这个文件不是能读的")


def test_every_unit_gets_a_ready_folder(house: Path) -> None:
    told = run_cli(house, "mail-merge", "--to", str(house / "out"), today=TODAY)
    assert told.exit_code == 0, told.output
    names = {f.relative_to(house / "out").as_posix() for f in (house / "out").rglob("*.*")}
    assert {
        "环卫处/环卫处_函和齐备报告.docx",
        "环卫处/环卫处_齐备报告.html",
        "环卫处/环卫处_台账.xlsx",
        "环卫处/回执/回执.html",
    } <= names
    page = (house / "out" / "环卫处" / "环卫处_齐备报告.html").read_text("utf-8")
    assert 'href="../' not in page
    with ZipFile(house / "out" / "环卫处" / "环卫处_函和齐备报告.docx") as letter:
        assert "关于补充完善迎检佐证材料的函" in letter.read("word/document.xml").decode()
    again = run_cli(house, "mail-merge", "--to", str(house / "out"), today=TODAY)
    assert again.exit_code != 0


def test_the_dossier_holds_ledgers_in_word_and_excel(house: Path) -> None:
    folder = house / "archive" / "dossier" / "台账"
    book = openpyxl.load_workbook(io.BytesIO((folder / "全区台账.xlsx").read_bytes()))
    assert book.sheetnames == ["工作配档表", "整改工作台账", "问题清单", "责任分工", "说明"]
    for name in ("工作配档表", "整改工作台账", "问题清单"):
        assert (folder / f"全区{name}.docx").is_file()
    assert (folder / "环卫处_台账.xlsx").is_file()


def test_approved_declarations_leave_no_gap_and_can_be_taken_back(house: Path) -> None:
    point = next(line for line in listed(house) if line)
    words = ("not-applicable", point, "--unit", "环卫处", "--by", "李四", "--why", "无此业务")
    before = len(listed(house))
    told = run_cli(house, *words, today=TODAY)
    assert told.exit_code == 0, told.output
    assert len(listed(house)) < before
    assert run_cli(house, *words, "--undo", today=TODAY).exit_code == 0
    assert len(listed(house)) == before


def listed(house: Path) -> list[str]:
    """Points of the tasks of 环卫处 in the exported plan."""
    file = house / "list.xlsx"
    assert run_cli(house, "plan", "export", "--to", str(file), today=TODAY).exit_code == 0
    rows = openpyxl.load_workbook(file)["工作配档表"].iter_rows(min_row=2, values_only=True)
    return [str(row[2] or "") for row in rows if row[1] == "环卫处"]


def test_history_tells_what_came_since(house: Path) -> None:
    (house / "inbox" / "环卫处" / "02-2 新的清运记录.txt").write_text("清运记录", "utf-8")
    assert run_cli(house, "build", today=LATER).exit_code == 0
    told = run_cli(house, "report", "--since", TODAY.isoformat(), today=LATER).output
    assert told.startswith(f"与 {TODAY} 的档案相比")
    assert "收到 1 个文件" in told
    page = (house / "archive" / "dossier" / "报告" / "全区.html").read_text("utf-8")
    assert "测算总分的变化" in page
