"""Tables of any document on a grid that a sheet can hold: who covers which cells, how wide, how large."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from archivist.model import Block

STANDING, LYING = 470.0, 717.0
"""Points of a row on a standing and on a lying sheet, between the margins of ``volume.typ``."""

MOST_CELLS = 60_000
"""Cells of one table, empty ones too, that are set: a sheet of nothing but cells says nothing."""

_MOST_COLUMNS = 60
_LEAST = 6.0
"""Points of the smallest face a table is set in; what needs a smaller one is parted."""
_LEAST_SCALE = 0.6
_TIGHT = 0.85
"""A table that a face of so much of its size brings onto a standing sheet stays there."""
_PAD = 7.0
_HEADER_ROWS = 4
_SHORT = 20
"""Half-width signs up to which the words of a column stand in its middle."""
_CODE = 12
"""Digits from which on a figure is a telephone or a code."""
_DAY = re.compile(r"\d{4}([-/.])\d{1,2}\1\d{1,2}.*|(19|20)\d\d")
_FIGURE = re.compile(r"[-+¥￥$]?[\d,.:/%‰—-]+[%‰元人次个]?")


@dataclass(slots=True)
class Cell:
    """A cell and what it covers; ``align`` and ``lift`` are "" where the document does not say.

    ``pictures`` are numbers of the document's files with their width in points.
    """

    column: int
    row: int
    text: str
    across: int = 1
    down: int = 1
    align: str = ""
    lift: str = ""
    bold: bool = False
    size: float = 10.5
    pictures: list[tuple[int, float]] = field(default_factory=list)


@dataclass(slots=True)
class Grid:
    """Cells by place; ``widths`` in points, ``size`` the face, ``head`` how many rows are named.

    ``ruled`` says whether it has lines, ``stands`` where on the sheet it is; to
    ``wanted`` points columns grow where there is room.
    """

    widths: list[float]
    cells: list[Cell] = field(default_factory=list)
    size: float = 10.5
    head: int = 0
    ruled: bool = True
    stands: str = "center"
    wanted: list[float] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return max((cell.row + cell.down for cell in self.cells), default=0)


def blocks(grid: Grid, wide: float, *, splits: bool = False) -> list[Block]:
    """The table for sheets of ``wide`` points, in a smaller face or in parts where it must be."""
    if not grid.cells:
        return []
    _settle(grid)
    _grow(grid, wide)
    total = sum(grid.widths)
    scale = min(1.0, wide / total)
    parted = len(grid.widths) > _MOST_COLUMNS or (
        splits and (scale < _LEAST_SCALE or grid.size * scale < _LEAST)
    )
    if not parted:
        return [_block(grid, scale)]
    room = wide / max(_LEAST_SCALE, _LEAST / grid.size)
    return [_block(part, min(1.0, wide / sum(part.widths))) for part in _parts(grid, room)]


def lies(grid: Grid) -> bool:
    """Whether a table wants a lying sheet."""
    return sum(grid.widths) * _TIGHT > STANDING


def _settle(grid: Grid) -> None:
    """Cells inside the grid that cover no other, columns wide enough for their longest word."""
    taken: set[tuple[int, int]] = set()
    kept = []
    columns = len(grid.widths)
    for cell in sorted(grid.cells, key=lambda cell: (cell.row, cell.column)):
        if cell.column >= columns or (cell.column, cell.row) in taken:
            continue
        across = next(
            (n for n in range(1, cell.across) if (cell.column + n, cell.row) in taken), cell.across
        )
        cell.across = max(1, min(across, columns - cell.column))
        places = _covered(cell)
        if taken & places:
            cell.down, places = 1, _covered(replace(cell, down=1))
        taken |= places
        kept.append(cell)
    grid.cells = kept
    for cell in kept:
        if cell.across == 1:
            need = min(longest(cell.text) * grid.size * 0.56, 120.0) + _PAD
            grid.widths[cell.column] = max(grid.widths[cell.column], need)


def _grow(grid: Grid, wide: float) -> None:
    """Give the room that is left to columns whose words would be broken."""
    lacks = [max(0.0, want - has) for want, has in zip(grid.wanted, grid.widths, strict=False)]
    spare = wide - sum(grid.widths)
    if spare > 0 and any(lacks):
        share = min(1.0, spare / sum(lacks))
        grid.widths = [has + share * lack for has, lack in zip(grid.widths, lacks, strict=True)]


def _covered(cell: Cell) -> set[tuple[int, int]]:
    return {(cell.column + x, cell.row + y) for x in range(cell.across) for y in range(cell.down)}


def longest(said: str) -> int:
    """Half-width signs of the longest stretch no line can break in: figures and Latin letters."""
    return max((len(part) for part in re.findall(r"[!-~]+", said)), default=2)


def span(said: str) -> int:
    """Width of words in half-width signs."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in said)


