"""PRONOM ids: asked of the signatures, kept where they fit what the bytes are."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_WHOLE_BYTES = 32 * 2**20
_SAMPLE_BYTES = 2**20

_TEXT_IDS = {
    "eml": {"fmt/278", "fmt/950"},
    "mht": {"x-fmt/429", "fmt/424"},
    "csv": {"x-fmt/111", "x-fmt/18"},
    "md": {"x-fmt/111", "fmt/1149"},
    "json": {"x-fmt/111", "fmt/817"},
}
"""Text can hold anything: a signature of another format inside does not make it that format."""

HTML_IDS = tuple(f"fmt/{n}" for n in (96, 97, 98, 99, 100, 102, 103, 471))
_NOT_PLAIN = {"fmt/278", "fmt/950", *HTML_IDS}

_ONLY = {"x-fmt/111": {"txt", "csv", "md", "json"}, "fmt/134": {"mp3"}}
"""Weak signatures, no control characters and frames anywhere: worthless beside a stronger proof."""

_MARKS: dict[str, tuple[tuple[str, bytes], ...]] = {
    "doc": (
        ("fmt/39", b"Microsoft Word 6.0"),
        ("fmt/39", b"Word.Document.6"),
        ("fmt/40", b"Microsoft Word 8.0"),
        ("fmt/40", b"Word.Document.8"),
    ),
    "xls": (
        ("fmt/61", bytes.fromhex("0908100000060500")),
        ("fmt/59", bytes.fromhex("0908080000050500")),
    ),
    "ppt": (
        ("fmt/125", b"PowerPoint (R) Windows  \0\7\0\0\0\xf0\3\0\0"),
        ("fmt/126", "PowerPoint Document".encode("utf-16-le")),
    ),
    "msg": (("x-fmt/430", "recip_version".encode("utf-16-le")),),
    "epub": (("fmt/483", b"mimetypeapplication/epub+zip"),),
}
"""What names the kind where the container is torn and PRONOM's container signatures fail.

From the byte signatures PRONOM had before them (39: 128, 40: 182, 125: 171, 126: 172, x-430: 208,
483: 905; BIFF's BOF for 59 and 61, [MS-XLS] 2.4.21)."""

_CONTAINERS = {"", "fmt/111", "x-fmt/263"}


def puid(path: Path) -> str:
    """PRONOM id by signature ("" if none); the ending of the name does not count."""
    import pygfried

    with _small(path) as sample:
        try:
            found = pygfried.identify(str(sample), detailed=True)
        except (pygfried.GoError, pygfried.EmptySourceError, OSError):
            return ""
    for match in found["files"][0]["matches"]:
        if match["basis"] and not re.fullmatch(r"extension match \S+", match["basis"]):
            return str(match["id"])
    return ""


def fitting(name: str, known: str, path: Path) -> str:
    """The id if it fits the format our tables found, a finer one for a torn container, or ""."""
    if known not in _TEXT_IDS.get(name, {known}) or (name == "txt" and known in _NOT_PLAIN):
        return ""
    if name not in _ONLY.get(known, {name}):
        return ""
    if known in _CONTAINERS and name in _MARKS:
        data = _ends(path)
        return next((finer for finer, mark in _MARKS[name] if mark in data), known)
    return known


def _ends(path: Path) -> bytes:
    """First and last MiB."""
    with path.open("rb") as file:
        head = file.read(_SAMPLE_BYTES)
        file.seek(max(len(head), path.stat().st_size - _SAMPLE_BYTES))
        return head + file.read()


@contextmanager
def _small(path: Path) -> Iterator[Path]:
    """The file itself, or first and last MiB of a big one: signatures stand at the ends.

    The identifier reads at 200 MB/s and cannot be interrupted; a 4 GB video would cost 20 s.
    """
    if path.stat().st_size <= _WHOLE_BYTES:
        yield path
        return
    with tempfile.TemporaryDirectory(prefix="sniff-") as folder:
        sample = Path(folder) / "sample"
        sample.write_bytes(_ends(path))
        yield sample
