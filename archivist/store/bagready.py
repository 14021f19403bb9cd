"""Half a bag is not taken: its own count (Payload-Oxum, RFC 8493 §2.2.2) says how much is to come."""

# ruff: noqa: PTH123 - tens of thousands of files: strings are quick, Paths are not

from __future__ import annotations

import contextlib
import re

from archivist.store.inbox import Scan

_OXUM = re.compile(rb"^Payload-Oxum:\s*(\d+)\.(\d+)\s*$", re.MULTILINE | re.IGNORECASE)
_MUCH = 1 << 16


def short(found: Scan) -> dict[str, str]:
    """Folders of bags of which something is still to come, each with the sentence that says so."""
    infos = [file for file in found.files if file.name.endswith("/bag-info.txt")]
    lacking = {}
    for info in infos:
        root = info.name.rpartition("/")[0]
        due = _due(info.path)
        sizes = [f.seen.st_size for f in found.files if f.name.startswith(f"{root}/data/")]
        if due and (sum(sizes) < due[0] or len(sizes) < due[1]):
            count = max(due[1] - len(sizes), 0)
            lacking[root] = (
                f"移交包还缺 {count} 个文件，传完后一起收取"
                if count
                else "移交包还没传完，传完后一起收取"
            )
    return lacking


def _due(path: str) -> tuple[int, int] | None:
    """Octets and files the payload has when it is whole, if the bag says so."""
    with contextlib.suppress(OSError), open(path, "rb") as file:
        if match := _OXUM.search(file.read(_MUCH)):
            return int(match[1]), int(match[2])
    return None
