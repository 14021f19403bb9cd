"""The spine label (盒脊) of a box, in exact millimetres."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass

from archivist.dossier import words
from archivist.dossier.qr import qr
from archivist.dossier.site import Site
from archivist.dossier.word import twips
from archivist.model import Box, numbers

LABEL_HEIGHT = 240
"""Height of the spine label in mm: fits the 310 mm box and an A4 sheet (ours)."""

_POINT = 25.4 / 72
_LEADING = 1.2
_LEAST = 7
"""Points below which nobody reads a label on a shelf."""
CODE = 18
"""Height in mm of the cell with the square code."""


@dataclass(frozen=True, slots=True)
class _Cell:
    high: int
    text: str
    size: int
    bold: bool = False
    upright: bool = False


def width(box: Box) -> int:
    """Width of the label in mm: the spine less 2 mm (ours)."""
    return box.spine - 2


def mark(site: Site, box: Box) -> str:
    """What the code on label and cover says; it needs no network to be read."""
    settings = site.archive.plan.settings
    head = settings.project_code if box.category.point else settings.arrangement.fonds
    told = numbers((piece.number for piece in box.pieces), box.digits)
    return f"{head} {box.category.code} 盒{box.number} 件{told or '无'}".strip()


def label_cells(site: Site, box: Box) -> list[dict[str, object]]:
    """Cells of the label from top to bottom, the square code last; they fill ``LABEL_HEIGHT``."""
    told: list[dict[str, object]] = [asdict(cell) for cell in _cells(site, box, CODE)]
    return [*told, {"high": CODE, "qr": qr(mark(site, box))}]


def word_label(site: Site, box: Box) -> dict[str, object]:
    """The same label without the code for Word, alone on its page."""
    wide = width(box)
    cells = word_cells(site, box, 0)
    return {"wide": wide, "high": LABEL_HEIGHT, "twips": twips(wide), "cells": cells}


def word_cells(site: Site, box: Box, less: int) -> list[dict[str, object]]:
    """Cells for Word, ``less`` mm short, with lengths in twips and sizes in half points."""
    return [
        {
            "twips": twips(cell.high),
            "lines": cell.text.split("\n"),
            "size": round(size * 2),
            "leading": round(size * 24),
            "bold": cell.bold,
            "upright": cell.upright,
        }
        for cell in _cells(site, box, less)
        for size in (_fitting(cell, width(box)),)
    ]


def _fitting(cell: _Cell, wide: int) -> float:
    """Points at which upright text fills as many columns as the label has room for, no more."""
    size = float(cell.size)
    while cell.upright and size > _LEAST:
        one = size * _POINT
        columns = -(-len(cell.text) // max(1, int((cell.high - 1) / one)))
        if columns * one * _LEADING <= wide - 1:
            break
        size -= 0.5
    return size


def _cells(site: Site, box: Box, less: int) -> Iterator[_Cell]:
    """The cells above the code, which takes ``less`` millimetres from the one with most room."""
    own = _by_point if box.category.point else _filed
    fixed = own(site, box)
    room = LABEL_HEIGHT - less - sum(cell.high for cell in fixed)
    for cell in fixed:
        yield cell if cell.high else _Cell(room, cell.text, cell.size, cell.bold, cell.upright)


def _by_point(site: Site, box: Box) -> tuple[_Cell, ...]:
    """迎检: project, point, its name, unit, years, 件号 from and to, 盒号 (ours, after S28 and S52)."""
    category = box.category
    first, last = _span(box)
    years = words.years(piece.year for piece in box.pieces).replace("—", "—\n").replace("、", "\n")
    return (
        _Cell(14, site.archive.plan.settings.project_code, 9),
        _Cell(14, category.code, 14, bold=True),
        _Cell(0, category.title, 18, bold=True, upright=True),
        _Cell(44, category.unit, 12, upright=True),
        _Cell(22, years, 10),
        _Cell(12, first, 11),
        _Cell(12, last, 11),
        _Cell(18, box.number, 13, bold=True),
    )


def _filed(site: Site, box: Box) -> tuple[_Cell, ...]:
    """全宗号, 年度, 保管期限, 机构（问题）, 件号 from above to, 盒号 (DA/T 22-2015 §6.4.1.2)."""
    category = box.category
    first, last = _span(box)
    return (
        _Cell(18, f"全宗号\n{site.archive.plan.settings.arrangement.fonds}", 9),
        _Cell(18, f"年度\n{category.year or '待考'}", 10, bold=True),
        _Cell(18, f"保管期限\n{category.period}", 9, bold=True),
        _Cell(0, category.unit or "机构待考", 18, bold=True, upright=True),
        _Cell(13, f"起件号\n{first}", 9),
        _Cell(13, f"止件号\n{last}", 9),
        _Cell(22, f"盒号\n{box.index}", 12, bold=True),
    )


def _span(box: Box) -> tuple[str, str]:
    numbers = [f"{piece.number:0{box.digits}}" for piece in box.pieces] or [""]
    return numbers[0], numbers[-1]
