"""Slides as blocks for the volume: what each says, its tables and its pictures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from archivist.formats.parts import Package, attribute, local, relations
from archivist.formats.retelling import grids
from archivist.formats.retelling.grids import Cell, Grid
from archivist.formats.retelling.pictures import Album
from archivist.formats.retelling.styles import number
from archivist.formats.slides import show
from archivist.model import MOST_RETOLD, Block, Limits, Retold, Stretch

if TYPE_CHECKING:
    from lxml.etree import _Element

_EMU = 12_700
_TITLES = frozenset({"title", "ctrTitle"})
_OTHER = {
    "chart": "图表",
    "relIds": "SmartArt 图形",
    "oleObj": "嵌入对象",
    "videoFile": "影像",
    "audioFile": "声音",
    "blip": "作为底图或填充的图片",
}
_SKIPPED = frozenset({"Fallback", "txPr"})
_SIZE = 10.5
_MOST_LEVEL = 6


def retold(source: Path, drafts: Path, name: str, limits: Limits) -> Retold:
    """Lay a PPTX out anew; see ``retell``."""
    with Package(source, limits) as package:
        teller = _Teller(Album(package, drafts, name), {})
        blocks: list[Block] = []
        for place, part in enumerate(show(package), 1):
            root = package.xml(part)
            teller.links = relations(package, part)
            said = list(teller.blocks(root)) if root is not None else []
            hidden = "（隐藏）" if root is not None and root.get("show") == "0" else ""
            blocks.append({"kind": "sheet", "text": f"幻灯片 {place}{hidden}"})
            blocks.extend(said)
            blocks.extend(teller.notes(package))
    return Retold(
        (Stretch(blocks=tuple(blocks)),),
        (),
        tuple(teller.album.made),
        teller.cut,
        teller.album.told(),
    )


@dataclass(slots=True)
class _Teller:
    """The slides on their way into blocks; ``room`` is how many characters still fit."""

    album: Album
    links: dict[str, tuple[str, str]]
    room: int = MOST_RETOLD
    cut: int = 0

    def take(self, text: str) -> int:
        """How many of these characters still fit; those that do not are counted."""
        fits = min(len(text), self.room)
        self.room -= fits
        self.cut += len(text) - fits
        return fits

    def blocks(self, element: _Element, *, title: bool = False) -> Iterator[Block]:
        """Shapes in the order they were drawn, which is nearly that of reading."""
        for child in element:
            name = local(child)
            if name == "sp":
                kind = next((attribute(e, "type") for e in child.iter("{*}ph")), "")
                yield from self.blocks(child, title=kind in _TITLES)
            elif name == "p":
                yield from self._paragraph(child, title=title)
            elif name == "tbl":
                yield from grids.blocks(self._table(child), grids.STANDING)
            elif name == "pic":
                yield from self._picture(child)
                for media in child.iter("{*}videoFile", "{*}audioFile"):
                    self.album.lacks[_OTHER[local(media)]] += 1
            elif name in _OTHER:
                self.album.lacks[_OTHER[name]] += 1
            elif name not in _SKIPPED:
                yield from self.blocks(child, title=title)

    def notes(self, package: Package) -> Iterator[Block]:
        """Speaker's notes and comments of the slide."""
        for kind, target in sorted(self.links.values()):
            part = package.xml(target) if kind in {"notesSlide", "comments"} else None
            name = "备注" if kind == "notesSlide" else "批注"
            for each in part.iter("{*}p", "{*}text") if part is not None else ():
                said = _words(each)
                if said and not said.isdigit() and (fits := self.take(said)):
                    yield {"kind": "aside", "text": f"{name}：{said[:fits]}"}

    def _paragraph(self, element: _Element, *, title: bool) -> Iterator[Block]:
        text = _words(element)
        fits = self.take(text)
        if not fits:
            return
        of = element.find("{*}pPr")
        depth = attribute(of, "lvl") if of is not None else ""
        level = min(int(depth), _MOST_LEVEL) if depth.isdecimal() else 0
        yield {"kind": "slidetitle" if title else "point", "text": text[:fits], "level": level}

    def _table(self, element: _Element) -> Grid:
        grid = Grid(
            [
                max(12.0, number(attribute(each, "w"), 1e8) / _EMU)
                for each in element.iter("{*}gridCol")
            ],
            size=_SIZE,
        )
        rows = list(element.iter("{*}tr"))
        for row, line in enumerate(rows):
            for column, each in enumerate(line.iterfind("{*}tc")):
                if attribute(each, "hMerge") in {"1", "true"}:
                    continue
                if attribute(each, "vMerge") in {"1", "true"}:
                    continue
                said = "\n".join(filter(None, map(_words, each.iter("{*}p"))))
                across, down = (attribute(each, n) or "1" for n in ("gridSpan", "rowSpan"))
                cell = Cell(column, row, said[: self.take(said)])
                cell.across = int(across) if across.isdecimal() else 1
                cell.down = min(int(down), len(rows) - row) if down.isdecimal() else 1
                grid.cells.append(cell)
        grid.head = grids.named(grid)
        return grid

    def _picture(self, pic: _Element) -> Iterator[Block]:
        blip = next(pic.iter("{*}blip"), None)
        part = self.links.get(attribute(blip, "embed"), ("", ""))[1] if blip is not None else ""
        size = next((e for e in pic.iter("{*}ext") if attribute(e, "cx")), None)
        wide = number(attribute(size, "cx"), 1e8) / _EMU if size is not None else 0.0
        shown = self.album.place(part) if part else None
        if shown is not None:
            # A slide is ten inches wide, a row of our sheet six and a half.
            yield {"kind": "pictures", "of": [(shown, wide * 0.6)], "align": "center"}


def _words(paragraph: _Element) -> str:
    signs = {"br": "\n"}
    parts = (
        (e.text or "") if local(e) in {"t", "text"} else signs.get(local(e), "")
        for e in paragraph.iter()
    )
    return "".join(parts).strip()
