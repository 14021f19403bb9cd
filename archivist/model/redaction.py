"""A copy from which personal numbers were taken out: who ordered it, when, why, and of what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from archivist.model.arrival import Digest


@dataclass(frozen=True, slots=True)
class Redaction:
    """A person's word. ``original`` stays among the originals, ``copy`` goes into the dossier.

    ``count`` is how many numbers were taken out, ``unseen`` names pages whose pictures nobody
    could read while this was done ("" if none).
    """

    name: str
    original: Digest
    copy: Digest
    count: int
    by: str
    at: datetime
    why: str
    unseen: str = ""
