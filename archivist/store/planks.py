"""The planks of a shelf: files laid, linked or carried from one tree to the next, and how they look."""

# ruff: noqa: PTH103, PTH120, PTH123 - tens of thousands of files: strings are quick, Paths are not

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import stat
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TypeAlias

Stamp: TypeAlias = tuple[int, int]
"""Size in bytes and time of last change in ns: what tells an untouched file without reading it."""


@dataclass(frozen=True, slots=True)
class Plank:
    """A file as we laid it: what it holds, and its stamp at that time."""

    digest: str
    stamp: Stamp


@dataclass(slots=True)
class Look:
    """A tree as it lies: files with stamps, folders (parents first), folders with nothing in them."""

    files: dict[str, Stamp] = field(default_factory=dict)
    folders: list[str] = field(default_factory=list)
    empty: list[str] = field(default_factory=list)


def at(root: str, path: str) -> str:
    """The system's path of a ``/``-separated one below ``root``."""
    return f"{root}{os.sep}{path.replace('/', os.sep)}" if path else root


def look(root: str) -> Look:
    """What lies below ``root``; nothing if it is not there. Links are files, never followed."""
    found = Look()
    waiting = [""]
    while waiting:
        folder = waiting.pop()
        inside = 0
        try:
            with os.scandir(at(root, folder)) as entries:
                for entry in entries:
                    inside += 1
                    path = f"{folder}/{entry.name}" if folder else entry.name
                    seen = entry.stat(follow_symlinks=False)
                    if stat.S_ISDIR(seen.st_mode):
                        found.folders.append(path)
                        waiting.append(path)
                    else:
                        found.files[path] = seen.st_size, seen.st_mtime_ns
        except FileNotFoundError:
            continue
        if folder and not inside:
            found.empty.append(folder)
    return found


def lay(path: str, content: bytes | str, digest: str) -> Plank:
    """Write bytes, or a copy of the original at a path, to a new file."""
    try:
        _write(path, content)
    except FileNotFoundError:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        _write(path, content)
    return Plank(digest, _stamp(path))


def link(old: str, new: str, kept: dict[str, Plank]) -> dict[str, Plank]:
    """Let unchanged files of the old tree stand in the new one too; returns their records there."""
    made: set[str] = set()
    linked = {}
    for path, plank in kept.items():
        folder = path.rpartition("/")[0]
        if folder not in made:
            os.makedirs(at(new, folder), exist_ok=True)
            made.add(folder)
        same = _stand(at(old, path), at(new, path))
        linked[path] = plank if same else replace(plank, stamp=_stamp(at(new, path)))
    return linked


def carry(old: str, new: str, strangers: Iterable[str]) -> tuple[str, ...]:
    """Carry over what we did not make, files and empty folders; returns the files that had room."""
    carried = []
    for path in strangers:
        source, target = at(old, path), at(new, path)
        with contextlib.suppress(FileExistsError, FileNotFoundError, NotADirectoryError):
            if stat.S_ISDIR(os.lstat(source).st_mode):
                os.makedirs(target, exist_ok=True)
                continue
            os.makedirs(os.path.dirname(target), exist_ok=True)
            _stand(source, target)
            carried.append(path)
    return tuple(sorted(carried))


def _stand(source: str, target: str) -> bool:
    """One file under two names; False where the file system needs a copy for that."""
    try:
        os.link(source, target, follow_symlinks=False)
    except (FileExistsError, FileNotFoundError, NotADirectoryError):
        raise
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise
        shutil.copy2(source, target, follow_symlinks=False)
        return False
    return True


def _stamp(path: str) -> Stamp:
    seen = os.lstat(path)
    return seen.st_size, seen.st_mtime_ns


def _write(path: str, content: bytes | str) -> None:
    if isinstance(content, bytes):
        with open(path, "xb") as file:
            file.write(content)
    elif not _cloned(content, path):
        shutil.copyfile(content, path)


if sys.platform == "linux":
    import fcntl

    _FICLONE = 0x40049409
    _barren: set[int] = set()
    """File systems that share no blocks between files; asking each time costs two opens."""

    def _cloned(source: str, target: str) -> bool:
        """Copy on write: two files, one set of blocks until somebody writes."""
        with open(source, "rb") as file:
            disk = os.fstat(file.fileno()).st_dev
            if disk in _barren:
                return False
            with open(target, "xb") as copy:
                try:
                    fcntl.ioctl(copy.fileno(), _FICLONE, file.fileno())
                except OSError:
                    _barren.add(disk)
                    return False
        return True

else:

    def _cloned(source: str, target: str) -> bool:  # noqa: ARG001 - copyfile clones on macOS
        """Nothing to ask for here."""
        return False
