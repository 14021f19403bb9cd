"""Reads OFD (GB/T 33190-2016): pages, document information, seals. Namespaces vary in the wild: local names only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from archivist.formats import ofdseals, troubles
from archivist.formats.office import opened
from archivist.formats.parts import Package, attribute, local, resolve
from archivist.formats.registry import Found, Source, reads
from archivist.model import Problem, Trouble

if TYPE_CHECKING:
    from lxml.etree import _Element

_INFO = {
    "Title": "title",
    "Author": "author",
    "Subject": "subject",
    "Abstract": "abstract",
    "ModDate": "modified",
    "Creator": "application",
    "DocUsage": "usage",
}
_SAME_LINE = 0.5
"""Share of the smaller box's height by which two pieces of text must overlap to be one line."""


@reads("ofd", version=1)
def ofd(source: Source) -> Found:
    """Text of each page in reading order, the template's first."""
    with opened(source) as package:
        root = package.xml("OFD.xml")
        if package.names(end="encryptions.xml") or package.encrypted():
            return Found(problems=(troubles.ENCRYPTED,))
        if root is None:
            return Found(problems=(troubles.damaged("OFD.xml 缺失"),))
        facts, created = _info(root)
        bodies = [_text(body, "DocRoot") for body in root.iter("{*}DocBody")]
        pages = [page for body in bodies for page in _document(package, body, source.limits.pages)]
        facts += ofdseals.facts(package, root)
        attached = sum(
            1
            for part in package.names(end="attachments.xml")
            for _ in _tags(package, part, "Attachment")
        )
        problems = list(package.problems)
    if attached:
        facts += (("attachments", str(attached)),)
    text = "\f".join(page.text for page in pages)
    problems += _troubles(pages, text, source.limits.pages)
    return Found(
        text=text, pages=len(pages), created=created, facts=facts, problems=tuple(problems)
    )


@dataclass(frozen=True, slots=True)
class _Page:
    text: str
    drawn: bool


def _troubles(pages: list[_Page], text: str, limit: int) -> Iterator[Problem]:
    pictures = [i for i, page in enumerate(pages, 1) if page.drawn and not page.text.strip()]
    if not pages:
        yield troubles.damaged("没有任何页面")
    elif not text.strip():
        yield troubles.SCANNED if pictures else troubles.BLANK
    elif pictures:
        yield troubles.scanned_pages(pictures)
    if len(pages) >= limit:
        yield Problem(
            Trouble.TOO_BIG, f"页数达到读取上限 {limit} 页，其余未读取", "请拆分文件后重新提交"
        )


def _text(element: _Element, name: str) -> str:
    found = next(element.iter(f"{{*}}{name}"), None)
    return (found.text or "").strip() if found is not None else ""


def _tags(package: Package, part: str, name: str) -> Iterator[_Element]:
    root = package.xml(part)
    yield from root.iter(f"{{*}}{name}") if root is not None else ()


def _info(root: _Element) -> tuple[tuple[tuple[str, str], ...], str]:
    facts = [(_INFO[name], value) for name in _INFO if (value := _text(root, name))]
    kind = attribute(root, "DocType")
    return tuple(([("ofd type", kind)] if kind else []) + facts), _text(root, "CreationDate")


def _document(package: Package, part: str, limit: int) -> Iterator[_Page]:
    """Pages of one document; templates are laid under the pages that name them."""
    part = resolve("OFD.xml", part.replace("\\", "/"))
    root = package.xml(part)
    if root is None:
        return
    templates = {
        attribute(t, "ID"): resolve(part, attribute(t, "BaseLoc"))
        for t in root.iter("{*}TemplatePage")
    }
    pages = [p for p in root.iter("{*}Page") if attribute(p, "BaseLoc")]
    for page in pages[:limit]:
        yield _page(
            package, resolve(part, attribute(page, "BaseLoc").replace("\\", "/")), templates
        )


def _page(package: Package, part: str, templates: dict[str, str]) -> _Page:
    root = package.xml(part)
    if root is None:
        return _Page("", drawn=False)
    layers = [
        package.xml(templates[key])
        for t in root.iter("{*}Template")
        if (key := attribute(t, "TemplateID")) in templates
    ]
    pieces = [piece for layer in (*layers, root) if layer is not None for piece in _pieces(layer)]
    drawn = any(local(e) in {"ImageObject", "PathObject"} for e in root.iter())
    return _Page("\n".join(_lines(pieces)), drawn)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A run of text and its box on the page, in millimetres."""

    x: float
    y: float
    width: float
    height: float
    text: str


def _pieces(layer: _Element) -> Iterator[_Piece]:
    for element in layer.iter("{*}TextObject"):
        x, y, width, height = _box(attribute(element, "Boundary"))
        text = "".join(code.text or "" for code in element.iter("{*}TextCode"))
        if text.strip():
            yield _Piece(x, y, width, height, text)


def _box(value: str) -> tuple[float, float, float, float]:
    try:
        x, y, width, height = (float(number) for number in value.split())
    except ValueError:
        return 0.0, 0.0, 0.0, 0.0
    return x, y, width, height


def _lines(pieces: list[_Piece]) -> Iterator[str]:
    """Pieces that overlap in height form a line; lines from top, pieces from left."""
    rows: list[list[_Piece]] = []
    for piece in sorted(pieces, key=lambda p: (p.y + p.height / 2, p.x)):
        if rows and _beside(rows[-1][0], piece):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    for row in rows:
        yield "".join(_spaced(sorted(row, key=lambda p: p.x))).rstrip()


def _beside(first: _Piece, second: _Piece) -> bool:
    overlap = min(first.y + first.height, second.y + second.height) - max(first.y, second.y)
    return overlap > _SAME_LINE * min(first.height, second.height)


def _spaced(row: list[_Piece]) -> Iterator[str]:
    end = None
    for piece in row:
        if end is not None and piece.x - end > piece.height / 2:
            yield " "
        yield piece.text
        end = piece.x + piece.width
