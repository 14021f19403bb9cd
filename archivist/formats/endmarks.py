"""Whether a file has its end: a copy that is still running, or was broken off, has not."""

from __future__ import annotations

import re
import struct
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from archivist.formats.sniff import sniff

_OPEN = 0xFFFFFFFF
"""A 32-bit size left open: streamed, or stated elsewhere in 64 bits."""

_OLE_SPECIAL = 0xFFFFFFFA
"""Sector numbers from here on are marks, not places."""

_TAIL = 128 * 1024
"""Scanners, mail gateways and printers append padding; an end mark may stand this far back."""


def whole(path: Path) -> bool | None:
    """True: the format's end mark is there; False: it is missing; None: the format has none.

    Reads only the head and the tail of the file.
    """
    return ended(path, sniff(path))


def ended(path: Path, name: str) -> bool | None:
    """The same where the format's short name is known already."""
    probe = _PROBES.get(name)
    if probe is None:
        return None
    size = path.stat().st_size
    with path.open("rb") as file:
        return probe(file, size)


def _tail(file: BinaryIO, size: int, length: int = _TAIL) -> bytes:
    file.seek(max(0, size - length))
    return file.read(length)


def _mark(mark: bytes) -> Callable[[BinaryIO, int], bool | None]:
    def probe(file: BinaryIO, size: int) -> bool | None:
        return mark in _tail(file, size)

    return probe


def _zip(file: BinaryIO, size: int) -> bool | None:
    """End of central directory, and the directory it points to lies inside the file."""
    tail = _tail(file, size)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) < at + 22:
        return False
    length, start = struct.unpack_from("<II", tail, at + 12)
    end = size - len(tail) + at
    return bool(start == _OPEN or start + length <= end)


_LINEARIZED = re.compile(rb"/Linearized\b.{0,200}?/L\s+(\d+)", re.DOTALL)


def _pdf(file: BinaryIO, size: int) -> bool | None:
    """``%%EOF`` near the end; a linearized file also has one near its start and says its length.

    One that ends in its mark and lacks a few bytes lost them inside (line ends changed on the way):
    its end is there, and its pages tell whether it can be read.
    """
    file.seek(0)
    declared = _LINEARIZED.search(file.read(2048))
    tail = _tail(file, size)
    if declared and size < int(declared[1]):
        return tail.rstrip(b"\r\n\xff").endswith(b"%%EOF") and size * 100 >= int(declared[1]) * 99
    return b"%%EOF" in tail


def _jpeg(file: BinaryIO, size: int) -> bool | None:
    """EOI after the start of the scan: the one of an embedded thumbnail does not count."""
    at = _scan_start(file)
    start = max(0, at, size - _TAIL)
    file.seek(start)
    return at >= 0 and b"\xff\xd9" in file.read(_TAIL)


def _scan_start(file: BinaryIO) -> int:
    at = 2
    while True:
        file.seek(at)
        head = file.read(4)
        if len(head) < 4 or head[0] != 0xFF:  # noqa: PLR2004 - JPEG segment header
            return -1
        if head[1] == 0xFF:  # noqa: PLR2004 - fill byte
            at += 1
        elif head[1] == 0xDA:  # noqa: PLR2004 - SOS
            return at
        else:
            at += 2 + struct.unpack_from(">H", head, 2)[0]


def _gif(file: BinaryIO, size: int) -> bool | None:
    return _tail(file, size).rstrip(b"\0\r\n ").endswith(b"\x3b")


def _riff(file: BinaryIO, size: int) -> bool | None:
    file.seek(0)
    head = file.read(12)
    declared = struct.unpack_from("<I", head, 4)[0] if len(head) == 12 else 0  # noqa: PLR2004 - RIFF header
    unknown = declared in {0, _OPEN}  # recorders that stream leave it open
    return None if unknown else size + 1 >= declared + 8


def _form(file: BinaryIO, size: int) -> bool | None:
    file.seek(0)
    head = file.read(8)
    return len(head) == 8 and bool(size + 1 >= struct.unpack_from(">I", head, 4)[0] + 8)  # noqa: PLR2004 - FORM header


def _boxes(file: BinaryIO, size: int) -> bool | None:
    """ISO media: every top box inside the file, and ``moov`` (or ``meta``) among them."""
    at, seen = 0, set()
    for _ in range(100_000):
        file.seek(at)
        head = file.read(16)
        if len(head) < 8 or (not head[4:8].isalnum() and head[4:8] not in _ODD_BOXES):  # noqa: PLR2004 - box header
            break  # trailing bytes
        length = struct.unpack_from(">I", head)[0]
        if length == 1 and len(head) == 16:  # noqa: PLR2004 - large box header
            length = struct.unpack_from(">Q", head, 8)[0]
        seen.add(head[4:8])
        if length == 0:
            at = size
            break
        if length < 8 or at + length > size:  # noqa: PLR2004 - box header
            return False
        at += length
    return bool(seen & {b"moov", b"meta", b"moof"})


