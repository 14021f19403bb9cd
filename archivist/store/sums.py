"""Digests of originals by other algorithms than SHA-256: made once, a cache that may be burnt."""

from __future__ import annotations

import hashlib
from pathlib import Path

from archivist.model import Digest
from archivist.store.blobs import Blobs
from archivist.store.ledger import Ledger


def made(ledger: Ledger, blobs: Blobs, digest: Digest, algorithm: str) -> tuple[str, bool]:
    """The digest of an original in hexadecimal, and whether it had to be made just now."""
    if algorithm == "sha256":
        return digest, False
    known = ledger.one("SELECT sum FROM sums WHERE digest = ? AND algorithm = ?", digest, algorithm)
    if known:
        return str(known), False
    with Path(blobs.path(digest)).open("rb") as file:
        return hashlib.file_digest(file, algorithm).hexdigest(), True


def keep(ledger: Ledger, digest: Digest, algorithm: str, found: str) -> None:
    """Remember one."""
    ledger.write(
        "INSERT OR REPLACE INTO sums (digest, algorithm, sum) VALUES (?,?,?)",
        digest,
        algorithm,
        found,
    )
