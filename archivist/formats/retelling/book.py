"""A workbook as blocks for the volume: sheets as tables, merged as merged, figures as formatted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import is_zipfile

from archivist.formats.parts import Package
from archivist.formats.retelling import grids, sheetparts
from archivist.formats.retelling.figures import Dress, Dresses, told
from archivist.formats.retelling.grids import Cell, Grid
from archivist.formats.retelling.pictures import Album
from archivist.formats.retelling.sheetparts import InCells, Part
from archivist.formats.sheets import too_wide, without_panic
from archivist.model import MOST_RETOLD, Block, Limits, Retold, Stretch

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

_POINTS = 5.6
"""Points of one sign of a column's width, in the usual face of eleven points."""

_LEAST_WIDE, _MOST_WIDE = 14.0, 230.0
_LONGEST = 28
"""Half-width signs of a cell beyond which it is broken into lines rather than made wider."""

_TITLE_ROWS = 6
_TITLE_CHARS = 60
_BIG = 13.0
_MOST_ROWS = 5_000
_MOST_COLUMNS = 400
_PHOTO = 90.0
"""Points of a picture that stands in a cell."""

Row = tuple[int, dict[int, Cell]]
"""Number of a row in its sheet, and what its cells say by column."""
Span = tuple[tuple[int, int], tuple[int, int]]
"""First and last row and column of what is merged."""


def workbook(source: Path, drafts: Path, name: str, limits: Limits) -> Retold:
    """Lay a workbook out anew; see ``retell``."""
    from python_calamine import CalamineWorkbook

    if not is_zipfile(source):
        with source.open("rb") as file, without_panic():
            return _Book(CalamineWorkbook.from_filelike(file)).told()
    with Package(source, limits) as package, source.open("rb") as file, without_panic():
        if too_wide(package):
            return Retold()
        album = Album(package, drafts, name)
        book = _Book(CalamineWorkbook.from_filelike(file), _Parts(package, album))
        return book.told()


class _Parts:
    """The parts of an XLSX; other workbooks have values alone."""

    def __init__(self, package: Package, album: Album) -> None:
        self.package, self.album = package, album
        self.dresses = Dresses(package)
        self.cells = InCells(package, album)
        self.of = sheetparts.parts(package)


@dataclass(slots=True)
class _Book:
    """One workbook on its way into blocks; ``room`` is how many characters still fit."""

    book: CalamineWorkbook
    parts: _Parts | None = None
    room: int = MOST_RETOLD
    cut: int = 0

    def told(self) -> Retold:
        """Sheet after sheet; those alike go on on the same paper."""
        told = [
            self._sheet(about.name, hidden="Visible" not in str(about.visible))
            for about in self.book.sheets_metadata
        ]
        stretches = tuple(
            Stretch(wide, blocks=tuple(block for _, blocks in group for block in blocks))
            for wide, group in groupby((each for each in told if each[1]), key=itemgetter(0))
        )
        album = self.parts.album if self.parts else None
        made, lacks = (tuple(album.made), album.told()) if album else ((), ())
        return Retold(stretches, (), made, self.cut, lacks)

    def _sheet(self, name: str, *, hidden: bool) -> tuple[bool, list[Block]]:
        sheet = self.book.get_sheet_by_name(name)
        pictures: list[tuple[int, float]] = []
        part = Part(name)
        if self.parts and (path := self.parts.of.get(name, "")):
            part = sheetparts.part(self.parts.package, path, _MOST_ROWS)
            pictures = sheetparts.pictures(self.parts.package, path, self.parts.album)
        rows = self._rows(sheet, part)
        blocks: list[Block] = []
        wide = False
        if rows:
            titles, grid = _laid(rows, part, sheet.merged_cell_ranges or ())
            wide = grids.lies(grid)
            blocks = [
                *titles,
                *grids.blocks(grid, grids.LYING if wide else grids.STANDING, splits=True),
            ]
        blocks += [{"kind": "picture", "n": n, "w": w, "align": "center"} for n, w in pictures]
        several = len(self.book.sheet_names) > 1
        if blocks and several:
            shown = f"工作表：{name}{'（隐藏）' if hidden else ''}"
            blocks.insert(0, {"kind": "sheet", "text": shown})
        return wide, blocks

    def _rows(self, sheet: CalamineSheet, part: Part) -> list[Row]:
        """Rows that say something, as cells by column; what finds no room is counted."""
        rows: list[Row] = []
        left = sheet.start[1] if sheet.start else 0  # rows come from the first, columns do not
        for number, values in enumerate(sheet.iter_rows()):
            cells = {}
            for column, value in enumerate(values[:_MOST_COLUMNS], left):
                if value == "" or value is None:
                    continue
                cells[column] = self._cell(part, number, column, value)
            said = sum(len(cell.text) for cell in cells.values())
            if not cells:
                continue
            if said > self.room or len(rows) >= _MOST_ROWS:
                self.room, self.cut = 0, self.cut + said
                continue
            self.room -= said
            rows.append((number, cells))
        return rows

    def _cell(self, part: Part, row: int, column: int, value: object) -> Cell:
        dress = self._dress(part, row, column)
        text = told(value, dress.code).strip()
        right = "right" if isinstance(value, int | float) and not isinstance(value, bool) else ""
        cell = Cell(column, row, text, align=dress.align or right, lift=dress.lift)
        cell.bold, cell.size = dress.bold, dress.size
        if self.parts and "DISPIMG" in text and (shown := self.parts.cells.of(text)) is not None:
            cell.text, cell.pictures = "", [(shown, _PHOTO)]
        return cell

    def _dress(self, part: Part, row: int, column: int) -> Dress:
        style = part.dress.get((row, column), "")
        return self.parts.dresses.of(style) if self.parts and style else Dress()


