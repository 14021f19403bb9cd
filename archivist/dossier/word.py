"""Word documents: small fixed packages whose only moving part is a filled template."""

from __future__ import annotations

import io
import zipfile
from functools import lru_cache

from archivist.dossier.dress import Own, worn
from archivist.dossier.pages import render

_EPOCH = (1980, 1, 1, 0, 0, 0)
_DEFLATE = 6


def docx(template: str, title: str, **values: object) -> bytes:
    """A DOCX of a template under ``templates/word``; the same values give the same bytes.

    Args:
        template: its name without ending.
        title: the document's title property, shown by viewers.
        values: what the template names.
    """
    parts = {
        "[Content_Types].xml": _fixed("content_types"),
        "_rels/.rels": _fixed("package"),
        "docProps/core.xml": render("word/core.xml.j2", title=title),
        "word/_rels/document.xml.rels": _fixed("document"),
        "word/styles.xml": _fixed("styles"),
        "word/fontTable.xml": _fixed("fonts"),
        "word/settings.xml": _fixed("settings"),
        "word/footer1.xml": render("word/footer.xml.j2", title=title),
        "word/document.xml": render(f"word/{template}.xml.j2", title=title, **values),
    }
    return _zipped(parts)


def _fixed(name: str) -> bytes:
    return _same(name, worn())


@lru_cache(maxsize=64)
def _same(name: str, _own: Own) -> bytes:
    return render(f"word/{name}.xml.j2")


def _zipped(parts: dict[str, bytes]) -> bytes:
    """A ZIP without clocks: no member says when it was made."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, data in parts.items():
            member = zipfile.ZipInfo(name, _EPOCH)
            member.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(member, data, compresslevel=_DEFLATE)
    return buffer.getvalue()
