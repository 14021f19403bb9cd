"""Is it finished? A file is taken only when nobody will write to it any more."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from archivist.model import Thresholds
from archivist.store.bagready import short
from archivist.store.inbox import Dropped, Scan, group
from archivist.store.writers import Writer, forget_disks, writer

Whole = Callable[[Path], bool | None]
"""Whether a file's end is there: True, False, or None for formats without an end."""

_BUSY = "正被其他程序打开或写入，关闭后自动收取"
_FRESH = "刚刚放入，正在确认是否传完"
_EMPTY = "文件为空，可能还在传输"
_HALF = "文件不完整，可能还在传输"
_GROUP = "同一文件夹里还有没传完的文件，传完后一起收取"

_GROUP_QUIETS = 2.5
"""A dropped folder is copied file after file: it needs longer than one file to be quiet."""


@dataclass(slots=True)
class Memory:
    """Since when we see things as they are, by our own clock: those of shares may be wrong."""

    since: dict[str, tuple[object, float]] = field(default_factory=dict)

    def unchanged(self, name: str, state: object) -> float:
        """Seconds for which ``name`` was in this state under our eyes."""
        now = time.monotonic()
        known, since = self.since.get(name, (None, now))
        if known != state:
            known, since = state, now
        self.since[name] = known, since
        return now - since

    def keep(self, names: Iterable[str]) -> None:
        """Forget everything else."""
        self.since = {name: self.since[name] for name in names if name in self.since}


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait for what; ``hurry`` waits only for writers that are known to be there."""

    thresholds: Thresholds
    whole: Whole
    hurry: bool
    memory: Memory


def ready(
    found: Scan, units: frozenset[str], patience: Patience
) -> tuple[list[Dropped], list[tuple[str, str]]]:
    """The finished files, and (name, why) of those that are not yet."""
    forget_disks()
    waiting = {file.name: why for file in found.files if (why := _why_not(file, patience))}
    held = _held_groups(found, units, patience, waiting)
    finished = []
    for file in found.files:
        if file.name in waiting:
            continue
        if group(file.name, units) in held:
            waiting[file.name] = held[group(file.name, units)]
        else:
            finished.append(file)
    return finished, [
        (file.name, waiting[file.name]) for file in found.files if file.name in waiting
    ]


def _why_not(file: Dropped, patience: Patience) -> str:
    """Why a file cannot be taken yet, "" if it can."""
    state = writer(file.path)
    watched = patience.memory.unchanged(file.name, (file.seen.st_size, file.changed))
    if state is Writer.HERE:
        return _BUSY
    known = state is not Writer.UNKNOWN
    age = max(watched, time.time() - file.changed / 1e9) if known else watched
    if patience.hurry or age >= patience.thresholds.patience:
        return ""
    if not file.seen.st_size:
        return _EMPTY
    if state is not Writer.GONE or age < patience.thresholds.quiet:
        return _FRESH
    return _HALF if _half(file, patience.whole) else ""


def _half(file: Dropped, whole: Whole) -> bool:
    with contextlib.suppress(OSError):  # it left while we looked
        return whole(Path(file.path)) is False
    return False


def _held_groups(
    found: Scan, units: frozenset[str], patience: Patience, waiting: Iterable[str]
) -> dict[str, str]:
    """Dropped folders in which anything is unfinished, has just changed, or is still to come."""
    held = dict.fromkeys({group(name, units) for name in waiting} - {""}, _GROUP)
    if patience.hurry:
        return held
    halves = {group(f"{root}/", units): why for root, why in short(found).items()}
    newest: dict[str, tuple[int, int]] = {}
    changes = [(file.name, file.changed) for file in found.files]
    changes += [(f"{name}/", changed) for name, changed in found.folders.items()]
    for name, changed in changes:
        if key := group(name, units):
            count, last = newest.get(key, (0, 0))
            newest[key] = count + 1, max(last, changed)
    for key, state in newest.items():
        watched = patience.memory.unchanged(f"{key}/", state)
        age = max(watched, time.time() - state[1] / 1e9)
        if age < patience.thresholds.quiet * _GROUP_QUIETS:
            held[key] = _GROUP
        elif key in halves and age < patience.thresholds.patience:
            held[key] = halves[key]
    patience.memory.keep([*(file.name for file in found.files), *(f"{key}/" for key in newest)])
    return held
