"""The ledgers in their usual forms: 问题清单, 整改工作台账, 工作配档表, 责任分工; overall and per unit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from archivist.dossier import words
from archivist.dossier.site import LEAD, Site
from archivist.dossier.spreadsheet import Cell, Column, Sheet, workbook
from archivist.dossier.word import docx
from archivist.dossier.workdays import caveat
from archivist.model import Leaf, Progress, Shop, Task, called

OVERALL = "台账/全区"
PLAN = "工作配档表"
PLAN_COLUMNS = (
    ("编号", 14),
    ("责任单位", 20),
    ("考评要点", 10),
    ("工作任务", 46),
    ("配合单位", 20),
    ("责任人", 12),
    ("开始日期", 12),
    ("完成时限", 12),
    ("完成日期", 12),
    ("备注", 24),
    ("状态", 12),
)
"""责任人 to 备注 are people's to change; ``archivist plan import`` reads them back."""

NOTHING = "目前没有要列的事项。"
"""Stands where a ledger has no rows, so that an empty sheet is not taken for a broken one."""

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_NARROW = 14
_WIDEST = 34
_FOUR, _ROOM = 10, 6
"""Columns from this width hold a day or four signs, and get so much more on paper."""
_IDS = frozenset({"编号", "任务编号"})
"""Columns for reading back: on paper they only take room."""
_MOST = 1000
"""Rows of a Word table: more make it slow to open; the spreadsheet has all."""

_PAPER = 14571
"""Twips between the margins of an A4 page on its side."""


@dataclass(frozen=True, slots=True)
class Form:
    """A ledger: its name, its columns as (name, width), and its rows of text."""

    name: str
    columns: tuple[tuple[str, int], ...]
    rows: tuple[tuple[Cell, ...], ...]


def ledgers(site: Site, shop: Shop) -> Iterator[Leaf]:
    """One workbook and three Word tables for all, one workbook per unit."""
    forms = (plan(site.tasks), register(site.tasks), problems(site, site.tasks))
    yield _kept(site, shop, OVERALL, "台账", (*forms, matrix(site)))
    for form in forms:
        path = f"{OVERALL}{form.name}.docx"
        told = repr((said(site), site.heading(""), form))
        yield Leaf(path, shop.keep(path, told, partial(paper, site, form, "全区")))
    for unit in site.units:
        title = f"{unit}　台账"
        yield _kept(site, shop, f"{site.ledger[unit]}_", title, _forms_of(site, unit))


def _kept(site: Site, shop: Shop, stem: str, title: str, forms: Sequence[Form]) -> Leaf:
    """A workbook, or the one that stands if it tells the same: they are dear to write."""
    path = f"{stem}台账.xlsx"
    told = repr((site.heading(title), said(site), site.archive.today, forms))
    return Leaf(path, shop.keep(path, told, partial(book, site, title, forms)))


def of_unit(site: Site, unit: str) -> bytes:
    """The workbook of one unit."""
    return book(site, f"{unit}　台账", _forms_of(site, unit))


def _forms_of(site: Site, unit: str) -> tuple[Form, ...]:
    own = site.tasks_by_unit.get(unit, ())
    return plan(own), register(own), problems(site, own)


def plan(tasks: Iterable[Task]) -> Form:
    """工作配档表: who does what from when to when; only what is still to be done."""
    rows = (_planned(task) for task in tasks if task.progress is not Progress.CLOSED)
    return Form(PLAN, PLAN_COLUMNS, tuple(rows))


def _planned(task: Task) -> tuple[Cell, ...]:
    return (
        task.chore.id,
        task.chore.unit,
        task.chore.point,
        task.chore.mend if task.chore.kind == "gap" else f"{task.chore.problem}。{task.chore.mend}",
        "、".join(task.chore.support),
        task.person,
        task.start.isoformat(),
        task.due.isoformat(),
        task.done.isoformat() if task.done else "",
        task.remark,
        words.PROGRESS[task.progress],
    )


def register(tasks: Iterable[Task]) -> Form:
    """整改工作台账: what was found, how it is mended, how far it is; closed ones stay listed."""
    columns = (
        ("序号", 6),
        ("编号", 14),
        ("责任单位", 20),
        ("考评要点", 10),
        ("存在问题", 40),
        ("整改措施", 36),
        ("责任人", 10),
        ("发现日期", 12),
        ("整改时限", 12),
        ("销号日期", 12),
        ("整改状态", 12),
    )
    rows = (
        (
            number,
            task.chore.id,
            task.chore.unit,
            task.chore.point,
            task.chore.problem,
            task.chore.mend,
            task.person,
            task.seen.isoformat(),
            task.due.isoformat(),
            task.closed.isoformat() if task.closed else "",
            words.PROGRESS[task.progress],
        )
        for number, task in enumerate(tasks, 1)
    )
    return Form("整改工作台账", columns, tuple(rows))


