"""Tables of Word on a grid: what is merged covers what it covered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from archivist.formats.parts import attribute, local
from archivist.formats.retelling import grids
from archivist.formats.retelling.grids import Cell, Grid
from archivist.formats.retelling.paragraphs import ALIGN
from archivist.formats.retelling.styles import Styles, number
from archivist.model import Block

if TYPE_CHECKING:
    from lxml.etree import _Element

    from archivist.formats.retelling.word import Teller

_TWIPS = 20
_MM = 72 / 25.4
_MOST_ACROSS = 63
"""Columns of a table Word can hold."""

_LIFTS = {"bottom": "bottom", "top": "top"}
_NO_EDGE = frozenset({"nil", "none"})
_LEAST_WIDE = 12.0


def table(teller: Teller, element: _Element) -> Iterator[Block]:
    """The blocks of a ``w:tbl``: itself, or its words where nothing is left of it."""
    side = element.find("{*}tblPr/{*}jc")
    grid = Grid(_widths(element), ruled=_ruled(element, teller.styles))
    grid.stands = ALIGN.get("" if side is None else attribute(side, "val"), "left")
    sizes: Counter[float] = Counter()
    open_cells: dict[int, Cell] = {}
    for row, line in enumerate(_rows(element)):
        if not teller.room or len(grid.cells) > grids.MOST_CELLS:
            teller.cut += len("".join(t.text or "" for t in line.iter("{*}t")))
            continue
        _fill(teller, grid, line, row, open_cells, sizes)
        head = line.find("{*}trPr/{*}tblHeader") is not None
        grid.head += head and grid.head == row
    if sizes:
        grid.size = sizes.most_common(1)[0][0]
    grid.head = grid.head or grids.named(grid)
    sheet = 297 if teller.section.wide else 210
    yield from grids.blocks(grid, (sheet - 2 * teller.section.side) * _MM)


def _rows(element: _Element) -> Iterator[_Element]:
    for child in element:
        if local(child) == "tr":
            yield child
        elif local(child) in {"sdt", "sdtContent", "ins", "customXml"}:
            yield from _rows(child)


def _cells(row: _Element) -> Iterator[_Element]:
    for child in row:
        if local(child) == "tc":
            yield child
        elif local(child) in {"sdt", "sdtContent", "ins", "customXml"}:
            yield from _cells(child)


def _widths(element: _Element) -> list[float]:
    """Points of the columns: as the grid says, else of the cells of the widest row."""
    columns = [
        number(attribute(each, "w"), 1e5) / _TWIPS
        for each in element.iterfind("{*}tblGrid/{*}gridCol")
    ]
    across = max((sum(map(_across, _cells(row))) for row in _rows(element)), default=1)
    across = max(1, min(_MOST_ACROSS, across))
    if len(columns) < across or not any(columns):
        columns = [grids.STANDING / across] * across
    return [max(_LEAST_WIDE, wide) for wide in columns[:_MOST_ACROSS]]


def _across(cell: _Element) -> int:
    span = cell.find("{*}tcPr/{*}gridSpan")
    return _count(span) if span is not None else 1


def _count(element: _Element) -> int:
    said = attribute(element, "val")
    return max(1, min(_MOST_ACROSS, int(said))) if said.isdecimal() and len(said) < 4 else 1  # noqa: PLR2004


def _ruled(element: _Element, styles: Styles) -> bool:
    """Whether a table has lines: its own, its style's, or any cell's."""
    edges = element.find("{*}tblPr/{*}tblBorders")
    if edges is not None and any(attribute(edge, "val") not in _NO_EDGE for edge in edges):
        return True
    style = element.find("{*}tblPr/{*}tblStyle")
    if edges is None and style is not None and styles.ruled(attribute(style, "val")):
        return True
    drawn = (edge for cell in element.iterfind(".//{*}tcBorders") for edge in cell)
    return any(attribute(edge, "val") not in _NO_EDGE for edge in drawn)


def _fill(
    teller: Teller,
    grid: Grid,
    line: _Element,
    row: int,
    open_cells: dict[int, Cell],
    sizes: Counter[float],
) -> None:
    """Put the cells of a row on the grid; what goes on from above makes that cell longer."""
    before = line.find("{*}trPr/{*}gridBefore")
    column = _count(before) if before is not None else 0
    for each in _cells(line):
        across = _across(each)
        merged = each.find("{*}tcPr/{*}vMerge")
        above = open_cells.get(column)
        goes_on = merged is not None and attribute(merged, "val") != "restart"
        if goes_on and above is not None and above.row + above.down == row:
            above.down += 1
        else:
            cell = _cell(teller, each, column, row, sizes)
            cell.across = across
            grid.cells.append(cell)
            open_cells[column] = cell
        column += across


def _cell(teller: Teller, element: _Element, column: int, row: int, sizes: Counter[float]) -> Cell:
    lift = element.find("{*}tcPr/{*}vAlign")
    cell = Cell(
        column, row, "", lift=_LIFTS.get("" if lift is None else attribute(lift, "val"), "")
    )
    lines: list[str] = []
    bold: list[bool] = []
    looks = teller.looks
    for paragraph in _paragraphs(element):
        line, whole, label = teller.line(paragraph)
        text = (label + line.text)[: teller.take(label + line.text)]
        if text.strip() and not cell.align:
            cell.align = ALIGN.get(whole.get("jc", ""), "left").replace("both", "left")
        lines.append(text.replace("\t", "  "))
        known = list(looks)
        for said, seen in line.runs:
            if said.strip():
                sizes[known[seen].size] += len(said)
                bold.append(known[seen].bold)
        cell.pictures += [(d.picture, d.wide) for d in line.drawn if d.picture is not None]
        lines += [_boxed(d.box) for d in line.drawn if d.box is not None]
    cell.text = "\n".join(lines).strip("\n")
    cell.bold = bool(bold) and all(bold)
    return cell


def _boxed(box: _Element) -> str:
    return "\n".join("".join(t.text or "" for t in p.iter("{*}t")) for p in box.iter("{*}p"))


def _paragraphs(element: _Element) -> Iterator[_Element]:
    """Paragraphs of a cell, those of tables within it too: one line each."""
    for child in element:
        if local(child) == "p":
            yield child
        elif local(child) not in {"tcPr", "Fallback", "del"}:
            yield from _paragraphs(child)
