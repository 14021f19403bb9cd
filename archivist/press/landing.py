"""Where an original lands on a sheet of the volume, and which of its places are free or proving.

All places are millimetres from the top left corner of the sheet; the margins are those of
``volume.typ``.
"""

from __future__ import annotations

import ctypes
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from pypdfium2 import PdfPage

    from archivist.model import Stroke

    Ink = NDArray[np.bool_]
    """Height by width of the sheet in whole millimetres: where something stands."""

SIDE, TOP, FOOT = 6, 6, 11
"""Margins of a sheet that shows an original, in mm (ours)."""

STAMP_WIDE, STAMP_HIGH = 45, 16
"""归档章 in mm (practice after DA/T 22; S3, S59)."""

_CLEAR = 1
"""Millimetres that stay empty around the stamp."""

_SIDEWAYS = 0.6
"""A millimetre away from the middle is as bad as 0.6 mm further down: top centre is preferred."""

PAGES = 30
"""So many pages are searched for proving passages: what proves a point stands at the front."""

_BELOW = 0.3
"""Millimetres between words and the line under them."""

_STOPS = "。！？；!?;"
_CLAUSE = 60
_PASSAGES = 3
_MANY = 5_000
"""A page of more objects is looked at: a drawing has hundreds of thousands."""

_FAR = 400.0
"""Beyond every sheet, in mm: bounds may be anything, also no number."""

_PAPER, _INK = 170, 30
"""Brightness (of 255) of the darkest paper, and how much darker ink is."""


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line under words, from one place of the sheet to another, in mm."""

    start: tuple[float, float]
    end: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Landing:
    """How a page of ``across`` × ``down`` points fits its sheet: A4, lying if the page lies."""

    across: float
    down: float

    @property
    def wide(self) -> bool:
        """Whether the sheet lies."""
        return self.across > self.down

    @property
    def sheet(self) -> tuple[int, int]:
        """Width and height of the sheet in mm."""
        return (297, 210) if self.wide else (210, 297)

    @property
    def scale(self) -> float:
        """Millimetres of the sheet for a point of the page."""
        wide, high = self.sheet
        return min((wide - 2 * SIDE) / self.across, (high - TOP - FOOT) / self.down)

    @property
    def corner(self) -> tuple[float, float]:
        """Where the top left corner of the page lies on the sheet."""
        wide, high = self.sheet
        left = SIDE + (wide - 2 * SIDE - self.across * self.scale) / 2
        return left, TOP + (high - TOP - FOOT - self.down * self.scale) / 2

    def at(self, place: tuple[float, float]) -> tuple[float, float]:
        """Where a place of the page, in shares of its width and height, lies on the sheet."""
        left, top = self.corner
        return left + place[0] * self.across * self.scale, top + place[1] * self.down * self.scale


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page of a PDF under pdfium on its sheet: ``way`` turns, crops and scales its own space."""

    page: Any
    landing: Landing
    way: tuple[float, float, float, float, float, float]

    @classmethod
    def of(cls, page: PdfPage, landing: Landing) -> Leaf:
        """A page with the way of its places: x' = ax + by + c, y' = dx + ey + f."""
        x0, y0, x1, y1 = page.get_cropbox()
        s, (left, top) = landing.scale, landing.corner
        ways = {
            0: (s, 0.0, left - x0 * s, 0.0, -s, top + y1 * s),
            90: (0.0, s, left - y0 * s, s, 0.0, top - x0 * s),
            180: (-s, 0.0, left + x1 * s, 0.0, s, top - y0 * s),
            270: (0.0, -s, left + y1 * s, -s, 0.0, top + x1 * s),
        }
        return cls(page, landing, ways[page.get_rotation()])

    def spot(self, x: float, y: float) -> tuple[float, float]:
        """Where a place in the page's own space lies on the sheet."""
        a, b, c, d, e, f = self.way
        return a * x + b * y + c, d * x + e * y + f

    def box(self, left: float, bottom: float, right: float, top: float) -> tuple[float, ...]:
        """A box in the page's own space as left, top, right, bottom on the sheet."""
        (a, b), (c, d) = self.spot(left, bottom), self.spot(right, top)
        return min(a, c), min(b, d), max(a, c), max(b, d)


def free(leaf: Leaf) -> tuple[float, float] | None:
    """Top left corner of the 归档章 on a first page: blank, top centre preferred; None if full.

    Practice (S4): top centre, else another blank area, preferably at the top; never over text.
    What the page's objects say is asked first; a page that is one picture is looked at.
    """
    sheet = leaf.landing.sheet
    told = None if _crowded(leaf) else _window(_by_objects(leaf), sheet)
    return told or _window(_by_sight(leaf), sheet)


def _crowded(leaf: Leaf) -> bool:
    from pypdfium2 import raw

    return bool(raw.FPDFPage_CountObjects(leaf.page) > _MANY)


