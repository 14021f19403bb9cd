"""What a file is, told from its bytes alone; endings lie too often to be asked."""

from __future__ import annotations

import re
import struct
from pathlib import Path

from archivist.formats.containers import in_ole, in_zip, led
from archivist.formats.frames import adts_runs, id3_end, mpeg_audio
from archivist.formats.kinds import KINDS
from archivist.formats.letters import in_text
from archivist.formats.puids import HTML_IDS, fitting, puid
from archivist.formats.registry import Format

VERSION = 3
"""Raise when a file would be called something else than before."""

HEAD = 64 * 1024

_MAGIC: tuple[tuple[int, bytes, str], ...] = (
    (0, b"{\\rtf", "rtf"),
    (0, b"\xff\xd8\xff", "jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "png"),
    (0, b"GIF87a", "gif"),
    (0, b"GIF89a", "gif"),
    (0, b"8BPS", "psd"),
    (0, b"\0\0\0\x0cjP  \r\n\x87\n", "jp2"),
    (0, b"\xff\x4f\xff\x51\xff\x52", "jp2"),
    (0, b"\0\0\0\x0cJXL \r\n\x87\n", "jxl"),
    (0, b"\xff\x0a", "jxl"),
    (0, b"Rar!\x1a\x07\x00", "rar"),
    (0, b"Rar!\x1a\x07\x01\x00", "rar"),
    (0, b"7z\xbc\xaf\x27\x1c", "7z"),
    (0, b"\x1f\x8b\x08", "gz"),
    (0, b"BZh", "bz2"),
    (0, b"\xfd7zXZ\x00", "xz"),
    (0, b"fLaC", "flac"),
    (0, b"#!AMR", "amr"),
    (0, b"MThd", "midi"),
    (0, b"FLV\x01", "flv"),
    (0, b"SQLite format 3\x00", "sqlite"),
    (0, b"!BDN", "pst"),
    (0, b"\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d\xae\xb1\x53\x78\xd0\x29\x96\xd3", "one"),
    (0, b"L\0\0\0\x01\x14\x02\0\0\0\0\0\xc0\0\0\0\0\0\0F", "lnk"),
    (0, b"\xc5\xd0\xd3\xc6", "ps"),
    (0, b"\0\0\x01\xba", "mpeg"),
    (0, b"\0\0\x01\xb3", "mpeg"),
    (257, b"ustar", "tar"),
)

_RIFF = {b"WAVE": "wav", b"AVI ": "avi", b"WEBP": "webp"}
_FORM = {b"AIFF": "aiff", b"AIFC": "aiff"}
_BRANDS: tuple[tuple[bytes, str], ...] = (
    (b"heic", "heic"),
    (b"heix", "heic"),
    (b"heim", "heic"),
    (b"heis", "heic"),
    (b"hevc", "heic"),
    (b"hevx", "heic"),
    (b"mif1", "heic"),
    (b"msf1", "heic"),
    (b"avif", "avif"),
    (b"avis", "avif"),
    (b"jp2 ", "jp2"),
    (b"qt  ", "mov"),
    (b"M4A ", "m4a"),
    (b"M4B ", "m4a"),
    (b"M4P ", "m4a"),
    (b"3g", "3gp"),
    (b"", "mp4"),
)
_OLD_MOVIE = (b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot")
_ASF = bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c")
_ASF_VIDEO = bytes.fromhex("c0ef19bc4d5bcf11a8fd00805f5c442b")
_OWNER_FILE_SIZES = (162, 165)
_DNG_VERSION = 50706
_DBF_VERSIONS = b"\x03\x30\x31\x32\x43\x63\x83\x8b\xcb\xf5\xfb"


def sniff(path: Path) -> str:
    """Short name of the format; "unknown" if nothing fits, "empty" for no bytes at all."""
    size = path.stat().st_size
    if size == 0:
        return "empty"
    with path.open("rb") as file:
        head = file.read(HEAD)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK00PK", b"PK\x07\x08")):
        return in_zip(path, head)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return in_ole(path, head)
    known = _by_magic(head, size) or in_text(head, size) or _weak(head, size)
    return known or ("zip" if led(path) else "unknown")


def _by_magic(head: bytes, size: int) -> str:
    for offset, magic, name in _MAGIC:
        if head.startswith(magic, offset):
            return name
    if (at := head.find(b"%PDF-", 0, 1029)) >= 0:
        return "ps" if at and head.startswith(b"%!PS-Adobe") and b"PDF-" not in head[:24] else "pdf"
    return _boxed(head, size) or _framed(head, size)


def _boxed(head: bytes, size: int) -> str:  # noqa: PLR0911 - one line per format
    if head[4:8] == b"ftyp":
        return _brand(head)
    if head[4:8] in _OLD_MOVIE:
        return "mov"
    if head.startswith(b"RIFF"):
        return _RIFF.get(head[8:12], "")
    if head.startswith(b"FORM"):
        return _FORM.get(head[8:12], "")
    if head.startswith(_ASF):
        return "wmv" if _ASF_VIDEO in head else "wma"
    if head.startswith(b"\x1aE\xdf\xa3"):
        return "webm" if b"webm" in head[:128] else "mkv"
    if head.startswith(b"OggS"):
        return "opus" if b"OpusHead" in head[:512] else "ogg"
    if head[:4] in {b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"}:
        return "dng" if _has_tag(head, _DNG_VERSION) else "tiff"
    if head.startswith(b"BM") and _bitmap(head, size):
        return "bmp"
    return ""


def _brand(head: bytes) -> str:
    major = head[8:12]
    if major in {b"mif1", b"msf1"} and b"avif" in head[12:64]:
        return "avif"
    return next(name for brand, name in _BRANDS if major.startswith(brand))


def _bitmap(head: bytes, size: int) -> bool:
    header = int.from_bytes(head[14:18], "little")
    declared = int.from_bytes(head[2:6], "little")
    return header in {12, 16, 40, 52, 56, 64, 108, 124} or declared == size


def _has_tag(head: bytes, tag: int) -> bool:
    order = "<" if head.startswith(b"II") else ">"
    try:
        (at,) = struct.unpack_from(f"{order}I", head, 4)
        (count,) = struct.unpack_from(f"{order}H", head, at)
        tags = [struct.unpack_from(f"{order}H", head, at + 2 + 12 * i)[0] for i in range(count)]
    except struct.error:
        return False
    return tag in tags


def _framed(head: bytes, size: int) -> str:  # noqa: PLR0911 - one line per format
    """Formats without a header of their own: repeated frames prove them."""
    if head.startswith(b"ID3"):
        return "aac" if adts_runs(head[id3_end(head) :]) else "mp3"
    if head[:1] == b"\x47" and head[188:189] == b"\x47" and head[376:377] == b"\x47":
        return "mts"
    if head[4:5] == b"\x47" and head[196:197] == b"\x47" and head[388:389] == b"\x47":
        return "mts"
    if adts_runs(head):
        return "aac"
    if head[:2] == b"MZ" and size > 64:  # noqa: PLR2004 - size of the DOS header
        return "exe"
    if head.startswith(b"%!"):
        return "ps"
    return "tar" if _tar_checksum(head) else ""


def _tar_checksum(head: bytes) -> bool:
    """Old tars have no magic, only a checksum over their first block."""
    field = head[148:156].strip(b" \0")
    if len(head) < 512 or not re.fullmatch(rb"[0-7]{4,7}", field):  # noqa: PLR2004 - tar block
        return False
    return int(field, 8) == sum(head[:148]) + 8 * 32 + sum(head[156:512])


def _weak(head: bytes, size: int) -> str:
    """Signatures too short to be asked before text was ruled out."""
    if mpeg_audio(head):
        return "mp3"
    if head[:1] in {bytes([v]) for v in _DBF_VERSIONS} and _dbf(head, size):
        return "dbf"
    if head.startswith((b"\0\0\x01\0", b"\0\0\x02\0")) and head[4:6] != b"\0\0":
        return "ico"
    if size in _OWNER_FILE_SIZES and head[0] < 0x37:  # noqa: PLR2004 - longest user name
        return "owner-file"
    return ""


def _dbf(head: bytes, size: int) -> bool:
    records, header, width = (
        int.from_bytes(head[a:b], "little") for a, b in ((4, 8), (8, 10), (10, 12))
    )
    month, day = head[2:4] if len(head) > 3 else (0, 0)  # noqa: PLR2004 - the date field
    dated = 1 <= month <= 12 and 1 <= day <= 31  # noqa: PLR2004 - calendar
    return dated and header > 32 and width > 0 and size >= header + (records - 1) * width  # noqa: PLR2004 - smallest header


_BY_PUID = {
    "fmt/134": "mp3",
    "x-fmt/384": "mov",
    "x-fmt/265": "tar",
    **dict.fromkeys(("fmt/278", "fmt/950"), "eml"),
    **dict.fromkeys(HTML_IDS, "html"),
}
"""Where our own tables know nothing, PRONOM's word decides for these."""


def identify(path: Path) -> Format:
    """Format of a file by content: own tables decide the name, PRONOM signatures the id."""
    name = sniff(path)
    known = "" if name in {"empty", "ofd"} else puid(path)
    if name == "unknown":
        name = _BY_PUID.get(known, name)
    known = fitting(name, known, path)
    mime, endings = KINDS[name]
    return Format(name, known, mime, tuple(endings.split()))
