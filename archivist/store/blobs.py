"""Originals by SHA-256: written once, read-only, never opened for writing again."""

# ruff: noqa: PTH101, PTH103, PTH105, PTH116, PTH118, PTH123 - tens of thousands of files: strings are quick, Paths are not

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from archivist.model import Digest

_CHUNK = 1 << 20
_READ = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_BINARY", 0)
)
"""No link is followed, and a FIFO put where a file was does not hang us."""


class NotAFileError(OSError):
    """A link, device or pipe stands where a file was expected."""


class Blobs:
    """The folder of originals, ``ab/ab12…`` below ``folder``."""

    def __init__(self, folder: Path) -> None:
        """Only remembers the place."""
        self.folder = folder
        self._root = f"{folder}{os.sep}"
        self._shelves: set[str] = set()

    def put(self, path: str, digest: str) -> None:
        """Move a file of this digest in, in place of whatever lay there, and make it read-only."""
        self.make_room(digest)
        target = self.path(digest)
        if os.name == "nt" and os.path.lexists(target):
            os.chmod(target, 0o644)  # Windows replaces nothing read-only
        os.replace(path, target)
        self.seal(digest)

    def seal(self, digest: str) -> None:
        """Make it read-only, where the file system knows of such a thing."""
        with contextlib.suppress(PermissionError):
            os.chmod(self.path(digest), 0o444)

    def make_room(self, digest: str) -> None:
        """Make the folder these bytes will lie in."""
        shelf = digest[:2]
        if shelf not in self._shelves:
            os.makedirs(f"{self._root}{shelf}", exist_ok=True)
            self._shelves.add(shelf)

    def path(self, digest: str) -> str:
        """Where these bytes lie, or will lie."""
        return f"{self._root}{digest[:2]}{os.sep}{digest}"

    def size(self, digest: str) -> int | None:
        """How many bytes lie there, None if nothing does."""
        try:
            return os.stat(self.path(digest)).st_size
        except FileNotFoundError:
            return None

    def true(self, digest: str) -> bool:
        """Whether the bytes are there and are what the name says."""
        try:
            return digest_of(self.path(digest))[0] == digest
        except OSError:
            return False

    def all(self) -> Iterator[tuple[Digest, int]]:
        """Every file that lies here, ours or not, with its size."""
        for folder, _, names in os.walk(self.folder):
            for name in names:
                yield Digest(name), os.lstat(os.path.join(folder, name)).st_size


def digest_of(path: str) -> tuple[Digest, os.stat_result]:
    """SHA-256 of a regular file, and what it was like before and after alike.

    Raises:
        NotAFileError: it is a link, device or pipe.
        OSError: it cannot be read.
        InterruptedError: it changed while we read it.
    """
    file = open_plain(path)
    try:
        before = os.fstat(file)
        state = hashlib.sha256()
        piece = min(_CHUNK, before.st_size + 1)  # room is made for all that is asked for
        while chunk := os.read(file, piece):
            state.update(chunk)
        if signature(os.fstat(file)) != signature(before):
            raise InterruptedError(path)
    finally:
        os.close(file)
    return Digest(state.hexdigest()), before


def open_plain(path: str) -> int:
    """A file descriptor of a regular file, open for reading.

    Raises:
        NotAFileError: it is a link, device or pipe.
        OSError: it cannot be opened.
    """
    file = os.open(path, _READ)
    if not stat.S_ISREG(os.fstat(file).st_mode):
        os.close(file)
        raise NotAFileError(path)
    return file


def copy_plain(source: str, target: str) -> Digest:
    """Copy a regular file's bytes to a new file; returns SHA-256 of what was written."""
    state = hashlib.sha256()
    file = open_plain(source)
    try:
        with open(target, "xb") as sink:
            while chunk := os.read(file, _CHUNK):
                state.update(chunk)
                sink.write(chunk)
    finally:
        os.close(file)
    return Digest(state.hexdigest())


def signature(seen: os.stat_result) -> tuple[int, int, int, int, int]:
    """What changes when a file's bytes do (and sometimes when they don't)."""
    return seen.st_dev, seen.st_ino, seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns
