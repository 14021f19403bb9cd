"""The pages of photos of a box (照片册) with their captions, as PDF and as Word.

How many share a page, and which elements a caption has, are settings: sources differ.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import TypeAlias

from archivist.dossier.order import PICTURES
from archivist.dossier.papers import paper
from archivist.dossier.site import ALBUM, Site
from archivist.dossier.word import Picture, docx
from archivist.model import Box, Component, Due, Enclosure, Leaf, Paper, Piece, Shop

_WHOLE_DAY = len("2022-03-15")
_IN_SENTENCE = {"事由", "时间", "地点", "人物"}
_WIDE = 150
_HIGH = {1: 140, 2: 66}
_LOW = 30
"""Millimetres a photo may take in Word, by how many share a page; three fit at most."""

Photo: TypeAlias = tuple[Piece, Component]
Said: TypeAlias = tuple[list[dict[str, object]], int]
"""What is said of each photo, and how many photos share a page."""


def album(site: Site, shop: Shop, box: Box) -> Iterator[Leaf | Due]:
    """Pages of photos; the PDF shows the originals, Word their small pictures."""
    photos = [each for each in box.files if each[1].document.reading.format in PICTURES]
    if not photos:
        return
    path = f"{box.paper(ALBUM)}.docx"
    # A small picture changes with its original and with the reader that made it.
    seen = [(r.digest, r.version) for r in (each.document.reading for _, each in photos)]
    settings = site.archive.plan.settings
    asked, each_page = settings.measures.caption, settings.arrangement.photos
    shown = _shown(photos, asked)
    told = repr((*_titles(box), shown, each_page, seen))
    yield Leaf(path, shop.keep(path, told, partial(_word, shop, box, photos, (shown, each_page))))
    if not shop.why_not:
        path = f"{box.paper(ALBUM)}.pdf"
        yield shop.leaf(path, _printed(box, photos, (shown, each_page)))


def _titles(box: Box) -> tuple[str, str]:
    """Title of the file, and heading of its first page."""
    code, title = box.category.code, box.category.title
    return f"照片册 {box.number} {code}", f"{code}　{title}　照片"


def _shown(photos: Sequence[Photo], asked: tuple[str, ...]) -> list[dict[str, object]]:
    return [
        {"fields": _caption(piece, each, asked), "said": _said(each, asked)}
        for piece, each in photos
    ]


def _printed(box: Box, photos: Sequence[Photo], said: Said) -> Paper:
    title, heading = _titles(box)
    enclosures = (
        Enclosure(each.document.arrival.digest, each.document.reading.format, 1)
        for _, each in photos
    )
    shown, per = said
    return paper("photos", title, *enclosures, foot=title, heading=heading, photos=shown, per=per)


def _word(shop: Shop, box: Box, photos: Sequence[Photo], said: Said) -> bytes:
    title, heading = _titles(box)
    captions, per = said
    pictures: list[Picture] = []
    shown = []
    for (_, each), told in zip(photos, captions, strict=True):
        stills = shop.stills(each.document.arrival.digest)
        pictures += [Picture(still.jpeg, "jpeg") for still in stills[:1]]
        size = pictures[-1].within(_WIDE, _HIGH.get(per, _LOW)) if stills else None
        shown.append({**told, "picture": len(pictures), "size": size})
    return docx("photos", title, pictures, heading=heading, photos=shown)


def _caption(piece: Piece, photo: Component, asked: tuple[str, ...]) -> list[tuple[str, str]]:
    reading = photo.document.reading
    facts = dict(reading.facts)
    known = {
        "事由": photo.title,
        "时间": reading.taken.replace("T", " ")[:16] or piece.date,
        "地点": facts.get("gps", ""),
        "摄影者": facts.get("author", "") or facts.get("artist", ""),
    }
    told = [(element, known.get(element, "")) for element in asked]
    return [("件号", photo.call), ("档号", piece.code), *told]


def _said(photo: Component, asked: tuple[str, ...]) -> str:
    """文字说明 with all elements in one go (S21, S52); gaps are for those who know."""
    date = photo.document.placement.date
    day = f"{date.value.replace('-', '年', 1).replace('-', '月')}日" if date else ""
    known = day if date and len(date.value) == _WHOLE_DAY else "　　年　月　日"
    event = photo.title.strip("[]")
    people = f"{known}，＿＿＿＿＿＿（人物，从左至右）在＿＿＿＿＿＿{event}。"
    further = (each for each in asked if each not in _IN_SENTENCE)
    return people + "".join(f"{each.removesuffix('者')}：＿＿＿＿＿＿。" for each in further)
