"""A workbook as blocks for the volume: sheets as tables, merged as merged, figures as formatted."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import is_zipfile

from archivist.formats.parts import Package
from archivist.formats.retelling import grids, sheetparts
from archivist.formats.retelling.figures import Dress, Dresses, told
from archivist.formats.retelling.grids import MOST_CELLS, Cell
from archivist.formats.retelling.pictures import Album
from archivist.formats.retelling.sheetgrids import Row, laid
from archivist.formats.retelling.sheetparts import InCells, Part
from archivist.formats.sheets import too_wide, without_panic
from archivist.model import MOST_RETOLD, Block, Limits, Retold, Stretch

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

_MOST_ROWS = 5_000
_MOST_COLUMNS = 400
_PHOTO = 90.0
"""Points of a picture that stands in a cell."""


def retold(source: Path, drafts: Path, name: str, limits: Limits) -> Retold:
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
            titles, grid, remarks = laid(rows, part, sheet.merged_cell_ranges or ())
            wide = grids.lies(grid)
            room = grids.LYING if wide else grids.STANDING
            blocks = [*titles, *grids.blocks(grid, room, splits=True), *remarks]
        if pictures:
            blocks.append({"kind": "pictures", "of": pictures, "align": "center"})
        several = len(self.book.sheet_names) > 1
        if blocks and several:
            shown = f"工作表：{name}{'（隐藏）' if hidden else ''}"
            blocks.insert(0, {"kind": "sheet", "text": shown})
        return wide, blocks

    def _rows(self, sheet: CalamineSheet, part: Part) -> list[Row]:
        """Rows that say something, as cells by column; what finds no room is counted."""
        rows: list[Row] = []
        across: set[int] = set()
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
            across |= cells.keys()
            if said > self.room or len(rows) * len(across) >= MOST_CELLS:
                self.room, self.cut = 0, self.cut + said
                continue
            self.room -= said
            rows.append((number, cells))
        return rows

    def _cell(self, part: Part, row: int, column: int, value: object) -> Cell:
        dress = self._dress(part, row, column)
        text = told(value, dress.code).strip()
        cell = Cell(column, row, text, align=dress.align, lift=dress.lift)
        cell.bold, cell.size = dress.bold, dress.size
        if self.parts and "DISPIMG" in text and (shown := self.parts.cells.of(text)) is not None:
            cell.text, cell.pictures = "", [(shown, _PHOTO)]
        return cell

    def _dress(self, part: Part, row: int, column: int) -> Dress:
        style = part.dress.get((row, column), "")
        return self.parts.dresses.of(style) if self.parts and style else Dress()