def _window(ink: Ink, sheet: tuple[int, int]) -> tuple[float, float] | None:
    import numpy as np

    wide, high = STAMP_WIDE + 2 * _CLEAR, STAMP_HIGH + 2 * _CLEAR
    sums = np.pad(ink.cumsum(0, dtype=np.int32).cumsum(1), ((1, 0), (1, 0)))
    met = sums[high:, wide:] - sums[:-high, wide:] - sums[high:, :-wide] + sums[:-high, :-wide]
    rows, columns = np.nonzero(met[: sheet[1] - FOOT - high + 1, :] == 0)
    inside = (rows >= TOP) & (columns >= SIDE) & (columns <= sheet[0] - SIDE - wide)
    rows, columns = rows[inside], columns[inside]
    if not len(rows):
        return None
    middle = (sheet[0] - wide) / 2
    best = int(np.argmin(rows + np.abs(columns - middle) * _SIDEWAYS))
    return float(columns[best]) + _CLEAR, float(rows[best]) + _CLEAR


def _by_objects(leaf: Leaf) -> Ink:
    """Ink from the bounds of every object on the page."""
    from pypdfium2 import raw

    ink = _blank(leaf.landing)
    edges = [ctypes.c_float() for _ in range(4)]
    for number in range(raw.FPDFPage_CountObjects(leaf.page)):
        found = raw.FPDFPage_GetObject(leaf.page, number)
        if raw.FPDFPageObj_GetBounds(found, *edges):
            _mark(ink, leaf.box(*(edge.value for edge in edges)))
    return ink


def _by_sight(leaf: Leaf) -> Ink:
    """Ink from a small picture of the page, two pixels a millimetre.

    Scanned paper is grey or yellow: ink is what is darker than most of the page.
    """
    import numpy as np

    ink = _blank(leaf.landing)
    drawn = leaf.page.render(scale=2 * leaf.landing.scale, grayscale=True).to_numpy()
    seen = drawn.reshape(drawn.shape[:2]).astype(int)
    paper = int(np.percentile(seen, 75))
    rows, columns = np.nonzero(seen < (paper - _INK if paper >= _PAPER else 256))
    x, y = leaf.landing.corner
    down = np.clip(y + rows / 2, 0, ink.shape[0] - 1).astype(int)
    across = np.clip(x + columns / 2, 0, ink.shape[1] - 1).astype(int)
    ink[down, across] = True
    return ink


def _blank(landing: Landing) -> Ink:
    import numpy as np

    wide, high = landing.sheet
    return np.zeros((high, wide), dtype=np.bool_)


def _mark(ink: Ink, box: tuple[float, ...]) -> None:
    left, top, right, bottom = (int(max(0.0, min(_FAR, edge))) for edge in box)
    ink[top : bottom + 1, left : right + 1] = True


def underlined(leaf: Leaf, words: list[str]) -> Iterator[Line]:
    """Lines under the clauses in which words stand; found words are taken out of ``words``.

    A straight red line under the proving passage is practice (S30), no rule of a standard.
    """
    from pypdfium2 import raw

    text = leaf.page.get_textpage()
    count = text.count_chars()
    letters = [chr(raw.FPDFText_GetUnicode(text, number)) for number in range(count)]
    said, places = plain(letters)
    for word in list(words):
        at = said.find(word)
        if at >= 0:
            words.remove(word)
            first, last = clause(letters, places[at], places[at + len(word) - 1])
            for number in range(text.count_rects(first, last - first + 1)):
                left, bottom, right, _ = text.get_rect(number)
                under = bottom - _BELOW / leaf.landing.scale
                yield Line(leaf.spot(left, under), leaf.spot(right, under))


def stroked(
    landing: Landing, strokes: Iterable[Stroke], page: int, words: list[str]
) -> Iterator[Line]:
    """The same where OCR read the words: strokes of this 1-based page for what is still wanted."""
    here = [stroke for stroke in strokes if stroke.page == page and stroke.word in words]
    words[:] = [word for word in words if word not in {stroke.word for stroke in here}]
    for stroke in here:
        yield Line(landing.at(stroke.start), landing.at(stroke.end))


def passages(words: tuple[str, ...]) -> list[str]:
    """The words to look for, compared without blanks, width and case; the first few."""
    return ["".join(plain(list(word))[0]) for word in words[:_PASSAGES]]


def plain(letters: list[str]) -> tuple[str, list[int]]:
    """Text for comparing, and where each of its characters stood."""
    said: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(letters):
        for simple in unicodedata.normalize("NFKC", letter).lower():
            if simple.isalnum():
                said.append(simple)
                places.append(place)
    return "".join(said), places


def clause(letters: list[str], first: int, last: int) -> tuple[int, int]:
    """The sentence around words; one that does not end soon is no passage, the words are."""
    start, end = first, last
    while start > 0 and letters[start - 1] not in _STOPS and first - start <= _CLAUSE:
        start -= 1
    while end + 1 < len(letters) and letters[end] not in _STOPS and end - last <= _CLAUSE:
        end += 1
    if first - start > _CLAUSE or end - last > _CLAUSE:
        return first, last
    while start < first and not letters[start].isalnum():
        start += 1
    return start, end