_ODD_BOXES = {b"\xa9xyz", b"uuid", b"free"}


def _cabinet(file: BinaryIO, size: int) -> bool | None:
    """7z: the start header says where the end header lies."""
    file.seek(0)
    head = file.read(32)
    if len(head) < 32:  # noqa: PLR2004 - 7z start header
        return False
    offset, length = struct.unpack_from("<QQ", head, 12)
    return bool(size >= 32 + offset + length)


def _rar(file: BinaryIO, size: int) -> bool | None:
    tail = _tail(file, size)
    file.seek(0)
    head = file.read(16)
    if head.startswith(b"Rar!\x1a\x07\x01\x00"):
        if 4 in head[13:15]:  # noqa: PLR2004 - encrypted headers hide the end block
            return None
        return b"\x1d\x77\x56\x51\x03\x05\x04" in tail
    return b"\xc4\x3d\x7b\x00\x40\x07\x00" in tail or b"\x7b" in tail[-64:] or None


def _tar(file: BinaryIO, size: int) -> bool | None:
    return _tail(file, size, 1024).count(b"\0") == min(size, 1024) or None


def _xz(file: BinaryIO, size: int) -> bool | None:
    return _tail(file, size).rstrip(b"\0").endswith(b"YZ")


def _ole(file: BinaryIO, size: int) -> bool | None:
    """OLE: the last sector in use by the allocation tables of the header lies in the file."""
    file.seek(0)
    head = file.read(512)
    if len(head) < 512:  # noqa: PLR2004 - OLE header
        return False
    (shift,) = struct.unpack_from("<H", head, 30)
    tables = [n for n in struct.unpack_from("<109I", head, 76) if n < _OLE_SPECIAL]
    if shift not in {9, 12} or not tables:
        return None
    for number in reversed(range(len(tables))):
        file.seek((tables[number] + 1) << shift)
        table = file.read(1 << shift)
        if len(table) < 1 << shift:
            return False
        entries = struct.unpack(f"<{len(table) // 4}I", table)
        used = [i for i, n in enumerate(entries) if n != _OPEN]
        if used:  # tables set aside for growth may be empty
            last = number * len(entries) + used[-1]
            # The last sector is often written short; its beginning must be there.
            return bool(size > (last + 1) << shift)
    return None


def _sqlite(file: BinaryIO, size: int) -> bool | None:
    file.seek(16)
    head = file.read(16)
    if len(head) < 16:  # noqa: PLR2004 - part of the SQLite header
        return False
    page, pages = struct.unpack(">H10xI", head)
    return bool(size >= (65536 if page == 1 else page) * pages)


def _bmp(file: BinaryIO, size: int) -> bool | None:
    file.seek(2)
    head = file.read(4)
    declared = struct.unpack("<I", head)[0] if len(head) == 4 else 0  # noqa: PLR2004 - size field
    return None if declared == 0 else size >= declared


def _rtf(file: BinaryIO, size: int) -> bool | None:
    return b"}" in _tail(file, size, 4096)


def _html(file: BinaryIO, size: int) -> bool | None:
    return True if b"</html" in _tail(file, size).lower() else None


_PROBES: dict[str, Callable[[BinaryIO, int], bool | None]] = {
    "pdf": _pdf,
    "jpeg": _jpeg,
    "png": _mark(b"IEND\xae\x42\x60\x82"),
    "gif": _gif,
    "bmp": _bmp,
    "rtf": _rtf,
    "html": _html,
    "rar": _rar,
    "7z": _cabinet,
    "tar": _tar,
    "xz": _xz,
    "sqlite": _sqlite,
    "aiff": _form,
    **dict.fromkeys(("wav", "avi", "webp"), _riff),
    **dict.fromkeys(("mp4", "mov", "m4a", "3gp", "heic", "avif"), _boxes),
    **dict.fromkeys(
        ("zip", "docx", "xlsx", "xlsb", "pptx", "ofd", "odt", "ods", "odp", "odf", "epub"), _zip
    ),
    **dict.fromkeys(
        ("doc", "xls", "ppt", "wps", "et", "dps", "msg", "vsd", "ooxml-encrypted", "ole"), _ole
    ),
}
