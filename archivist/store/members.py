"""Members of containers: unpacked by a reader, entered as arrivals of their own."""

# ruff: noqa: PTH108 - tens of thousands of files: strings are quick, Paths are not

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from archivist.model import Digest, Member, Read
from archivist.store import library, register, story
from archivist.store.blobs import Blobs, digest_of
from archivist.store.durable import settle
from archivist.store.intake import entry
from archivist.store.ledger import Ledger
from archivist.store.moves import mend


def keep(ledger: Ledger, blobs: Blobs, reads: Sequence[Read]) -> None:
    """Keep readings and texts, and their members: bytes first, one sync, then one commit."""
    stored = [
        (read.reading.digest, [(member, *_store(ledger, blobs, member)) for member in read.members])
        for read in reads
    ]
    paths = [blobs.path(digest) for _, members in stored for _, digest, _ in members]
    if paths:
        settle(str(blobs.folder), paths)
    now = datetime.now(UTC)
    with ledger.transaction():
        before = register.last(ledger)
        library.keep(ledger, reads)
        for container, members in stored:
            _enter(ledger, now, container, members)
        story.tell(ledger, now, map(entry, register.arrivals(ledger, before)))


def _store(ledger: Ledger, blobs: Blobs, member: Member) -> tuple[Digest, int]:
    """Move a member's bytes to the originals; returns digest and size."""
    path = str(member.path)
    digest, seen = digest_of(path)
    if blobs.true(digest):
        os.unlink(path)
    else:
        mend(ledger, blobs, path, digest)
    return digest, seen.st_size


def _enter(
    ledger: Ledger,
    now: datetime,
    container: Digest,
    members: Iterable[tuple[Member, Digest, int]],
) -> None:
    found = register.first(ledger, container)
    if found is None:
        return
    for member, digest, size in members:
        here = replace(found, modified=member.modified or found.modified)
        register.enter_member(ledger, now, here, f"{found.name}/{member.name}", digest, size)
