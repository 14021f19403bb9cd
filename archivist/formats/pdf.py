"""Reads PDF through PDFium: text per page, locks, claims, signatures; damage is healed for reading only."""

from __future__ import annotations

import time
from contextlib import ExitStack
from functools import partial
from typing import TYPE_CHECKING

from archivist import typefaces
from archivist.formats import (
    dividers,
    firstpage,
    ocr,
    pdfpages,
    scans,
    signed,
    stamps,
    stills,
    troubles,
)
from archivist.formats.pdffacts import iso, locked, locks, raw, shape, signatures
from archivist.formats.pdfpages import Page
from archivist.formats.registry import Found, Source, reads
from archivist.formats.spots import seal
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
_PASSWORD_ERROR = 4
_SPOTTED = 50
"""Pages whose lines are told with their places: elements of papers stand on the first ones."""


def _version() -> int:
    """Readings grow old when OCR changes or is installed later."""
    return 100 * (9 + dividers.VERSION + signed.VERSION) + 2 * ocr.VERSION + ocr.available()


@reads("pdf", version=_version())
def pdf(source: Source) -> Found:
    """Text of every page, by OCR where there is none; what remains unread is named."""
    import pypdfium2

    began = time.monotonic()
    with ExitStack() as stack:
        try:
            document = stack.enter_context(typefaces.opened(source.path))
        except pypdfium2.PdfiumError as error:
            refused = getattr(error, "err_code", None) == _PASSWORD_ERROR
            problem = troubles.damaged("PDF 结构无法恢复")
            if refused and locked(source.path):
                problem = troubles.ENCRYPTED
            return Found(problems=(problem,))
        return _read(source, document, began)


def _read(source: Source, document: pypdfium2.PdfDocument, began: float) -> Found:
    count = len(document)
    first = firstpage.held(document)
    pages = _pages(document, min(count, source.limits.pages), source.limits.text_chars)
    unread = [page.number for page in pages if page.state in {"picture", "garbage"}]
    if count > 1 and (found := dividers.sheets(document, _candidates(pages))):
        return dividers.split(source, found, count, partial(dividers.write_pdf, source.path))
    scanned = scans.read(source, unread, began, partial(scans.rendered, document))
    texts = [scanned.texts.get(page.number) or page.text for page in pages]
    told = raw(source.path)
    info = {key: " ".join(value.split()) for key, value in document.get_metadata_dict().items()}
    facts = [(name, info[key]) for key, name in _INFO.items() if info.get(key)]
    if saved := iso(info.get("ModDate", "")):
        facts.append(("modified", saved))
    facts += told.facts
    facts += scanned.facts
    plain = {page.number for page in pages if page.plain}
    stamped = stamps.stamps(document, stamps.sealed(count) - plain)
    facts += signatures(document) + shape(document, count) + stamps.facts(stamped)
    facts += signed.facts(source.path) if dict(facts).get("signatures") else []
    shown = firstpage.small(first)
    return Found(
        text="\f".join(texts) if any(texts) else "",
        pages=count,
        created=iso(info.get("CreationDate", "")) or told.created,
        facts=(*facts, *stills.facts(shown)),
        stills=shown,
        spots=tuple(scanned.spots.get(page.number) or page.spots for page in pages),
        lines=scanned.lines,
        seen=(*scanned.seals, *(seal("印章图片", s.page, s.spot) for s in stamped)),
        problems=(
            *_problems(pages, count, scanned, written=any(texts)),
            *locks(document),
            *told.problems,
        ),
    )


def _pages(document: pypdfium2.PdfDocument, count: int, room: int) -> list[Page]:
    pages = []
    for number in range(1, count + 1):
        page = pdfpages.read(document, number, spotted=number <= _SPOTTED)
        pages.append(page)
        room -= len(page.text)
        if room < 0:
            break
    return pages


def _candidates(pages: list[Page]) -> list[int]:
    """Pages that may be separator sheets: scanned ones, and those put in as they were printed."""
    return [p.number for p in pages if p.state == "picture" or dividers.HEADING in p.text]


def _problems(
    pages: list[Page], count: int, scanned: scans.Scans, *, written: bool
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
