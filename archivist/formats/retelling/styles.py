"""How a Word document wants its words to look: defaults, chains of styles, and what is set directly."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from archivist.formats.parts import attribute, local
from archivist.model import Look

if TYPE_CHECKING:
    from lxml.etree import _Element

Props = dict[str, str]

_DEEPEST = 12
"""Styles based on styles: more than so many are a circle."""

_OFF = frozenset({"0", "false", "off", "none", "nil"})
_TOGGLES = frozenset(
    ["b", "i", "strike", "vanish", "pageBreakBefore", "contextualSpacing", "keepNext"]
)
_VALUES = {
    "sz": "sz",
    "color": "color",
    "u": "u",
    "vertAlign": "vert",
    "jc": "jc",
    "outlineLvl": "outline",
}
_SPACING = {"ind": "ind", "spacing": "gap"}
_HAN = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_FACES = (
    (
        "hei",
        re.compile("黑|hei|等线|dengxian|sans|arial|calibri|helvetica|tahoma|segoe", re.IGNORECASE),
    ),
    ("kai", re.compile("楷|kai", re.IGNORECASE)),
    ("fang", re.compile("仿宋|fang", re.IGNORECASE)),
)


class Styles:
    """The styles of a document; asks are answered from what was worked out before."""

    def __init__(self, root: _Element | None) -> None:
        """Read ``word/styles.xml``, None if there is none."""
        self._own: dict[str, tuple[str, Props, Props]] = {}
        self._whole: dict[str, tuple[Props, Props]] = {}
        self._base: tuple[Props, Props] = ({}, {})
        self._ruled: set[str] = set()
        self.standard = ""
        for child in root if root is not None else ():
            if local(child) == "docDefaults":
                self._base = _both(child)
            elif local(child) == "style":
                self._add(child)

    def _add(self, style: _Element) -> None:
        key = attribute(style, "styleId")
        based = style.find("{*}basedOn")
        self._own[key] = ("" if based is None else attribute(based, "val"), *_both(style))
        edges = style.find("{*}tblPr/{*}tblBorders")
        if edges is not None and any(attribute(e, "val").lower() not in _OFF for e in edges):
            self._ruled.add(key)
        if attribute(style, "type") == "paragraph" and attribute(style, "default") in {"1", "true"}:
            self.standard = key

    def ruled(self, key: str) -> bool:
        """Whether a style of tables, or one it is based on, draws lines."""
        return any(link in self._ruled for link in self._chain(key))

    def _chain(self, key: str) -> list[str]:
        chain: list[str] = []
        while key in self._own and key not in chain and len(chain) < _DEEPEST:
            chain.append(key)
            key = self._own[key][0]
        return chain

    def of(self, key: str) -> tuple[Props, Props]:
        """Paragraph and run properties of a style with all it is based on, defaults first."""
        if key not in self._whole:
            paragraph, run = dict(self._base[0]), dict(self._base[1])
            for link in reversed(self._chain(key)):
                paragraph |= self._own[link][1]
                run |= self._own[link][2]
            self._whole[key] = paragraph, run
        return self._whole[key]

    def only(self, key: str) -> Props:
        """Run properties of a character style alone, without the defaults."""
        base = self._base[1]
        return {name: value for name, value in self.of(key)[1].items() if base.get(name) != value}


def _both(element: _Element) -> tuple[Props, Props]:
    """Paragraph and run properties directly in a style, or wrapped as in the defaults."""
    found: dict[str, Props] = {"pPr": {}, "rPr": {}}
    for child in element.iter("{*}pPr", "{*}rPr"):
        outer = child.getparent()
        if outer is not None and local(outer) == "pPr":
            continue
        found[local(child)] |= props(child)
    return found["pPr"], found["rPr"]


def props(element: _Element | None) -> Props:
    """What ``w:pPr`` or ``w:rPr`` sets, as plain words; what is no concern of ours is left out."""
    found: Props = {}
    for child in element if element is not None else ():
        name, value = local(child), attribute(child, "val")
        if name in _TOGGLES:
            found[name] = "" if value.lower() in _OFF else "1"
        elif name in _VALUES:
            found[_VALUES[name]] = value
        elif name in _SPACING:
            for key, said in child.attrib.items():
                found[f"{_SPACING[name]}.{str(key).rpartition('}')[2]}"] = str(said)
        elif name == "rFonts":
            found |= _fonts(child)
        elif name == "numPr":
            found |= {local(part): attribute(part, "val") for part in child}
        elif name == "pBdr":
            found |= {f"edge.{local(e)}": _edge(e) for e in child if local(e) in {"top", "bottom"}}
        elif name == "tabs":
            found["tabs"] = _tabs(child)
    return found


def _fonts(element: _Element) -> Props:
    asked = {"east": "eastAsia", "latin": "ascii"}
    return {key: said for key, name in asked.items() if (said := attribute(element, name))}


def _edge(element: _Element) -> str:
    """Colour and width (eighths of a point) of a rule above or below a paragraph, "" for none."""
    if attribute(element, "val").lower() in _OFF:
        return ""
    return f"{attribute(element, 'color')} {attribute(element, 'sz')}"


def _tabs(element: _Element) -> str:
    """Whether the last tab stop pushes to the right margin, with or without leading dots."""
    ends = [tab for tab in element if attribute(tab, "val") in {"right", "end"}]
    if not ends:
        return ""
    return "dots" if attribute(ends[-1], "leader") in {"dot", "middleDot"} else "fill"


def number(text: str, most: float = 4_000.0) -> float:
    """A measure as a finite number within bounds, 0 for what is none."""
    try:
        value = float(text)
    except ValueError:
        return 0.0
    return max(-most, min(most, value)) if value == value else 0.0  # noqa: PLR0124 - not a number


def look(run: Props, text: str) -> Look:
    """The look of some words: Chinese and Latin letters have typefaces of their own."""
    han = _HAN.search(text)
    named = run.get("east" if han else "latin", "") or run.get("east", "")
    face = next((face for face, pattern in _FACES if pattern.search(named)), "song")
    colour = run.get("color", "").upper()
    plain = not re.fullmatch(r"[0-9A-F]{6}", colour) or colour in {"000000", "FFFFFF"}
    underlined = run.get("u", "none").lower() not in _OFF
    return Look(
        face=face,
        size=max(5.0, min(48.0, number(run.get("sz", "")) / 2 or 10.5)),
        bold=bool(run.get("b")),
        italic=bool(run.get("i")),
        colour="" if plain else colour,
        line="strike" if run.get("strike") else "under" if underlined else "",
        shift={"superscript": "super", "subscript": "sub"}.get(run.get("vert", ""), ""),
    )
