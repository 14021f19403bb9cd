"""The pages of photos of a box (照片册) with the six elements, as PDF and as Word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import TypeAlias

from archivist.dossier.order import PICTURES
from archivist.dossier.papers import paper
from archivist.dossier.site import ALBUM
from archivist.dossier.word import Picture, docx
from archivist.model import Box, Component, Enclosure, Leaf, Paper, Piece, Shop

_WHOLE_DAY = len("2022-03-15")
_ROOM = (150, 66)
"""Millimetres a photo may take on paper: two of them with their tables fill a page."""

Photo: TypeAlias = tuple[Piece, Component]


def album(shop: Shop, box: Box) -> Iterator[Leaf]:
    """Pages of photos; the PDF shows the originals, Word their small pictures."""
    photos = [each for each in box.files if each[1].document.reading.format in PICTURES]
    if not photos:
        return
    path = f"{box.folder}/{ALBUM}.docx"
    # A small picture changes with its original and with the reader that made it.
    seen = [(r.digest, r.version) for r in (each.document.reading for _, each in photos)]
    told = repr((*_titles(box), _shown(photos), seen))
    yield Leaf(path, shop.keep(path, told, partial(_word, shop, box, photos)))
    if not shop.why_not:
        path = f"{box.folder}/{ALBUM}.pdf"
        yield Leaf(path, shop.make(path, _printed(box, photos)))


def _titles(box: Box) -> tuple[str, str]:
    """Title of the file, and heading of its first page."""
    code, title = box.category.code, box.category.title
    return f"照片册 {box.number} {code}", f"{code}　{title}　照片"


def _shown(photos: Sequence[Photo]) -> list[dict[str, object]]:
    return [{"fields": _caption(piece, each), "said": _said(each)} for piece, each in photos]


def _printed(box: Box, photos: Sequence[Photo]) -> Paper:
    title, heading = _titles(box)
    enclosures = (
        Enclosure(each.document.arrival.digest, each.document.reading.format, 1)
        for _, each in photos
    )
    shown = _shown(photos)
    return paper("photos", title, *enclosures, foot=title, heading=heading, photos=shown)


def _word(shop: Shop, box: Box, photos: Sequence[Photo]) -> bytes:
    title, heading = _titles(box)
    pictures: list[Picture] = []
    shown = []
    for (_, each), told in zip(photos, _shown(photos), strict=True):
        stills = shop.stills(each.document.arrival.digest)
        pictures += [Picture(still.jpeg, "jpeg") for still in stills[:1]]
        size = pictures[-1].within(*_ROOM) if stills else None
        shown.append({**told, "picture": len(pictures), "size": size})
    return docx("photos", title, pictures, heading=heading, photos=shown)


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
