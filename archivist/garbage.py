"""GROUND: looking for garbage is put off where hundreds of thousands of objects are made that stay."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """No search for cycles inside: each would go through everything that was made before it.

    Reading back takes twice as long with these searches, placing and loading rules a tenth longer.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
