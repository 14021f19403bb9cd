"""Digests of originals by other algorithms than SHA-256: made once, a cache that may be burnt."""

from __future__ import annotations

import hashlib
from pathlib import Path

from archivist.model import Digest
from archivist.store.blobs import Blobs
from archivist.store.ledger import Ledger


def made(ledger: Ledger, blobs: Blobs, digest: Digest, algorithm: str, *, keep: bool) -> str:
    """The digest of an original in hexadecimal; ``keep`` remembers one that had to be made."""
    if algorithm == "sha256":
        return digest
    known = ledger.one("SELECT sum FROM sums WHERE digest = ? AND algorithm = ?", digest, algorithm)
    if known:
        return str(known)
    with Path(blobs.path(digest)).open("rb") as file:
        found = hashlib.file_digest(file, algorithm).hexdigest()
    if keep:
        ledger.write(
            "INSERT INTO sums (digest, algorithm, sum) VALUES (?,?,?)", digest, algorithm, found
        )
    return found
