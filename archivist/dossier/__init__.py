"""ROOM 4: the archive becomes boxes and the leaves of the dossier."""

from archivist.dossier.arrange import arrange
from archivist.dossier.leaves import leaves

__all__ = ["arrange", "leaves"]
