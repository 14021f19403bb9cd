"""Tables whose last row says 合计: does each column add up to what is printed?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation

from archivist.formats.elements.lines import Line
from archivist.model import Element, ElementKind

MOST = 20

_TOTAL = re.compile(r"^(?:合\s*计|总\s*计|共\s*计)[:：]?$")
_PART = re.compile(r"小\s*计|合\s*计|总\s*计|其中|本月|累计")
_NO_SUM = re.compile(
    r"率|比|均|%|％|序号|编号|年份|年度|日期|时间|电话|标准|单价|备注|面积比|名次|得分|分数"
)
_NUMBER = re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?|-?\d+(?:\.\d+)?")
_LEAST_ROWS = 2


def find(lines: Sequence[Line]) -> Iterator[Element]:
    """One element for every column of a table that its 合计 row totals.

    ``value`` is ``heading|printed|added up``. Columns that hold anything but numbers, shares,
    rates or averages, and tables with subtotals, are passed over: they cannot be judged.
    """
    count = 0
    for at, line in enumerate(lines):
        cells = _cells(line)
        if len(cells) < 2 or not _is_total(cells):  # noqa: PLR2004 - a label and a number
            continue
        rows = _above(lines, at, len(cells))
        for heading, printed, added in _columns(rows, cells):
            value = f"{heading}|{printed}|{added}"
            yield Element(ElementKind.SUM, value, str(printed), line.page, line.number, line.quote)
            if (count := count + 1) == MOST:
                return


def _cells(line: Line) -> list[str]:
    return [cell.strip() for cell in line.raw.split("\t")] if "\t" in line.raw else []


def _is_total(cells: Sequence[str]) -> bool:
    return any(_TOTAL.match(cell) for cell in cells[:2])


def _above(lines: Sequence[Line], at: int, width: int) -> list[list[str]]:
    """The rows of the table above its total, the heading first."""
    rows: list[list[str]] = []
    for line in reversed(lines[:at]):
        cells = _cells(line)
        if len(cells) < 2 or line.page != lines[at].page or _is_total(cells):  # noqa: PLR2004
            break
        rows.append(cells + [""] * (width - len(cells)))
    return rows[::-1]


def _columns(
    rows: Sequence[Sequence[str]], total: Sequence[str]
) -> Iterator[tuple[str, Decimal, Decimal]]:
    heading, body = _split(rows)
    if len(body) < _LEAST_ROWS or any(_PART.search(cell) for row in body for cell in row[:3]):
        return
    if any(len(row) != len(heading) for row in body):  # merged cells shift the columns
        return
    for column in range(1, min(len(total), len(heading))):
        printed = _number(total[column])
        values = [_number(row[column]) for row in body if row[column] not in ("", "-", "/", "—")]
        said = heading[column]
        if printed is None or not values or None in values or not said or _NO_SUM.search(said):
            continue
        yield said, printed, sum((v for v in values if v is not None), Decimal(0))


def _split(rows: Sequence[Sequence[str]]) -> tuple[Sequence[str], list[Sequence[str]]]:
    """The heading (the last row above the first with numbers) and the rows below it."""
    for at, row in enumerate(rows):
        if at and sum(_number(cell) is not None for cell in row) and not _headed(row):
            return rows[at - 1], list(rows[at:])
    return (), []


def _headed(row: Sequence[str]) -> bool:
    """Whether a row only names columns."""
    return all(_number(cell) is None for cell in row)


def _number(cell: str) -> Decimal | None:
    if not _NUMBER.fullmatch(cell):
        return None
    try:
        return Decimal(cell.replace(",", ""))
    except InvalidOperation:
        return None
