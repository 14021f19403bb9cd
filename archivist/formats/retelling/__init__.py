"""Office originals laid out anew for the volume: words as they look, merged cells, pictures in place."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from archivist.formats.foreign import attempt
from archivist.formats.retelling.book import workbook
from archivist.formats.retelling.slides import slides
from archivist.formats.retelling.word import word
from archivist.model import Limits, Retold

VERSION = 1
"""Raised when the same original would be laid out otherwise: volumes are set anew then."""

_TELLERS: dict[str, Callable[[Path, Path, str, Limits], Retold]] = {
    "docx": word,
    "xlsx": workbook,
    "xlsb": workbook,
    "xls": workbook,
    "et": workbook,
    "pptx": slides,
}
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
    work = partial(_TELLERS[form], source, drafts, name, limits)
    retold = attempt(work, lambda _error: Retold())
    return None if retold.blank else retold
