"""The inbox as it lies: every file in it, what is passed over, and what must not be taken."""

# ruff: noqa: PTH122, PTH123 - tens of thousands of files: strings are quick, Paths are not

from __future__ import annotations

import fnmatch
import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from archivist.model import RECEIPT, RECEIPT_MARK, refusal

_PASSED_OVER = (
    "*.tmp", "*.part", "*.partial", "*.filepart", "*.crdownload", "*.opdownload", "*.download",
    "thumbs.db", "ehthumbs.db", ".ds_store", "desktop.ini", ".~lock.*#", "._*", ".directory",
    "@eadir", ".stfolder", ".stversions", "#recycle", "$recycle.bin", ".trash*",
    "system volume information", ".gitkeep", ".gitignore",
    "*zone.identifier",
)  # fmt: skip
"""Names of systems, browsers and office programs that are never somebody's evidence."""

_OWNER_FILE = 1024
"""Bytes an Office owner file (``~$…``) has at most; a larger file of that name is a document."""

_DRAFT = f".{RECEIPT}.tmp"
_JUNCTION = 0xA0000003


@dataclass(frozen=True, slots=True)
class Dropped:
    """A regular file in the inbox; ``name`` is its path below it, ``/``-separated."""

    name: str
    path: str
    seen: os.stat_result

    @property
    def changed(self) -> int:
        """When it last changed in any way, ns since 1970 by the file system's clock."""
        return max(self.seen.st_mtime_ns, self.seen.st_ctime_ns)


@dataclass(slots=True)
class Scan:
    """One look through the inbox. ``folders`` are names with the time of their last change.

    ``ignored`` are names passed over for good, ``refused`` those a person should hear of.
    """

    files: list[Dropped] = field(default_factory=list)
    folders: dict[str, int] = field(default_factory=dict)
    ignored: list[str] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)


def scan(inbox: str, ignored_names: Iterable[str]) -> Scan:
    """Look through the inbox without following a link or opening anything but receipts."""
    passed_over = _matcher((*_PASSED_OVER, *(name.lower() for name in ignored_names)))
    found = Scan()
    waiting = [("", inbox)]
    while waiting:
        name, path = waiting.pop()
        try:
            with os.scandir(path) as entries:
                inside = sorted(entries, key=lambda entry: entry.name)
            if name:
                found.folders[name] = os.lstat(path).st_mtime_ns
        except OSError as error:
            found.refused[name] = f"文件夹打不开（{refusal(error)}），请检查权限"
            continue
        prefix = f"{name}/" if name else ""
        waiting += reversed(list(_sort(inside, prefix, passed_over, found)))
    return found


def group(name: str, units: frozenset[str]) -> str:
    """The dropped folder a file came in with, "" if it was dropped by itself.

    Folders of units stand in the inbox for good; what lies in a folder below them, or in any
    other folder, was dropped together and is taken together.
    """
    parts = name.split("/")
    fixed = 1 if parts[0] in units else 0
    return "/".join(parts[: fixed + 1]) if len(parts) > fixed + 1 else ""


def _sort(
    entries: Iterable[os.DirEntry[str]],
    prefix: str,
    passed_over: Callable[[str], object],
    found: Scan,
) -> Iterator[tuple[str, str]]:
    """Put entries where they belong; yields the folders to look into."""
    for entry in entries:
        name = f"{prefix}{entry.name}"
        try:
            seen = _stat(entry)
        except OSError:
            continue  # it left while we looked
        refusal = _refusal(seen)
        if passed_over(entry.name.lower()):
            if entry.name != _DRAFT:
                found.ignored.append(name)
        elif refusal:
            found.refused[name] = refusal
        elif stat.S_ISDIR(seen.st_mode):
            yield name, entry.path
        elif entry.name.startswith("~$") and seen.st_size <= _OWNER_FILE:
            found.ignored.append(name)
        elif not _receipt(entry.name, entry.path):
            found.files.append(Dropped(name, entry.path, seen))


def _stat(entry: os.DirEntry[str]) -> os.stat_result:
    # Windows' directory listing knows neither inode nor number of links.
    return os.lstat(entry.path) if os.name == "nt" else entry.stat(follow_symlinks=False)


def _refusal(seen: os.stat_result) -> str:
    mode = seen.st_mode
    if stat.S_ISLNK(mode) or getattr(seen, "st_reparse_tag", 0) == _JUNCTION:
        return "是链接或快捷方式，不是文件本身，请放入原文件"
    if stat.S_ISREG(mode) or stat.S_ISDIR(mode):
        return ""
    return "不是普通文件（设备或管道），不能收取"


def _receipt(base: str, path: str) -> bool:
    """Whether this is a receipt of ours, or a renamed copy of one."""
    stem, ending = os.path.splitext(RECEIPT)
    if not (base.startswith(stem) and base.endswith(ending)):
        return False
    try:
        with open(path, "rb") as page:
            return RECEIPT_MARK in page.read(1024)
    except OSError:
        return False


def _matcher(patterns: Iterable[str]) -> Callable[[str], object]:
    return re.compile("|".join(map(fnmatch.translate, patterns))).match
