"""How a box is divided into volumes that can be handled."""

from __future__ import annotations

from collections.abc import Iterator

from archivist.dossier.order import PICTURES
from archivist.dossier.site import VOLUME
from archivist.model import Box, Component, Piece, Trouble

MOST_BYTES = 100 * 2**20
MOST_PAGES = 600
"""Where a volume ends and the next begins: what old computers still open well (ours)."""

_PICTURE_BYTES = 400 * 2**10
_DRAWINGS = frozenset({"svg", "psd", "dng"})


def enclosed(component: Component) -> bool:
    """Whether the pages of a document can stand in the volume."""
    reading = component.document.reading
    broken = (Trouble.DAMAGED, Trouble.ENCRYPTED, Trouble.CRASHED, Trouble.TIMED_OUT)
    form = reading.format
    return (form == "pdf" or form in PICTURES - _DRAWINGS) and not reading.has(*broken)


def bundles(box: Box) -> Iterator[list[Piece]]:
    """The pieces of each volume of a box, in order."""
    group: list[Piece] = []
    size = pages = 0
    for piece in box.pieces:
        more = sum(map(_weight, piece.components))
        longer = sum(each.pages or 1 for each in piece.components)
        if group and (size + more > MOST_BYTES or pages + longer > MOST_PAGES):
            yield group
            group, size, pages = [], 0, 0
        group.append(piece)
        size, pages = size + more, pages + longer
    yield group


def volume_names(box: Box) -> list[str]:
    """Names of the volumes of a box, without ending."""
    count = sum(1 for _ in bundles(box))
    return [VOLUME] if count == 1 else [f"{VOLUME}_{number}" for number in range(1, count + 1)]


def _weight(component: Component) -> int:
    """Bytes a document adds to a volume, roughly: pictures are made small, what is not shown is nothing."""
    if not enclosed(component):
        return 0
    size = component.document.arrival.size
    return size if component.document.reading.format == "pdf" else min(size, _PICTURE_BYTES)
