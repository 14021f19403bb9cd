"""The first page of a PDF as a small picture: how a paper looks, before anybody opens it.

Bounded: a page of many strokes is given up after a while, one of huge pictures is not begun.
"""

from __future__ import annotations

import ctypes
import time
from typing import TYPE_CHECKING

from PIL import Image

from archivist.formats import stills
from archivist.model import Still

if TYPE_CHECKING:
    import pypdfium2

WIDE, HIGH = 160, 320
"""Pixels it is at most wide and high (ours): the page is known by its looks, not read."""

_QUALITY = 50
_SECONDS = 0.5
_PIXELS = 40_000_000
"""Of all pictures on the page: an A4 sheet scanned in 600 dpi has 35 million."""

_OBJECTS, _DEEP = 1000, 4


def held(document: pypdfium2.PdfDocument) -> pypdfium2.PdfPage | None:
    """The first page, to be held while the document is read: its fonts are then loaded once."""
    import pypdfium2

    try:
        return document[0] if len(document) else None
    except pypdfium2.PdfiumError:
        return None


def small(page: pypdfium2.PdfPage | None) -> tuple[Still, ...]:
    """A JPEG of a few kB; nothing of a page that cannot be drawn or takes too long."""
    import pypdfium2

    try:
        picture = _drawn(page) if page and _light(page) else None
    except (pypdfium2.PdfiumError, ValueError, OverflowError):
        return ()
    return (Still(None, stills.jpeg(picture, HIGH, _QUALITY)),) if picture else ()


def _light(page: pypdfium2.PdfPage) -> bool:
    """Whether its pictures may be decoded at all."""
    import pypdfium2

    pictures = page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE], max_depth=_DEEP)
    sizes = (item.get_px_size() for _, item in zip(range(_OBJECTS), pictures, strict=False))
    return sum(int(wide) * int(high) for wide, high in sizes) <= _PIXELS


def _drawn(page: pypdfium2.PdfPage) -> Image.Image | None:
    """The page as it is shown, stamps included, unless it takes too long."""
    import pypdfium2

    pdfium = pypdfium2.raw
    wide, high = page.get_size()
    scale = min(WIDE / max(wide, 1.0), HIGH / max(high, 1.0))
    size = max(1, round(wide * scale)), max(1, round(high * scale))
    bitmap = pypdfium2.PdfBitmap.new_native(*size, pdfium.FPDFBitmap_BGRx)
    bitmap.fill_rect((255, 255, 255, 255), 0, 0, *size)
    until = time.monotonic() + _SECONDS
    pause = pdfium.IFSDK_PAUSE(version=1)
    late = type(pause.NeedToPauseNow)(lambda _: time.monotonic() > until)
    pause.NeedToPauseNow = late
    how = (0, 0, *size, 0, pdfium.FPDF_ANNOT, ctypes.byref(pause))
    ended = pdfium.FPDF_RenderPageBitmap_Start(bitmap, page, *how)
    pdfium.FPDF_RenderPage_Close(page)
    done: Image.Image | None = None
    if ended == pdfium.FPDF_RENDER_DONE:
        done = bitmap.to_pil().convert("RGB")
    bitmap.close()
    return done
