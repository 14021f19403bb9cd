"""A PDF printed anew as pictures of its pages, personal numbers painted over, words kept starred."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from archivist import typefaces
from archivist.formats import blotting, ocr
from archivist.formats.elements.personal import masked, spans, speaks_of_accounts
from archivist.formats.pdfpages import pictured
from archivist.formats.picturebook import bound, sheet
from archivist.formats.registry import Redacted

if TYPE_CHECKING:
    import pypdfium2

_DPI = 200
_MOST_PIXELS = 6000
_PICTURE = 0.05
"""Share of a page from which on a picture may hold writing of its own."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the text layer, with a character's box in points or None for each character."""

    text: str
    boxes: tuple[blotting.Area | None, ...]


def redact(path: Path, most: int, idle: ocr.Idle | None) -> Redacted:
    """See ``redacting.redact``; at most so many pages, and OCR unless it rests."""
    import pypdfium2

    with ExitStack() as stack:
        try:
            document = stack.enter_context(typefaces.opened(path))
        except pypdfium2.PdfiumError:
            return Redacted(why_not="PDF 打不开或已加密。请先解密、修复后重新提交。")
        if len(document) > most:
            return Redacted(why_not=f"PDF 超过 {most} 页的上限。请拆分后重新提交。")
        document.init_forms()
        return _redacted(document, idle)


def _redacted(document: pypdfium2.PdfDocument, idle: ocr.Idle | None) -> Redacted:
    pages = [_flat(document, number) for number in range(len(document))]
    lines = [list(_lines(page)) for page in pages]
    accounts = any(speaks_of_accounts(line.text) for page in lines for line in page)
    sheets, count, unseen = [], 0, []
    for number, (page, said) in enumerate(zip(pages, lines, strict=True), 1):
        seeing = not said or pictured(page, _PICTURE)
        if seeing and idle:
            if not said and _drawn(page):
                why = f"第 {number} 页是图片，{idle.why}，找不到其中的号码。{idle.mend}。"
                return Redacted(why_not=why)
            unseen += [number] if said else []
        made, painted = _sheet(page, said, accounts=accounts, seeing=seeing and not idle)
        if painted and not idle and blotting.areas(ocr.recognise(made), accounts=accounts):
            return Redacted(why_not=f"第 {number} 页涂去号码后仍能认出，没有生成脱敏件。")
        sheets.append(sheet(made, page.get_size(), _starred(said, accounts=accounts)))
        count += painted
    return Redacted(bound(sheets), count, tuple(unseen))


def _flat(document: pypdfium2.PdfDocument, number: int) -> pypdfium2.PdfPage:
    """A page with what was filled in or written on it made part of it."""
    import pypdfium2

    page = document[number]
    pypdfium2.raw.FPDFPage_Flatten(page, pypdfium2.raw.FLAT_NORMALDISPLAY)
    page.close()
    return document[number]


def _lines(page: pypdfium2.PdfPage) -> Iterator[_Line]:
    import pypdfium2

    layer = page.get_textpage()
    text: list[str] = []
    boxes: list[blotting.Area | None] = []
    box = [ctypes.c_double() for _ in range(4)]
    for at in range(layer.count_chars()):
        char = chr(pypdfium2.raw.FPDFText_GetUnicode(layer, at) or 0xFFFD)
        if char in "\r\n":
            if text:
                yield _Line("".join(text), tuple(boxes))
            text, boxes = [], []
            continue
        known = pypdfium2.raw.FPDFText_GetCharBox(layer, at, *map(ctypes.byref, box))
        left, right, bottom, top = (each.value for each in box)
        text.append(char)
        boxes.append((left, bottom, right, top) if known and right > left else None)
    if text:
        yield _Line("".join(text), tuple(boxes))
    layer.close()


def _drawn(page: pypdfium2.PdfPage) -> bool:
    import pypdfium2

    return bool(pypdfium2.raw.FPDFPage_CountObjects(page))


def _sheet(
    page: pypdfium2.PdfPage, lines: list[_Line], *, accounts: bool, seeing: bool
) -> tuple[Image.Image, int]:
    """The page as painted picture, and how many numbers were painted."""
    scale = min(_DPI / 72, _MOST_PIXELS / max(*page.get_size(), 1))
    bitmap = page.render(scale=scale)
    place = bitmap.get_posconv(page)
    picture = bitmap.to_pil().convert("RGB")
    painted = 0
    for line in lines:
        for start, end in spans(line.text, accounts=accounts):
            area = _around([box for box in line.boxes[start:end] if box], place)
            blotting.paint(picture, [area] if area else [])
            painted += 1
    if seeing:
        found = ocr.recognise(picture)
        areas = blotting.areas(found, accounts=accounts or speaks_of_accounts(found.text))
        picture = blotting.blotted(picture, found, areas) if areas else picture
        painted += len(areas)
    return picture, painted


def _starred(lines: list[_Line], *, accounts: bool) -> list[str]:
    """The words of a page, all but the ends of every number hidden."""
    words = []
    for line in lines:
        text = line.text
        for start, end in spans(text, accounts=accounts):
            text = text[:start] + masked(text[start:end]) + text[end:]
        words.append(text)
    return words


def _around(boxes: list[blotting.Area], place: pypdfium2.PdfPosConv) -> blotting.Area | None:
    """The pixels around characters given in points, turned with their page."""
    corners = [
        place.to_bitmap(x, y)
        for left, bottom, right, top in boxes
        for x, y in ((left, bottom), (right, top))
    ]
    if not corners:
        return None
    across, down = zip(*corners, strict=True)
    return min(across), min(down), max(across), max(down)
