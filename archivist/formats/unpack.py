"""Writes members to the spool, counting every byte; a bomb leaves nothing behind."""

from __future__ import annotations

import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from archivist.formats import names, troubles
from archivist.formats.registry import Found, Source
from archivist.model import Member, Problem, Trouble

_CHUNK = 2**20
_FREE_BYTES = 64 * 2**20
"""Below this the ratio does not matter: a small file of zeros is no attack."""

_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    tarfile.TarError,
    ValueError,
)


class BombError(Exception):
    """What is inside is out of all proportion."""


class RefusedError(Exception):
    """This member cannot be opened, the others may; the message says why, in Chinese."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One member as the container declares it; ``open`` gives its bytes."""

    name: str
    size: int
    packed: int
    modified: datetime | None
    open: Callable[[], BinaryIO]
    locked: bool = False
    link: bool = False


def held(name: str, data: bytes, modified: datetime | None) -> Entry:
    """An entry whose bytes are in memory already (an attachment of a mail)."""
    return Entry(name, len(data), len(data), modified, bytes_of(data))


def bytes_of(data: bytes) -> Callable[[], BinaryIO]:
    """What opens as these bytes."""
    return lambda: BytesIO(data)


@dataclass(slots=True)
class _Tally:
    """What happened so far in one container."""

    members: list[Member] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)
    written: int = 0
    litter: list[str] = field(default_factory=list)
    locked: list[str] = field(default_factory=list)
    unsafe: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)


def unpack(source: Source, entries: Iterator[Entry]) -> Found:
    """Members below the limits; what is locked, unsafe or broken is named in the problems."""
    tally = _Tally()
    problem: Problem | None = None
    try:
        _all(source, entries, tally)
    except BombError as bomb:
        for member in tally.members:
            member.path.unlink(missing_ok=True)
        return Found(problems=(troubles.bomb(str(bomb)),))
    except _CrowdError:
        problem = troubles.crowded(source.limits.members)
    except _BROKEN as error:
        problem = troubles.partial(
            f"压缩包已损坏，只取出前 {len(tally.members)} 个文件（{troubles.because(error)}）"
        )
    facts = (("skipped", "；".join(tally.litter[:20])),) if tally.litter else ()
    problems = (*_told(tally), *((problem,) if problem else ()))
    return Found(facts=facts, problems=problems, members=tuple(tally.members))


def archive(source: Source, entries: Iterator[Entry]) -> Found:
    """The same for a file that is nothing but its members: none at all is worth a word."""
    found = unpack(source, entries)
    if found.members or found.problems:
        return found
    return Found(facts=found.facts, problems=(troubles.HOLLOW,))


class _CrowdError(Exception):
    """More members than allowed."""


def _all(source: Source, entries: Iterator[Entry], tally: _Tally) -> None:
    source.spool.mkdir(parents=True, exist_ok=True)
    declared = 0
    for number, entry in enumerate(entries):
        if number >= source.limits.members:
            raise _CrowdError
        declared += entry.size
        if declared > source.limits.expanded_bytes:
            raise BombError(f"声明的解压总量 {declared:,} 字节超过上限")
        _one(source, entry, number, tally)


def _one(source: Source, entry: Entry, number: int, tally: _Tally) -> None:
    name, why = names.safe(entry.name)
    if names.litter(entry.name):
        tally.litter.append(name or "?")
    elif entry.link:
        tally.unsafe.append(f"{entry.name!r}（链接或特殊文件）")
    elif why:
        tally.unsafe.append(f"{entry.name[:80]!r}（{why}）")
    elif entry.locked:
        tally.locked.append(name)
    else:
        _write(source, entry, source.spool / f"m{number:06d}", name, tally)


def _write(source: Source, entry: Entry, path: Path, name: str, tally: _Tally) -> None:
    try:
        with path.open("wb") as file:
            for piece in _pieces(entry):
                tally.written += len(piece)
                _measure(source, tally.written)
                file.write(piece)
    except RefusedError as refused:
        path.unlink()
        tally.broken.append(f"{name}（{refused}）")
    except _BROKEN:
        path.unlink()
        tally.broken.append(f"{name}（内容损坏）")
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    else:
        tally.members.append(Member(names.unique(name, tally.taken), path, entry.modified))


def _pieces(entry: Entry) -> Iterator[bytes]:
    with entry.open() as stream:
        while piece := stream.read(_CHUNK):
            yield piece


def _measure(source: Source, written: int) -> None:
    """Stop when more comes out than anyone could have put in (actual bytes, not declared)."""
    limits, size = source.limits, source.path.stat().st_size
    if written > limits.expanded_bytes:
        raise BombError(f"解压总量超过上限 {limits.expanded_bytes:,} 字节")
    if written > max(_FREE_BYTES, size * limits.ratio):
        raise BombError(f"解压后达到原文件的 {written // max(1, size)} 倍以上")


def _told(tally: _Tally) -> Iterator[Problem]:
    if tally.locked:
        yield Problem(
            Trouble.ENCRYPTED,
            f"压缩包内有加密文件，无法打开：{troubles.some(tally.locked)}",
            "请去除密码后重新打包提交",
        )
    if tally.unsafe:
        yield troubles.unsafe(tally.unsafe)
    if tally.broken:
        yield troubles.partial(
            f"压缩包内有文件无法取出：{troubles.some(tally.broken)}", "请解压后直接提交，或重新打包"
        )
