"""Pictures of seals placed on PDF pages: a digest of each, so that one pasted everywhere shows.

A real stamp is never twice the same to the bit; a picture of one is. What a lawful e-seal service
does looks alike, so this is an observation only (requirement Y19).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from archivist.formats.pdfpages import around
from archivist.model import Spot

if TYPE_CHECKING:
    import pypdfium2

_LEAST, _MOST = 70.0, 180.0
"""Points (1/72 inch): official seals are 38 to 45 mm wide, shown between half and one and a half."""

_PAGES = 3
_OBJECTS = 200
_REDDER = 40
_INK = 0.02


@dataclass(frozen=True, slots=True)
class Stamp:
    """A picture of a seal: digest of its bytes, 1-based page, where it stands (None: inside a form)."""

    digest: str
    page: int
    spot: Spot | None


def sealed(count: int) -> set[int]:
    """Where papers of so many pages are sealed: the first and the last pages, from 1."""
    return {*range(1, min(_PAGES, count) + 1), *range(max(0, count - _PAGES) + 1, count + 1)}


def stamps(document: pypdfium2.PdfDocument, pages: set[int]) -> list[Stamp]:
    """Every red, square picture of a seal's size on these pages, from 1."""
    return [stamp for number in sorted(pages) for stamp in _on(document, number)]


def facts(found: Sequence[Stamp]) -> list[tuple[str, str]]:
    """``("stamp", "digest@page")`` for each picture, with the first page it stands on."""
    first: dict[str, int] = {}
    for stamp in found:
        first.setdefault(stamp.digest, stamp.page)
    return [("stamp", f"{digest}@{page}") for digest, page in first.items()]


def _on(document: pypdfium2.PdfDocument, number: int) -> list[Stamp]:
    import pypdfium2

    try:
        page = document[number - 1]
        objects = page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE], max_depth=2)
        found = []
        for _, item in zip(range(_OBJECTS), objects, strict=False):
            left, bottom, right, top = item.get_bounds()
            square = 0.85 <= (right - left) / max(top - bottom, 1.0) <= 1.18  # noqa: PLR2004 - nearly
            if square and _LEAST <= right - left <= _MOST and _is_red(item):
                digest = sha256(bytes(item.get_data())).hexdigest()[:16]
                whole = around(page, [(left, top), (right, bottom)])
                found.append(Stamp(digest, number, None if item.level else whole))
        page.close()
    except (pypdfium2.PdfiumError, ValueError, OverflowError):
        return []
    return found


def _is_red(item: pypdfium2.PdfImage) -> bool:
    """Whether red is what the picture shows, and hardly any other colour."""
    picture = item.get_bitmap(render=False).to_pil().convert("RGB").resize((64, 64))
    pixels = picture.tobytes()
    triples = list(zip(pixels[0::3], pixels[1::3], pixels[2::3], strict=True))
    red = sum(r - max(g, b) > _REDDER for r, g, b in triples)
    other = sum(max(g, b) - r > _REDDER for r, g, b in triples)
    return bool(red > _INK * len(triples) and other < red / 10)
