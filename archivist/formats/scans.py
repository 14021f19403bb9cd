"""Pages of a PDF that have no usable text layer: rendered, read by OCR, and owned up to.

Facts: ``ocr pages`` (1—3、7), ``ocr`` (mean confidence 0…1 over the characters read).
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from archivist.formats import ocr, pixels, troubles
from archivist.formats.registry import Source
from archivist.model import Problem

DPI = 200
"""Resolution pages are rendered at: 9 pt characters are then 25 pixels high."""

_MOST_PIXELS = 6000
_PATIENCE = 0.7
"""Share of the seconds a file may take after which no further page is begun."""

_SHOWN = 5


@dataclass(frozen=True, slots=True)
class OcrPage:
    """One page of a document (1-based), what was read on it, and whether it looks like paper."""

    page: int
    found: ocr.Recognised
    paper: bool


@dataclass(frozen=True, slots=True)
class Scans:
    """What became of the pages: text by page number, pages left unread, and why."""

    texts: dict[int, str] = field(default_factory=dict)
    left: tuple[int, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    problems: tuple[Problem, ...] = ()


def read(source: Source, pages: Sequence[int], began: float) -> Scans:
    """Read these pages as far as limits allow.

    Args:
        source: the PDF.
        pages: 1-based numbers of the pages without text.
        began: ``time.monotonic()`` when work on the file began; its seconds count from there.
    """
    if not pages:
        return Scans()
    if idle := ocr.idle(source.limits):
        return Scans(left=tuple(pages), problems=(_unread(pages, idle.why, idle.mend),))
    seconds = source.limits.seconds * _PATIENCE - (time.monotonic() - began)
    done = list(ocr_pages(source.path, pages[: source.limits.ocr_pages], seconds))
    left = tuple(pages[len(done) :])
    problems = _doubts(done)
    if left:
        what = "页数" if len(done) == source.limits.ocr_pages else "时间"
        problems.append(_stopped(left, what))
    return Scans(
        texts={page.page: page.found.text for page in done},
        left=left,
        facts=tuple(_facts(done)),
        problems=tuple(problems),
    )


def ocr_pages(path: Path, pages: Sequence[int], seconds: float) -> Iterator[OcrPage]:
    """Render these pages (1-based) of a PDF at ``DPI`` and read them, one at a time.

    Begins no page that, at the pace so far, would not be done within ``seconds``.

    Raises:
        ImportError: the OCR packages are not installed.
        pypdfium2.PdfiumError: the file cannot be opened; ask pdf.py first.
    """
    import pypdfium2

    until, slowest = time.monotonic() + seconds, 0.0
    document = pypdfium2.PdfDocument(path)
    try:
        for number in pages:
            start = time.monotonic()
            if start + slowest > until:
                return
            page = document[number - 1]
            scale = min(DPI / 72, _MOST_PIXELS / max(*page.get_size(), 1))
            picture = page.render(scale=scale).to_pil()
            page.close()
            look = pixels.look(pixels.shrunk(picture))
            yield OcrPage(number, ocr.offer(picture, look), look.page)
            slowest = max(slowest, time.monotonic() - start)
    finally:
        document.close()


def _facts(done: Sequence[OcrPage]) -> Iterator[tuple[str, str]]:
    lines = [line for page in done for line in page.found.lines]
    if not lines:
        return
    yield "ocr pages", troubles.numbers([page.page for page in done if page.found.lines])
    chars = sum(len(line.text) for line in lines)
    yield "ocr", str(round(sum(line.confidence * len(line.text) for line in lines) / chars, 3))


def _doubts(done: Sequence[OcrPage]) -> list[Problem]:
    """Pages of paper that are hardly legible; scenes are not expected to be."""
    poor = [page for page in done if page.paper and 0 < page.found.confidence < ocr.SURE]
    if not poor:
        return []
    shown = "、".join(f"第 {page.page} 页（{page.found.confidence:.0%}）" for page in poor[:_SHOWN])
    more = f" 等 {len(poor)} 页" if len(poor) > _SHOWN else ""
    return [
        troubles.partial(
            f"{shown}{more}文字识别可信度低，识别结果仅供参考",
            "请人工核对这些页，或以 300 dpi 重新扫描后提交",
        )
    ]


def _unread(pages: Sequence[int], why: str, mend: str) -> Problem:
    return troubles.partial(f"第 {troubles.numbers(pages)} 页没有可用的文字层，未识别：{why}", mend)


def _stopped(left: Sequence[int], what: str) -> Problem:
    return troubles.partial(
        f"文字识别已到{what}上限：第 {left[0]} 页起未识别，共 {len(left)} 页",
        "请拆分文件后重新提交，或由管理员调整 rules/settings.yaml 中的 limits",
    )
