"""The plan of work as a spreadsheet to change, and what people changed in it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from archivist.dossier.ledgers import NOTHING, PLAN, PLAN_COLUMNS, book, plan
from archivist.dossier.site import Site
from archivist.model import Archive, Assignment, Task, UserError

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

_NAMES = tuple(name for name, _ in PLAN_COLUMNS)
_ASKED = ("编号", "责任人", "开始日期", "完成时限", "完成日期", "备注")
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_EIGHT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_EPOCH = date(1899, 12, 30)
"""Day 0 of spreadsheets, for cells that lost their date format."""

_SERIAL = range(36_526, 73_051)
"""Serial numbers of the years 2000 to 2099."""

_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Imported:
    """What a plan file says: words that change something, rows unchanged, closed, and mistakes.

    ``mistakes`` pair a row's number in the sheet, as people count it, with a sentence.
    """

    words: tuple[Assignment, ...]
    same: int
    closed: int
    mistakes: tuple[tuple[int, str], ...]


def export(archive: Archive) -> bytes:
    """The plan of all units as XLSX, as ``read_plan`` reads it back."""
    site = Site(archive)
    return book(site, PLAN, (plan(site.tasks),))


def read_plan(content: bytes, tasks: Sequence[Task]) -> Imported:
    """Compare a plan file with the tasks as they stand; nothing is guessed.

    Args:
        content: an XLSX whose sheet 工作配档表 (else the first) has a row of headings.
        tasks: as they stand, closed ones too.

    Raises:
        UserError: no spreadsheet, or a heading is missing.
    """
    rows = _rows(content)
    top, columns = _headings(rows)
    known = {task.chore.id: task for task in tasks}
    found: dict[str, Assignment] = {}
    mistakes: list[tuple[int, str]] = []
    same = closed = 0
    for number, row in enumerate(rows[top + 1 :], top + 2):
        cells = {name: row[place] if place < len(row) else "" for name, place in columns.items()}
        if {_text(cell) for cell in row} <= {"", NOTHING}:
            continue
        task = known.get(_text(cells["编号"]).upper())
        wrong = list(_wrong(cells, task, found))
        if wrong or task is None:
            mistakes += [(number, sentence) for sentence in wrong]
        elif task.closed:
            closed += 1
        elif (word := _word(task, cells)) is None:
            same += 1
        else:
            found[task.chore.id] = word
    return Imported(tuple(found.values()), same, closed, tuple(mistakes))


def _rows(content: bytes) -> Sequence[Sequence[object]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        return _sheet(book)
    except (CalamineError, OSError, ValueError) as error:
        raise UserError("这个文件不是能读的 Excel 表格。", "请另存为 .xlsx 后再导入。") from error


def _sheet(book: CalamineWorkbook) -> Sequence[Sequence[object]]:
    names = book.sheet_names
    name = PLAN if PLAN in names else names[0]
    rows: Sequence[Sequence[object]] = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    return rows


def _headings(rows: Sequence[Sequence[object]]) -> tuple[int, dict[str, int]]:
    """Row (from 0) and columns of the headings; people may put a title above them."""
    for number, row in enumerate(rows[:20]):
        columns = {_text(cell): place for place, cell in enumerate(row) if _text(cell) in _NAMES}
        if "编号" in columns:
            if missing := [name for name in _ASKED if name not in columns]:
                raise UserError(
                    f"表头缺少：{'、'.join(missing)}。", "请用 archivist plan export 导出的表。"
                )
            return number, columns
    raise UserError("没有找到“编号”一列的表头。", "请用 archivist plan export 导出的表。")


def _wrong(
    cells: Mapping[str, object], task: Task | None, found: Mapping[str, Assignment]
) -> Iterator[str]:
    """Everything wrong with a row, one sentence each."""
    id_ = _text(cells["编号"])
    if not id_:
        yield "缺编号，不知道是哪项任务；请保留导出时的编号。"
        return
    if task is None:
        yield f"没有编号为“{id_}”的任务；编号不要改动。"
        return
    if task.chore.id in found:
        yield f"编号“{id_}”在表中出现两次，请只留一行。"
    days: dict[str, date | None] = {}
    for name in ("开始日期", "完成时限", "完成日期"):
        days[name] = _day(cells[name])
        if days[name] is None and _text(cells[name]):
            yield f"“{name}”要写成 2023-05-09 这样的日期，现在是“{_text(cells[name])}”。"
    start, due = days["开始日期"] or task.start, days["完成时限"] or task.due
    if start > due:
        yield f"开始日期（{start}）晚于完成时限（{due}）。"
    for name in ("责任人", "备注"):
        if len(_text(cells[name])) > _LONGEST:
            yield f"“{name}”超过 {_LONGEST} 个字。"


def _word(task: Task, cells: Mapping[str, object]) -> Assignment | None:
    """What a row says otherwise than the task; None if nothing."""
    start, due, done = (_day(cells[name]) for name in ("开始日期", "完成时限", "完成日期"))
    person, remark = _text(cells["责任人"]), _text(cells["备注"])
    said = (person, start or task.start, due or task.due, done, remark)
    if said == (task.person, task.start, task.due, task.done, task.remark):
        return None
    return Assignment(task.chore.id, *said)


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return " ".join(str(cell).split()) if cell is not None else ""


def _day(cell: object) -> date | None:
    """A day however it is written: a date cell, 2023-05-09, 2023年5月9日, 20230509, or a serial."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, int | float) and int(cell) in _SERIAL:
        return _EPOCH + timedelta(days=int(cell))
    text = _text(cell)
    if match := _DAY.fullmatch(text) or _EIGHT.fullmatch(text):
        try:
            return date(*map(int, match.groups()))
        except ValueError:
            return None
    return None
