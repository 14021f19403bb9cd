"""Pages of originals whose visible text is in faces they do not bring along."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

_INVISIBLE = 3
"""Text rendering mode of what OCR lays under a scan (ISO 32000-1, table 106)."""


def lacking(page: PdfPage) -> bool:
    """Whether visible text of a page is in a face the PDF does not bring along."""
    return any(_lacks(found) for found in _objects(page))


def _objects(page: PdfPage) -> Iterator[object]:
    """All objects of a page, those inside of forms too."""
    from pypdfium2 import raw

    waiting = [raw.FPDFPage_GetObject(page, n) for n in range(raw.FPDFPage_CountObjects(page))]
    while waiting:
        found = waiting.pop()
        if raw.FPDFPageObj_GetType(found) == raw.FPDF_PAGEOBJ_FORM:
            inside = range(max(0, raw.FPDFFormObj_CountObjects(found)))
            waiting += [raw.FPDFFormObj_GetObject(found, number) for number in inside]
        else:
            yield found


def _lacks(found: Any) -> bool:  # noqa: ANN401 - a handle of pdfium
    from pypdfium2 import raw

    if raw.FPDFPageObj_GetType(found) != raw.FPDF_PAGEOBJ_TEXT:
        return False
    if raw.FPDFTextObj_GetTextRenderMode(found) == _INVISIBLE:
        return False
    font = raw.FPDFTextObj_GetFont(found)
    # A font drawn by the document itself (Type 3) has no file and no name, and lacks nothing.
    named = font and raw.FPDFFont_GetBaseFontName(font, None, 0) > 1
    return bool(named) and not raw.FPDFFont_GetIsEmbedded(font)
