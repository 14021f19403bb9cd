"""A Word document as blocks for the volume: paragraphs as they look, tables as merged, pictures in place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from archivist.formats.parts import Package, attribute, local, relations
from archivist.formats.retelling import wordtables
from archivist.formats.retelling.asides import asides, pictures
from archivist.formats.retelling.drawings import Drawn, drawn
from archivist.formats.retelling.numbering import Numbering
from archivist.formats.retelling.pages import Section, sections
from archivist.formats.retelling.paragraphs import ALIGN, paragraph
from archivist.formats.retelling.pictures import Album
from archivist.formats.retelling.styles import Props, Styles, look, props
from archivist.model import MOST_RETOLD, Block, Limits, Look, Retold, Stretch

if TYPE_CHECKING:
    from lxml.etree import _Element

SKIPPED = frozenset(
    ["Fallback", "del", "moveFrom", "delText", "instrText", "rPr", "pPr", "sectPr", "tblPr", "trPr"]
)
_APART = frozenset(["drawing", "pict", "object"])
_SIGNS = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "-", "sym": "•"}
_NOTES = frozenset(["footnoteReference", "endnoteReference"])
_DEEPEST = 40
_BLANK_LINES = 2
_MOST_BLOCKS = 20_000
"""More than any text of ``MOST_RETOLD`` characters needs."""


def retold(source: Path, drafts: Path, name: str, limits: Limits) -> Retold:
    """Lay a DOCX out anew; see ``retell``."""
    with Package(source, limits) as package:
        main = next(iter(package.names("word/document", ".xml")), "word/document.xml")
        root = package.xml(main)
        if root is None:
            return Retold()
        teller = Teller(
            Styles(package.xml("word/styles.xml")),
            Numbering(package.xml("word/numbering.xml")),
            relations(package, main),
            Album(package, drafts, name),
            sections(root),
        )
        stretches = [*_stretches(teller, root)]
        last = stretches[-1]
        if running := pictures(package):
            teller.album.lacks["页眉页脚中的图片"] += running
        stretches[-1] = replace(last, blocks=(*last.blocks, *asides(package, teller.take)))
    album = teller.album
    told = tuple(stretch for stretch in stretches if stretch.blocks)
    return Retold(told, tuple(teller.looks), tuple(album.made), teller.cut, album.told())


def _stretches(teller: Teller, root: _Element) -> Iterator[Stretch]:
    """Blocks on standing and on lying sheets; sections alike go on on the same sheets."""
    section, blocks, blank = teller.section, list[Block](), 0
    for block in teller.blocks(root):
        now = teller.section
        if (now.wide, now.side) != (section.wide, section.side):
            yield Stretch(section.wide, section.side, tuple(blocks))
            section, blocks = now, []
        blank = blank + 1 if block.get("blank") else 0
        if (
            len(blocks) < _MOST_BLOCKS
            and blank <= _BLANK_LINES
            and (blocks or not (blank or block["kind"] == "break"))
        ):
            blocks.append(block)
    yield Stretch(section.wide, section.side, tuple(blocks))


@dataclass(slots=True)
class Line:
    """A paragraph being put together: runs of words with their look, and what is drawn in it."""

    runs: list[tuple[str, int]] = field(default_factory=list)
    drawn: list[Drawn] = field(default_factory=list)
    breaks: bool = False
    ends: bool = False

    @property
    def text(self) -> str:
        """The words alone."""
        return "".join(said for said, _ in self.runs)


@dataclass(slots=True)
class Teller:
    """One document on its way into blocks; ``room`` is how many characters still fit."""

    styles: Styles
    numbering: Numbering
    links: dict[str, tuple[str, str]]
    album: Album
    sections: list[Section]
    looks: dict[Look, int] = field(default_factory=dict)
    room: int = MOST_RETOLD
    cut: int = 0
    deep: int = 0
    passed: int = 0

    @property
    def section(self) -> Section:
        """The section that is being told."""
        return self.sections[min(self.passed, len(self.sections) - 1)]

    def blocks(self, element: _Element) -> Iterator[Block]:
        """Blocks in document order."""
        self.deep += 1
        for child in element if self.deep <= _DEEPEST else ():
            name = local(child)
            if name == "p":
                yield from self.paragraph(child)
            elif name == "tbl":
                yield from wordtables.table(self, child)
            elif name not in SKIPPED:
                yield from self.blocks(child)
        self.deep -= 1

    def take(self, text: str) -> int:
        """How many of these characters still fit; those that do not are counted."""
        fits = min(len(text), self.room)
        self.room -= fits
        self.cut += len(text) - fits
        return fits

    def paragraph(self, element: _Element) -> Iterator[Block]:
        """A paragraph, then what is anchored in it; with it a section may end."""
        line, whole, label = self.line(element)
        if whole.get("pageBreakBefore") or line.breaks:
            yield {"kind": "break"}
        if self.room:
            yield from self._shaped(line, label, whole)
        else:
            self.take(line.text)
        if line.ends and line.text.strip():
            yield {"kind": "break"}
        if element.find("{*}pPr/{*}sectPr") is not None:
            self.passed += 1
            if self.section.fresh:
                yield {"kind": "break"}

    def line(self, element: _Element) -> tuple[Line, Props, str]:
        """The runs of a paragraph, its properties and its number."""
        direct = element.find("{*}pPr")
        own = props(direct)
        named = direct.find("{*}pStyle") if direct is not None else None
        style = self.styles.standard if named is None else attribute(named, "val")
        inherited, run = self.styles.of(style)
        of_list = self.numbering.paragraph({**inherited, **own})
        whole = (
            {**inherited, **of_list, **own} if "numId" in own else {**of_list, **inherited, **own}
        )
        line = Line()
        self._inline(element, run, line)
        label = self.numbering.label(whole) if line.text.strip() or line.drawn else ""
        whole["size"] = str(self._size(line, run))
        return line, whole, label

    def _size(self, line: Line, run: Props) -> float:
        """Points of the largest face in a paragraph."""
        looks = list(self.looks)
        sizes = [looks[seen].size for said, seen in line.runs if said.strip()]
        return max(sizes, default=look(run, "").size)

    def _shaped(self, line: Line, label: str, whole: Props) -> Iterator[Block]:
        if line.text.strip() or not (line.drawn or line.breaks or line.ends):
            fits = self.take(line.text)
            yield paragraph(_clipped(line.runs, fits), label, whole)
        shown = [(each.picture, each.wide) for each in line.drawn if each.picture is not None]
        if shown:
            side = ALIGN.get(whole.get("jc", ""), "left").replace("both", "left")
            stands = "center" if all(each.floats for each in line.drawn) else side
            yield {"kind": "pictures", "of": shown, "align": stands}
        for each in line.drawn:
            if each.rule:
                yield {"kind": "rule", "colour": each.rule}
            elif each.box is not None:
                yield from self.blocks(each.box)

    def _inline(self, element: _Element, own: Props, line: Line) -> None:
        """Gather the runs below an element, however deep they lie."""
        for child in element:
            name = local(child)
            if name == "r":
                of_run = self._run(child, own)
                if not of_run.get("vanish"):  # hidden words are on no paper
                    self._inline(child, of_run, line)
            elif name == "t":
                self._say(child.text or "", own, line)
            elif name in _SIGNS:
                self._say(_SIGNS[name], own, line)
            elif name == "br":
                self._broken(attribute(child, "type") == "page", own, line)
            elif name in _NOTES:
                self._say(f"[{attribute(child, 'id')}]", {**own, "vert": "superscript"}, line)
            elif name in _APART:
                line.drawn.extend(drawn(child, self.links, self.album))
            elif name not in SKIPPED:
                self._inline(child, own, line)

    def _broken(self, paged: bool, own: Props, line: Line) -> None:  # noqa: FBT001 - which break
        if not paged:
            self._say("\n", own, line)
        elif line.text.strip():
            line.ends = True
        else:
            line.breaks = True

    def _run(self, element: _Element, base: Props) -> Props:
        direct = element.find("{*}rPr")
        if direct is None:
            return base
        named = direct.find("{*}rStyle")
        styled = self.styles.only(attribute(named, "val")) if named is not None else {}
        return {**base, **styled, **props(direct)}

    def _say(self, text: str, own: Props, line: Line) -> None:
        """Add words; those that look like the ones before go on with them."""
        if not text:
            return
        seen = self.looks.setdefault(look(own, text), len(self.looks))
        if line.runs and (line.runs[-1][1] == seen or not text.strip()):
            line.runs[-1] = line.runs[-1][0] + text, line.runs[-1][1]
        else:
            line.runs.append((text, seen))


def _clipped(runs: list[tuple[str, int]], fits: int) -> list[tuple[str, int]]:
    kept = []
    for said, seen in runs:
        kept.append((said[:fits], seen))
        fits -= len(said)
        if fits <= 0:
            break
    return kept
