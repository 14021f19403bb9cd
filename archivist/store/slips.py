"""Receipts in the inbox: the only files the house writes where clerks drop theirs."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from archivist.model import RECEIPT


def hand_out(inbox: Path, pages: Iterable[tuple[str, bytes]]) -> int:
    """Bring the receipts up to date; returns how many changed.

    ``pages`` are pairs of inbox folder ("" for the inbox itself) and HTML. A folder that is
    gone gets none, a receipt that says the same is not touched, and a reader never sees half.
    """
    changed = 0
    for folder, page in pages:
        place = inbox / folder
        if not place.is_dir():
            continue
        receipt = place / RECEIPT
        if receipt.is_file() and receipt.read_bytes() == page:
            continue
        draft = place / f".{RECEIPT}.tmp"
        draft.write_bytes(page)
        draft.replace(receipt)
        changed += 1
    return changed
