"""Pixels out of picture files, damaged ones included, upright and without noise on stderr."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator

from PIL import Image, ImageFile, ImageOps

from archivist.formats import troubles
from archivist.model import Problem, Trouble

BROKEN = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    MemoryError,
)
"""What Pillow's decoders raise at damaged files."""

_ORIENTATION = 274

Image.core.set_blocks_max(4)  # type: ignore[attr-defined]  # documented, not typed
"""Pillow keeps so many blocks of 16 MiB for the next picture: to fetch fresh ones of the system for
every step is a fifth of the time a photo costs."""

NO_PIXELS = Problem(Trouble.DAMAGED, "图片已损坏，像素无法解码", "请用原设备或原软件重新导出后提交")


def decoded(image: Image.Image) -> tuple[Image.Image | None, Problem | None]:
    """The upright pixels, of a truncated file as much as there is, and what went wrong."""
    trouble = None
    try:
        image.load()
    except Image.DecompressionBombError:
        return None, bomb()
    except BROKEN as error:
        if not (isinstance(error, EOFError) or "truncated" in str(error).lower()):
            return None, NO_PIXELS
        trouble = troubles.TRUNCATED
        with lenient():
            try:
                image.load()
            except BROKEN:
                return None, trouble
    try:
        return upright(image), trouble
    except BROKEN:
        return None, trouble or NO_PIXELS


def upright(image: Image.Image) -> Image.Image:
    """The picture turned as its orientation tag says."""
    try:
        if image.getexif().get(_ORIENTATION) not in range(2, 9):
            image.load()
            return image
        return ImageOps.exif_transpose(image)
    except BROKEN:  # a damaged tag; the pixels may still be fine
        image.load()
        return image


def displayed(image: Image.Image) -> tuple[int, int]:
    """Width and height after the orientation tag: 5…8 lie on their side."""
    try:
        on_side = image.getexif().get(_ORIENTATION) in (5, 6, 7, 8)
    except BROKEN:
        on_side = False
    return (image.height, image.width) if on_side else image.size


@contextlib.contextmanager
def lenient() -> Iterator[None]:
    """Let Pillow fill what is missing with grey, as every viewer does."""
    before = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


@contextlib.contextmanager
def most_pixels(most: int) -> Iterator[None]:
    """Let Pillow open pictures of so many pixels; it refuses what has twice its own number."""
    before = Image.MAX_IMAGE_PIXELS
    Image.MAX_IMAGE_PIXELS = most // 2
    try:
        yield
    finally:
        Image.MAX_IMAGE_PIXELS = before


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Keep C libraries (libtiff, FFmpeg) from printing to the process's stderr."""
    sys.stderr.flush()
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


def bomb() -> Problem:
    """The picture declares more pixels than the limit."""
    most = 2 * (Image.MAX_IMAGE_PIXELS or 0) // 1_000_000
    return Problem(
        Trouble.BOMB,
        f"图片尺寸超过 {most} 百万像素的上限，未解码",
        "请确认文件来源；如确需提交，请缩小后重新提交，或由管理员调高 limits 的 pixels",
    )
