"""Small pictures of what a file shows: stills of a recording, a thumbnail of a picture.

Kept in the store beside the text, so that the dossier can show recordings and pictures that no
browser opens. The sizes are ours.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from PIL import Image

from archivist.formats import pixels
from archivist.model import Still

if TYPE_CHECKING:
    import av

VERSION = 3
"""Raise when stills change; part of the versions of the readers that make them."""

SIDE = 400
"""Longer side of a still in pixels: some 10 kB, and 30 mm at 300 dpi on the list of recordings."""

SEEN = 1024
"""Longer side where the original cannot be shown by a browser, and this stands in for it."""

PAGES = 30
"""Pages of a scan of which one is kept: more are looked at in the original."""

_SHARES = (0.1, 0.35, 0.6, 0.85)
"""Where in a recording stills are taken: not at its ends, which are often black."""

_UNKNOWN = (0.0, 10.0, 60.0, 300.0)
"""Seconds at which they are taken where nobody says how long it is."""

_QUALITY = 72


def moments(seconds: float | None) -> list[float]:
    """When stills of a recording of this length are taken, in order."""
    return [share * seconds for share in _SHARES] if seconds else list(_UNKNOWN)


def of_recording(shown: Mapping[float, Image.Image]) -> tuple[Still, ...]:
    """The stills by the second they show, the poster first: the earliest that shows something."""
    ordered = sorted(shown.items())
    poster = next((each for each in ordered if pixels.spread(each[1]) >= pixels.TELLING), None)
    poster = poster or max(ordered, key=lambda each: pixels.spread(each[1]), default=None)
    rest = [each for each in ordered if each is not poster]
    return tuple(Still(at, jpeg(image)) for at, image in ([poster, *rest] if poster else []))


def of_picture(small: Image.Image, *, shown: bool) -> Still:
    """A thumbnail of an upright RGB picture; larger where browsers do not show the original."""
    side = SIDE if shown else SEEN
    return Still(None, jpeg(small, side))


def facts(stills: tuple[Still, ...]) -> Iterator[tuple[str, str]]:
    """``still`` for each: the second it shows, "" for a picture; the poster first."""
    for still in stills:
        yield "still", "" if still.seconds is None else f"{still.seconds:.1f}"


def jpeg(image: Image.Image, side: int = SIDE, quality: int = _QUALITY) -> bytes:
    """An RGB picture as JPEG of at most so many pixels a side."""
    small = image
    if max(image.size) > side:
        small = image.copy()
        small.thumbnail((side, side), Image.Resampling.BILINEAR, reducing_gap=2.0)
    kept = io.BytesIO()
    small.save(kept, "JPEG", quality=quality, optimize=True)
    return kept.getvalue()


def upright(frame: av.VideoFrame, stretch: float) -> Image.Image:
    """A frame made small, with square pixels (``stretch`` is their shape), turned as it says."""
    wide = frame.width * (stretch if 0.2 < stretch < 5 else 1.0)  # noqa: PLR2004 - anything else is a mistake
    scale = min(1.0, SIDE / max(wide, frame.height))
    size = max(2, round(wide * scale)), max(2, round(frame.height * scale))
    small = Image.fromarray(
        frame.reformat(width=size[0], height=size[1], format="rgb24").to_ndarray()
    )
    return small.rotate(frame.rotation, expand=True) if frame.rotation else small