def _laid(rows: list[Row], part: Part, merged: Iterable[Span]) -> tuple[list[Block], Grid]:
    """The titles above a sheet's table, and the table: nothing empty before or around it."""
    spans = {first: (first, last) for first, last in merged}
    titles: list[Block] = []
    while rows and len(titles) < _TITLE_ROWS and (title := _title(rows, spans, first=not titles)):
        titles.append(title)
        rows = rows[1:]
    places = {number: place for place, (number, _) in enumerate(rows)}
    columns = sorted({column for _, cells in rows for column in cells})
    across = {column: place for place, column in enumerate(columns)}
    grid = Grid([_wide(rows, part, column) for column in columns])
    sizes = Counter(cell.size for _, cells in rows for cell in cells.values())
    grid.size = min(sizes.most_common(1)[0][0], 12.0) if sizes else grid.size
    for number, cells in rows:
        for column, cell in cells.items():
            _merge(cell, spans.get((number, column)), places, across)
            cell.row, cell.column = places[number], across[column]
            grid.cells.append(cell)
    _stretched(grid)
    _filled(grid, spans.values(), places, across)
    grid.head = grids.named(grid)
    return titles, grid


def _title(rows: list[Row], spans: dict[tuple[int, int], Span], *, first: bool) -> Block | None:
    """A row of one cell above the others, as a line of its own."""
    number, cells = rows[0]
    (column, cell), *more = cells.items()
    if more or cell.pictures or len(rows) == 1 or len(cell.text) > _TITLE_CHARS:
        return None
    (top, left), (bottom, right) = spans.get((number, column), ((0, 0), (0, 0)))
    if bottom > top and len(rows) > 1 and rows[1][0] <= bottom:
        return None  # a heading at the side of several rows
    middle = cell.align == "center" or right > left
    kind = "title" if first and (cell.size >= _BIG or cell.bold or middle) else ""
    side = {"center": "centre", "right": "right"}.get(cell.align, "centre" if middle else "plain")
    return {"kind": kind or side, "text": cell.text}


def _wide(rows: list[Row], part: Part, column: int) -> float:
    """Points of a column: as its sheet says, and no less than short words need."""
    told = part.widths.get(column, part.usual) * _POINTS if part.widths else 0.0
    spans = [
        grids.span(line)
        for _, cells in rows
        if column in cells
        for line in cells[column].text.split("\n")
    ]
    need = min(max(spans, default=2), _LONGEST if not told else _LONGEST / 3) * _POINTS + 8
    return max(_LEAST_WIDE, min(_MOST_WIDE, max(told, need)))


def _merge(cell: Cell, span: Span | None, places: dict[int, int], across: dict[int, int]) -> None:
    """What a merged cell covers of the rows and columns that are shown."""
    if span:
        (top, left), (bottom, right) = span
        cell.down = sum(1 for row in places if top <= row <= bottom)
        cell.across = sum(1 for column in across if left <= column <= right)
        cell.align = cell.align if cell.align != "right" else "center"


def _stretched(grid: Grid) -> None:
    """A remark alone in its row takes the whole row: on screen it runs over empty cells too."""
    alone = Counter(cell.row for cell in grid.cells)
    covered = {(c.row + n) for c in grid.cells for n in range(1, c.down)}
    for cell in grid.cells:
        single = alone[cell.row] == 1 and cell.down == 1 and cell.row not in covered
        if single and not cell.pictures and (cell.column == 0 or grids.span(cell.text) > _LONGEST):
            cell.column, cell.across = 0, len(grid.widths)
            cell.align = cell.align or "left"


def _filled(
    grid: Grid, spans: Iterable[Span], places: dict[int, int], across: dict[int, int]
) -> None:
    """Empty cells are cells too: where nothing is said and nothing reaches, and those merged."""
    taken = {
        (cell.row + y, cell.column + x)
        for cell in grid.cells
        for y in range(cell.down)
        for x in range(cell.across)
    }
    for (top, left), last in spans:
        if top in places and left in across and (places[top], across[left]) not in taken:
            empty = Cell(across[left], places[top], "")
            _merge(empty, ((top, left), last), places, across)
            covered = {
                (empty.row + y, empty.column + x)
                for y in range(empty.down)
                for x in range(empty.across)
            }
            if not taken & covered:
                grid.cells.append(empty)
                taken |= covered
    for row in range(len(places)):
        for column in range(len(across)):
            if (row, column) not in taken:
                grid.cells.append(Cell(column, row, ""))
    grid.cells.sort(key=lambda cell: (cell.row, cell.column))
