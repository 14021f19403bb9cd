"""Reads workbooks old and new: every sheet is a page, cells are separated by tabs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from archivist.formats import troubles
from archivist.formats.office import about, macros, opened
from archivist.formats.parts import Package, local
from archivist.formats.registry import Found, Source, reads
from archivist.model import Problem

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

_PLAIN_NAME = re.compile(r"(sheet|工作表|表)\s*\d*", re.IGNORECASE)
_FILLED = re.compile(rb'<c [^>]*?r="([A-Z]{1,3})(\d{1,7})"[^>]*(?<!/)>')
_HEADER = re.compile(rb"<(?:odd|even|first)(?:Header|Footer)>(.*?)</", re.DOTALL)
_CODES = re.compile(r'&(?:"[^"]*"|[A-Z]|\d+|#)')
_CELLS = 5_000_000
"""Rows times columns of one sheet; calamine lays the whole rectangle out in memory."""

_NOT_READ = troubles.no_reader(
    "这一种写法的 XLSB", "请用 WPS 或 Excel 另存为 XLSX 后重新提交，或请人工查看"
)

Rows = list[list[object]]


@reads("xlsx", "xlsb", version=2)
def xlsx(source: Source) -> Found:
    """Cells, then what stands in headers, text boxes and comments."""
    with opened(source) as package:
        problem = too_wide(package)
        facts, created, _ = about(package)
        facts += macros(package)
        extras = list(_extras(package))
        problems = tuple(package.problems)
    if problem:
        return Found("\n".join(extras), created=created, facts=facts, problems=(*problems, problem))
    try:
        found = workbook(source, extras)
    except SheetError:
        if source.format.name != "xlsb":
            raise
        found = Found("\n".join(extras), problems=(_NOT_READ,))  # nothing says that it is torn
    return Found(
        text=found.text,
        pages=found.pages,
        created=created,
        facts=facts + found.facts,
        problems=problems + found.problems,
    )


def workbook(source: Source, extras: list[str]) -> Found:
    """Any workbook calamine opens (XLSX, XLSB, XLS, ODS), with further lines after the cells."""
    from python_calamine import CalamineWorkbook, PasswordError

    with source.path.open("rb") as file, without_panic():
        try:
            book = CalamineWorkbook.from_filelike(file)
        except PasswordError:
            return Found(problems=(troubles.ENCRYPTED,))
        pages, problems = _pages(book, source.limits.text_chars)
        names = [sheet.name for sheet in book.sheets_metadata]
        hidden = [s.name for s in book.sheets_metadata if "Visible" not in str(s.visible)]
    text = "\f".join(pages).rstrip("\f")
    text = "\n".join([text, *extras]) if extras else text
    if not text.strip() and not problems:
        problems = [troubles.BLANK]
    facts = [("sheets", "；".join(names))] + [("hidden sheets", "；".join(hidden))] * bool(hidden)
    return Found(text=text, pages=len(pages), facts=tuple(facts), problems=tuple(problems))


class SheetError(Exception):
    """Calamine met something it did not expect."""


@contextmanager
def without_panic() -> Iterator[None]:
    """A panic of Rust code is no ``Exception`` in Python, yet it is the file's trouble, not ours."""
    try:
        yield
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise SheetError(str(error)) from None


def _pages(book: CalamineWorkbook, limit: int) -> tuple[list[str], list[Problem]]:
    from python_calamine import CalamineError

    pages: list[str] = []
    problems: list[Problem] = []
    room = limit
    for name in book.sheet_names:
        try:
            with without_panic():
                text = _sheet(book.get_sheet_by_name(name), room)
        except (CalamineError, SheetError, ValueError) as error:
            problems.append(
                troubles.partial(f"工作表“{name}”无法读取（{troubles.because(error)}）")
            )
            continue
        pages.append(text if _PLAIN_NAME.fullmatch(name) else f"{text}\n{name}".strip("\n"))
        room -= len(text)
        if room <= 0:
            problems.append(troubles.TOO_LONG)
            break
    return pages, problems


def _sheet(sheet: CalamineSheet, room: int) -> str:
    lines: list[str] = []
    for row in sheet.iter_rows():
        line = "\t".join(map(shown, row)).rstrip("\t")
        lines.append(line)
        room -= len(line) + 1
        if room < 0:
            break
    return "\n".join(line for line in lines if line.strip())


def shown(value: object) -> str:
    """A cell as a person sees it, near enough: whole numbers without point, dates ISO."""
    if isinstance(value, str):
        return " ".join(value.split()) if "\n" in value or "\t" in value else value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)  # noqa: PLR2004 - exact integers
    if isinstance(value, datetime):
        midnight = value.time() == time()
        return value.date().isoformat() if midnight else value.isoformat(" ", "minutes")
    if isinstance(value, date | time | timedelta):
        return str(value)
    return "" if value is None else str(value)


def too_wide(package: Package) -> Problem | None:
    """Trouble if a sheet's rectangle is more than memory should hold."""
    for part in package.names("xl/worksheets/", ".xml"):
        columns, rows = {b"A"}, 1
        for match in _FILLED.finditer(package.data(part)):
            columns.add(match[1])
            rows = max(rows, int(match[2]))
        if rows * max(map(_column, columns)) > _CELLS:
            return troubles.too_big("工作表范围过大（单元格分布在极远的行列）")
    return None


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _extras(package: Package) -> Iterator[str]:
    for part in package.names("xl/worksheets/", ".xml"):
        for match in _HEADER.finditer(package.data(part)):
            line = _CODES.sub(
                " ", match[1].decode("utf-8", "replace").replace("&amp;", "&")
            ).strip()
            if line:
                yield " ".join(line.split())
    for start in ("xl/drawings/drawing", "xl/comments", "xl/threadedcomments/"):
        for part in package.names(start, ".xml"):
            yield from _paragraphs(package, part)


def _paragraphs(package: Package, part: str) -> Iterator[str]:
    root = package.xml(part)
    for element in root.iter() if root is not None else ():
        if local(element) in {"p", "text"} and not len(element.findall("{*}p")):
            line = "".join(str(piece) for piece in element.itertext()).strip()
            if line:
                yield " ".join(line.split())
