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
from archivist.dossier.order import PICTURES, RECORDINGS
from archivist.dossier.pages import printable
from archivist.dossier.qr import qr
from archivist.dossier.site import ALBUM, CONTENTS, COVER_PDF, LABELS, REFERENCE, Site
from archivist.dossier.spines import label_cells, mark, width
from archivist.model import Box, Component, Enclosure, Leaf, Paper, Piece, Shop

_WIDTHS = (11, 37, 40, 36, 68, 21, 13, 12, 19)
"""Millimetres of the columns of 归档文件目录; they fill a lying A4 sheet with its margins."""
_LEFT = {"文号", "责任者", "题名"}
_SMALL = {"档号", "备注"}
_SHEET = 186
"""Millimetres of a standing A4 sheet that labels may take."""
_GAP = 4
_WHOLE_DAY = len("2022-03-15")


def paper(template: str, title: str, *enclosures: Enclosure, **values: object) -> Paper:
    """A form with its values as plain data; equal values give equal papers."""
    data = {"title": title, **values}
    return Paper(template, printable(json.dumps(data, ensure_ascii=False)), enclosures)


def box_papers(site: Site, shop: Shop, box: Box) -> Iterator[Leaf]:
    """卷内目录, cover, 备考表 and the pages of photos of a box."""
    if shop.why_not:
        return
    for name, made in (
        (CONTENTS, _contents(site, box)),
        (COVER_PDF, _cover(site, box)),
        (REFERENCE, _reference(site, box)),
        (ALBUM, _album(box)),
    ):
        if made:
            path = f"{box.folder}/{name}.pdf"
            yield Leaf(path, shop.make(path, made))


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


def _album(box: Box) -> Paper | None:
    """Photo pages with the six elements (DA/T 50): what is not known is left for people."""
    photos = [
        (piece, each) for piece, each in box.files if each.document.reading.format in PICTURES
    ]
    if not photos:
        return None
    title = f"照片册 {box.number} {box.category.code}"
    shown = [{"fields": _caption(piece, each), "said": _said(each)} for piece, each in photos]
    enclosures = (
        Enclosure(each.document.arrival.digest, each.document.reading.format, 1)
        for _, each in photos
    )
    heading = f"{box.category.code}　{box.category.title}　照片"
    return paper("photos", title, *enclosures, foot=title, heading=heading, photos=shown)


def _caption(piece: Piece, photo: Component) -> tuple[tuple[str, str], ...]:
    reading = photo.document.reading
    facts = dict(reading.facts)
    taken = reading.taken.replace("T", " ")[:16]
    return (
        ("件号", photo.call),
        ("档号", piece.code),
        ("事由", photo.title),
        ("时间", taken or piece.date),
        ("地点", facts.get("gps", "")),
        ("人物", ""),
        ("背景", ""),
        ("摄影者", facts.get("author", "") or facts.get("artist", "")),
    )


def _said(photo: Component) -> str:
    """文字说明 with the six elements in one sentence (S21, S52); gaps are for those who know."""
    date = photo.document.placement.date
    day = f"{date.value.replace('-', '年', 1).replace('-', '月')}日" if date else ""
    known = day if date and len(date.value) == _WHOLE_DAY else "　　年　月　日"
    event = photo.title.strip("[]")
    return f"{known}，＿＿＿＿＿＿（人物，从左至右）在＿＿＿＿＿＿{event}。背景：＿＿＿＿＿＿。（摄影：＿＿＿＿）"


def labels(site: Site, shop: Shop) -> Iterator[Leaf]:
    """Spine labels of all boxes in exact millimetres, as many on a sheet as it holds."""
    if shop.why_not or not site.archive.boxes:
        return
    sheets: list[list[dict[str, object]]] = [[]]
    room = _SHEET
    for box in site.archive.boxes:
        wide = width(box)
        if sheets[-1] and room < wide:
            sheets.append([])
            room = _SHEET
        sheets[-1].append({"wide": wide, "cells": label_cells(site, box)})
        room -= wide + _GAP
    made = paper("labels", "盒脊标签", sheets=sheets)
    yield Leaf(LABELS, shop.make(LABELS, made))


def recordings(site: Site) -> list[tuple[Piece, Component]]:
    """Every recording with the piece it is of."""
    return [
        (piece, each)
        for box in site.archive.boxes
        for piece, each in box.files
        if each.document.reading.format in RECORDINGS
    ]
