"""Square codes for labels and covers."""

from __future__ import annotations

import io
from functools import lru_cache

_MASK = 3
"""Any of the eight patterns can be read; trying all of them is most of the work (ISO/IEC 18004 §7.8)."""


@lru_cache(maxsize=4096)
def qr(text: str) -> str:
    """An SVG of the text as QR code; the same text gives the same picture."""
    import segno

    buffer = io.BytesIO()
    segno.make_qr(text, error="m", mask=_MASK).save(buffer, kind="svg", border=1, xmldecl=False)
    return buffer.getvalue().decode()
