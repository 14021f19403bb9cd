"""The outside program ``unar`` (with ``lsar``), which lists and unpacks RAR."""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from functools import cache
from pathlib import Path

_QUICK = 10.0


class LockedError(Exception):
    """Nothing can be listed without the password."""


class UnarError(OSError):
    """The program failed, or took too long."""


@cache
def probe() -> str:
    """Version line of the program, "" if it is not installed."""
    if not (shutil.which("unar") and shutil.which("lsar")):
        return ""
    try:
        return _output(["unar", "--version"], _QUICK).decode("utf-8", "replace").strip()
    except UnarError:
        return ""


def listing(path: Path, seconds: float) -> list[dict[str, object]]:
    """What ``lsar`` says of every member, in the archive's order."""
    output = _output(["lsar", "-json", str(path)], seconds).decode("utf-8", "replace")
    if "requires a password" in output:
        raise LockedError
    told = json.loads(output)
    contents = told.get("lsarContents", [])
    if told.get("lsarError") and not contents:
        raise UnarError("lsar: no directory")
    return [entry for entry in contents if isinstance(entry, dict)]


def member(path: Path, index: int, seconds: float) -> io.RawIOBase:
    """Bytes of one member by its index; no name of the archive's reaches the disk."""
    return _Member(
        [
            "unar",
            "-quiet",
            "-no-recursion",
            "-forks",
            "skip",
            "-output-directory",
            "-",
            "-indexes",
            str(path),
            str(index),
        ],
        seconds,
    )


class _Member(io.RawIOBase):
    """The standard output of a process that is killed when its time is over."""

    def __init__(self, command: list[str], seconds: float) -> None:
        super().__init__()
        self._process = _started(command)
        self._timer = threading.Timer(seconds, _kill, [self._process])
        self._timer.daemon = True
        self._timer.start()

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        """Next bytes; the end only counts if the program was content."""
        piece = self._process.stdout.read(size) if self._process.stdout else b""
        if not piece and self._process.wait() != 0:
            raise UnarError(f"unar: {self._process.returncode}")
        return piece

    def close(self) -> None:
        """End the process, whatever it is doing."""
        if not self.closed:
            self._timer.cancel()
            _kill(self._process)
            self._process.wait()
            if self._process.stdout:
                self._process.stdout.close()
        super().close()


def _started(command: list[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
    )


def _output(command: list[str], seconds: float) -> bytes:
    with _started(command) as process:
        try:
            return process.communicate(timeout=seconds)[0]
        except subprocess.TimeoutExpired:
            raise UnarError(f"{command[0]}: {seconds} s") from None
        finally:
            _kill(process)


def _kill(process: subprocess.Popen[bytes]) -> None:
    """The whole group: helpers must not outlive the one we started."""
    if sys.platform != "win32":
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
