"""Who is still writing: asks the system whether a file is open for writing anywhere."""

from __future__ import annotations

import errno
import os
import sys
from enum import Enum, auto


def forget_disks() -> None:
    """What was mounted where may have changed since it was last asked."""
    _shares.clear()


_shares: dict[int, bool] = {}
"""Whether a disk (by device number) is a share."""


class Writer(Enum):
    """What the system says. HIDDEN: not allowed to ask; UNKNOWN: it cannot say (shares)."""

    GONE = auto()
    HERE = auto()
    HIDDEN = auto()
    UNKNOWN = auto()


if sys.platform == "linux":
    import ctypes
    import fcntl
    import signal
    from functools import cache

    _SHARE_KINDS = {
        0x6969: "nfs", 0x517B: "smb", 0xFF534D42: "cifs", 0xFE534D42: "smb2",
        0x65735546: "fuse", 0x01021997: "9p", 0x00C36400: "ceph", 0x5346414F: "afs",
        0x786F4256: "vboxsf", 0x01161970: "gfs2", 0x7461636F: "ocfs2",
    }  # fmt: skip
    """Other machines write here without our kernel knowing: statfs(2) magic numbers."""

    def writer(path: str) -> Writer:
        """Whether somebody holds the file open for writing. Never raises for a file's sake."""
        try:
            file = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        except OSError:
            return Writer.UNKNOWN
        try:
            return writer_of(file)
        finally:
            os.close(file)

    def writer_of(file: int) -> Writer:
        """The same for a file we have open for reading, and close right after the question."""
        if _is_share(file, os.fstat(file).st_dev):
            return Writer.UNKNOWN
        try:
            # A read lease is granted only when nobody has the file open for writing. Should
            # a writer come in the next microsecond, the notice must not be one that kills.
            fcntl.fcntl(file, fcntl.F_SETSIG, signal.SIGURG)
            fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_RDLCK)  # it ends when the file is closed
        except OSError as error:
            known = {errno.EAGAIN: Writer.HERE, errno.EACCES: Writer.HIDDEN}
            return known.get(error.errno or 0, Writer.UNKNOWN)
        return Writer.GONE

    def _is_share(file: int, disk: int) -> bool:
        if disk not in _shares:
            answer = ctypes.create_string_buffer(256)
            failed = _libc().fstatfs(file, answer)
            word = answer.raw[: ctypes.sizeof(ctypes.c_long)]
            magic = int.from_bytes(word, sys.byteorder) & 0xFFFFFFFF
            _shares[disk] = bool(failed) or magic in _SHARE_KINDS
        return _shares[disk]

    @cache
    def _libc() -> ctypes.CDLL:
        return ctypes.CDLL(None)

elif sys.platform == "win32":
    import ctypes
    import ctypes.wintypes

    _GENERIC_READ = 0x80000000
    _OPEN_EXISTING = 3
    _SHARING_VIOLATION = 32

    def writer(path: str) -> Writer:
        """Whether somebody holds the file open in a way that excludes us."""
        create = ctypes.WinDLL("kernel32", use_last_error=True).CreateFileW
        create.restype = ctypes.wintypes.HANDLE
        handle = create(path, _GENERIC_READ, 0, None, _OPEN_EXISTING, 0, None)
        if handle == ctypes.wintypes.HANDLE(-1).value:
            busy = ctypes.get_last_error() == _SHARING_VIOLATION
            return Writer.HERE if busy else Writer.UNKNOWN
        ctypes.WinDLL("kernel32").CloseHandle(ctypes.wintypes.HANDLE(handle))
        return Writer.GONE

    def writer_of(file: int) -> Writer:  # noqa: ARG001 - a renamed file was not open elsewhere
        """Windows does not rename a file others have open: who was able to, is alone."""
        return Writer.GONE

else:

    def writer(path: str) -> Writer:  # noqa: ARG001 - this system does not say
        """This system cannot say."""
        return Writer.UNKNOWN

    def writer_of(file: int) -> Writer:  # noqa: ARG001 - this system does not say
        """This system cannot say."""
        return Writer.UNKNOWN
