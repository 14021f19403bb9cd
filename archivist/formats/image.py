"""Pictures: size, camera data, measures of the pixels, seals, and the text of those that are pages.

``width`` and ``height`` are as displayed, after the orientation tag. ``pages`` is the number of
pages of a picture of paper and None for a scene. Names of facts, a fixed vocabulary:

* ``look``: ``page`` (paper, a screen) or ``photo`` (a scene); ``colour``: ``colour`` or ``grey``
* ``sharpness``: variance of the Laplacian at 1024 px; ``dark``, ``bright``: clipped shares 0…1
* ``ink``: share of dark marks (a page below 0.0005 is blank); ``dhash``: four 64-bit hashes, turned
  by 0°, 90°, 180°, 270°
* ``turned``: degrees counter-clockwise the first page had to be turned to be read
* ``seal``: ``x,y,size`` on the turned page, centre as shares of width and height, diameter as
  share of the shorter side (repeated for every seal); ``redline``: height of the red rule as
  share of the height; both absent in grey scans, where colour tells nothing
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
from dataclasses import dataclass, field
from functools import partial

from PIL import Image, UnidentifiedImageError
from PIL.ImageFile import ImageFile
from PIL.JpegImagePlugin import JpegImageFile

from archivist.formats import dividers, exif, ocr, pixels, troubles
from archivist.formats.decoding import BROKEN, bomb, decoded, displayed, lenient, quiet, upright
from archivist.formats.registry import Found, Source, reads
from archivist.formats.seals import red_ink
from archivist.model import Problem, Separator, Trouble

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
_NO_HEIF = troubles.no_reader(
    "HEIC", "请由管理员安装：pip install pi-heif；或将照片另存为 JPG 后重新提交"
)


@dataclass(slots=True)
class _Picture:
    """What is gathered about a picture while its pages are gone through."""

    idle: ocr.Idle | None
    facts: list[tuple[str, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    sure: list[float] = field(default_factory=list)

    def fact(self, name: str, value: object) -> None:
        if value not in ("", None):
            self.facts.append((name, str(value)))

    def problem(self, problem: Problem) -> None:
        if problem not in self.problems:
            self.problems.append(problem)


def _version() -> int:
    """Readings grow old when OCR or HEIC support is installed later."""
    return 10 * (1 + ocr.VERSION + dividers.VERSION) + 2 * ocr.available() + _has_heif()


def _has_heif() -> bool:
    return importlib.util.find_spec("pi_heif") is not None


@reads(*_PILLOW, version=_version())
def read(source: Source) -> Found:
    """A picture in any format Pillow (or, for HEIC, pi-heif) decodes."""
    if source.format.name == "heic":
        if not _has_heif():
            return Found(problems=(_NO_HEIF,))
        importlib.import_module("pi_heif").register_heif_opener()
    with warnings.catch_warnings(), quiet():
        warnings.simplefilter("ignore")  # Pillow warns of oddities; what matters is found below
        try:
            with Image.open(source.path, formats=_PILLOW[source.format.name]) as image:
                return _read(image, source)
        except Image.DecompressionBombError:
            return Found(problems=(bomb(),))
        except UnidentifiedImageError:
            return Found(problems=(troubles.damaged(""),))


def _read(image: Image.Image, source: Source) -> Found:
    picture = _Picture(ocr.idle(source.limits))
    width, height = displayed(image)
    taken, zone = exif.taken(image)
    for name, value in exif.facts(image):
        picture.fact(name, value)
    picture.fact("zone", zone)
    picture.fact("dpi", _dpi(image))
    frames = _frames(image)
    paged = source.format.name == "tiff"
    if frames > 1 and not paged:
        picture.fact("frames", frames)
    if paged and frames > source.limits.pages:
        picture.problem(
            troubles.too_big(f"图片有 {frames} 页，超过 {source.limits.pages} 页的上限")
        )
    if paged and 1 < frames <= source.limits.pages and (found := _sheets(image, frames)):
        return dividers.split(source, found, frames, partial(dividers.write_tiff, image))
    if source.format.name == "dng":
        width, height = _raw_size(image, (width, height))
    first_look = None
    until = time.monotonic() + source.limits.seconds * _PATIENCE
    for at in range(min(frames, source.limits.pages) if paged else 1):
        if at and time.monotonic() > until:
            picture.problem(_unread(at + 1, frames))
            break
        look = _page(image, at, picture)
        first_look = first_look or look
    page_like = first_look is not None and first_look.page
    text = "\f".join(picture.texts) if any(picture.texts) else ""
    if picture.sure:
        picture.fact("ocr", round(sum(picture.sure) / len(picture.sure), 3))
    return Found(
        text=text,
        pages=frames if paged else (1 if page_like else None),
        width=width,
        height=height,
        taken=taken,
        facts=tuple(picture.facts),
        problems=tuple(picture.problems),
    )


def _sheets(image: Image.Image, frames: int) -> dict[int, Separator]:
    """The separator sheets among the pages; a page that cannot be decoded is none."""
    found = {}
    for at in range(frames):
        try:
            image.seek(at)
            sheet = dividers.seen(image)
        except BROKEN:
            continue
        if sheet:
            found[at + 1] = sheet
    image.seek(0)
    return found


def _unread(first: int, last: int) -> Problem:
    return troubles.partial(
        f"读取时间已到上限，第 {first}—{last} 页未识别文字",
        "请拆分文件后重新提交，或由管理员调整时间上限",
    )


def _page(image: Image.Image, at: int, picture: _Picture) -> pixels.Look | None:
    """Measure one page and read it if it looks like one; facts are taken from the first."""
    if at:
        try:
            image.seek(at)
        except BROKEN:
            picture.problem(troubles.partial(f"第 {at + 1} 页无法读取"))
            picture.texts.append("")
            return None
    elif isinstance(image, JpegImageFile):
        image.draft(None, (_DRAFT, _DRAFT))
    page, trouble = decoded(image)
    if trouble:
        picture.problem(trouble)
    if page is None:
        picture.texts.append("")
        return None
    small = pixels.shrunk(page)
    look = pixels.look(small)
    where = f"第 {at + 1} 页" if at or _frames(image) > 1 else ""
    found = _text(image, page, look, where, picture)
    picture.texts.append(found.text)
    if at == 0:
        if found.angle:
            picture.fact("turned", found.angle)
        _tell(look, small.rotate(found.angle, expand=True), picture)
    return look


def _tell(look: pixels.Look, small: Image.Image, picture: _Picture) -> None:
    picture.fact("look", "page" if look.page else "photo")
    picture.fact("colour", "colour" if look.coloured else "grey")
    picture.fact("sharpness", round(look.sharpness))
    picture.fact("dark", f"{look.dark:.3f}")
    picture.fact("bright", f"{look.bright:.3f}")
    picture.fact("ink", f"{look.ink:.4f}")
    picture.fact("dhash", " ".join(look.dhashes))
    if not look.page:
        return
    stamps, rule = red_ink(small)
    for seal in stamps:
        picture.fact("seal", f"{seal.x},{seal.y},{seal.size}")
    picture.fact("redline", rule)


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


def _frames(image: Image.Image) -> int:
    if image.format == "MPO":  # a photo with a preview or a second eye, not a sequence
        return 1
    try:
        return max(1, int(getattr(image, "n_frames", 1)))
    except BROKEN:
        return 1


def _raw_size(image: Image.Image, preview: tuple[int, int]) -> tuple[int, int]:
    """The sensor picture's size: the largest of those the raw file holds beside its preview."""
    if not isinstance(image, ImageFile):
        return preview
    try:
        sizes = [child.size for child in image.get_child_images()]
    except BROKEN:
        return preview
    return max([*sizes, preview], key=lambda size: size[0] * size[1])
