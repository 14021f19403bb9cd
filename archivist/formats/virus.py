"""Malware: asks the ClamAV service where one is installed; nowhere else is anything claimed."""

from __future__ import annotations

import shutil
import subprocess
from functools import cache
from pathlib import Path

_SECONDS = 60
_INFECTED = 1


@cache
def engine() -> str:
    """The path of ``clamdscan``, "" where ClamAV's service is not installed.

    The stand-alone scanner takes many seconds per file to load its signatures and is not used.
    """
    return shutil.which("clamdscan") or ""


def facts(path: Path) -> tuple[tuple[str, str], ...]:
    """``("virus", name)`` for a hit, ``("virus", "")`` for a clean file, nothing if not scanned."""
    if not engine():
        return ()
    command = [engine(), "--no-summary", "--fdpass", "--infected", str(path)]
    try:
        told = subprocess.run(
            command, capture_output=True, text=True, timeout=_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ()
    if told.returncode == _INFECTED:
        name = told.stdout.partition(": ")[2].removesuffix("\n").removesuffix(" FOUND")
        return (("virus", name or "未命名"),)
    return (("virus", ""),) if told.returncode == 0 else ()
