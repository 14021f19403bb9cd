"""Small pictures of what a file shows: stills of a recording, a thumbnail of a picture.

Kept in the store beside the text, so that the dossier can show recordings and pictures that no
browser opens. The sizes are ours.
"""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from archivist.formats import pixels
from archivist.formats.playthrough import LONGEST, picture
from archivist.model import Still

if TYPE_CHECKING:
    import av
    from av.container import InputContainer

VERSION = 1
"""Raise when stills change; part of the versions of the readers that make them."""

SIDE = 400
"""Longer side of a still in pixels: some 10 kB, and 30 mm at 300 dpi on the list of recordings."""

SEEN = 1024
"""Longer side where the original cannot be shown by a browser, and this stands in for it."""

_SHARES = (0.1, 0.35, 0.6, 0.85)
"""Where in a recording stills are taken: not at its ends, which are often black."""

_QUALITY = 72
_NEXT = 300
"""Frames decoded at most to come from a key frame to the moment wanted."""


def of_recording(path: Path, seconds: float | None) -> tuple[Still, ...]:
    """Up to four stills, the poster first: the earliest that shows something.

    Args:
        path: the recording.
        seconds: its true length; None if unknown, then only the beginning is shown.
    """
    import av

    found: dict[float, Image.Image] = {}
    for share in _SHARES if seconds else (0.0,):
        with contextlib.suppress(av.FFmpegError, ValueError, OSError):
            at, shown = _frame(path, share * (seconds or 0.0))
            found.setdefault(at, shown)
    ordered = sorted(found.items())
    poster = next((each for each in ordered if pixels.spread(each[1]) >= pixels.TELLING), None)
    poster = poster or max(ordered, key=lambda each: pixels.spread(each[1]), default=None)
    rest = [each for each in ordered if each is not poster]
    return tuple(Still(at, jpeg(shown)) for at, shown in ([poster, *rest] if poster else []))


def of_picture(small: Image.Image, *, shown: bool) -> Still:
    """A thumbnail of an upright RGB picture; larger where browsers do not show the original."""
    side = SIDE if shown else SEEN
    return Still(None, jpeg(small, side))


def facts(stills: tuple[Still, ...]) -> Iterator[tuple[str, str]]:
    """``still`` for each: the second it shows, "" for a picture; the poster first."""
    for still in stills:
        yield "still", "" if still.seconds is None else f"{still.seconds:.1f}"


def jpeg(image: Image.Image, side: int = SIDE) -> bytes:
    """An RGB picture as JPEG of at most so many pixels a side."""
    small = image
    if max(image.size) > side:
        small = image.copy()
        small.thumbnail((side, side), Image.Resampling.BILINEAR, reducing_gap=2.0)
    kept = io.BytesIO()
    small.save(kept, "JPEG", quality=_QUALITY, optimize=True)
    return kept.getvalue()


def _frame(path: Path, seconds: float) -> tuple[float, Image.Image]:
    """The picture shown at a moment, as a player shows it, and when it truly stands.

    Raises:
        ValueError: there is none.
    """
    import av

    with av.open(str(path), metadata_errors="ignore") as container:
        video = picture(container)
        if video is None:
            raise ValueError("no picture")
        video.thread_type = "NONE"
        if seconds:
            container.seek(round(seconds * av.time_base) + (container.start_time or 0))
        best = None
        for _, frame in zip(range(_NEXT), _frames(container, video), strict=False):
            best = frame
            if _time(frame, video) >= seconds:
                break
        if best is None:
            raise ValueError("no frame")
        return round(_time(best, video), 1), _upright(best, video)


def _frames(container: InputContainer, video: av.VideoStream) -> Iterator[av.VideoFrame]:
    """Frames from here on; what cannot be decoded is passed over."""
    import av

    for packet in container.demux(video):
        with contextlib.suppress(av.FFmpegError):
            yield from packet.decode()


def _time(frame: av.VideoFrame, video: av.VideoStream) -> float:
    if frame.pts is None or frame.time_base is None:
        return 0.0
    seconds = float((frame.pts - (video.start_time or 0)) * frame.time_base)
    return seconds if 0 <= seconds < LONGEST else 0.0


def _upright(frame: av.VideoFrame, video: av.VideoStream) -> Image.Image:
    """Small, with square pixels, turned as the recording says."""
    stretch = float(video.sample_aspect_ratio or 1)
    wide = frame.width * (stretch if 0.2 < stretch < 5 else 1.0)  # noqa: PLR2004 - anything else is a mistake
    scale = min(1.0, SIDE / max(wide, frame.height))
    size = max(2, round(wide * scale)), max(2, round(frame.height * scale))
    grid = frame.reformat(width=size[0], height=size[1], format="rgb24").to_ndarray()
    small = Image.fromarray(grid)
    return small.rotate(frame.rotation, expand=True) if frame.rotation else small
