"""Pages of a document that have no usable text layer: shown, read by OCR, and owned up to.

Facts: ``ocr pages`` (1—3、7), ``ocr`` (mean confidence 0…1 over the characters read) and ``ocr sure``
(the same of each page, ``1:0.98 2:0.71``).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from archivist.formats import ocr, pixels, seals, troubles
from archivist.formats.registry import Source
from archivist.model import Element, OcrLine, Problem, Spot

if TYPE_CHECKING:
    import pypdfium2
    from PIL import Image

DPI = 200
"""Resolution pages are rendered at: 9 pt characters are then 25 pixels high."""

_MOST_PIXELS = 6000
_PATIENCE = 0.7
"""Share of the seconds a file may take after which no further page is begun."""

_SHOWN = 5


Show = Callable[[int], "Image.Image"]
"""Gives the picture of a page by its 1-based number."""


@dataclass(frozen=True, slots=True)
class OcrPage:
    """One page of a document (1-based), what was read on it, and whether it looks like paper."""

    page: int
    found: ocr.Recognised
    paper: bool
    seals: tuple[Element, ...] = ()


@dataclass(frozen=True, slots=True)
class Scans:
    """What became of the pages: text and spots of its lines by page, pages left unread, and why.

    ``lines`` are all that was recognised, page by page.
    """

    texts: dict[int, str] = field(default_factory=dict)
    spots: dict[int, tuple[Spot | None, ...]] = field(default_factory=dict)
    lines: tuple[OcrLine, ...] = ()
    left: tuple[int, ...] = ()
    seals: tuple[Element, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    problems: tuple[Problem, ...] = ()


def read(source: Source, pages: Sequence[int], began: float, show: Show) -> Scans:
    """Read these pages as far as limits allow.

    Args:
        source: the document.
        pages: 1-based numbers of the pages without text.
        show: gives the picture of a page by its number.
        began: ``time.monotonic()`` when work on the file began; its seconds count from there.
    """
    if not pages:
        return Scans()
    if idle := ocr.idle(source.limits):
        return Scans(left=tuple(pages), problems=(_unread(pages, idle.why, idle.mend),))
    seconds = source.limits.seconds * _PATIENCE - (time.monotonic() - began)
    done = list(ocr_pages(show, pages[: source.limits.ocr_pages], seconds))
    left = tuple(pages[len(done) :])
    problems = _doubts(done)
    if left:
        what = "页数" if len(done) == source.limits.ocr_pages else "时间"
        problems.append(_stopped(left, what))
    return Scans(
        texts={page.page: page.found.text for page in done},
        spots={page.page: page.found.spots for page in done},
        lines=tuple(line for page in done for line in page.found.seen(page.page)),
        left=left,
        seals=tuple(seal for page in done for seal in page.seals),
        facts=tuple(_facts(done)),
        problems=tuple(problems),
    )


def ocr_pages(show: Show, pages: Sequence[int], seconds: float) -> Iterator[OcrPage]:
    """Read these pages (1-based), one at a time.

    Begins no page that, at the pace so far, would not be done within ``seconds``.

    Raises:
        ImportError: the OCR packages are not installed.
    """
    until, slowest = time.monotonic() + seconds, 0.0
    for number in pages:
        start = time.monotonic()
        if start + slowest > until:
            return
        picture = show(number)
        small = pixels.shrunk(picture)
        look = pixels.look(small)
        found = ocr.offer(picture, look)
        upright = small.rotate(found.angle, expand=True)
        stamps, _ = seals.red_ink(upright) if look.page else ((), None)
        yield OcrPage(number, found, look.page, seals.elements(stamps, upright.size, number))
        slowest = max(slowest, time.monotonic() - start)


def rendered(document: pypdfium2.PdfDocument, number: int) -> Image.Image:
    """A page of a PDF at ``DPI``."""
    page = document[number - 1]
    scale = min(DPI / 72, _MOST_PIXELS / max(*page.get_size(), 1))
    picture: Image.Image = page.render(scale=scale).to_pil()
    page.close()
    return picture


def _facts(done: Sequence[OcrPage]) -> Iterator[tuple[str, str]]:
    lines = [line for page in done for line in page.found.lines]
    if not lines:
        return
    yield "ocr pages", troubles.numbers([page.page for page in done if page.found.lines])
    chars = sum(len(line.text) for line in lines)
    yield "ocr", str(round(sum(line.confidence * len(line.text) for line in lines) / chars, 3))
    sure = (f"{page.page}:{page.found.confidence:.2f}" for page in done if page.found.lines)
    yield "ocr sure", " ".join(sure)


def _doubts(done: Sequence[OcrPage]) -> list[Problem]:
    """Pages of paper that are hardly legible; scenes are not expected to be."""
    poor = [page for page in done if page.paper and 0 < page.found.confidence < ocr.SURE]
    if not poor:
        return []
    shown = "、".join(f"第 {page.page} 页（{page.found.confidence:.0%}）" for page in poor[:_SHOWN])
    more = f" 等 {len(poor)} 页" if len(poor) > _SHOWN else ""
    return [troubles.illegible(f"{shown}{more}文字识别可信度低")]


def _unread(pages: Sequence[int], why: str, mend: str) -> Problem:
    return troubles.partial(f"第 {troubles.numbers(pages)} 页没有可用的文字层，未识别：{why}", mend)


def _stopped(left: Sequence[int], what: str) -> Problem:
    return troubles.partial(
        f"文字识别已到{what}上限：第 {left[0]} 页起未识别，共 {len(left)} 页",
        "请拆分文件后重新提交，或由管理员调整 rules/settings.yaml 中的 limits",
    )
