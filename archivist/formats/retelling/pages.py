"""The sheets a Word document asks for: standing or lying, how wide its margins are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from archivist.formats.parts import attribute
from archivist.formats.retelling.styles import number

if TYPE_CHECKING:
    from lxml.etree import _Element

_TWIPS_MM = 1440 / 25.4
_NARROW, _WIDE, _USUAL = 16.0, 30.0, 22.0
"""Margins at the sides in mm that a volume still follows, and what it takes otherwise."""


@dataclass(frozen=True, slots=True)
class Section:
    """Sheets of one kind: lying or not, margin at either side in mm, begun on a new page or not."""

    wide: bool = False
    side: float = _USUAL
    fresh: bool = False


def sections(root: _Element) -> list[Section]:
    """The sections of a document in order; at least one."""
    found = [_section(each) for each in root.iter("{*}sectPr")]
    return found or [Section()]


def _section(told: _Element) -> Section:
    size, margin, kind = (told.find(f"{{*}}{name}") for name in ("pgSz", "pgMar", "type"))
    wide = size is not None and number(attribute(size, "w"), 1e5) > number(
        attribute(size, "h"), 1e5
    )
    side = _USUAL
    if margin is not None:
        both = [number(attribute(margin, name), 1e5) / _TWIPS_MM for name in ("left", "right")]
        side = max(_NARROW, min(_WIDE, round(sum(both) / 2, 1)))
    return Section(wide, side, kind is None or attribute(kind, "val") != "continuous")
