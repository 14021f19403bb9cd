"""The story: events in a chain, each carrying SHA-256 of the one before it and of itself."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime

from archivist.model import Event
from archivist.store.ledger import Ledger, from_column, from_micro, to_column, to_micro

_START = "0" * 64
_written = json.JSONEncoder(ensure_ascii=True, separators=(",", ":")).encode

Entry = tuple[str, str, str, str]
"""What happened, to what, details, by whom."""


def tell(ledger: Ledger, at: datetime, entries: Iterable[Entry]) -> None:
    """Add events at the end of the chain; must run inside a transaction."""
    micro = to_micro(at)
    number, tip = _tip(ledger)
    rows = []
    for what, subject, detail, by in entries:
        number += 1
        tip = _link(tip, number, micro, what, subject, detail, by)
        columns = (to_column(subject), to_column(detail), to_column(by))
        rows.append((number, micro, what, *columns, tip))
    ledger.write_all(
        "INSERT INTO events (id, at, what, subject, detail, by, hash) VALUES (?,?,?,?,?,?,?)", rows
    )


def told(ledger: Ledger) -> tuple[Event, ...]:
    """All events in order."""
    return tuple(
        Event(number, from_micro(at), what, from_column(s), from_column(d), from_column(by))
        for number, at, what, s, d, by in ledger.each(
            "SELECT id, at, what, subject, detail, by FROM events ORDER BY id"
        )
    )


def tip(ledger: Ledger) -> str:
    """The last hash: whoever wrote it down can prove later that nothing before it changed."""
    return _tip(ledger)[1]


def broken(ledger: Ledger) -> tuple[int, ...]:
    """Numbers of the events that do not follow from the one before, or are missing."""
    wrong: list[int] = []
    before, expected = _START, 1
    for number, at, what, s, d, by, link in ledger.each(
        "SELECT id, at, what, subject, detail, by, hash FROM events ORDER BY id"
    ):
        wrong += range(expected, number)
        parts = (from_column(s), from_column(d), from_column(by))
        if _link(before, number, at, what, *parts) != link:
            wrong.append(number)
        before, expected = link, number + 1
    last = ledger.one("SELECT seq FROM sqlite_sequence WHERE name = 'events'") or 0
    return (*wrong, *range(expected, last + 1))


def _tip(ledger: Ledger) -> tuple[int, str]:
    rows = ledger.rows("SELECT id, hash FROM events ORDER BY id DESC LIMIT 1")
    return rows[0] if rows else (0, _START)


def _link(before: str, *event: object) -> str:
    return hashlib.sha256(f"{before}\n{_written(event)}".encode()).hexdigest()
