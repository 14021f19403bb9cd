"""Boxes around lines of text: measured, cut out straight, turned with their page."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import median
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]
    """Height by width by three, in the order blue, green, red."""

    Corners = NDArray[np.float32]
    """Four points (x, y) in pixels, clockwise from the top left."""

NARROW = 1.5
"""A box higher than so many times its width stands upright."""

_DOWNWARDS = 2.2


def known(box: Corners, boxes: Sequence[Corners]) -> bool:
    """Whether the slice above found this line already: their centres nearly coincide."""
    x, y = box.mean(axis=0)
    tall = float(box[:, 1].max() - box[:, 1].min())
    for other in boxes[-200:]:
        ox, oy = other.mean(axis=0)
        overlap = float(other[:, 0].min()) <= x <= float(other[:, 0].max())
        if abs(oy - y) < tall / 2 and overlap and abs(ox - x) < 2 * tall:
            return True
    return False


def corners(box: Corners) -> tuple[tuple[float, float], ...]:
    """The four points as plain numbers, a tenth of a pixel fine."""
    return tuple((round(float(x), 1), round(float(y), 1)) for x, y in box)


def cut(pixels: Pixels, box: Corners, usual: float) -> Pixels:
    """The line cut out and straightened; writing that runs downwards is laid on its side.

    A lone narrow character (1) is higher than wide too: only what is far higher than the
    ``usual`` line runs downwards.
    """
    import cv2
    import numpy as np

    width, height = (max(1, round(side)) for side in sides(box))
    flat = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(box.astype(np.float32), flat)
    crop: Any = cv2.warpPerspective(
        pixels, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    downwards = height >= NARROW * width and height > _DOWNWARDS * usual
    straight: Pixels = np.rot90(crop) if downwards else crop
    return straight


def sides(box: Corners) -> tuple[float, float]:
    """Width and height of a box whose corners run clockwise from the top left."""
    tl, tr, br, bl = ((float(x), float(y)) for x, y in box)
    width = max(math.dist(tl, tr), math.dist(bl, br))
    return width, max(math.dist(tl, bl), math.dist(tr, br))


def usual_height(boxes: Sequence[Corners]) -> float:
    """The height most lines have, 0 when there are none."""
    return median(min(sides(box)) for box in boxes) if boxes else 0.0


def turned(pixels: Pixels, boxes: Sequence[Corners], angle: int) -> tuple[Pixels, list[Corners]]:
    """Picture and boxes turned counter-clockwise by ``angle``, corners from the top left again."""
    import numpy as np

    turns = angle // 90
    height, width = pixels.shape[:2]
    for _ in range(turns):
        boxes = [
            np.roll(np.stack([box[:, 1], width - box[:, 0]], axis=1), -1, axis=0) for box in boxes
        ]
        height, width = width, height
    return np.ascontiguousarray(np.rot90(pixels, turns)), list(boxes)
