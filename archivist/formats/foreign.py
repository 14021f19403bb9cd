"""The one place of this room where whatever a foreign library raises on a torn file becomes data."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
U = TypeVar("U")


def attempt(work: Callable[[], T], otherwise: Callable[[Exception], U]) -> T | U:
    """What ``work`` returns, or what ``otherwise`` makes of the exception it raised."""
    try:
        return work()
    except Exception as error:  # noqa: BLE001 - libraries document few of the exceptions bytes provoke
        return otherwise(error)
