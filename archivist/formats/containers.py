"""What a ZIP or an OLE file is: the names inside tell."""

from __future__ import annotations

import re
import struct
from functools import partial
from pathlib import Path

from archivist.formats.foreign import attempt

_LOCAL = re.compile(rb"PK\x03\x04.{22}(..)(..)", re.DOTALL)
_DIRECTORY_LIMIT = 32 * 2**20
_ODF = {"text": "odt", "spreadsheet": "ods", "presentation": "odp"}
_MIMETYPE = re.compile(rb"application/(epub\+zip|vnd\.oasis\.opendocument\.([a-z]+))")
_PARTS: tuple[tuple[str, str], ...] = (
    (r"ofd\.xml", "ofd"),
    (r".+\.fdseq", "xps"),
    (r"theme/theme/thememanager\.xml", "thmx"),
    (r"xl/workbook\.bin", "xlsb"),
    (r"xl/workbook\d*\.xml", "xlsx"),
    (r"ppt/presentation\.xml", "pptx"),
    (r"word/document\d*\.xml", "docx"),
    (r"xl/.+", "xlsx"),
    (r"ppt/.+", "pptx"),
    (r"word/.+", "docx"),
)


def in_zip(path: Path, head: bytes) -> str:
    """Format of a file that begins as ZIP does; works on torn files from their local headers."""
    if (mime := _MIMETYPE.search(head[:160])) and b"mimetype" in head[:64]:
        return "epub" if not mime[2] else _ODF.get(mime[2].decode(), "odf")
    names = _central_names(path)
    if names is None:
        names = _local_names(head)
    flat = [name.replace("\\", "/").lstrip("/").lower() for name in names]
    package = "[content_types].xml" in flat
    for pattern, kind in _PARTS:
        if (kind == "ofd" or package) and any(re.fullmatch(pattern, name) for name in flat):
            return kind
    return "zip"


def led(path: Path) -> bool:
    """Whether a ZIP stands behind other bytes: readers begin at its end, where the directory is."""
    return bool(_central_names(path))


def end_record(path: Path) -> tuple[int, int, int] | None:
    """(entries, directory size, offset of the record) from the end of a ZIP, None if missing."""
    size = path.stat().st_size
    with path.open("rb") as file:
        start = max(0, size - 65_557)
        file.seek(start)
        tail = file.read(65_557)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) < at + 22:
        return None
    entries, length = struct.unpack_from("<HI", tail, at + 10)
    return entries, length, start + at


def _central_names(path: Path) -> list[str] | None:
    record = end_record(path)
    if record is None or record[1] > _DIRECTORY_LIMIT:
        return None
    _, length, end = record
    with path.open("rb") as file:
        file.seek(max(0, end - length))
        directory = file.read(length)
    names, at = [], 0
    while directory.startswith(b"PK\x01\x02", at) and len(directory) >= at + 46:
        name, extra, note = struct.unpack_from("<HHH", directory, at + 28)
        names.append(directory[at + 46 : at + 46 + name].decode("utf-8", "replace"))
        at += 46 + name + extra + note
    return names or None


def _local_names(head: bytes) -> list[str]:
    found = []
    for match in _LOCAL.finditer(head):
        length = int.from_bytes(match[1], "little")
        found.append(head[match.end() : match.end() + length].decode("utf-8", "replace"))
    return found


_STREAMS: tuple[tuple[str, str], ...] = (
    ("encryptedpackage", "ooxml-encrypted"),
    ("__properties_version1.0", "msg"),
    ("__nameid_version1.0", "msg"),
    ("recip_version", "msg"),  # only in torn files: whole ones say __recip_version1.0_#00000000
    ("worddocument", "doc"),
    ("workbook", "xls"),
    ("book", "xls"),
    ("powerpoint document", "ppt"),
    ("pp40", "ppt"),
    ("visiodocument", "vsd"),
    ("wps main", "wps"),
)
_KINGSOFT = {"doc": "wps", "xls": "et", "ppt": "dps"}
_KINGSOFT_STREAM = re.compile(r"(wps|et|dps|kso|wpp)(custom|ext|extra|kso)?(data|info|products?)")


def in_ole(path: Path, head: bytes) -> str:
    """Format of an OLE file by its top streams; a torn one by the names in its directory."""
    names = _stream_names(path) or _raw_names(head + _tail(path))
    for stream, kind in _STREAMS:
        if stream in names:
            kingsoft = kind in _KINGSOFT and any(_KINGSOFT_STREAM.fullmatch(n) for n in names)
            return _KINGSOFT[kind] if kingsoft else kind
    return "ole"


def _stream_names(path: Path) -> set[str]:
    """Names of the top streams; none in a torn file, whose names are still in its bytes."""
    return attempt(partial(_listed, path), lambda _error: set())


def _listed(path: Path) -> set[str]:
    import olefile

    with olefile.OleFileIO(path) as ole:
        return {entry[0].lower() for entry in ole.listdir(streams=True, storages=True)}


def _raw_names(data: bytes) -> set[str]:
    wanted = [stream for stream, _ in _STREAMS]
    lower = data.replace(b"\0", b"").lower() if len(data) < 2**21 else b""
    wide = {name for name in wanted if name.encode("utf-16-le") in data.lower()}
    return wide if wide or not lower else set()


def _tail(path: Path) -> bytes:
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 2**20))
        return file.read()
