"""Reads RTF: a small machine over groups, control words and escaped bytes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from archivist.formats import troubles
from archivist.formats.registry import Found, Source, reads

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z0-9])|([{}])|([\r\n]+)|([^\\{}\r\n]+)"
)
_CHARSETS = {
    0: "cp1252", 128: "cp932", 129: "cp949", 134: "gb18030", 136: "big5", 204: "cp1251", 238: "cp1250",
}  # fmt: skip
_SIGNS = {
    "par": "\n", "line": "\n", "row": "\n", "sect": "\n", "page": "\f", "tab": "\t", "cell": "\t",
    "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”",
    "bullet": "•", "emspace": " ", "enspace": " ",
}  # fmt: skip
_UNSEEN = frozenset(
    [
        "fonttbl",
        "colortbl",
        "stylesheet",
        "info",
        "pict",
        "object",
        "themedata",
        "colorschememapping",
        "datastore",
        "latentstyles",
        "listtable",
        "listoverridetable",
        "rsidtbl",
        "generator",
        "xmlnstbl",
        "fldinst",
        "bkmkstart",
        "bkmkend",
        "revtbl",
        "filetbl",
        "operator",
        "author",
        "title",
        "subject",
        "keywords",
        "doccomm",
        "hlinkbase",
        "nonshppict",
        "pnseclvl",
        "bin",
    ]
)
_MAX_BYTES = 64 * 2**20


@dataclass(frozen=True, slots=True)
class _State:
    """What a group inherits: whether it is seen, its codec, and how many bytes follow a Unicode word."""

    seen: bool = True
    codec: str = ""
    skip: int = 1


@dataclass(slots=True)
class _Machine:
    default: str = "cp1252"
    state: _State = field(default_factory=_State)
    stack: list[_State] = field(default_factory=list)
    fonts: dict[int, str] = field(default_factory=dict)
    font: int = 0
    pending: bytearray = field(default_factory=bytearray)
    out: list[str] = field(default_factory=list)
    fonts_at: int = -1
    owed: int = 0
    starred: bool = False


@reads("rtf", version=1)
def rtf(source: Source) -> Found:
    """Text with paragraphs, table cells and page breaks."""
    with source.path.open("rb") as file:
        data = file.read(_MAX_BYTES)
    machine = _Machine()
    for match in _TOKEN.finditer(data):
        _step(machine, match)
    _flush(machine)
    text = "".join(machine.out).strip()
    problems = () if text.strip() else (troubles.BLANK,)
    return Found(text=_surrogates(text), problems=problems)


def _surrogates(text: str) -> str:
    """Characters outside the basic plane are written as two halves."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _step(machine: _Machine, match: re.Match[bytes]) -> None:
    word, number, byte, symbol, brace, _, plain = match.groups()
    if byte:
        _bytes(machine, bytes([int(byte, 16)]))
    elif plain:
        _bytes(machine, plain)
    elif word:
        _flush(machine)
        _word(machine, word.decode("ascii"), int(number) if number else None)
    elif brace:
        _flush(machine)
        _group(machine, brace)
    elif symbol:
        _flush(machine)
        _symbol(machine, symbol)


def _group(machine: _Machine, brace: bytes) -> None:
    machine.owed = 0
    if brace == b"{":
        machine.stack.append(machine.state)
    elif machine.stack:
        machine.state = machine.stack.pop()
        if len(machine.stack) < machine.fonts_at:
            machine.fonts_at = -1


def _symbol(machine: _Machine, symbol: bytes) -> None:
    if symbol == b"*":
        machine.starred = True
    elif symbol in b"\\{}":
        _bytes(machine, symbol)
    elif symbol == b"~":
        _say(machine, " ")
    elif symbol == b"_":
        _say(machine, "-")


def _word(machine: _Machine, word: str, number: int | None) -> None:
    starred, machine.starred = machine.starred, False
    if word == "fonttbl":
        machine.fonts_at = len(machine.stack)
    if word in _UNSEEN or (starred and word not in {"shptxt", "shpinst"}):
        machine.state = replace(machine.state, seen=False)
    elif word in _SIGNS:
        _say(machine, _SIGNS[word])
    elif word == "u" and number is not None:
        _say(machine, chr(number % 65536))
        machine.owed = machine.state.skip
    elif number is not None:
        _setting(machine, word, number)


def _setting(machine: _Machine, word: str, number: int) -> None:
    if word == "ansicpg":
        machine.default = {936: "gb18030", 65001: "utf-8"}.get(number, f"cp{number}")
    elif word == "uc":
        machine.state = replace(machine.state, skip=min(number, 8))
    elif word == "f" and machine.fonts_at >= 0:
        machine.font = number
    elif word == "fcharset" and machine.fonts_at >= 0:
        machine.fonts[machine.font] = _CHARSETS.get(number, "")
    elif word in {"f", "af"}:
        machine.state = replace(machine.state, codec=machine.fonts.get(number, ""))


def _bytes(machine: _Machine, data: bytes) -> None:
    if machine.owed:
        owed = machine.owed
        machine.owed = max(0, owed - len(data))
        data = data[owed:]
    machine.pending += data


def _flush(machine: _Machine) -> None:
    if machine.pending:
        data = bytes(machine.pending)
        machine.pending.clear()
        _say(machine, _decoded(data, machine.state.codec or machine.default))


def _decoded(data: bytes, codec: str) -> str:
    try:
        return data.decode(codec)
    except (LookupError, UnicodeDecodeError):
        return data.decode("gb18030", "replace")


def _say(machine: _Machine, text: str) -> None:
    if machine.state.seen:
        machine.out.append(text)
