"""The way in: intents, one rename per file, one sync per batch, one commit; safe to stop anywhere.

A file is *on its way* from the commit of its intent to the commit of its arrival. In between
it stands in the inbox, or in the spool's ``aside`` (its bytes were here before), or is the blob
itself. Whatever stopped us, ``finish`` finds it in one of these places and ends the way.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache

from archivist.model import Arrival, Say, Step, refusal
from archivist.store import register, story
from archivist.store.blobs import NotAFileError, digest_of, signature
from archivist.store.durable import settle, told
from archivist.store.inbox import Dropped, Scan
from archivist.store.moves import CHANGED, GONE, StaysError, Way, alone, clear, copy, is_still, move
from archivist.store.register import Intent

_BATCH_FILES = 512
_BATCH_BYTES = 512 << 20
_HANDS = 2
_WORTH_HANDS = 64 << 20
"""Bytes of a batch from which two hash it together: thread switches cost more than small files."""

_STUCK = "已收入档案，但原处删不掉（正被打开或没有权限），请关闭后手工删除"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the files: arrivals, and (name, why) of those that stay for now or for good."""

    arrived: tuple[Arrival, ...]
    waiting: tuple[tuple[str, str], ...]
    refused: tuple[tuple[str, str], ...]


def bring_in(way: Way, files: list[Dropped], say: Say) -> Outcome:
    """Bring finished files from the inbox into the archive.

    Raises:
        UserError: the disk is full or cannot be written; nothing is lost, ``finish`` mends it.
    """
    arrived: list[Arrival] = []
    waiting: list[tuple[str, str]] = []
    refused: list[tuple[str, str]] = []
    done = 0
    for batch in _batches(files):
        intents = []
        for file, found in zip(batch, _hashed(batch), strict=True):
            if isinstance(found, Intent):
                intents.append((file, found))
            elif found in {CHANGED, GONE}:
                waiting.append((file.name, found))
            else:
                refused.append((file.name, found))
        with told(way.blobs.folder.name):
            came, stay = _carry(way, intents)
        arrived += came
        waiting += stay
        done += len(batch)
        say(Step("收件", done, len(files), batch[-1].name))
    return Outcome(tuple(arrived), tuple(waiting), tuple(refused))


def _batches(files: Iterable[Dropped]) -> Iterator[list[Dropped]]:
    batch: list[Dropped] = []
    size = 0
    for file in files:
        if batch and (len(batch) >= _BATCH_FILES or size + file.seen.st_size > _BATCH_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(file)
        size += file.seen.st_size
    if batch:
        yield batch


def _hashed(batch: list[Dropped]) -> Iterator[Intent | str]:
    """For every file its intent, or why it cannot be taken."""
    if sum(file.seen.st_size for file in batch) < _WORTH_HANDS:
        yield from map(_intent, batch)
        return
    with ThreadPoolExecutor(_HANDS) as hands:
        yield from hands.map(_intent, batch)


def _intent(file: Dropped) -> Intent | str:
    try:
        digest, seen = digest_of(file.path)
    except (FileNotFoundError, NotADirectoryError):
        return GONE
    except InterruptedError:
        return CHANGED
    except NotAFileError:
        return "是链接、设备或管道，不是普通文件"
    except OSError as error:
        return f"读不出来（{refusal(error)}），请检查权限或存储介质"
    if signature(seen) != signature(file.seen):
        return CHANGED
    owner = _owner(seen.st_uid)
    return Intent(file.name, digest, seen.st_size, seen.st_mtime_ns, seen.st_ino, owner)


def _carry(
    way: Way, files: list[tuple[Dropped, Intent]]
) -> tuple[tuple[Arrival, ...], list[tuple[str, str]]]:
    """One batch: intents, moves, one sync, arrivals, and only then the inbox is cleared."""
    if not files:
        return (), []
    with way.ledger.transaction():
        register.intend(way.ledger, [intent for _, intent in files])
    arrived: list[Intent] = []
    copied: list[str] = []
    waiting: list[tuple[str, str]] = []
    disk = way.blobs.folder.stat().st_dev
    for file, intent in files:
        try:
            if not (alone(file, disk) and move(way, file, intent)):
                copy(way, file, intent)
                copied.append(intent.name)
            arrived.append(intent)
        except StaysError as error:
            waiting.append((file.name, str(error)))
    settle(str(way.blobs.folder), [way.blobs.path(i.digest) for i in arrived])
    came = commit(way, arrived, copied, [name for name, _ in waiting])
    clear(way)
    return came, waiting


def commit(
    way: Way, arrived: list[Intent], copied: list[str], staying: list[str]
) -> tuple[Arrival, ...]:
    """The one instant in which files have come; ``copied`` still stand in the inbox."""
    now = datetime.now(UTC)
    still = {*copied}
    with way.ledger.transaction():
        before = register.last(way.ledger)
        register.enter(way.ledger, now, arrived)
        came = register.arrivals(way.ledger, before)
        story.tell(way.ledger, now, map(entry, came))
        register.entered(way.ledger, copied)
        register.forget(way.ledger, [i.name for i in arrived if i.name not in still])
        register.forget(way.ledger, staying)
    return came


def entry(arrival: Arrival) -> story.Entry:
    """What the story says of an arrival; ``verify`` holds the two against each other."""
    came_in = f" in {arrival.container}" if arrival.container else ""
    detail = f"{arrival.id} {arrival.digest} {arrival.size}{came_in}"
    return "arrived", arrival.name, detail, arrival.by


def leave_out_entered(way: Way, found: Scan) -> None:
    """Files that have arrived and could not be removed must not arrive again each time."""
    stuck = {i.name: i for i in register.intents(way.ledger) if i.entered}
    if not stuck:
        return
    for file in found.files:
        if (intent := stuck.get(file.name)) and is_still(file.seen, intent):
            found.refused[file.name] = _STUCK
    found.files = [file for file in found.files if file.name not in found.refused]


def leave_behind(way: Way, ignored: list[str], refused: dict[str, str]) -> None:
    """Remember what stands in the inbox and is not taken; the story hears of each once."""
    now_left = {**dict.fromkeys(ignored, ""), **refused}
    known = register.left_behind(way.ledger)
    if now_left == known:
        return
    now = datetime.now(UTC)
    with way.ledger.transaction():
        register.leave_behind(way.ledger, now_left)
        story.tell(
            way.ledger,
            now,
            [
                ("left behind" if why else "passed over", name, why, "")
                for name, why in sorted(now_left.items())
                if known.get(name) != why
            ],
        )


if sys.platform == "win32":

    def _owner(number: int) -> str:  # noqa: ARG001 - others know it
        """Name of the system's user who dropped it: Windows does not say in a number."""
        return ""

else:
    import pwd

    @cache
    def _owner(number: int) -> str:
        """Name of the system's user who dropped it, "" for one who is no longer known."""
        try:
            return pwd.getpwuid(number).pw_name
        except KeyError:
            return ""
