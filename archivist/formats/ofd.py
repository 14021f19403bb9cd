"""Reads OFD (GB/T 33190-2016): pages, document information, seals; pages that are pictures by OCR."""

from __future__ import annotations

import time
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from archivist.formats import ocr, ofdpages, ofdseals, scans, stills, troubles
from archivist.formats.ofdpages import Page
from archivist.formats.office import opened
from archivist.formats.parts import Package, attribute
from archivist.formats.registry import Found, Source, reads
from archivist.model import Problem, Still, Trouble

if TYPE_CHECKING:
    from lxml.etree import _Element
    from PIL import Image

_INFO = {
    "Title": "title",
    "Author": "author",
    "Subject": "subject",
    "Abstract": "abstract",
    "ModDate": "modified",
    "Creator": "application",
    "DocUsage": "usage",
}

_STILL_DPI = 88
"""An A4 page is then 1028 pixels high."""


def _version() -> int:
    """Readings grow old when OCR changes or is installed later."""
    return 100 * (3 + ofdseals.VERSION) + 2 * ocr.VERSION + ocr.available()


@reads("ofd", version=_version())
def ofd(source: Source) -> Found:
    """Text of each page in reading order, the template's first."""
    began = time.monotonic()
    with opened(source) as package:
        root = package.xml("OFD.xml")
        if package.names(end="encryptions.xml") or package.encrypted():
            return Found(problems=(troubles.ENCRYPTED,))
        if root is None:
            return Found(problems=(troubles.damaged("OFD.xml 缺失"),))
        return _read(source, package, root, began)


def _read(source: Source, package: Package, root: _Element, began: float) -> Found:
    limit = source.limits.pages
    bodies = [_text(body, "DocRoot") for body in root.iter("{*}DocBody")]
    pages = [page for body in bodies for page in ofdpages.pages(package, body, limit)]
    pictures = [number for number, page in enumerate(pages, 1) if page.scanned]
    scanned = scans.read(source, pictures, began, partial(_shown, package, pages))
    texts = [scanned.texts.get(number) or page.text for number, page in enumerate(pages, 1)]
    facts, created = _info(root)
    facts += (*scanned.facts, *ofdseals.facts(package, root))
    if attached := _attached(package):
        facts += (("attachments", str(attached)),)
    seen = _still(package, pages)
    facts += (*stills.facts(seen),)
    text = "\f".join(texts)
    problems = [*package.problems, *_troubles(pages, texts, scanned, limit)]
    return Found(
        text=text,
        pages=len(pages),
        created=created,
        facts=facts,
        problems=tuple(problems),
        stills=seen,
        spots=tuple(scanned.spots.get(n) or page.spots for n, page in enumerate(pages, 1)),
        lines=scanned.lines,
        seen=(*scanned.seals, *ofdseals.seen(package, pages)),
    )


def _shown(package: Package, pages: list[Page], number: int) -> Image.Image:
    return ofdpages.shown(package, pages[number - 1], scans.DPI)


def _still(package: Package, pages: list[Page]) -> tuple[Still, ...]:
    """The first page, if it is a scan: no browser shows OFD, and here only pictures are drawn."""
    if not pages or not pages[0].scanned:
        return ()
    picture = ofdpages.shown(package, pages[0], _STILL_DPI)
    return (Still(None, stills.jpeg(picture, stills.SEEN)),)


def _troubles(
    pages: list[Page], texts: list[str], scanned: scans.Scans, limit: int
) -> Iterator[Problem]:
    yield from scanned.problems
    silent = [number for number, text in enumerate(texts, 1) if not text.strip()]
    pictures = [
        number for number in silent if pages[number - 1].drawn and number not in scanned.left
    ]
    if not pages:
        yield troubles.damaged("没有任何页面")
    elif len(silent) == len(pages) and not scanned.left:
        yield troubles.SCANNED if pictures else troubles.BLANK
    elif pictures:
        yield troubles.scanned_pages(pictures)
    if len(pages) >= limit:
        yield Problem(
            Trouble.TOO_BIG, f"页数达到读取上限 {limit} 页，其余未读取", "请拆分文件后重新提交"
        )


def _attached(package: Package) -> int:
    parts = (package.xml(part) for part in package.names(end="attachments.xml"))
    return sum(1 for root in parts if root is not None for _ in root.iter("{*}Attachment"))


def _text(element: _Element, name: str) -> str:
    found = next(element.iter(f"{{*}}{name}"), None)
    return (found.text or "").strip() if found is not None else ""


def _info(root: _Element) -> tuple[tuple[tuple[str, str], ...], str]:
    facts = [(_INFO[name], value) for name in _INFO if (value := _text(root, name))]
    kind = attribute(root, "DocType")
    return tuple(([("ofd type", kind)] if kind else []) + facts), _text(root, "CreationDate")
