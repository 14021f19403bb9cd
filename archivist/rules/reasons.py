"""Equal reasons are one object: forty thousand documents repeat a few thousand of them."""

from __future__ import annotations

from functools import lru_cache

from archivist.model import Reason, Where


@lru_cache(maxsize=65_536)
def because(text: str, where: Where | None, weight: float = 0.0, passage: str = "") -> Reason:
    """A reason as its fields say, the same one for the same fields."""
    return Reason(text, where, weight=weight, passage=passage)
