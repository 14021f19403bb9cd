"""Documents become numbered pieces in boxes: the same documents always give the same boxes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from archivist.dossier import titles
from archivist.dossier.filing import Filing
from archivist.dossier.naming import safe, stored
from archivist.dossier.order import kind_rank, pages, sheets, sort_key
from archivist.model import (
    Box,
    Category,
    CrossEntry,
    Document,
    ElementKind,
    Piece,
    Plan,
    Seal,
    State,
)

SPINES = ((20, 180), (30, 280), (40, 380), (50, 480))
"""Spine in mm (DA/T 22-2015 §6.4) and the sheets it holds: (spine - 2 mm) / 0.10 mm (ours)."""


def arrange(
    plan: Plan, documents: Sequence[Document], seals: Sequence[Seal] = ()
) -> tuple[Box, ...]:
    """Put every placed document into a box of its class.

    The class is a point (迎检 profile; years follow each other inside) or year × 保管期限 × unit
    (DA/T 22 profile); it has further boxes when the sheets exceed ``thresholds.box_sheets``.
    盒号 is the key of the class and the number of the box within it (``012-1``,
    ``2022-D30-区教育局-1``), so that nothing that happens in one class renumbers another. 件号 runs
    through the class. A sealed box keeps its pieces under their numbers, also when one of them
    has gone; what comes later goes behind the last sealed box.

    Args:
        plan: the rules.
        documents: in any order; only those with state PLACED are boxed.
        seals: seals in force; those of the other profile wait until it is chosen again.

    Returns:
        Boxes in shelf order.
    """
    filing = Filing(plan)
    sealed: dict[str, dict[int, Seal]] = {}
    for seal in seals:
        key, _, index = seal.box.rpartition("-")
        sealed.setdefault(key, {})[int(index)] = seal
    classes = {key: known for key in sealed if (known := filing.named(key))}
    filed: dict[str, list[Document]] = {}
    for document in documents:
        if document.state is State.PLACED and (category := filing.category(document)):
            classes[category.key] = category
            filed.setdefault(category.key, []).append(document)
    boxes = [
        box
        for category in sorted(classes.values(), key=lambda each: (each.order, each.key))
        for box in _boxes(
            filing, category, filed.get(category.key, []), sealed.get(category.key, {})
        )
    ]
    return tuple(_with_cross(filing, boxes) if filing.by_point else boxes)


def _boxes(
    filing: Filing, category: Category, documents: list[Document], seals: dict[int, Seal]
) -> list[Box]:
    sealed = list(_sealed(seals))
    kept = {(digest, name) for seal in sealed for _, digest, name in seal.pieces}
    described = [
        (titles.plain_title(filing.plan, document), document)
        for document in documents
        if (document.arrival.digest, document.name) not in kept
    ]
    place = {} if category.point else filing.ordinals
    described.sort(
        key=lambda pair: (place.get(pair[1].placement.point, 0), sort_key(pair[1], pair[0]))
    )
    groups = list(_fill(described, filing.plan.settings.thresholds.box_sheets))
    total = len(sealed) + len(groups)
    boxes = [
        _under_seal(_empty(category, index, total), filing, documents, seal)
        for index, seal in enumerate(sealed, 1)
    ]
    number = 1 + max((n for seal in sealed for n, _, _ in seal.pieces), default=0)
    for index, group in enumerate(groups, len(sealed) + 1):
        box = _empty(category, index, total)
        pieces = tuple(
            _piece(filing, box, number + place, title, document)
            for place, (title, document) in enumerate(group)
        )
        number += len(group)
        boxes.append(_filled(box, pieces))
    return boxes


def _sealed(seals: dict[int, Seal]) -> Iterator[Seal]:
    """Seals of a class from its first box on; they are set in this order."""
    index = 1
    while seal := seals.get(index):
        yield seal
        index += 1


def _under_seal(box: Box, filing: Filing, documents: list[Document], seal: Seal) -> Box:
    """The box as it was sealed, without what has been withdrawn or replaced since."""
    here = {(document.arrival.digest, document.name): document for document in documents}
    pieces = tuple(
        _piece(
            filing,
            box,
            number,
            titles.plain_title(filing.plan, here[digest, name]),
            here[digest, name],
        )
        for number, digest, name in seal.pieces
        if (digest, name) in here
    )
    return replace(_filled(box, pieces), seal=seal)


def _fill(described: list[tuple[str, Document]], most: int) -> Iterator[list[tuple[str, Document]]]:
    """Divide the pieces of a class into boxfuls; a piece too thick for any box lies alone."""
    group: list[tuple[str, Document]] = []
    filled = 0
    for pair in described:
        thick = sheets(pair[1])
        if group and filled + thick > most:
            yield group
            group, filled = [], 0
        group.append(pair)
        filled += thick
    if group:
        yield group


def _empty(category: Category, index: int, total: int) -> Box:
    number = f"{category.key}-{index}"
    shown = f"{number}_{category.code}_{category.title}" if category.point else number
    folder = f"{category.folder}/{safe(shown, 40)}"
    return Box(number, category, index, total, folder, (), (), 0, SPINES[0][0])


def _filled(box: Box, pieces: tuple[Piece, ...]) -> Box:
    used = sum(sheets(piece.document) for piece in pieces)
    spine = next((mm for mm, holds in SPINES if used <= holds), SPINES[-1][0])
    return replace(box, pieces=pieces, sheets=used, spine=spine)


def _piece(filing: Filing, box: Box, number: int, title: str, document: Document) -> Piece:
    date = document.placement.date
    digits = date.value.replace("-", "").ljust(8, "0") if date else "00000000"
    return Piece(
        number=number,
        code=filing.code(box.category, document, number),
        file=stored(number, digits, title, titles.extension(document), box.folder),
        title=titles.catalogue_title(document, title),
        issuer=titles.issuer(document, kind_rank(document, title)),
        document_number=titles.value(document, ElementKind.NUMBER),
        date=date.eight if date else "",
        year=date.year if date else None,
        secrecy=titles.value(document, ElementKind.SECRECY),
        pages=pages(document),
        note=_note(document),
        document=document,
        period=filing.plan.settings.arrangement.period_of(document.placement.point).value,
    )


def _note(document: Document) -> str:
    notes = [] if document.placement.date else ["日期待考"]
    if others := sorted(set(document.placement.cross) - {document.placement.point}):
        notes.append(f"互见 {'、'.join(others)}")
    return "；".join(notes)


def _with_cross(filing: Filing, boxes: list[Box]) -> Iterator[Box]:
    """Add 互见 lines to the first box of every point proved by a piece that lies elsewhere."""
    entries: dict[str, list[CrossEntry]] = {}
    for box in boxes:
        for piece in box.pieces:
            for code in sorted(set(piece.document.placement.cross) - {box.category.code}):
                entries.setdefault(code, []).append(CrossEntry(piece.title, box.number, piece))
    own: dict[str, list[Box]] = {}
    for box in boxes:
        own.setdefault(box.category.code, []).append(box)
    for code, category in filing.points.items():
        crossed = tuple(entries.get(code, ()))
        held = own.get(code) or _only_cross(category, crossed)
        yield from (replace(box, cross=crossed) if box.index == 1 else box for box in held)


def _only_cross(category: Category, crossed: Iterable[CrossEntry]) -> list[Box]:
    """A point whose whole evidence lies elsewhere still has a box to look into."""
    return [_empty(category, 1, 1)] if crossed else []
