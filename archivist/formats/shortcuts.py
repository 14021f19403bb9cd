"""Shortcuts, which clerks copy in place of the file: they say where it lies on somebody else's disk."""

from __future__ import annotations

from archivist.formats import troubles
from archivist.formats.registry import Found, Source, reads


@reads("lnk", "url", version=1)
def shortcut(_source: Source) -> Found:
    """Nothing to read: what it points to is not here."""
    return Found(problems=(troubles.SHORTCUT,))
