"""The tables of a Word or Excel file as rows of cells, with merged cells filled."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import BadZipFile

from archivist.model import UserError

if TYPE_CHECKING:
    from docx.oxml.table import CT_Row, CT_Tc

MOST_ROWS = 5_000
"""A scoring table has some hundred rows; beyond this it is another kind of file (ours)."""
MOST_COLUMNS = 60
"""Wider than any scoring table; Excel files may claim 16,384 columns (ours)."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's text and its origin: all cells of one merged area share text and origin."""

    text: str
    origin: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with its name (表1, or the sheet's name); rows may differ in length."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]


def grids(path: Path) -> tuple[Grid, ...]:
    """Read all tables of a file.

    Args:
        path: a .docx, .xlsx or .xls file.

    Returns:
        Its tables (Word) or sheets (Excel) in order, at most 5,000 rows by 60 columns each.

    Raises:
        UserError: if the file is of another kind or cannot be read.
    """
    kind = path.suffix.lower()
    if kind == ".docx":
        return tuple(_word(path))
    if kind in {".xlsx", ".xls"}:
        return tuple(_excel(path))
    message = f"“{path.name}”不是 .docx 或 .xlsx 文件。"
    raise UserError(message, "请用 WPS 或 Office 打开后另存为 .docx 或 .xlsx。")


def _unreadable(path: Path) -> UserError:
    return UserError(
        f"“{path.name}”打不开，可能损坏或加了密码。", "请用 WPS 或 Office 打开后另存一份。"
    )


def _word(path: Path) -> Iterator[Grid]:
    from docx import Document
    from docx.opc.exceptions import PackageNotFoundError
    from docx.oxml.ns import qn
    from lxml.etree import XMLSyntaxError

    try:
        body = Document(str(path)).element.body
    except (
        PackageNotFoundError,
        BadZipFile,
        XMLSyntaxError,
        KeyError,
        ValueError,
        OSError,
    ) as error:
        raise _unreadable(path) from error
    for number, table in enumerate(body.iterchildren(qn("w:tbl")), 1):
        rows: list[tuple[Cell, ...]] = []
        for row in table.tr_lst[:MOST_ROWS]:
            rows.append(tuple(_word_row(row, len(rows), rows[-1] if rows else ())))
        yield Grid(f"表{number}", tuple(rows))


def _word_row(row: CT_Row, number: int, above: Sequence[Cell]) -> Iterator[Cell]:
    """Cells of a Word row: ``gridSpan`` repeats a cell, ``vMerge`` continues the one above."""
    column = row.grid_before
    yield from (Cell("", (number, blank)) for blank in range(column))
    for raw in row.tc_lst:
        cell = Cell(_word_text(raw), (number, column))
        if raw.vMerge == "continue" and column < len(above):
            cell = above[column]
        for _ in range(min(raw.grid_span, MOST_COLUMNS - column)):
            yield cell
            column += 1


def _word_text(cell: CT_Tc) -> str:
    return tidy("\n".join(paragraph.text for paragraph in cell.p_lst))


def _excel(path: Path) -> Iterator[Grid]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_path(str(path))
        sheets = [book.get_sheet_by_name(name) for name in book.sheet_names]
    except (CalamineError, OSError) as error:
        raise _unreadable(path) from error
    for sheet in sheets:
        values = sheet.to_python(skip_empty_area=False, nrows=MOST_ROWS)
        cells = [
            [Cell(_excel_text(value), (r, c)) for c, value in enumerate(row[:MOST_COLUMNS])]
            for r, row in enumerate(values)
        ]
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
            _fill(cells, (top, left), (bottom, right))
        yield Grid(sheet.name, tuple(map(tuple, cells)))


def _fill(cells: list[list[Cell]], first: tuple[int, int], last: tuple[int, int]) -> None:
    """Repeat the upper left cell of a merged area over all of it, as far as there are cells."""
    if first[0] >= len(cells) or first[1] >= len(cells[first[0]]):
        return
    cell = cells[first[0]][first[1]]
    for row in cells[first[0] : last[0] + 1]:
        for column in range(first[1], min(last[1] + 1, len(row))):
            row[column] = cell


def _excel_text(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.10g}"
    return tidy(str(value))


def tidy(text: str) -> str:
    """Lines without needless blanks and without anything invisible; full-width digits plain."""
    lines = (re.sub(r"\s+", " ", line) for line in text.translate(_PLAIN).splitlines())
    seen = ("".join(filter(str.isprintable, line)).strip() for line in lines)
    return "\n".join(line for line in seen if line)


_PLAIN = str.maketrans("０１２３４５６７８９．", "0123456789.")
