"""Seals of boxes: told in the story's chain, so that nobody can change one unseen."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from archivist.model import Digest, Seal
from archivist.store import story
from archivist.store.ledger import Ledger, from_column, from_micro

_SEAL, _UNSEAL = "seal", "unseal"


def seal(ledger: Ledger, word: Seal) -> None:
    """Keep a seal for ever."""
    told = {
        "pieces": word.pieces,
        "labels": word.labels,
        "folder": word.folder,
        "digits": word.digits,
        "papers": (word.contents, word.reference),
    }
    detail = json.dumps(told, ensure_ascii=True, separators=(",", ":"))
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
        found[box] = _read(box, from_column(by), from_micro(at), json.loads(from_column(detail)))
    return tuple(found[box] for box in sorted(found))


def _read(box: str, by: str, at: datetime, told: Any) -> Seal:  # noqa: ANN401 - JSON
    """A seal from the story; the oldest are a bare list of pieces."""
    kept = told if isinstance(told, dict) else {"pieces": told}
    pieces = tuple((n, Digest(digest), name) for n, digest, name in kept["pieces"])
    labels = tuple((code, file) for code, file in kept.get("labels", ()))
    folder, digits = kept.get("folder", ""), kept.get("digits", 0)
    return Seal(box, by, at, pieces, labels, folder, digits, *kept.get("papers", ()))
