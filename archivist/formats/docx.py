"""Reads DOCX: body, tables, text boxes, notes, headers, comments; says what was tracked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from archivist.formats import troubles
from archivist.formats.office import about, macros, opened
from archivist.formats.parts import Package, attribute, local
from archivist.formats.registry import Found, Source, reads

if TYPE_CHECKING:
    from lxml.etree import _Element

_EXTRAS = ("footnotes", "endnotes", "header", "footer", "comments")
_SIGNS = {"tab": "\t", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
_SKIPPED = frozenset(
    {"Fallback", "del", "moveFrom", "delText", "instrText", "rPr", "pPr", "sectPr"}
)


@reads("docx", version=1)
def docx(source: Source) -> Found:
    """Text in document order; pages end where Word last broke them."""
    with opened(source) as package:
        main = next(iter(package.names("word/document", ".xml")), "word/document.xml")
        root = package.xml(main)
        text = _body(root) if root is not None else ""
        extras = [piece for name in _EXTRAS for piece in _extra(package, name)]
        facts, created, pages = about(package)
        facts += _tracked(package, root) + macros(package)
        pictures = package.names("word/media/")
        if pictures:
            facts += (("pictures", str(len(pictures))),)
        problems = list(package.problems)
        if root is None:
            problems.append(troubles.damaged("正文缺失"))
        elif not text.strip():
            problems.append(troubles.PICTURES if pictures else troubles.BLANK)
    whole = "\n".join([text, *extras]).strip("\n")
    breaks = text.count("\f") + 1
    return Found(
        text=whole,
        pages=max(pages or 0, breaks),
        created=created,
        facts=facts,
        problems=tuple(problems),
    )


def _extra(package: Package, name: str) -> Iterator[str]:
    """Text of the notes, headers, footers or comments, each distinct one once."""
    seen = set()
    for part in package.names(f"word/{name}", ".xml"):
        root = package.xml(part)
        text = "\n".join(_lines(root)).strip() if root is not None else ""
        if re.sub(r"[\s\-—·0-9]", "", text) and text not in seen:
            seen.add(text)
            yield text


def _body(root: _Element) -> str:
    rendered = next(root.iter("{*}lastRenderedPageBreak"), None) is not None
    text = "\n".join(_lines(root, rendered=rendered))
    return re.sub(r"\n*\f\n*", "\f", text).strip("\f") if "\f" in text else text


def _lines(element: _Element, *, rendered: bool = False) -> Iterator[str]:
    """Paragraphs and table rows below an element, in order."""
    for child in element:
        name = local(child)
        if name == "p":
            yield from _paragraph(child, rendered=rendered)
        elif name == "tr":
            yield "\t".join(
                " ".join(" ".join(_lines(cell, rendered=rendered)).split())
                for cell in child.iter("{*}tc")
                if next(cell.iterancestors("{*}tr")) is child
            )
        elif name not in _SKIPPED:
            yield from _lines(child, rendered=rendered)


def _paragraph(paragraph: _Element, *, rendered: bool) -> Iterator[str]:
    """Its own line, then the lines of text boxes anchored in it."""
    boxes: list[_Element] = []
    text = "".join(_runs(paragraph, boxes, rendered=rendered))
    yield text
    for box in boxes:
        yield from _lines(box, rendered=rendered)


def _runs(element: _Element, boxes: list[_Element], *, rendered: bool) -> Iterator[str]:
    for child in element:
        name = local(child)
        if name == "t":
            yield child.text or ""
        elif name in _SIGNS:
            yield _SIGNS[name]
        elif name == "lastRenderedPageBreak":
            yield "\f"
        elif name == "br":
            paged = attribute(child, "type") == "page"
            yield "" if paged and rendered else "\f" if paged else "\n"
        elif name == "txbxContent":
            boxes.append(child)
        elif name not in _SKIPPED:
            yield from _runs(child, boxes, rendered=rendered)


def _tracked(package: Package, root: _Element | None) -> tuple[tuple[str, str], ...]:
    if root is None:
        return ()
    changes = sum(1 for name in ("ins", "del", "moveFrom") for _ in root.iter(f"{{*}}{name}"))
    comments = package.xml("word/comments.xml")
    counted = (
        ("tracked changes", changes),
        ("comments", len(comments) if comments is not None else 0),
    )
    return tuple((name, str(count)) for name, count in counted if count)
