"""Reads PDF through PDFium: text per page, locks, claims, signatures; damage is healed for reading only."""

from __future__ import annotations

import ctypes
import time
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from archivist.formats import dividers, ocr, scans, signed, troubles
from archivist.formats.pdffacts import iso, locks, raw, shape, signatures
from archivist.formats.registry import Found, Source, reads
from archivist.formats.stamps import stamps
from archivist.model import Problem

if TYPE_CHECKING:
    import pypdfium2

_INFO = {
    "Title": "title",
    "Author": "author",
    "Subject": "subject",
    "Keywords": "keywords",
    "Creator": "application",
    "Producer": "producer",
}
_GARBAGE = 0.2
_LOOKED_AT = 1000
_PASSWORD_ERROR = 4


_THIN = 30
"""Characters up to which a page that is nearly all picture counts as scan: a page number, a stamp."""

_COVERED = 0.6


def _version() -> int:
    """Readings grow old when OCR changes or is installed later."""
    return 100 * (4 + dividers.VERSION + signed.VERSION) + 2 * ocr.VERSION + ocr.available()


@reads("pdf", version=_version())
def pdf(source: Source) -> Found:
    """Text of every page, by OCR where there is none; what remains unread is named."""
    import pypdfium2

    began = time.monotonic()
    try:
        document = pypdfium2.PdfDocument(source.path)
    except pypdfium2.PdfiumError as error:
        locked = (
            getattr(error, "err_code", None) == _PASSWORD_ERROR or "password" in str(error).lower()
        )
        return Found(
            problems=(troubles.ENCRYPTED if locked else troubles.damaged("PDF 结构无法恢复"),)
        )
    try:
        return _read(source, document, began)
    finally:
        document.close()


def _read(source: Source, document: pypdfium2.PdfDocument, began: float) -> Found:
    count = len(document)
    pages = _pages(document, min(count, source.limits.pages), source.limits.text_chars)
    unread = [page.number for page in pages if page.state in {"picture", "garbage"}]
    if count > 1 and (found := dividers.sheets(document, _candidates(pages))):
        return dividers.split(source, found, count, partial(dividers.write_pdf, source.path))
    scanned = scans.read(source, unread, began)
    texts = [scanned.texts.get(page.number) or page.text for page in pages]
    told = raw(source.path)
    info = {key: " ".join(value.split()) for key, value in document.get_metadata_dict().items()}
    facts = [(name, info[key]) for key, name in _INFO.items() if info.get(key)]
    facts += told.facts
    facts += scanned.facts
    facts += signatures(document) + shape(document, count) + stamps(document, count)
    facts += signed.facts(source.path) if dict(facts).get("signatures") else []
    return Found(
        text="\f".join(texts) if any(texts) else "",
        pages=count,
        created=iso(info.get("CreationDate", "")) or told.created,
        facts=tuple(facts),
        problems=(
            *_problems(pages, count, scanned, written=any(texts)),
            *locks(document),
            *told.problems,
        ),
    )


@dataclass(frozen=True, slots=True)
class _Page:
    number: int
    text: str
    state: str
    """"text", "blank" (nothing drawn), "picture" (hardly text), "garbage" (no Unicode) or "broken"."""


def _pages(document: pypdfium2.PdfDocument, count: int, room: int) -> list[_Page]:
    pages = []
    for number in range(1, count + 1):
        page = _page(document, number)
        pages.append(page)
        room -= len(page.text)
        if room < 0:
            break
    return pages


def _candidates(pages: list[_Page]) -> list[int]:
    """Pages that may be separator sheets: scanned ones, and those put in as they were printed."""
    return [p.number for p in pages if p.state == "picture" or dividers.HEADING in p.text]


def _page(document: pypdfium2.PdfDocument, number: int) -> _Page:
    import pypdfium2

    try:
        page = document[number - 1]
        layer = page.get_textpage()
        text = layer.get_text_range() if layer.count_chars() else ""
        text = "\n".join([text, *_filled(page)]).strip("\n")
        drawn = _drawn(page, bool(text))
        thin = len("".join(text.split())) <= _THIN and _scanned(page)
        layer.close()
        page.close()
    except pypdfium2.PdfiumError:
        return _Page(number, "", "broken")
    text = _cleaned(text)
    if not text.strip():
        return _Page(number, "", "picture" if drawn else "blank")
    if _garbled(text):
        return _Page(number, "", "garbage")
    return _Page(number, text, "picture" if thin else "text")


def _scanned(page: pypdfium2.PdfPage) -> bool:
    """Whether one picture covers most of the page."""
    import pypdfium2

    width, height = page.get_size()
    pictures = page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE], max_depth=2)
    for _, item in zip(range(_LOOKED_AT), pictures, strict=False):
        left, bottom, right, top = item.get_bounds()
        if (right - left) * (top - bottom) >= _COVERED * width * height:
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


def _drawn(page: pypdfium2.PdfPage, spaced: bool) -> bool:  # noqa: FBT001 - a fact about the page
    """Whether something shows: pictures, paths, or text whose characters are all unknown."""
    import pypdfium2

    pdfium = pypdfium2.raw
    objects = min(pdfium.FPDFPage_CountObjects(page), _LOOKED_AT)
    kinds = {pdfium.FPDFPageObj_GetType(pdfium.FPDFPage_GetObject(page, i)) for i in range(objects)}
    return bool(kinds - {pdfium.FPDF_PAGEOBJ_TEXT}) if spaced else bool(kinds)


def _cleaned(text: str) -> str:
    """Lines end with a plain newline; PDFium's mark for a hyphen at a line's end joins the halves."""
    text = (
        text.replace("\r\n", "\n").replace("\r", "\n").replace("\ufffe\n", "").replace("\f", "\n")
    )
    return unicodedata.normalize("NFC", text).replace("\ufffe", "").replace("\x02", "-").rstrip()


def _garbled(text: str) -> bool:
    """Whether the font hides what its glyphs mean: control and private characters, no words."""
    shown = [char for char in text if not char.isspace()]
    bad = sum(
        char == "\ufffd" or unicodedata.category(char) in {"Cc", "Co", "Cn"} for char in shown
    )
    return bad > _GARBAGE * len(shown)


def _problems(
    pages: list[_Page], count: int, scanned: scans.Scans, *, written: bool
) -> list[Problem]:
    if count == 0:
        return [troubles.damaged("没有任何页面")]
    problems = []
    if (left := count - len(pages)) > 0:
        problems.append(troubles.pages_left(len(pages), left))
    problems += scanned.problems
    states = {page.state for page in pages}
    if not written and not scanned.left and "broken" not in states:
        problems.append(troubles.PICTURES if scanned.texts else troubles.BLANK)
    hidden = [p.number for p in pages if p.state == "garbage" and p.number in scanned.left]
    if hidden:
        problems.append(troubles.garbled_pages(hidden))
    if broken := [page.number for page in pages if page.state == "broken"]:
        problems.append(troubles.partial(f"第 {troubles.numbers(broken)} 页已损坏，无法读取"))
    return problems
