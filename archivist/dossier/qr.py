"""Square codes for labels and covers."""

from __future__ import annotations

import io


def qr(text: str) -> str:
    """An SVG of the text as QR code; the same text gives the same picture."""
    import segno

    buffer = io.BytesIO()
    segno.make_qr(text, error="m").save(buffer, kind="svg", border=1, xmldecl=False)
    return buffer.getvalue().decode()
