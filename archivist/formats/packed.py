"""Unpacks ZIP and what the standard library opens; each member is bounded and gets a name of ours."""

from __future__ import annotations

import bz2
import gzip
import lzma
import struct
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import BinaryIO, cast

from archivist.formats import names, troubles
from archivist.formats.containers import end_record
from archivist.formats.registry import Found, Source, reads
from archivist.formats.sniff import sniff
from archivist.formats.unpack import Entry, RefusedError, archive, unpack

_CHINA = timezone(timedelta(hours=8))
"""ZIP and RAR4 keep local time without zone; the offices we serve have one."""

_LINK = 0o120000
_KIND = 0o170000
_HEADER = 30


@reads("zip", version=2)
def zipped(source: Source) -> Found:
    """Members with GBK or UTF-8 names, flagged or not."""
    record = end_record(source.path)
    if record and record[0] != 0xFFFF and record[0] > source.limits.members:  # noqa: PLR2004 - ZIP64 mark
        return Found(problems=(troubles.crowded(source.limits.members),))
    try:
        with zipfile.ZipFile(source.path) as opened:
            return archive(source, _zip_entries(opened))
    except zipfile.BadZipFile:
        return Found(problems=(troubles.damaged("ZIP 目录无法读取"),))


def _zip_entries(archive: zipfile.ZipFile) -> Iterator[Entry]:
    for info in archive.infolist():
        if info.is_dir():
            continue
        link = info.external_attr >> 16 & _KIND == _LINK
        yield Entry(
            name=_zip_name(info),
            size=info.file_size,
            packed=info.compress_size,
            modified=_zip_time(info),
            locked=bool(info.flag_bits & 1),
            link=link,
            open=lambda info=info: _zip_open(archive, info),  # type: ignore[misc]
        )


def _zip_open(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> BinaryIO:
    try:
        return cast("BinaryIO", archive.open(info))
    except NotImplementedError as error:
        raise RefusedError("压缩方法不受支持") from error
    except zipfile.BadZipFile:
        if (own := _own_name(archive, info)) == info.orig_filename:
            raise
        info.orig_filename = own  # the directory spells it otherwise; the bytes are this member's
        return cast("BinaryIO", archive.open(info))


def _own_name(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> str:
    """The name in the member's own header, decoded as zipfile compares it."""
    file = archive.fp
    if file is None:
        return info.orig_filename
    file.seek(info.header_offset)
    header = file.read(_HEADER)
    length, flags = struct.unpack_from("<H", header, 26)[0], struct.unpack_from("<H", header, 6)[0]
    return file.read(length).decode("utf-8" if flags & 0x800 else "cp437", "replace")


def _zip_name(info: zipfile.ZipInfo) -> str:
    """The stored name: Unicode path field, UTF-8 flag, or bytes that are UTF-8 or GB 18030."""
    if info.flag_bits & 0x800:
        return info.orig_filename
    for kind, field in _fields(info.extra):
        if kind == 0x7075 and len(field) > 5:  # noqa: PLR2004 - Info-ZIP Unicode path
            return field[5:].decode("utf-8", "replace")
    try:
        return names.readable(info.orig_filename.encode("cp437"))
    except UnicodeEncodeError:
        return info.orig_filename


def _fields(extra: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, at)
        yield kind, extra[at + 4 : at + 4 + length]
        at += 4 + length


def _zip_time(info: zipfile.ZipInfo) -> datetime | None:
    for kind, field in _fields(info.extra):
        if kind == 0x5455 and len(field) >= 5 and field[0] & 1:  # noqa: PLR2004 - extended timestamp
            return datetime.fromtimestamp(struct.unpack_from("<I", field, 1)[0], UTC)
    try:
        return datetime(*info.date_time, tzinfo=_CHINA).astimezone(UTC)
    except ValueError:
        return None


@reads("tar", version=1)
def tarred(source: Source) -> Found:
    """Regular members; links and devices are refused."""
    with source.path.open("rb") as file:
        return _tar(source, file)


def _tar(source: Source, file: BinaryIO) -> Found:
    try:
        with tarfile.open(
            fileobj=file, mode="r|", encoding="utf-8", errors="surrogateescape"
        ) as opened:
            return archive(source, _tar_entries(opened))
    except tarfile.TarError:
        return Found(problems=(troubles.damaged("TAR 目录无法读取"),))


def _tar_entries(archive: tarfile.TarFile) -> Iterator[Entry]:
    for info in archive:
        if info.isdir():
            continue
        yield Entry(
            name=names.readable(info.name.encode("utf-8", "surrogateescape")),
            size=info.size,
            packed=info.size,
            modified=datetime.fromtimestamp(info.mtime, UTC) if 0 < info.mtime < 2**33 else None,
            link=not info.isreg(),
            open=lambda info=info: cast("BinaryIO", archive.extractfile(info)),  # type: ignore[misc]
        )


_OPENERS: dict[str, Callable[[Path], BinaryIO]] = {
    "gz": lambda path: cast("BinaryIO", gzip.open(path)),  # noqa: SIM115 - the caller closes it
    "bz2": lambda path: cast("BinaryIO", bz2.open(path)),  # noqa: SIM115 - the caller closes it
    "xz": lambda path: cast("BinaryIO", lzma.open(path)),  # noqa: SIM115 - the caller closes it
}
_ONE_NAME = "解压内容"


@reads("gz", "bz2", "xz", version=1)
def squeezed(source: Source) -> Found:
    """One file, or a tar whose members count as this file's own."""
    source.spool.mkdir(parents=True, exist_ok=True)
    inner = source.spool / "inner"
    with _OPENERS[source.format.name](source.path) as stream:
        entry = Entry(
            name=_gz_name(source) if source.format.name == "gz" else _ONE_NAME,
            size=0,
            packed=source.path.stat().st_size,
            modified=None,
            open=lambda: stream,
        )
        found = unpack(source, iter([entry]))
    if len(found.members) != 1 or sniff(found.members[0].path) != "tar":
        return found
    found.members[0].path.rename(inner)
    try:
        with inner.open("rb") as file:
            return _tar(source, file)
    finally:
        inner.unlink()


def _gz_name(source: Source) -> str:
    """The original name, if the header keeps one (RFC 1952 §2.3.1)."""
    with source.path.open("rb") as file:
        head = file.read(4096)
    at = 10
    if head[3] & 4:
        at += 2 + int.from_bytes(head[10:12], "little")
    if not head[3] & 8 or b"\0" not in head[at:]:
        return _ONE_NAME
    return names.readable(head[at : head.index(b"\0", at)]) or _ONE_NAME
