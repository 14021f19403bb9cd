"""The same forms as PDF: what each of them says, as data for the typesetter."""

from __future__ import annotations

import json
from collections.abc import Iterator

from archivist.dossier.boxes import (
    COLUMNS,
    cells,
    cover_fields,
    cross_rows,
    form,
    remarks,
    years,
)
from archivist.dossier.order import RECORDINGS
from archivist.dossier.pages import printable
from archivist.dossier.qr import qr
from archivist.dossier.site import COVER_PDF, Site
from archivist.dossier.spines import mark
from archivist.model import Box, Component, Due, Enclosure, Leaf, Paper, Piece, Shop

_WIDTHS = (11, 37, 40, 36, 68, 21, 13, 12, 19)
"""Millimetres of the columns of 归档文件目录; they fill a lying A4 sheet with its margins."""
_LEFT = {"文号", "责任者", "题名"}
_SMALL = {"档号", "备注"}


def paper(template: str, title: str, *enclosures: Enclosure, **values: object) -> Paper:
    """A form with its values as plain data; equal values give equal papers."""
    data = {"title": title, **values}
    return Paper(template, printable(json.dumps(data, ensure_ascii=False)), enclosures)


def box_papers(site: Site, shop: Shop, box: Box) -> Iterator[Leaf | Due]:
    """卷内目录, cover and 备考表 of a box."""
    if shop.why_not:
        return
    papers = [(f"{box.folder}/{box.contents}.pdf", _contents(site, box))]
    if box.tangible:
        papers.append((f"{box.paper(COVER_PDF)}.pdf", _cover(site, box)))
        papers.append((f"{box.folder}/{box.reference}.pdf", _reference(site, box)))
    for path, made in papers:
        yield shop.leaf(path, made)


def _columns() -> list[tuple[str, int, str]]:
    return [
        (name, wide, "small" if name in _SMALL else "left" if name in _LEFT else "center")
        for (name, _, _), wide in zip(COLUMNS, _WIDTHS, strict=True)
    ]


def _contents(site: Site, box: Box) -> Paper:
    rows: list[object] = []
    for title, pieces in years(box):
        rows += [title] if title else []
        rows += [cells(piece) for piece in pieces]
    if box.cross:
        rows.append(f"互见（{len(box.cross)} 条，存于他盒，不计件数和页数）")
        rows += cross_rows(box)
    head = form(site, box)
    title = f"{head['heading']} {box.number} {box.category.code}"
    shared = {
        **head,
        "standard": site.archive.plan.settings.standard_shown,
        "box": box.number,
    }
    return paper("contents", title, foot=title, columns=_columns(), rows=rows, **shared)


def _cover(site: Site, box: Box) -> Paper:
    title = f"盒封面 {box.number} {box.category.code}"
    return paper(
        "cover", title, fields=cover_fields(site, box), qr=qr(mark(site, box)), **form(site, box)
    )


def _reference(site: Site, box: Box) -> Paper:
    title = f"备考表 {box.number} {box.category.code}"
    lines = list(remarks(site, box))
    return paper("reference", title, foot=title, box=box.number, lines=lines, **form(site, box))


def recordings(site: Site) -> list[tuple[Piece, Component]]:
    """Every recording with the piece it is of."""
    return [
        (piece, each)
        for box in site.archive.boxes
        for piece, each in box.files
        if each.document.reading.format in RECORDINGS
    ]
