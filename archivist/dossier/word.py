"""Word documents: small fixed packages whose only moving part is a filled template."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from archivist.dossier.dress import Own, worn
from archivist.dossier.pages import render

_EPOCH = (1980, 1, 1, 0, 0, 0)
_DEFLATE = 6
_TWIPS = 1440 / 25.4
_EMU = 36_000
"""English Metric Units in a millimetre: what DrawingML measures in (ISO/IEC 29500-1 §20.1.2.1)."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture to lie in a package: its bytes, and their format as ending, ``png`` or ``jpeg``."""

    data: bytes
    ending: str

    def within(self, wide: int, high: int) -> tuple[int, int]:
        """Width and height in EMU, as large as so many millimetres allow without bending it."""
        from PIL import Image

        with Image.open(io.BytesIO(self.data)) as image:
            across, down = image.size
        scale = min(wide / across, high / down) * _EMU
        return round(across * scale), round(down * scale)


def square(side: int) -> tuple[int, int]:
    """Width and height in EMU of a square picture of so many millimetres."""
    return side * _EMU, side * _EMU


def twips(length: float) -> int:
    """Millimetres in twentieths of a point, as Word measures tables."""
    return round(length * _TWIPS)


def docx(template: str, title: str, pictures: Sequence[Picture] = (), **values: object) -> bytes:
    """A DOCX of a template under ``templates/word``; the same values give the same bytes.

    Args:
        template: its name without ending.
        title: the document's title property, shown by viewers.
        pictures: what the template shows by ``w.picture``, counted from 1.
        values: what the template names.
    """
    media = {f"media/image{n}.{each.ending}": each.data for n, each in enumerate(pictures, 1)}
    parts = {
        "[Content_Types].xml": _fixed("content_types"),
        "_rels/.rels": _fixed("package"),
        "docProps/core.xml": render("word/core.xml.j2", title=title),
        "word/_rels/document.xml.rels": _related(worn(), tuple(media)),
        "word/styles.xml": _fixed("styles"),
        "word/fontTable.xml": _fixed("fonts"),
        "word/settings.xml": _fixed("settings"),
        "word/footer1.xml": render("word/footer.xml.j2", title=title),
        "word/document.xml": render(f"word/{template}.xml.j2", title=title, **values),
        **{f"word/{name}": data for name, data in media.items()},
    }
    return _zipped(parts)


def _fixed(name: str) -> bytes:
    return _same(name, worn())


@lru_cache(maxsize=64)
def _same(name: str, _own: Own) -> bytes:
    return render(f"word/{name}.xml.j2")


@lru_cache(maxsize=8)
def _related(_own: Own, media: tuple[str, ...]) -> bytes:
    return render("word/document.xml.j2", media=media)


def _zipped(parts: dict[str, bytes]) -> bytes:
    """A ZIP without clocks: no member says when it was made."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, data in parts.items():
            member = zipfile.ZipInfo(name, _EPOCH)
            packed = name.endswith((".jpeg", ".png"))
            member.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
            package.writestr(member, data, compresslevel=_DEFLATE)
    return buffer.getvalue()
