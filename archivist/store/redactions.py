"""Copies without personal data: they arrive under the original's name, told in the story's chain."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from archivist.model import Digest, Redaction
from archivist.store import register, story
from archivist.store.blobs import Blobs, digest_of
from archivist.store.durable import settle
from archivist.store.durable import told as disk
from archivist.store.intake import entry
from archivist.store.ledger import Ledger, from_column, from_micro
from archivist.store.moves import mend
from archivist.store.register import Intent

_REDACT, _RESTORE = "redact", "restore"


@dataclass(frozen=True, slots=True)
class Redactions:
    """What the ledger knows of such copies."""

    ledger: Ledger
    blobs: Blobs

    def keep(self, words: Iterable[Redaction], file: Path) -> None:
        """Move the copy to the originals, then enter it for every name: bytes, sync, commit."""
        with disk(str(self.blobs.folder)):
            digest, seen = digest_of(str(file))
            if self.blobs.true(digest):
                file.unlink()
            else:
                mend(self.ledger, self.blobs, str(file), digest)
            settle(str(self.blobs.folder), [self.blobs.path(digest)])
        told = [(_REDACT, word.name, _written(word), word.by, word.copy) for word in words]
        _enter(self.ledger, told, seen.st_size)

    def restore(self, words: Iterable[Redaction], by: str, why: str) -> None:
        """Enter originals again under their names; what was said of the copies stays told."""
        for word in words:
            first = register.first(self.ledger, word.original)
            size = first.size if first else 0
            _enter(self.ledger, [(_RESTORE, word.name, why, by, word.original)], size)

    def by_copy(self) -> dict[Digest, Redaction]:
        """Every copy by its digest; of several words on one the last counts."""
        found = {}
        for at, detail, by in self.ledger.rows(
            "SELECT at, detail, by FROM events WHERE what = ? ORDER BY id", _REDACT
        ):
            fields = json.loads(from_column(detail))
            word = Redaction(**fields, by=from_column(by), at=from_micro(at))
            found[word.copy] = word
        return found


def _written(word: Redaction) -> str:
    fields = {name: value for name, value in asdict(word).items() if name not in {"by", "at"}}
    return json.dumps(fields, ensure_ascii=True, separators=(",", ":"))


def _enter(ledger: Ledger, told: list[tuple[str, str, str, str, Digest]], size: int) -> None:
    now = datetime.now(UTC)
    modified = int(now.timestamp() * 1_000_000_000)
    with ledger.transaction():
        before = register.last(ledger)
        came = [Intent(name, digest, size, modified, 0, by) for _, name, _, by, digest in told]
        register.enter(ledger, now, came)
        story.tell(ledger, now, map(entry, register.arrivals(ledger, before)))
        story.tell(ledger, now, [(what, name, detail, by) for what, name, detail, by, _ in told])
