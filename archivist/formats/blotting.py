"""Personal numbers on pictures: found by OCR, painted over, and nothing of the old file kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from PIL import Image, ImageDraw, ImageOps

from archivist.formats import ocr
from archivist.formats.elements.personal import spans
from archivist.formats.layout import Line
from archivist.formats.pixels import opaque

Area: TypeAlias = tuple[float, float, float, float]
"""Left, top, right, bottom in pixels."""

_MARGIN = 1.0
"""Widths of a digit painted on either side: OCR tells where a line is, not where its letters are."""

_WIDE = "\u2e7f"
"""Characters from here on are two digits wide."""


def areas(found: ocr.Recognised, *, accounts: bool) -> list[Area]:
    """Where the numbers stand on the upright picture."""
    return [
        area
        for line in found.lines
        for span in spans(line.text, accounts=accounts)
        for area in (_area(line, *span),)
    ]


def _area(line: Line, start: int, end: int) -> Area:
    """The share of a line's box that these characters fill, with a margin."""
    widths = [2 if char > _WIDE else 1 for char in line.text]
    whole = sum(widths)
    left = max(0.0, (sum(widths[:start]) - _MARGIN) / whole)
    right = min(1.0, (sum(widths[:end]) + _MARGIN) / whole)
    points = [_between(line, share, low) for share in (left, right) for low in (False, True)]
    across, down = zip(*points, strict=True)
    return min(across), min(down), max(across), max(down)


def _between(line: Line, share: float, low: bool) -> tuple[float, float]:  # noqa: FBT001 - upper or lower edge
    """The point at a share of a line's upper or lower edge; corners run from the top left."""
    one, two = (line.box[3], line.box[2]) if low else (line.box[0], line.box[1])
    return one[0] + (two[0] - one[0]) * share, one[1] + (two[1] - one[1]) * share


def blotted(picture: Image.Image, found: ocr.Recognised, painted: Sequence[Area]) -> Image.Image:
    """The picture with areas of its upright self painted black, turned as it was before."""
    upright = picture.convert("RGB").rotate(found.angle, expand=True)
    paint(upright, painted)
    return upright.rotate(-found.angle, expand=True)


def paint(picture: Image.Image, painted: Sequence[Area]) -> None:
    """Paint areas black."""
    brush = ImageDraw.Draw(picture)
    for left, top, right, bottom in painted:
        brush.rectangle((left - 2, top - 2, right + 2, bottom + 2), fill="black")


def frames(image: Image.Image) -> Iterator[Image.Image]:
    """Every page of a picture as it is seen."""
    for at in range(getattr(image, "n_frames", 1)):
        image.seek(at)
        yield seen(image)


def seen(image: Image.Image) -> Image.Image:
    """A picture as a viewer shows it, without what the file tells beside the pixels."""
    return opaque(ImageOps.exif_transpose(image))
