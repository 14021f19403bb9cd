"""Unpacks RAR through ``unar`` where it is installed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, cast

from archivist.formats import troubles, unar
from archivist.formats.registry import Found, Source, reads
from archivist.formats.unpack import Entry, archive

_REMEDY = "请解压后直接提交各个文件，或由管理员安装程序 unar"
_RAR5 = b"Rar!\x1a\x07\x01\x00"
_HEADERS_LOCKED_4, _HEADERS_LOCKED_5 = 0x0080, 4


@reads("rar", version=2)
def rar(source: Source) -> Found:
    """Members; without the program the archive is kept and not checked."""
    if _locked(source.path):
        return Found(problems=(troubles.ENCRYPTED,))
    if not unar.probe():
        return Found(problems=(troubles.no_reader("RAR", _REMEDY),))
    try:
        listed = unar.listing(source.path, source.limits.seconds)
    except unar.LockedError:
        return Found(problems=(troubles.ENCRYPTED,))
    except (unar.UnarError, ValueError):
        return Found(problems=(troubles.damaged("RAR 目录无法读取"),))
    return archive(source, _entries(source, listed))


def _locked(path: Path) -> bool:
    """Whether even the names are encrypted: a flag of RAR 4, a header type of RAR 5."""
    with path.open("rb") as file:
        head = file.read(64)
    if not head.startswith(_RAR5):
        return len(head) > 11 and bool(int.from_bytes(head[10:12], "little") & _HEADERS_LOCKED_4)  # noqa: PLR2004 - main header
    at = 12
    while at < len(head) - 1 and head[at] & 0x80:
        at += 1
    return at + 1 < len(head) and head[at + 1] == _HEADERS_LOCKED_5


def _entries(source: Source, listed: list[dict[str, object]]) -> Iterator[Entry]:
    for entry in listed:
        if entry.get("XADIsDirectory"):
            continue
        index = _number(entry, "XADIndex")
        yield Entry(
            name=str(entry.get("XADFileName", "")),
            size=_number(entry, "XADFileSize"),
            packed=_number(entry, "XADCompressedSize"),
            modified=_moment(str(entry.get("XADLastModificationDate", ""))),
            locked=bool(entry.get("XADIsEncrypted")),
            link=bool(entry.get("XADIsLink")),
            open=lambda index=index: cast(  # type: ignore[misc]
                "BinaryIO", unar.member(source.path, index, source.limits.seconds)
            ),
        )


def _number(entry: dict[str, object], key: str) -> int:
    value = entry.get(key, 0)
    return int(value) if isinstance(value, int | float) else 0


def _moment(value: str) -> datetime | None:
    try:
        return datetime.strptime(value, "%Y-%m-%d %H:%M:%S %z").astimezone(UTC)
    except ValueError:
        return None
