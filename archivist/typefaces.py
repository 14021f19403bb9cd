"""GROUND: typefaces PDFs do not bring along, read from the system once in the life of this process.

For every page that names such a face pdfium reads a whole font file of the system anew, for
Chinese 25 MB and some 20 ms each. A face that stands alone in its file it remembers as long as a
page that uses it is open. So a face in a collection is handed to it alone, and copies of the
first pages that asked for one stay open.
"""

from __future__ import annotations

import atexit
import ctypes
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from pypdfium2 import PdfDocument, PdfPage

_COLLECTION = int.from_bytes(b"ttcf", "big")
_MOST_KEPT = 16
"""Documents kept open; no dossier asks for more faces."""
_LARGEST = 4 * 2**20
"""Bytes of a document that may be kept: the next that asks for the same face may be smaller."""
_FIRST = 10
"""Pages of it that are gone through for those that ask."""

_PASSED = ("EnumFonts", "MapFont", "GetFont", "GetFaceName", "GetFontCharset", "DeleteFont")
_kept: list[tuple[PdfDocument, list[PdfPage]]] = []
_faces: dict[str, bytes] = {}
_sizes: dict[str, int] = {}
"""Bytes of each face met, 0 for one that cannot be taken out: asked for before every use."""
_loaded: list[str] = []


@contextmanager
def opened(path: Path) -> Iterator[PdfDocument]:
    """A PDF under pdfium.

    Raises:
        pypdfium2.PdfiumError: it cannot be opened.
    """
    import pypdfium2

    _settle()
    document = pypdfium2.PdfDocument(path)
    try:
        yield document
    finally:
        document.close()
        asked = bool(_loaded)
        _loaded.clear()
        if asked and len(_kept) < _MOST_KEPT and path.stat().st_size <= _LARGEST:
            _keep(path.read_bytes())
        _faces.clear()  # pdfium has its own copy; of what it holds it asks for the size only


def _keep(data: bytes) -> None:
    """Leave the pages open that ask for a face nobody holds; the file itself is let go."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    pages = []
    for number in range(min(len(document), _FIRST)):
        try:
            page = document[number]
        except pypdfium2.PdfiumError:
            continue
        if _loaded:
            pages.append(page)
        else:
            page.close()
        _loaded.clear()
    if pages:
        _kept.append((document, pages))
    else:
        document.close()


@cache
def _settle() -> object:
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

    def face(font: object, called: str, whole: int) -> bytes:
        if called not in _faces:
            file = (ctypes.c_ubyte * whole)()
            data(system, font, _COLLECTION, file, whole)
            _faces[called] = _taken(bytes(file), called)
            _sizes[called] = len(_faces[called])
        return _faces[called]

    def served(_: object, font: object, table: int, room: Any, size: int) -> int:  # noqa: ANN401 - a C buffer
        whole = data(system, font, _COLLECTION, None, 0)
        if not whole or table not in {0, _COLLECTION}:
            return data(system, font, table, room, size)
        name = ctypes.create_string_buffer(name_of(system, font, None, 0) or 1)
        name_of(system, font, name, len(name))
        called = name.value.decode("utf-8", "replace")
        needed = _sizes[called] if called in _sizes else len(face(font, called, whole))
        if not needed:
            return data(system, font, table, room, size)
        if table == _COLLECTION:
            return 0
        if room and size >= needed:
            _loaded.append(called)
            ctypes.memmove(room, face(font, called, whole), needed)
        return needed

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
