"""Seals of boxes: told in the story's chain, so that nobody can change one unseen."""

from __future__ import annotations

import json
from datetime import datetime

from archivist.model import Digest, Seal
from archivist.store import story
from archivist.store.ledger import Ledger, from_column, from_micro

_SEAL, _UNSEAL = "seal", "unseal"


def seal(ledger: Ledger, word: Seal) -> None:
    """Keep a seal for ever."""
    detail = json.dumps(word.pieces, ensure_ascii=True, separators=(",", ":"))
    with ledger.transaction():
        story.tell(ledger, word.at, [(_SEAL, word.box, detail, word.by)])


def unseal(ledger: Ledger, box: str, by: str, why: str, at: datetime) -> None:
    """Keep that a seal was broken, by whom and why; the seal itself stays in the story."""
    with ledger.transaction():
        story.tell(ledger, at, [(_UNSEAL, box, why, by)])


def seals(ledger: Ledger) -> tuple[Seal, ...]:
    """Seals in force, by box."""
    found: dict[str, Seal] = {}
    for at, what, subject, detail, by in ledger.rows(
        "SELECT at, what, subject, detail, by FROM events WHERE what IN (?, ?) ORDER BY id",
        _SEAL,
        _UNSEAL,
    ):
        box = from_column(subject)
        if what == _UNSEAL:
            found.pop(box, None)
            continue
        pieces = tuple((n, Digest(d), name) for n, d, name in json.loads(from_column(detail)))
        found[box] = Seal(box, from_column(by), from_micro(at), pieces)
    return tuple(found[box] for box in sorted(found))
