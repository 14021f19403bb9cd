"""Originals as pages of a PDF: what can be shown, and how."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from archivist.model import Enclosure

if TYPE_CHECKING:
    from PIL.Image import Image

_QUALITY = 82
_A4_RATIO = 1.0


@dataclass(frozen=True, slots=True)
class Page:
    """A page to be enclosed: file, format for the typesetter, 1-based number, lying or standing."""

    path: Path
    format: str
    number: int
    wide: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """The pages of an original; without any, ``why`` says in a sentence why not."""

    pages: tuple[Page, ...]
    why: str = ""


def shown(enclosed: Enclosure, source: Path, drafts: Path, name: str) -> Shown:
    """The pages of an original, with drafts made where it cannot be used as it is.

    Args:
        enclosed: what and how much of it.
        source: where it lies.
        drafts: folder for what has to be made.
        name: prefix of file names there.
    """
    try:
        if enclosed.format == "pdf":
            return _of_pdf(enclosed, source, drafts / f"{name}.pdf")
        return _of_picture(enclosed, source, drafts, name)
    except (OSError, ValueError, RuntimeError, SyntaxError, MemoryError) as error:
        return Shown((), f"此件内容不能排入 PDF（{type(error).__name__}）。")


def _of_pdf(enclosed: Enclosure, source: Path, draft: Path) -> Shown:
    """Pages of a PDF; filled-in fields and notes are pressed into the page first."""
    import pypdfium2

    with pypdfium2.PdfDocument(source) as document:
        document.init_forms()
        count = min(len(document), enclosed.most)
        wide, noted = [], False
        for number in range(count):
            page = document[number]
            across, down = page.get_size()
            wide.append(across > down * _A4_RATIO)
            if pypdfium2.raw.FPDFPage_GetAnnotCount(page):
                pypdfium2.raw.FPDFPage_Flatten(page, pypdfium2.raw.FLAT_PRINT)
                noted = True
            page.close()
        if noted:
            document.save(draft)
    path = draft if noted else source
    return Shown(tuple(Page(path, "pdf", n, flat) for n, flat in enumerate(wide, 1)))


def _of_picture(enclosed: Enclosure, source: Path, drafts: Path, name: str) -> Shown:
    """Every frame of a picture, upright and no larger than paper can show."""
    from PIL import Image, ImageOps, ImageSequence

    pages = []
    with Image.open(source) as picture:
        picture.draft("RGB", (enclosed.wide, enclosed.wide))
        for number, frame in enumerate(ImageSequence.Iterator(picture)):
            if number >= enclosed.most:
                break
            upright = ImageOps.exif_transpose(frame)
            upright.thumbnail((enclosed.wide, enclosed.wide))
            path = drafts / f"{name}-{number}.jpg"
            _white(upright).save(path, "JPEG", quality=_QUALITY)
            pages.append(Page(path, "jpg", 1, upright.width > upright.height))
    return Shown(tuple(pages))


def _white(picture: Image) -> Image:
    """On white ground, in colours every viewer knows."""
    from PIL.Image import alpha_composite, new

    if "A" in picture.getbands() or "transparency" in picture.info:
        clear = picture.convert("RGBA")
        return alpha_composite(new("RGBA", clear.size, "white"), clear).convert("RGB")
    return picture.convert("RGB")
