"""Making it last: one sync for a whole batch, and two folders exchanged in one instant."""

# ruff: noqa: PTH101, PTH116 - tens of thousands of files: strings are quick, Paths are not

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import cache

from archivist.model import UserError

_HERE = -100  # AT_FDCWD
_SWAP = 2  # RENAME_EXCHANGE on Linux, RENAME_SWAP on macOS
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@contextlib.contextmanager
def told(folder: str) -> Iterator[None]:
    """The disk's trouble while we write below ``folder``, as a sentence with a remedy."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise UserError(
                f"磁盘空间不足，写不进 {folder}。", "已放入的文件都还在；请清理磁盘后重试。"
            ) from error
        if isinstance(error, PermissionError):
            raise UserError(
                f"没有权限写 {error.filename or folder}，或它正被其他程序打开。",
                "请关闭打开它的程序（如 WPS、资源管理器窗口），或检查文件夹权限后重试。",
            ) from error
        raise


if sys.platform == "win32":

    def settle(folder: str, files: Iterable[str]) -> None:  # noqa: ARG001 - others need it
        """Return only when these files, just written or moved in here, survive a power cut."""
        for path in files:
            mode = os.stat(path).st_mode
            os.chmod(path, 0o644)  # a read-only file cannot be flushed
            file = os.open(path, os.O_RDWR | os.O_BINARY)
            try:
                os.fsync(file)
            finally:
                os.close(file)
            os.chmod(path, mode)

else:

    def settle(folder: str, files: Iterable[str]) -> None:  # noqa: ARG001 - Windows needs them
        """Return only when these files, just written or moved in here, survive a power cut."""
        syncfs = getattr(_libc(), "syncfs", None)
        if syncfs is None:
            os.sync()
            return
        place = os.open(folder, os.O_RDONLY)
        try:
            if syncfs(place):
                raise OSError(ctypes.get_errno(), "syncfs", folder)
        finally:
            os.close(place)


def exchange(one: str, other: str) -> bool:
    """Swap two folders in one instant; False where the system cannot (nothing was done then)."""
    swap = _swapper()
    if swap is None:
        return False
    if swap(os.fsencode(one), os.fsencode(other)) == 0:
        return True
    if ctypes.get_errno() in {errno.EINVAL, errno.ENOSYS, errno.ENOTSUP}:
        return False
    raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), one)


@cache
def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


@cache
def _swapper() -> Callable[[bytes, bytes], int] | None:
    if sys.platform == "linux" and hasattr(_libc(), "renameat2"):
        return lambda one, other: int(_libc().renameat2(_HERE, one, _HERE, other, _SWAP))
    if sys.platform == "darwin" and hasattr(_libc(), "renamex_np"):
        return lambda one, other: int(_libc().renamex_np(one, other, _SWAP))
    return None
