"""Reads PPTX: every slide is a page; tables row by row, notes and comments after the slide."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from archivist.formats import troubles
from archivist.formats.office import about, macros, opened
from archivist.formats.parts import Package, attribute, local, relations
from archivist.formats.registry import Found, Source, reads

if TYPE_CHECKING:
    from lxml.etree import _Element

_MAIN = "ppt/presentation.xml"


@reads("pptx", version=1)
def pptx(source: Source) -> Found:
    """Slides in the order of the show; hidden ones too, their number is a fact."""
    with opened(source) as package:
        slides = show(package)
        pages, hidden = [], 0
        for name in slides:
            root = package.xml(name)
            hidden += root is not None and root.get("show") == "0"
            pages.append("\n".join(_slide(package, name, root)))
        facts, created, _ = about(package)
        facts += macros(package)
        pictures = len(package.names("ppt/media/"))
        problems = list(package.problems)
    if hidden:
        facts += (("hidden slides", str(hidden)),)
    text = "\f".join(pages)
    if not slides:
        problems.append(troubles.damaged("没有任何幻灯片"))
    elif not text.strip():
        problems.append(troubles.PICTURES if pictures else troubles.BLANK)
    return Found(
        text=text, pages=len(slides), created=created, facts=facts, problems=tuple(problems)
    )


def show(package: Package) -> list[str]:
    """Slide parts in show order; all there are if the order is lost."""
    root, targets = package.xml(_MAIN), relations(package, _MAIN)
    ids = list(root.iter("{*}sldId")) if root is not None else []
    keys = [value for e in ids for key, value in e.attrib.items() if str(key).endswith("}id")]
    ordered = [targets[str(key)][1] for key in keys if str(key) in targets]
    return ordered or package.names("ppt/slides/slide", ".xml")


def _slide(package: Package, name: str, root: _Element | None) -> Iterator[str]:
    if root is not None:
        yield from _lines(root)
    for kind, target in sorted(relations(package, name).values()):
        part = package.xml(target) if kind in {"notesSlide", "comments"} else None
        if part is not None and kind == "notesSlide":
            yield from (line for line in _lines(part) if not line.isdigit())
        elif part is not None:
            yield from ("".join(map(str, text.itertext())) for text in part.iter("{*}text"))


def _lines(element: _Element) -> Iterator[str]:
    for child in element:
        name = local(child)
        if name == "p":
            line = "".join(_runs(child)).strip()
            if line:
                yield line
        elif name == "tr":
            yield "\t".join(" ".join(_lines(cell)) for cell in child.iter("{*}tc"))
        elif name != "Fallback":
            yield from _lines(child)


def _runs(paragraph: _Element) -> Iterator[str]:
    for element in paragraph.iter():
        if local(element) == "t":
            yield element.text or ""
        elif local(element) == "br":
            yield "\n"
        elif attribute(element, "type") == "slidenum" and local(element) == "fld":
            yield ""
