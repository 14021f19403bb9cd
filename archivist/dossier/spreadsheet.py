"""Spreadsheets to print and to work in: text stays text, and no clock is asked."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from archivist.dossier.pages import printable

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

Cell = str | int | float

_LONGEST = 32_000
"""Excel refuses cells of more than 32,767 characters."""

_LINE, _PADDING, _HIGHEST = 15, 6, 400
"""Points: height of a line, space around it, and the highest row (Excel allows 409)."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column's heading, its width in Latin characters, and ``left`` or ``center``."""

    name: str
    width: int
    align: str = "left"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A named table. ``rows`` is consumed once and may be a stream."""

    name: str
    columns: tuple[Column, ...]
    rows: Iterable[tuple[Cell, ...]]


def workbook(title: str, made: date, sheets: Iterable[Sheet]) -> bytes:
    """An XLSX: headings frozen and repeated on paper, A4 landscape, titled and numbered pages.

    Args:
        title: the document's title, also printed above every page.
        made: the day that counts as today, put down as creation date.
        sheets: streamed; memory stays flat however long they are.
    """
    from xlsxwriter import Workbook

    buffer = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(buffer, {**options, "strings_to_numbers": False}) as book:
        book.set_properties({"title": printable(title), "created": datetime.combine(made, time())})
        for sheet in sheets:
            page = book.add_worksheet(sheet.name)
            _lay_out(page, sheet, printable(title))
            _fill(book, page, sheet)
    return buffer.getvalue()


def _lay_out(page: Worksheet, sheet: Sheet, title: str) -> None:
    page.set_landscape()
    page.set_paper(9)
    page.set_margins(left=0.8, right=0.5, top=0.9, bottom=0.7)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.freeze_panes(1, 0)
    page.set_header(f"&C&12{title.replace('&', '&&')}")
    page.set_footer(f"&C{sheet.name}　第 &P 页　共 &N 页")
    for place, column in enumerate(sheet.columns):
        page.set_column(place, place, column.width)


def _fill(book: Workbook, page: Worksheet, sheet: Sheet) -> None:
    base = {"font_name": "宋体", "font_size": 11, "valign": "vcenter", "border": 1}
    head = book.add_format({**base, "bold": True, "align": "center", "text_wrap": True})
    body = [
        book.add_format({**base, "text_wrap": True, "align": column.align})
        for column in sheet.columns
    ]
    page.set_row(0, 2 * _LINE + _PADDING)
    for place, column in enumerate(sheet.columns):
        page.write_string(0, place, column.name, head)
    last = 0
    for last, row in enumerate(sheet.rows, 1):
        page.set_row(last, _height(sheet.columns, row))
        for place, cell in enumerate(row):
            if isinstance(cell, str):
                page.write_string(last, place, printable(cell)[:_LONGEST], body[place])
            else:
                page.write_number(last, place, cell, body[place])
    page.autofilter(0, 0, last, len(sheet.columns) - 1)


def _height(columns: tuple[Column, ...], row: tuple[Cell, ...]) -> int:
    """Height in points that shows every line: not all programs measure wrapped text themselves."""
    lines = max(_lines(columns, row), default=1)
    return min(lines * _LINE + _PADDING, _HIGHEST)


def _lines(columns: tuple[Column, ...], row: tuple[Cell, ...]) -> Iterator[int]:
    for column, cell in zip(columns, row, strict=True):
        if isinstance(cell, str) and 2 * len(cell) > column.width:
            wide = len(cell.encode("gbk", "replace"))  # two bytes for what is two columns wide
            yield -(-wide // max(column.width - 1, 1))
        else:
            yield 1
