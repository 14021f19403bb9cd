"""What is kept of how a file looks: small pictures of it, the lines OCR read, and where to underline."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from archivist.model.reading import Spot


@dataclass(frozen=True, slots=True)
class Still:
    """A small JPEG of what a file shows: the second of a recording, None for a picture."""

    seconds: float | None
    jpeg: bytes


@dataclass(frozen=True, slots=True)
class OcrLine:
    """A line as OCR read it: 1-based page, text, confidence (0..1) and where it stands.

    ``spot`` is on the upright page, as an element's. The page as it is shown was turned upright
    by ``turn`` degrees counter-clockwise (0, 90, 180, 270). ``slope`` is by how much a line's
    right end lies below its left one, as a share of the upright page's height.
    """

    page: int
    text: str
    confidence: float
    spot: Spot
    turn: int = 0
    slope: float = 0.0


@dataclass(frozen=True, slots=True)
class Stroke:
    """Where a line goes under words that OCR read, from one end to the other.

    ``word`` is the passage it belongs to, as passages are compared; ``page`` is 1-based; the ends
    are shares of the width and height of the page as it is shown.
    """

    word: str
    page: int
    start: tuple[float, float]
    end: tuple[float, float]
