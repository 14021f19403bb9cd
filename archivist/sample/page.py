"""PDF with a real Chinese text layer: set by hand, fonts by name, so that it stays tiny."""

from __future__ import annotations

import math
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from archivist.sample.draft import Draft, Line, Role

_WIDTH, _HEIGHT = 595.28, 841.89
_LEFT, _RIGHT = 79.4, 73.7
_TOP, _BOTTOM = 104.9, 99.2
_BODY = _WIDTH - _LEFT - _RIGHT
_FANGSONG, _BOLD = "F1", "F2"


@dataclass(frozen=True, slots=True)
class _Look:
    """How a role is set: font, size and leading in points, alignment, indent in characters."""

    font: str
    size: float
    leading: float
    align: str = "left"
    indent: int = 0
    before: float = 0
    red: bool = False


_LOOKS = {
    Role.MARK: _Look(_BOLD, 32, 60, "centre", red=True),
    Role.NUMBER: _Look(_FANGSONG, 16, 30, "centre"),
    Role.TITLE: _Look(_BOLD, 22, 34, "centre", before=24),
    Role.RECEIVER: _Look(_FANGSONG, 16, 28, before=14),
    Role.HEADING: _Look(_BOLD, 16, 28, indent=2),
    Role.TEXT: _Look(_FANGSONG, 16, 28, indent=2),
    Role.ATTACHMENT: _Look(_FANGSONG, 16, 28, indent=2, before=14),
    Role.SIGNER: _Look(_FANGSONG, 16, 28, "right", before=28),
    Role.DATE: _Look(_FANGSONG, 16, 28, "right"),
    Role.FOOT: _Look(_FANGSONG, 14, 24, before=20),
    Role.CAPTION: _Look(_FANGSONG, 16, 28, "centre"),
    Role.BREAK: _Look(_BOLD, 16, 28),
}


def pdf(draft: Draft, when: datetime) -> bytes:
    """The draft as PDF 1.4; ``when`` (local time) is its creation date."""
    return _file(tuple(_set(draft)), draft.title, draft.author, when)


def _set(draft: Draft) -> Iterator[bytes]:
    """Typeset: one content stream a page."""
    page: list[str] = []
    height = _HEIGHT - _TOP
    for line in draft.lines:
        rows, look = _rows(line, draft)
        if line.role is Role.BREAK and page:
            yield _stream(page)
            page, height = [], _HEIGHT - _TOP
        height -= look.before
        for row in rows:
            if height - look.leading < _BOTTOM:
                yield _stream(page)
                page, height = [], _HEIGHT - _TOP
            height -= look.leading
            page.append(_shown(row, look, height))
        if line.role is Role.NUMBER:
            height -= 12
            page.append(f"1 0 0 RG 2 w {_LEFT} {height:.1f} m {_WIDTH - _RIGHT} {height:.1f} l S")
        if line.role is Role.DATE and draft.sealed:
            page.append(_seal(_WIDTH - _RIGHT - 80, height + 24))
    yield _stream(page)


def _rows(line: Line, draft: Draft) -> tuple[list[str], _Look]:
    if line.role is Role.TABLE:
        return [_tabbed(row) for row in draft.rows], _Look(_FANGSONG, 9, 17, before=10)
    look = _LOOKS[line.role]
    if line.role is Role.MARK:
        return [line.text], replace(look, size=min(look.size, _BODY / len(line.text)))
    text = "　" * look.indent + line.text
    return _wrapped(text, _BODY / look.size), look


def _tabbed(row: tuple[str, ...]) -> str:
    """Cells at fixed columns, filled with spaces as a typewriter would."""
    room = int(_BODY / 9 * 2 / len(row))
    return "".join(_cut(cell, room) for cell in row)


def _cut(cell: str, room: int) -> str:
    while _measure(cell) * 2 > room - 1:
        cell = cell[:-1]
    return cell + " " * (room - round(_measure(cell) * 2))


def _measure(text: str) -> float:
    """Width in em: ASCII is half as wide as a Hanzi."""
    return len(text) - sum(map(str.isascii, text)) / 2


