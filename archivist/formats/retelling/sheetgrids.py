"""The rows of a sheet as titles, a table and remarks: what was merged covers what it covered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from archivist.formats.retelling import grids
from archivist.formats.retelling.grids import Cell, Grid
from archivist.formats.retelling.sheetparts import Part
from archivist.model import Block

_POINTS = 5.6
"""Points of one sign of a column's width, in the usual face of eleven points."""

_LEAST_WIDE, _PAD = 14.0, 8.0
_LONGEST = 28
"""Half-width signs of a cell beyond which it is broken into lines rather than a sheet turned for it."""

_ROOMY = 48
"""Half-width signs a cell is given in one line where there is room."""

_TITLE_ROWS = 6
_TITLE_CHARS = 60
_BIG = 13.0

Row = tuple[int, dict[int, Cell]]
"""Number of a row in its sheet, and what its cells say by column."""
Span = tuple[tuple[int, int], tuple[int, int]]
"""First and last row and column of what is merged."""


def laid(
    rows: list[Row], part: Part, merged: Iterable[Span]
) -> tuple[list[Block], Grid, list[Block]]:
    """The titles above a sheet's table, the table, and what is remarked below it.

    Nothing empty stands before or around the table.
    """
    spans = {first: (first, last) for first, last in merged}
    titles: list[Block] = []
    while rows and len(titles) < _TITLE_ROWS and (title := _title(rows, spans, first=not titles)):
        titles.append(title)
        rows = rows[1:]
    rows, remarks = _remarks(rows, spans)
    places = {number: place for place, (number, _) in enumerate(rows)}
    columns = sorted({column for _, cells in rows for column in cells})
    across = {column: place for place, column in enumerate(columns)}
    broad = {first for first, last in spans.values() if last[1] > first[1]}
    both = [_wide(rows, part, column, broad) for column in columns]
    grid = Grid([has for has, _ in both], wanted=[want for _, want in both])
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
    return titles, grid, remarks


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


def _remarks(rows: list[Row], spans: dict[tuple[int, int], Span]) -> tuple[list[Row], list[Block]]:
    """The table's rows, and rows of one cell at the end as lines of their own."""
    end = len(rows)
    left = min((column for _, cells in rows for column in cells), default=0)
    while end and len(rows[end - 1][1]) == 1:
        number, cells = rows[end - 1]
        ((column, cell),) = cells.items()
        (top, _), (bottom, _) = spans.get((number, column), ((0, 0), (0, 0)))
        if bottom > top or cell.pictures or column > left:
            break
        end -= 1
    remarks = [cell for _, cells in rows[end:] for cell in cells.values()]
    return rows[:end], [{"kind": "plain", "text": cell.text} for cell in remarks]


def _wide(
    rows: list[Row], part: Part, column: int, broad: set[tuple[int, int]]
) -> tuple[float, float]:
    """Points a column has, as its sheet says but no emptier than its words, and points it wants."""
    spans = [
        grids.span(line)
        for number, cells in rows
        if column in cells and (number, column) not in broad
        for line in cells[column].text.split("\n")
    ]
    least, usual, want = (
        max(_LEAST_WIDE, min(max(spans, default=2), most) * _POINTS + _PAD)
        for most in (_LONGEST / 3, _LONGEST, _ROOMY)
    )
    told = part.widths.get(column, part.usual) * _POINTS if part.widths else usual
    return max(least, min(told, usual)), want


def _merge(cell: Cell, span: Span | None, places: dict[int, int], across: dict[int, int]) -> None:
    """What a merged cell covers of the rows and columns that are shown."""
    if span:
        (top, left), (bottom, right) = span
        cell.down = sum(1 for row in places if top <= row <= bottom)
        cell.across = sum(1 for column in across if left <= column <= right)


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
