"""Typefaces PDFs do not bring along: read from the system once in the life of this process.

For every page that names such a face pdfium reads a whole font file of the system anew, for
Chinese 25 MB and some 20 ms each. A face that stands alone in its file it remembers as long as a
page that uses it is open. So a face in a collection is handed to it alone, and the first pages
that asked for one stay open.
"""

from __future__ import annotations

import atexit
import ctypes
import struct
from collections.abc import Callable, Iterator
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage

_COLLECTION = int.from_bytes(b"ttcf", "big")
_MOST_KEPT = 16
"""Documents kept open; no dossier asks for more faces."""
_INVISIBLE = 3
"""Text rendering mode of what OCR lays under a scan (ISO 32000-1, table 106)."""

_PASSED = ("EnumFonts", "MapFont", "GetFont", "GetFaceName", "GetFontCharset", "DeleteFont")
_kept: list[tuple[PdfDocument, list[PdfPage]]] = []
_faces: dict[str, bytes] = {}
_loaded: list[str] = []


def release(document: PdfDocument, pages: int) -> None:
    """Close a document, unless it was the first to ask for a face: then its first pages stay open."""
    if _loaded and len(_kept) < _MOST_KEPT:
        _kept.append((document, [document[number] for number in range(pages)]))
    else:
        document.close()
    _loaded.clear()


@cache
def settle() -> object:
    """Stand between pdfium and the fonts of the system; what is returned must live as long as it."""
    from pypdfium2 import raw

    system = raw.FPDF_GetDefaultSystemFontInfo()
    if not system:
        return None
    theirs = system.contents
    ours = raw.FPDF_SYSFONTINFO(version=theirs.version)
    kinds: dict[str, Any] = dict(raw.FPDF_SYSFONTINFO._fields_)
    for name in _PASSED:
        if answer := getattr(theirs, name):
            setattr(ours, name, kinds[name](_passed(system, answer)))
    served = _served(system, theirs.GetFontData, theirs.GetFaceName)
    ours.GetFontData = kinds["GetFontData"](served)
    raw.FPDF_SetSystemFontInfo(ctypes.byref(ours))
    atexit.register(_part)
    return ours


def _part() -> None:
    for document, _ in _kept:
        document.close()


def _passed(system: object, answer: Callable[..., Any]) -> Callable[..., Any]:
    return lambda _, *told: answer(system, *told)


def _served(
    system: object, data: Callable[..., int], name_of: Callable[..., int]
) -> Callable[..., int]:
    """Answers what a font file holds: of a collection the face that is meant, as if it were alone."""

    def served(_: object, font: object, table: int, room: Any, size: int) -> int:  # noqa: ANN401 - a C buffer
        whole = data(system, font, _COLLECTION, None, 0)
        if not whole or table not in {0, _COLLECTION}:
            return data(system, font, table, room, size)
        name = ctypes.create_string_buffer(name_of(system, font, None, 0) or 1)
        name_of(system, font, name, len(name))
        called = name.value.decode("utf-8", "replace")
        if called not in _faces:
            file = (ctypes.c_ubyte * whole)()
            data(system, font, _COLLECTION, file, whole)
            _faces[called] = _taken(bytes(file), called)
        face = _faces[called]
        if not face:
            return data(system, font, table, room, size)
        if table == _COLLECTION:
            return 0
        if room and size >= len(face):
            _loaded.append(called)
            ctypes.memmove(room, face, len(face))
        return len(face)

    return served


def _taken(collection: bytes, called: str) -> bytes:
    """The face, or nothing: then pdfium reads the collection as it always did."""
    try:
        return alone(collection, called)
    except (OSError, struct.error):
        return b""


def alone(collection: bytes, called: str) -> bytes:
    """One face of a font collection as a font file of its own.

    Args:
        collection: a font collection (ISO/IEC 14496-22).
        called: full name of the face. Of a face for Japanese the sister for simplified Chinese is
            taken: pdfium asks for the first it meets. An unknown name gives the first face.
    """
    count = struct.unpack_from(">L", collection, 8)[0]
    names = [_full_name(collection, number) for number in range(count)]
    wanted = (called.replace(" JP", " SC"), called)
    number = next((names.index(name) for name in wanted if name in names), 0)
    (start,) = struct.unpack_from(">L", collection, 12 + 4 * number)
    (tables,) = struct.unpack_from(">H", collection, start + 4)
    head, body = [collection[start : start + 12]], []
    place = 12 + 16 * tables
    for each in range(tables):
        tag, check, at, size = struct.unpack_from(">4s3L", collection, start + 12 + 16 * each)
        head.append(struct.pack(">4s3L", tag, check, place, size))
        body.append(collection[at : at + size] + bytes(-size % 4))
        place += len(body[-1])
    return b"".join(head + body)


def _full_name(collection: bytes, number: int) -> str:
    from PIL import ImageFont

    parts = ImageFont.truetype(BytesIO(collection), 10, number).getname()
    return " ".join(part for part in parts if part and part != "Regular")


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
