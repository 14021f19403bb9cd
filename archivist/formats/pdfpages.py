"""One page of a PDF: its text layer, where each line stands, and whether that text can be trusted."""

from __future__ import annotations

import ctypes
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from archivist.formats.spots import spot
from archivist.model import Spot

if TYPE_CHECKING:
    import pypdfium2

_GARBAGE, _CONTROLS = 0.2, 0.05
"""Shares of characters without meaning, and of control characters, that no text layer has."""

_FOREIGN, _BLOCK, _SCRIPTS, _STEW = ("\u0100", "\u0800"), 128, 3, 0.02
"""Scripts between Latin and the Indic ones, in blocks; so many of them, each with such a share."""

_NESTED = 4
_LOOKED_AT = 1000

_THIN = 30
"""Characters up to which a page that is nearly all picture counts as scan: a page number, a stamp."""

_COVERED = 0.6
_FINE = 10_000
"""Steps a page is divided into when places are asked for."""

_BREAK = re.compile("(?<!\ufffe)(?:\r\n|\r|\n)|\f")
"""Where ``_cleaned`` leaves one line and begins another."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page as PDFium reads it; ``spots`` are those of the lines of ``text``, as far as known."""

    number: int
    text: str
    state: str
    """"text", "blank" (nothing drawn), "picture" (hardly text), "garbage" (no Unicode) or "broken"."""

    spots: tuple[Spot | None, ...] = ()
    plain: bool = False
    """Nothing but text and lines: no picture stands on it, not even in a form."""


def read(document: pypdfium2.PdfDocument, number: int, *, spotted: bool) -> Page:
    """The page of this 1-based number; with the spots of its lines if wanted."""
    import pypdfium2

    try:
        page = document[number - 1]
        layer = page.get_textpage()
        raw = layer.get_text_range() if layer.count_chars() else ""
        text = "\n".join([raw, *_filled(page)]).strip("\n")
        kinds = _kinds(page)
        drawn = kinds - {pypdfium2.raw.FPDF_PAGEOBJ_TEXT} if text else kinds
        plain = _plain(page, kinds)
        thin = len("".join(text.split())) <= _THIN and pictured(page, _COVERED)
        spots = tuple(_spots(page, layer, raw)) if spotted and raw.strip() else ()
        layer.close()
        page.close()
    except pypdfium2.PdfiumError:
        return Page(number, "", "broken")
    text = _cleaned(text)
    if not text.strip():
        return Page(number, "", "picture" if drawn else "blank", plain=plain)
    if garbled(text):
        return Page(number, "", "garbage", plain=plain)
    return Page(number, text, "picture" if thin else "text", spots, plain)


def _spots(
    page: pypdfium2.PdfPage, layer: pypdfium2.PdfTextPage, raw: str
) -> Iterator[Spot | None]:
    """Where each line of the text stands, in the order ``_cleaned`` leaves them."""
    start = len(raw) - len(raw.lstrip("\n"))
    for end, following in [*(match.span() for match in _BREAK.finditer(raw, start)), (len(raw), 0)]:
        line = raw[start:end]
        first = start + len(line) - len(line.lstrip())
        yield _spot(page, layer, first, len(line.strip())) if line.strip() else None
        start = following


def _spot(
    page: pypdfium2.PdfPage, layer: pypdfium2.PdfTextPage, start: int, count: int
) -> Spot | None:
    """The box around so many characters of the text, on the page as it is shown."""
    import pypdfium2

    pdfium = pypdfium2.raw
    at = pdfium.FPDFText_GetCharIndexFromTextIndex(layer, start)
    edges = [ctypes.c_double() for _ in range(4)]
    points: list[tuple[float, float]] = []
    for index in range(pdfium.FPDFText_CountRects(layer, at, count) if at >= 0 else 0):
        if pdfium.FPDFText_GetRect(layer, index, *edges):
            left, top, right, bottom = (edge.value for edge in edges)
            points += [(left, top), (right, bottom)]
    return around(page, points) if points else None


def around(page: pypdfium2.PdfPage, points: Sequence[tuple[float, float]]) -> Spot:
    """The box around points of the page's own space, on the page as it is shown."""
    shown = [_shown(page, x, y) for x, y in points]
    xs, ys = [x for x, _ in shown], [y for _, y in shown]
    return spot(min(xs), min(ys), max(xs), max(ys))


