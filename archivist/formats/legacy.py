"""Reads DOC and XLS (also as WPS and ET): text through the piece table, cells through calamine."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import replace

from archivist.formats import libreoffice, troubles
from archivist.formats.ole import about, macros, opened, stream
from archivist.formats.registry import Found, Source, reads
from archivist.formats.sheets import workbook

_MAGIC_WORD = 0xA5EC
_FIB_BASE = 68
_WORD_97 = 193
"""nFib below this is Word 6/95 and older, whose text is one run of bytes."""

_ENCRYPTED, _TABLE_1, _COMPLEX = 0x0100, 0x0200, 0x0004
_LANGUAGES = {0x0804: "gb18030", 0x0404: "big5", 0x0411: "cp932", 0x0412: "cp949", 0x0419: "cp1251"}
_FIELD = re.compile(r"\x13[^\x13\x14\x15]*\x14?([^\x13\x14\x15]*)\x15")
_SIGNS = str.maketrans(
    {"\r": "\n", "\x0b": "\n", "\x07": "\t", "\x0c": "\f", "\x1e": "-", "\xa0": " ", "\x0e": "\n"}
    | dict.fromkeys("\x00\x01\x02\x03\x04\x05\x06\x08\x13\x14\x15\x1f", "")
)


class NoTextError(Exception):
    """The structure that leads to the text is broken."""


@reads("doc", "wps", version=20 + libreoffice.version())
def doc(source: Source) -> Found:
    """Main text, then notes, headers, comments and text boxes as the file keeps them."""
    with opened(source) as ole:
        word = stream(ole, "WordDocument")
        tables = stream(ole, "1Table"), stream(ole, "0Table")
        facts, created, pages = about(ole)
        facts += macros(ole)
    if len(word) < _FIB_BASE or struct.unpack_from("<H", word)[0] not in {
        _MAGIC_WORD,
        0xA5DC,
        0xA697,
        0xA698,
        0xA699,
    }:
        return _without_text(source, facts)
    (flags,) = struct.unpack_from("<H", word, 10)
    if flags & _ENCRYPTED:
        return Found(facts=facts, created=created, problems=(troubles.ENCRYPTED,))
    table = tables[0] if flags & _TABLE_1 else tables[1]
    text = _cleaned("".join(_pieces(word, table or tables[0] or tables[1])))
    return Found(
        text=text,
        pages=pages,
        created=created,
        facts=facts,
        problems=() if text.strip() else (troubles.BLANK,),
    )


def _without_text(source: Source, facts: tuple[tuple[str, str], ...]) -> Found:
    """A document whose text is not where Word keeps it: Kingsoft's own old format, or damage."""
    if source.format.name != "wps":
        return Found(facts=facts, problems=(troubles.damaged("正文缺失"),))
    found = libreoffice.through(source, "WPS 早期文字")
    return replace(found, facts=facts + found.facts)


def _pieces(word: bytes, table: bytes) -> Iterator[str]:
    """Text runs in character order (MS-DOC §2.8.35, Clx and PlcPcd)."""
    fib, language = struct.unpack_from("<H2xH", word, 2)
    if fib < _WORD_97 or len(word) < 426:  # noqa: PLR2004 - end of the FIB field read below
        start, end = struct.unpack_from("<II", word, 24)
        yield word[start:end].decode(_LANGUAGES.get(language, "cp1252"), "replace")
        return
    offset, length = struct.unpack_from("<II", word, 418)
    for first, last, place in _piece_table(table[offset : offset + length]):
        count, at = last - first, place & 0x3FFFFFFF
        if place & 0x40000000:
            yield word[at // 2 : at // 2 + count].decode("cp1252", "replace")
        else:
            yield word[at : at + 2 * count].decode("utf-16-le", "replace")


def _piece_table(clx: bytes) -> Iterator[tuple[int, int, int]]:
    at = 0
    while clx[at : at + 1] == b"\x01":  # properties of runs stand before the pieces
        at += 3 + int.from_bytes(clx[at + 1 : at + 3], "little")
    if clx[at : at + 1] != b"\x02" or len(clx) < at + 9:
        raise NoTextError("正文索引损坏")
    size = int.from_bytes(clx[at + 1 : at + 5], "little")
    plc = clx[at + 5 : at + 5 + size]
    count = max(0, (len(plc) - 4) // 12)
    ends = struct.unpack_from(f"<{count + 1}I", plc)
    for i in range(count):
        (place,) = struct.unpack_from("<I", plc, 4 * (count + 1) + 8 * i + 2)
        if ends[i] <= ends[i + 1]:
            yield ends[i], ends[i + 1], place


def _cleaned(text: str) -> str:
    """Results of fields without their codes; table marks as tabs and line ends."""
    previous = ""
    while previous != text:
        previous, text = text, _FIELD.sub(r"\1", text)
    text = text.replace("\x07\x07", "\n").translate(_SIGNS)
    return re.sub(r"[\t ]*\n", "\n", text).strip("\n")


@reads("xls", "et", version=2)
def xls(source: Source) -> Found:
    """Cells of every sheet; author and times from the summary."""
    with opened(source) as ole:
        facts, created, _ = about(ole)
        facts += macros(ole)
        locked = _locked(stream(ole, "Workbook", "Book"))
    if locked:
        return Found(facts=facts, created=created, problems=(troubles.ENCRYPTED,))
    found = workbook(source, [])
    return Found(
        text=found.text,
        pages=found.pages,
        created=created,
        facts=facts + found.facts,
        problems=found.problems,
    )


def _locked(book: bytes) -> bool:
    """A FILEPASS record (0x002F) in the globals: everything after it is cipher."""
    at = 0
    for _ in range(64):
        kind = int.from_bytes(book[at : at + 2], "little")
        if kind == 0x2F:  # noqa: PLR2004 - FILEPASS
            return True
        if kind in {0x0A, 0} or at >= len(book):
            return False
        at += 4 + int.from_bytes(book[at + 2 : at + 4], "little")
    return False
