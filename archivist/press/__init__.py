"""ROOM 6: papers become PDFs with embedded fonts, in this process, the same bytes every time."""

from archivist.press.fonts import Fonts, fonts
from archivist.press.typesetting import identity, typeset

__all__ = ["Fonts", "fonts", "identity", "typeset"]
