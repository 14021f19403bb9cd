"""The pictures inside a picture file: which are pages, which only previews, which separator sheets."""

from __future__ import annotations

import time
from collections.abc import Sequence

from PIL import Image
from PIL.ImageFile import ImageFile

from archivist.formats import dividers
from archivist.formats.decoding import BROKEN
from archivist.model import Separator

_NEW_SUBFILE, _OLD_SUBFILE = 254, 255
_REDUCED_OR_MASK = 0b101
"""Bits of NewSubfileType (TIFF 6.0, section 8): a smaller copy, a transparency mask."""

_OLD_REDUCED = 2


def frames(image: Image.Image) -> int:
    """How many pictures the file holds; 1 for a photo with a preview or a second eye."""
    if image.format == "MPO":
        return 1
    try:
        return max(1, int(getattr(image, "n_frames", 1)))
    except BROKEN:
        return 1


def pages(image: Image.Image, most: int) -> tuple[int, ...]:
    """The frames (0-based) of a TIFF that are pages, not smaller copies or masks of others.

    Of more than ``most`` frames all are taken for pages: they are not looked through.
    """
    count = frames(image)
    if count == 1 or count > most:
        return tuple(range(count))
    proper = tuple(at for at in range(count) if not _subordinate(image, at))
    image.seek(0)
    return proper or tuple(range(count))


def _subordinate(image: Image.Image, at: int) -> bool:
    try:
        image.seek(at)
        tags = getattr(image, "tag_v2", {})
        new, old = tags.get(_NEW_SUBFILE, 0), tags.get(_OLD_SUBFILE, 0)
    except BROKEN:  # a page that cannot be read is one still, and said to be unreadable
        return False
    return bool(isinstance(new, int) and new & _REDUCED_OR_MASK) or old == _OLD_REDUCED


def separators(image: Image.Image, numbers: Sequence[int], until: float) -> dict[int, Separator]:
    """The separator sheets among these frames, by their 1-based place among them.

    A page that cannot be decoded is none; past ``until`` (monotonic seconds) nothing is looked at.
    """
    found = {}
    for place, at in enumerate(numbers, 1):
        if time.monotonic() > until:
            break
        try:
            image.seek(at)
            sheet = dividers.seen(image)
        except BROKEN:
            continue
        if sheet:
            found[place] = sheet
    image.seek(0)
    return found


def raw_size(image: Image.Image, preview: tuple[int, int]) -> tuple[int, int]:
    """The sensor picture's size: the largest of those the raw file holds beside its preview."""
    if not isinstance(image, ImageFile):
        return preview
    try:
        sizes = [child.size for child in image.get_child_images()]
    except BROKEN:
        return preview
    return max([*sizes, preview], key=lambda size: size[0] * size[1])
