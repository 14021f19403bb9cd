"""Office originals laid out anew for the volume: words as they look, merged cells, pictures in place."""

from __future__ import annotations

import importlib
from functools import partial
from pathlib import Path

from archivist.formats.foreign import attempt
from archivist.model import Limits, Retold

VERSION = 1
"""Raised when the same original would be laid out otherwise: volumes are set anew then."""

_TELLERS = {
    "docx": "word",
    "xlsx": "book",
    "xlsb": "book",
    "xls": "book",
    "et": "book",
    "pptx": "slides",
}
"""The module of this folder that lays a format out anew; loaded only where volumes are set."""

FORMATS = frozenset(_TELLERS)


def retell(source: Path, form: str, drafts: Path, name: str, limits: Limits) -> Retold | None:
    """Lay an original out anew, its pictures as new files.

    Args:
        source: where it lies; what is in it is believed in nothing.
        form: its format, one of ``FORMATS``.
        drafts: folder for the pictures.
        name: begins their names.
        limits: of what may be unpacked.

    Returns:
        None where it cannot be opened or says nothing; its text may still be known.
    """
    teller = importlib.import_module(f"{__name__}.{_TELLERS[form]}")
    work = partial(teller.retold, source, drafts, name, limits)
    found: Retold = attempt(work, lambda _error: Retold())
    return None if found.blank else found
