"""Spine labels of all boxes in exact millimetres, as many on a sheet as it holds; PDF and Word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import count

from archivist.dossier.papers import paper
from archivist.dossier.qr import qr_png
from archivist.dossier.site import LABELS, LABELS_WORD, Site
from archivist.dossier.spines import CODE, LABEL_HEIGHT, label_cells, mark, width, word_cells
from archivist.dossier.word import Picture, docx, square, twips
from archivist.model import Box, Due, Leaf, Shop

_TITLE = "盒脊标签"
_SHEET = 186
"""Millimetres of a standing A4 sheet that labels may take."""
_GAP = 4
_QUIET = 3
"""Millimetres a square code leaves free in its cell, both sides together."""


def labels(site: Site, shop: Shop) -> Iterator[Leaf | Due]:
    """The sheets of labels, printed at 100 % and cut along their frames."""
    if not site.shelf:
        return
    sheets = list(_sheets(site.shelf))
    told = repr([[_told(site, box) for box in sheet] for sheet in sheets])
    yield Leaf(LABELS_WORD, shop.keep(LABELS_WORD, told, partial(_word, site, sheets)))
    if not shop.why_not:
        shown = [
            [{"wide": width(box), "cells": label_cells(site, box)} for box in sheet]
            for sheet in sheets
        ]
        yield shop.leaf(LABELS, paper("labels", _TITLE, sheets=shown))


def _sheets(boxes: Sequence[Box]) -> Iterator[list[Box]]:
    sheet: list[Box] = []
    room = _SHEET
    for box in boxes:
        wide = width(box)
        if sheet and room < wide:
            yield sheet
            sheet, room = [], _SHEET
        sheet.append(box)
        room -= wide + _GAP
    yield sheet


def _told(site: Site, box: Box) -> tuple[object, ...]:
    return width(box), mark(site, box), word_cells(site, box, CODE)


def _word(site: Site, sheets: Sequence[Sequence[Box]]) -> bytes:
    """A sheet is one table: the labels share its rows, between them lie columns without a frame."""
    codes = [Picture(qr_png(mark(site, box)), "png") for sheet in sheets for box in sheet]
    place = count(1)
    shown = [[_label(site, box, next(place)) for box in sheet] for sheet in sheets]
    gap, high = twips(_GAP), twips(CODE)
    return docx("labels", _TITLE, codes, sheets=shown, gap=gap, code=high, high=LABEL_HEIGHT)


def _label(site: Site, box: Box, picture: int) -> dict[str, object]:
    wide = width(box)
    size = square(min(wide, CODE) - _QUIET)
    cells = word_cells(site, box, CODE)
    return {"twips": twips(wide), "cells": cells, "picture": picture, "size": size}
