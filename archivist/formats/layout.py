"""Recognised lines put into reading order: rows from top to bottom, cells from left to right."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

_COARSE, _FINE = 0.005, 0.001
"""Steps of slope the skew of a page is sought with: a tenth of a radian either way."""


@dataclass(frozen=True, slots=True)
class Line:
    """A run of characters, its confidence (0..1) and its four corners.

    Corners are in pixels, x to the right, y down, clockwise from the top left.
    """

    text: str
    confidence: float
    box: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class _Cell:
    """A line on the deskewed page: left and right edge, centre and height."""

    line: Line
    text: str
    left: float
    right: float
    middle: float
    height: float


@dataclass(frozen=True, slots=True)
class Row:
    """One line of running text, "" at a wide gap, and the edges of its box in pixels."""

    text: str
    left: float = 0.0
    top: float = 0.0
    right: float = 0.0
    bottom: float = 0.0


def arranged(lines: Sequence[Line]) -> list[Row]:
    """Rows of running text: cells are apart by tabs, a wide gap is an empty row."""
    if not lines:
        return []
    rows = _rows(_deskewed(lines))
    heights = [max(cell.height for cell in row) for row in rows]
    middles = [median(cell.middle for cell in row) for row in rows]
    steps = [below - above for above, below in pairwise(middles)]
    usual = median(steps) if steps else 0.0
    found: list[Row] = []
    for at, row in enumerate(rows):
        if at and steps[at - 1] > max(1.6 * usual, 1.8 * heights[at]):
            found.append(Row(""))
        points = [point for cell in row for point in cell.line.box]
        xs, ys = [x for x, _ in points], [y for _, y in points]
        found.append(Row(_joined(row), min(xs), min(ys), max(xs), max(ys)))
    return found


def ordered(lines: Sequence[Line]) -> list[Line]:
    """The same lines in reading order."""
    rows = _rows(_deskewed(lines)) if lines else []
    return [cell.line for row in rows for cell in row]


def _deskewed(lines: Sequence[Line]) -> list[_Cell]:
    """Cells on the page turned back by its skew."""
    angle = -_skew(lines)
    cos, sin = math.cos(angle), math.sin(angle)
    cells = []
    for line in lines:
        xs = [x * cos - y * sin for x, y in line.box]
        ys = [x * sin + y * cos for x, y in line.box]
        middle, height = (min(ys) + max(ys)) / 2, max(ys) - min(ys)
        cells.append(_Cell(line, line.text, min(xs), max(xs), middle, height))
    return cells


def _skew(lines: Sequence[Line]) -> float:
    """The slope (radians) at which the ends of all lines fall into the fewest rows.

    Single boxes of short cells say little about the slope of a page; their arrangement does.
    """
    ends = [end for line in lines for end in _ends(line)]
    bin_height = max(2.0, 0.35 * median(_height(line) for line in lines))
    best = (_crowding(ends, 0.0, bin_height), 0.0)
    for step, around in ((_COARSE, range(-20, 21)), (_FINE, range(-4, 5))):
        centre = best[1]
        for at in around:
            slope = centre + at * step
            best = max(best, (_crowding(ends, slope, bin_height), slope), key=lambda pair: pair[0])
    return math.atan(best[1])


def _crowding(ends: Sequence[tuple[float, float]], slope: float, bin_height: float) -> int:
    """How unevenly points fall into rows of the given slope, counted at two offsets."""
    levels = [(y - slope * x) / bin_height for x, y in ends]
    counts = Counter(math.floor(level) for level in levels)
    shifted = Counter(math.floor(level + 0.5) for level in levels)
    return sum(n * n for n in counts.values()) + sum(n * n for n in shifted.values())


def _ends(line: Line) -> tuple[tuple[float, float], tuple[float, float]]:
    """The middles of the left and the right edge."""
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = line.box
    return ((ax + dx) / 2, (ay + dy) / 2), ((bx + cx) / 2, (by + cy) / 2)


def _height(line: Line) -> float:
    return min(math.dist(line.box[0], line.box[3]), math.dist(line.box[0], line.box[1]))


def _rows(cells: Sequence[_Cell]) -> list[list[_Cell]]:
    """Cells whose centres lie within half a line's height of their row's first cell."""
    rows: list[list[_Cell]] = []
    for cell in sorted(cells, key=lambda cell: (cell.middle, cell.left)):
        if rows:
            first = rows[-1][0]
            if cell.middle - first.middle < 0.5 * min(cell.height, first.height):
                rows[-1].append(cell)
                continue
        rows.append([cell])
    return [sorted(row, key=lambda cell: cell.left) for row in rows]


def _joined(row: Sequence[_Cell]) -> str:
    text = row[0].text
    for left, cell in pairwise(row):
        gap = cell.left - left.right
        if gap > 0.9 * min(cell.height, left.height):
            text += "\t" + cell.text
        elif text[-1].isascii() and cell.text[0].isascii():
            text += " " + cell.text
        else:
            text += cell.text
    return text
