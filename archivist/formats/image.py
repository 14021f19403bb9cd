"""Pictures: size, camera data, measures of the pixels, seals, and the text of those that are pages.

``width`` and ``height`` are as displayed, after the orientation tag. ``pages`` is the number of
pages of a picture of paper and None for a scene. Names of facts, a fixed vocabulary:

* ``look``: ``page`` (paper, a screen) or ``photo`` (a scene); ``colour``: ``colour`` or ``grey``
* ``sharpness``: variance of the Laplacian at 1024 px; ``dark``, ``bright``: clipped shares 0…1
* ``ink``: share of dark marks (a page below 0.0005 is blank); ``dhash``: four 64-bit hashes, turned
  by 0°, 90°, 180°, 270°
* ``turned``: degrees counter-clockwise the first page had to be turned to be read
* ``seal``: ``x,y,size`` on the turned page, centre as shares of width and height, diameter as
  share of the shorter side (repeated for every seal), with ``@page`` behind it where there are
  several pages; ``redline``: height of the red rule of the first page as share of the height;
  both absent in grey scans, where colour tells nothing; ``grey pages``: those among coloured ones
* ``thumbnail``: bits of 64 in which the camera's own small copy differs from the picture, the copy
  turned and trimmed as fits best; up to 10 are usual, an edited picture has more than 16
* ``still``: empty, a thumbnail is kept; of a scan one for each of its first pages
* ``camera``, ``lens``, ``software``, ``artist``, ``description``, ``modified``, ``orientation``
* ``gps``: ``latitude,longitude`` in decimal degrees; ``zone``: UTC offset of ``taken``
* ``dpi``: ``x,y`` as recorded; ``frames``: pictures of an animation
* ``ocr``: mean confidence 0…1
"""

from __future__ import annotations

import importlib
import importlib.util
import time
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial

from PIL import Image, UnidentifiedImageError
from PIL.JpegImagePlugin import JpegImageFile

from archivist.formats import dividers, exif, ocr, paging, pixels, seals, stills, troubles, xmp
from archivist.formats.decoding import (
    BROKEN,
    bomb,
    decoded,
    displayed,
    lenient,
    most_pixels,
    quiet,
    upright,
)
from archivist.formats.registry import Found, Source, reads
from archivist.model import Element, OcrLine, Problem, Spot, Still, Trouble

_VERSION = 4
"""Raise when what is told of a picture changes."""

_DRAFT = 1024
_PATIENCE = 0.7
"""Share of the time allowed per file after which further pages are left unread."""

_PILLOW = {
    "jpeg": ("JPEG", "MPO"),
    "png": ("PNG",),
    "tiff": ("TIFF",),
    "dng": ("TIFF",),
    "bmp": ("BMP", "DIB"),
    "gif": ("GIF",),
    "webp": ("WEBP",),
    "heic": ("HEIF",),
    "avif": ("AVIF",),
    "psd": ("PSD",),
    "ico": ("ICO", "CUR"),
    "jp2": ("JPEG2000",),
}
_SHOWN = frozenset({"jpeg", "png", "gif", "webp", "bmp", "avif", "ico"})
"""What browsers show; of the others a larger still is kept."""

_NO_HEIF = troubles.no_reader(
    "HEIC", "请由管理员安装：pip install pi-heif；或将照片另存为 JPG 后重新提交"
)


