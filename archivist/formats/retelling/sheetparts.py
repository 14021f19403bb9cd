"""What stands in the parts of an XLSX beside its values: dresses of cells, widths, pictures."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from archivist.formats.parts import Package, attribute, local, relations
from archivist.formats.retelling.pictures import Album
from archivist.formats.retelling.styles import number

if TYPE_CHECKING:
    from lxml.etree import _Element

_EMU = 12_700
_MOST_COLUMNS = 16_384
_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_ID = re.compile(r'DISPIMG\("([^"]{1,80})"')


@dataclass(slots=True)
class Part:
    """One sheet: its part's name, the dress of each cell (row, column from 0), widths in signs."""

    name: str
    dress: dict[tuple[int, int], str] = field(default_factory=dict)
    widths: dict[int, float] = field(default_factory=dict)
    usual: float = 9.0


def parts(package: Package) -> dict[str, str]:
    """Name of each sheet → its part."""
    main = next(iter(package.names("xl/workbook", ".xml")), "xl/workbook.xml")
    root, links = package.xml(main), relations(package, main)
    found = {}
    for sheet in root.iter("{*}sheet") if root is not None else ():
        ids = [str(v) for k, v in sheet.attrib.items() if str(k).rpartition("}")[2] == "id"]
        found[attribute(sheet, "name")] = next((links[i][1] for i in ids if i in links), "")
    return found


def part(package: Package, name: str, rows: int) -> Part:
    """Dresses and widths of a sheet, of so many rows at most; torn XML tells what it can."""
    from lxml import etree

    made = Part(name)
    asked = ("{*}row", "{*}col", "{*}sheetFormatPr")
    data = io.BytesIO(package.data(name))
    try:
        for _, each in etree.iterparse(data, tag=asked, recover=True, resolve_entities=False):
            kind = local(each)
            if kind == "col":
                _wide(made, each)
            elif kind == "sheetFormatPr":
                made.usual = number(attribute(each, "defaultColWidth")) or 9.0
            elif not _dressed(made, each, rows):
                break
            each.clear()
    except (etree.XMLSyntaxError, ValueError):
        return made
    return made


def _wide(made: Part, column: _Element) -> None:
    first, last = attribute(column, "min"), attribute(column, "max")
    if first.isdecimal() and last.isdecimal():
        wide = number(attribute(column, "width"), 255)
        for at in range(int(first) - 1, min(int(last), _MOST_COLUMNS)):
            made.widths[at] = wide


def _dressed(made: Part, row: _Element, rows: int) -> bool:
    """Note the dresses of a row; whether the next one is wanted too."""
    for cell in row:
        met = _PLACE.fullmatch(attribute(cell, "r"))
        if met and (style := attribute(cell, "s")):
            if int(met[2]) > rows:
                return False
            column = 0
            for letter in met[1]:
                column = column * 26 + ord(letter) - 64
            made.dress[int(met[2]) - 1, column - 1] = style
    return True


def pictures(package: Package, name: str, album: Album) -> list[tuple[int, float]]:
    """Pictures that lie on a sheet, in the order of its rows, with their width in points."""
    found = []
    for kind, target in sorted(relations(package, name).values()):
        root = package.xml(target) if kind == "drawing" else None
        links = relations(package, target) if root is not None else {}
        for anchor in root if root is not None else ():
            row = next(
                (int(e.text or 0) for e in anchor.iter("{*}row") if (e.text or "").isdecimal()), 0
            )
            if next(anchor.iter("{*}chart"), None) is not None:
                album.lacks["图表"] += 1
            for pic in anchor.iter("{*}pic"):
                shown = _shown(pic, links, album)
                if shown:
                    found.append((row, *shown))
    return [(number_of, wide) for _, number_of, wide in sorted(found, key=lambda each: each[0])]


def _shown(
    pic: _Element, links: dict[str, tuple[str, str]], album: Album
) -> tuple[int, float] | None:
    blip = next(pic.iter("{*}blip"), None)
    target = links.get(attribute(blip, "embed"), ("", ""))[1] if blip is not None else ""
    if not target:
        album.lacks["只有链接的图片"] += 1
        return None
    placed = album.place(target)
    size = next((e for e in pic.iter("{*}ext") if attribute(e, "cx")), None)
    wide = number(attribute(size, "cx"), 1e8) / _EMU if size is not None else 0.0
    return None if placed is None else (placed, wide)


class InCells:
    """Pictures WPS puts into cells: their value is a formula that names one (``DISPIMG``)."""

    def __init__(self, package: Package, album: Album) -> None:
        """Read ``xl/cellimages.xml``, which only WPS writes."""
        self._album = album
        self._of: dict[str, str] = {}
        root, links = package.xml("xl/cellimages.xml"), relations(package, "xl/cellimages.xml")
        for pic in root.iter("{*}pic") if root is not None else ():
            named, blip = next(pic.iter("{*}cNvPr"), None), next(pic.iter("{*}blip"), None)
            if named is not None and blip is not None:
                target = links.get(attribute(blip, "embed"), ("", ""))[1]
                self._of[attribute(named, "name")] = target

    def of(self, text: str) -> int | None:
        """Number of the picture a cell's words stand for, None if they are words."""
        met = _ID.search(text)
        part = self._of.get(met[1], "") if met else ""
        return self._album.place(part) if part else None
