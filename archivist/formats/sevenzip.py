"""Unpacks 7z through py7zr where it is installed; every byte is counted while it comes out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from archivist.formats import troubles
from archivist.formats.registry import Found, Source, reads
from archivist.formats.unpack import BombError, Entry, archive, bytes_of
from archivist.model import Problem, Trouble

if TYPE_CHECKING:
    import py7zr

_REMEDY = "请解压后直接提交各个文件，或由管理员安装组件 py7zr"
_LOCKED = Problem(
    Trouble.ENCRYPTED, "压缩包内有加密文件，所有文件都没有取出", "请解密或解压后直接提交各个文件"
)
"""Its list of files can be read, and may hold some that are not locked."""

_MEMORY_BYTES = 512 * 2**20
"""py7zr hands out all members in one pass; they wait in memory, so there is a bound."""


@reads("7z", version=2)
def sevenzip(source: Source) -> Found:
    """Members; a locked archive or one with an unsupported method is reported."""
    try:
        import py7zr
    except ImportError:
        return Found(problems=(troubles.no_reader("7z", _REMEDY),))
    try:
        with source.path.open("rb") as file, py7zr.SevenZipFile(file) as opened:
            locked = opened.needs_password()
            return Found(problems=(_LOCKED,)) if locked else _read(source, opened)
    except BombError as bomb:
        problem = troubles.bomb(str(bomb))
    except (py7zr.exceptions.ArchiveError, py7zr.exceptions.PasswordRequired) as error:
        problem = _problem(type(error).__name__)
    return Found(problems=(problem,))


def _problem(error: str) -> Problem:
    """py7zr's exceptions by name, as a clerk reads them."""
    if error == "PasswordRequired":
        return troubles.ENCRYPTED
    if error == "UnsupportedCompressionMethodError":
        return troubles.no_reader("7z（此压缩方法）", _REMEDY)
    if error == "AbsolutePathError":
        return troubles.unsafe(["指向外部的路径"])
    return troubles.damaged("7z 内容校验不符或无法读取")


def _read(source: Source, opened: py7zr.SevenZipFile) -> Found:
    files = [info for info in opened.files if not info.is_directory]
    declared = sum(info.uncompressed or 0 for info in files)
    if len(files) > source.limits.members:
        return Found(problems=(troubles.crowded(source.limits.members),))
    bound = min(source.limits.expanded_bytes, _MEMORY_BYTES)
    if declared > bound:
        return Found(problems=(troubles.too_big(f"7z 解压后有 {declared:,} 字节，超过上限"),))
    held = _extracted(opened, bound)
    return archive(source, _entries(files, held))


def _extracted(opened: py7zr.SevenZipFile, bound: int) -> dict[str, bytearray]:
    """Name → bytes of all members; more than ``bound`` bytes in all is a bomb."""
    from py7zr.io import Py7zIO, WriterFactory

    held: dict[str, bytearray] = {}

    class Sink(Py7zIO):
        """Keeps one member."""

        def __init__(self, name: str) -> None:
            self._data = held.setdefault(name, bytearray())

        def write(self, s: bytes | bytearray) -> int:
            if sum(map(len, held.values())) + len(s) > bound:
                raise BombError(f"解压总量超过上限 {bound:,} 字节")
            self._data += s
            return len(s)

        def read(self, size: int | None = None) -> bytes:
            return bytes(self._data[:size])

        def seek(self, offset: int, whence: int = 0) -> int:
            return offset if whence == 0 else len(self._data)

        def flush(self) -> None:
            """Nothing is buffered."""

        def size(self) -> int:
            return len(self._data)

    class Sinks(WriterFactory):
        """Gives every member its sink."""

        def create(self, filename: str) -> Py7zIO:
            return Sink(filename)

    opened.extractall(factory=Sinks())
    return held


def _entries(files: list[py7zr.py7zr.ArchiveFile], held: dict[str, bytearray]) -> Iterator[Entry]:
    known = {str(info.filename): info for info in files}
    for name, data in held.items():
        info = known.pop(name, None)
        special = info is not None and (info.is_symlink or info.is_junction or info.is_socket)
        moment = _moment(info) if info is not None else None
        yield Entry(name, len(data), len(data), moment, bytes_of(bytes(data)), link=bool(special))
    for name, info in known.items():  # empty members have no data to hand out
        special = info.is_symlink or info.is_junction or info.is_socket
        yield Entry(name, 0, 0, _moment(info), bytes_of(b""), link=bool(special))


def _moment(info: py7zr.py7zr.ArchiveFile) -> datetime | None:
    if info.lastwritetime is None:
        return None
    try:
        return datetime.fromtimestamp(info.lastwritetime.totimestamp(), UTC)
    except (OverflowError, ValueError, OSError):
        return None
