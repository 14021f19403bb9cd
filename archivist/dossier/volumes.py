"""One volume per box: cover, contents with true pages, every piece, reference sheet, in one PDF."""

from __future__ import annotations

from collections.abc import Iterator

from archivist.dossier import titles
from archivist.dossier.boxes import cover_fields, form, remarks
from archivist.dossier.bundles import bundles, enclosed, volume_names
from archivist.dossier.order import RECORDINGS
from archivist.dossier.papers import paper
from archivist.dossier.site import Site
from archivist.model import (
    Box,
    Component,
    Due,
    ElementKind,
    Enclosure,
    Leaf,
    Paper,
    Piece,
    Shop,
)


def volumes(site: Site, shop: Shop, box: Box) -> Iterator[Leaf | Due]:
    """全盒合订本 of a box, in several parts when one would be too large to handle."""
    if shop.why_not or not site.archive.plan.settings.volumes or not box.pieces:
        return
    parts = list(bundles(box))
    for number, (name, pieces) in enumerate(zip(volume_names(box), parts, strict=True), 1):
        told = f"第 {number} 册，共 {len(parts)} 册" if len(parts) > 1 else ""
        path = f"{box.paper(name)}.pdf"
        yield shop.leaf(path, _volume(site, box, pieces, told))


def _volume(site: Site, box: Box, pieces: list[Piece], told: str) -> Paper:
    enclosures: list[Enclosure] = []
    lines = []
    files = ((piece, each) for piece in pieces for each in piece.components)
    for piece, each in files:
        place = None if each.document.reading.format in RECORDINGS else len(enclosures)
        if place is not None:
            enclosures.append(_enclosure(each, first=each is piece.components[0]))
        lines.append({**_line(piece, each, place), "seal": _seal(site, piece, each)})
    fields = (*cover_fields(site, box), *((("册", told),) if told else ()))
    title = f"全盒合订本 {box.number} {box.category.code} {told}".strip()
    return paper(
        "volume",
        title,
        *enclosures,
        box=f"盒 {box.number}",
        fields=fields,
        pieces=lines,
        lines=list(remarks(site, box)),
        **form(site, box),
    )


def _enclosure(component: Component, *, first: bool) -> Enclosure:
    """The original with what a placement knows of it: the passages it rests on (practice, S30)."""
    document = component.document
    digest, form = document.arrival.digest, document.reading.format
    placement = document.placement
    words = [
        reason.passage
        for candidate in placement.candidates
        if candidate.point == placement.point
        for reason in candidate.reasons
        if reason.passage
    ]
    if not enclosed(component):
        version = document.reading.version
        return Enclosure(digest, form, words=tuple(words), read=version, retold=True)
    recognised = any(name == "ocr" for name, _ in document.reading.facts)
    return Enclosure(
        digest,
        form,
        stamp=first and form == "pdf",
        words=tuple(words),
        read=document.reading.version if words and recognised else "",
    )


def _seal(site: Site, piece: Piece, component: Component) -> tuple[str, ...]:
    """归档章: 全宗号, 年度, 件号; 机构或问题, 保管期限, 页数 (S3). Photos bear a 照片号 instead.

    It stands on the first page of a piece, so only on its main document.
    """
    if component is not piece.components[0] or component.document.reading.format != "pdf":
        return ()
    return (
        site.archive.plan.settings.arrangement.fonds,
        f"{piece.year or ''}",
        component.call.partition("-")[0],
        piece.document.placement.unit,
        piece.period,
        f"{piece.pages or ''}",
    )


def _line(piece: Piece, component: Component, place: int | None) -> dict[str, object]:
    """What the volume says of a document; number, issuer and date are those of its piece."""
    document, form = component.document, component.document.reading.format
    first = component is piece.components[0]
    own = document.placement.date
    date = piece.date if first else own.eight if own else ""
    issuer = piece.issuer if first else ""
    facts = (
        ("件号", component.call),
        ("档号", piece.code),
        ("文号", titles.value(document, ElementKind.NUMBER)),
        ("责任者", issuer),
        ("日期", date),
        ("格式", form),
        ("大小", f"{document.arrival.size:,} 字节"),
    )
    return {
        "number": component.call,
        "title": component.title,
        "issuer": issuer,
        "date": date,
        "code": piece.code,
        "file": component.file,
        "enclosed": place,
        "facts": [pair for pair in facts if pair[1]],
        "why": f"此件为 {form} 文件，以下按其内容重排，非原版式，以原件为准。",
        "nothing": "此件为音像，请用播放软件打开。"
        if place is None
        else f"此件为 {form} 文件，没有识读出文字，未排入本册。",
    }
