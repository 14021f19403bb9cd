"""ZIP files byte by byte: constant parts are deflated once, names may be in any encoding."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_UTF8 = 0x800
_LOCKED = 0x1


@dataclass(frozen=True, slots=True)
class Part:
    """One member, already deflated. ``name`` is raw bytes; ``flags`` are the ZIP flag bits."""

    name: bytes
    flags: int
    crc: int
    size: int
    data: bytes


def part(name: str, data: bytes, encoding: str = "utf-8") -> Part:
    """Deflate one member; only UTF-8 names carry the UTF-8 flag, as Windows tools do."""
    raw = name.encode(encoding)
    flags = _UTF8 if encoding == "utf-8" and not name.isascii() else 0
    return Part(raw, flags, zlib.crc32(data), len(data), _deflate(data))


def pack(parts: Iterable[Part], when: datetime) -> bytes:
    """One ZIP file of these parts, all of them dated ``when`` (local time)."""
    time = when.hour << 11 | when.minute << 5 | when.second // 2
    day = (when.year - 1980) << 9 | when.month << 5 | when.day
    body, directory = bytearray(), bytearray()
    count = 0
    for each in parts:
        head = (each.flags, 8, time, day, each.crc, len(each.data), each.size, len(each.name), 0)
        place = len(body)
        body += _LOCAL.pack(b"PK\3\4", 20, *head) + each.name + each.data
        directory += _CENTRAL.pack(b"PK\1\2", 20, 20, *head, 0, 0, 0, 0, place) + each.name
        count += 1
    end = _END.pack(b"PK\5\6", 0, 0, count, count, len(directory), len(body), 0)
    return bytes(body + directory + end)


def lock(open_part: Part, password: bytes) -> Part:
    """Encrypt a part by the traditional PKWARE cipher (APPNOTE 6.1), as old archivers do."""
    keys = _Keys(password)
    head = bytes(11) + (open_part.crc >> 24).to_bytes(1, "little")
    data = bytes(keys.encrypt(byte) for byte in head + open_part.data)
    return Part(open_part.name, open_part.flags | _LOCKED, open_part.crc, open_part.size, data)


class _Keys:
    """The three running keys of the PKWARE cipher."""

    def __init__(self, password: bytes) -> None:
        self.keys = (0x12345678, 0x23456789, 0x34567890)
        for byte in password:
            self._stir(byte)

    def encrypt(self, byte: int) -> int:
        low = self.keys[2] & 0xFFFF | 2
        mask = (low * (low ^ 1) >> 8) & 0xFF
        self._stir(byte)
        return byte ^ mask

    def _stir(self, byte: int) -> None:
        first, second, third = self.keys
        first = _crc(first, byte)
        second = ((second + (first & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
        self.keys = (first, second, _crc(third, second >> 24))


def _crc(key: int, byte: int) -> int:
    """One step of the raw CRC register; zlib complements before and after."""
    return zlib.crc32(bytes([byte]), key ^ 0xFFFFFFFF) ^ 0xFFFFFFFF


def _deflate(data: bytes) -> bytes:
    squeeze = zlib.compressobj(1, zlib.DEFLATED, -15)
    return squeeze.compress(data) + squeeze.flush()
