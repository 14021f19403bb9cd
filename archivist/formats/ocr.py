"""Text of page pictures, read on this machine's CPU; without the OCR packages it says so.

Models come with the ``rapidocr`` wheel and nothing is ever downloaded. One thread each: many
pages are many processes (workers.py). Pages lying on their side or upside down are recognised
as such and read upright; red seals are lifted off the text beneath them.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PIL import Image

from archivist.formats import troubles
from archivist.formats.layout import Line, arranged, ordered
from archivist.formats.lineboxes import (
    NARROW,
    corners,
    cut,
    known,
    sides,
    turned,
    usual_height,
)
from archivist.formats.ocrmodels import detected, said, upside_down
from archivist.formats.pixels import Look, opaque, shrunk
from archivist.formats.seals import red_ink
from archivist.formats.spots import spot
from archivist.model import Limits, OcrLine, Problem, Spot, Trouble

if TYPE_CHECKING:
    from archivist.formats.lineboxes import Corners, Pixels

VERSION = 5
"""Raise when the same picture would give another text or other lines."""

SURE = 0.80
"""Mean confidence below which a page is said to be badly legible (ours; clean scans are > 0.95)."""

_LEGIBLE = 0.5
_GLIMPSE_SIDE, _GLANCE_SIDE = 384, 640
"""Sides pictures are searched at before more is spent on them: large writing shows at the first."""

_SCREEN = 2_500_000
"""Pixels of the largest usual screen; smaller pictures are often drawings, charts, empty windows."""

_LEAST_PAGE = 32
"""Pixels of the shorter side below which a picture is an icon, not worth reading."""

_BLANK = 0.0005
"""Share of ink below which there is nothing to read; a single line of text has more."""

_FULL_OF_WRITING = 12
_TALL = 2.5
_SLICE, _OVERLAP = 1.4, 0.15
_VOTERS = 12
_LIFTED = [min(255, level * 3 // 2) for level in range(256)]
"""Red ink is a light grey in the red channel; lifted by half it is white, and black stays dark."""


@dataclass(frozen=True, slots=True)
class Idle:
    """Why nothing can be recognised here, as the end of a sentence, and what to do about it."""

    why: str
    mend: str


_OFF = Idle(
    "文字识别（OCR）已在设置中关闭",
    "如需识别，请由管理员把 rules/settings.yaml 中 limits 的 ocr_pages 改为大于 0，会自动重新识别",
)
_ABSENT = Idle(
    "本机没有安装文字识别（OCR）组件",
    "请由管理员安装：pip install rapidocr onnxruntime，装好后会自动重新识别",
)


@dataclass(frozen=True, slots=True)
class Recognised:
    """The lines of one picture in reading order, in the coordinates of the upright picture.

    ``angle`` is by how many degrees counter-clockwise the picture had to be turned (0, 90, 180,
    270); ``confidence`` is the mean over characters, 0 when there are none. ``size`` is width
    and height of the upright picture in pixels.
    """

    lines: tuple[Line, ...]
    angle: int
    confidence: float
    size: tuple[int, int] = (1, 1)

    @property
    def text(self) -> str:
        """Running text: one line per row, cells apart by tabs, a blank line at a wide gap."""
        return "\n".join(row.text for row in arranged(self.lines))

    @property
    def spots(self) -> tuple[Spot | None, ...]:
        """Where each line of ``text`` stands; None for blank ones."""
        wide, high = self.size
        return tuple(
            spot(row.left / wide, row.top / high, row.right / wide, row.bottom / high)
            if row.text
            else None
            for row in arranged(self.lines)
        )

    def seen(self, page: int) -> tuple[OcrLine, ...]:
        """Its lines in reading order, as lines of this 1-based page."""
        return tuple(self._seen(page, line) for line in ordered(self.lines))

    def _seen(self, page: int, line: Line) -> OcrLine:
        wide, high = self.size
        xs, ys = [x / wide for x, _ in line.box], [y / high for _, y in line.box]
        where = spot(min(xs), min(ys), max(xs), max(ys))
        slope = round(ys[2] - ys[3], 4)
        return OcrLine(page, line.text, round(line.confidence, 3), where, self.angle, slope)


NOTHING = Recognised((), 0, 0.0)


def available() -> bool:
    """Whether the OCR packages are installed (they are not loaded by asking)."""
    return all(importlib.util.find_spec(name) for name in ("rapidocr", "onnxruntime"))


def idle(limits: Limits) -> Idle | None:
    """Why recognition rests here: switched off, or not installed; None when it works."""
    if not limits.ocr_pages:
        return _OFF
    return None if available() else _ABSENT


def recognise(image: Image.Image) -> Recognised:
    """Read a picture of a page, a table or a screen.

    Raises:
        ImportError: the OCR packages are not installed; ask ``available`` first.
    """
    pixels = _pixels(_without_seals(opaque(image)))
    if image.width * image.height < _SCREEN and not _promising(pixels, _GLANCE_SIDE):
        return NOTHING
    boxes = _boxes(pixels)
    angle = _angle(pixels, boxes)
    upright, boxes = turned(pixels, boxes, angle)
    usual = usual_height(boxes)
    lines = []
    for box in boxes:
        text, confidence = said(cut(upright, box, usual))
        if text.strip() and confidence >= _LEGIBLE:
            lines.append(Line(text.strip(), confidence, corners(box)))
    size = (upright.shape[1], upright.shape[0])
    return Recognised(tuple(lines), angle, _mean(lines), size)


def glance(image: Image.Image) -> Recognised:
    """Read what large writing a scene shows (banners, signs); a scene full of it is read as a page.

    A tenth of the cost of ``recognise``, and only lines it is sure of.

    Raises:
        ImportError: the OCR packages are not installed.
    """
    pixels = _pixels(shrunk(image))
    if not _promising(pixels, _GLIMPSE_SIDE):
        return NOTHING
    boxes = detected(pixels, 0, _GLANCE_SIDE)
    if len(boxes) > _FULL_OF_WRITING:
        return recognise(image)
    lines = []
    for box in sorted(boxes, key=lambda box: -max(sides(box)))[:_VOTERS]:
        text, confidence = said(cut(pixels, box, 0.0))
        if len(text.strip()) > 1 and confidence >= SURE:
            lines.append(Line(text.strip(), confidence, corners(box)))
    return Recognised(tuple(lines), 0, _mean(lines), (pixels.shape[1], pixels.shape[0]))


def worth(image: Image.Image, look: Look) -> bool:
    """Whether there could be something to read: no icon, no blank sheet."""
    return min(image.size) >= _LEAST_PAGE and look.ink >= _BLANK


def offer(image: Image.Image, look: Look) -> Recognised:
    """Read as much as the look of a picture promises: a page, a scene's large writing, nothing.

    ``image`` is in full resolution, ``look`` was measured on it.

    Raises:
        ImportError: the OCR packages are not installed.
    """
    if not worth(image, look):
        return NOTHING
    return recognise(image) if look.page else glance(image)


def doubts(found: Recognised, where: str = "") -> tuple[Problem, ...]:
    """What a clerk must know about a page's text: nothing found, or hardly legible.

    ``where`` names the page at the beginning of the sentence (第3页), "" for a picture.
    """
    if not found.lines:
        return (
            Problem(
                Trouble.NO_TEXT, f"{where}未识别出文字", "请人工查看；如应有文字，请重新扫描后提交"
            ),
        )
    if found.confidence < SURE:
        return (troubles.illegible(f"{where}文字识别可信度低（{found.confidence:.0%}）"),)
    return ()


def _pixels(page: Image.Image) -> Pixels:
    import numpy as np

    return np.ascontiguousarray(np.asarray(page)[:, :, ::-1])  # the models were trained on BGR


def _without_seals(page: Image.Image) -> Image.Image:
    """The page with the areas of its seals in their red channel, where red ink is white."""
    seals, _ = red_ink(shrunk(page))
    if not seals:
        return page
    clean = page.copy()
    for seal in seals:
        radius = seal.size * min(page.size) * 0.56
        x, y = seal.x * page.width, seal.y * page.height
        area = (
            max(0, round(x - radius)),
            max(0, round(y - radius)),
            min(page.width, round(x + radius)),
            min(page.height, round(y + radius)),
        )
        red = page.crop(area).getchannel("R").point(_LIFTED)
        clean.paste(Image.merge("RGB", (red, red, red)), area)
    return clean


def _boxes(pixels: Pixels) -> list[Corners]:
    """Corner points of the text lines; tall pictures are searched in overlapping slices."""
    height, width = pixels.shape[:2]
    if height <= _TALL * width:
        return detected(pixels, 0)
    step, size = round(width * (_SLICE - _OVERLAP)), round(width * _SLICE)
    boxes: list[Corners] = []
    top = 0
    while True:
        bottom = min(height, top + size)
        for box in detected(pixels[top:bottom], top):
            cut_above = top and float(box[:, 1].min()) < top + 2
            cut_below = bottom < height and float(box[:, 1].max()) > bottom - 3
            if not (cut_above or cut_below or known(box, boxes)):
                boxes.append(box)
        if bottom == height:
            return boxes
        top += step


def _promising(pixels: Pixels, side: int) -> bool:
    """Whether anything like a line shows at this size; what is very tall is not shrunk so far."""
    height, width = pixels.shape[:2]
    return height > _TALL * width or bool(detected(pixels, 0, side))


def _angle(pixels: Pixels, boxes: Sequence[Corners]) -> int:
    """How far the page must be turned: most lines tall means a side, a vote tells which way up."""
    if not boxes:
        return 0
    spans = [sides(box) for box in boxes]
    tall = sum(height for width, height in spans if height > NARROW * width)
    wide = sum(width for width, height in spans if width > NARROW * height)
    longest = sorted(range(len(boxes)), key=lambda at: (-max(spans[at]), at))[:_VOTERS]
    votes = sum(upside_down(cut(pixels, boxes[at], 0.0)) for at in longest)
    if tall > wide:
        return 270 if votes > 0 else 90
    return 180 if votes > 0 else 0


def _mean(lines: Sequence[Line]) -> float:
    chars = sum(len(line.text) for line in lines)
    return (
        round(sum(line.confidence * len(line.text) for line in lines) / chars, 4) if chars else 0.0
    )