def _parts(grid: Grid, room: float) -> Iterable[Grid]:
    """Bands of columns below each other, each beginning with the first column."""
    first = grid.widths[0]
    start = 1
    while start < len(grid.widths):
        end, used = start, first
        while end < len(grid.widths) and end - start < _MOST_COLUMNS - 1:
            if used + grid.widths[end] > room and end > start:
                break
            used += grid.widths[end]
            end += 1
        part = _band(grid, start, end)
        if any(cell.column and cell.text for cell in part.cells):
            yield part
        start = end


def _band(grid: Grid, start: int, end: int) -> Grid:
    cells = []
    for cell in grid.cells:
        if cell.column == 0 and cell.across == 1:
            cells.append(replace(cell))
            continue
        left, right = max(cell.column, start), min(cell.column + cell.across, end)
        if left < right:
            whole = cell.column == 0
            column = 0 if whole else left - start + 1
            across = right - left + (1 if whole else 0)
            cells.append(replace(cell, column=column, across=across))
    return replace(grid, widths=[grid.widths[0], *grid.widths[start:end]], cells=cells)


def _block(grid: Grid, scale: float) -> Block:
    """What ``retold.typ`` sets; where no cell says more than its words, they stand in reading order."""
    sides = _sides(grid)
    head = _head(grid)
    told = [_told(cell, "center" if cell.row < head else sides[cell.column]) for cell in grid.cells]
    plain = len(told) == grid.rows * len(grid.widths) and not any(told)
    return {
        "kind": "grid",
        "widths": [round(wide * scale, 1) for wide in grid.widths],
        "size": round(max(_LEAST, min(14.0, grid.size * scale)), 1),
        "sides": sides,
        "head": head,
        "plain": plain,
        "cells": [
            cell.text if plain else {"x": cell.column, "y": cell.row, "t": cell.text, **more}
            for cell, more in zip(grid.cells, told, strict=True)
        ],
        "ruled": grid.ruled,
        "stands": grid.stands,
    }


def _told(cell: Cell, side: str) -> Block:
    """What a cell says beside its words and unlike its column."""
    more: Block = {}
    if cell.across > 1:
        more["c"] = cell.across
    if cell.down > 1:
        more["r"] = cell.down
    align = cell.align or ("center" if cell.across > 1 else side)
    if align != side:
        more["a"] = align
    if cell.lift not in {"", "horizon"}:
        more["v"] = cell.lift
    if cell.bold:
        more["b"] = True
    if cell.pictures:
        more["p"] = cell.pictures
    return more


def _head(grid: Grid) -> int:
    """Rows that repeat on every page: named ones, with all that their cells reach down to."""
    head = grid.head
    for cell in grid.cells:
        if cell.row < head < cell.row + cell.down:
            head = cell.row + cell.down
    return head if head <= _HEADER_ROWS and head < grid.rows else 0


def _sides(grid: Grid) -> list[str]:
    """How most cells of a column stand: figures right, short words in the middle, the rest left."""
    columns: list[list[Cell]] = [[] for _ in grid.widths]
    below = max(_head(grid), 1)
    for cell in grid.cells:
        if cell.across == 1 and cell.text and cell.row >= below:
            columns[cell.column].append(cell)
    return [_side(column) for column in columns]


def _side(column: Sequence[Cell]) -> str:
    asked = [cell.align for cell in column if cell.align]
    if len(asked) * 2 > len(column):
        return max(sorted(set(asked)), key=asked.count)
    texts = [cell.text.strip() for cell in column]
    if _measured(texts):
        return "right"
    return "center" if max(map(span, texts), default=0) <= _SHORT else "left"


def _measured(texts: Sequence[str]) -> bool:
    """Whether these are figures that want their places under each other: no days, no running numbers."""
    figures = [said for said in texts if _FIGURE.fullmatch(said) and not _DAY.fullmatch(said)]
    if len(figures) * 4 < len(texts) * 3 or not texts:
        return False
    running = all(
        one.isdecimal() and two.isdecimal() and int(two) == int(one) + 1
        for one, two in pairwise(figures)
    )
    return not running and max(map(len, figures)) <= _CODE


def named(grid: Grid) -> int:
    """1 if the first row are words over every column, and more rows follow; else 0."""
    first = [cell for cell in grid.cells if cell.row == 0]
    filled = sum(cell.across for cell in first if cell.text.strip())
    words = not any(_FIGURE.fullmatch(cell.text.strip()) for cell in first)
    return int(words and filled == len(grid.widths) and grid.rows > 1)
