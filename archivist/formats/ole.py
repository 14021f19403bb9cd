"""The OLE file underneath DOC, XLS, PPT and MSG: streams, and the property set that tells of author and pages."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from archivist.formats.registry import Source

if TYPE_CHECKING:
    import olefile

_STREAM_BYTES = 512 * 2**20
_SUMMARY = "\x05SummaryInformation"
_NAMES = {2: "title", 3: "subject", 4: "author", 5: "keywords", 8: "last author", 18: "application"}
_SAVED = 13
_CREATED, _PAGES, _CODEPAGE = 12, 14, 1
_TEXT_BYTES, _TEXT_WIDE, _INTEGER, _SHORT, _TIME = 30, 31, 3, 2, 64
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
_MOST_PROPERTIES = 100


@contextmanager
def opened(source: Source) -> Iterator[olefile.OleFileIO]:
    """The OLE file; raises what olefile raises on a broken one."""
    import olefile

    with olefile.OleFileIO(source.path) as ole:
        yield ole


def stream(ole: olefile.OleFileIO, *names: str) -> bytes:
    """Bytes of the first of these streams there is, b"" if none or beyond the bound."""
    for name in names:
        if ole.exists(name) and ole.get_type(name) == 2 and ole.get_size(name) <= _STREAM_BYTES:  # noqa: PLR2004 - a stream
            return bytes(ole.openstream(name).read())
    return b""


def about(ole: olefile.OleFileIO) -> tuple[tuple[tuple[str, str], ...], str, int | None]:
    """Facts, creation time and page count from the summary property set (MS-OLEPS)."""
    values = _properties(stream(ole, _SUMMARY))
    facts = [(_NAMES[key], str(value)) for key, value in sorted(values.items()) if key in _NAMES]
    if isinstance(saved := values.get(_SAVED), str):
        facts.append(("modified", saved))
    pages, created = values.get(_PAGES), values.get(_CREATED)
    return (
        tuple((name, value) for name, value in facts if value),
        created if isinstance(created, str) else "",
        pages if isinstance(pages, int) and pages > 0 else None,
    )


def _properties(data: bytes) -> dict[int, str | int]:
    try:
        (at,) = struct.unpack_from("<I", data, 44)
        (count,) = struct.unpack_from("<I", data, at + 4)
        places = dict(
            struct.unpack_from("<II", data, at + 8 + 8 * i)
            for i in range(min(count, _MOST_PROPERTIES))
        )
    except struct.error:
        return {}
    page = _value(data, at + places[_CODEPAGE], "ascii") if _CODEPAGE in places else 1252
    codec = codepage(page if isinstance(page, int) else 1252)
    found = {key: _value(data, at + offset, codec) for key, offset in places.items()}
    return {key: value for key, value in found.items() if value is not None}


def _value(data: bytes, at: int, codec: str) -> str | int | None:
    try:
        kind, word = struct.unpack_from("<II", data, at)
        if kind == _TIME:
            return _moment(struct.unpack_from("<Q", data, at + 4)[0])
    except struct.error:
        return None
    if kind == _TEXT_BYTES:
        return _line(data[at + 8 : at + 8 + word].decode(codec, "replace"))
    if kind == _TEXT_WIDE:
        return _line(data[at + 8 : at + 8 + 2 * word].decode("utf-16-le", "replace"))
    return word & 0xFFFF if kind == _SHORT else word if kind == _INTEGER else None


def _line(text: str) -> str:
    return " ".join(text.partition("\0")[0].split())


def _moment(ticks: int) -> str | None:
    """A FILETIME as ISO 8601; times before 1980 are what empty fields and wrong clocks leave."""
    try:
        moment = _EPOCH + timedelta(microseconds=ticks // 10)
    except OverflowError:
        return None
    return moment.isoformat(timespec="seconds") if moment.year >= 1980 else None  # noqa: PLR2004 - before DOS


def codepage(number: int) -> str:
    """Python codec of a Windows code page; GBK is read as GB 18030."""
    known = {936: "gb18030", 54936: "gb18030", 65001: "utf-8", 1200: "utf-16-le", 10008: "gb18030"}
    name = known.get(number & 0xFFFF, f"cp{number & 0xFFFF}")
    try:
        "".encode(name)
    except LookupError:
        return "cp1252"
    return name


def macros(ole: olefile.OleFileIO) -> tuple[tuple[str, str], ...]:
    """A fact if the file carries programs."""
    tops = {entry[0].lower() for entry in ole.listdir(streams=False, storages=True)}
    return (("macros", "yes"),) if tops & {"macros", "_vba_project_cur", "_vba_project"} else ()
