"""Names that are safe on every desk: Windows, Linux, macOS, USB sticks and shared folders."""

from __future__ import annotations

import re
import unicodedata

NAME_BYTES = 200
"""Longest stored name in UTF-8 bytes (requirement Y34)."""

PATH_UNITS = 180
"""Longest path inside the dossier in UTF-16 units, as Windows counts (Y35 leaves 60 for the drive)."""

_FORBIDDEN = re.compile(r'[\\/:*?"<>|%#\ufffe\uffff]')
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])\s*(\..*)?")


def units(text: str) -> int:
    """Length as Windows counts it: UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def safe(text: str, most: int = 60) -> str:
    """Make a file or folder name of any text.

    Args:
        text: anything, also hostile: control and bidi characters, ``..``, device names.
        most: how many characters to keep at most; 200 UTF-8 bytes are never exceeded.

    Returns:
        A non-empty NFC name without the characters Windows forbids, without ``%`` and ``#``,
        without outer spaces (U+3000 included) and dots (requirement Y34).
    """
    visible = "".join(c for c in text if unicodedata.category(c) not in _INVISIBLE or c in "\t\n\r")
    plain = _FORBIDDEN.sub("", unicodedata.normalize("NFC", visible))
    name = _trim(cut(_trim(plain), most, NAME_BYTES))
    return f"_{name}" if _RESERVED.fullmatch(name) else name or "未命名"


def _trim(text: str) -> str:
    return " ".join(text.split()).strip(" .")


def cut(text: str, most: int, most_bytes: int) -> str:
    """The longest beginning within both limits that splits no character from its marks."""
    end = min(len(text), max(most, 0))
    while len(text[:end].encode("utf-8", "replace")) > most_bytes:
        end -= 1
    while 0 < end < len(text) and unicodedata.combining(text[end]):
        end -= 1
    return text[:end]


def unique(name: str, taken: set[str]) -> str:
    """The name, or the name with ``_2``, ``_3`` …, whichever no file system confuses with another.

    Adds the folded form of what it returns to ``taken``.
    """
    chosen, number = name, 1
    while (folded := unicodedata.normalize("NFC", chosen.casefold())) in taken:
        number += 1
        chosen = f"{name}_{number}"
    taken.add(folded)
    return chosen


def stored(call: str, date: str, title: str, extension: str, folder: str) -> str:
    """``{件号}_{YYYYMMDD}_{题名}.{ext}`` (OUTPUTS §6), short enough for its folder.

    Args:
        call: 件号 padded with zeros; in a piece of several with 份号: ``0003-02``.
        date: eight digits; unknown parts are zeros.
        title: 题名 as it should be read.
        extension: without dot, or "".
        folder: path of the box inside the dossier.
    """
    head, tail = f"{call}_{date}_", f".{extension}" if extension else ""
    room = PATH_UNITS - units(folder) - 1 - units(head + tail)
    short = cut(safe(title), room, NAME_BYTES - len((head + tail).encode()))
    while units(short) > room:
        short = cut(short, len(short) - 1, NAME_BYTES)
    return f"{head}{short.rstrip(' .') or '件'}{tail}"