def _shown(page: pypdfium2.PdfPage, x: float, y: float) -> tuple[float, float]:
    """A point of the page's own space as shares of the page as it is shown, turned and cropped."""
    import pypdfium2

    right, down = ctypes.c_int(), ctypes.c_int()
    pypdfium2.raw.FPDF_PageToDevice(page, 0, 0, _FINE, _FINE, 0, x, y, right, down)
    return right.value / _FINE, down.value / _FINE


def pictured(page: pypdfium2.PdfPage, share: float) -> bool:
    """Whether one picture covers at least this share (0..1) of the page."""
    import pypdfium2

    width, height = page.get_size()
    pictures = page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE], max_depth=_NESTED)
    for _, item in zip(range(_LOOKED_AT), pictures, strict=False):
        left, bottom, right, top = item.get_bounds()
        if (right - left) * (top - bottom) >= share * width * height:
            return True
    return False


def _filled(page: pypdfium2.PdfPage) -> Iterator[str]:
    """What people filled in or wrote on the page: form fields and free text, which no text layer has."""
    import pypdfium2

    pdfium = pypdfium2.raw
    wanted = {pdfium.FPDF_ANNOT_WIDGET: b"V", pdfium.FPDF_ANNOT_FREETEXT: b"Contents"}
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page), _LOOKED_AT)):
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        key = wanted.get(pdfium.FPDFAnnot_GetSubtype(annotation))
        value = _wide(annotation, key) if key else ""
        pdfium.FPDFPage_CloseAnnot(annotation)
        if value.strip():
            yield value


def _wide(annotation: object, key: bytes) -> str:
    import pypdfium2

    get = pypdfium2.raw.FPDFAnnot_GetStringValue
    length = get(annotation, key, None, 0)
    buffer = (ctypes.c_ushort * (length // 2 + 1))()
    get(annotation, key, buffer, length)
    return bytes(buffer)[: max(0, length - 2)].decode("utf-16-le", "replace")


def _kinds(page: pypdfium2.PdfPage) -> set[int]:
    """What kinds of objects the page is made of, as far as it is looked at."""
    import pypdfium2

    pdfium = pypdfium2.raw
    objects = min(pdfium.FPDFPage_CountObjects(page), _LOOKED_AT)
    return {pdfium.FPDFPageObj_GetType(pdfium.FPDFPage_GetObject(page, i)) for i in range(objects)}


def _plain(page: pypdfium2.PdfPage, kinds: set[int]) -> bool:
    """Whether all of the page was looked at, and no picture met nor a form that could hold one."""
    import pypdfium2

    pdfium = pypdfium2.raw
    flat = {pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_SHADING}
    return kinds <= flat and bool(pdfium.FPDFPage_CountObjects(page) <= _LOOKED_AT)


def _cleaned(text: str) -> str:
    """Lines end with a plain newline; PDFium's mark for a hyphen at a line's end joins the halves."""
    text = (
        text.replace("\r\n", "\n").replace("\r", "\n").replace("\ufffe\n", "").replace("\f", "\n")
    )
    return unicodedata.normalize("NFC", text).replace("\ufffe", "").replace("\x02", "-").rstrip()


def garbled(text: str) -> bool:
    """Whether the font hides what its glyphs mean: controls, private characters, a stew of scripts.

    A subset font without ToUnicode counts its glyphs from 1: the first are control characters,
    those of a long text run through Latin, Greek, Cyrillic, Hebrew. No writing mixes so many.
    """
    shown = [char for char in text if not char.isspace()]
    kinds = Counter(map(unicodedata.category, shown))
    unknown = kinds["Cc"] + kinds["Co"] + kinds["Cn"] + shown.count("\ufffd")
    blocks = Counter(ord(char) // _BLOCK for char in shown if _FOREIGN[0] <= char < _FOREIGN[1])
    stew = sum(count > _STEW * len(shown) for count in blocks.values())
    return (
        unknown > _GARBAGE * len(shown) or kinds["Cc"] > _CONTROLS * len(shown) or stew >= _SCRIPTS
    )
