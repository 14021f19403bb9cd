"""Reads PPT (also as DPS): text atoms slide by slide, through the latest edit's persist directory."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, replace

from archivist.formats import libreoffice, troubles
from archivist.formats.ole import about, macros, opened, stream
from archivist.formats.registry import Found, Source, reads
from archivist.model import Problem

_DOCUMENT, _SLIDE, _SLIDE_LIST, _PERSIST_ATOM = 0x03E8, 0x03EE, 0x0FF0, 0x03F3
_CHARS, _BYTES, _USER_EDIT, _DIRECTORY, _NOTES = 0x0FA0, 0x0FA8, 0x0FF5, 0x1772, 0x03F0
_CONTAINER = 0x0F
_ENCRYPTED_TOKEN = 0xF3D1C4DF
_DEEPEST = 32
_MOST_EDITS = 10_000
_ORDER_LOST = troubles.partial("幻灯片目录损坏，按文件顺序读取了文字")
_OLD = "PowerPoint 95 或更早格式"
_SIGNS = str.maketrans({"\r": "\n", "\x0b": "\n", "\0": "", "\t": "\t"})


@dataclass(frozen=True, slots=True)
class _Record:
    kind: int
    version: int
    instance: int
    start: int
    end: int


@reads("ppt", "dps", version=20 + libreoffice.version())
def ppt(source: Source) -> Found:
    """Slides in show order; if the directory is broken, all text in file order as one page."""
    with opened(source) as ole:
        data, user = stream(ole, "PowerPoint Document"), stream(ole, "Current User")
        facts, created, _ = about(ole)
        facts += macros(ole)
    if len(user) >= 16 and struct.unpack_from("<I", user, 12)[0] == _ENCRYPTED_TOKEN:  # noqa: PLR2004 - token end
        return Found(facts=facts, created=created, problems=(troubles.ENCRYPTED,))
    try:
        pages = list(_slides(data, struct.unpack_from("<I", user, 16)[0]))
    except (struct.error, KeyError):
        pages = []
    problems: tuple[Problem, ...] = ()
    if not pages:
        pages = ["\n".join(_texts(data, _Record(0, _CONTAINER, 0, 0, len(data)), 0))]
        problems = (_ORDER_LOST,) if user else ()
    if not user and not "".join(pages).strip():
        return replace(libreoffice.through(source, _OLD), created=created)
    text = "\f".join(pages)
    if not text.strip() and not problems:
        problems = (troubles.BLANK,)
    return Found(text=text, pages=len(pages), created=created, facts=facts, problems=problems)


def _records(data: bytes, start: int, end: int) -> Iterator[_Record]:
    while start + 8 <= end:
        head, kind, length = struct.unpack_from("<HHI", data, start)
        stop = min(start + 8 + length, end)
        yield _Record(kind, head & 0xF, head >> 4, start + 8, stop)
        start = stop


def _record(data: bytes, at: int) -> _Record:
    head, kind, length = struct.unpack_from("<HHI", data, at)
    return _Record(kind, head & 0xF, head >> 4, at + 8, min(at + 8 + length, len(data)))


def _slides(data: bytes, edit: int) -> Iterator[str]:
    """Outline text stands in the document's slide list, the other boxes in the slides."""
    places, document = _directory(data, edit)
    root = _record(data, places[document])
    for part in _records(data, root.start, root.end):
        if part.kind != _SLIDE_LIST or part.instance != 0:
            continue
        lines: list[str] = []
        persist: int | None = None
        for record in _records(data, part.start, part.end):
            if record.kind == _PERSIST_ATOM:
                if persist is not None:
                    yield _slide(data, places.get(persist), lines)
                (persist,), lines = struct.unpack_from("<I", data, record.start), []
            else:
                lines += _texts(data, record, _DEEPEST - 1)
        if persist is not None:
            yield _slide(data, places.get(persist), lines)


def _slide(data: bytes, place: int | None, lines: list[str]) -> str:
    if place is not None and place < len(data):
        record = _record(data, place)
        if record.kind == _SLIDE:
            lines = [*lines, *_texts(data, record, 0)]
    return "\n".join(line for line in lines if line.strip())


def _directory(data: bytes, edit: int) -> tuple[dict[int, int], int]:
    """Persist id → place, the newest edit first, and the id of the document."""
    places: dict[int, int] = {}
    document = None
    for _ in range(_MOST_EDITS):
        record = _record(data, edit)
        if record.kind != _USER_EDIT:
            raise KeyError(record.kind)
        previous, directory, identity = struct.unpack_from("<III", data, record.start + 8)
        document = identity if document is None else document
        for key, place in _entries(data, _record(data, directory)):
            places.setdefault(key, place)
        if previous == 0 or previous >= edit:
            break
        edit = previous
    return places, document or 0


def _entries(data: bytes, record: _Record) -> Iterator[tuple[int, int]]:
    at = record.start
    while at + 4 <= record.end:
        (word,) = struct.unpack_from("<I", data, at)
        first, count = word & 0xFFFFF, word >> 20
        at += 4
        for i in range(min(count, (record.end - at) // 4)):
            yield first + i, struct.unpack_from("<I", data, at + 4 * i)[0]
        at += 4 * count


def _texts(data: bytes, record: _Record, depth: int) -> Iterator[str]:
    if record.kind == _CHARS:
        yield data[record.start : record.end].decode("utf-16-le", "replace").translate(_SIGNS)
    elif record.kind == _BYTES:
        yield data[record.start : record.end].decode("cp1252", "replace").translate(_SIGNS)
    elif record.version == _CONTAINER and depth < _DEEPEST:
        for inner in _records(data, record.start, record.end):
            yield from _texts(data, inner, depth + 1)
