"""Originals as pages of a PDF: what can be shown, and how."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from archivist import typefaces
from archivist.model import Enclosure
from archivist.press import bare, landing
from archivist.press.landing import Landing, Leaf, Line

if TYPE_CHECKING:
    from PIL.Image import Image
    from pypdfium2 import PdfDocument

_QUALITY = 82
_SUBFILE, _REDUCED_OR_MASK = 254, 0b101
"""NewSubfileType (TIFF 6.0, section 8) and its bits for a smaller copy and a mask."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page to be enclosed: file, format for the typesetter, 1-based number, lying or standing.

    ``lines`` are drawn under its proving passages.
    """

    path: Path
    format: str
    number: int
    wide: bool
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """The pages of an original; without any, ``why`` says in a sentence why not.

    ``stamp`` is where on the first page the 归档章 fits, None if nowhere or not asked; ``bare``
    are the numbers of pages whose text is in faces the original does not bring along.
    """

    pages: tuple[Page, ...]
    why: str = ""
    stamp: tuple[float, float] | None = None
    bare: tuple[int, ...] = ()


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
    except (OSError, ValueError, ArithmeticError, RuntimeError, SyntaxError, MemoryError):
        return Shown((), "此件内容不能排入 PDF，请看盒内原件。")


def _of_pdf(enclosed: Enclosure, source: Path, draft: Path) -> Shown:
    """Pages of a PDF; filled-in fields and notes are pressed into the page first."""
    with typefaces.opened(source) as document:
        count = min(len(document), enclosed.most)
        noted = _may_be_noted(source) and _pressed(document, count)
        if noted:
            document.save(draft)
        fits = [Landing(*document.get_page_size(number)) for number in range(count)]
        looked = _looked(enclosed, document, fits)
    path = draft if noted else source
    pages = (
        Page(path, "pdf", n, fit.wide, looked.lines.get(n, ())) for n, fit in enumerate(fits, 1)
    )
    return Shown(tuple(pages), stamp=looked.stamp, bare=tuple(looked.bare))


def _may_be_noted(source: Path) -> bool:
    """Whether there can be notes or fields: only packed objects could hide their name."""
    data = source.read_bytes()
    return b"/Annots" in data or b"/ObjStm" in data or b"/Encrypt" in data


def _pressed(document: PdfDocument, count: int) -> bool:
    """Press fields and notes into their pages; whether there were any."""
    import pypdfium2

    document.init_forms()
    noted = False
    for number in range(count):
        page = document[number]
        if pypdfium2.raw.FPDFPage_GetAnnotCount(page):
            pypdfium2.raw.FPDFPage_Flatten(page, pypdfium2.raw.FLAT_PRINT)
            noted = True
        page.close()
    return noted


@dataclass(slots=True)
class _Looked:
    """What was seen on the pages of a PDF: lines by 1-based page, the stamp's place, bare pages."""

    lines: dict[int, tuple[Line, ...]] = field(default_factory=dict)
    stamp: tuple[float, float] | None = None
    bare: list[int] = field(default_factory=list)


def _looked(enclosed: Enclosure, document: PdfDocument, fits: list[Landing]) -> _Looked:
    """Look at every page once: to load one is what costs."""
    words = landing.passages(enclosed.words)
    looked = _Looked()
    for number, fit in enumerate(fits, 1):
        page = document[number - 1]
        if bare.lacking(page):
            looked.bare.append(number)
        if words and number <= landing.PAGES:
            read = landing.underlined(Leaf.of(page, fit), words)
            seen = landing.stroked(fit, enclosed.strokes, number, words)
            looked.lines[number] = (*read, *seen)
        if enclosed.stamp and number == 1:
            looked.stamp = landing.free(Leaf.of(page, fit))
        page.close()
    return looked


def _of_picture(enclosed: Enclosure, source: Path, drafts: Path, name: str) -> Shown:
    """Every page of a picture, upright and no larger than paper can show."""
    from PIL import Image, ImageOps

    if enclosed.format == "heic":
        importlib.import_module("pi_heif").register_heif_opener()
    pages = []
    with Image.open(source) as picture:
        if _as_it_is(picture, enclosed.wide):
            return Shown((_sheet(enclosed, source, picture.size, 1),))
        picture.draft("RGB", (enclosed.wide, enclosed.wide))
        for number, frame in zip(range(1, enclosed.most + 1), _sheets(picture), strict=False):
            upright = ImageOps.exif_transpose(frame)
            upright.thumbnail((enclosed.wide, enclosed.wide))
            path = drafts / f"{name}-{number}.jpg"
            _white(upright).save(path, "JPEG", quality=_QUALITY)
            pages.append(_sheet(enclosed, path, upright.size, number))
    return Shown(tuple(pages))


def _sheet(enclosed: Enclosure, path: Path, size: tuple[int, int], number: int) -> Page:
    """The picture of this size as the page of this 1-based number, with lines under its passages."""
    fit = Landing(*size)
    words = [stroke.word for stroke in enclosed.strokes]
    lines = landing.stroked(fit, enclosed.strokes, number, words)
    return Page(path, "jpg", 1, fit.wide, tuple(lines))


def _sheets(picture: Image) -> Iterator[Image]:
    """The pages of a scan; of anything else the first picture, for the others move or preview it."""
    from PIL import ImageSequence

    if picture.format != "TIFF":
        yield picture
        return
    for frame in ImageSequence.Iterator(picture):
        kind = getattr(frame, "tag_v2", {}).get(_SUBFILE, 0)
        if not (isinstance(kind, int) and kind & _REDUCED_OR_MASK):
            yield frame


def _as_it_is(picture: Image, wide: int) -> bool:
    """Whether a picture needs no work: a JPEG that is upright, small and whole."""
    from PIL import ExifTags

    if picture.format != "JPEG" or picture.mode not in {"RGB", "L"} or max(picture.size) > wide:
        return False
    if picture.getexif().get(ExifTags.Base.Orientation, 1) != 1:
        return False
    picture.draft(picture.mode, (1, 1))
    picture.load()
    return True


def _white(picture: Image) -> Image:
    """On white ground, in colours every viewer knows."""
    from PIL.Image import alpha_composite, new

    if "A" in picture.getbands() or "transparency" in picture.info:
        clear = picture.convert("RGBA")
        return alpha_composite(new("RGBA", clear.size, "white"), clear).convert("RGB")
    return picture.convert("RGB")
