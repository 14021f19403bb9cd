"""Pictures inside a document, made anew for paper: bounded in number, bytes and pixels."""

from __future__ import annotations

import io
import warnings
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from archivist.formats.parts import Package

if TYPE_CHECKING:
    from PIL.Image import Image

MOST = 60
"""Pictures shown of one document (ours)."""

_BYTES = 32 * 2**20
_PIXELS = 25_000_000
"""Of one picture as it is decoded (JPEG comes out smaller): each takes up to a dozen bytes."""

_SIDE = 1_400
"""Pixels of the longer side on paper: about 210 for an inch of a page's width."""

_ALL_PIXELS = 300_000_000
_QUALITY = 82
_SMALL_PNG = 200 * 2**10
_KNOWN = ("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP")
_TOO_LARGE = "过大的图片"
_DRAWN = frozenset({"emf", "wmf", "emz", "wmz", "svg"})

Crop = tuple[float, float, float, float]
"""Shares cut off at the left, top, right and bottom."""


@dataclass(slots=True)
class Album:
    """The pictures of one document as files in ``folder``; ``lacks`` counts what is not shown."""

    package: Package
    folder: Path
    name: str
    made: list[Path] = field(default_factory=list)
    lacks: Counter[str] = field(default_factory=Counter)
    _known: dict[tuple[str, Crop], int] = field(default_factory=dict)
    _shown: int = 0
    _pixels: int = 0

    def place(self, part: str, crop: Crop = (0, 0, 0, 0)) -> int | None:
        """Number of the file that shows a part, None with a word in ``lacks`` where none can."""
        if (part, crop) not in self._known:
            why = self._draft(part, crop)
            if why:
                self.lacks[why] += 1
                return None
            self._known[part, crop] = len(self.made) - 1
        if self._shown >= MOST:
            self.lacks[f"超出每件 {MOST} 幅的图片"] += 1
            return None
        self._shown += 1
        return self._known[part, crop]

    def told(self) -> tuple[str, ...]:
        """What is not shown, with its count."""
        return tuple(f"{name} {count} 处" for name, count in sorted(self.lacks.items()))

    def _draft(self, part: str, crop: Crop) -> str:
        """Make the file; what hinders is said in a word for the reader of the volume."""
        ending = part.rpartition(".")[2].lower()
        if ending in _DRAWN:
            return f"{ending.upper()} 图"
        if self._shown >= MOST:
            return f"超出每件 {MOST} 幅的图片"
        data = self.package.data(part)
        if not data:
            return "缺失或损坏的图片"
        if len(data) > _BYTES:
            return _TOO_LARGE
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of size and of torn profiles: both are looked at
                return self._decoded(data, crop)
        except (OSError, ValueError, ArithmeticError, RuntimeError, SyntaxError, MemoryError):
            return "缺失或损坏的图片"

    def _decoded(self, data: bytes, crop: Crop) -> str:
        from PIL import Image, ImageOps

        try:
            opened = Image.open(io.BytesIO(data), formats=_KNOWN)
        except Image.DecompressionBombError:  # said by the head of the file; nothing was decoded
            return _TOO_LARGE
        with opened as picture:
            picture.draft("RGB", (_SIDE, _SIDE))
            pixels = picture.width * picture.height
            if pixels > _PIXELS or self._pixels + pixels > _ALL_PIXELS:
                return _TOO_LARGE
            self._pixels += pixels
            shown = ImageOps.exif_transpose(picture) if picture.format == "JPEG" else picture
            shown = _white(_cropped(shown, crop))
            shown.thumbnail((_SIDE, _SIDE))
            self._keep(shown, lossless=picture.format != "JPEG")
        return ""

    def _keep(self, picture: Image, *, lossless: bool) -> None:
        """Drawings stay sharp as PNG while they are small; photographs are JPEG."""
        path = self.folder / f"{self.name}-{len(self.made)}"
        if lossless:
            out = io.BytesIO()
            picture.save(out, "PNG")
            if out.tell() <= _SMALL_PNG:
                path = path.with_suffix(".png")
                path.write_bytes(out.getvalue())
                self.made.append(path)
                return
        path = path.with_suffix(".jpg")
        picture.save(path, "JPEG", quality=_QUALITY)
        self.made.append(path)


def _cropped(picture: Image, crop: Crop) -> Image:
    left, top, right, bottom = (max(0.0, min(0.9, share)) for share in crop)
    if not any((left, top, right, bottom)) or left + right >= 1 or top + bottom >= 1:
        return picture
    wide, high = picture.size
    box = (left * wide, top * high, (1 - right) * wide, (1 - bottom) * high)
    across, down = (max(round(box[2] - box[0]), 1), max(round(box[3] - box[1]), 1))
    corner = round(box[0]), round(box[1])
    return picture.crop((*corner, corner[0] + across, corner[1] + down))


def _white(picture: Image) -> Image:
    """On white ground, in colours every viewer knows."""
    from PIL.Image import alpha_composite, new

    if "A" in picture.getbands() or "transparency" in picture.info:
        clear = picture.convert("RGBA")
        return alpha_composite(new("RGBA", clear.size, "white"), clear).convert("RGB")
    return picture if picture.mode == "L" else picture.convert("RGB")
