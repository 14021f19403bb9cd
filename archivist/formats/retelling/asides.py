"""What stands beside the text of a Word document: notes, comments, what runs along its pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from archivist.formats.parts import Package, attribute
from archivist.model import Block

_NOTES = (("footnotes", "脚注"), ("endnotes", "尾注"), ("comments", "批注"))
_RUNNING = (("header", "页眉"), ("footer", "页脚"))
_NO_NOTES = frozenset({"separator", "continuationSeparator", "continuationNotice"})


def pictures(package: Package) -> int:
    """How many pictures run along the pages; they are not shown."""
    parts = (
        package.xml(part)
        for start, _ in _RUNNING
        for part in package.names(f"word/{start}", ".xml")
    )
    return sum(
        1 for root in parts if root is not None for _ in root.iter("{*}blip", "{*}imagedata")
    )


def asides(package: Package, take: Callable[[str], int]) -> Iterator[Block]:
    """Small print at the end; what only numbers the pages is left out.

    Args:
        package: the document.
        take: says how many characters of a text still fit.
    """
    for text in dict.fromkeys((*_notes(package), *_running(package))):
        if fits := take(text):
            yield {"kind": "aside", "text": text[:fits]}


def _notes(package: Package) -> Iterator[str]:
    for part, name in _NOTES:
        root = package.xml(f"word/{part}.xml")
        for note in root if root is not None else ():
            said = " ".join("".join(t.text or "" for t in note.iter("{*}t")).split())
            if said and attribute(note, "type") not in _NO_NOTES:
                yield f"{name} [{attribute(note, 'id')}] {said}"


def _running(package: Package) -> Iterator[str]:
    for start, name in _RUNNING:
        for part in package.names(f"word/{start}", ".xml"):
            root = package.xml(part)
            if root is None:
                continue
            lines = ("".join(t.text or "" for t in p.iter("{*}t")) for p in root.iter("{*}p"))
            said = " ".join(" ".join(lines).split())
            if re.sub(r"[\s\-—·0-9/第页共]", "", said):
                yield f"{name}：{said}"
