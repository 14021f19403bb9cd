"""Red ink on paper: round seals (印章) with place and size, and the red line of an official head.

Seen by colour, so a grey scan says nothing about seals; the measures are ours.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PIL import Image, ImageChops

from archivist.formats import spots
from archivist.model import Element, Spot

_SIDE = 320
"""Longer side of the mask components are sought in: a page's seal is then some 60 pixels wide."""

_REDDER = 40
"""Grey levels by which red must exceed green and blue to be ink rather than brown paper."""

_RED = re.compile(rb"\xff+")
_SECTORS = 36
_MOST = 8


@dataclass(frozen=True, slots=True)
class Seal:
    """A round seal.

    ``x`` and ``y`` are its centre as shares of the picture's width and height, ``size`` is its
    diameter as a share of the shorter side.
    """

    x: float
    y: float
    size: float


_Run = tuple[int, int, int]
"""A row of the mask, and the first and the last of red pixels that touch each other in it."""


@dataclass(frozen=True, slots=True)
class _Blob:
    """One connected patch of red: its runs and its bounding box (right and bottom inclusive)."""

    runs: Sequence[_Run]
    count: int
    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        return self.right - self.left + 1

    @property
    def height(self) -> int:
        return self.bottom - self.top + 1

    def pixels(self) -> Iterator[tuple[int, int]]:
        """Column and row of each."""
        return ((x, y) for y, first, last in self.runs for x in range(first, last + 1))


def elements(found: Sequence[Seal], size: tuple[int, int], page: int) -> tuple[Element, ...]:
    """The seals found on a page (1-based) shown at this size, with their spots."""
    return tuple(spots.seal("红色圆形印章", page, around(seal, size)) for seal in found)


def around(seal: Seal, size: tuple[int, int]) -> Spot:
    """The square a seal fills on a picture of this size."""
    across, down = (seal.size * min(size) / 2 / side for side in size)
    return spots.spot(seal.x - across, seal.y - down, seal.x + across, seal.y + down)


def red_ink(small: Image.Image) -> tuple[tuple[Seal, ...], float | None]:
    """Round seals, biggest first, and the height (share from the top) of a red rule, or None.

    ``small`` is an RGB picture of a page, upright as far as known.
    """
    mask = _mask(small)
    blobs = list(_blobs(mask))
    seals = [seal for blob in blobs if (seal := _seal(blob, mask.size))]
    seals.sort(key=lambda seal: (-seal.size, seal.y, seal.x))
    rules = [rule for blob in blobs if (rule := _rule(blob, mask.size)) is not None]
    return tuple(seals[:_MOST]), min(rules, default=None)


def _mask(small: Image.Image) -> Image.Image:
    scale = min(1.0, _SIDE / max(small.size))
    size = (max(1, round(small.width * scale)), max(1, round(small.height * scale)))
    red, green, blue = small.split()
    redness = ImageChops.subtract(red, ImageChops.lighter(green, blue))
    ink = redness.point([255 * (level > _REDDER) for level in range(256)])
    if not ink.getbbox():
        return Image.new("L", size)
    # Thicken before shrinking: the ring of a seal is thinner than the sampling grid.
    thick = _thickened(ink).resize(size, Image.Resampling.BOX)
    return thick.point([255 * (level > 100) for level in range(256)])  # noqa: PLR2004 - two fifths covered


def _thickened(ink: Image.Image) -> Image.Image:
    """Every mark two pixels larger on all sides: what MaxFilter(5) gives, in a tenth of its time."""
    wide, high = ink.size
    room = Image.new("L", (wide + 4, high + 4))
    room.paste(ink, (2, 2))
    # The most of 2, then of 4, then of 5 neighbours across, and the same again downwards.
    for step in (1, 2, 1):
        room = ImageChops.lighter(room, _moved(room, step, 0))
    for step in (1, 2, 1):
        room = ImageChops.lighter(room, _moved(room, 0, step))
    return room.crop((0, 0, wide, high))


def _moved(image: Image.Image, across: int, down: int) -> Image.Image:
    """The same picture so much farther left and up; what comes in is black."""
    return image.crop((across, down, image.width + across, image.height + down))


def _blobs(mask: Image.Image) -> Iterator[_Blob]:
    """8-connected patches of at least twenty pixels, from the top."""
    patches: dict[int, list[_Run]] = {}
    runs = list(_runs(mask))
    for first, run in zip(_joined(runs), runs, strict=True):
        patches.setdefault(first, []).append(run)
    for patch in patches.values():
        count = sum(last - first + 1 for _, first, last in patch)
        if count >= 20:  # noqa: PLR2004 - less is dust
            left, right = min(first for _, first, _ in patch), max(last for *_, last in patch)
            yield _Blob(patch, count, left, patch[0][0], right, patch[-1][0])


def _runs(mask: Image.Image) -> Iterator[_Run]:
    """What is red, row by row from the left."""
    data = mask.tobytes()
    for y in range(mask.height):
        row = data[y * mask.width : (y + 1) * mask.width]
        yield from ((y, found.start(), found.end() - 1) for found in _RED.finditer(row))


def _joined(runs: Sequence[_Run]) -> list[int]:
    """For every run the number of the first run of its patch."""
    before = list(range(len(runs)))
    near = 0
    for here, (y, first, last) in enumerate(runs):
        while runs[near][0] < y - 1 or (runs[near][0] == y - 1 and runs[near][2] < first - 1):
            near += 1
        above = near
        while runs[above][0] == y - 1 and runs[above][1] <= last + 1:
            one, other = _first(before, here), _first(before, above)
            before[max(one, other)] = min(one, other)
            above += 1
    return [_first(before, run) for run in range(len(runs))]


def _first(before: list[int], run: int) -> int:
    while before[run] != run:
        before[run] = before[before[run]]  # the way is short the next time
        run = before[run]
    return run


def _seal(blob: _Blob, size: tuple[int, int]) -> Seal | None:
    """The blob as a seal: about as wide as high, of a seal's size, with a ring closed enough."""
    shorter = min(size)
    across = (blob.width + blob.height) / 2
    if not (0.8 <= blob.width / blob.height <= 1.25 and 0.09 <= across / shorter <= 0.6):  # noqa: PLR2004 - 20 mm … on A4
        return None
    x, y, radius = (blob.left + blob.right) / 2, (blob.top + blob.bottom) / 2, across / 2
    sectors = set()
    corners = 0
    for px, py in blob.pixels():
        far = math.hypot(px - x, py - y) / radius
        if 0.8 <= far <= 1.08:  # noqa: PLR2004 - the ring
            sectors.add(int((math.atan2(py - y, px - x) / math.tau + 0.5) * _SECTORS) % _SECTORS)
        corners += far > 1.12  # noqa: PLR2004 - outside the ring: a square or writing
    filled = blob.count / (math.pi * radius * radius)
    round_enough = len(sectors) >= 0.8 * _SECTORS and corners <= 0.03 * blob.count
    if not round_enough or filled > 0.93:  # noqa: PLR2004 - a red disc is no seal
        return None
    return Seal(round(x / size[0], 3), round(y / size[1], 3), round(across / shorter, 3))


def _rule(blob: _Blob, size: tuple[int, int]) -> float | None:
    """The blob as a rule: over half as wide as the page, thin, in its upper half."""
    thin = blob.count <= blob.width * 4 and blob.height <= 0.08 * size[1]
    wide = blob.width >= 0.5 * size[0]
    middle = (blob.top + blob.bottom) / 2 / size[1]
    return round(middle, 3) if thin and wide and middle < 0.5 else None  # noqa: PLR2004 - the upper half
