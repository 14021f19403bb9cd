"""Pictures of pages bound into a new PDF, with words beneath that can be found but not seen."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PIL import Image

if TYPE_CHECKING:
    from pypdf import PdfWriter
    from pypdf.generic import DictionaryObject, IndirectObject, StreamObject

_QUALITY = 85
_COLOURED = 24
"""Saturation of 255 below which colour is but the blur of a scanner."""

_SMALL = 4
"""Size of the unseen words in points: a long line still ends on the page."""


_RANGES = "\n".join(
    f"64 beginbfrange\n{lines}\nendbfrange"
    for first in range(0, 256, 64)
    for lines in (
        "\n".join(f"<{n:02x}00> <{n:02x}ff> <{n:02x}00>" for n in range(first, first + 64)),
    )
)
_TO_UNICODE = f"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def /CMapType 2 def
1 begincodespacerange <0000> <ffff> endcodespacerange
{_RANGES}
endcmap CMapName currentdict /CMap defineresource pop end end""".encode("ascii")
"""Codes mean themselves (PDF 32000-1 §9.10.3)."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page: its picture as JPEG, size in pixels and in points, and the lines of its words."""

    jpeg: bytes
    pixels: tuple[int, int]
    grey: bool
    size: tuple[float, float]
    words: tuple[str, ...]


def sheet(picture: Image.Image, size: tuple[float, float], words: Sequence[str]) -> Sheet:
    """Pixels are kept as JPEG, those of a page without colour in grey."""
    saturation = picture.resize((256, 256)).convert("HSV").getchannel("S").histogram()
    grey = not any(saturation[_COLOURED:])
    out = io.BytesIO()
    (picture.convert("L") if grey else picture).save(out, "JPEG", quality=_QUALITY)
    return Sheet(out.getvalue(), picture.size, grey, size, tuple(words))


def bound(sheets: Sequence[Sheet]) -> bytes:
    """A PDF of these pages and nothing else."""
    from pypdf import PdfWriter

    writer = PdfWriter()
    font = writer._add_object(_font(writer))  # noqa: SLF001 - pypdf's own way to add an object
    for sheet in sheets:
        _add(writer, sheet, font)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _add(writer: PdfWriter, sheet: Sheet, font: IndirectObject) -> None:
    from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

    width, height = sheet.size
    page = writer.add_blank_page(width=width, height=height)
    picture = writer._add_object(_picture(sheet))  # noqa: SLF001 - as above
    content = DecodedStreamObject()
    drawn = [f"q {width:.2f} 0 0 {height:.2f} 0 0 cm /P Do Q"]
    for number, line in enumerate(sheet.words, 1):
        code = line.encode("utf-16-be", "replace").hex()
        down = max(1.0, height - number * _SMALL * 1.5)
        drawn.append(f"BT /F {_SMALL} Tf 3 Tr 1 0 0 1 8 {down:.1f} Tm <{code}> Tj ET")
    content.set_data("\n".join(drawn).encode("ascii"))
    page[NameObject("/Contents")] = writer._add_object(content)  # noqa: SLF001 - as above
    page[NameObject("/Resources")] = DictionaryObject(
        {
            NameObject("/XObject"): DictionaryObject({NameObject("/P"): picture}),
            NameObject("/Font"): DictionaryObject({NameObject("/F"): font}),
        }
    )


def _picture(sheet: Sheet) -> StreamObject:
    from pypdf.generic import NameObject, NumberObject, StreamObject

    stream = StreamObject()
    stream._data = sheet.jpeg  # noqa: SLF001 - encoded already; set_data would say it is not
    stream.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Image"),
            NameObject("/Width"): NumberObject(sheet.pixels[0]),
            NameObject("/Height"): NumberObject(sheet.pixels[1]),
            NameObject("/ColorSpace"): NameObject("/DeviceGray" if sheet.grey else "/DeviceRGB"),
            NameObject("/BitsPerComponent"): NumberObject(8),
            NameObject("/Filter"): NameObject("/DCTDecode"),
        }
    )
    return stream


def _font(writer: PdfWriter) -> DictionaryObject:
    """A font without glyphs whose codes are UTF-16; never drawn with, so none is embedded."""
    from pypdf.generic import (
        ArrayObject,
        DecodedStreamObject,
        DictionaryObject,
        NameObject,
        NumberObject,
        TextStringObject,
    )

    system = DictionaryObject(
        {
            NameObject("/Registry"): TextStringObject("Adobe"),
            NameObject("/Ordering"): TextStringObject("Identity"),
            NameObject("/Supplement"): NumberObject(0),
        }
    )
    glyphs = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/CIDFontType2"),
            NameObject("/BaseFont"): NameObject("/Unseen"),
            NameObject("/CIDSystemInfo"): system,
            NameObject("/DW"): NumberObject(1000),
        }
    )
    told = DecodedStreamObject()
    told.set_data(_TO_UNICODE)
    return DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type0"),
            NameObject("/BaseFont"): NameObject("/Unseen"),
            NameObject("/Encoding"): NameObject("/Identity-H"),
            NameObject("/DescendantFonts"): ArrayObject([glyphs]),
            NameObject("/ToUnicode"): writer._add_object(told),  # noqa: SLF001 - as above
        }
    )
