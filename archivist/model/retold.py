"""A document laid out anew for a volume: blocks on sheets, as data for the typesetter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from archivist.model.paper import Enclosure

Block: TypeAlias = dict[str, object]
"""``kind`` and what ``retold.typ`` asks of that kind; measures are points."""

MOST_RETOLD = 40_000
"""Characters of a document that stand in a volume (ours); the page says where it ends."""


@dataclass(frozen=True, slots=True)
class Look:
    """How words look; ``size`` in points, ``colour`` as six hexadecimal digits or "".

    ``face`` is song, hei, fang or kai, ``line`` under, strike or "", ``shift`` super, sub or "".
    """

    face: str = "song"
    size: float = 10.5
    bold: bool = False
    italic: bool = False
    colour: str = ""
    line: str = ""
    shift: str = ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Blocks on sheets of one kind: lying or standing, with margins of ``side`` mm."""

    wide: bool = False
    side: float = 22.0
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Retold:
    """A document laid out anew.

    Blocks name looks and pictures by their place. ``cut`` counts the characters left out,
    ``lacks`` names what else is not shown, each with its count; ``plain`` says that only the
    text was at hand, without merged cells and pictures.
    """

    stretches: tuple[Stretch, ...] = ()
    looks: tuple[Look, ...] = ()
    pictures: tuple[Path, ...] = ()
    cut: int = 0
    lacks: tuple[str, ...] = ()
    plain: bool = False

    @property
    def blank(self) -> bool:
        """Whether it says nothing."""
        return not any(stretch.blocks for stretch in self.stretches)


Retell: TypeAlias = Callable[["Enclosure", Path, str], Retold]
"""Lays an original out anew; pictures become files in the folder, named with the prefix."""
