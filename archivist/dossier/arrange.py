"""Documents become numbered pieces in boxes: the same documents always give the same boxes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from archivist.dossier import titles
from archivist.dossier.filing import Filing
from archivist.dossier.naming import safe
from archivist.dossier.order import Rule, SortKey, sheets, sort_key
from archivist.dossier.pieces import Numbered, Place, bundled, piece_of
from archivist.model import (
    Box,
    Category,
    CrossEntry,
    Digest,
    Document,
    Piece,
    Plan,
    Seal,
    State,
)

SPINES = ((20, 180), (30, 280), (40, 380), (50, 480))
"""Spine in mm (DA/T 22-2015 §6.4) and the sheets it holds: (spine - 2 mm) / 0.10 mm (ours)."""


def seal_of(box: Box, by: str, at: datetime) -> Seal:
    """What a seal keeps of a box: numbers, names and folder as they are written on it."""
    held = tuple(box.files)
    return Seal(
        box.number,
        by,
        at,
        tuple((p.number, each.document.arrival.digest, each.document.name) for p, each in held),
        tuple((piece.code, each.file) for piece, each in held),
        box.folder,
        box.digits,
        box.contents,
        box.reference,
    )


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
    placed = {d.name: d for d in documents if d.state is State.PLACED}
    filed: dict[str, list[Document]] = {}
    for document in placed.values():
        main = placed.get(document.bond.main, document) if document.bond else document
        if category := filing.category(main):
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
    kept = {(digest, name): number for seal in sealed for number, digest, name in seal.pieces}
    digits = filing.plan.settings.arrangement.digits
    calls = {
        name: f"{number:0{seal.digits or digits}}"
        for seal in sealed
        for number, _, name in seal.pieces
    }
    free = [d for d in documents if (d.arrival.digest, d.name) not in kept]
    bundles = sorted(bundled(free), key=lambda bundle: _key(filing, category, bundle))
    groups = list(_fill(bundles, filing.plan.settings.thresholds.box_sheets))
    total = len(sealed) + len(groups)
    boxes = [
        _under_seal(_empty(filing, category, index, total), filing, documents, seal)
        for index, seal in enumerate(sealed, 1)
    ]
    number = 1 + max(kept.values(), default=0)
    for index, group in enumerate(groups, len(sealed) + 1):
        box = _empty(filing, category, index, total)
        place = Place(filing, box, calls)
        pieces = tuple(
            piece_of(place, number + count, bundle, several=len(bundle) > 1)
            for count, bundle in enumerate(group)
        )
        number += len(group)
        nines = "9" * max(digits, len(f"{number - 1}"))
        boxes.append(_filled(replace(box, reference=f"{nines}_备考表"), pieces))
    return boxes


def _key(filing: Filing, category: Category, bundle: list[Numbered]) -> tuple[int, SortKey]:
    """Where a piece stands in its class: by point, if the class has several, then by its main."""
    main = bundle[0][1]
    place = 0 if category.point else filing.ordinals.get(main.placement.point, 0)
    point = filing.plan.by_code.get(main.placement.point)
    wants = [want.name for want in point.wants] if point else []
    rule = Rule(filing.plan.settings.arrangement.order, tuple(wants))
    return place, sort_key(main, titles.plain_title(filing.plan, main), rule)


def _sealed(seals: dict[int, Seal]) -> Iterator[Seal]:
    """Seals of a class from its first box on; they are set in this order."""
    index = 1
    while seal := seals.get(index):
        yield seal
        index += 1


def _under_seal(box: Box, filing: Filing, documents: list[Document], seal: Seal) -> Box:
    """The box as it was sealed, without what has been withdrawn or replaced since.

    Lines of one number are the documents of one piece; each keeps its 份号 too. 档号, file names
    and folder stand as they were written on it, whatever the settings say now.
    """
    box = replace(box, contents=seal.contents, reference=seal.reference)
    if seal.folder:
        box = replace(box, folder=seal.folder, digits=seal.digits)
    here = {(document.arrival.digest, document.name): document for document in documents}
    lines: dict[int, list[tuple[Digest, str]]] = {}
    for number, digest, name in seal.pieces:
        lines.setdefault(number, []).append((digest, name))
    labels = {
        (digest, name): label
        for (_, digest, name), label in zip(seal.pieces, seal.labels, strict=False)
    }
    pieces = tuple(
        _labelled(piece_of(Place(filing, box, {}), number, left, several=len(sealed) > 1), labels)
        for number, sealed in lines.items()
        if (left := [(n, here[line]) for n, line in enumerate(sealed, 1) if line in here])
    )
    return replace(_filled(box, pieces), seal=seal)


def _labelled(piece: Piece, labels: dict[tuple[Digest, str], tuple[str, str]]) -> Piece:
    """A piece under the 档号 and file names it was sealed with; a copy may end otherwise."""
    components = []
    code = piece.code
    for each in piece.components:
        label = labels.get((each.document.arrival.digest, each.document.name))
        if label:
            code, file = label
            ending = each.file.rpartition(".")[2] if "." in each.file else ""
            stem = file.rpartition(".")[0] if ending and "." in file else file
            components.append(replace(each, file=f"{stem}.{ending}" if ending else stem))
        else:
            components.append(each)
    return replace(piece, code=code, components=tuple(components))


def _fill(bundles: list[list[Numbered]], most: int) -> Iterator[list[list[Numbered]]]:
    """Divide the pieces of a class into boxfuls; a piece too thick for any box lies alone."""
    group: list[list[Numbered]] = []
    filled = 0
    for bundle in bundles:
        thick = sum(sheets(document) for _, document in bundle)
        if group and filled + thick > most:
            yield group
            group, filled = [], 0
        group.append(bundle)
        filled += thick
    if group:
        yield group


def _empty(filing: Filing, category: Category, index: int, total: int) -> Box:
    number = f"{category.key}-{index}"
    shown = f"{number}_{category.code}_{category.title}" if category.point else number
    folder = f"{category.folder}/{safe(shown, 40)}"
    digits = filing.plan.settings.arrangement.digits
    return Box(
        *(number, category, index, total, folder, (), (), 0, SPINES[0][0]),
        digits=digits,
        contents=f"{'0' * digits}_{category.listing}",
        reference=f"{'9' * digits}_备考表",
    )


def _filled(box: Box, pieces: tuple[Piece, ...]) -> Box:
    used = sum(sheets(each.document) for held in pieces for each in held.components)
    spine = next((mm for mm, holds in SPINES if used <= holds), SPINES[-1][0])
    return replace(box, pieces=pieces, sheets=used, spine=spine)


def _with_cross(filing: Filing, boxes: list[Box]) -> Iterator[Box]:
    """Add 互见 lines to the first box of every point proved by a piece that lies elsewhere."""
    entries: dict[str, list[CrossEntry]] = {}
    for box in boxes:
        told: set[tuple[str, int]] = set()
        for piece, each in box.files:
            for code in sorted(set(each.document.placement.cross) - {box.category.code}):
                if (code, piece.number) not in told:
                    told.add((code, piece.number))
                    entry = CrossEntry(each.title, box.number, piece, each)
                    entries.setdefault(code, []).append(entry)
    own: dict[str, list[Box]] = {}
    for box in boxes:
        own.setdefault(box.category.code, []).append(box)
    for code, category in filing.points.items():
        crossed = tuple(entries.get(code, ()))
        held = own.get(code) or _only_cross(filing, category, crossed)
        yield from (replace(box, cross=crossed) if box.index == 1 else box for box in held)


def _only_cross(filing: Filing, category: Category, crossed: Iterable[CrossEntry]) -> list[Box]:
    """A point whose whole evidence lies elsewhere still has a box to look into."""
    return [_empty(filing, category, 1, 1)] if crossed else []
