"""Moves on the way in: out of the inbox, into the originals, aside, or back, one file at a time."""

# ruff: noqa: PTH103, PTH104, PTH108, PTH118, PTH120, PTH122, PTH208 - tens of thousands of files: strings are quick, Paths are not

from __future__ import annotations

import contextlib
import errno
import os
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count

from archivist.model import refusal
from archivist.store import register, story
from archivist.store.blobs import Blobs, copy_plain, open_plain, signature
from archivist.store.inbox import Dropped
from archivist.store.ledger import Ledger
from archivist.store.register import Intent
from archivist.store.writers import Writer, writer_of

CHANGED = "在收取时又被改动，改完后自动收取"
GONE = "在收取时被移走"


@dataclass(frozen=True, slots=True)
class Way:
    """The places on the way in: ledger, originals, inbox and spool."""

    ledger: Ledger
    blobs: Blobs
    inbox: str
    spool: str

    @property
    def aside_folder(self) -> str:
        """Where files wait whose bytes were here before, until their arrival is committed."""
        return os.path.join(self.spool, "aside")

    def aside(self, intent: Intent) -> str:
        """The path of one of them."""
        return os.path.join(self.aside_folder, f"{intent.digest}-{intent.inode}")

    def place(self, name: str) -> str:
        """The path of a name in the inbox."""
        return os.path.join(self.inbox, *name.split("/"))


class StaysError(Exception):
    """The file cannot be taken just now; it stands in the inbox as it is."""


def alone(file: Dropped, disk: int) -> bool:
    """Whether a rename makes the file ours alone: on the originals' disk, one name, our property."""
    seen = file.seen
    return (
        seen.st_dev == disk
        and seen.st_nlink == 1
        and (sys.platform == "win32" or seen.st_uid == os.geteuid())
    )


def move(way: Way, file: Dropped, intent: Intent) -> bool:
    """Rename into the originals, or aside if these bytes are there already; False: it can't."""
    blob = way.blobs.path(intent.digest)
    target = blob if way.blobs.size(intent.digest) is None else way.aside(intent)
    way.blobs.make_room(intent.digest)
    _must_be(file)
    try:
        os.rename(file.path, target)
    except OSError as error:
        if error.errno == errno.EXDEV:  # one disk mounted twice
            return False
        raise StaysError(_taken_away(error)) from error
    if not untouched(target, intent):
        put_back(target, file.path)
        raise StaysError(CHANGED)
    if target == blob:
        way.blobs.seal(intent.digest)
    elif not way.blobs.true(intent.digest):
        mend(way.ledger, way.blobs, target, intent.digest)
    return True


def copy(way: Way, file: Dropped, intent: Intent) -> None:
    """Copy into the originals; the file in the inbox stays until the arrival is committed."""
    if way.blobs.true(intent.digest):
        return
    draft = os.path.join(way.spool, f"{intent.digest}.part")
    with contextlib.suppress(FileNotFoundError):
        os.unlink(draft)
    try:
        written = copy_plain(file.path, draft)
    except FileNotFoundError as error:
        raise StaysError(GONE) from error
    if written != intent.digest:
        os.unlink(draft)
        raise StaysError(CHANGED)
    mend(way.ledger, way.blobs, draft, intent.digest)


def mend(ledger: Ledger, blobs: Blobs, path: str, digest: str) -> None:
    """Put true bytes where none are; if they had come before, the story says they were mended."""
    blobs.put(path, digest)
    if register.came(ledger, digest):
        with ledger.transaction():
            story.tell(ledger, datetime.now(UTC), [("mended", digest, "", "")])


def _taken_away(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return GONE
    return f"取不走（{refusal(error)}），请关闭打开它的程序或检查文件夹权限"


def _must_be(file: Dropped) -> None:
    try:
        now = os.lstat(file.path)
    except OSError as error:
        raise StaysError(GONE) from error
    if signature(now) != signature(file.seen):
        raise StaysError(CHANGED)


def untouched(path: str, intent: Intent) -> bool:
    """Whether this is the file of the intent, unchanged, and nobody has it open for writing.

    After a rename no name leads a new writer to it: who has it open now is the last.
    """
    try:
        handle = open_plain(path)
    except OSError:
        return False
    try:
        return is_still(os.fstat(handle), intent) and writer_of(handle) is not Writer.HERE
    finally:
        os.close(handle)


def is_still(seen: os.stat_result, intent: Intent) -> bool:
    """Whether this is the intent's file with the intent's bytes, as far as a look can tell."""
    state = seen.st_ino, seen.st_size, seen.st_mtime_ns
    return state == (intent.inode, intent.size, intent.modified)


def put_back(path: str, wanted: str) -> str:
    """Give a file back to the inbox under its name, or beside whoever has that name now."""
    stem, ending = os.path.splitext(wanted)
    for number in count():
        target = f"{stem}（退还{number}）{ending}" if number else wanted
        try:
            os.makedirs(os.path.dirname(target), exist_ok=True)
            os.link(path, target, follow_symlinks=False)
            os.unlink(path)
        except FileExistsError:
            continue
        except OSError:  # a file system without links
            if os.path.lexists(target):
                continue
            os.rename(path, target)
        return target
    raise AssertionError


def clear(way: Way) -> None:
    """Remove what has arrived and still stands aside or in the inbox."""
    for name in os.listdir(way.aside_folder):
        os.unlink(os.path.join(way.aside_folder, name))
    entered = [intent for intent in register.intents(way.ledger) if intent.entered]
    gone = [intent.name for intent in entered if _removed(way.place(intent.name), intent)]
    if gone:
        with way.ledger.transaction():
            register.forget(way.ledger, gone)


def _removed(path: str, intent: Intent) -> bool:
    """Remove a copied file; True also if something else stands there now (a new edition)."""
    try:
        if not is_still(os.lstat(path), intent):
            return True
        if not untouched(path, intent):
            return False
        os.unlink(path)
    except FileNotFoundError:
        return True
    except OSError:
        return False  # it stays known as arrived, and is not taken again
    return True
