"""Spreadsheets to print and to work in: text stays text, and no clock is asked."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from archivist.dossier.pages import printable

Cell = str | int | float

_LONGEST = 32_000
"""Excel refuses cells of more than 32,767 characters."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column's heading and its width in characters."""

    name: str
    width: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A named table. ``rows`` is consumed once and may be a stream."""

    name: str
    columns: tuple[Column, ...]
    rows: Iterable[tuple[Cell, ...]]


def workbook(title: str, made: date, sheets: Iterable[Sheet]) -> bytes:
    """An XLSX: frozen headings repeated on paper, A4 landscape, page numbers.

    Args:
        title: the document's title property.
        made: the day that counts as today, put down as creation date.
        sheets: streamed; memory stays flat however long they are.
    """
    from xlsxwriter import Workbook

    buffer = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(buffer, {**options, "strings_to_numbers": False}) as book:
        book.set_properties({"title": printable(title), "created": datetime.combine(made, time())})
        base = {"font_name": "宋体", "font_size": 10, "valign": "vcenter", "border": 1}
        head = book.add_format({**base, "bold": True, "align": "center", "text_wrap": True})
        body = book.add_format({**base, "text_wrap": True})
        for sheet in sheets:
            _fill(book.add_worksheet(sheet.name), sheet, head, body)
    return buffer.getvalue()


def _fill(page: object, sheet: Sheet, head: object, body: object) -> None:
    from xlsxwriter.worksheet import Worksheet

    if not isinstance(page, Worksheet):
        raise TypeError(page)
    page.set_landscape()
    page.set_paper(9)
    page.set_margins(left=0.8, right=0.5, top=0.7, bottom=0.7)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.freeze_panes(1, 0)
    page.set_footer(f"&C{sheet.name}　第 &P 页　共 &N 页")
    for place, column in enumerate(sheet.columns):
        page.set_column(place, place, column.width)
        page.write_string(0, place, column.name, head)
    last = 0
    for last, row in enumerate(sheet.rows, 1):
        for place, cell in enumerate(row):
            if isinstance(cell, str):
                page.write_string(last, place, printable(cell)[:_LONGEST], body)
            else:
                page.write_number(last, place, cell, body)
    page.autofilter(0, 0, last, len(sheet.columns) - 1)
