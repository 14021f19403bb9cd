"""The key of the cellar: one writer at a time, held by the system and let go when the holder dies."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from archivist.model import UserError

_FAR = 1 << 30
"""Windows locks bytes; one far behind the text leaves the text readable for others."""

_AGAIN = 0.1
"""Seconds between two tries."""


class Lock:
    """An exclusive lock on a file, held until ``release`` or the end of the process."""

    def __init__(self, path: Path, wait: float = 0.0) -> None:
        """Take it, waiting up to ``wait`` seconds for somebody who is about to finish.

        Raises:
            UserError: somebody else holds it.
        """
        self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        until = time.monotonic() + wait
        while not self._seized():
            if time.monotonic() >= until:
                holder = _holder(self._file)
                os.close(self._file)
                raise UserError(
                    f"另一个 archivist 正在使用这个档案库{holder}。", "请等它结束，或先关闭它再试。"
                )
            time.sleep(_AGAIN)
        os.ftruncate(self._file, 0)
        os.lseek(self._file, 0, os.SEEK_SET)
        os.write(self._file, str(os.getpid()).encode())

    def _seized(self) -> bool:
        try:
            _seize(self._file)
        except OSError:
            return False
        return True

    def release(self) -> None:
        """Let the next one in; the file stays, an unlinked lock would lock nothing."""
        os.close(self._file)


def _holder(file: int) -> str:
    os.lseek(file, 0, os.SEEK_SET)
    pid = os.read(file, 20).decode("ascii", "replace").strip()
    return f"（进程 {pid}）" if pid.isdigit() else ""


if sys.platform == "win32":
    import msvcrt

    def _seize(file: int) -> None:
        os.lseek(file, _FAR, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _seize(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
