"""ROOM 6: papers become PDFs with embedded fonts, in this process, the same bytes every time."""

from archivist.press.fonts import Fonts, fonts
from archivist.press.retold import VERSION as RETELLING
from archivist.press.retold import retold
from archivist.press.strokes import strokes
from archivist.press.typesetting import identity, mistakes_in, typeset

__all__ = ["RETELLING", "Fonts", "fonts", "identity", "mistakes_in", "retold", "strokes", "typeset"]
