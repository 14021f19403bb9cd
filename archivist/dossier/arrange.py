"""Documents become numbered pieces in boxes: the same documents always give the same boxes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from archivist.dossier import titles
from archivist.dossier.naming import safe, stored
from archivist.dossier.order import kind_rank, pages, sheets, sort_key
from archivist.model import Box, CrossEntry, Document, ElementKind, Piece, Plan, Point, Seal, State

SPINES = ((20, 180), (30, 280), (40, 380), (50, 480))
"""Spine in mm (DA/T 22-2015 §6.4) and the sheets it holds: (spine - 2 mm) / 0.10 mm (ours)."""

BONUS_FOLDER = "J_鼓励加分项"

_TITLE = 20


def arrange(
    plan: Plan, documents: Sequence[Document], seals: Sequence[Seal] = ()
) -> tuple[Box, ...]:
    """Put every placed document into the box of its point.

    One box per point (迎检 profile; years follow each other inside), further boxes when the
    sheets exceed ``thresholds.box_sheets``. 盒号 is the ordinal of the point among all points
    and the number of the box within it (``012-1``), so that nothing that happens at one point
    renumbers another. 件号 runs through the point. A sealed box keeps its pieces under their
    numbers, also when one of them has gone; what comes later goes behind the last sealed box.

    Args:
        plan: the rules.
        documents: in any order; only those with state PLACED are boxed.
        seals: seals in force.

    Returns:
        Boxes in the order of the standard.
    """
    by_box = {seal.box: seal for seal in seals}
    placed: dict[str, list[Document]] = {}
    for document in documents:
        if document.state is State.PLACED:
            placed.setdefault(document.placement.point, []).append(document)
    boxes = [
        box
        for ordinal, point in enumerate(plan.points, 1)
        for box in _boxes(plan, point, ordinal, placed.get(point.code, []), by_box)
    ]
    return tuple(_with_cross(plan, boxes))


def _boxes(
    plan: Plan, point: Point, ordinal: int, documents: list[Document], seals: dict[str, Seal]
) -> list[Box]:
    sealed = list(_sealed(ordinal, seals))
    kept = {(digest, name) for seal in sealed for _, digest, name in seal.pieces}
    described = [
        (titles.plain_title(plan, document), document)
        for document in documents
        if (document.arrival.digest, document.name) not in kept
    ]
    described.sort(key=lambda pair: sort_key(pair[1], pair[0]))
    groups = list(_fill(described, plan.settings.thresholds.box_sheets))
    total = len(sealed) + len(groups)
    boxes = [
        _under_seal(_empty(plan, point, ordinal, index, total), plan, documents, seal)
        for index, seal in enumerate(sealed, 1)
    ]
    number = 1 + max((n for seal in sealed for n, _, _ in seal.pieces), default=0)
    for index, group in enumerate(groups, len(sealed) + 1):
        box = _empty(plan, point, ordinal, index, total)
        pieces = tuple(
            _piece(plan, point, number + place, title, document, box.folder)
            for place, (title, document) in enumerate(group)
        )
        number += len(group)
        boxes.append(_filled(box, pieces))
    return boxes


def _sealed(ordinal: int, seals: dict[str, Seal]) -> Iterator[Seal]:
    """Seals of a point from its first box on; they are set in this order."""
    index = 1
    while seal := seals.get(f"{ordinal:03}-{index}"):
        yield seal
        index += 1


def _under_seal(box: Box, plan: Plan, documents: list[Document], seal: Seal) -> Box:
    """The box as it was sealed, without what has been withdrawn or replaced since."""
    here = {(document.arrival.digest, document.name): document for document in documents}
    pieces = tuple(
        _piece(
            plan,
            box.point,
            number,
            titles.plain_title(plan, here[digest, name]),
            here[digest, name],
            box.folder,
        )
        for number, digest, name in seal.pieces
        if (digest, name) in here
    )
    return replace(_filled(box, pieces), seal=seal)


def _fill(described: list[tuple[str, Document]], most: int) -> Iterator[list[tuple[str, Document]]]:
    """Divide the pieces of a point into boxfuls; a piece too thick for any box lies alone."""
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


def _empty(plan: Plan, point: Point, ordinal: int, index: int, total: int) -> Box:
    number = f"{ordinal:03}-{index}"
    folder = f"{point_folder(plan, point)}/{safe(f'{number}_{point.code}_{point.title}', 40)}"
    return Box(number, point, index, total, folder, (), (), 0, SPINES[0][0])


def point_folder(plan: Plan, point: Point) -> str:
    """``部分/项目/要点``; bonus items stand apart in their own folder."""
    own = safe(f"{point.code}_{point.title}", _TITLE + 6)
    for part in plan.parts:
        for item in part.items:
            if item.code == point.item and part.code == point.part:
                above = (f"{part.code}_{part.title}", f"{item.code}_{item.title}")
                return "/".join((*(safe(name, _TITLE + 4) for name in above), own))
    return f"{BONUS_FOLDER}/{own}"


def _filled(box: Box, pieces: tuple[Piece, ...]) -> Box:
    used = sum(sheets(piece.document) for piece in pieces)
    spine = next((mm for mm, holds in SPINES if used <= holds), SPINES[-1][0])
    return replace(box, pieces=pieces, sheets=used, spine=spine)


def _piece(
    plan: Plan, point: Point, number: int, title: str, document: Document, folder: str
) -> Piece:
    date = document.placement.date
    year = date.year if date else None
    digits = date.value.replace("-", "").ljust(8, "0") if date else "00000000"
    return Piece(
        number=number,
        code=f"{plan.settings.project_code}-{point.code}-{year or 0:04}-{number:04}",
        file=stored(number, digits, title, titles.extension(document), folder),
        title=titles.catalogue_title(document, title),
        issuer=titles.issuer(document, kind_rank(document, title)),
        document_number=titles.value(document, ElementKind.NUMBER),
        date=date.eight if date else "",
        year=year,
        secrecy=titles.value(document, ElementKind.SECRECY),
        pages=pages(document),
        note=_note(document),
        document=document,
    )


def _note(document: Document) -> str:
    notes = [] if document.placement.date else ["日期待考"]
    if others := sorted(set(document.placement.cross) - {document.placement.point}):
        notes.append(f"互见 {'、'.join(others)}")
    return "；".join(notes)


def _with_cross(plan: Plan, boxes: list[Box]) -> Iterator[Box]:
    """Add 互见 lines to the first box of every point proved by a piece that lies elsewhere."""
    entries: dict[str, list[CrossEntry]] = {}
    for box in boxes:
        for piece in box.pieces:
            for code in sorted(set(piece.document.placement.cross) - {box.point.code}):
                entries.setdefault(code, []).append(CrossEntry(piece.title, box.number, piece))
    own: dict[str, list[Box]] = {}
    for box in boxes:
        own.setdefault(box.point.code, []).append(box)
    for ordinal, point in enumerate(plan.points, 1):
        crossed = tuple(entries.get(point.code, ()))
        held = own.get(point.code) or _only_cross(plan, point, ordinal, crossed)
        yield from (replace(box, cross=crossed) if box.index == 1 else box for box in held)


def _only_cross(plan: Plan, point: Point, ordinal: int, crossed: Iterable[CrossEntry]) -> list[Box]:
    """A point whose whole evidence lies elsewhere still has a box to look into."""
    return [_empty(plan, point, ordinal, 1, 1)] if crossed else []
