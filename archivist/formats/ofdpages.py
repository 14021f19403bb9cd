"""Pages of an OFD: runs of text put into lines, the pictures on them, and where all that stands.

Namespaces vary in the wild: local names only. Lengths are millimetres.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PIL import Image

from archivist.formats.decoding import BROKEN
from archivist.formats.parts import Package, attribute, local, resolve
from archivist.formats.spots import spot
from archivist.model import Spot

if TYPE_CHECKING:
    from lxml.etree import _Element

_SAME_LINE = 0.5
"""Share of the smaller box's height by which two pieces of text must overlap to be one line."""

_A4 = (210.0, 297.0)
_THIN, _COVERED = 30, 0.6
"""A page with hardly more text than a page number, nearly all of it picture, is a scan (as in PDF)."""

_MOST_PIXELS = 6000
_MM = 25.4

Edges = tuple[float, float, float, float]
"""x, y, width, height."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its id, size, text, the spots of its lines, and its pictures (part, edges)."""

    ident: str
    size: tuple[float, float]
    text: str
    drawn: bool
    spots: tuple[Spot | None, ...] = ()
    pictures: tuple[tuple[str, Edges], ...] = ()

    @property
    def scanned(self) -> bool:
        """Whether pictures are what the page says."""
        covered = sum(width * height for _, (_, _, width, height) in self.pictures)
        thin = len("".join(self.text.split())) <= _THIN
        return thin and covered >= _COVERED * self.size[0] * self.size[1]


def pages(package: Package, part: str, limit: int) -> Iterator[Page]:
    """Pages of one document; templates are laid under the pages that name them."""
    part = resolve("OFD.xml", part.replace("\\", "/"))
    root = package.xml(part)
    if root is None:
        return
    templates = {
        attribute(t, "ID"): resolve(part, attribute(t, "BaseLoc"))
        for t in root.iter("{*}TemplatePage")
    }
    images = _images(package, part, root)
    size = _size(root, _A4)
    listed = [p for p in root.iter("{*}Page") if attribute(p, "BaseLoc")]
    for entry in listed[:limit]:
        content = resolve(part, attribute(entry, "BaseLoc").replace("\\", "/"))
        yield _page(package, content, attribute(entry, "ID"), size, templates, images)


def shown(package: Package, page: Page, dpi: int) -> Image.Image:
    """The page with its pictures on it, nothing else; those that cannot be decoded are left out."""
    wide, high = page.size
    scale = min(dpi / _MM, _MOST_PIXELS / max(wide, high, 1.0))
    canvas = Image.new("RGB", (max(1, round(wide * scale)), max(1, round(high * scale))), "white")
    for part, (x, y, width, height) in page.pictures:
        if (picture := _picture(package.data(part))) is not None:
            fitted = picture.resize((max(1, round(width * scale)), max(1, round(height * scale))))
            canvas.paste(fitted, (round(x * scale), round(y * scale)))
    return canvas


def _picture(data: bytes) -> Image.Image | None:
    try:
        with Image.open(io.BytesIO(data)) as picture:
            return picture.convert("RGB")
    except (*BROKEN, Image.DecompressionBombError):
        return None


def _images(package: Package, part: str, root: _Element) -> dict[str, str]:
    """Resource id → part of the picture, from the document's resource lists."""
    found: dict[str, str] = {}
    for tag in ("PublicRes", "DocumentRes"):
        for element in root.iter(f"{{*}}{tag}"):
            found |= _resources(package, resolve(part, (element.text or "").strip()))
    return found


def _resources(package: Package, part: str) -> dict[str, str]:
    root = package.xml(part)
    if root is None:
        return {}
    folder = attribute(root, "BaseLoc")
    found = {}
    for media in root.iter("{*}MultiMedia"):
        name = next((e.text or "" for e in media.iter("{*}MediaFile")), "").strip()
        placed = name if name.startswith("/") or not folder else f"{folder.rstrip('/')}/{name}"
        found[attribute(media, "ID")] = resolve(part, placed)
    return found


