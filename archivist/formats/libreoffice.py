"""The outside program LibreOffice: opens what no reader of ours does, by way of PDF.

It is started without a window, with a profile of its own, and killed with all it started when
its time is over (its launcher waits for ever on a child that died). Its exit status says nothing:
only a PDF with text counts.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from archivist.formats import ocr, troubles
from archivist.formats.pdf import pdf
from archivist.formats.registry import Found, Source, reads
from archivist.model import Limits, Problem

VERSION = 1
"""Raise when the same file would come out otherwise."""

_PATIENCE = 0.6
"""Share of the seconds a file may take that conversion gets; reading the result needs some too."""

_WINDOWS = ("LibreOffice/program/soffice.com", "LibreOffice/program/soffice.exe")
_MAC = Path("/Applications/LibreOffice.app/Contents/MacOS/soffice")
_MEND = (
    "请由管理员安装 LibreOffice，装好后会自动重新读取；或用原软件另存为 PDF、DOCX、PPTX 后重新提交"
)
_SAVE_AS = "请用原软件打开，另存为 PDF、DOCX、PPTX 等常用格式后重新提交"


@cache
def program() -> str:
    """The path of the program, "" if it is not installed."""
    for name in ("soffice", "libreoffice"):
        if path := shutil.which(name):
            return path
    roots = [os.environ.get(name, "") for name in ("ProgramFiles", "ProgramFiles(x86)")]
    places = [Path(root) / place for root in roots if root for place in _WINDOWS]
    return next((str(place) for place in (*places, _MAC) if place.is_file()), "")


def version() -> int:
    """What readings that may come through here depend on: they grow old when it is installed."""
    return 2 * VERSION + bool(program())


def through(source: Source, name: str) -> Found:
    """Text and pages of a file as LibreOffice shows it; ``name`` is what a clerk calls the format."""
    if not program():
        return Found(problems=(troubles.no_reader(name, _MEND),))
    with TemporaryDirectory(prefix="office-", ignore_cleanup_errors=True) as folder:
        made = _converted(source, Path(folder))
        if made is None:
            return Found(problems=(_failed(name),))
        plain = replace(source.limits, seconds=source.limits.seconds * (1 - _PATIENCE))
        found = pdf(replace(source, path=made, limits=plain))
    if not found.text.strip():
        return Found(problems=(_failed(name),))
    return Found(
        text=found.text,
        pages=found.pages,
        facts=(("read through", "LibreOffice"),),
        problems=found.problems,
    )


def _failed(name: str) -> Problem:
    return troubles.partial(f"{name} 文件的文字未读出：LibreOffice 未能转换", _SAVE_AS)


def _converted(source: Source, folder: Path) -> Path | None:
    """The PDF made of a file, None if none was made in time."""
    original = folder / f"in.{source.format.extensions[0] if source.format.extensions else 'bin'}"
    shutil.copyfile(source.path, original)
    command = [
        program(),
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--norestore",
        "--convert-to",
        "pdf",
        "--outdir",
        str(folder),
        str(original),
    ]
    _run(command, folder, source.limits)
    made = folder / "in.pdf"
    return made if made.is_file() and made.stat().st_size else None


def _run(command: list[str], folder: Path, limits: Limits) -> None:
    """Wait for the program no longer than it may take, and leave nothing of it behind."""
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(
        command, cwd=folder, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True
    )
    try:
        process.wait(limits.seconds * _PATIENCE)
    except subprocess.TimeoutExpired:
        pass
    finally:
        _kill(process)
        process.wait()


def _kill(process: subprocess.Popen[bytes]) -> None:
    if sys.platform == "win32":
        tree = ["taskkill", "/F", "/T", "/PID", str(process.pid)]
        subprocess.run(tree, capture_output=True, check=False)
    else:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()


@reads("vsd", version=100 * ocr.VERSION + version())
def visio(source: Source) -> Found:
    """Drawings of Visio up to 2010: no reader of ours, LibreOffice has one."""
    return through(source, "VSD（Visio 绘图）")
