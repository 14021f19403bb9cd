"""Pictures of seals placed on PDF pages: a digest of each, so that one pasted everywhere shows.

A real stamp is never twice the same to the bit; a picture of one is. What a lawful e-seal service
does looks alike, so this is an observation only (requirement Y19).
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pypdfium2

_LEAST, _MOST = 70.0, 180.0
"""Points (1/72 inch): official seals are 38 to 45 mm wide, shown between half and one and a half."""

_PAGES = 3
_OBJECTS = 200
_REDDER = 40
_INK = 0.02


def stamps(document: pypdfium2.PdfDocument, count: int) -> list[tuple[str, str]]:
    """``("stamp", "digest@page")`` for each red, square picture of a seal's size.

    Only the first and the last pages are looked at: there papers are sealed.
    """
    pages = sorted({*range(min(_PAGES, count)), *range(max(0, count - _PAGES), count)})
    found: dict[str, str] = {}
    for number in pages:
        for digest in _on(document, number):
            found.setdefault(digest, f"{digest}@{number + 1}")
    return [("stamp", value) for value in found.values()]


def _on(document: pypdfium2.PdfDocument, number: int) -> list[str]:
    import pypdfium2

    try:
        page = document[number]
        objects = page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE], max_depth=2)
        digests = []
        for _, item in zip(range(_OBJECTS), objects, strict=False):
            left, bottom, right, top = item.get_bounds()
            square = 0.85 <= (right - left) / max(top - bottom, 1.0) <= 1.18  # noqa: PLR2004 - nearly
            if square and _LEAST <= right - left <= _MOST and _is_red(item):
                digests.append(sha256(bytes(item.get_data())).hexdigest()[:16])
        page.close()
    except (pypdfium2.PdfiumError, ValueError, OverflowError):
        return []
    return digests


def _is_red(item: pypdfium2.PdfImage) -> bool:
    """Whether red is what the picture shows, and hardly any other colour."""
    picture = item.get_bitmap(render=False).to_pil().convert("RGB").resize((64, 64))
    pixels = picture.tobytes()
    triples = list(zip(pixels[0::3], pixels[1::3], pixels[2::3], strict=True))
    red = sum(r - max(g, b) > _REDDER for r, g, b in triples)
    other = sum(max(g, b) - r > _REDDER for r, g, b in triples)
    return bool(red > _INK * len(triples) and other < red / 10)