def _size(root: _Element, usual: tuple[float, float]) -> tuple[float, float]:
    """Width and height of the paper as the first PhysicalBox says."""
    box = next((e.text or "" for e in root.iter("{*}PhysicalBox")), "")
    _, _, width, height = edges(box)
    return (width, height) if width > 0 and height > 0 else usual


def _page(
    package: Package,
    part: str,
    ident: str,
    usual: tuple[float, float],
    templates: Mapping[str, str],
    images: Mapping[str, str],
) -> Page:
    root = package.xml(part)
    if root is None:
        return Page(ident, usual, "", drawn=False)
    layers = [
        package.xml(templates[key])
        for t in root.iter("{*}Template")
        if (key := attribute(t, "TemplateID")) in templates
    ]
    whole = [layer for layer in (*layers, root) if layer is not None]
    for element in root.iter("{*}PageRes"):
        images = {**images, **_resources(package, resolve(part, (element.text or "").strip()))}
    size = _size(root, usual)
    rows = list(_rows([piece for layer in whole for piece in _pieces(layer)]))
    return Page(
        ident,
        size,
        "\n".join("".join(_spaced(row)).rstrip() for row in rows),
        drawn=any(local(e) in {"ImageObject", "PathObject"} for e in root.iter()),
        spots=tuple(_spot(row, size) for row in rows),
        pictures=tuple(_placed(whole, images)),
    )


def _placed(layers: Sequence[_Element], images: Mapping[str, str]) -> Iterator[tuple[str, Edges]]:
    """Pictures in the order they are painted."""
    for layer in layers:
        for element in layer.iter("{*}ImageObject"):
            where = edges(attribute(element, "Boundary"))
            part = images.get(attribute(element, "ResourceID"))
            if part and where[2] > 0 and where[3] > 0:
                yield part, where


def _spot(row: Sequence[_Piece], size: tuple[float, float]) -> Spot:
    wide, high = size
    right = max(piece.x + piece.width for piece in row)
    bottom = max(piece.y + piece.height for piece in row)
    return spot(
        min(p.x for p in row) / wide, min(p.y for p in row) / high, right / wide, bottom / high
    )


@dataclass(frozen=True, slots=True)
class _Piece:
    """A run of text and its box on the page, in millimetres."""

    x: float
    y: float
    width: float
    height: float
    text: str


def _pieces(layer: _Element) -> Iterator[_Piece]:
    for element in layer.iter("{*}TextObject"):
        x, y, width, height = edges(attribute(element, "Boundary"))
        text = "".join(code.text or "" for code in element.iter("{*}TextCode"))
        if text.strip():
            yield _Piece(x, y, width, height, text)


def edges(value: str) -> Edges:
    """The four numbers of a Boundary or PhysicalBox, zeros if it has none."""
    try:
        x, y, width, height = (float(number) for number in value.split())
    except ValueError:
        return 0.0, 0.0, 0.0, 0.0
    return x, y, width, height


def _rows(pieces: list[_Piece]) -> Iterator[list[_Piece]]:
    """Pieces that overlap in height form a line; lines from top, pieces from left."""
    rows: list[list[_Piece]] = []
    for piece in sorted(pieces, key=lambda p: (p.y + p.height / 2, p.x)):
        if rows and _beside(rows[-1][0], piece):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    for row in rows:
        yield sorted(row, key=lambda p: p.x)


def _beside(first: _Piece, second: _Piece) -> bool:
    overlap = min(first.y + first.height, second.y + second.height) - max(first.y, second.y)
    return overlap > _SAME_LINE * min(first.height, second.height)


def _spaced(row: Sequence[_Piece]) -> Iterator[str]:
    end = None
    for piece in row:
        if end is not None and piece.x - end > piece.height / 2:
            yield " "
        yield piece.text
        end = piece.x + piece.width
