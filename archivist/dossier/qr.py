"""Square codes for labels and covers."""

from __future__ import annotations

import io
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from segno import QRCode

_MASK = 3
"""Any of the eight patterns can be read; trying all of them is most of the work (ISO/IEC 18004 §7.8)."""

_PIXELS = 8
"""Pixels of a module: its edges stay sharp on paper."""


@lru_cache(maxsize=4096)
def qr(text: str) -> str:
    """An SVG of the text as QR code; the same text gives the same picture."""
    buffer = io.BytesIO()
    _code(text).save(buffer, kind="svg", border=1, xmldecl=False)
    return buffer.getvalue().decode()


def qr_png(text: str) -> bytes:
    """The same for programs that know no SVG: a PNG, black on white."""
    buffer = io.BytesIO()
    _code(text).save(buffer, kind="png", border=1, scale=_PIXELS)
    return buffer.getvalue()


def _code(text: str) -> QRCode:
    """In UTF-8, as phones expect: left alone, segno takes Shift JIS where that has the signs."""
    import segno

    return segno.make_qr(text, error="m", mask=_MASK, encoding="utf-8")
