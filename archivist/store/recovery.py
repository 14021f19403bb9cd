"""After a stop at any instant: every file that was on its way arrives, or stands in the inbox."""

# ruff: noqa: PTH101, PTH119 - tens of thousands of files: strings are quick, Paths are not

from __future__ import annotations

import os
from datetime import UTC, datetime

from archivist.store import register, story
from archivist.store.blobs import digest_of
from archivist.store.durable import settle, told
from archivist.store.intake import commit
from archivist.store.moves import Way, clear, put_back
from archivist.store.register import Intent
from archivist.store.writers import Writer, writer


def finish(way: Way) -> None:
    """End every way that was begun. Nothing to do, and nearly free, after an orderly stop."""
    intents = register.intents(way.ledger)
    if not intents:
        return
    with told(way.blobs.folder.name):
        arrived, staying, entries = [], [], []
        for intent in intents:
            if intent.entered:
                continue
            if path := _moved(way, intent):
                if _sound(way, intent, path):
                    arrived.append(intent)
                    continue
                entries.append(_returned(way, intent, path))
            elif not os.path.lexists(way.place(intent.name)) and way.blobs.true(intent.digest):
                arrived.append(intent)  # copied in; its owner then took it out of the inbox
                continue
            staying.append(intent.name)
        settle(str(way.blobs.folder), [way.blobs.path(i.digest) for i in arrived])
        _tell(way, entries)
        commit(way, arrived, [], staying)
        clear(way)


def _moved(way: Way, intent: Intent) -> str:
    """Where this very file is if it left the inbox: aside, or the blob itself; else ""."""
    aside, blob = way.aside(intent), way.blobs.path(intent.digest)
    if os.path.lexists(aside):
        return aside
    try:
        return blob if os.lstat(blob).st_ino == intent.inode else ""
    except FileNotFoundError:
        return ""


def _sound(way: Way, intent: Intent, path: str) -> bool:
    """Whether it still holds the bytes that were hashed; then they are in the originals."""
    try:
        true = digest_of(path)[0] == intent.digest and writer(path) is not Writer.HERE
    except OSError:
        return False
    blob = way.blobs.path(intent.digest)
    if true and path != blob and not way.blobs.true(intent.digest):
        way.blobs.put(path, intent.digest)
    if true:
        way.blobs.seal(intent.digest)
    return true


def _returned(way: Way, intent: Intent, path: str) -> story.Entry:
    """Give back a file whose bytes changed, or were lost before they were durable."""
    os.chmod(path, 0o644)
    target = put_back(path, way.place(intent.name))
    return "returned", intent.name, f"to {os.path.basename(target)}: not {intent.digest}", ""


def _tell(way: Way, entries: list[story.Entry]) -> None:
    if entries:
        with way.ledger.transaction():
            story.tell(way.ledger, datetime.now(UTC), entries)
