"""Separator sheets in a scanned stack: each QR code says where the papers behind it belong.

A stack with such sheets is split into one member per sheet, named so that the code places it
(``第2份 05-2 区教育局 2022.pdf``); the sheets themselves stay with the stack.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from archivist.formats import names, pixels
from archivist.formats.registry import Found, Source
from archivist.model import Member, Separator

if TYPE_CHECKING:
    import numpy as np
    import pypdfium2
    from numpy.typing import NDArray

VERSION = 1
"""Raise when the same stack would be split otherwise."""

HEADING = "扫描分隔页"
"""What the sheets have as their heading, for those that come with a text layer."""

_DPI = 90
_FLAT = str.maketrans("/\\:", "___")
_FIRST = "首张分隔页之前"


@dataclass(frozen=True, slots=True)
class Part:
    """One document of a stack: its name without ending, and its pages (1-based)."""

    name: str
    pages: tuple[int, ...]


def seen(page: Image.Image) -> Separator | None:
    """The separator sheet a picture shows, whichever way it lies; None without OpenCV."""
    try:
        import cv2
        import numpy as np
    except ImportError:
        return None
    grey: NDArray[np.uint8] = np.asarray(pixels.shrunk(page).convert("L"))
    try:
        text = cv2.QRCodeDetector().detectAndDecode(grey)[0]
    except (cv2.error, UnicodeDecodeError):  # a pattern that only looked like a code
        return None
    return Separator.told(str(text))


def sheets(document: pypdfium2.PdfDocument, pages: list[int]) -> dict[int, Separator]:
    """The separator sheets among these pages (1-based) of a PDF."""
    found = {}
    for number in pages:
        page = document[number - 1]
        scale = min(_DPI / 72, pixels.SIDE / max(*page.get_size(), 1))
        picture = page.render(scale=scale, grayscale=True).to_pil()
        page.close()
        if sheet := seen(picture):
            found[number] = sheet
    return found


def parts(found: Mapping[int, Separator], count: int) -> Iterator[Part]:
    """The documents between the sheets, in order; a sheet with nothing behind it gives none."""
    first = min(found, default=count + 1)
    if first > 1:
        yield Part(f"第1份（{_FIRST}）", tuple(range(1, first)))
    starts = [*sorted(found), count + 1]
    number = 1 if first > 1 else 0
    for at, end in pairwise(starts):
        if end - at > 1:
            number += 1
            name, _ = names.safe(f"第{number}份 {found[at].name}".translate(_FLAT).strip())
            yield Part(name, tuple(range(at + 1, end)))


def split(
    source: Source, found: Mapping[int, Separator], count: int, write: Callable[[Part, Path], None]
) -> Found:
    """The stack as a container: ``write`` puts the pages of a part into a file."""
    source.spool.mkdir(parents=True, exist_ok=True)
    ending = source.format.name
    members = []
    for number, part in enumerate(parts(found, count)):
        path = source.spool / f"m{number:06d}"
        write(part, path)
        members.append(Member(f"{part.name}.{ending}", path, None))
    facts = (("separators", str(len(found))),)
    return Found(pages=count, facts=facts, members=tuple(members))


def write_pdf(stack: Path, part: Part, path: Path) -> None:
    """Copy pages of a PDF as they are; the same stack gives the same bytes."""
    from pypdf import PdfReader, PdfWriter

    reader = PdfReader(stack)
    writer = PdfWriter()
    for number in part.pages:
        writer.add_page(reader.pages[number - 1])
    with path.open("wb") as file:
        writer.write(file)


def write_tiff(image: Image.Image, pages: Sequence[int], part: Part, path: Path) -> None:
    """Copy pages of a TIFF without loss; ``pages`` are the frames that are pages."""
    frames = []
    for number in part.pages:
        image.seek(pages[number - 1])
        frames.append(image.copy())
    squeeze = "group4" if all(frame.mode == "1" for frame in frames) else "tiff_adobe_deflate"
    dpi = image.info.get("dpi")
    frames[0].save(
        path,
        "TIFF",
        save_all=True,
        append_images=frames[1:],
        compression=squeeze,
        **({"dpi": dpi} if dpi else {}),
    )
