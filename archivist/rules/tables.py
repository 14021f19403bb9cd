"""A city's scoring or task-division table becomes rule files to be reviewed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from archivist.model import UserError
from archivist.rules.columns import Header, Role, header
from archivist.rules.drafting import REVIEW, DraftPart, DraftPoint, quoted, shown, write
from archivist.rules.grids import grids
from archivist.rules.loading import SETTINGS, pack
from archivist.rules.record import Record
from archivist.rules.roster import names_of
from archivist.rules.rows import Ground, Outline, finished, read_rows
from archivist.rules.settings import frame
from archivist.rules.yamlpos import parse


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import yields.

    ``files`` pairs file name and text for a review folder, ``remarks`` the row (1-based, within
    its table or sheet) with what was not understood there.
    """

    files: tuple[tuple[str, str], ...]
    rows_read: int
    remarks: tuple[tuple[int, str], ...]


def import_table(path: Path, settings: Path | None = None) -> Imported:
    """Read the scoring or task-division tables of a file.

    Args:
        path: a .docx, .xlsx or .xls file; all its tables count as one.
        settings: the settings file whose units and periods hold; None takes the shipped one.

    Returns:
        Part files, a bonus file if there is any bonus, and a settings file with the new units
        and totals; they load as they are, and every line in doubt is marked 待核.

    Raises:
        UserError: if the file cannot be read or holds no such table.
    """
    base = (settings or pack() / SETTINGS).read_bytes()
    outline = Outline(_ground(base), path.stem)
    rows_read = sum(_tables(path, outline))
    parts = finished(outline)
    if not parts and not outline.bonus:
        message = f"“{path.name}”里没有找到评分表或任务分解表。"
        raise UserError(message, "表头要有“评价项目”“评价标准”“分值”“责任单位”等字样。")
    files = (
        *write(parts, outline.bonus),
        (SETTINGS, _settled(base.decode("utf-8-sig"), outline.strangers, parts, outline.bonus)),
    )
    return Imported(files, rows_read, tuple(outline.remarks))


def _ground(base: bytes) -> Ground:
    found = frame(Record(parse(base, SETTINGS)[0], []))
    if not found.units or not found.periods:
        raise UserError(
            "设置文件里没有责任单位（units）或考评时段（periods）。", "请先改好设置文件。"
        )
    periods = tuple(found.periods)
    return Ground(
        names_of(found.units), found.settings.district, periods, orphan=found.units[0].name
    )


def _tables(path: Path, outline: Outline) -> Iterator[int]:
    """Read each table; one without a heading continues the one before if it is as wide."""
    before: Header | None = None
    width = 0
    for grid in grids(path):
        outline.grid, outline.row = grid.name, 1
        widest = max(map(len, grid.rows), default=0)
        head = header(grid.rows)
        if head is None and before and widest == width:
            head = Header(before.columns, 0)
        if head and _speaks(head):
            yield read_rows(outline, grid.rows, head)
            before, width = head, widest
        elif any(cell.text for row in grid.rows for cell in row):
            outline.say("没有认出表头，整张表没有采用。")


def _speaks(head: Header) -> bool:
    """Whether some column says what is asked for."""
    texts = (Role.POINT, Role.STANDARD, Role.DETAIL, Role.ITEM)
    return any(head.column(role) is not None for role in texts)


def _settled(
    text: str,
    strangers: Sequence[str],
    parts: Sequence[DraftPart],
    bonus: Sequence[DraftPoint],
) -> str:
    """The settings with new units and new totals; every other line stays as it was written."""
    entries = "".join(
        f"- name: {quoted(name)}  # {REVIEW}：表中的新单位\n  kind: {REVIEW}\n"
        for name in strangers
    )
    with_units = re.sub(
        r"(?m)^units:[ \t]*(#.*)?\n", lambda head: head.group() + entries, text, count=1
    )
    totals = "\n".join(_totals(parts, bonus))
    return re.sub(r"(?m)^totals:.*\n(?:[ \t]+.*\n)*", lambda _: totals + "\n", with_units, count=1)


def _totals(parts: Sequence[DraftPart], bonus: Sequence[DraftPoint]) -> Iterator[str]:
    items = [item for part in parts for item in part.items]
    yield f"totals:  # {REVIEW}：由导入的表格合计得出"
    yield f"  parts: {len(parts)}"
    yield f"  items: {len(items)}"
    yield f"  points: {sum(len(item.points) for item in items)}"
    yield f"  score: {shown(sum((item.score for item in items), Decimal(0)))}"
    yield f"  bonus_items: {len(bonus)}"
    yield f"  bonus_score: {shown(sum((point.score for point in bonus), Decimal(0)))}"