def problems(site: Site, tasks: Iterable[Task]) -> Form:
    """问题清单: every single problem with a number, and the task that mends it."""
    columns = (
        ("序号", 6),
        ("责任单位", 20),
        ("考评要点", 10),
        ("类别", 10),
        ("对象", 36),
        ("问题", 50),
        ("依据", 30),
        ("轻重", 10),
        ("任务编号", 14),
    )
    found = (
        (task, defect)
        for task in tasks
        if task.progress is not Progress.CLOSED
        for defect in site.defects_by_task.get(task.chore.id, ())
    )
    rows = (
        (
            number,
            task.chore.unit,
            task.chore.point,
            words.TASK[task.chore.kind],
            defect.subject,
            defect.message,
            defect.source,
            called.SEVERITY[task.chore.severity],
            task.chore.id,
        )
        for number, (task, defect) in enumerate(found, 1)
    )
    return Form("问题清单", columns, tuple(rows))


def matrix(site: Site) -> Form:
    """责任分工: unit × point, 主 for the leading unit and 配 for a supporting one."""
    points = site.archive.plan.points
    roles = {(s.unit, s.point.code): s.role for s in site.archive.verdict.standings}
    signs = {LEAD: "主", "": ""}
    rows: list[tuple[Cell, ...]] = []
    for unit in site.units:
        counts = (_count(site, unit, LEAD), _count(site, unit, "配合"))
        own = (signs.get(roles.get((unit, point.code), ""), "配") for point in points)
        rows.append((unit, *counts, *own))
    columns = (("责任单位", 24), ("主", 6), ("配", 6), *((point.code, 6) for point in points))
    return Form("责任分工", columns, tuple(rows))


def _count(site: Site, unit: str, role: str) -> int:
    return sum(s.role == role for s in site.standings_by_unit.get(unit, ()))


def said(site: Site) -> str:
    """How the days were found: what every plan has to say of itself."""
    archive = site.archive
    inspection = archive.plan.settings.inspection
    return (
        f"日期由本程序自迎检日（{words.day(inspection)}）按工作日倒排，可在表中修改，"
        f"交回后由食安办读入。{caveat(archive.today, inspection)}"
    )


def paper(site: Site, form: Form, owner: str) -> bytes:
    """A ledger as a Word table on its side."""
    shown = [place for place, (name, _) in enumerate(form.columns) if name not in _IDS]
    widths = [_on_paper(form.columns[place][1]) for place in shown]
    columns = [
        (form.columns[place][0], wide * _PAPER // sum(widths), _style(wide))
        for place, wide in zip(shown, widths, strict=True)
    ]
    rows = [tuple(printed(str(row[place])) for place in shown) for row in form.rows[:_MOST]]
    notes = [said(site)]
    if len(form.rows) > _MOST:
        notes.append(f"本表只列前 {_MOST} 行，共 {len(form.rows)} 行，全部见 Excel 台账。")
    if not rows:
        notes.append(NOTHING)
    settings = site.archive.plan.settings
    head = {"left": settings.standard_shown, "right": f"截至 {words.day(site.archive.today)}"}
    title = f"{settings.district if owner == '全区' else owner}　{form.name}"
    return docx(
        "ledger", title, heading=title, head=head, columns=columns, rows=rows, notes=notes, signs=[]
    )


def printed(cell: str) -> str:
    """A day as paper has it, ``2023.05.09``: hyphens would break it over two lines."""
    return cell.replace("-", ".") if _DAY.fullmatch(cell) else cell


def _on_paper(wide: int) -> int:
    """Share of the width of a sheet: a day and a heading of four signs keep to one line."""
    return min(wide + _ROOM if _FOUR <= wide <= _NARROW else wide, _WIDEST)


def _style(wide: int) -> str:
    return "Figure" if wide <= _NARROW else "Small"


def book(site: Site, title: str, forms: Sequence[Form]) -> bytes:
    """A workbook of forms, and a sheet that says how to fill it in."""
    sheets = [Sheet(f.name, _columns(f), f.rows or (_nothing(f),)) for f in forms]
    told = (
        ("填写", "责任人、开始日期、完成时限、完成日期、备注可改；编号勿改，日期写成 2023-05-09。"),
    )
    notes = (*told, ("日期", said(site)), ("分数", words.CAVEAT))
    sheets.append(Sheet("说明", (Column("事项", 12), Column("说明", 100)), notes))
    return workbook(site.heading(title), site.archive.today, sheets)


def _nothing(form: Form) -> tuple[Cell, ...]:
    """A row that says so, in the widest column."""
    widest = max(form.columns, key=lambda column: column[1])
    return tuple(NOTHING if column is widest else "" for column in form.columns)


def _columns(form: Form) -> tuple[Column, ...]:
    return tuple(
        Column(name, wide, "center" if wide <= _NARROW else "left") for name, wide in form.columns
    )