@dataclass(slots=True)
class _Picture:
    """What is gathered about a picture while its pages are gone through."""

    idle: ocr.Idle | None
    format: str
    look: pixels.Look | None = None
    facts: list[tuple[str, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    sure: list[float] = field(default_factory=list)
    stills: list[Still] = field(default_factory=list)
    spots: list[tuple[Spot | None, ...]] = field(default_factory=list)
    lines: list[OcrLine] = field(default_factory=list)
    seen: list[Element] = field(default_factory=list)
    grey: list[int] = field(default_factory=list)
    coloured: list[int] = field(default_factory=list)

    def fact(self, name: str, value: object) -> None:
        if value not in ("", None):
            self.facts.append((name, str(value)))

    def problem(self, problem: Problem) -> None:
        if problem not in self.problems:
            self.problems.append(problem)


def _version() -> int:
    """Readings grow old when OCR or HEIC support is installed later."""
    age = _VERSION + ocr.VERSION + dividers.VERSION + stills.VERSION
    return 10 * age + 2 * ocr.available() + _has_heif()


def _has_heif() -> bool:
    return importlib.util.find_spec("pi_heif") is not None


@reads(*_PILLOW, version=_version())
def read(source: Source) -> Found:
    """A picture in any format Pillow (or, for HEIC, pi-heif) decodes."""
    if source.format.name == "heic":
        if not _has_heif():
            return Found(problems=(_NO_HEIF,))
        importlib.import_module("pi_heif").register_heif_opener()
    with warnings.catch_warnings(), quiet(), most_pixels(source.limits.pixels):
        warnings.simplefilter("ignore")  # Pillow warns of oddities; what matters is found below
        try:
            with Image.open(source.path, formats=_PILLOW[source.format.name]) as image:
                return _read(image, source)
        except Image.DecompressionBombError:
            return Found(problems=(bomb(),))
        except UnidentifiedImageError:
            return Found(problems=(troubles.damaged(""),))


def _read(image: Image.Image, source: Source) -> Found:
    picture = _Picture(ocr.idle(source.limits), source.format.name)
    width, height = displayed(image)
    taken, created = _said(image, picture)
    until = time.monotonic() + source.limits.seconds * _PATIENCE
    pages: tuple[int, ...] = (0,)
    if source.format.name == "tiff":
        pages = paging.pages(image, source.limits.pages)
        if len(pages) > source.limits.pages:
            most = source.limits.pages
            picture.problem(troubles.too_big(f"图片有 {len(pages)} 页，超过 {most} 页的上限"))
        elif len(pages) > 1 and (found := paging.separators(image, pages, until)):
            write = partial(dividers.write_tiff, image, pages)
            return dividers.split(source, found, len(pages), write)
    elif (count := paging.frames(image)) > 1:
        picture.fact("frames", count)
    if source.format.name == "dng":
        width, height = paging.raw_size(image, (width, height))
    _go_through(image, pages[: source.limits.pages], until, picture)
    if picture.sure:
        picture.fact("ocr", round(sum(picture.sure) / len(picture.sure), 3))
    paper = picture.look is None or picture.look.page
    counted = source.format.name == "tiff" if picture.look is None else picture.look.page
    return Found(
        text="\f".join(picture.texts) if any(picture.texts) else "",
        pages=len(pages) if len(pages) > 1 or (paper and counted) else None,
        width=width,
        height=height,
        taken=taken,
        created=created,
        facts=(*picture.facts, *stills.facts(tuple(picture.stills))),
        problems=tuple(picture.problems),
        stills=tuple(picture.stills),
        spots=tuple(picture.spots),
        lines=tuple(picture.lines),
        seen=tuple(picture.seen),
    )


def _said(image: Image.Image, picture: _Picture) -> tuple[str, str]:
    """When it was taken and made; what EXIF says becomes facts, and what only XMP says."""
    properties = xmp.properties(image)
    taken, zone = exif.taken(image)
    if not taken:
        taken, zone = xmp.taken(properties)
    said = {**xmp.facts(properties), **dict(exif.facts(image))}
    for name in ("camera", "software", "modified", "artist", "description", "lens", "gps"):
        picture.fact(name, said.get(name, ""))
    picture.fact("orientation", said.get("orientation", ""))
    picture.fact("zone", zone)
    picture.fact("dpi", _dpi(image))
    return taken, xmp.made(properties)


def _go_through(image: Image.Image, pages: Sequence[int], until: float, picture: _Picture) -> None:
    """Measure and read every page, as long as the time lasts."""
    for place, at in enumerate(pages, 1):
        if place > 1 and time.monotonic() > until:
            picture.problem(_unread(place, len(pages)))
            break
        _page(image, at, place if len(pages) > 1 else 0, picture)
    if picture.grey and picture.coloured:
        picture.fact("grey pages", troubles.numbers(picture.grey))


def _unread(first: int, last: int) -> Problem:
    return troubles.partial(
        f"读取时间已到上限，第 {first}—{last} 页未识别文字",
        "请拆分文件后重新提交，或由管理员调整时间上限",
    )


def _page(image: Image.Image, at: int, place: int, picture: _Picture) -> None:
    """Measure one page and read it if it looks like one; ``place`` is 0 if it is the only one."""
    page = _pixels(image, at, place, picture)
    if page is None:
        picture.texts.append("")
        picture.spots.append(())
        return
    small = pixels.shrunk(page)
    look = pixels.look(small)
    found = _text(image, page, look, f"第 {place} 页" if place else "", picture)
    picture.texts.append(found.text)
    picture.spots.append(found.spots)
    picture.lines += found.seen(place or 1)
    upright = small.rotate(found.angle, expand=True)
    stamps, rule = seals.red_ink(upright) if look.page else ((), None)
    picture.seen += seals.elements(stamps, upright.size, place or 1)
    coloured = look.coloured or bool(stamps) or rule is not None
    if place < 2 or (place <= stills.PAGES and picture.format not in _SHOWN):  # noqa: PLR2004 - the first, or the only one
        picture.stills.append(stills.of_picture(upright, shown=picture.format in _SHOWN))
    if place < 2:  # noqa: PLR2004 - as above
        picture.look = look
        _tell(look, picture, coloured=coloured)
        picture.fact("turned", found.angle or "")
        picture.fact("redline", rule)
        if (copy := exif.thumbnail(image)) and pixels.spread(small) >= pixels.TELLING:
            picture.fact("thumbnail", pixels.unlike(small, copy))
    for seal in stamps:
        where = f"@{place}" if place else ""
        picture.fact("seal", f"{seal.x},{seal.y},{seal.size}{where}")
    if look.page:
        (picture.coloured if coloured else picture.grey).append(place)


def _pixels(image: Image.Image, at: int, place: int, picture: _Picture) -> Image.Image | None:
    """The page's pixels, upright; what went wrong is told."""
    if at:
        try:
            image.seek(at)
        except BROKEN:
            picture.problem(troubles.partial(f"第 {place} 页无法读取"))
            return None
    elif isinstance(image, JpegImageFile):
        image.draft(None, (_DRAFT, _DRAFT))
    page, trouble = decoded(image)
    if trouble:
        picture.problem(trouble)
    return page


def _tell(look: pixels.Look, picture: _Picture, *, coloured: bool) -> None:
    picture.fact("look", "page" if look.page else "photo")
    picture.fact("colour", "colour" if coloured else "grey")
    picture.fact("sharpness", round(look.sharpness))
    picture.fact("dark", f"{look.dark:.3f}")
    picture.fact("bright", f"{look.bright:.3f}")
    picture.fact("ink", f"{look.ink:.4f}")
    picture.fact("dhash", " ".join(look.dhashes))


def _text(
    image: Image.Image, page: Image.Image, look: pixels.Look, where: str, picture: _Picture
) -> ocr.Recognised:
    """The text of a page, or a scene's large writing; none on blank sheets and without OCR."""
    if picture.idle:
        if look.page and ocr.worth(page, look):
            picture.problem(_unrecognised(picture.idle))
        return ocr.NOTHING
    found = ocr.offer((look.page and _whole(image)) or page, look)
    if found.lines:
        picture.sure.append(found.confidence)
    if found.lines and look.page:
        for problem in ocr.doubts(found, where):
            picture.problem(problem)
    return found


def _unrecognised(idle: ocr.Idle) -> Problem:
    return Problem(Trouble.NO_TEXT, f"图片上的文字未识别：{idle.why}", idle.mend)


def _whole(image: Image.Image) -> Image.Image | None:
    """The picture in full resolution when only a draft of it was decoded."""
    if not isinstance(image, JpegImageFile):
        return None
    with Image.open(image.filename, formats=("JPEG", "MPO")) as again, lenient():
        if again.size == image.size:
            return None
        try:
            return upright(again)
        except BROKEN:
            return None


def _dpi(image: Image.Image) -> str:
    try:
        x, y = (round(float(value)) for value in image.info.get("dpi", ()))
    except (TypeError, ValueError, ArithmeticError):
        return ""
    return f"{x},{y}" if 1 < x < 10_000 and 1 < y < 10_000 else ""  # noqa: PLR2004 - 1 means not said