def _wrapped(text: str, room: float) -> list[str]:
    """Cut into lines of at most ``room`` em; closing punctuation may hang."""
    lines, start, used = [], 0, 0.0
    for place, char in enumerate(text):
        used += 0.5 if char.isascii() else 1
        if used > room and char not in "，。；：、）》”":
            lines.append(text[start:place])
            start, used = place, 0.5 if char.isascii() else 1
    return [*lines, text[start:]]


def _shown(row: str, look: _Look, height: float) -> str:
    slack = _BODY - _measure(row) * look.size
    left = _LEFT + {"left": 0, "centre": slack / 2, "right": slack - 3 * look.size}[look.align]
    colour = "1 0 0 rg" if look.red else "0 g"
    code = row.encode("utf-16-be").hex()
    return f"BT {colour} /{look.font} {look.size} Tf {left:.1f} {height:.1f} Td <{code}> Tj ET"


def _seal(x: float, y: float) -> str:
    """A round red seal with a star, 42 mm across as organs use."""
    radius, bend = 59.5, 59.5 * 0.5523
    circle = (
        f"{x + radius:.1f} {y:.1f} m"
        f" {x + radius:.1f} {y + bend:.1f} {x + bend:.1f} {y + radius:.1f} {x:.1f} {y + radius:.1f} c"
        f" {x - bend:.1f} {y + radius:.1f} {x - radius:.1f} {y + bend:.1f} {x - radius:.1f} {y:.1f} c"
        f" {x - radius:.1f} {y - bend:.1f} {x - bend:.1f} {y - radius:.1f} {x:.1f} {y - radius:.1f} c"
        f" {x + bend:.1f} {y - radius:.1f} {x + radius:.1f} {y - bend:.1f} {x + radius:.1f} {y:.1f} c"
    )
    corners = [math.pi / 2 + turn * math.tau * 2 / 5 for turn in range(5)]
    points = [f"{x + 20 * math.cos(a):.1f} {y + 20 * math.sin(a):.1f}" for a in corners]
    star = f"{points[0]} m " + "".join(f"{point} l " for point in points[1:])
    return f"q 1 0 0 RG 1 0 0 rg 3 w {circle} s {star} f Q"


def _stream(page: list[str]) -> bytes:
    return "\n".join(page).encode("ascii")


def _file(pages: tuple[bytes, ...], title: str, author: str, when: datetime) -> bytes:
    stamp = when.strftime("%Y%m%d%H%M%S+08'00'")
    kids = " ".join(f"{10 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>".encode(),
        *_font(4, "STFangsong-Light", 50),
        *_font(7, "STSong-Bold", 140),
        f"<</Title<{_hex(title)}>/Author<{_hex(author)}>/Producer(WPS Office)"
        f"/CreationDate(D:{stamp})>>".encode(),
    ]
    for number, page in enumerate(pages):
        data = zlib.compress(page, 1)
        objects += (
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {_WIDTH} {_HEIGHT}]/Contents"
            f" {11 + 2 * number} 0 R/Resources<</Font<</F1 3 0 R/F2 6 0 R>>>>>>".encode(),
            b"<</Length %d/Filter/FlateDecode>>stream\n%b\nendstream" % (len(data), data),
        )
    return assemble(objects, "/Root 1 0 R/Info 9 0 R")


def assemble(objects: list[bytes], trailer: str) -> bytes:
    """Number the objects from 1, and write them with their cross-reference table."""
    out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    out += f"trailer\n<</Size {size}{trailer}>>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


def _font(descendant: int, name: str, stem: int) -> tuple[bytes, bytes, bytes]:
    """A Chinese font that every reader substitutes; ASCII is proportional in Adobe-GB1."""
    return (
        f"<</Type/Font/Subtype/Type0/BaseFont/{name}/Encoding/UniGB-UCS2-H"
        f"/DescendantFonts[{descendant} 0 R]>>".encode(),
        f"<</Type/Font/Subtype/CIDFontType0/BaseFont/{name}/CIDSystemInfo<</Registry(Adobe)"
        f"/Ordering(GB1)/Supplement 2>>/DW 1000/W[1 95 500]"
        f"/FontDescriptor {descendant + 1} 0 R>>".encode(),
        f"<</Type/FontDescriptor/FontName/{name}/Flags 6/FontBBox[-25 -254 1000 880]"
        f"/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 880/StemV {stem}>>".encode(),
    )


def _hex(text: str) -> str:
    return (b"\xfe\xff" + text.encode("utf-16-be")).hex()
