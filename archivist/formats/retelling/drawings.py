"""What is drawn in a Word document: pictures, rules, boxes of text; the rest is counted by name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from archivist.formats.parts import attribute, local
from archivist.formats.retelling.pictures import Album
from archivist.formats.retelling.styles import number

if TYPE_CHECKING:
    from lxml.etree import _Element

_EMU = 12_700
"""English Metric Units of a point (ECMA-376 §20.1.2.1)."""

_SIZED = re.compile(r"(?<![-\w])width:\s*([\d.]+)(pt|in|cm|mm|px)?")
_UNITS = {"pt": 1.0, "in": 72.0, "cm": 28.35, "mm": 2.835, "px": 0.75, "": 0.75}
_OTHER = {
    "chart": "图表",
    "relIds": "SmartArt 图形",
    "OLEObject": "嵌入对象",
    "blip": "作为填充的图片",
}
_RED = "FF0000"

Links = dict[str, tuple[str, str]]
"""Relations of a part: id → (kind, part name)."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """One thing drawn: the number of a picture and its width in points, a rule's colour, or a box."""

    picture: int | None = None
    wide: float = 0.0
    floats: bool = False
    rule: str = ""
    box: _Element | None = None


def drawn(element: _Element, links: Links, album: Album, wide: float = 0.0) -> Iterator[Drawn]:
    """What a ``w:drawing``, ``w:pict`` or ``w:object`` shows, in order.

    Args:
        element: it.
        links: relations of its part.
        album: where pictures are made.
        wide: width in points the drawing is known to have, 0 if it is not.
    """
    floats = local(element) == "anchor"
    for child in element:
        name = local(child)
        if name == "extent":
            wide = number(attribute(child, "cx"), 1e8) / _EMU
        elif name in _OTHER:
            album.lacks[_OTHER[name]] += 1
        elif name in _SHOWN:
            yield from _SHOWN[name](child, links, album, wide)
        elif name != "Fallback":
            for one in drawn(child, links, album, wide):
                yield replace(one, floats=one.floats or floats)


def _imagedata(image: _Element, links: Links, album: Album, wide: float) -> Iterator[Drawn]:
    """A picture of VML; its shape says how wide it is."""
    part = links.get(attribute(image, "id"), ("", ""))[1]
    shown = album.place(part) if part else None
    outer = image.getparent()
    if shown is not None:
        yield Drawn(shown, wide or (_styled(outer) if outer is not None else 0.0))


def _box(content: _Element, _links: Links, _album: Album, _wide: float) -> Iterator[Drawn]:
    yield Drawn(box=content)


def _rule(line: _Element, _links: Links, _album: Album, _wide: float) -> Iterator[Drawn]:
    """A line of VML, or a shape of DrawingML that is one."""
    if local(line) == "line" or attribute(line, "prst") == "line":
        yield Drawn(rule=_colour(line))


def _pic(pic: _Element, links: Links, album: Album, wide: float) -> Iterator[Drawn]:
    """A picture of DrawingML; one of a group has a size of its own."""
    blip = next(pic.iter("{*}blip"), None)
    part = links.get(attribute(blip, "embed"), ("", ""))[1] if blip is not None else ""
    if not part:
        album.lacks["只有链接的图片"] += 1
        return
    cut = next(pic.iter("{*}srcRect"), None)
    sides = [number(attribute(cut, side), 1e5) / 1e5 if cut is not None else 0.0 for side in "ltrb"]
    outer = pic.getparent()
    grouped = outer is not None and local(outer) in {"wgp", "grpSp"}
    own = next(pic.iter("{*}ext"), None) if grouped else None
    if own is not None and attribute(own, "cx"):
        wide = number(attribute(own, "cx"), 1e8) / _EMU
    shown = album.place(part, (sides[0], sides[1], sides[2], sides[3]))
    if shown is not None:
        yield Drawn(shown, wide)


def _styled(shape: _Element) -> float:
    """Width in points a shape of VML says in its style."""
    met = _SIZED.search(attribute(shape, "style"))
    return number(met[1]) * _UNITS[met[2] or ""] if met else 0.0


def _colour(shape: _Element) -> str:
    """Colour of a line: red where it says so in any way, else black."""
    said = attribute(shape, "strokecolor").lower()
    outer = shape.getparent()
    named = [attribute(c, "val") for c in outer.iter("{*}srgbClr")] if outer is not None else []
    red = said in {"red", "#f00", "#ff0000"} or _RED in [value.upper() for value in named]
    return _RED if red else "000000"


_SHOWN: dict[str, Callable[[_Element, Links, Album, float], Iterator[Drawn]]] = {
    "pic": _pic,
    "imagedata": _imagedata,
    "txbxContent": _box,
    "line": _rule,
    "prstGeom": _rule,
}
